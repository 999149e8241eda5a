"""The bulk engine equals the oracle, line by line, on random files over random books.

The daily test takes a sample; the proof takes at least a million lines, in files long enough to be worked on in parts.
``CHORSU_LINE_FILES`` says how many files the daily test compares.
"""

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.assessment.test_against_oracle import PROMISED, features

from .line_oracle import LineOracle
from .random_case import told_apart
from .random_lines import REGIMES, random_file

FILES = int(os.environ.get("CHORSU_LINE_FILES", "16"))
LINES = 250
BATCHES = 8
# The proof: as many files of so many lines as make a million.
PROOF_LINES = 4_000
PROOF_FILES = 250
FIRST_OF_PROOF = 100_000


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_line_equals_the_oracles(batch: int, tmp_path: Path) -> None:
    for seed in range(batch, FILES, BATCHES):
        assert told_apart(seed, LINES, tmp_path / str(seed)) == [], f"file {seed}"


@pytest.mark.proof
def test_a_million_lines_equal_the_oracles(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        compare = partial(compare_long_file, folder=tmp_path)
        for seed, wrong in pool.map(compare, range(FIRST_OF_PROOF, FIRST_OF_PROOF + PROOF_FILES)):
            assert wrong == [], f"file {seed}"


def compare_long_file(seed: int, folder: Path) -> tuple[int, list[str]]:
    """Where a file of the proof differs, the first few places."""
    return seed, told_apart(seed, PROOF_LINES, folder / str(seed))[:10]


def test_the_random_files_try_what_they_promise() -> None:
    seen: Counter[str] = Counter()
    for seed in range(70):
        world = random_file(seed, 30)
        answer = LineOracle(world["book"], world["rates"]).answer(world["lines"], given=world["given"])
        seen.update(features(world))
        seen.update(f"column {name}" for line in world["lines"] for name in line)
        seen.update(line["regime"] for line in world["lines"] if "regime" in line)
        seen["lines"] += len(world["lines"])
        seen["rejected"] += len(answer.rejected)
        seen["known"] += sum(row["total"] is not None for row in answer.rows)
        seen["no customs value"] += sum(row["customs_value"] is None for row in answer.rows)
        seen["limits"] += bool(answer.balances.used)
    assert seen["known"] > 0.45 * seen["lines"]
    assert 0 < seen["rejected"] < 0.1 * seen["lines"]
    assert seen["limits"] > 4
    # What a world promises by its law; what single assessments say besides is theirs.
    by_law = [
        name for name in PROMISED if name.startswith(("condition ", "valuation ", "rounding ", "chain ", "charge ", "measure "))
    ]
    by_law += [name for name in PROMISED if name.endswith(" in an expression")]
    assert {name for name in (*by_law, *REGIMES) if not seen[name]} == set()
