"""The arithmetic of customs value and charges, written once, as relations over columns of integers.

Everything is counted in *steps*: the unit that the chain rounds to (0.01 of its currency, say). Rates, exchange and units have
been worked into integer coefficients over a common denominator before (:mod:`chorsu.assessment.prepare`), so that each amount
here is one linear form, one comparison and one rounding, exact in 128-bit integers. A NULL is an unknown, and spreads as one.

Columns: ``c`` the case (one consignment at one border), ``i`` the item, ``k`` the place of the charge in its chain, ``m`` the
measure as prepared for the case, ``q0 …`` the quantities by unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and integers only

MOST = 10**37  # products of more digits would not fit 128 bits


class TooLong(ValueError):
    """Raised when figures have too many digits to be computed exactly in 128 bits."""


@dataclass(frozen=True)
class ItemRow:
    """An item to be valued: its price in steps is ``n / d``; what sums are shared by: ``w_value``, ``w_mass``."""

    c: int
    i: int
    n: int
    d: int
    w_value: int
    w_mass: int


@dataclass(frozen=True)
class SumRow:
    """A sum for the whole case, added or taken off: ``n / d`` steps, plus ``fn / fd`` of the freight that the value takes in."""

    c: int
    s: str
    n: int
    d: int
    sign: int
    by_mass: bool
    fn: int = 0
    fd: int = 1


@dataclass(frozen=True)
class FormRow:
    """A linear form of a measure over the denominator ``d``: ``rate`` × base + Σ per_unit × quantity + ``fixed``.

    The measure's amount is the greatest, over the groups ``g``, of the least form of the group.
    """

    m: int
    g: int
    rate: int
    per_unit: tuple[int, ...]
    fixed: int
    d: int


@dataclass(frozen=True)
class DueRow:
    """A measure that counts (or, where the lowest does, may count) for an item; ``lump``: once for all items that it fits.

    ``contest`` numbers the possible codes of an item whose code is short; measures of equal ``meaning`` charge the same, and
    ``place`` puts them in the order of their commodities.
    """

    c: int
    i: int
    k: int
    m: int
    lump: bool
    contest: int = 0
    meaning: int = 0
    place: int = 0


ZERO, DUE, UNKNOWN = 0, 1, 2


@dataclass(frozen=True)
class SlotRow:
    """Whether a charge of an item is zero, due by its DueRows, or unknown."""

    c: int
    i: int
    k: int
    state: int


@dataclass(frozen=True)
class ChargeRule:
    """What is special about a charge: its bases (customs value and places of earlier charges), lowest, share, exemption."""

    on_customs_value: bool
    on_charges: tuple[int, ...]
    lowest: bool
    share: tuple[int, int] | None


@dataclass(frozen=True)
class Charged:
    """One amount: in steps, the whole of it, and what of it is due."""

    c: int
    i: int
    k: int
    m: int
    base: int | None
    amount: int | None
    due: int | None


@dataclass(frozen=True)
class Whole:
    """All of a charge on an item, in steps: None unknown, 0 also where exempt. ``stands``: no exemption may undo what is known."""

    amount: int | None
    stands: bool


def rounded(n: str, d: str, mode: str) -> str:
    """SQL for the fraction ``n / d`` (``d`` above zero, ``n`` not below) rounded to a whole number."""
    match mode:
        case "half_up":
            return f"((2 * ({n}) + ({d})) // (2 * ({d})))"
        case "down":
            return f"(({n}) // ({d}))"
        case "up":
            return f"((({n}) + ({d}) - 1) // ({d}))"
        case _:
            odd = f"(2 * (({n}) % ({d})) = ({d}) AND (({n}) // ({d})) % 2 = 1)"
            return f"((({n}) // ({d})) + CASE WHEN 2 * (({n}) % ({d})) > ({d}) OR {odd} THEN 1 ELSE 0 END)"


def shared_out(source: str, partition: str) -> str:
    """SQL that adds ``share`` to a relation with ``whole``, ``w`` and ``i``: by largest remainder, ties in the order of the items."""
    return f"""
      SELECT *, q + CASE WHEN row_number() OVER (PARTITION BY {partition} ORDER BY r DESC, i)
                           <= whole - sum(q) OVER (PARTITION BY {partition}) THEN 1 ELSE 0 END AS share
      FROM (SELECT *, whole * w // sum(w) OVER (PARTITION BY {partition}) AS q,
                      whole * w % sum(w) OVER (PARTITION BY {partition}) AS r FROM {source})"""


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

    def _query(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(sql).fetchall()
        except duckdb.OutOfRangeException as mistake:
            raise TooLong(str(mistake)) from None

    def _table(self, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """Make a table of integers (and short texts) and fill it."""
        self._query(f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(columns)})")
        if any(isinstance(value, int) and abs(value) > MOST for row in rows for value in row):
            raise TooLong(name)
        if rows:  # a list for each column: ten times as fast as rows of values
            lists = ", ".join(f"unnest(?::{column.rpartition(' ')[2]}[])" for column in columns)
            self.connection.execute(f"INSERT INTO {name} SELECT {lists}", [list(column) for column in zip(*rows, strict=True)])

    def customs_values(self, items: Sequence[ItemRow], sums: Sequence[SumRow], mode: str) -> dict[tuple[int, int], int]:
        """The customs value of each item in steps: the price, plus and minus its shares of the sums.

        Each sum is rounded first and then shared out by largest remainder. A value below zero comes back as -1.
        """
        self._table("item", _columns("c i n d w_value w_mass"), [tuple(vars(row).values()) for row in items])
        columns = [
            "c INTEGER",
            "s VARCHAR",
            "n HUGEINT",
            "d HUGEINT",
            "sign INTEGER",
            "by_mass BOOLEAN",
            "fn HUGEINT",
            "fd HUGEINT",
        ]
        self._table("sums", columns, [tuple(vars(row).values()) for row in sums])
        exact = "(n + d * shares)"
        rows = self._query(f"""
            WITH carriage AS (SELECT c, sum(sign * {rounded("n", "d", mode)})::HUGEINT AS carriage FROM sums
                              WHERE s IN ('freight', 'after_entry') GROUP BY c),
            whole AS (SELECT c, s, sign, by_mass, {rounded("n * fd + d * fn * coalesce(carriage, 0)", "d * fd", mode)} AS whole
                      FROM sums LEFT JOIN carriage USING (c)),
            weighed AS (SELECT c, s, sign, i, whole, CASE WHEN by_mass THEN w_mass ELSE w_value END AS w
                        FROM whole JOIN item USING (c)),
            shared AS ({shared_out("weighed", "c, s")}),
            added AS (SELECT c, i, sum(sign * share)::HUGEINT AS shares FROM shared GROUP BY c, i),
            summed AS (SELECT item.c, item.i, n, d, coalesce(shares, 0) AS shares FROM item LEFT JOIN added USING (c, i))
            SELECT c, i, CASE WHEN {exact} < 0 THEN -1 ELSE {rounded(exact, "d", mode)} END FROM summed""")
        return {(c, i): int(value) for c, i, value in rows}

    def open_charges(
        self,
        lines: Sequence[tuple[int | None, ...]],
        units: int,
        slots: Sequence[SlotRow],
        dues: Sequence[DueRow],
        forms: Sequence[FormRow],
        limits: Sequence[tuple[int, int, int | None]],
    ) -> None:
        """Set the tables for :meth:`charge`. A line is (c, i, customs value, quantities …).

        A limit is (c, k, steps exempt); None where the limit cannot be converted, which makes the charge unknown.
        """
        quantities = [f"q{unit}" for unit in range(units)]
        self.quantities = quantities
        self._table("line", _columns("c i cv", *quantities), lines)
        self._table("slot", _columns("c i k state"), [tuple(vars(row).values()) for row in slots])
        due = [(r.c, r.i, r.k, r.m, 0 if r.lump else r.i, r.contest, r.meaning, r.place) for r in dues]
        self._table("due", _columns("c i k m g contest meaning place"), due)
        flat = [(row.m, row.g, row.rate, *row.per_unit, row.fixed, row.d) for row in forms]
        self._table("form", _columns("m g rate", *[f"s{unit}" for unit in range(units)], "fixed d"), flat)
        self._table("exempt", _columns("c k most"), limits)
        # What nothing is charged on is settled already: zero or unknown.
        charged = {(row.c, row.k) for row in dues}
        settled = [(r.c, r.i, r.k, None if r.state == UNKNOWN else 0, True) for r in slots if (r.c, r.k) not in charged]
        self._table("whole", [*_columns("c i k t"), "stands BOOLEAN"], settled)
        self._table("charged", _columns("c i k m base amount due"), [])

    def charge(self, k: int, rule: ChargeRule, mode: str) -> None:
        """Compute the charge at place ``k`` of the chain on what has been computed before it."""
        bases = ["SELECT c, i, cv AS t FROM line"] if rule.on_customs_value else []
        if rule.on_charges:
            bases.append(f"SELECT c, i, t FROM whole WHERE k IN ({', '.join(map(str, rule.on_charges))})")
        base = " UNION ALL ".join(bases) or "SELECT c, i, 0::HUGEINT AS t FROM line"
        lumped = "".join(f", sum(coalesce({q}, 0))::HUGEINT AS {q}" for q in self.quantities)
        form = " + ".join(["rate * base", *[f"s{u} * {q}" for u, q in enumerate(self.quantities)], "fixed"])
        picked = self._lowest(k) if rule.lowest else "SELECT c, i, m, base, share AS amount FROM shared"
        due = rounded(f"amount * {rule.share[0]}", str(rule.share[1]), mode) if rule.share else "amount"
        self._query(f"""
            INSERT INTO charged
            WITH base AS (SELECT c, i, CASE WHEN count(*) = count(t) THEN sum(t) END::HUGEINT AS base FROM ({base}) GROUP BY c, i),
            part AS (SELECT DISTINCT c, i, m, g, base, cv, {", ".join(self.quantities) or "0 AS none"}
                     FROM due JOIN line USING (c, i) JOIN base USING (c, i) WHERE k = {k}),
            lump AS (SELECT c, m, g, CASE WHEN count(*) = count(base) THEN sum(base) END::HUGEINT AS base{lumped}
                     FROM part GROUP BY c, m, g),
            least AS (SELECT c, m, lump.g, form.g AS branch, min({form}) AS n, any_value(d) AS d
                      FROM lump JOIN form USING (m) GROUP BY c, m, lump.g, form.g),
            greatest AS (SELECT c, m, g, CASE WHEN count(*) = count(n) THEN max(n) END AS n, any_value(d) AS d
                         FROM least GROUP BY c, m, g),
            whole_amount AS (SELECT c, m, g, {rounded("n", "d", mode)} AS whole FROM greatest),
            weighed AS (SELECT c, i, m, g, base, whole, CASE WHEN sum(cv) OVER same = 0 OR count(*) OVER same = 1 THEN 1 ELSE cv END AS w
                        FROM part JOIN whole_amount USING (c, m, g) WINDOW same AS (PARTITION BY c, m, g)),
            shared AS ({shared_out("weighed", "c, m, g")}),
            picked AS ({picked})
            SELECT c, i, {k}, m, base, amount, {due} FROM picked""")

    def sum_up(self, k: int) -> None:
        """Settle the charge at place ``k`` of the cases in which it is due on an item: its sum, zero, or unknown; nothing where exempt."""
        self._query(f"""
            INSERT INTO whole
            WITH summed AS (SELECT c, i, sum(amount)::HUGEINT AS summed, count(*) = count(amount) AS whole_known
                            FROM charged WHERE k = {k} GROUP BY c, i),
            told AS (SELECT c, i, coalesce(summed, 0) AS part,
                            CASE state WHEN {ZERO} THEN 0 WHEN {DUE} THEN CASE WHEN whole_known THEN summed END END::HUGEINT AS t
                     FROM slot LEFT JOIN summed USING (c, i) WHERE k = {k} AND c IN (SELECT c FROM due WHERE k = {k})),
            together AS (SELECT *, sum(part) OVER (PARTITION BY c) AS all_items,
                                count(t) OVER (PARTITION BY c) = count(*) OVER (PARTITION BY c) AS known FROM told)
            SELECT c, i, {k},
                   CASE WHEN limited IS NULL OR all_items > most OR t = 0 THEN t WHEN known AND all_items <= most THEN 0 END,
                   limited IS NULL OR coalesce(all_items > most, false)
            FROM together LEFT JOIN (SELECT c, most, true AS limited FROM exempt WHERE k = {k}) USING (c)""")

    def _lowest(self, k: int) -> str:
        """SQL that picks the lowest amount of each contest, the first id of equal ones; unknown where the winners differ."""
        return f"""
            SELECT c, i, m, base, CASE WHEN min(meaning) OVER own = max(meaning) OVER own THEN share END AS amount
            FROM (SELECT c, i, m, base, share, meaning, place FROM shared JOIN (SELECT * FROM due WHERE k = {k}) USING (c, i, m)
                  QUALIFY row_number() OVER (PARTITION BY c, i, contest ORDER BY share NULLS FIRST, m) = 1)
            WINDOW own AS (PARTITION BY c, i)
            QUALIFY row_number() OVER (PARTITION BY c, i ORDER BY place, m) = 1"""

    def close_charges(self) -> tuple[list[Charged], dict[tuple[int, int, int], Whole]]:
        """Every amount charged, and the whole of each charge by (case, item, place)."""
        rows = self._query("SELECT c, i, k, m, base, amount, due FROM charged ORDER BY c, k, i, m")
        whole = self._query("SELECT c, i, k, t, stands FROM whole")
        return [Charged(*row) for row in rows], {(c, i, k): Whole(t, stands) for c, i, k, t, stands in whole}


def _columns(*names: str) -> list[str]:
    """Integer columns by name."""
    return [f"{name} HUGEINT" for part in names for name in part.split()]
