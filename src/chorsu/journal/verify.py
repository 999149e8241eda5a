"""Prove that a stream was neither altered nor cut: every entry is sealed to the one before, and the last one is the head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chorsu.journal.model import GENESIS, Break, Entry
from chorsu.journal.seal import seal


def verify(entries: Iterable[Entry], *, head: tuple[int, str]) -> Iterator[Break]:
    """Every break of one stream, in its order.

    ``entries`` are the entries of the stream by number; ``head`` is how many there should be and the hash of the last (0 and
    GENESIS for none). A stream without a break is whole up to its head; that the head itself was not put back is proved by an
    anchor kept elsewhere.
    """
    before, number, stream = GENESIS, 0, ""
    for entry in entries:
        stream, number = entry.stream, number + 1
        if entry.number != number:
            yield Break(stream, number, "missing" if entry.number > number else "out_of_order")
            number = entry.number
        elif entry.before != before:
            yield Break(stream, number, "out_of_order")
        if seal(entry) != entry.hash:
            yield Break(stream, entry.number, "altered")
        before = entry.hash
    if (number, before) != head:
        yield Break(stream, head[0], "head")
