"""The floor: what DuckDB takes to read a result and write it again, no law in between. No engine that writes with it is faster.

``python benchmarks/peers/floor.py RESULT.parquet OUT.parquet RATES.csv`` (the rates are not looked at)
"""

from __future__ import annotations

import sys

import duckdb


def main() -> None:
    """Write the file that is named again."""
    result, out, _ = sys.argv[1:]
    with duckdb.connect(config={"threads": 2, "memory_limit": "1200MB"}) as connection:
        connection.execute(f"COPY (FROM read_parquet('{result}')) TO '{out}' (FORMAT parquet)")


if __name__ == "__main__":
    main()
