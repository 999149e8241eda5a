"""The words in which engines of relations differ: whole numbers of 64 and 128 bits, and what is left over when one is divided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# ruff: noqa: S608 - the SQL below is put together from this module's own words only

MOST_NARROW = 2**63 - 1
MOST = 10**37  # products of more digits would not fit 128 bits


@dataclass(frozen=True)
class Dialect:
    """How an engine writes a type of whole numbers (``narrow`` of 64 bits, ``wide`` of 128), and their quotient."""

    name: str
    narrow: str
    wide: str
    string: str = "VARCHAR"
    least: str = "least"
    greatest: str = "greatest"

    def integer(self, wide: bool) -> str:
        """The type for numbers that do, or do not, need more than 64 bits."""
        return self.wide if wide else self.narrow

    def literal(self, number: int, wide: bool) -> str:
        """A whole number as a literal of the type that is needed: engines take small ones for small types."""
        return f"CAST({number} AS {self.integer(wide)})"

    def quotient(self, n: str, d: str, wide: bool) -> str:
        """SQL for the whole part of ``n / d``, both not below zero. ``n`` and ``d`` are columns or short sums of them."""
        if self.name == "duckdb":
            return f"(({n}) // ({d}))"
        if self.name == "sqlite":
            return f"(({n}) / ({d}))"
        if not wide:
            return f"(({n}) div ({d}))"
        # Spark's own `div` of decimals is of 64 bits; without its remainder a quotient of decimals is whole, and exact.
        return f"CAST((({n}) - ({n}) % ({d})) / ({d}) AS {self.wide})"

    def rounded(self, n: str, d: str, mode: str, wide: bool = True) -> str:
        """SQL for the fraction ``n / d`` (``d`` above zero, ``n`` not below) rounded to a whole number."""
        match mode:
            case "half_up":
                return self.quotient(f"2 * ({n}) + ({d})", f"2 * ({d})", wide)
            case "down":
                return self.quotient(n, d, wide)
            case "up":
                return self.quotient(f"({n}) + ({d}) - 1", d, wide)
            case _:
                whole = self.quotient(n, d, wide)
                tie = f"(2 * (({n}) % ({d})) = ({d}) AND {whole} % 2 = 1)"
                return f"({whole} + CASE WHEN 2 * (({n}) % ({d})) > ({d}) OR {tie} THEN 1 ELSE 0 END)"

    def text(self, words: str) -> str:
        """A text as a literal."""
        if self.name == "spark":
            return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return "'" + words.replace("'", "''") + "'"

    def column(self, name: str) -> str:
        """A column by its name, whatever the name is."""
        return f"`{name.replace('`', '``')}`" if self.name == "spark" else '"' + name.replace('"', '""') + '"'

    def same(self, left: str, right: str, names: Iterable[str]) -> str:
        """SQL that is true where two relations have the same in some columns, or both nothing."""
        sign = "<=>" if self.name == "spark" else "IS NOT DISTINCT FROM"
        return " AND ".join(f"{left}.{name} {sign} {right}.{name}" for name in names)

    def matches(self, text: str, pattern: str) -> str:
        """SQL that is true where the whole of a text fits a regular expression."""
        return f"{text} RLIKE '^(?:{pattern})$'" if self.name == "spark" else f"regexp_full_match({text}, '{pattern}')"

    def begins(self, text: str, start: str) -> str:
        """SQL that is true where a text begins with another."""
        return f"{'startswith' if self.name == 'spark' else 'starts_with'}({text}, {start})"

    def in_one(self, texts: str) -> str:
        """SQL for a list of texts as one, joined by semicolons."""
        return f"array_join({texts}, '; ')" if self.name == "spark" else f"array_to_string({texts}, '; ')"

    def numbered(self) -> str:
        """SQL for a number of its own for each row, from one."""
        return "row_number() OVER (ORDER BY 1)" if self.name == "spark" else "row_number() OVER ()"

    def size(self, texts: str) -> str:
        """SQL for how many texts a list has."""
        return f"size({texts})" if self.name == "spark" else f"len({texts})"

    def shared_out(self, source: str, partition: str) -> str:
        """SQL that adds ``share`` to a relation of ``whole``, ``w``, ``n``: by largest remainder, ties in the order of ``n``."""
        sum_w = f"sum(w) OVER (PARTITION BY {partition})"
        quotient = self.quotient("whole * w", "sum_w", wide=True)
        return f"""
          SELECT *, CAST(q + CASE WHEN row_number() OVER (PARTITION BY {partition} ORDER BY r DESC, n)
                                       <= whole - sum(q) OVER (PARTITION BY {partition})
                                  THEN 1 ELSE 0 END AS {self.wide}) AS share
          FROM (SELECT *, {quotient} AS q, whole * w % sum_w AS r
                FROM (SELECT *, CAST({sum_w} AS {self.wide}) AS sum_w FROM {source}) AS summed) AS divided"""


def equal(left: str, right: str, names: Iterable[str]) -> str:
    """SQL that is true where two relations have the same in some columns, none of which is ever nothing."""
    return " AND ".join(f"{left}.{name} = {right}.{name}" for name in names)


DUCKDB = Dialect("duckdb", "BIGINT", "HUGEINT")
# SQLite has no numbers of 128 bits: it is for what is known to fit 64.
SQLITE = Dialect("sqlite", "INTEGER", "INTEGER", least="min", greatest="max")
SPARK = Dialect("spark", "BIGINT", "DECIMAL(38,0)", "STRING")
