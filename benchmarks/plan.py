"""The main job, cold and warm: ``chorsu plan`` as a process of its own, and the planner in a process that has planned before.

The peer of the cold run is the floor: a Python that only imports what every answer needs (DuckDB, NumPy, Babel) and stops.
Both once more with a book grown tenfold: every CSV of measures nine times again, for nine jurisdictions that there are not.
``python benchmarks/plan.py [--smoke]``
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import chorsu
from chorsu.consignment import read_consignment
from chorsu.planning import example, load_references, make_plan

APPLES = Path(__file__).parent.parent / "examples" / "apples-jiaozhou-almaty.json"
COLD = [str(Path(sys.executable).with_name("chorsu")), "plan", str(APPLES), "--json"]
FLOOR = [sys.executable, "-c", "import duckdb, numpy, babel"]


def seconds(command: list[str], times: int, data: str | None = None) -> float:
    """The median seconds of a process, with the data folder of an installation."""
    found = []
    environment = os.environ if data is None else {**os.environ, "CHORSU_DATA": data}
    for _ in range(times):
        begin = time.perf_counter()
        subprocess.run(command, check=False, capture_output=True, env=environment)
        found.append(time.perf_counter() - begin)
    return statistics.median(found)


def grown(folder: Path) -> None:
    """Fill an installation with the package's CSV measures nine times more, for the jurisdictions XA to XI."""
    target = folder / "measures"
    target.mkdir()
    for path in sorted((Path(chorsu.__file__).parent / "data" / "measures").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for letter in "ABCDEFGHI":
            with (target / f"X{letter}-{path.name}").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                others = {"jurisdiction": f"X{letter}"} | ({"replaces": ""} if "replaces" in rows[0] else {})
                writer.writerows({**row, "id": f"X{letter}-{row['id']}", **others} for row in rows)


def warm(folder: Path, times: int) -> tuple[int, float, float]:
    """How many measures the book holds, and the median and 95th percentile of a plan and its JSON, in milliseconds."""
    references, consignment = load_references(folder), read_consignment(example(), for_plan=True)
    make_plan(consignment, references)
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        make_plan(consignment, references).to_json("en")
        found.append((time.perf_counter() - begin) * 1000)
    return len(references.book.measures), statistics.median(found), sorted(found)[max(int(len(found) * 0.95) - 1, 0)]


def main() -> None:
    """Print cold and warm times, their ratio to the floor, and both with ten times the book."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a small run that only proves that it runs")
    smoke = parser.parse_args().smoke
    times, each = (1, 3) if smoke else (5, 50)
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as large:
        grown(Path(large))
        floor, cold, tenfold = seconds(FLOOR, times), seconds(COLD, times, small), seconds(COLD, times, large)
        print(f"cold: chorsu plan {cold:.2f} s, floor {floor:.2f} s, ratio {cold / floor:.1f} : 1")
        count, half, most = warm(Path(small), each)
        print(f"warm: plan and JSON p50 {half:.0f} ms, p95 {most:.0f} ms; cold : warm {cold * 1000 / half:.0f} : 1")
        more, half_more, most_more = warm(Path(large), each)
        print(f"book of {more} measures ({more / count:.1f} times): cold {tenfold:.2f} s ({tenfold / cold:.1f} times), "
              f"warm p50 {half_more:.0f} ms, p95 {most_more:.0f} ms ({half_more / half:.1f} times)")  # fmt: skip


if __name__ == "__main__":
    main()
