"""Lines that cannot be read are rejected, with every reason and all that stands with them, and no other line is."""

from pathlib import Path
from typing import Any

import pytest

from .by_hand import read_by_hand
from .engine import Run, beside, run, write_lines, write_world

GOOD = {
    "hs": "401120", "origin": "CN", "value": "1000", "currency": "USD", "on": "2026-12-01", "jurisdiction": "KZ",
    "regime": "import", "quantity": "10", "unit": "NAR", "net_mass": "50", "gross_mass": "55", "code": "4011201000",
    "mode": "road", "buyer_kind": "business", "incoterm": "FCA", "freight": "10", "consignment_id": None,
}  # fmt: skip
COLUMNS = ["line_id", *GOOD]

# What is changed of a good line, and the columns that the reason must name.
BAD: list[tuple[dict[str, Any], set[str]]] = [
    ({"hs": None}, {"hs"}),
    ({"hs": "0808"}, {"hs"}),
    ({"hs": "999999", "code": None}, {"hs"}),
    ({"hs": "apples"}, {"hs"}),
    ({"origin": None}, {"origin"}),
    ({"origin": "ZZ"}, {"origin"}),
    ({"origin": "China"}, {"origin"}),
    ({"value": None}, {"value"}),
    ({"value": "-1"}, {"value"}),
    ({"value": "a lot"}, {"value"}),
    ({"value": "1,000"}, {"value"}),
    ({"value": "NaN"}, {"value"}),
    ({"value": "Infinity"}, {"value"}),
    ({"value": "1234567890123456.5"}, {"value"}),
    ({"value": "0.1234567891"}, {"value"}),
    ({"currency": None}, {"currency"}),
    ({"currency": "XXQ"}, {"currency"}),
    ({"currency": "usd"}, {"currency"}),
    ({"on": None}, {"on"}),
    ({"on": "2026-02-30"}, {"on"}),
    ({"on": "yesterday"}, {"on"}),
    ({"jurisdiction": None}, {"jurisdiction"}),
    ({"jurisdiction": "ZZ"}, {"jurisdiction"}),
    ({"code": "12345678"}, {"code"}),
    ({"code": "4011"}, {"code"}),
    ({"net_mass": "-0.1"}, {"net_mass"}),
    ({"gross_mass": "heavy"}, {"gross_mass"}),
    ({"quantity": "-1"}, {"quantity"}),
    ({"quantity": "10", "unit": None}, {"unit"}),
    ({"unit": "kilograms"}, {"unit"}),
    ({"incoterm": "CNF"}, {"incoterm"}),
    ({"freight": "-1"}, {"freight"}),
    ({"mode": "boat"}, {"mode"}),
    ({"buyer_kind": "robot"}, {"buyer_kind"}),
    ({"value": "-1", "currency": "XXQ", "on": "yesterday", "net_mass": "x"}, {"value", "currency", "on", "net_mass"}),
]


def assess(lines: list[dict[str, Any]], folder: Path, form: str, columns: list[str] = COLUMNS, *more: str) -> Run:
    options = write_world(read_by_hand("kazakhstan"), folder)
    return run(write_lines(lines, columns, folder / f"lines.{form}"), folder / f"out.{form}", *options, *more)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_each_bad_line_is_rejected_with_every_reason(form: str, tmp_path: Path) -> None:
    lines = []
    for number, (change, _) in enumerate(BAD):
        lines += [GOOD | change | {"line_id": f"bad {number}"}, GOOD | {"line_id": f"good {number}"}]
    found = assess(lines, tmp_path, form)
    assert found.status == 1
    assert [row["line_id"] for row in found.rows] == [f"good {number}" for number in range(len(BAD))]
    reasons = {row["line_id"]: row["reason"] for row in found.rejects}
    assert list(reasons) == [f"bad {number}" for number in range(len(BAD))]
    silent = [
        (change, reasons[f"bad {n}"]) for n, (change, names) in enumerate(BAD) if any(x not in reasons[f"bad {n}"] for x in names)
    ]
    assert silent == []


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_rejected_line_keeps_its_columns_as_they_were(form: str, tmp_path: Path) -> None:
    line = GOOD | {"line_id": "bad", "value": " a lot; or more", "note": 'Плёнка, "двойная"\nи ещё'}
    found = assess([line], tmp_path, form, [*COLUMNS, "note"])
    assert found.rows == []
    assert list(found.rejects[0]) == [*COLUMNS, "note", "reason"]
    assert {name: found.rejects[0][name] for name in line} == line


def test_the_other_lines_of_the_consignment_are_rejected_and_their_reason_names_the_bad_one(tmp_path: Path) -> None:
    names = ["one", "two", "three", "four"]
    lines = [GOOD | {"line_id": name, "consignment_id": "C-1" if name != "three" else "C-2"} for name in names]
    lines[1]["value"] = "a lot"
    found = assess(lines, tmp_path, "csv")
    reasons = {row["line_id"]: row["reason"] for row in found.rejects}
    assert list(reasons) == ["one", "two", "four"]
    assert "two" in reasons["one"]
    assert "two" in reasons["four"]
    assert "value" in reasons["two"]
    assert [row["line_id"] for row in found.rows] == ["three"]


def test_deductions_above_the_price_are_a_fault_of_the_line(tmp_path: Path) -> None:
    world = read_by_hand("kazakhstan")
    world["book"]["chains"][0]["valuation"] = "FOB"
    lines = [
        GOOD | {"line_id": "much", "incoterm": "CIF", "freight": "1000.01"},
        GOOD | {"line_id": "all", "incoterm": "CIF", "freight": "1000"},
    ]
    found = run(write_lines(lines, COLUMNS, tmp_path / "lines.csv"), tmp_path / "out.csv", *write_world(world, tmp_path))
    assert [row["line_id"] for row in found.rejects] == ["much"]
    assert [row["customs_value"] for row in found.rows] in (["0"], ["0.00"])


@pytest.mark.parametrize("name", ["jurisdiction", "regime", "on", "buyer", "buyer_kind", "mode", "importer"])
def test_lines_of_one_consignment_have_one_state_regime_day_and_buyer(name: str, tmp_path: Path) -> None:
    others = {"jurisdiction": "RU", "regime": "export", "on": "2026-12-02", "buyer_kind": "private", "mode": "rail"}
    lines = [GOOD | {"line_id": each, "consignment_id": "C-1", "buyer": "A", "importer": "AEO"} for each in ("one", "two")]
    lines[1] |= {name: others.get(name, "B")}
    found = assess(lines, tmp_path, "csv", [*COLUMNS, "buyer", "importer"])
    assert [row["line_id"] for row in found.rejects] == ["one", "two"]
    assert all(name in row["reason"] for row in found.rejects)


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("name", ["line_id", "hs", "origin", "value", "currency"])
def test_a_file_without_a_column_that_must_be_there_is_refused(name: str, form: str, tmp_path: Path) -> None:
    found = assess([GOOD | {"line_id": "one"}], tmp_path, form, [column for column in COLUMNS if column != name])
    assert found.status == 2
    assert name in found.errors
    assert not found.out.exists()


def test_a_line_without_a_regime_is_imported(tmp_path: Path) -> None:
    found = assess([GOOD | {"line_id": "one", "regime": None}], tmp_path, "csv")
    assert [row["regime_out"] for row in found.rows] == ["import"]


def test_state_regime_and_day_may_come_from_the_command(tmp_path: Path) -> None:
    columns = [name for name in COLUMNS if name not in ("jurisdiction", "regime", "on")]
    lines = [GOOD | {"line_id": "one"}]
    alone = assess(lines, tmp_path, "csv", columns, "--jurisdiction", "KZ", "--regime", "import", "--on", "2026-12-01")
    (tmp_path / "with").mkdir()
    whole = assess(lines, tmp_path / "with", "csv")
    assert alone.rejects == whole.rejects == []
    assert alone.rows[0]["total"] == whole.rows[0]["total"] is not None


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_without_lines_comes_out_without_lines(form: str, tmp_path: Path) -> None:
    found = assess([], tmp_path, form)
    assert (found.status, found.rows, found.rejects) == (0, [], [])
    assert found.out.exists()
    assert beside(found.out, "summary").exists()


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    options = write_world(read_by_hand("kazakhstan"), tmp_path)
    for name, raw in (
        ("lines.parquet", b"PAR1 no more"),
        ("lines.csv", b""),
        ("lines.csv", b"\xff\xfe\x00line_id"),
        ("lines.json", b"{}"),
    ):
        (tmp_path / name).write_bytes(raw)
        found = run(tmp_path / name, tmp_path / "out.csv", *options)
        assert found.status == 2, name
        assert found.errors
        assert not (tmp_path / "out.csv").exists()
    assert run(tmp_path / "nowhere.csv", tmp_path / "out.csv", *options).status == 2


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_figure_too_long_to_compute_with_is_rejected_alone(form: str, tmp_path: Path) -> None:
    world = read_by_hand("kazakhstan")
    world["rates"] = [rate | {"rate": f"{rate['rate']}.123456789123"} for rate in world["rates"]]
    lines = [GOOD | {"line_id": f"L{n}"} | ({"value": "999999999999999.999999999"} if n == 2 else {}) for n in range(5)]
    found, alone = (
        run(write_lines(some, COLUMNS, tmp_path / f"lines.{form}"), tmp_path / f"out.{form}", *write_world(world, tmp_path))
        for some in (lines, lines[:1])
    )
    assert [row["line_id"] for row in found.rows] == ["L0", "L1", "L3", "L4"]
    (rejected,) = found.rejects
    assert rejected["line_id"] == "L2"
    assert "too many digits" in rejected["reason"]
    assert {row["total"] for row in found.rows} == {row["total"] for row in alone.rows} != {None}
