"""The sums of the ten plans reckoned again from the plans' JSON, the raw files of chains and rates, and the test oracle.

Nothing of the package's engines takes part here: what a chain names is read from its TOML, each amount is computed from the
expression and the bases that the plan shows, and each rate of exchange is looked for in the raw table.
"""

from __future__ import annotations

import csv
import json
import tomllib
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import chorsu
from tests.assessment.oracle import exchange, expressions
from tests.assessment.oracle.rounding import to_unit
from tests.planning.consignments import EXAMPLES, planned

DATA = Path(chorsu.__file__).parent / "data"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


@cache
def chains() -> list[dict[str, Any]]:
    return [row for path in (DATA / "measures").glob("*.toml") for row in tomllib.loads(path.read_text("utf-8")).get("chain", [])]


@cache
def rates() -> list[dict[str, str]]:
    with (DATA / "trade" / "rates.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def chain_of(state: str, regime: str, on: str) -> dict[str, Any]:
    day = date.fromisoformat(on)
    fit = [row for row in chains() if (row["jurisdiction"], row["regime"]) == (state, regime)]
    fit = [row for row in fit if row["valid_from"] <= day <= row.get("valid_to", date.max)]
    return max(fit, key=lambda row: row["valid_from"])


@pytest.fixture(params=NAMES)
def assessments(request, references):
    plan = planned(references, json.loads((EXAMPLES / f"{request.param}.json").read_text("utf-8")))
    (item,) = plan["consignment"]["items"]
    return item, [row["assessment"] for row in plan["assessments"]]


def test_every_charge_of_the_chain_has_an_amount_or_is_named_as_unknown_or_as_off_the_list(assessments):
    _, rows = assessments
    for row in rows:
        chain = chain_of(row["jurisdiction"], row["regime"], row["on"])
        listed = {charge["kind"]: charge.get("listed_only", False) for charge in chain["charge"]}
        amounts, unknown, assumed = ({line["kind"] for line in row[name]} for name in ("charges", "unknown", "assumed"))
        assert amounts <= set(listed)
        assert not amounts & unknown
        for kind, only_listed in listed.items():
            assert kind in amounts | unknown or (only_listed and kind in assumed), (row["jurisdiction"], kind)
        assert (row["total"] is None) == bool(unknown)
        if not unknown:
            assert Fraction(row["total"]) == sum(Fraction(line["amount"]) for line in row["charges"])


def test_every_amount_is_its_expression_on_its_bases(assessments):
    item, rows = assessments
    for row in rows:
        chain = chain_of(row["jurisdiction"], row["regime"], row["on"])
        used = {each["from"]: Fraction(each["rate"]) for each in row["exchange_rates"]} | {row["currency"]: Fraction(1)}
        found = {"customs_value": Fraction(row["customs_value"] or 0)}
        for charge in chain["charge"]:
            lines = [line for line in row["charges"] if line["kind"] == charge["kind"]]
            found[charge["kind"]] = sum((Fraction(line["amount"]) for line in lines), Fraction(0))
            for line in (line for line in lines if line["measure"]):
                base = sum(found.get(name, Fraction(0)) for name in charge["base"])
                shape = expressions.lines(
                    expressions.parse(line["expression"]),
                    lambda unit: expressions.quantity(item, unit),
                    lambda amount, currency, used=used: Fraction(amount) * used[currency],
                )
                if row["customs_value"] is not None:
                    assert Fraction(line["base"]) == base, charge["kind"]
                assert Fraction(line["amount"]) == to_unit(expressions.on_base(shape, base), chain["rounding"]), charge["kind"]


def test_every_rate_of_exchange_is_the_one_of_the_table_on_that_day(assessments):
    _, rows = assessments
    for row in rows:
        for each in row["exchange_rates"]:
            day = date.fromisoformat(row["on"])
            rate, oldest, _ = exchange.find_rate(rates(), each["from"], each["to"], day, row["jurisdiction"], plan=True)
            assert (Fraction(each["rate"]), each["on"]) == (rate, oldest)


# The terms of three examples say the carriage: FCA with 3,600 USD of which 580 lie behind the entry; CIF; CFR, not insured.
@pytest.mark.parametrize(
    ("name", "dollars"),
    [("apples-jiaozhou-almaty-fca", 26420), ("injection-machine-qingdao-mumbai", 40000), ("rice-karachi-qingdao", 9000)],
)
def test_the_customs_value_of_stated_carriage_is_the_price_with_what_the_term_leaves_out(references, name, dollars):
    plan = planned(references, json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")))
    entries = [row["assessment"] for row in plan["assessments"] if row["side"] == "import"]
    assert entries
    for row in entries:
        rate = next(Fraction(each["rate"]) for each in row["exchange_rates"] if each["from"] == "USD")
        chain = chain_of(row["jurisdiction"], row["regime"], row["on"])
        assert Fraction(row["customs_value"]) == to_unit(dollars * rate, chain["rounding"])
