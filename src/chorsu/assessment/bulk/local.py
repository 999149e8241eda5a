"""Bulk relations on DuckDB, in the process: a file is read by stretches of rows, within a limit of memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from chorsu.assessment.bulk.session import R, T
from chorsu.assessment.dialect import DUCKDB, MOST_NARROW
from chorsu.assessment.relations import TooLong

MEMORY = "1200MB"
THREADS = 2

# ruff: noqa: S608 - the SQL below is put together from this program's own words and quoted names only


class Local:
    """A database in memory that spills into a folder."""

    dialect = DUCKDB

    def __init__(self, folder: Path, *, threads: int = THREADS, memory: str = MEMORY) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": str(folder),
            "pandas_analyze_sample": 1 << 40,  # the type of an array's objects is told by all of them, not by a sample
        }
        self.connection = _quiet(duckdb.connect(":memory:", config=settings))
        self._own = ""

    def make(self, name: str, query: str) -> None:
        self.run(f"CREATE OR REPLACE {self._own} TABLE {name} AS {query}")

    def view(self, name: str, query: str) -> None:
        self.run(f"CREATE OR REPLACE {self._own} VIEW {name} AS {query}")

    def publish(self, name: str, query: str) -> None:
        self.run(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        self.run(f"CREATE OR REPLACE {self._own} TABLE {name} ({', '.join(columns)})")
        self._insert(name, columns, rows)

    def add(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        self.run(f"CREATE TABLE IF NOT EXISTS {name} ({', '.join(columns)})")
        self._insert(name, columns, rows)

    def _insert(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        if not rows:
            return
        # Arrays of numpy go over ten times as fast as lists; DuckDB finds them by the name of this variable.
        arrays = {f"c{place}": _array(cells) for place, cells in enumerate(zip(*rows, strict=True))}
        listed = ", ".join(f"CAST(c{place} AS {column.partition(' ')[2]})" for place, column in enumerate(columns))
        try:
            self.run(f"INSERT INTO {name} SELECT {listed} FROM arrays", arrays)
        except duckdb.ConversionException as mistake:
            raise TooLong(str(mistake)) from None

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        return iter(self.run(query).fetchall())

    def integers(self, query: str) -> NDArray[np.int64]:
        return np.array([cells.astype(np.int64) for cells in self.run(query).fetchnumpy().values()])

    def columns(self, name: str) -> list[str]:
        return [str(row[0]) for row in self.rows(f"DESCRIBE {name}")]

    @contextmanager
    def beside(self) -> Iterator[Local]:
        # Temporary tables are seen by their own connection alone.
        other = copy(self)
        other.connection, other._own = _quiet(self.connection.cursor()), "TEMP"
        try:
            yield other
        finally:
            other.close()

    def each(self, work: Callable[[T], R], tasks: Sequence[T]) -> list[R]:
        # What one thinks of in Python, the other does in the database; and few lines of one law keep but one processor busy.
        with ThreadPoolExecutor(THREADS) as threads:
            return list(threads.map(work, tasks))

    def drop(self, *names: str) -> None:
        for name in names:
            self.run(f"DROP TABLE IF EXISTS {name}")

    def run(self, sql: str, arrays: Mapping[str, Any] | None = None) -> duckdb.DuckDBPyConnection:
        """Run one statement, which may read ``arrays``. Raises TooLong where figures have too many digits."""
        try:
            return self.connection.execute(sql)
        except duckdb.OutOfRangeException as mistake:
            raise TooLong(str(mistake)) from None

    def run_with_care(self, sql: str) -> None:
        """Run a statement that each thread needs much memory for: where that is too little for all of them, one does it alone."""
        try:
            self.run(sql)
        except duckdb.OutOfMemoryException:
            self.run("SET threads = 1")
            self.run(sql)
            self.run(f"SET threads = {THREADS}")

    def close(self) -> None:
        self.connection.close()


def _quiet(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A connection that draws no bar: standard output is for the answer."""
    return connection.execute("SET enable_progress_bar = false")


def _array(cells: Sequence[object]) -> Any:
    if all(type(cell) is int for cell in cells) and max(map(abs, cells)) <= MOST_NARROW:  # type: ignore[arg-type]
        return np.array(cells, dtype=np.int64)
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array


def quoted(path: Path | str) -> str:
    """A path as a literal."""
    return "'" + str(path).replace("'", "''") + "'"
