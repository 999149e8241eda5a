"""Prove the journal that is kept: every stream, against its head and against anchors; cast an anchor; show a stream.

One entry at a time: a journal of any length is proved in the same memory.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, groupby, islice
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from chorsu import journal
from chorsu.desks.journal.models import Concern, Entry, Stream
from chorsu.journal import GENESIS, Break, Head, read_anchors, verify, write_anchor

CHUNK = 2000
ANCHORED = 200

Told = Callable[[int], None]


def has_journal() -> bool:
    """Whether the database has a journal yet."""
    return Stream._meta.db_table in connection.introspection.table_names()


def counted() -> tuple[int, int]:
    """How many streams and entries there are."""
    return Stream.objects.count(), Entry.objects.count()


def breaks(*, told: Told = lambda done: None) -> Iterator[Break]:
    """Every break of every stream. ``told`` is called with the number of entries looked at so far.

    Each row is read together with its stream's head, by one statement over all: what is written meanwhile is no break.
    """
    # On PostgreSQL a cursor streams only within a transaction; on SQLite a transaction would keep others from writing.
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        for _name, group in groupby(_rows(told), key=lambda row: row.stream):
            yield from _of_stream(group)
    yield from (Break(row.name, row.number, "head") for row in _without_entries().iterator(chunk_size=CHUNK))
    for name, number in _without_stream().values_list("stream_id", "number").iterator(chunk_size=CHUNK):
        yield Break(name, number, "headless")


def anchored_breaks(lines: Iterable[str]) -> Iterator[Break]:
    """What was there when the anchors of a file were cast and is not there now. Raises ValueError for a line that is none."""
    for anchor in read_anchors(lines):
        if not anchor.is_whole:
            yield Break(anchor.root[:16], anchor.line, "anchor")
        for start in range(0, len(anchor.heads), ANCHORED):
            yield from _gone(anchor.heads[start : start + ANCHORED])


def cast(*, at: datetime, known: dict[str, Head]) -> Iterator[str]:
    """The lines of an anchor over all streams as they are now; only what is not in ``known`` is told stream by stream."""
    heads = (Head(*row) for row in Stream.objects.exclude(number=0).values_list("name", "number", "head").iterator())
    return write_anchor(list(heads), at=at, known=known)


def entries_of(stream: str) -> Iterator[dict]:
    """The entries of a stream as JSON, as they are kept; words that name people are left out."""
    for row in Entry.objects.filter(stream=stream).order_by("number").iterator(chunk_size=CHUNK):
        yield {
            "stream": row.stream_id,
            "number": row.number,
            "at": row.at.isoformat(timespec="microseconds"),
            "facts": row.facts,
            "personal": row.personal_digest,
            "erased": bool(row.personal_digest) and row.personal is None,
            "before": row.before,
            "hash": row.hash,
        }


@dataclass(frozen=True)
class _Row:
    """An entry as it stands in the database, all as text, so that what cannot even be read any more is a break like others."""

    stream: str
    number: int
    at: str
    facts: str
    personal: str | None
    salt: str
    digest: str
    before: str
    hash: str
    verb: str
    person: str | None
    organisation: str | None
    head: tuple[int, str]
    concerns: list[str]

    def sealed(self) -> journal.Entry | None:
        """The entry as it was sealed; None where what is kept cannot be read."""
        try:
            at = datetime.fromisoformat(self.at)
            return journal.Entry(
                stream=self.stream,
                number=self.number,
                at=at if at.tzinfo else at.replace(tzinfo=UTC),
                facts=json.loads(self.facts),
                personal=self.digest,
                before=self.before,
                hash=self.hash,
                words=json.loads(self.personal) if self.personal is not None else None,
                salt=self.salt,
            )
        except ValueError:
            return None

    def repeats(self, facts: Mapping) -> bool:
        """Whether what the database searches by is what was sealed: the verb, the person, the organisation, whom it concerns."""
        try:
            by, organisation = (None if key is None else str(UUID(key)) for key in (self.person, self.organisation))
            told = (self.verb, by, organisation, sorted(self.concerns))
        except ValueError:
            return False
        return told == tuple(facts.get(name) for name in ("verb", "by", "for", "concerns"))


_TEXTS = ("at", "facts", "personal", "person", "organisation")


def _rows(told: Told) -> Iterator[_Row]:
    """Every entry, stream by stream, with its stream's head and whom it concerns."""
    names = ("stream_id", "number", "at_text", "facts_text", "personal_text", "salt", "personal_digest", "before", "hash", "verb")
    asked = (
        Entry.objects.annotate(**{f"{name}_text": Cast(name, TextField()) for name in _TEXTS})
        .order_by("stream_id", "number")
        .values_list(*names, "person_text", "organisation_text", "stream__number", "stream__head", "pk")
    )
    done = 0
    rows = asked.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        concerns: dict[UUID, list[str]] = defaultdict(list)
        for entry, organisation in Concern.objects.filter(entry__in=[row[-1] for row in chunk]).values_list(
            "entry", "organisation"
        ):
            concerns[entry].append(str(organisation))
        for *fields, number, head, key in chunk:
            yield _Row(*fields, head=(number, head), concerns=concerns[key])
        done += len(chunk)
        told(done)


def _of_stream(rows: Iterator[_Row]) -> Iterator[Break]:
    first = next(rows)
    altered: list[int] = []

    def sealed() -> Iterator[journal.Entry]:
        for row in chain([first], rows):
            entry = row.sealed()
            if entry is None or not isinstance(entry.facts, dict) or not row.repeats(entry.facts):
                altered.append(row.number)
            yield entry or journal.Entry(row.stream, row.number, datetime.now(UTC), {}, row.digest, row.before, row.hash)

    found = set()
    for each in verify(sealed(), stream=first.stream, head=first.head):
        found.add((each.number, each.kind))
        yield each
    yield from (Break(first.stream, number, "altered") for number in altered if (number, "altered") not in found)


def _without_entries():
    entries = Entry.objects.filter(stream=OuterRef("pk"))
    return Stream.objects.filter(~Exists(entries)).exclude(number=0, head=GENESIS).order_by("name")


def _without_stream():
    return Entry.objects.filter(~Exists(Stream.objects.filter(pk=OuterRef("stream_id")))).order_by("stream_id", "number")


def _gone(heads: Iterable[Head]) -> Iterator[Break]:
    asked = Q()
    for head in heads:
        asked |= Q(stream=head.stream, number=head.number)
    there = {(name, number): hash_ for name, number, hash_ in Entry.objects.filter(asked).values_list("stream", "number", "hash")}
    for head in heads:
        kept = there.get((head.stream, head.number))
        if kept != head.hash:
            yield Break(head.stream, head.number, "cut_back" if kept is None else "rewritten")
