"""Where the relations of a bulk run live: tables made of queries, and of rows of the program's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from chorsu.assessment.dialect import Dialect


class Session(Protocol):
    """An engine of relations (DuckDB in the process, Spark on a cluster), as the bulk run uses it.

    The columns of rows of the program's own are given as name and type (``INTEGER``, ``BIGINT``, ``VARCHAR``, ``VARCHAR[]``, ``DATE``).
    """

    dialect: Dialect

    def make(self, name: str, query: str) -> None:
        """Make a table of what a query finds, in place of one of that name."""

    def view(self, name: str, query: str) -> None:
        """Give a query a name; it runs where it is used."""

    def append(self, name: str, query: str) -> None:
        """Add what a query finds to a table, which is made if there is none."""

    def table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Make a table of rows, in place of one of that name."""

    def add(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Add rows to a table, which is made if there is none."""

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """What a query finds."""

    def columns(self, name: str) -> list[str]:
        """The columns of a table."""

    def drop(self, *names: str) -> None:
        """Forget tables."""
