"""What a consignment's document says that nobody reads: a field misspelt, or one that there is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from chorsu.facts import Fault
from chorsu.reading import shown
from chorsu.text import say

MOST = 100
_PARTY = {"name": None, "country": None, "address": None}
_MONEY = {"amount": None, "currency": None}
_ANY: Mapping[str, Any] = {}
_ITEM = {
    "description": None, "hs": None, "codes": _ANY, "origin": None, "quantity": None, "unit": None, "quantities": _ANY,
    "gross_mass": None, "net_mass": None, "value": None, "currency": None, "proofs": None, "producer": None,
    "packages": {"count": None, "type": None, "marks": None},
}  # fmt: skip
_FIELDS = {
    "reference": None, "consignor": _PARTY, "consignee": _PARTY, "from": None, "to": None, "ready": None, "incoterm": None,
    "incoterm_place": None, "freight": {**_MONEY, "after_entry": None}, "insurance": _MONEY, "duties_included": _MONEY,
    "containers": [{"type": None, "count": None}], "buyer_kind": None, "items": [_ITEM],
}  # fmt: skip
# A note to people is meant for nobody's reading here.
_REMARKS = ("note", "notes", "comment", "$schema")


def unread_fields(document: Any) -> tuple[Fault, ...]:
    """A warning for each field of a consignment's JSON form that is read by nobody, with the field that may have been meant."""
    found: list[Fault] = []
    for fault in _unread(document, _FIELDS, ""):
        if len(found) == MOST:
            break
        found.append(fault)
    return tuple(found)


def _unread(given: Any, known: Any, path: str) -> Iterator[Fault]:
    if isinstance(known, list):
        if isinstance(given, Sequence) and not isinstance(given, str):
            for number, entry in enumerate(given):
                yield from _unread(entry, known[0], f"{path}[{number}]")
        return
    if not isinstance(known, Mapping) or not known or not isinstance(given, Mapping):
        return
    for name, value in given.items():
        place = f"{path}.{shown(name)}" if path else shown(name)
        if name in known:
            yield from _unread(value, known[name], place)
        elif name not in _REMARKS:
            near = process.extractOne(str(name)[:40].lower(), list(known), scorer=OSA.distance, score_cutoff=3)
            expected = say("perhaps {name}", name=near[0]) if near else say("one of {names}", names=", ".join(known))
            yield Fault(place, say("This field is not read."), expected)
