"""Limits of a buyer and a period: kept in the order of the lines, over several files by the balances between them."""

from pathlib import Path
from typing import Any

import pytest

from .balances import Balances
from .by_hand import read_by_hand
from .engine import Run, differences, run, write_lines, write_rows, write_world
from .line_oracle import LineOracle, consignments
from .random_lines import random_file

SEEDS = [seed for seed in range(60) if any("limits" in chain for chain in random_file(seed, 1)["book"]["chains"])][:4]
NOTHING = [{"jurisdiction": "CN", "buyer": "nobody", "period": "1999", "used": "0", "currency": "CNY"}]


def run_part(world: dict[str, Any], lines: list[Any], folder: Path, opening: Path | None, form: str) -> Run:
    """Run a part of a file's lines with balances in and out."""
    folder.mkdir()
    options = [*write_world(world, folder), "--closing", str(folder / f"closing.{form}")]
    options += ["--opening", str(opening)] if opening else []
    return run(write_lines(lines, world["columns"], folder / f"lines.{form}"), folder / f"out.{form}", *options)


def in_two(lines: list[Any]) -> tuple[list[Any], list[Any]]:
    """The lines in two parts, no consignment in both: those of the consignments that begin in the first half, and the others."""
    groups = consignments(lines)
    first = {place for group in groups[: len(groups) // 2] for place in group}
    return (
        [line for place, line in enumerate(lines) if place in first],
        [line for place, line in enumerate(lines) if place not in first],
    )


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("seed", SEEDS)
def test_two_files_with_the_balance_between_them_equal_one(seed: int, form: str, tmp_path: Path) -> None:
    world = random_file(seed, 200)
    lines = world["lines"]
    whole = run_part(world, lines, tmp_path / "whole", None, form)
    parts = in_two(lines)
    first = run_part(world, parts[0], tmp_path / "first", None, form)
    second = run_part(world, parts[1], tmp_path / "second", tmp_path / "first" / f"closing.{form}", form)
    by_line = {row["line_id"]: row for row in whole.rows}
    assert len(first.rows) + len(second.rows) == len(by_line)
    # A part has no column for a charge that none of its lines has.
    assert all(filled(by_line[row["line_id"]]) == filled(row) for row in first.rows + second.rows)
    assert Balances.read(second.closing) == Balances.read(whole.closing)
    expected = LineOracle(world["book"], world["rates"]).answer(lines, given=world["given"])
    assert differences(whole, expected, world["columns"]) == []
    assert nonzero(Balances.read(whole.closing)) == nonzero(expected.balances)


def filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: cell for name, cell in row.items() if cell is not None}


def nonzero(balances: Balances) -> dict[Any, Any]:
    return {key: used for key, used in balances.used.items() if used}


def test_what_was_bought_before_counts_and_what_others_bought_does_not(tmp_path: Path) -> None:
    case = read_by_hand("china-retail")
    shuffled = [*NOTHING, *case["opening"]]
    opening = write_rows(shuffled, tmp_path / "opening.csv")
    found = run_part(case, case["lines"], tmp_path / "with", opening, "csv")
    without = run_part(case, case["lines"], tmp_path / "without", None, "csv")
    of_b = [row["line_id"] for row in found.rows if row["buyer"] == "B"]
    alike = {row["line_id"]: row for row in without.rows}
    assert all(alike[row["line_id"]] == row for row in found.rows if row["line_id"] in of_b)
    # Without it, all four of A's purchases are covered: the second, of 3,000.01, makes 6,000.01 of the year.
    assert [row["total"] and float(row["total"]) for row in without.rows if row["buyer"] == "A"] == [273, 273, 273, 0.91]
    assert Balances.read(found.closing).used[("CN", "nobody", "1999", "CNY")] == 0


def test_a_limited_regime_needs_the_buyer(tmp_path: Path) -> None:
    case = read_by_hand("china-retail")
    lines = [line | {"buyer": None} if line["line_id"] == "L3" else line for line in case["lines"]]
    found = run_part(case, lines, tmp_path / "part", None, "csv")
    assert [row["line_id"] for row in found.rejects] == ["L3"]
    assert "buyer" in found.rejects[0]["reason"]


@pytest.mark.parametrize(
    "row",
    [{"used": "-5"}, {"used": "much"}, {"period": "last year"}, {"period": "2026-Q5"}, {"currency": "yuan"}],
    ids=lambda row: " ".join(f"{key} {value}" for key, value in row.items()),
)
def test_a_balance_that_cannot_be_read_stops_the_run_before_it_begins(row: dict[str, str], tmp_path: Path) -> None:
    case = read_by_hand("china-retail")
    opening = write_rows([case["opening"][0] | row], tmp_path / "opening.csv")
    found = run_part(case, case["lines"], tmp_path / "part", opening, "csv")
    assert found.status == 2
    assert next(iter(row)) in found.errors
    assert not found.out.exists()
