"""The relations run on DuckDB, in the process: customs values shared out, and the charges of a chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from typing import Any

import duckdb

from chorsu.assessment.dialect import DUCKDB, MOST, Dialect
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
    """A sum for the whole case, added or taken off: ``sn / sd`` steps, plus ``fn / fd`` of the freight that the value takes in."""

    c: int
    s: str
    sn: int
    sd: int
    sign: int
    by_mass: bool
    fn: int = 0
    fd: int = 1


def customs_values(mode: str, dialect: Dialect) -> str:
    """SQL for the customs value of each row of ``item`` in steps: the price, plus and minus its shares of the rows of ``sums``.

    Each sum is rounded first and then shared out by largest remainder. Columns: c, n, value; a value below zero is -1.
    """
    wide = dialect.wide
    exact = "(vn + vd * shares)"
    return f"""
        WITH carriage AS (SELECT c, CAST(sum(sign * {dialect.rounded("sn", "sd", mode)}) AS {wide}) AS carriage FROM sums
                          WHERE s IN ('freight', 'after_entry') GROUP BY c),
        whole AS (SELECT sums.c, s, sign, by_mass,
                         {dialect.rounded("sn * fd + sd * fn * coalesce(carriage, 0)", "sd * fd", mode)} AS whole
                  FROM sums LEFT JOIN carriage ON sums.c = carriage.c),
        weighed AS (SELECT item.c, s, sign, n, whole, CASE WHEN by_mass THEN w_mass ELSE w_value END AS w
                    FROM whole JOIN item ON whole.c = item.c),
        shared AS ({dialect.shared_out("weighed", "c, s")}),
        added AS (SELECT c, n, CAST(sum(sign * share) AS {wide}) AS shares FROM shared GROUP BY c, n),
        summed AS (SELECT item.c, item.n, vn, vd, coalesce(shares, 0) AS shares
                   FROM item LEFT JOIN added ON item.c = added.c AND item.n = added.n)
        SELECT c, n, CASE WHEN {exact} < 0 THEN -1 ELSE {dialect.rounded(exact, "vd", mode)} END AS value FROM summed"""


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """The database in memory under all connections: to open one takes fifty times as long as to connect to it."""
    return duckdb.connect(":memory:", config={"threads": 1})


class Relations:
    """A connection of its own, with temporary tables that no other sees, in which the relations run. Use as a context manager."""

    def __init__(self) -> None:
        self.connection = _database().cursor()
        # Planning costs more than running on the few rows of a consignment, and there is nothing here to reorder.
        self.connection.execute("PRAGMA disable_optimizer")

    def __enter__(self) -> Relations:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises TooLong where its figures have too many digits."""
        try:
            return self.connection.execute(sql).fetchall()
        except duckdb.OutOfRangeException as mistake:
            raise TooLong(str(mistake)) from None

    def table(self, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """Make a table of integers (and short texts) and fill it."""
        self.query(f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(columns)})")
        if any(isinstance(value, int) and abs(value) > MOST for row in rows for value in row):
            raise TooLong(name)
        if rows:  # a list for each column: ten times as fast as rows of values
            lists = ", ".join(f"unnest(?::{column.rpartition(' ')[2]}[])" for column in columns)
            self.connection.execute(f"INSERT INTO {name} SELECT {lists}", [list(column) for column in zip(*rows, strict=True)])

    def customs_values(self, items: Sequence[ItemRow], sums: Sequence[SumRow], mode: str) -> dict[tuple[int, int], int]:
        """The customs value of each item in steps, by case and item; see :func:`customs_values`."""
        self.table("item", typed("c n vn vd w_value w_mass"), [astuple(row) for row in items])
        sums_columns = ["c INTEGER", "s VARCHAR", *typed("sn sd sign"), "by_mass BOOLEAN", *typed("fn fd")]
        self.table("sums", sums_columns, [astuple(row) for row in sums])
        return {(c, n): int(value) for c, n, value in self.query(customs_values(mode, DUCKDB))}

    def charge(self, program: Program, tables: Tables, lines: Sequence[tuple[int | None, ...]]) -> Iterator[dict[str, Any]]:
        """Run a program on lines (n, c, cv, quantities, exchange, entries). The rows of its last relation, by column."""
        self.table("line", typed(" ".join(program.line_columns())), lines)
        for k, charged in enumerate(tables.charges):
            columns = [f"{name} {DUCKDB.integer(wide)}" for name, wide in program.entry_columns(k)]
            self.table(f"entry{k}", columns, charged.rows)
        if any(shape.gathered for shape in program.shapes):
            self.table("due", typed("k e m lump contest meaning place doubt"), tables.due)
            self.table("form", typed(" ".join(program.form_columns())), tables.forms)
        for name, query in program.stages("line"):
            self.query(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
        return self.rows("charged")

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a relation, by column."""
        found = self.query(f"SELECT * FROM {name}")
        names = [column[0] for column in self.connection.description or ()]
        return (dict(zip(names, row, strict=True)) for row in found)


def typed(names: str, kind: str = DUCKDB.wide) -> list[str]:
    """Columns of one type, by name."""
    return [f"{name} {kind}" for name in names.split()]
