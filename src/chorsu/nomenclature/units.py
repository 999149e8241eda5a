"""The codes of units of measure in trade (UN/ECE Recommendation 20)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def unit_codes() -> frozenset[str]:
    """Every code of the Recommendation that is not deleted, but those of one quantity per another."""
    lines = (files("chorsu") / "data" / "nomenclature" / "units.txt").read_text("utf-8").splitlines()
    return frozenset(code for line in lines if not line.startswith("#") for code in line.split())
