"""The services on file, from ``network_ways.toml``, as :mod:`network_services` reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomli


def _read() -> dict[str, list[dict[str, Any]]]:
    """Rows by mode, with their sources and cautions in place and figures of single legs by the leg's ends."""
    table = tomli.loads((Path(__file__).parent / "network_ways.toml").read_text("utf-8"))
    rows: dict[str, list[dict[str, Any]]] = {"rail": [], "sea": [], "air": [], "road": []}
    for way in table["way"]:
        rows[way["mode"]].append(
            {
                **way,
                "both": way.get("both_ways", True),
                "source": table["source"].get(way.get("source", "")),
                "cautions": [table["caution"][name] for name in way.get("cautions", ())],
                "km": {(each["from"], each["to"]): (each["km"], each.get("by", "")) for each in way.get("km", ())},
                "through": {(each["from"], each["to"]): each["states"] for each in way.get("through", ())},
            }
        )
    return rows


_ROWS = _read()
RAIL, SEA, AIR, ROAD = (_ROWS[mode] for mode in ("rail", "sea", "air", "road"))
