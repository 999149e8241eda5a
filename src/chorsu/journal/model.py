"""An entry of the journal, and a break of its chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chorsu.text import Text, say

GENESIS = "0" * 64
"""What the first entry of a stream names as the hash before it."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened, as it is sealed.

    ``stream`` names the chain (``case:0190…``), ``number`` counts from 1 within it. ``at`` has its zone. ``facts`` is what
    happened, as JSON: the verb, who, for whom, of what, before and after. ``personal`` is the digest of what names people, so
    that these words can be erased later and the chain still be proved; empty where there was nothing of the kind. ``before`` is
    the hash of the entry before, ``hash`` its own.

    ``words`` and ``salt`` are what ``personal`` is the digest of. They are not sealed themselves: None once they were erased.
    """

    stream: str
    number: int
    at: datetime
    facts: Mapping[str, Any]
    personal: str
    before: str
    hash: str = ""
    words: Mapping[str, Any] | None = None
    salt: str = ""


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold, and how.

    ``kind``: ``altered`` the entry is not what was sealed; ``unlinked`` it does not follow the entry before it; ``missing`` the
    entry of this number, and maybe others after it, is not there; ``out_of_order`` a number comes twice or too late;
    ``personal_altered`` the words that name people are not those that were sealed; ``head`` the stream does not end where it
    says that it ends; ``headless`` there are entries of a stream that is not there. Against an anchor: ``cut_back`` an entry
    that was there then is gone; ``rewritten`` another stands in its place; ``anchor`` the anchor itself was altered.
    """

    stream: str
    number: int
    kind: str

    def said(self) -> Text:
        """The break in words."""
        return Text(_WORDS[self.kind].template, {"stream": self.stream, "number": self.number})


_WORDS = {
    "altered": say("{stream}, entry {number}: it is not what was sealed; something in it was altered."),
    "unlinked": say(
        "{stream}, entry {number}: it does not follow the entry before it; one was removed, added or put in its place."
    ),
    "missing": say("{stream}, entry {number}: it is missing, and maybe others after it."),
    "out_of_order": say("{stream}, entry {number}: its number comes twice or too late."),
    "personal_altered": say("{stream}, entry {number}: the words that name people are not those that were sealed."),
    "head": say(
        "{stream}, entry {number}: the stream does not end where it says it ends; its tail was cut or its head put back."
    ),
    "headless": say("{stream}, entry {number}: the stream of this entry is not there."),
    "cut_back": say("{stream}, entry {number}: it was there when the anchor was cast, and is gone."),
    "rewritten": say("{stream}, entry {number}: another entry stood there when the anchor was cast."),
    "anchor": say("{stream}, line {number}: the anchor is not what was cast; the file was altered."),
}
