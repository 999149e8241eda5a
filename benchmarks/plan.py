"""The main job, cold and warm: ``chorsu plan`` as a process of its own, and the planner in a process that has planned before.

The peer of the cold run is the floor: a Python that only imports what every answer needs (DuckDB, NumPy, Babel) and stops.
``python benchmarks/plan.py [--smoke]``
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from chorsu.consignment import read_consignment
from chorsu.planning import example, load_references, make_plan

APPLES = Path(__file__).parent.parent / "examples" / "apples-jiaozhou-almaty.json"
COLD = [str(Path(sys.executable).with_name("chorsu")), "plan", str(APPLES), "--json"]
FLOOR = [sys.executable, "-c", "import duckdb, numpy, babel"]


def seconds(command: list[str], times: int) -> float:
    """The median seconds of a process."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        subprocess.run(command, check=False, capture_output=True)
        found.append(time.perf_counter() - begin)
    return statistics.median(found)


def main() -> None:
    """Print cold and warm times and their ratio to the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a small run that only proves that it runs")
    smoke = parser.parse_args().smoke
    floor, cold = seconds(FLOOR, 1 if smoke else 5), seconds(COLD, 1 if smoke else 5)
    print(f"cold: chorsu plan {cold:.2f} s, floor {floor:.2f} s, ratio {cold / floor:.1f} : 1")
    references, consignment = load_references(), read_consignment(example(), for_plan=True)
    make_plan(consignment, references)
    warm = []
    for _ in range(3 if smoke else 50):
        begin = time.perf_counter()
        make_plan(consignment, references).to_json("en")
        warm.append((time.perf_counter() - begin) * 1000)
    p95 = sorted(warm)[int(len(warm) * 0.95) - 1]
    half = statistics.median(warm)
    print(f"warm: plan and JSON p50 {half:.0f} ms, p95 {p95:.0f} ms; cold : warm {cold * 1000 / half:.0f} : 1")


if __name__ == "__main__":
    main()
