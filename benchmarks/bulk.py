"""Bulk assessment beside what a user would write instead: the same file, the same book, every total equal, or the run fails.

A ratio is the engine's lines a second over a peer's, each taken as a process from start to written file, choice of measures
included. The peers (``benchmarks/peers``): the decimal loop is plain Python; Polars has the loop's choices and 128-bit integers;
DuckDB written naively joins lines to measures in SQL, on a smaller file, since its time grows with lines times measures, and for
Kazakhstan only. A peer is compared on the lines that it covers. The floor only reads the engine's result and writes it again.
Memory is the highest of the process (VmHWM).

``python benchmarks/bulk.py [--smoke] [--growth]``: ``--growth`` goes on to 50 million lines.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from decimal import getcontext
from pathlib import Path

import duckdb

PEERS = Path(__file__).parent / "peers"
sys.path.insert(0, str(PEERS))

import lines  # noqa: E402
from choices import Choices, Line  # noqa: E402
from loop import Loop, read  # noqa: E402

from chorsu.assessment import assess, read_rates  # noqa: E402
from chorsu.consignment import Consignment, Item  # noqa: E402
from chorsu.measures import load_book  # noqa: E402

MILLION = 1_000_000


@dataclass(frozen=True)
class Run:
    """A process that has assessed a file: how many of its lines, in what time, in how much memory."""

    lines: int
    seconds: float
    megabytes: int
    out: Path

    @property
    def speed(self) -> float:
        return self.lines / self.seconds


def run(command: list[str], out: Path, count: int, environment: dict[str, str] | None = None) -> Run:
    """Run a command to its end. Exit status 1 says that something is unknown: an answer, not a failure."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ | (environment or {}))
    peak = [0]
    watch = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watch.start()
    errors = process.communicate()[1].decode()
    seconds = time.perf_counter() - begin
    watch.join()
    assert process.returncode in (0, 1), errors
    return Run(count, seconds, peak[0], out)


def _watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    """Keep the highest memory of a process and those that it has started, in megabytes."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_high_water(each) for each in _family(process.pid)) // 1024)
        time.sleep(0.02)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _high_water(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def engine(file: Path, rates: Path, out: Path, count: int, *options: str) -> Run:
    """The engine, as a user calls it."""
    command = [
        str(Path(sys.executable).with_name("chorsu")),
        "assess",
        str(file),
        "-o",
        str(out),
        "--rates",
        str(rates),
        *options,
    ]
    return run(command, out, count)


def peer(name: str, file: Path, rates: Path, out: Path, count: int) -> Run:
    """One of the peers."""
    return run([sys.executable, str(PEERS / f"{name}.py"), str(file), str(out), str(rates)], out, count)


def compare(ours: Path, theirs: Path) -> tuple[int, int]:
    """How many lines a peer knows, and how many of its lines the engine knows. Fails where an amount that both know differs."""
    reader = "read_csv('{}', all_varchar = true)" if theirs.suffix == ".csv" else "read_parquet('{}')"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW ours AS FROM read_parquet('{ours}')")
        connection.execute(f"CREATE VIEW theirs AS FROM {reader.format(theirs)}")
        columns = [{row[0] for row in connection.execute(f"DESCRIBE {side}").fetchall()} for side in ("ours", "theirs")]
        kinds = sorted((columns[0] & columns[1]) - set(Line._fields) - {"measures", "unknown"})
        differs = " OR ".join(f"coalesce(o.{kind}::DECIMAL(38, 2), 0) <> coalesce(t.{kind}::DECIMAL(38, 2), 0)" for kind in kinds)
        known, of, wrong, example = connection.execute(
            f"""SELECT count(t.total), count(o.total), count(*) FILTER (t.total IS NOT NULL AND (o.total IS NULL OR {differs})),
                       any_value(line_id) FILTER (t.total IS NOT NULL AND (o.total IS NULL OR {differs}))
                FROM ours o JOIN theirs t USING (line_id)"""
        ).fetchone()
    assert "total" in kinds
    assert not wrong, f"{wrong} lines differ between the engine and {theirs.name}, for example {example}"
    return known, of


def race(folder: Path, count: int, few: int) -> None:
    """The engine and each peer on the same file."""
    file, rates = lines.make(count, folder)
    best = engine(file, rates, folder / "engine.parquet", count)
    _head()
    _row("engine", best)
    for name, suffix, words in (("loop", "csv", "decimal loop"), ("in_polars", "parquet", "Polars")):
        if name == "in_polars" and importlib.util.find_spec("polars") is None:
            print("Polars         is not installed")
            continue
        theirs = peer(name, file, rates, folder / f"{name}.{suffix}", count)
        _row(words, theirs, best, *compare(best.out, theirs.out))
    _row("floor", peer("floor", best.out, rates, folder / "floor.parquet", count), best, 1, 1)
    small = folder / "few"
    small.mkdir()
    file, rates = lines.make(few, small)
    kazakh = duckdb.sql(f"SELECT count(*) FROM '{file}' WHERE jurisdiction = 'KZ'").fetchall()[0][0]
    ours = engine(file, rates, small / "engine.parquet", few)
    naive = peer("naive", file, rates, small / "naive.parquet", kazakh)
    _row("naive DuckDB", naive, best, *compare(ours.out, naive.out))


def _head() -> None:
    print("contestant          lines  seconds  lines/s  memory, MB  engine : it  covers")


def _row(name: str, one: Run, best: Run | None = None, known: int = 0, of: int = 0) -> None:
    ratio = f"{best.speed / one.speed:9.1f} : 1  {100 * known / of:5.1f} %" if best and of else ""
    print(f"{name:14} {one.lines:10,}  {one.seconds:7.1f}  {one.speed:7,.0f}  {one.megabytes:10,}  {ratio}", flush=True)


def growth(folder: Path, counts: list[int]) -> None:
    """The engine on files of growing size: time in proportion, memory flat."""
    print("\nlines        seconds  lines/s  memory, MB  file, MB")
    for count in counts:
        file, rates = lines.make(count, folder)
        size = file.stat().st_size >> 20
        one = engine(file, rates, folder / "engine.parquet", count)
        print(f"{count:10,}  {one.seconds:8.1f}  {one.speed:7,.0f}  {one.megabytes:10,}  {size:8,}", flush=True)


def single(folder: Path, count: int) -> None:
    """One line at a time in the library, warm, with its explanation; beside the decimal loop, which explains nothing."""
    _, rates_file = lines.make(count * 4, folder)
    rates, book = read_rates(rates_file), load_book()
    picked = random.Random(5).sample([line for line in read(str(folder / "lines.parquet")) if line.freight is None], count)
    kinds = list(dict.fromkeys(charge.kind for chain in book.chains for charge in chain.charges))
    loop = Loop(Choices(book, rates), kinds)
    works = {"engine": lambda line: _assessed(line, book, rates), "decimal loop": lambda line: list(loop.consignment([line]))}
    print("\none line        p50, ms  p95, ms")
    for name, work in works.items():
        for line in picked:
            work(line)
        seconds = []
        for line in picked:
            begin = time.perf_counter()
            work(line)
            seconds.append(time.perf_counter() - begin)
        cuts = statistics.quantiles(seconds, n=20)
        print(f"{name:14}  {1000 * cuts[9]:7.2f}  {1000 * cuts[18]:7.2f}")


def _assessed(line: Line, book, rates) -> dict[str, object]:
    item = Item("", line.hs, line.origin, line.value, line.currency, {line.jurisdiction: line.code}, line.quantity, line.unit,
                gross_mass=line.gross_mass, net_mass=line.net_mass, proofs=tuple(line.proofs))  # fmt: skip
    consignment = Consignment((item,), "DAP", buyer_kind=line.buyer_kind)
    return assess(consignment, book, rates, jurisdiction=line.jurisdiction, regime=line.regime, on=line.on).to_json()


def spark(folder: Path, count: int) -> None:
    """The same relations on Spark, with one worker and with two: the same answers, and how a second worker tells."""
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        print("\nSpark          is not here: it needs chorsu[spark] and Java 17")
        return
    file, rates = lines.make(count, folder)
    ours = engine(file, rates, folder / "engine.parquet", count)
    print("\nSpark, workers      lines  seconds  lines/s  memory, MB  2 workers : 1")
    one = None
    for workers in (1, 2):
        options = ("--engine", "spark", "--master", f"local[{workers}]")
        it = engine(file, rates, folder / f"spark-{workers}.parquet", count, *options)
        known, of = compare(ours.out, it.out)
        assert known == of, "Spark does not know what DuckDB knows"
        ratio = f"{it.speed / one.speed:11.2f} : 1" if one else ""
        print(f"{workers:14} {it.lines:10,}  {it.seconds:7.1f}  {it.speed:7,.0f}  {it.megabytes:10,}  {ratio}", flush=True)
        one = it


def main() -> None:
    """Print the ratios, the growth, the single answer, and Spark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a small run that only proves that it runs")
    parser.add_argument("--growth", action="store_true", help="grow to 50 million lines: some 10 GB of disk, and an hour")
    asked = parser.parse_args()
    getcontext().prec = 60  # of the decimal loop
    count, few, one = (2_000, 2_000, 10) if asked.smoke else (MILLION, 50_000, 300)
    sizes = [1_000] if asked.smoke else [n * MILLION for n in ((1, 5, 10, 25, 50) if asked.growth else (1, 5))]
    with tempfile.TemporaryDirectory() as folder:
        race(Path(folder), count, few)
        growth(Path(folder), sizes)
        single(Path(folder), one)
        if not asked.smoke:  # a session of Spark alone takes longer than all the rest of a small run
            spark(Path(folder), count // 5)


if __name__ == "__main__":
    main()
