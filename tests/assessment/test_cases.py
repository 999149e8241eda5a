"""The hand-computed cases, each one rule of the law, hold for the product and for the oracle that checks it."""

from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from .cases import CASES, Case
from .compare import Product, by_oracle, outline, rates_of


def question_of(case: Case) -> dict[str, Any]:
    question = {name: getattr(case, name) for name in ("consignment", "on", "regime", "mode")}
    return question | {"jurisdiction": "KZ", "plan": False}


def check(case: Case, assessment: dict[str, Any]) -> None:
    found = outline(assessment)
    expected = []
    for (item, kind), due in case.charges.items():
        several = due if isinstance(due[0], tuple) else (due,)
        expected += [(item, kind, name, Fraction(amount)) for amount, name in several]
    zero = case.more.get("zero", set())
    assert all(row[3] == 0 for row in found["charges"] if row[:2] in zero)
    assert [row for row in found["charges"] if row[:2] not in zero] == sorted(expected)
    assert found["unknown"] == case.unknown
    if "values" in case.more:
        assert found["customs_values"] == [Fraction(value) for value in case.more["values"]]
        assert found["customs_value"] == sum(found["customs_values"])
    if "total" in case.more:
        assert found["total"] == (None if case.more["total"] is None else Fraction(case.more["total"]))
    for name in ("assumed", "estimated"):
        if name in case.more:
            assert found[name] == case.more[name]
    if "requirements" in case.more:
        assert found["requirements"] == set(case.more["requirements"])
    if "rates_used" in case.more:
        assert rates_of(assessment) == {pair: Fraction(rate) for pair, rate in case.more["rates_used"].items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_oracle_satisfies_the_rule(case: Case) -> None:
    check(case, by_oracle({"book": case.book, "rates": case.rates}, question_of(case)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_product_satisfies_the_rule(case: Case, tmp_path: Path) -> None:
    product = Product({"book": case.book, "rates": case.rates}, tmp_path)
    check(case, product.answer(question_of(case)))


def test_every_rule_is_named_once() -> None:
    assert [rule for rule, times in Counter(case.rule for case in CASES).items() if times > 1] == []
