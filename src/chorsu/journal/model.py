"""An entry of the journal, and a break of its chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

GENESIS = "0" * 64
"""What the first entry of a stream names as the hash before it."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened, as it is sealed.

    ``stream`` names the chain (``case:0190…``), ``number`` counts from 1 within it. ``facts`` is what happened, as JSON: the
    verb, who, for whom, of what, before and after. ``personal`` is the digest of what names people, so that these words can be
    erased later and the chain still be proved; empty where there was nothing of the kind. ``before`` is the hash of the entry
    before.
    """

    stream: str
    number: int
    at: datetime
    facts: Mapping[str, Any]
    personal: str
    before: str
    hash: str = ""


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold, and how: ``altered``, ``missing``, ``out_of_order``, ``personal_altered``, ``head``."""

    stream: str
    number: int
    kind: str
