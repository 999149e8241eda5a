"""The same lines in every form: CSV and Parquet, texts, decimals and floats, scattered and together."""

import csv
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from chorsu.assessment.bulk.local import Local
from chorsu.assessment.bulk.source import Source

from .by_hand import FILES, read_by_hand
from .engine import Run, figure, listed, run, write_lines, write_world
from .line_oracle import consignments
from .random_lines import random_file

LISTS = ("measures", "unknown", "why")


def plain(row: dict[str, Any], columns: list[str]) -> dict[str, Any]:
    """A row's results, whatever the form it came in."""
    texts = ("line_id", "currency_out", "regime_out")
    found: dict[str, Any] = {name: row[name] for name in texts}
    for name, cell in row.items():
        if name not in columns and name not in texts:
            found[name] = listed(cell) if name in LISTS else figure(cell)
    return found


def outcome(found: Run, columns: list[str]) -> tuple[list[Any], list[Any]]:
    return [plain(row, columns) for row in found.rows], [row["line_id"] for row in found.rejects]


@pytest.mark.parametrize("seed", range(4))
def test_csv_in_and_out_equals_parquet_in_and_out(seed: int, tmp_path: Path) -> None:
    world = random_file(seed, 150)
    options = write_world(world, tmp_path)
    outcomes = []
    for one, other in (("csv", "csv"), ("parquet", "parquet"), ("csv", "parquet"), ("parquet", "csv")):
        lines = write_lines(world["lines"], world["columns"], tmp_path / f"lines.{one}")
        outcomes.append(outcome(run(lines, tmp_path / f"out-{one}.{other}", *options), world["columns"]))
    assert all(found == outcomes[0] for found in outcomes)


@pytest.mark.parametrize("kind", ["DOUBLE", "DECIMAL(20,4)", "VARCHAR"])
def test_figures_may_be_decimals_floats_or_texts(kind: str, tmp_path: Path) -> None:
    """A float means the shortest decimal that is written so: 0.1 is a tenth, and 1234567.89 has no thirtieth digit."""
    case = read_by_hand("kazakhstan")
    values = ["0.1", "1234567.89", "0.07", "100", "8.005"]
    lines = [case["lines"][3] | {"line_id": f"L{n}", "value": value, "consignment_id": None} for n, value in enumerate(values)]
    path = write_lines(lines, case["columns"], tmp_path / "texts.parquet")
    with duckdb.connect() as database:
        database.execute(
            f"""COPY (SELECT * REPLACE (value::{kind} AS value, "on"::DATE AS "on") FROM '{path}')
                TO '{tmp_path}/lines.parquet'"""
        )
    found = run(tmp_path / "lines.parquet", tmp_path / "out.parquet", *write_world(case, tmp_path))
    assert found.rejects == []
    assert [row["customs_value"] for row in found.rows] == [Decimal(value) * 500 for value in values]


@pytest.mark.parametrize("seed", range(4))
def test_a_scattered_consignment_equals_the_same_together(seed: int, tmp_path: Path) -> None:
    world = random_file(seed, 150)
    options = write_world(world, tmp_path)
    together = [world["lines"][place] for places in consignments(world["lines"]) for place in places]
    found = [
        run(write_lines(lines, world["columns"], tmp_path / f"{name}.csv"), tmp_path / f"out-{name}.csv", *options)
        for name, lines in (("scattered", world["lines"]), ("together", together))
    ]
    rows, again = ({row["line_id"]: row for row in one.rows} for one in found)
    assert rows == again


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_lines_own_columns_come_out_first_as_they_went_in(form: str, tmp_path: Path) -> None:
    case = read_by_hand("kazakhstan")
    columns = [*case["columns"], "note", "Примечание"]
    lines = [line | {"note": f'№ {n}, "{n}"', "Примечание": "0010.50"} for n, line in enumerate(case["lines"])]
    Random(3).shuffle(columns)
    source = write_lines(lines, columns, tmp_path / f"lines.{form}", typed=form == "parquet")
    found = run(source, tmp_path / f"out.{form}", *write_world(case, tmp_path))
    assert list(found.rows[0])[: len(columns)] == columns
    for row, line in zip(found.rows, lines, strict=True):
        for name in columns:
            given = line.get(name)
            if form == "csv":
                given = "; ".join(given) if isinstance(given, list) else given and str(given)
            assert row[name] in (given, Decimal(given) if isinstance(row[name], Decimal) else given), name


def test_amounts_have_the_digits_of_the_chain(tmp_path: Path) -> None:
    case = read_by_hand("kazakhstan")
    found = run(
        write_lines(case["lines"], case["columns"], tmp_path / "lines.csv"), tmp_path / "out.csv", *write_world(case, tmp_path)
    )
    assert {len(cell.partition(".")[2]) for row in found.rows if (cell := row["total"])} <= {0, 1, 2}
    assert not any("e" in (row["total"] or "").lower() for row in found.rows)


FORMULAS = ["=1+1", "+7 701", "-apples", "@SUM(A1)", "\t=1+1", "\r=1+1"]


def test_no_cell_of_text_is_a_formula_to_a_spreadsheet(tmp_path: Path) -> None:
    case = read_by_hand("kazakhstan")
    lines = [case["lines"][0] | {"line_id": f"L{n}", "note": text, "buyer": text} for n, text in enumerate(FORMULAS)]
    bad = [line | {"line_id": f"{line['note']} bad", "value": "-1"} for line in lines]
    source = write_lines([*lines, *bad], [*case["columns"], "note", "buyer"], tmp_path / "lines.csv")
    found = run(source, tmp_path / "out.csv", *write_world(case, tmp_path))
    assert len(found.rows) == len(lines)
    assert len(found.rejects) == len(bad)
    for path in (tmp_path / "out.csv", tmp_path / "out.rejects.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell[:1] in "=+@\t\r" and cell] == []
        assert [cell for cell in cells if cell[:1] == "-" and not is_figure(cell)] == []


def is_figure(cell: str) -> bool:
    try:
        return bool(Decimal(cell)) or True
    except ArithmeticError:
        return False


@pytest.mark.parametrize("name", FILES)
def test_the_summary_counts_what_came_out(name: str, tmp_path: Path) -> None:
    case = read_by_hand(name)
    found = run(
        write_lines(case["lines"], case["columns"], tmp_path / "lines.csv"), tmp_path / "out.csv", *write_world(case, tmp_path)
    )
    assert str(len(case["lines"])) in str(found.summary)


def test_of_long_rows_fewer_are_taken_at_once(tmp_path: Path) -> None:
    source = tmp_path / "lines.parquet"
    long = ", ".join(f"repeat('x', 200) AS note_{n}" for n in range(40))
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT n::VARCHAR AS line_id, {long} FROM range(50) numbers(n)) TO '{source}' (FORMAT parquet)")
        types = {name: kind for name, kind, *_ in database.execute(f"DESCRIBE SELECT * FROM '{source}'").fetchall()}
    session = Local(tmp_path)
    assert 10_000 < Source(session, source, types, 50).rows_at_once(1_000_000) < 100_000
    assert Source(session, source, {"line_id": "VARCHAR"}, 50).rows_at_once(1_000_000) == 1_000_000
    assert Source(session, source, types, 50).rows_at_once(7) == 7
    session.close()


def test_nothing_is_drawn_on_standard_output(tmp_path: Path) -> None:
    session = Local(tmp_path)
    with session.beside() as other:
        assert [list(each.rows("SELECT current_setting('enable_progress_bar')")) for each in (session, other)] == [[(False,)]] * 2
    session.close()
