"""Many lines for Kazakhstan's book by hand, quickly made: consignments of one to three lines, a few of them bad."""

from pathlib import Path

import duckdb


def write_many_lines(path: Path, lines: int) -> Path:
    """A file of so many lines; every thousandth has a value that cannot be read."""
    form = "FORMAT csv, HEADER" if path.suffix == ".csv" else "FORMAT parquet"
    with duckdb.connect() as database:
        database.execute(f"""
            COPY (
              SELECT 'L' || n AS line_id,
                     CASE WHEN n % 7 < 3 THEN 'C' || n // 7 END AS consignment_id,
                     'KZ' AS jurisdiction, 'import' AS regime, '2026-12-01' AS "on",
                     CASE WHEN n % 7 < 5 THEN '401120' ELSE '080810' END AS hs,
                     CASE WHEN n % 11 = 0 THEN 'UZ' ELSE 'CN' END AS origin,
                     CASE WHEN n % 1000 = 500 THEN 'a lot' ELSE (hash(n) % 1000000 / 100)::DECIMAL(12,2)::VARCHAR END AS value,
                     CASE WHEN n % 3 = 0 THEN 'KZT' ELSE 'USD' END AS currency,
                     (hash(n + 1) % 50000 / 1000)::DECIMAL(12,3)::VARCHAR AS net_mass,
                     CASE WHEN n % 22 = 0 THEN 'ST-1' END AS proofs
              FROM range({lines}) numbers(n)
            ) TO '{path}' ({form})""")
    return path
