"""Road legs between each place and the hubs of its state, so that every place of trade reaches a service."""

from __future__ import annotations

from typing import Any

import numpy as np

NEAREST = {"rail": 2, "sea": 2, "air": 1, "road": 3}
ABOUT_JIAOZHOU_KM = 700
TRUNK_KM = 4000  # farther than this no truck is sent to a hub


def roads(atlas: Any) -> str:
    """Rows of ``[[road]]``: between places of one state only, measured over that state's main roads."""
    from network_ways import AIR, RAIL, ROAD, SEA

    hubs: dict[str, dict[str, set[str]]] = {}
    served = {"rail": RAIL, "sea": SEA, "air": AIR, "road": ROAD}
    for mode, rows in served.items():
        for row in rows:
            for code in (row["stops"][0], row["stops"][-1]):
                if code in atlas.places:
                    hubs.setdefault(atlas.state(code), {}).setdefault(mode, set()).add(code)
    hubs["CN"]["rail"] |= {"CNJZH", "CNJNA", "CNLYG", "CNCHN", "CNURM"}
    hubs["KZ"]["rail"] |= {"kz-boralday", "kz-almaty-1"}
    known = {frozenset(pair) for pair in atlas.roads}  # as they stand in roads.toml
    lines = []
    for state, modes in sorted(hubs.items()):
        places = sorted(code for code, row in atlas.places.items() if row["state"] == state)
        places += sorted({code for codes in modes.values() for code in codes} - set(places))
        every = sorted({code for codes in modes.values() for code in codes})
        ways, off, far = atlas.nets["road"].matrix(
            frozenset({state}), [atlas.point(each) for each in places], [atlas.point(each) for each in every], False
        )
        straight = np.array([[atlas.straight(here, there) for there in every] for here in places])
        wild = (off[:, None] > 120) | (far[None, :] > 120) | ~np.isfinite(ways) | (ways > 3 * straight + 60)
        # The map's main roads leave out the passes of the Tian Shan and the Pamir.
        wild |= (straight > 150) & (state == "KG")
        km = np.where(wild, (2.0 if state in ("KG", "TJ") else 1.3) * straight, np.maximum(ways, straight))
        at = {code: index for index, code in enumerate(every)}
        chosen: dict[frozenset[str], tuple[int, bool]] = {}
        for row, here in enumerate(places):
            kind = atlas.places[here]["kind"]
            # An airport is reached from the places about it; it sends no trucks to ports and stations of its own.
            for mode, codes in (
                {"road": {code for code in places if atlas.places[code]["kind"] in ("city", "capital")}}
                if kind == "airport"
                else modes
            ).items():
                if state == "CN" and mode == "road" and kind != "airport":
                    # From about Jiaozhou trucks leave there; from elsewhere they drive to the border towns themselves.
                    about = km[row, at["CNJZH"]] <= ABOUT_JIAOZHOU_KM
                    codes = {"CNJZH"} if about else {"CNYIN", "CNTCS", "CNKSS", "CNMLX"}
                near = sorted((km[row, at[code]], code) for code in codes if code != here and code in at)
                for distance, there in near[
                    : 1
                    if kind == "airport" or kind.startswith("border")
                    else (4 if mode == "road" and state == "CN" else NEAREST[mode])
                ]:
                    if distance <= TRUNK_KM and frozenset((here, there)) not in known:
                        chosen[frozenset((here, there))] = (max(1, round(distance)), bool(wild[row, at[there]]))
        for pair, (distance, guessed) in sorted(chosen.items(), key=lambda each: sorted(each[0])):
            here, there = sorted(pair)
            rate = RATES.get(state)
            method = ("km-road-mountain" if state in ("KG", "TJ") else "km-road-straight") if guessed else ""
            lines.append(
                "[[road]]\n"
                + f'between = ["{here}", "{there}"]\nkm = "{distance}"'
                + (f'\nkm_by = "{method}"' if method else "")
                + (f'\nrate = "{rate}"' if rate else "")
            )
    return "\n" + "\n".join(lines) + "\n"


RATES = {"IN": "road-india"}
