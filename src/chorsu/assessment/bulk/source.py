"""A file of lines, read by stretches in which no consignment is cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from chorsu.assessment.bulk.lines import check_columns
from chorsu.assessment.bulk.local import Local, quoted
from chorsu.assessment.bulk.workplace import Workplace
from chorsu.facts import Fault, Faulty
from chorsu.text import say

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and quoted names only

# The bytes of a row that rows at once are counted by, those that a cell takes whatever is in it, the rows that are looked at to
# tell, and the fewest to take at once.
_USUAL_LENGTH, _CELL, _SAMPLE, _FEWEST = 420, 16, 10_000, 10_000
_NEAR = 10_000  # how far past the end of a stretch the end of its last consignment is first looked for


@dataclass(frozen=True)
class Source:
    """A Parquet file of lines. ``order`` is the column that holds their order where it is not that of the file."""

    session: Local
    path: Path
    types: Mapping[str, str]
    count: int
    order: str = ""

    def rows(self, start: int, stop: int) -> str:
        """SQL for a stretch of rows with their number ``n``: their place in the file, or in that which the file was sorted from."""
        n = self.order or "file_row_number"
        return (f"SELECT {n} AS n, * EXCLUDE (file_row_number{', ' + self.order if self.order else ''}) "
                f"FROM read_parquet({quoted(self.path)}, file_row_number = true) "
                f"WHERE file_row_number >= {start} AND file_row_number < {stop}")  # fmt: skip

    def rows_at_once(self, most: int) -> int:
        """How many rows to take at once: so many at most, of a file with long rows fewer, as memory goes by their length."""
        return min(most, max(_FEWEST, int(most * _USUAL_LENGTH / self._row_length)))

    @cached_property
    def _row_length(self) -> float:
        """About how many bytes a row takes."""
        cells = map(self.session.dialect.column, self.types)
        lengths = " + ".join(f"coalesce(strlen(CAST({cell} AS VARCHAR)), 0)" for cell in cells)
        sample = f"SELECT * FROM read_parquet({quoted(self.path)}) LIMIT {_SAMPLE}"
        length = next(self.session.rows(f"SELECT coalesce(avg({lengths}), 0) FROM ({sample}) AS sample"))[0]
        return float(length) + _CELL * len(self.types)

    def stretches(self, size: int) -> Iterator[tuple[int, int]]:
        """Stretches of about so many rows, each from the start of a consignment to the end of one."""
        start = 0
        while start < self.count:
            stop = self._end_of_consignment(start + size)
            yield start, stop
            start = stop

    def _end_of_consignment(self, row: int) -> int:
        near = _NEAR
        while row < self.count and "consignment_id" in self.types:
            found = next(self.session.rows(f"""
                SELECT min(r) FROM (SELECT file_row_number AS r, consignment_id AS id, lag(consignment_id) OVER (ORDER BY file_row_number) AS before
                  FROM read_parquet({quoted(self.path)}, file_row_number = true)
                  WHERE file_row_number >= {row - 1} AND file_row_number < {row + near}) AS rows
                WHERE r >= {row} AND (id IS NULL OR id IS DISTINCT FROM before)"""))[0]  # fmt: skip
            if found is not None:
                return int(found)
            if row + near >= self.count:
                return self.count
            near *= 10
        return min(row, self.count)


def open_source(session: Local, path: Path, place: Workplace, defaults: Mapping[str, str], *, sort: bool = True) -> Source:
    """Open a file of lines. Raises Faulty where it is not one.

    CSV is brought to Parquet first; lines of one consignment that are apart in the file are put together (with ``sort``), at the first of them.
    """
    try:
        parquet = path if path.suffix.lower() != ".csv" else _from_csv(session, path, place)
        described = list(session.rows(f"DESCRIBE SELECT * FROM read_parquet({quoted(parquet)})"))
        count = next(session.rows(f"SELECT count(*) FROM read_parquet({quoted(parquet)})"))[0]
    except duckdb.Error as mistake:
        message = say("This is not a table of lines: {mistake}", mistake=str(mistake).splitlines()[0])
        raise Faulty(
            (Fault(str(path), message, say("a Parquet file, or CSV in UTF-8 with the names of the columns in its first line")),)
        ) from None
    types = {str(name): str(kind) for name, kind, *_ in described}
    check_columns(types, defaults)
    if sort and "consignment_id" in types and _scattered(session, parquet):
        return Source(session, _put_together(session, parquet, place), types, count, "line_order")
    return Source(session, parquet, types, count)


def _from_csv(session: Local, path: Path, place: Workplace) -> Path:
    """The file as Parquet, every cell a text."""
    staged = place.staged("lines.parquet")
    if not staged.exists():
        read = (
            f"read_csv({quoted(path)}, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', nullstr = '')"
        )
        place.stage(staged, lambda out: session.run(f"COPY (SELECT * FROM {read}) TO {quoted(out)} (FORMAT parquet)"))
    return staged


def _scattered(session: Local, path: Path) -> bool:
    """Whether the lines of some consignment do not follow one another."""
    runs = f"""SELECT consignment_id AS id FROM (
          SELECT consignment_id, lag(consignment_id) OVER () AS before FROM read_parquet({quoted(path)})) AS lines
        WHERE consignment_id IS NOT NULL AND consignment_id IS DISTINCT FROM before"""
    return bool(next(session.rows(f"SELECT count(*) FROM (SELECT h FROM (SELECT hash(id) AS h FROM ({runs}) AS r) AS hashed "
                                  "GROUP BY h HAVING count(*) > 1 LIMIT 1) AS found"))[0])  # fmt: skip


def _put_together(session: Local, path: Path, place: Workplace) -> Path:
    """The file sorted so that the lines of a consignment follow one another, the consignments by their first line."""
    staged = place.staged("sorted.parquet")
    if not staged.exists():
        lines = f"read_parquet({quoted(path)}, file_row_number = true)"
        first = (
            f"SELECT consignment_id AS id, min(file_row_number) AS first FROM {lines} WHERE consignment_id IS NOT NULL GROUP BY 1"
        )
        query = f"""SELECT lines.* EXCLUDE (file_row_number), file_row_number AS line_order FROM {lines} AS lines
            LEFT JOIN ({first}) AS firsts ON lines.consignment_id = firsts.id ORDER BY coalesce(first, file_row_number), file_row_number"""
        place.stage(staged, lambda out: session.run(f"COPY ({query}) TO {quoted(out)} (FORMAT parquet)"))
    return staged
