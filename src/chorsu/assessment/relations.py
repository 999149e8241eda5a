"""The relations run in the process, on SQLite or DuckDB: customs values shared out, and the charges of a chain."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from typing import Any, Protocol

import duckdb

from chorsu.assessment.dialect import DUCKDB, MOST, MOST_NARROW, SQLITE, Dialect
from chorsu.assessment.entries import Tables
from chorsu.assessment.program import Program

# ruff: noqa: S608 - the SQL below is put together from this module's own words and integers only


class TooLong(ValueError):
    """Raised when figures have too many digits to be computed exactly in 128 bits."""


@dataclass(frozen=True)
class ItemRow:
    """An item to be valued: its price in steps is ``vn / vd``; what sums are shared by: ``w_value``, ``w_mass``."""

    c: int
    n: int
    vn: int
    vd: int
    w_value: int
    w_mass: int


@dataclass(frozen=True)
class SumRow:
    """A sum for the whole case, added or taken off: ``sn / sd`` steps, plus ``fn / fd`` of the sums that are ``counted``.

    The law's addition has a part of those that it is computed on, as they go into the value: rounded, with their signs.
    """

    c: int
    s: str
    sn: int
    sd: int
    sign: int
    by_mass: bool
    counted: bool = False
    fn: int = 0
    fd: int = 1


def customs_values(mode: str, dialect: Dialect, *, alone: bool = False) -> str:
    """SQL for the customs value of each row of ``item`` in steps: the price, plus and minus its shares of the rows of ``sums``.

    Each sum is rounded first and then shared out by largest remainder. ``alone``: each case has one item (and ``n`` is ``c``),
    whose share is the whole. Columns: c, n, value; a value below zero is -1.
    """
    wide = dialect.wide
    weight = "CASE WHEN by_mass THEN w_mass ELSE w_value END AS w"
    weighed = f"SELECT item.c, s, sign, n, whole, {weight} FROM whole JOIN item ON whole.c = item.c"
    shared = (
        "SELECT c, c AS n, sign, whole AS share FROM whole" if alone else dialect.shared_out(f"({weighed}) AS weighed", "c, s")
    )
    exact = "(vn + vd * shares)"
    return f"""
        WITH together AS (SELECT c, CAST(sum(sign * {dialect.rounded("sn", "sd", mode)}) AS {wide}) AS together FROM sums
                          WHERE counted GROUP BY c),
        whole AS (SELECT sums.c, s, sign, by_mass,
                         {dialect.rounded("sn * fd + sd * fn * coalesce(together, 0)", "sd * fd", mode)} AS whole
                  FROM sums LEFT JOIN together ON sums.c = together.c),
        shared AS ({shared}),
        added AS (SELECT c, n, CAST(sum(sign * share) AS {wide}) AS shares FROM shared GROUP BY c, n),
        summed AS (SELECT item.c, item.n, vn, vd, coalesce(shares, 0) AS shares
                   FROM item LEFT JOIN added ON item.c = added.c AND item.n = added.n)
        SELECT c, n, CASE WHEN {exact} < 0 THEN -1 ELSE {dialect.rounded(exact, "vd", mode)} END AS value FROM summed"""


class Engine(Protocol):
    """Where relations run: tables of whole numbers (and short texts) in, rows out."""

    dialect: Dialect

    def table(self, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """Make a table and fill it."""

    def make(self, name: str, query: str) -> None:
        """Make a table of what a query finds."""

    def rows(self, query: str) -> Iterator[dict[str, Any]]:
        """What a query finds, by column."""


class Sqlite:
    """SQLite, for a few lines whose figures fit 64 bits: it plans in a fraction of the time that DuckDB takes."""

    dialect = SQLITE

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)

    def table(self, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        self.connection.execute(f"DROP TABLE IF EXISTS {name}")
        self.connection.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        self.connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)

    def make(self, name: str, query: str) -> None:
        self.connection.execute(f"DROP TABLE IF EXISTS {name}")
        self.connection.execute(f"CREATE TABLE {name} AS {query}")

    def rows(self, query: str) -> Iterator[dict[str, Any]]:
        cursor = self.connection.execute(query)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def close(self) -> None:
        self.connection.close()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """The database in memory under all connections: to open one takes fifty times as long as to connect to it."""
    return duckdb.connect(":memory:", config={"threads": 1})


class Duckdb:
    """DuckDB: a connection of its own, with temporary tables that no other sees."""

    dialect = DUCKDB

    def __init__(self) -> None:
        self.connection = _database().cursor()
        # Planning costs more than running on the few rows of a consignment, and there is nothing here to reorder.
        self.connection.execute("PRAGMA disable_optimizer")

    def table(self, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(columns)})")
        if any(isinstance(value, int) and abs(value) > MOST for row in rows for value in row):
            raise TooLong(name)
        if rows:  # a list for each column: ten times as fast as rows of values
            lists = ", ".join(f"unnest(?::{column.rpartition(' ')[2]}[])" for column in columns)
            self.connection.execute(f"INSERT INTO {name} SELECT {lists}", [list(column) for column in zip(*rows, strict=True)])

    def make(self, name: str, query: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def rows(self, query: str) -> Iterator[dict[str, Any]]:
        found = self._run(query)
        names = [column[0] for column in self.connection.description or ()]
        return (dict(zip(names, row, strict=True)) for row in found)

    def _run(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(sql).fetchall()
        except duckdb.OutOfRangeException as mistake:
            raise TooLong(str(mistake)) from None

    def close(self) -> None:
        self.connection.close()


class Relations:
    """The engines in which the relations of a batch run, each opened when it is first needed. Use as a context manager."""

    def __init__(self) -> None:
        self._open: dict[bool, Sqlite | Duckdb] = {}

    def __enter__(self) -> Relations:
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self._open.values():
            engine.close()

    def engine(self, *, wide: bool) -> Sqlite | Duckdb:
        """An engine for figures that do, or do not, need more than 64 bits."""
        if wide not in self._open:
            self._open[wide] = Duckdb() if wide else Sqlite()
        return self._open[wide]

    def customs_values(self, items: Sequence[ItemRow], sums: Sequence[SumRow], mode: str) -> dict[tuple[int, int], int]:
        """The customs value of each item in steps, by case and item; see :func:`customs_values`."""
        engine = self.engine(wide=_needs_128_bits(items, sums))
        integer = engine.dialect.wide
        engine.table("item", typed("c n vn vd w_value w_mass", integer), [astuple(row) for row in items])
        columns = [
            "c INTEGER",
            "s VARCHAR",
            *typed("sn sd sign", integer),
            "by_mass BOOLEAN",
            "counted BOOLEAN",
            *typed("fn fd", integer),
        ]
        engine.table("sums", columns, [astuple(row) for row in sums])
        return {(row["c"], row["n"]): int(row["value"]) for row in engine.rows(customs_values(mode, engine.dialect))}

    def charge(self, program: Program, tables: Tables, lines: Sequence[tuple[int | None, ...]]) -> Engine:
        """Run a program on lines (n, c, cv, quantities, exchange, entries); the engine that then holds its relations."""
        engine = self.engine(wide=program.dialect is DUCKDB)
        dialect = engine.dialect
        engine.table("line", typed(" ".join(program.line_columns()), dialect.wide), lines)
        for k, charged in enumerate(tables.charges):
            columns = [f"{name} {dialect.integer(wide)}" for name, wide in program.entry_columns(k)]
            engine.table(f"entry{k}", columns, charged.rows)
        if any(shape.gathered for shape in program.shapes):
            engine.table("due", typed("k e m lump contest meaning place doubt", dialect.narrow), tables.due)
            engine.table("form", typed(" ".join(program.form_columns()), dialect.wide), tables.forms)
        for name, query in program.stages("line"):
            engine.make(name, query)
        return engine


def _needs_128_bits(items: Sequence[ItemRow], sums: Sequence[SumRow]) -> bool:
    """Whether some figure on the way to the customs values may pass 64 bits."""
    added = sum(row.sn // row.sd + 1 for row in sums)
    added += sum(row.fn * added // row.fd + 1 for row in sums if row.fn)
    weights = max(sum(row.w_value for row in items), sum(row.w_mass for row in items))
    figures = [(added + 1) * weights]
    figures += [2 * (row.vn + row.vd * (added + 1)) for row in items]
    figures += [2 * (row.sn * row.fd + row.sd * row.fn * added + row.sd * row.fd) for row in sums]
    return max(figures, default=0) > MOST_NARROW


def typed(names: str, kind: str) -> list[str]:
    """Columns of one type, by name."""
    return [f"{name} {kind}" for name in names.split()]
