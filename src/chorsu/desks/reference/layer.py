"""The published facts as files: written whole under a name of their own, then pointed at, so that every process sees the old
state or the new one. The database says which state is right; the files follow it, and are mended from it wherever a process
died between the two.
"""

import csv
import fcntl
import io
import logging
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction

from chorsu.desks.reference.datasets import RATE_COLUMNS
from chorsu.desks.reference.models import Dataset, Fact, Publication, Standing
from chorsu.desks.reference.tables import toml
from chorsu.facts import Faulty
from chorsu.installation import data_folder, publications, write_whole
from chorsu.measures.importing import write_layer
from chorsu.measures.rows import COLUMNS, read_measure

logger = logging.getLogger(__name__)
# How many states are left lying for processes that still read one: each reads its files within seconds.
KEPT = 3
_IN_TABLE = frozenset(COLUMNS)

Facts = Mapping[tuple[str, str], Mapping[str, Any] | None]


def keep_up() -> Path | None:
    """Make the files say what the database says: nothing to do where they do. Gives the folder of the facts that count."""
    folder = publications(data_folder())
    if not folder.exists() and not Standing.objects.exists():
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder), transaction.atomic():
        standing = Standing.objects.select_for_update().filter(pk=1).first()
        last = Publication.objects.filter(number=standing.number).first() if standing else None
        if last is None:  # a database from before the first publication
            write_whole(folder / "current", b"")
            return None
        name = f"{last.number:06d}-{last.pk}"
        target = folder / name
        if not target.is_dir():
            _write(target, {(fact.family, fact.key): fact.row for fact in Fact.objects.iterator(chunk_size=2000)})
        pointer = folder / "current"
        if not pointer.exists() or pointer.read_text("utf-8").strip() != name:
            write_whole(pointer, name.encode())
            _clear(folder, name)
        return target


def catch_up() -> None:
    """:func:`keep_up` at the start of a process, which a database that does not answer or has no tables yet does not stop."""
    try:
        keep_up()
    except DatabaseError:
        logger.warning("The published facts could not be held against the database: it does not answer, or is not migrated.")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process of this installation at a time; the lock of one that dies is free at once."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(target: Path, facts: Facts) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    shutil.rmtree(draft, ignore_errors=True)
    write_facts(draft, facts)
    draft.rename(target)


def _clear(folder: Path, current: str) -> None:
    states = sorted((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in [each for each in states if each.name != current][KEPT - 1 :]:
        shutil.rmtree(each, ignore_errors=True)


def write_facts(folder: Path, facts: Facts) -> None:
    """Write rows as the engines read them into a new folder; a fact without a row is one that is taken off."""
    folder.mkdir(parents=True)
    of: dict[str, dict[str, Mapping[str, Any] | None]] = defaultdict(dict)
    for (family, key), row in sorted(facts.items(), key=lambda item: item[0]):
        of[family][key] = row
    _measures(folder / "measures", of[Dataset.MEASURE])
    _rates(folder, of[Dataset.RATE])
    places = of[Dataset.PLACE]
    if places:
        _toml(folder / "places.toml", {"place": _there(places), "removed": [{"id": key} for key in _gone(places)]})
    ways = {kind: of[kind] for kind in (Dataset.CROSSING, Dataset.SERVICE) if of[kind]}
    if ways:
        gone = [{"kind": str(kind), "id": key} for kind, rows in ways.items() for key in _gone(rows)]
        _toml(folder / "network.toml", {**{str(kind): _there(rows) for kind, rows in ways.items()}, "removed": gone})


def _there(rows: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for row in rows.values() if row is not None]


def _gone(rows: Mapping[str, Any]) -> list[str]:
    return [key for key, row in rows.items() if row is None]


def _measures(folder: Path, rows: Mapping[str, Mapping[str, Any] | None]) -> None:
    """Rows that a table can hold as CSV, whose rows wait until they are asked for; the others, and those taken off, as TOML."""
    folder.mkdir()
    there = _there(rows)
    table = [row for row in there if _fits_table(row)]
    others = [row for row in there if not _fits_table(row)]
    if table:
        faults: list = []
        read = [read_measure(row, row["id"], faults) for row in table]
        if faults:
            raise Faulty(tuple(faults))
        write_layer([measure for measure in read if measure is not None], folder / "published.csv")
    gone = [{"id": key} for key in _gone(rows)]
    if others or gone:
        _toml(folder / "published.toml", {"measure": others, "removed": gone})


def _fits_table(row: Mapping[str, Any]) -> bool:
    plain = all(name in _IN_TABLE or isinstance(value, str) for name, value in row.items())
    return plain and row.get("source", {}).keys() <= {"title", "address", "checked_on"} and _no_marks(row)


def _no_marks(row: Mapping[str, Any]) -> bool:
    """Whether no item of a list has the mark that parts the items of a list in a table."""
    lists = (row.get(name) or [] for name in ("conditions", "replaces", "of"))
    return not any(";" in each for items in lists for each in items)


def _rates(folder: Path, rows: Mapping[str, Mapping[str, Any] | None]) -> None:
    if not rows:
        return
    there = sorted(_there(rows), key=lambda row: (row["on"], row["from"], row["to"]))
    lines = [[_yes(row.get(name, "")) for name in RATE_COLUMNS] for row in there]
    write_whole(folder / "rates.csv", _csv(RATE_COLUMNS, lines))
    write_whole(folder / "rates-removed.csv", _csv(("from", "to", "on", "authority"), [_pair(key) for key in _gone(rows)]))


def _pair(key: str) -> list[str]:
    """The pair, day and authority of a rate's key (:func:`rate_key`)."""
    base, quote, rest = key.split("-", 2)
    return [base, quote, rest[:10], rest[11:]]


def _yes(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _csv(columns: Iterable[str], lines: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return text.getvalue().encode()


def _toml(path: Path, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    write_whole(path, toml(tables).encode("utf-8"))
