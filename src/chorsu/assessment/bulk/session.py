"""Where the relations of a bulk run live: tables made of queries, and of rows of the program's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from chorsu.assessment.dialect import Dialect

T = TypeVar("T")
R = TypeVar("R")


class Session(Protocol):
    """An engine of relations (DuckDB in the process, Spark on a cluster), as the bulk run uses it.

    The columns of rows of the program's own are given as name and type: ``INTEGER``, ``BIGINT``, ``BOOLEAN``, ``DATE``,
    ``VARCHAR``, ``VARCHAR[]``, or whole numbers as the dialect names them.
    """

    dialect: Dialect

    def make(self, name: str, query: str) -> None:
        """Make a table of what a query finds, in place of one of that name."""

    def view(self, name: str, query: str) -> None:
        """Give a query a name; it runs where it is used."""

    def publish(self, name: str, query: str) -> None:
        """Make a table that sessions beside this one see too."""

    def table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Make a table of rows, in place of one of that name."""

    def add(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Add rows to a table that sessions beside this one see too; it is made if there is none."""

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """What a query finds."""

    def integers(self, query: str) -> NDArray[np.int64]:
        """What a query finds, whole numbers of 64 bits and no NULL, as an array with a row for each column."""

    def columns(self, name: str) -> list[str]:
        """The columns of a table."""

    def beside(self) -> AbstractContextManager[Session]:
        """A session that sees the tables of this one; its own are gone when it ends, but for what it published or added to."""

    def each(self, work: Callable[[T], R], tasks: Sequence[T]) -> list[R]:
        """What some work comes to for each task, as many at a time as suits the engine, each in a session beside this one."""

    def drop(self, *names: str) -> None:
        """Forget tables."""
