"""Parquet files put one after the other are one file, to every reader."""

from pathlib import Path

import duckdb
import pytest

from chorsu.assessment.bulk.footers import alike, join

ROWS = """SELECT n + {start} AS n, 'name ' || (n + {start}) AS name, if(n % 3 = 0, NULL, n * 1.25)::DECIMAL(18,4) AS amount,
  [('x' || n), 'y'] AS texts, n % 2 = 0 AS even, DATE '2026-01-01' + n::INTEGER AS day, n / 7.0::DOUBLE AS part
  FROM range({count}) numbers(n)"""


def write(path: Path, start: int, count: int, options: str = "") -> Path:
    duckdb.sql(f"COPY ({ROWS.format(start=start, count=count)}) TO '{path}' (FORMAT parquet{options})")
    return path


@pytest.mark.parametrize(
    "options", ["", ", ROW_GROUP_SIZE 2048", ", COMPRESSION zstd", ", PARQUET_VERSION v2", ", COMPRESSION uncompressed"]
)
def test_all_rows_stand_in_order(options: str, tmp_path: Path) -> None:
    sizes = [10_000, 0, 1, 5_000, 3]
    parts = [write(tmp_path / f"{place}.parquet", sum(sizes[:place]), size, options) for place, size in enumerate(sizes)]
    join(parts, tmp_path / "whole.parquet")
    whole = f"read_parquet('{tmp_path / 'whole.parquet'}')"
    rows = duckdb.sql(f"SELECT * FROM {whole}").fetchall()
    apart = [row for part in parts for row in duckdb.sql(f"SELECT * FROM read_parquet('{part}')").fetchall()]
    assert rows == apart
    assert [row[0] for row in rows] == list(range(sum(sizes)))
    # Statistics and filters of the parts still lead to their rows.
    assert duckdb.sql(f"SELECT name FROM {whole} WHERE n = 12345 AND name = 'name 12345'").fetchall() == [("name 12345",)]


def test_one_file_stays_as_it_is(tmp_path: Path) -> None:
    part = write(tmp_path / "part.parquet", 0, 9_999, ", ROW_GROUP_SIZE 2048")
    join([part], tmp_path / "whole.parquet")
    assert (
        duckdb.sql(f"SELECT * FROM '{tmp_path / 'whole.parquet'}'").fetchall() == duckdb.sql(f"SELECT * FROM '{part}'").fetchall()
    )


def test_files_with_other_columns_are_no_parts(tmp_path: Path) -> None:
    duckdb.sql(f"COPY (SELECT 1 AS other) TO '{tmp_path / 'other.parquet'}' (FORMAT parquet)")
    with pytest.raises(ValueError, match="other columns"):
        join([write(tmp_path / "part.parquet", 0, 10), tmp_path / "other.parquet"], tmp_path / "whole.parquet")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1\xff\xff\xff\xffPAR1", b"no such file at all"])
def test_what_is_no_parquet_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "part.parquet").write_bytes(content)
    with pytest.raises(ValueError, match="Parquet"):
        join([tmp_path / "part.parquet"], tmp_path / "whole.parquet")


def test_a_column_that_is_never_empty_may_be_another(tmp_path: Path) -> None:
    parts = [tmp_path / "some.parquet", tmp_path / "all.parquet"]
    duckdb.sql(f"COPY (SELECT if(n < 5, NULL, 'x') AS text FROM range(10) numbers(n)) TO '{parts[0]}' (FORMAT parquet)")
    duckdb.sql(f"COPY (SELECT 'x' AS text FROM range(10) numbers(n)) TO '{parts[1]}' (FORMAT parquet)")
    assert alike([parts[0], parts[0]])
    assert not alike(parts)
