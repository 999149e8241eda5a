"""The code of goods as an invoice writes it: dots and spaces, digits lost, national digits behind the six."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from chorsu.documents.invoices.guesses import Guesses
from chorsu.documents.invoices.model import Cell
from chorsu.nomenclature import check_hs, classify
from chorsu.nomenclature.load import load_nomenclature
from chorsu.text import Text, say

# Which nomenclatures have codes of how many digits: those whose goods cross the zone first.
_NATIONAL = {8: ("CN", "IN", "KZ"), 10: ("EAEU", "CN", "UZ"), 13: ("CN",)}
_NONE = "-"
MOST_SUGGESTIONS = 5


@dataclass(frozen=True)
class Code:
    """Six digits, the national code by its nomenclature, and what is wrong."""

    hs: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    fault: Text | None = None


@lru_cache(maxsize=4096)
def what_is_wrong(hs: str) -> Text | None:
    """What is wrong with six digits, remembered: an invoice has the same few again and again."""
    return check_hs(hs)


def read_code(cell: Cell, at: str, guesses: Guesses) -> Code:
    """The code in a cell."""
    digits = re.sub(r"[\s.\-–]", "", cell.text)
    if cell.fault is not None:
        return Code(fault=cell.fault)
    if not digits.isascii() or not digits.isdigit():
        return Code(fault=say("This is no code of goods."))
    if len(digits) in (5, 7, 9) and what_is_wrong("0" + digits[:5]) is None:
        digits = "0" + digits
        why = say("A spreadsheet drops the zero that a code begins with; it was put back.")
        guesses.add("zero", "hs", cell.text, digits, why, at)
    if len(digits) == 6:
        return Code(digits)
    nomenclatures = _NATIONAL.get(len(digits), ())
    if not nomenclatures:
        return Code(
            digits[:6] if len(digits) > 6 else "", fault=say("A code has six digits, or the digits of a state behind them.")
        )
    likely = next((name for name in nomenclatures if _has(name, digits)), nomenclatures[0])
    why = say("A code of {count} digits is a state's own; its first six are the Harmonized System's.", count=len(digits))
    chosen = guesses.add(f"code:{len(digits)}:{likely}", "codes", digits, likely, why, at, (*nomenclatures, _NONE))
    return Code(digits[:6], {chosen: digits} if chosen in nomenclatures else {})


def _has(name: str, digits: str) -> bool:
    schedule = load_nomenclature(name)
    return schedule is not None and schedule.has(digits)


@lru_cache(maxsize=512)
def suggest(description: str) -> tuple[str, ...]:
    """Subheadings that goods without a code may belong to, the likeliest first: for a person to confirm, never taken alone."""
    return tuple(found.hs for found in classify(description, top=MOST_SUGGESTIONS).candidates)
