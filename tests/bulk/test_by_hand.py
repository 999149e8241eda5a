"""Files of lines worked out by hand: the oracle and the engine come to the same figures."""

from pathlib import Path

import pytest

from .balances import Balances
from .by_hand import FILES, read_by_hand
from .engine import differences, run, run_in_stretches, write_lines, write_rows, write_world
from .line_oracle import Answer, LineOracle


@pytest.mark.parametrize("name", FILES)
def test_the_oracle_comes_to_the_figures_worked_out_by_hand(name: str) -> None:
    case = read_by_hand(name)
    found = LineOracle(case["book"], case["rates"]).answer(case["lines"], Balances.read(case["opening"]))
    assert not found.rejected
    for row, right in zip(found.rows, case["expected"], strict=True):
        assert {key: row[key] for key in right} == right, row["line_id"]
    assert found.balances == Balances.read(case["closing"])


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("name", FILES)
def test_the_engine_comes_to_the_figures_worked_out_by_hand(name: str, form: str, tmp_path: Path) -> None:
    case = read_by_hand(name)
    lines = write_lines(case["lines"], case["columns"], tmp_path / f"lines.{form}", typed=form == "parquet")
    options = write_world(case, tmp_path)
    if case["closing"]:
        opening = write_rows(case["opening"], tmp_path / f"opening.{form}")
        options += ["--opening", str(opening), "--closing", str(tmp_path / f"closing.{form}")]
    found = run(lines, tmp_path / f"out.{form}", *options)
    assert found.status == (1 if any(row["unknown"] for row in case["expected"]) else 0), found.errors
    rows = LineOracle(case["book"], case["rates"]).answer(case["lines"], Balances.read(case["opening"])).rows
    right = [row | told for row, told in zip(rows, case["expected"], strict=True)]
    assert differences(found, Answer(rows=right), case["columns"]) == []
    assert Balances.read(found.closing) == Balances.read(case["closing"])


@pytest.mark.parametrize("name", FILES)
def test_stretch_by_stretch_comes_to_the_same(name: str, tmp_path: Path) -> None:
    case = read_by_hand(name)
    lines = write_lines(case["lines"], case["columns"], tmp_path / "lines.parquet", typed=True)
    options = write_world(case, tmp_path)
    if case["opening"]:
        options += ["--opening", str(write_rows(case["opening"], tmp_path / "opening.csv"))]
    whole = run(lines, tmp_path / "whole.parquet", *options)
    parts = run_in_stretches(lines, tmp_path / "parts.parquet", *options, rows=2)
    assert parts.rows == whole.rows
    assert parts.summary == whole.summary


def test_whatever_differs_from_what_was_worked_out_is_told(tmp_path: Path) -> None:
    case = read_by_hand("kazakhstan")
    found = run(
        write_lines(case["lines"], case["columns"], tmp_path / "lines.csv"), tmp_path / "out.csv", *write_world(case, tmp_path)
    )
    expected = LineOracle(case["book"], case["rates"]).answer(case["lines"])
    assert differences(found, expected, case["columns"]) == []
    wrong = {
        "total": "2304200.01",
        "vat": "",
        "fee": "24999.99",
        "measures": "apples; vat",
        "unknown": "vat",
        "currency_out": "RUB",
    }
    for name, cell in wrong.items():
        right, found.rows[0][name] = found.rows[0][name], cell
        assert differences(found, expected, case["columns"]), name
        found.rows[0][name] = right
    found.rows.append(found.rows.pop(0))
    assert differences(found, expected, case["columns"]) == ["order of the lines"]
