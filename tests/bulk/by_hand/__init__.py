"""Small files of lines with figures worked out by hand, each beside its reckoning, for a lawyer to read and add to."""

import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

SOURCE = {"title": "A law", "address": "https://law.example/1", "checked_on": date(2026, 11, 29)}
FILES = sorted(path.stem for path in Path(__file__).parent.glob("*.toml"))


def read_by_hand(name: str) -> dict[str, Any]:
    """A world as random ones are, with ``lines``, ``expected`` (as the oracle's rows, what is not said left out) and balances."""
    data = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    law = {"origin": "*", "regime": "import", "valid_from": date(2022, 1, 1), "source": SOURCE}
    groups = [row | {"source": SOURCE} for row in data.get("group", [])]
    chains = [row | {"source": SOURCE} for row in data["chain"]]
    book = {"measures": [law | row for row in data["measure"]], "groups": groups, "chains": chains}
    book["quotas"] = [row | {"source": SOURCE} for row in data.get("quota", [])]
    shared = {"jurisdiction": data["chain"][0]["jurisdiction"], "regime": data.get("regime", "import")}
    shared["on"] = data.get("on", date(2026, 12, 1))
    lines = [shared | {"line_id": f"L{number}"} | row["in"] for number, row in enumerate(data["line"], 1)]
    return {
        "book": book,
        "rates": [{"source": "a bank"} | row for row in data["rate"]],
        "lines": lines,
        "columns": list(dict.fromkeys(key for line in lines for key in line)),
        "opening": data.get("opening", []),
        "closing": data.get("closing", []),
        "expected": [expected(row) for row in data["line"]],
    }


def expected(row: dict[str, Any]) -> dict[str, Any]:
    """What must come out for a line: the figures that are told, and none under what is unknown."""
    figures = {name: Fraction(figure) for name, figure in row.get("out", {}).items()}
    charges = {name: figure for name, figure in figures.items() if name not in ("customs_value", "total")}
    unknown = row.get("unknown", [])
    found: dict[str, Any] = {name: figures.get(name) for name in ("customs_value", "total")}
    found |= {"charges": charges | {kind: None for kind in unknown if kind != "customs_value"}, "unknown": unknown}
    return found | ({"measures": row["measures"]} if "measures" in row else {})
