"""Prove that a stream was neither altered nor cut: every entry is sealed to the one before, and the last one is the head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chorsu.journal.model import GENESIS, Break, Entry
from chorsu.journal.seal import digest_of_personal, seal


def verify(entries: Iterable[Entry], *, stream: str, head: tuple[int, str]) -> Iterator[Break]:
    """Every break of one stream, in its order; one entry is in memory at a time.

    ``entries`` are all that is kept of ``stream``, by number; ``head`` is how many there should be and the hash of the last (0
    and GENESIS for none). A stream without a break is whole up to its head; that head and tail were not put back together is
    proved by an anchor kept elsewhere.
    """
    before, number = GENESIS, 0
    for entry in entries:
        if entry.number <= number:
            yield Break(stream, entry.number, "out_of_order")
        elif entry.number > number + 1:
            yield Break(stream, number + 1, "missing")
        elif entry.before != before:
            yield Break(stream, entry.number, "unlinked")
        if entry.stream != stream or not _is_sealed(entry):
            yield Break(stream, entry.number, "altered")
        if entry.words is not None and not _words_are_sealed(entry):
            yield Break(stream, entry.number, "personal_altered")
        before, number = entry.hash, max(number, entry.number)
    if (number, before) != head:
        yield Break(stream, head[0], "head")


def _is_sealed(entry: Entry) -> bool:
    try:
        return seal(entry) == entry.hash
    except (TypeError, ValueError):  # what cannot be written canonically was never sealed
        return False


def _words_are_sealed(entry: Entry) -> bool:
    try:
        return digest_of_personal(entry.words or {}, entry.salt) == entry.personal
    except (TypeError, ValueError):
        return False
