"""Seal an entry: its hash is SHA-256 over the hash before it and the entry in one canonical writing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from chorsu.journal.model import Entry


def seal(entry: Entry) -> str:
    """The hash of an entry, 64 hexadecimal digits: over everything in it but the hash itself.

    The writing is JSON with sorted keys and no spaces, in UTF-8, the time in UTC with microseconds. Raises TypeError where the
    facts are not JSON.
    """
    return hashlib.sha256(
        _canonical(
            {
                "stream": entry.stream,
                "number": entry.number,
                "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "facts": entry.facts,
                "personal": entry.personal,
                "before": entry.before,
            }
        )
    ).hexdigest()


def digest_of_personal(words: Mapping[str, Any], salt: str) -> str:
    """The digest that stands in the chain for words that name people. Without words, the empty text.

    The salt (random, kept beside the words and erased with them) keeps anybody from guessing what was erased.
    """
    return hashlib.sha256(salt.encode() + _canonical(words)).hexdigest() if words else ""


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
