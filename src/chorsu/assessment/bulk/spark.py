"""Bulk relations on Apache Spark, for a cluster (the extra ``chorsu[spark]``; Java 17): the same queries as in the process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import DataFrame, SparkSession

from chorsu.assessment.bulk.session import R, T
from chorsu.assessment.dialect import SPARK

_TYPES = {"VARCHAR": "STRING", "VARCHAR[]": "ARRAY<STRING>", "INTEGER": "INT"}


_NEEDED = {
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, never a wrong figure
    "spark.sql.session.timeZone": "UTC",
}
_OF_OUR_OWN = {
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def start(master: str = "") -> SparkSession:
    """The session that is open, or one on the cluster that is named (or the environment names; else this machine's cores)."""
    session = SparkSession.getActiveSession()
    if session is None:
        builder = SparkSession.builder.appName("chorsu")
        if master:
            builder = builder.master(master)
        for name, value in _OF_OUR_OWN.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    for name, value in _NEEDED.items():
        session.conf.set(name, value)
    return session


class Spark:
    """A Spark session as the bulk run uses it: tables are cached relations under temporary names."""

    dialect = SPARK

    def __init__(self, session: SparkSession) -> None:
        self.spark = session
        self._kept: dict[str, DataFrame] = {}

    def make(self, name: str, query: str) -> None:
        self._keep(name, self.spark.sql(query))

    def view(self, name: str, query: str) -> None:
        # A view in a view in a view makes a plan that takes longer to think through than to run.
        self._keep(name, self.spark.sql(query))

    def publish(self, name: str, query: str) -> None:
        self.make(name, query)

    def table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        self._frame(columns, rows).createOrReplaceTempView(name)

    def add(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        if name not in self._kept or rows:
            found = self._frame(columns, rows)
            self._keep(name, self._kept[name].unionByName(found) if name in self._kept else found)

    def _frame(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> DataFrame:
        types = [(column.partition(" ")[0], column.partition(" ")[2]) for column in columns]
        schema = ", ".join(f"`{column}` {_TYPES.get(kind, kind)}" for column, kind in types)
        wide = [kind.startswith("DECIMAL") for _, kind in types]
        cells = [
            tuple(Decimal(cell) if big and isinstance(cell, int) else cell for cell, big in zip(row, wide, strict=True))
            for row in rows
        ]
        return self.spark.createDataFrame(cells, schema)

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        return (tuple(_whole(cell) for cell in row) for row in self.spark.sql(query).collect())

    def integers(self, query: str) -> NDArray[np.int64]:
        found = self.spark.sql(query)
        return np.array(found.collect(), dtype=np.int64).reshape(-1, len(found.columns)).T

    def columns(self, name: str) -> list[str]:
        return [str(column) for column in self.spark.table(name).columns]

    @contextmanager
    def beside(self) -> Iterator[Spark]:
        yield self  # the session of Spark has one name for each table

    def each(self, work: Callable[[T], R], tasks: Sequence[T]) -> list[R]:
        return [work(task) for task in tasks]

    def drop(self, *names: str) -> None:
        for name in names:
            self._kept.pop(name, None)
            self.spark.catalog.dropTempView(name)

    def close(self) -> None:
        """Forget every table; the session stays open for the next run."""
        self.drop(*list(self._kept))

    def _keep(self, name: str, frame: DataFrame) -> None:
        """Compute a relation now, and forget how it came about."""
        self._kept[name] = frame.localCheckpoint(eager=True)
        self._kept[name].createOrReplaceTempView(name)


def _whole(cell: Any) -> Any:
    """Decimals without places are Spark's numbers of 128 bits."""
    return int(cell) if isinstance(cell, Decimal) and cell.as_tuple().exponent == 0 else cell


def types_of(session: Spark, name: str) -> dict[str, str]:
    """The columns of a relation with their types as DuckDB names them."""
    names = {
        "string": "VARCHAR",
        "array<string>": "VARCHAR[]",
        "int": "INTEGER",
        "bigint": "BIGINT",
        "smallint": "SMALLINT",
        "tinyint": "TINYINT",
    }
    return {column: names.get(kind, kind.upper()) for column, kind in session.spark.table(name).dtypes}


def read_lines(session: Spark, path: Path) -> None:
    """Make ``lines_in`` of a Parquet file, with ``n``, the number of each row."""
    frame = session.spark.read.parquet(str(path)).selectExpr("*", "_metadata.row_index AS n")
    frame.createOrReplaceTempView("lines_in")
