"""Bulk relations on DuckDB, in the process: a file is read by stretches of rows, within a limit of memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from chorsu.assessment.dialect import DUCKDB
from chorsu.assessment.relations import TooLong

MEMORY = "1000MB"

# ruff: noqa: S608 - the SQL below is put together from this program's own words and quoted names only


class Local:
    """A database in memory that spills into a folder."""

    dialect = DUCKDB

    def __init__(self, folder: Path, *, threads: int = 2, memory: str = MEMORY) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": str(folder),
        }
        self.connection = duckdb.connect(":memory:", config=settings)

    def make(self, name: str, query: str) -> None:
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def view(self, name: str, query: str) -> None:
        self.run(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def append(self, name: str, query: str) -> None:
        self.run(f"CREATE TEMP TABLE IF NOT EXISTS {name} AS SELECT * FROM ({query}) AS like_these WHERE false")
        self.run(f"INSERT INTO {name} {query}")

    def table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(columns)})")
        if rows:
            lists = ", ".join(f"unnest(?::{column.partition(' ')[2]}[])" for column in columns)
            self.connection.execute(f"INSERT INTO {name} SELECT {lists}", [list(cells) for cells in zip(*rows, strict=True)])

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        return iter(self.run(query).fetchall())

    def columns(self, name: str) -> list[str]:
        return [str(row[0]) for row in self.rows(f"DESCRIBE {name}")]

    def drop(self, *names: str) -> None:
        for name in names:
            self.run(f"DROP TABLE IF EXISTS {name}")

    def run(self, sql: str) -> duckdb.DuckDBPyConnection:
        """Run one statement. Raises TooLong where figures have too many digits."""
        try:
            return self.connection.execute(sql)
        except duckdb.OutOfRangeException as mistake:
            raise TooLong(str(mistake)) from None

    def run_in_order(self, sql: str) -> None:
        """Run a statement with joins as they are written: rows stay in the order of the first relation."""
        self.run("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        self.run(sql)
        self.run("SET disabled_optimizers = ''")

    def close(self) -> None:
        self.connection.close()


def quoted(path: Path | str) -> str:
    """A path as a literal."""
    return "'" + str(path).replace("'", "''") + "'"
