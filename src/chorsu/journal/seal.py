"""Seal an entry: its hash is SHA-256 over the hash before it and the entry in one canonical writing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chorsu.journal.model import Entry

MOST = 2**53 - 1
"""Whole numbers beyond this are not the same in every language that reads JSON (RFC 7493); they are written as text."""


def seal(entry: Entry) -> str:
    """The hash of an entry, 64 hexadecimal digits: over everything in it but the hash itself and the words that can be erased.

    The time is written in UTC with microseconds. Raises TypeError or ValueError where the facts cannot be written in one way
    only (see :func:`canonical`), ValueError for a time without its zone.
    """
    return hashlib.sha256(canonical(sealed_parts(entry))).hexdigest()


def sealed_parts(entry: Entry) -> dict[str, Any]:
    """What the hash of an entry is over, by name."""
    return {
        "stream": entry.stream,
        "number": entry.number,
        "at": _moment(entry.at),
        "facts": entry.facts,
        "personal": entry.personal,
        "before": entry.before,
    }


def digest_of_personal(words: Mapping[str, Any], salt: str) -> str:
    """The digest that stands in the chain for words that name people. Without words, the empty text.

    The salt (random, kept beside the words and erased with them) keeps anybody from guessing what was erased.
    """
    return hashlib.sha256(salt.encode() + canonical(words)).hexdigest() if words else ""


def canonical(value: Any) -> bytes:
    """The one writing of a JSON value: that of RFC 8785 (JSON Canonicalization Scheme), for text, whole numbers, true, false,
    null, lists and mappings.

    Raises TypeError for anything else: a float above all, which databases give back in other digits, so that the hash of what
    was kept would not be that of what was sealed. Raises ValueError for a number beyond 2⁵³ - 1, and for half a surrogate pair.
    """
    return json.dumps(_ordered(value), separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _ordered(value: Any) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > MOST:
            raise ValueError(f"{value} is too large a number for JSON; write it as text")
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise TypeError("the names in a JSON object are text")
        # By UTF-16 code units, as RFC 8785 asks: the order in which JavaScript and Java sort.
        return {name: _ordered(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))}
    if isinstance(value, list | tuple):
        return [_ordered(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no canonical writing: {value!r}")


def _moment(at: datetime) -> str:
    if at.utcoffset() is None:
        raise ValueError("a time in the journal has its zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
