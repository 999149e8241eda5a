"""Names of tables and fields that are nearly, but not, those that are read: a misspelt one would be passed over in silence.

Whoever keeps a book may add fields of his own, so a name like no other is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from chorsu.facts import Fault
from chorsu.measures.rows import COLUMNS
from chorsu.reading import shown
from chorsu.text import say

_FURTHER = ("paper", "issued_by", "note", "start_known", "end_known", "hs_from", "quantity", "applies_to")
_SOURCE = ("title", "address", "checked_on", "as_of", "also")
_MEMBERS = ("state", "valid_from", "valid_to")
FIELDS: dict[str, tuple[str, ...]] = {
    "": ("measure", "group", "chain", "quota", "removed"),
    "measure": (*COLUMNS, *_FURTHER),
    "source": _SOURCE,
    "group": ("name", "names", "members", "source", "note"),
    "members": _MEMBERS,
    "chain": (
        "id", "jurisdiction", "regime", "currency", "valuation", "rounding", "valid_from", "valid_to", "charge", "limits",
        "beyond", "freight_if_unknown", "freight_at_most", "insurance_if_unknown", "addition", "source", "note", "assumed",
    ),
    "charge": (
        "kind", "base", "choose", "gross_up", "exempt_up_to", "share", "listed_only", "lines_missing", "list", "source", "note",
        "assumed",
    ),
    "rounding": ("to", "mode"),
    "freight_at_most": ("rate", "mode"),
    "addition": ("rate", "of"),
    "limits": ("amount", "currency", "per"),
    "removed": ("id", "why"),
    "quota": (
        "name", "unit", "amount", "jurisdiction", "valid_from", "valid_to", "left", "left_on", "source", "note",
    ),
}  # fmt: skip
# What people write for a field of another name, and which no likeness of letters would show.
_OWN_WORDS = re.compile("text_[a-z]{2}")  # words in a further language
_MEANT = {"valid_until": "valid_to", "valid_till": "valid_to", "ends": "valid_to", "until": "valid_to", "country": "origin"}


def misspelt(table: str, row: Mapping[str, Any], where: str) -> Iterator[Fault]:
    """The names of a table's fields, and of the tables within it, that were probably meant otherwise."""
    yield from misspelt_names(table, row, where)
    for name, value in row.items():
        if name not in FIELDS or name == table:
            continue
        for index, inner in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(inner, Mapping):
                place = f"{where}.{name}[{index}]" if isinstance(value, list) else f"{where}.{name}"
                yield from misspelt(name, inner, place)


def misspelt_names(table: str, names: Iterable[str], where: str) -> Iterator[Fault]:
    """Those of some names that were probably meant otherwise, and those that stand twice."""
    for name, times in Counter(list(names)).items():
        meant = _meant(table, name)
        if meant:
            path = f"{where}.{shown(name)}" if table else f"{where}: {shown(name)}"
            yield Fault(path, say("Nothing reads “{name}”.", name=shown(name)), say("perhaps {names}", names=meant))
        if name and times > 1:
            yield Fault(f"{where}.{shown(name)}", say("“{name}” stands twice among the columns.", name=shown(name)))


@cache
def _meant(table: str, name: str) -> str:
    """The name that was probably meant; empty where the name is right, or like none."""
    known = FIELDS[table]
    if name in known or _OWN_WORDS.fullmatch(name):
        return ""
    if _MEANT.get(name) in known:
        return _MEANT[name]
    return ", ".join(get_close_matches(name.strip().lower(), known, n=1, cutoff=0.8))
