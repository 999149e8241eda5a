"""The same lines on Apache Spark come out the same, row by row."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .by_hand import FILES, read_by_hand
from .engine import run, write_lines, write_rows, write_world
from .random_case import told_apart

pyspark = pytest.importorskip("pyspark", reason="the extra chorsu[spark] is not installed")
# Each run makes hundreds of small jobs of Spark, and takes a minute or so: a proof, not a daily test.
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, and there is none here"),
    pytest.mark.proof,
]


@pytest.fixture(scope="module", autouse=True)
def _one_session() -> Iterator[None]:
    """The session that the first run opens serves all; the last one closes it."""
    yield
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is not None:
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


@pytest.mark.proof
def test_many_files_on_spark_equal_the_oracles(tmp_path: Path) -> None:
    for seed in range(2_000, 2_060):
        assert told_apart(seed, 2_000, tmp_path / str(seed), "--engine", "spark")[:10] == [], f"file {seed}"
