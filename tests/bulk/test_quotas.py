"""What is left of quotas goes to the lines in their order, over stretches, files and laws."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from .balances import Balances
from .by_hand import read_by_hand
from .engine import differences, run_in_stretches, write_lines, write_world
from .line_oracle import LineOracle
from .test_limits import run_part

APPLES = ("KZ", "", "quota:apples from 2026-01-01", "TNE")


def counting(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["line_id"]: row["measures"] for row in rows}


@pytest.mark.parametrize("cut", [1, 6, 8])
def test_a_file_in_two_with_the_balance_between_comes_to_the_same(cut: int, tmp_path: Path) -> None:
    case = read_by_hand("quotas")
    case["lines"] = [line for line in case["lines"] if line.get("consignment_id") != "A"]  # it stands on both sides
    whole = run_part(case, case["lines"], tmp_path / "whole", None, "csv")
    first = run_part(case, case["lines"][:cut], tmp_path / "first", None, "csv")
    second = run_part(case, case["lines"][cut:], tmp_path / "second", tmp_path / "first" / "closing.csv", "csv")
    assert counting(first.rows + second.rows) == counting(whole.rows)
    assert Balances.read(second.closing) == Balances.read(whole.closing)
    assert Balances.read(whole.closing).used[APPLES] == 1000


def test_stretches_of_a_file_share_a_quota(tmp_path: Path) -> None:
    case = read_by_hand("quotas")
    whole = run_part(case, case["lines"], tmp_path / "whole", None, "csv")
    options = [*write_world(case, tmp_path), "--closing", str(tmp_path / "closing.csv")]
    lines = write_lines(case["lines"], case["columns"], tmp_path / "lines.csv")
    parts = run_in_stretches(lines, tmp_path / "parts.csv", *options, rows=3)
    assert counting(parts.rows) == counting(whole.rows)
    assert Balances.read(parts.closing) == Balances.read(whole.closing)


def told(case: dict[str, Any], lines: list[dict[str, Any]], folder: Path) -> list[str]:
    """The duty's measure of each line, or none where it is unknown, after engine and oracle have been found equal."""
    shared = {
        "jurisdiction": "KZ",
        "regime": "import",
        "on": date(2026, 12, 1),
        "value": "1000",
        "currency": "KZT",
        "origin": "UZ",
    }
    lines = [shared | {"line_id": f"L{number}"} | line for number, line in enumerate(lines, 1)]
    case = case | {"columns": list(dict.fromkeys(name for line in lines for name in line))}
    found = run_part(case, lines, folder, None, "csv")
    assert differences(found, LineOracle(case["book"], case["rates"]).answer(lines), case["columns"]) == []
    return [row["measures"] or "" for row in found.rows]


def apples(tonnes: int, **more: str) -> dict[str, str]:
    return {"hs": "080810", "net_mass": f"{tonnes}000", **more}


def with_measure(**more: Any) -> dict[str, Any]:
    case = read_by_hand("quotas")
    row = case["book"]["measures"][0] | {"id": "more", **more}
    case["book"] = case["book"] | {"measures": [*case["book"]["measures"], row]}
    return case


def test_one_that_does_not_fit_leaves_the_rest_to_those_after_it(tmp_path: Path) -> None:
    lines = [apples(40), apples(21), apples(20), apples(1)]
    assert told(read_by_hand("quotas"), lines, tmp_path / "run") == [
        "apples-within",
        "apples-beyond",
        "apples-within",
        "apples-beyond",
    ]


def test_the_lines_of_several_regimes_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    lines = [apples(40), apples(21, regime="bonded"), apples(20, regime="bonded"), apples(1)]
    found = told(read_by_hand("quotas"), lines, tmp_path / "run")
    assert found == ["apples-within", "apples-bonded-beyond", "apples-bonded-within", "apples-beyond"]


def test_a_line_whose_quantity_is_not_said_leaves_its_consignment_open(tmp_path: Path) -> None:
    lines = [apples(10, consignment_id="A"), {"hs": "080810", "consignment_id": "A"}, apples(60, consignment_id="B")]
    assert told(read_by_hand("quotas"), lines, tmp_path / "run") == ["", "", "apples-within"]


def test_what_a_line_asks_for_may_turn_on_lines_that_ask_for_nothing(tmp_path: Path) -> None:
    case = with_measure(commodity="7403", conditions=["quota:apples", "net_mass >= 50 TNE"])
    copper, cars = {"hs": "740311", "net_mass": "25000"}, {"hs": "870380", "net_mass": "30000"}
    lines = [copper | {"consignment_id": "A"}, cars | {"consignment_id": "A"}, copper, apples(36), apples(35)]
    assert told(case, lines, tmp_path / "run") == ["more", "duty", "duty", "apples-beyond", "apples-within"]


def test_a_code_that_may_be_of_a_quota_takes_what_it_asks_for_where_it_is_covered(tmp_path: Path) -> None:
    case = with_measure(commodity="7403110001", conditions=["quota:apples"])
    copper = {"hs": "740311", "net_mass": "25000"}
    lines = [copper, apples(36), apples(35)]
    assert told(case, lines, tmp_path / "run")[1:] == ["apples-beyond", "apples-within"]
    # Of 60 t, 36 are asked for certainly and 25 perhaps: nobody can tell, and nothing is used up.
    together = [apples(36, consignment_id="A"), copper | {"consignment_id": "A"}, apples(60, consignment_id="B")]
    assert told(case, together, tmp_path / "together")[::2] == ["", "apples-within"]


def test_goods_under_a_requirement_of_a_quota_use_it_up_too(tmp_path: Path) -> None:
    case = with_measure(kind="licence", commodity="7403", conditions=["quota:apples", "proof:CT-1"], text={"en": "A licence"})
    case["book"]["measures"][-1].pop("expression")
    copper = {"hs": "740311", "net_mass": "25000"}
    lines = [copper | {"proofs": ["CT-1"]}, copper, apples(36), apples(35)]
    assert told(case, lines, tmp_path / "run") == ["duty", "duty", "apples-beyond", "apples-within"]


def test_an_official_value_that_turns_on_a_quota_cannot_be_told(tmp_path: Path) -> None:
    case = with_measure(kind="customs_value", commodity="4011", expression="9000 KZT", conditions=["quota:tyres"])
    case["book"]["measures"][-1]["as"] = "floor"
    found = run_part(case, case["lines"], tmp_path / "run", None, "csv")
    tyres = [row for row in found.rows if row["hs"] == "401120"]
    assert [row["customs_value"] for row in tyres] == [None] * 5
