"""The same lines on Apache Spark come out the same, row by row."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .by_hand import FILES, read_by_hand
from .engine import run, write_lines, write_rows, write_world
from .random_case import told_apart
from .random_lines import random_file

pyspark = pytest.importorskip("pyspark", reason="the extra chorsu[spark] is not installed")
# A run makes some hundred small jobs of Spark, and takes ten seconds or more: a proof, not a daily test.
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, and there is none here"),
    pytest.mark.proof,
]
# For few lines it takes longer to make a program of a query than to run it.
SMALL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}
PROOF_FILES, PROOF_LINES = 60, 17_000  # a million lines


@pytest.fixture(scope="module", autouse=True)
def _one_session() -> Iterator[None]:
    """One session for all runs."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in SMALL.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield
    session.stop()


@pytest.mark.parametrize("name", FILES)
def test_spark_comes_to_what_duckdb_comes_to(name: str, tmp_path: Path) -> None:
    case = read_by_hand(name)
    lines = write_lines(case["lines"], case["columns"], tmp_path / "lines.parquet", typed=True)
    options = write_world(case, tmp_path)
    if case["opening"]:
        options += ["--opening", str(write_rows(case["opening"], tmp_path / "opening.csv"))]
    found = {}
    for engine in ("duckdb", "spark"):
        closing = ["--closing", str(tmp_path / f"closing-{engine}.csv")] if case["opening"] else []
        found[engine] = run(lines, tmp_path / f"{engine}.parquet", *options, *closing, "--engine", engine)
        assert found[engine].status != 2, found[engine].errors
    assert found["spark"].rows == found["duckdb"].rows
    assert found["spark"].closing == found["duckdb"].closing


@pytest.mark.parametrize("seed", range(1_000, 1_004))
def test_every_line_on_spark_equals_the_oracles(seed: int, tmp_path: Path) -> None:
    assert told_apart(seed, 100, tmp_path, "--engine", "spark") == []


def test_a_million_lines_on_spark_come_to_what_they_do_on_duckdb(tmp_path: Path) -> None:
    for seed in range(2_000, 2_000 + PROOF_FILES):
        world = random_file(seed, PROOF_LINES)
        lines = write_lines(world["lines"], world["columns"], tmp_path / "lines.parquet")
        options = write_world(world, tmp_path)
        duckdb, spark = (
            run(lines, tmp_path / f"{engine}.parquet", *options, "--engine", engine) for engine in ("duckdb", "spark")
        )
        assert spark.status == duckdb.status != 2, f"file {seed}: {spark.errors}"
        assert spark.rows == duckdb.rows, f"file {seed}"
        assert spark.rejects == duckdb.rejects, f"file {seed}"
        assert spark.summary == duckdb.summary, f"file {seed}"
