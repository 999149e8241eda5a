"""A million lines pass through a small memory, and come out as the same lines alone would."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from .by_hand import read_by_hand
from .engine import write_world
from .many_lines import write_many_lines

MEGABYTES = 1_500


def peak(lines: int, form: str, folder: Path) -> tuple[int, Path]:
    """The most memory, in megabytes, that a run on so many lines takes, and what it wrote."""
    source, out = write_many_lines(folder / f"lines-{lines}.{form}", lines), folder / f"out-{lines}.{form}"
    command = [sys.executable, "-c", "from chorsu.cli import main; main()", "assess", str(source), "-o", str(out)]
    running = subprocess.Popen([*command, *write_world(read_by_hand("kazakhstan"), folder)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode in (0, 1)
    return used.ru_maxrss // 1024, out


@pytest.mark.proof
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_million_lines_take_little_memory(form: str, tmp_path: Path) -> None:
    most, out = peak(1_000_000, form, tmp_path)
    assert most < MEGABYTES
    with duckdb.connect() as database:
        count, of_bad = database.execute(f"SELECT count(*), count(*) FILTER (value = 'a lot') FROM '{out}'").fetchone() or (0, 0)
    # Of a thousand bad lines some stand with two others.
    assert 997_000 <= count <= 999_000
    assert of_bad == 0
