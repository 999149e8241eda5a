"""A run that is killed leaves nothing that could be taken for its result, and run again it gives what it would have given."""

import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from .by_hand import read_by_hand
from .engine import beside, write_world
from .many_lines import write_many_lines

ROOT = Path(__file__).parents[2]
ROWS = 2_500


def start(source: Path, out: Path, options: list[str]) -> subprocess.Popen[bytes]:
    """A run in stretches, in a process of its own."""
    command = [sys.executable, "-m", "tests.bulk.in_stretches", str(source), str(out), str(ROWS), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def kill_and_run_again(lines: int, times: int, form: str, folder: Path) -> None:
    source = write_many_lines(folder / f"lines.{form}", lines)
    options = write_world(read_by_hand("kazakhstan"), folder)
    reference = folder / f"reference.{form}"
    began = time.monotonic()
    whole = start(source, reference, options)
    assert whole.wait() == 0, whole.stderr and whole.stderr.read()
    takes = time.monotonic() - began
    right = digest(reference)
    dice = Random(f"{lines} {times} {form}")
    out = folder / f"out.{form}"
    for _ in range(times):
        running = start(source, out, options)
        time.sleep(dice.uniform(0.1, 1) * takes)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        if out.exists():  # it was as quick as that
            assert digest(out) == right
            out.unlink()
    again = start(source, out, options)
    assert again.wait() == 0
    assert digest(out) == right
    assert digest(beside(out, "rejects")) == digest(beside(reference, "rejects"))
    assert left_over(folder) == []


def left_over(folder: Path) -> list[str]:
    """What lies about beside the files that belong there."""
    belonging = ("lines", "reference", "out", "book", "rates")
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(belonging))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_killed_run_leaves_no_half_of_a_result(form: str, tmp_path: Path) -> None:
    kill_and_run_again(10_000, 2, form, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_run_killed_at_twenty_moments_leaves_no_half_of_a_result(form: str, tmp_path: Path) -> None:
    kill_and_run_again(60_000, 20, form, tmp_path)


def test_the_result_of_an_earlier_run_stands_until_the_next_is_whole(tmp_path: Path) -> None:
    source = write_many_lines(tmp_path / "lines.parquet", 20_000)
    out = tmp_path / "out.parquet"
    out.write_bytes(b"an earlier result")
    running = start(source, out, write_world(read_by_hand("kazakhstan"), tmp_path))
    seen = set()
    while running.poll() is None:
        seen.add(digest(out))
        time.sleep(0.01)
    seen.add(digest(out))
    assert seen == {sha256(b"an earlier result").hexdigest(), digest(out)}
