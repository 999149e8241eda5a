"""A plan as the page shows it: the chosen way first, every source numbered once, words for the names of things.

Nothing is computed here that the plan does not say; what is missing there is shown as unknown.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from chorsu.desks.plans import search, words

_MOST_VALUES_TOLD = 20


@dataclass
class Sources:
    """The sources of a page, numbered in the order in which they are first named."""

    rows: list[dict] = field(default_factory=list)
    _numbers: dict[tuple, int] = field(default_factory=dict)

    def number(self, source: dict | None) -> dict | None:
        """The source with its number; None where there is none."""
        if not source or not source.get("title"):
            return None
        key = (source["title"], source.get("address", ""))
        if key not in self._numbers:
            self._numbers[key] = len(self.rows) + 1
            # Only what a browser can open becomes a link; everything else stays text, as the place within a repository.
            opened = re.match(r"https?://[^\s]+", source.get("address", ""))
            link = opened[0] if opened else ""
            within = source["address"].removeprefix(link).strip() if link else ""
            self.rows.append({**source, "number": self._numbers[key], "link": link, "within": within})
        return self.rows[self._numbers[key] - 1]


@dataclass(frozen=True)
class Page:
    """Everything the template of a plan reads."""

    title: dict
    ways: list[dict]
    units: dict
    refused: list[dict]
    chosen: dict | None
    sides: list[dict]
    findings: list[dict]
    unknown: list[dict]
    assumed: list[dict]
    savings: list[dict]
    requirements: list[dict]
    papers: list[dict]
    rates: list[dict]
    transit: list[dict]
    transits: list[dict]
    incoterm: dict
    landed: dict | None
    facts: dict
    sources: list[dict]
    map: str

    @property
    def grave(self) -> list[dict]:
        """What stops the goods or may cost time or money."""
        return [row for row in self.findings if row["severity"] != "info"]

    @property
    def notes(self) -> list[dict]:
        """What is good to know."""
        return [row for row in self.findings if row["severity"] == "info"]


def present(plan: dict, *, way: int | None = None) -> Page:
    """The page of a plan; ``way`` is the chosen journey by its index, else the one the plan chose."""
    sources = Sources()
    journeys = plan.get("journeys", [])
    chosen = way if way is not None and 0 <= way < len(journeys) else plan.get("chosen") or 0
    places = plan.get("places", {})
    ways = [_way(plan, index, journey, places, index == chosen) for index, journey in enumerate(journeys)]
    # Sources are numbered in the order in which the page shows them: this is that order.
    findings = [_sourced(row, sources) for row in _findings(plan) if _is_for(row, chosen)]
    the_way = {**ways[chosen], "legs": [_leg(leg, places, sources) for leg in journeys[chosen]["legs"]]} if ways else None
    borders = [row for row in plan.get("assessments", []) if row["journey"] == chosen]
    entered_by = {row.get("mode") for row in borders if row["side"] == "import"}
    transit = [_sourced(row, sources) for row in plan.get("transit", []) if _is_for(row, chosen) and _is_by(row, entered_by)]
    sides = [_side(row, places, sources) for row in sorted(borders, key=lambda row: row["side"] != "export")]
    return Page(
        title=_title(plan, places),
        ways=ways,
        units=_units(ways),
        refused=plan.get("refused", []),
        chosen=the_way,
        sides=sides,
        findings=findings,
        unknown=_gathered(sides, "unknown"),
        assumed=_together(_gathered(sides, "assumed")),
        savings=_gathered(sides, "savings"),
        transit=transit,
        transits=[_passage(row, sources) for row in plan.get("transits", []) if row["journey"] == chosen],
        landed=_landed(ways[chosen]["landed"], sources) if ways else None,
        incoterm=_incoterm(plan, sources),
        requirements=[_requirement(row, sources) for row in plan.get("requirements", []) if _is_for(row, chosen)],
        papers=[_paper(row, sources) for row in plan.get("papers", []) if _is_for(row, chosen)],
        rates=[_rate(row, side, sources) for side in sides for row in side["exchange_rates"]],
        facts=plan.get("facts", {}),
        sources=sources.rows,
        map=_map(plan, chosen),
    )


def _units(ways: list[dict]) -> dict:
    """The currency of a column where all its figures have the same one: it stands in the head, else beside each figure."""
    found = {
        "cost": {way["cost"]["currency"] for way in ways if way["cost"]},
        "charges": {way["charges"]["currency"] for way in ways if way["charges"]},
        "landed": {way["landed"]["currency"] for way in ways if way["landed"]},
    }
    return {column: next(iter(currencies)) if len(currencies) == 1 else "" for column, currencies in found.items()}


def signature(journey: dict) -> str:
    """What a way is made of, so that it is found again among others: the mode, the ends and the service of each leg."""
    return "|".join(f"{leg['mode']}:{leg['from']}-{leg['to']}:{leg.get('service') or ''}" for leg in journey["legs"])[:1000]


def way_by_signature(plan: dict, wanted: str) -> int | None:
    """The index of the journey with that signature; None where the network no longer has it."""
    if not wanted:
        return None
    return next((i for i, journey in enumerate(plan.get("journeys", [])) if signature(journey) == wanted), None)


def place_name(code: str | None, places: dict) -> str:
    """The name of a place in the language of the plan, else its code."""
    return (places.get(code) or {}).get("name") or code or ""


def short_name(code: str | None, places: dict) -> str:
    """The name up to its first bracket or comma, for headings and the map."""
    return re.split(r"\s*[(（,，]", place_name(code, places), maxsplit=1)[0]


def _title(plan: dict, places: dict) -> dict:
    consignment = plan["consignment"]
    items = consignment["items"]
    masses = [item.get("net_mass") for item in items]
    return {
        "goods": "; ".join(item.get("description") or item["hs"] for item in items[:3]),
        "names": [_named_goods(row, plan.get("language", "en")) for row in plan.get("goods", [])[:3]],
        "more": max(0, len(items) - 3),
        "net_mass": None if None in masses else str(sum((Decimal(mass) for mass in masses), Decimal(0))),
        "from": short_name(consignment.get("from"), places),
        "to": short_name(consignment.get("to"), places),
        "incoterm": consignment.get("incoterm", ""),
        "incoterm_place": short_name(consignment.get("incoterm_place"), places),
        "ready": consignment.get("ready"),
        "reference": consignment.get("reference", ""),
    }


def _named_goods(row: dict, language: str) -> dict:
    """The goods by their name in the nomenclature; where that is not in the reader's language, with the nearest one that is."""
    return row | {"nearest": search.nearest_name(row["hs"], language) if row["language"] != language else ""}


def _way(plan: dict, index: int, journey: dict, places: dict, is_chosen: bool) -> dict:
    rows = [row for row in plan.get("assessments", []) if row["journey"] == index and row["side"] == "import"]
    entry = rows[0] if rows else None
    landed = next((row for row in plan.get("landed", []) if row["journey"] == index), None)
    modes = list(dict.fromkeys(leg["mode"] for leg in journey["legs"]))
    departs, arrives = journey.get("departs"), journey.get("arrives") or {}
    return {
        "index": index,
        "number": index + 1,
        "chosen": is_chosen,
        "modes": [{"mode": mode, "word": words.mode(mode)} for mode in modes],
        "via": short_name(entry["crossing"], places) if entry else "",
        "enters_on": entry["on"] if entry else None,
        "departs": departs,
        "p50": arrives.get("p50"),
        "p90": arrives.get("p90"),
        "days": _days(departs, arrives.get("p50")),
        "cost": journey.get("cost"),
        "co2e_kg": journey.get("co2e_kg"),
        "handlings": journey.get("handlings"),
        "estimated": any(leg.get("estimated") for leg in journey["legs"]),
        "charges": {"amount": entry["assessment"].get("total"), "currency": entry["assessment"]["currency"]} if entry else None,
        "charges_estimated": bool(entry and entry["assessment"].get("estimated")),
        "landed": landed,
        "warnings": sum(row["severity"] != "info" and index in row.get("journeys", ()) for row in plan.get("findings", [])),
        "signature": signature(journey),
    }


def _days(start: str | None, end: str | None) -> str | None:
    if not start or not end:
        return None
    lasted = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    return f"{lasted.total_seconds() / 86_400:.1f}"


def _leg(leg: dict, places: dict, sources: Sources) -> dict:
    return {
        **leg,
        "mode_word": words.mode(leg["mode"]),
        "from_name": leg.get("from_name") or place_name(leg["from"], places),
        "to_name": leg.get("to_name") or place_name(leg["to"], places),
        "name": leg.get("name") or leg.get("service"),
        "source": sources.number(leg.get("source")),
        **_basis(leg, sources),
    }


def _basis(leg: dict, sources: Sources) -> dict:
    """Behind each figure of a leg: how it was made, from which source. A figure without a row of its own has that of the leg."""
    rows = {row["figure"]: row for row in leg.get("basis", [])}
    whole = {"source": sources.number(leg.get("source")), "why": None if rows else leg.get("method")}

    def behind(figure: str) -> dict:
        row = rows.get(figure)
        return {"source": sources.number(row.get("source")), "why": row.get("text")} if row else whole

    return {f"{figure}_basis": behind(figure) for figure in ("wait", "time", "distance", "cost", "co2e")}


def _side(row: dict, places: dict, sources: Sources) -> dict:
    assessment = row["assessment"]
    charges = [
        {**charge, "kind": words.kind(charge["kind"]), "source": sources.number(charge.get("source"))}
        for charge in assessment.get("charges", [])
    ]
    return {
        "side": row["side"],
        "heading": words.side(row["side"]),
        "state": words.state(assessment["jurisdiction"]),
        "code": assessment["jurisdiction"],
        "crossing": place_name(row.get("crossing"), places),
        "on": row.get("on"),
        "several_items": len({charge.get("item") for charge in charges}) > 1,
        **{name: assessment.get(name) for name in ("currency", "customs_value", "customs_value_estimated", "total", "estimated")},
        "charges": charges,
        # A note on each item; the head of the table has the room for a few.
        "value_notes": assessment.get("customs_value_notes", [])[:_MOST_VALUES_TOLD],
        "total_note": assessment.get("total_note", []),
        "unknown": [_named(entry) for entry in assessment.get("unknown", [])],
        # The customs value has a row of its own at the head of the table.
        "unknown_charges": [_named(entry) for entry in assessment.get("unknown", []) if entry["kind"] != "customs_value"],
        "assumed": [_named(entry) for entry in assessment.get("assumed", [])],
        "savings": assessment.get("savings", []),
        "exchange_rates": assessment.get("exchange_rates", []),
    }


def _named(entry: dict) -> dict:
    return {**entry, "kind": words.kind(entry["kind"]), "how": entry.get("import")}


def _gathered(sides: list[dict], name: str) -> list[dict]:
    return [
        {**entry, "side": side["heading"], "state": side["state"], "currency": side["currency"]}
        for side in sides
        for entry in side[name]
    ]


def _together(assumed: list[dict]) -> list[dict]:
    """What was assumed, said once for all kinds of charges of which a state's customs say the same."""
    found: dict[tuple, list[str]] = {}
    for row in assumed:
        kinds = found.setdefault((row["side"], row["state"], row["why"]), [])
        if row["kind"] not in kinds:
            kinds.append(row["kind"])
    return [{"kinds": words.listed(kinds), "state": state, "why": why} for (_side, state, why), kinds in found.items()]


def _passage(row: dict, sources: Sources) -> dict:
    """A customs transit of the way: from where to where, and the security that customs may ask."""
    security = row.get("security") or {}
    rules = [
        {
            **rule,
            "source": sources.number(rule.get("source")),
            "fee_source": sources.number((rule.get("fee") or {}).get("source")),
        }
        for rule in row.get("rules", [])
    ]
    return {**row, "rules": rules, "security": {**security, "source": sources.number(security.get("source"))}}


def _sourced(row: dict, sources: Sources) -> dict:
    return {**row, "source": sources.number(row.get("source"))}


def _rate(row: dict, side: dict, sources: Sources) -> dict:
    source = row.get("source")
    source = {"title": source} if isinstance(source, str) else source
    age = (date.fromisoformat(side["on"]) - date.fromisoformat(row["on"])).days if row.get("on") and side.get("on") else None
    return {**row, "source": sources.number(source), "age": age, "for": side["state"], "assessed_on": side["on"]}


def _incoterm(plan: dict, sources: Sources) -> dict:
    incoterm = plan.get("incoterm") or {}
    rows = [{**_sourced(row, sources), "payer": words.payer(row["paid_by"])} for row in incoterm.get("rows", [])]
    return {"code": incoterm.get("code", ""), "rows": rows}


def _landed(landed: dict | None, sources: Sources) -> dict | None:
    if landed is None:
        return None
    # What the seller bears is contained in the price and adds nothing to the total; unsaid, the column would not add up.
    costs = [
        {**cost, "payer": words.payer(cost["paid_by"]), "within": cost["paid_by"] == "seller" and cost["what"] != "price"}
        for cost in landed.get("costs", [])
    ]
    return {**landed, "costs": costs, "recoverable_source": sources.number(landed.get("recoverable_source"))}


def _findings(plan: dict) -> list[dict]:
    return sorted(plan.get("findings", []), key=lambda row: ("refusal", "warning", "info").index(row["severity"]))


def _is_for(row: dict, chosen: int) -> bool:
    """Whether a row is for the chosen way; one that names no journeys is for all."""
    return not row.get("journeys") or chosen in row["journeys"]


def _is_by(row: dict, modes: set) -> bool:
    """Whether a row is for one of these modes of transport; one that names none is for all."""
    named = {row["mode"]} if row.get("mode") else set(row.get("modes", ()))
    return not named or bool(modes & named)


def _requirement(row: dict, sources: Sources) -> dict:
    heading = words.side(row["side"]) if row.get("side") else ""
    state = words.state(row["jurisdiction"]) if row.get("jurisdiction") else ""
    return {**_sourced(row, sources), "kind": words.kind(row["kind"]), "heading": heading, "state": state}


def _paper(row: dict, sources: Sources) -> dict:
    draft = (row.get("draft") or "").replace(" ", "_")
    return {**_sourced(row, sources), "name": row.get("name") or row["kind"], "draft": draft, "for": words.states(row.get("for"))}


def _map(plan: dict, chosen: int) -> str:
    """What the map draws, as JSON: the places of all ways and the legs of each, by place codes."""
    journeys = plan.get("journeys", [])
    used = {code for journey in journeys for leg in journey["legs"] for code in (leg["from"], leg["to"])}
    named = plan.get("places", {})
    places = {
        code: {"name": short_name(code, named), "lat": row["lat"], "lon": row["lon"]}
        for code, row in named.items()
        if code in used and row.get("lat") is not None
    }
    ways = [
        {
            "chosen": index == chosen,
            "number": index + 1,
            "legs": [[leg["from"], leg["to"], leg["mode"]] for leg in journey["legs"]],
        }
        for index, journey in enumerate(journeys)
    ]
    return json.dumps({"places": places, "ways": ways}, ensure_ascii=False)
