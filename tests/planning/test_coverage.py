"""What `chorsu facts` counts agrees with a count made another way: from the files themselves, without the engines."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import chorsu
from chorsu.facts import Source
from chorsu.nomenclature import load_edition
from chorsu.planning import load_references
from chorsu.planning.coverage import STATES, coverage, is_official

DATA = Path(chorsu.__file__).parent / "data"
DAY = date(2026, 12, 1)


@cache
def rows_on_file() -> list[dict[str, Any]]:
    """Every row of every file of measures: what a reader of the files would count."""
    found: list[dict[str, Any]] = []
    for path in sorted((DATA / "measures").rglob("*")):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                found += list(csv.DictReader(file))
        elif path.suffix == ".toml":
            found += tomllib.loads(path.read_text("utf-8")).get("measure", [])
    return [
        {**row, "commodity": commodity, "origin": origin}
        for row in found
        for commodity in (row["commodity"] if isinstance(row["commodity"], list) else [row["commodity"]])
        for origin in (row["origin"] if isinstance(row.get("origin"), list) else [row.get("origin")])
    ]


def in_force(row: dict[str, Any]) -> bool:
    first, last = str(row["valid_from"]), str(row.get("valid_to") or "9999-12-31")
    return first <= DAY.isoformat() <= last


def unions(state: str) -> set[str]:
    groups = tomllib.loads((DATA / "geography" / "groups.toml").read_text("utf-8"))["group"]
    for path in (DATA / "measures").glob("*.toml"):
        groups += tomllib.loads(path.read_text("utf-8")).get("group", [])
    makers = {row["jurisdiction"] for row in rows_on_file()}
    return {
        group["name"]
        for group in groups
        for member in group["members"]
        if group["name"] in makers and member["state"] == state
        if member["valid_from"] <= DAY <= member.get("valid_to", date.max)
    }


@pytest.mark.parametrize("state", STATES)
def test_the_rows_and_goods_of_a_state_are_those_of_its_files_and_its_unions(state):
    jurisdictions = {state, *unions(state)}
    counted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_on_file():
        if row["jurisdiction"] in jurisdictions and in_force(row):
            counted[row.get("regime") or "import", row["kind"]].append(row["commodity"])
    found = coverage(load_references(), DAY)
    mine = {(row.regime, row.kind): row for row in found.holdings if row.state == state}
    assert {key: row.rows for key, row in mine.items()} == {key: len(codes) for key, codes in counted.items()}
    subheadings = [code for code in load_edition().entries if len(code) == 6]
    assert found.subheadings == len(subheadings) == 5612
    for key, codes in counted.items():
        if len(codes) < 300:  # the whole tariffs would take minutes this way
            reached = [each for each in subheadings if any(code == "*" or each.startswith(code[:6]) for code in set(codes))]
            assert mine[key].goods == len(reached)


@pytest.mark.parametrize(
    ("address", "official"),
    [
        ("https://adilet.zan.kz/rus/docs/P1800000171", True),
        ("https://eec.eaeunion.org/comission/department/catr/ett/", True),
        ("gss.mof.gov.cn/gzdt/zhengcefabu/202512/t20251231_3981044.htm", True),
        ("https://github.com/somebody/copy-of-gov.cn", False),
        ("https://notgov.cn/", False),
        ("https://gov.cn.example.com/", False),
        ("", False),
    ],
)
def test_official_is_what_stands_on_a_site_of_a_state_or_a_body_of_states(address, official):
    assert is_official(Source("An act", address)) is official
