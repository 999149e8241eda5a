"""What services there are, for :mod:`measure_network` to measure: stops, sources, days; figures follow by stated methods."""

from __future__ import annotations

import math
import re
from typing import Any

from network_ways import AIR, RAIL, ROAD, SEA

SPREAD = 20 / 11  # p90 over p50 of the trains Jiaozhou–Almaty: longest and median of five reports
KM_A_DAY_CHINA, KM_A_DAY_ABROAD, WAIT_ABROAD = 1106, 800, 72
CHINA_FACTOR, BROAD_FACTOR = 1.07, 1.04
LATE_SHIP = 5.3 * 24  # mean delay of late ships, Sea-Intelligence, January 2025
MEAN_TO_P50, MEAN_TO_P90 = 0.70711, 2.0566
URUMQI_KHORGOS = 687
MOUNTAIN = ("km-osh-irkeshtam", "km-torugart", "km-karakoram", "km-pamir")
HEADS = {
    "rail": {"en": "Train", "zh": "班列", "ru": "Поезд"},
    "sea": {"en": "Ship", "zh": "海运", "ru": "Судно"},
    "air": {"en": "Air freight", "zh": "空运", "ru": "Авиагруз"},
    "road": {"en": "Truck", "zh": "公路货运", "ru": "Автомобиль"},
}


def write(atlas: Any) -> dict[str, str]:
    """The text of each service file, by its name."""
    from network_places import roads

    head = "# Written by tools/measure_network.py from tools/network_ways.toml: change those, not this file.\n"
    files = {}
    for mode, rows in (("rail", RAIL), ("sea", SEA), ("air", AIR), ("road", ROAD)):
        texts = []
        for row in rows:
            lacking = [stop for stop in row["stops"] if stop not in atlas.places and stop not in atlas.crossings]
            if lacking:
                print("left out", row["id"], lacking)
                continue
            texts.append(_service(atlas, mode, row))
        files[f"services-{mode}.toml"] = head + "\n" + "\n".join(texts)
    files["roads-places.toml"] = head + roads(atlas)
    return files


def short(atlas: Any, code: str, language: str) -> str:
    """A place's name without what stands in brackets or after a comma, and without what kind of place it is."""
    name = re.sub(r"\s*[（(].*?[）)]", "", atlas.places[code][f"name_{language}"]).split(",")[0].strip()
    return re.sub(r"( (airport|terminal|freight station|inland container depot)$)|(^(Аэропорт|Порт) )", "", name)


def _names(atlas: Any, mode: str, row: dict[str, Any], back: bool) -> str:
    first, *_, last = stops = row["stops"]
    borders = [atlas.crossings[stop]["from"] for stop in stops if stop in atlas.crossings]
    start = atlas.crossings[first]["from"] if first in atlas.crossings else first
    end = atlas.crossings[last]["to"] if last in atlas.crossings else last
    named = [start, *borders, end][:: -1 if back else 1]
    words = []
    for language, dash in (("en", " – "), ("zh", "—"), ("ru", " – ")):
        parts = [short(atlas, code, language) for code in named]
        parts = [part for index, part in enumerate(parts) if index == 0 or part != parts[index - 1]]
        words.append(f'{language} = "{HEADS[mode][language]} {dash.join(parts)}"')
    return "{" + ", ".join(words) + "}"


def _service(atlas: Any, mode: str, row: dict[str, Any]) -> str:
    legs = _legs(atlas, mode, row)
    lines = ["[[service]]", f'id = "{row["id"]}"', f"names = {_names(atlas, mode, row, False)}", f'mode = "{mode}"']
    if row.get("both", True):
        lines += ["both_ways = true", f"names_back = {_names(atlas, mode, row, True)}"]
    if row.get("operator"):
        lines.append(f'operator = "{row["operator"]}"')
    lines.append(f'status = "{row.get("status", "operating")}"')
    if row.get("seen_on"):
        lines.append(f"seen_on = {row['seen_on']}")
    wait, wait_by = _wait(mode, row)
    if row.get("per_week"):
        lines.append(f'per_week = "{row["per_week"]}"')
    lines += [f'wait_hours = ["{_tenths(wait[0])}", "{_tenths(wait[1])}"]', f'wait_by = "{wait_by}"']
    if row.get("source"):
        lines.append(f"source = {_source(row['source'])}")
    for caution in row.get("cautions", ()):
        lines += [
            "[[service.caution]]",
            "text = {" + ", ".join(f'{language} = "{caution[language]}"' for language in ("en", "zh", "ru")) + "}",
        ]
    for leg in legs:
        lines.append("[[service.leg]]")
        lines += [f"{key} = {value}" for key, value in leg.items()]
    return "\n".join(lines) + "\n"


def _source(source: dict[str, Any]) -> str:
    words = ", ".join(f'{key} = "{source[key]}"' for key in ("title", "address", "as_of", "also") if source.get(key))
    return f"{{{words}, checked_on = {source['checked_on']}}}"


def _wait(mode: str, row: dict[str, Any]) -> tuple[tuple[float, float], str]:
    if mode == "road":
        return (0, 24), "wait-truck"
    if mode == "air":
        return (24, 72), "wait-flight"
    interval = 168 / float(row.get("per_week", 1))
    if mode == "sea":
        return (interval / 2 + 24, interval * 0.9 + 24), "wait-sailing"
    return (interval / 2, interval * 0.9), "wait-frequency" if row.get("per_week") else "wait-frequency-assumed"


def _legs(atlas: Any, mode: str, row: dict[str, Any]) -> list[dict[str, str]]:
    """Legs with distance and hours: rows of keys and TOML values."""
    parts: list[dict[str, Any]] = []
    stops = row["stops"]
    here = stops[0] if stops[0] in atlas.places else None
    for index, stop in enumerate(stops):
        if stop in atlas.crossings:
            crossing = atlas.crossings[stop]
            before = here or crossing["from"]
            turned = before != crossing["from"]
            if turned and before != crossing["to"]:
                parts.append({"from": before, "to": crossing[_side(atlas, crossing, before)]})
                turned = parts[-1]["to"] != crossing["from"]
            here = crossing["from"] if turned else crossing["to"]
            parts.append({"crossing": stop, "row": crossing})
        elif index:
            if here != stop:
                parts.append({"from": here, "to": stop})
            here = stop
    for part in parts:
        if "crossing" not in part:
            part["km"], part["km_by"] = _km(atlas, mode, row, part["from"], part["to"])
            part["china"] = {atlas.state(part["from"]), atlas.state(part["to"])} == {"CN"}
    {"rail": _rail_hours, "road": _road_hours, "sea": _sea_hours, "air": _air_hours}[mode](atlas, row, parts)
    return [_leg(mode, row, part) for part in parts]


def _side(atlas: Any, crossing: dict[str, Any], here: str) -> str:
    """The side of a crossing at which goods from a place reach it: the one in the place's own state, else the nearer."""
    sides = ("from", "to")
    own = [side for side in sides if atlas.state(crossing[side]) == atlas.state(here)]
    return own[0] if len(own) == 1 else min(sides, key=lambda side: atlas.straight(here, crossing[side]))


def _leg(mode: str, row: dict[str, Any], part: dict[str, Any]) -> dict[str, str]:
    if "crossing" in part:
        return {"crossing": f'"{part["crossing"]}"'}
    leg = {"from": f'"{part["from"]}"', "to": f'"{part["to"]}"', "km": f'"{part["km"]}"'}
    if part["km_by"]:
        leg["km_by"] = f'"{part["km_by"]}"'
    leg["hours"] = f'["{_tenths(part["hours"][0])}", "{_tenths(part["hours"][1])}"]'
    if part["time_by"]:
        leg["time_by"] = f'"{part["time_by"]}"'
    rate = row.get("rate") or {"rail": "rail-container", "road": "road-truckload", "air": "air-cargo"}.get(mode)
    if isinstance(rate, dict):
        rate = rate.get((part["from"], part["to"]), rate.get("", "rail-container"))
    if rate:
        leg["rate"] = f'"{rate}"'
    if row.get("rate_back"):
        leg["rate_back"] = f'"{row["rate_back"]}"'
    return leg


def _km(atlas: Any, mode: str, row: dict[str, Any], here: str, there: str) -> tuple[int, str]:
    given = row.get("km", {}).get((here, there))
    if given:
        return given
    if mode == "sea":
        return round(atlas.sea(here, there)), "km-searoute"
    if mode == "air":
        return round(atlas.straight(here, there)) + 95, "km-air"
    through = row.get("through", {}).get((here, there), "")
    if mode == "rail":
        if there == "CNHUP" and atlas.state(here) == "CN" and here != "CNURM":
            return round(atlas.km("rail", here, "CNURM")[0] * CHINA_FACTOR + URUMQI_KHORGOS), "km-network-rail-khorgos"
        km, _ = atlas.km("rail", here, there, through)
        china = atlas.state(here) == atlas.state(there) == "CN"
        return round(km * (CHINA_FACTOR if china else BROAD_FACTOR)), "km-network-rail" if china else "km-network-rail-abroad"
    km, off = atlas.km("road", here, there, through)
    straight = atlas.straight(here, there)
    if off > 120 or km > 3 * straight + 60 or math.isinf(km):
        return max(1, round(straight * 1.3)), "km-road-straight"
    return max(1, round(km)), "km-network-road"


def _dwell(crossing: dict[str, Any]) -> tuple[float, float]:
    if "hours" in crossing:
        return float(crossing["hours"][0]), float(crossing["hours"][1])
    mean = float(crossing["mean_hours"])
    return mean * MEAN_TO_P50, mean * MEAN_TO_P90


def _rail_hours(atlas: Any, row: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    """China by its own speeds; abroad what is left of the source's days, else 800 km a day and three days for reloading."""
    used, spreads = 0.0, 0.0
    abroad = [part for part in parts if "km" in part and not part["china"]]
    for part in parts:
        if "crossing" in part:
            p50, p90 = _dwell(part["row"])
        elif part["china"]:
            jiaozhou = part["from"] == "CNJZH" and part["to"] in ("cn-alashankou", "CNHUP")
            p50 = 120.0 if jiaozhou else part["km"] / KM_A_DAY_CHINA * 24
            p90 = p50 + 24
            part["hours"], part["time_by"] = (p50, p90), "time-jiaozhou-border" if jiaozhou else "time-china-1106"
        else:
            continue
        used, spreads = used + p50, spreads + (p90 - p50) ** 2
    if not abroad:
        return
    domestic = all("km" in part for part in parts)
    km = sum(part["km"] for part in abroad)
    least = km / 1000 * 24
    rest, method = float(row["days"]) * 24 - used if row.get("days") else 0.0, "time-rail-source"
    if rest < least:
        rest, method = (
            km / KM_A_DAY_ABROAD * 24 + (24 if domestic else WAIT_ABROAD),
            "time-rail-inland" if domestic else "time-rail-abroad",
        )
    whole = used + rest
    over = math.sqrt(max((whole * (SPREAD - 1)) ** 2 - spreads, (rest * 0.2) ** 2))
    for part in abroad:
        share = part["km"] / km
        p50 = rest * share
        part["hours"], part["time_by"] = (p50, p50 + over * math.sqrt(share)), method


def _road_hours(atlas: Any, row: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    for part in parts:
        if "km" not in part:
            continue
        km = part["km"]
        if part["km_by"] in MOUNTAIN:
            part["hours"], part["time_by"] = (km / 281 * 24, km / 187 * 24), "time-road-mountain"
            continue
        long = km > 500
        part["hours"] = (km / 713 * 24, km / 517 * 24) if long else (km / 42.0, km / 23.4)
        part["time_by"] = "time-tir" if long else "time-road-carec"


def _sea_hours(atlas: Any, row: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    for part in parts:
        days = float(row["days"]) if row.get("days") else part["km"] / 480
        late = LATE_SHIP if days > 2 else 48
        part["hours"] = (days * 24 + 48, days * 24 + 48 + late)
        part["time_by"] = row.get("time_by") or ("time-sea-source" if row.get("days") else "time-sea-speed")


def _air_hours(atlas: Any, row: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    for part in parts:
        flight = part["km"] / 800
        part["hours"], part["time_by"] = (flight + 12, flight + 36), "time-flight-km"


def _tenths(hours: float) -> str:
    return f"{math.floor(hours * 10 + 0.5) / 10:g}"
