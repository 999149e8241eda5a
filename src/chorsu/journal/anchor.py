"""Cast an anchor: the heads of all streams under one root, written down elsewhere, so that nothing before it can be cut later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from chorsu.journal.seal import canonical


@dataclass(frozen=True, order=True)
class Head:
    """Where a stream ends: its name, how many entries it has, the hash of the last."""

    stream: str
    number: int
    hash: str


@dataclass(frozen=True)
class Anchor:
    """The root over the heads of all streams at a time. ``heads`` are those that changed since the anchor before in its file.

    ``line`` is that of the root in its file. ``is_whole`` says whether the root is that of the heads told so far.
    """

    at: datetime
    streams: int
    root: str
    heads: tuple[Head, ...] = ()
    line: int = 0
    is_whole: bool = True


def root(heads: Iterable[Head]) -> str:
    """The Merkle root over the heads, by name of stream: the tree of RFC 6962 (section 2.1), in hexadecimal digits.

    A leaf is the canonical JSON of ``[stream, number, hash]``. Memory grows with the logarithm of how many there are, but for
    sorting them.
    """
    full: list[tuple[int, bytes]] = []  # complete trees to the left, each smaller than the one before
    for head in sorted(heads):
        size, node = 1, hashlib.sha256(b"\0" + canonical([head.stream, head.number, head.hash])).digest()
        while full and full[-1][0] == size:
            node = _above(full.pop()[1], node)
            size *= 2
        full.append((size, node))
    if not full:
        return hashlib.sha256().hexdigest()
    node = full.pop()[1]
    while full:
        node = _above(full.pop()[1], node)
    return node.hex()


def write_anchor(heads: Iterable[Head], *, at: datetime, known: Mapping[str, Head]) -> Iterator[str]:
    """The lines of an anchor for the end of its file: the heads that are not as in ``known``, then the root over all of them."""
    every = sorted(heads)
    for head in every:
        if known.get(head.stream) != head:
            yield _line({"stream": head.stream, "number": head.number, "hash": head.hash})
    yield _line({"anchor": root(every), "streams": len(every), "at": at.astimezone(UTC).isoformat(timespec="seconds")})


def read_anchors(lines: Iterable[str], known: dict[str, Head] | None = None) -> Iterator[Anchor]:
    """The anchors of a file, first to last. Memory grows with the number of streams.

    ``known`` is filled with the last head told of each stream. Raises ValueError naming the line that is no line of an anchor,
    and for heads at the end that no root stands over.
    """
    known = {} if known is None else known
    changed: list[Head] = []
    number = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if "anchor" in row:
                whole = row["anchor"] == root(known.values()) and row["streams"] == len(known)
                at = datetime.fromisoformat(row["at"])
                yield Anchor(at, int(row["streams"]), str(row["anchor"]), tuple(changed), number, whole)
                changed = []
            else:
                head = Head(str(row["stream"]), int(row["number"]), str(row["hash"]))
                known[head.stream] = head
                changed.append(head)
        except (KeyError, TypeError, ValueError):
            raise ValueError(number) from None
    if changed:
        raise ValueError(number)


def _above(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
