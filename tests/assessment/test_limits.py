"""Limits of a chain: which regime a consignment is assessed under, and what is said of it. Amounts by hand."""

from pathlib import Path

import pytest

from .cases.build import DAY, SOURCE, chain, charge, group, item, measure, rate
from .compare import Product, by_oracle, outline

RETAIL = chain(
    charge("vat", share="0.70"),
    limits=[{"amount": "5000", "currency": "KZT"}, {"amount": "26000", "currency": "KZT", "per": "year"}],
    beyond="import",
    regime="import:1210",
)
GENERAL = chain(charge("customs_duty"), charge("vat", "customs_value", "customs_duty"))
MEASURES = [
    measure("retail-vat", "10%", kind="vat", regime="import:1210"),
    measure("vat", "10%", kind="vat"),
    measure("duty", "20%"),
]
# Within: 10 % of the value, of which 70 %. Beyond: 20 % duty, and 10 % of the value with it.
WITHIN, BEYOND = "retail-vat", "vat"


def ask(folder: Path, items, *, chains=(RETAIL, GENERAL), measures=MEASURES, rates=(), **terms):
    """The product's answer, after it has been found equal to the oracle's."""
    world = {"book": {"measures": measures, "groups": [group("EAEU", "KZ")], "chains": list(chains)}, "rates": list(rates)}
    consignment = {"incoterm": "DAP", "items": items, **terms}
    question = {"consignment": consignment, "jurisdiction": "KZ", "regime": "import:1210", "on": DAY, "mode": None, "plan": False}
    answer = Product(world, folder).answer(question)
    assert outline(answer) == outline(by_oracle(world, question))
    return answer


def bought(amount, currency="KZT"):
    return {"amount": amount, "currency": currency}


@pytest.mark.parametrize(
    ("value", "before", "counts", "total"),
    [
        ("5000", bought("0"), WITHIN, "350.00"),  # just at the limit: 500 of which 70 %
        ("5000.01", bought("0"), BEYOND, "1600.00"),  # 1000.00, and 10 % of 6000.01
        ("4000", bought("22000"), WITHIN, "280.00"),  # 26000 in the year: just at the limit
        ("4000", bought("22000.01"), BEYOND, "1280.00"),  # 800 + 480
        ("4000", bought("40", "USD"), WITHIN, "280.00"),  # 40 × 500 = 20000, and 4000
        ("4000", bought("45", "USD"), BEYOND, "1280.00"),  # 22500 and 4000
    ],
)
def test_what_passes_a_limit_is_assessed_wholly_under_the_regime_beyond(tmp_path, value, before, counts, total):
    answer = ask(tmp_path, [item(value)], bought=before, rates=[rate("USDKZT", "500")])
    assert answer["charges"][-1]["measure"] == counts
    assert answer["total"] == total
    assert answer["regime"] == "import:1210"
    assert (answer["assessed_as"] or {}).get("regime") == (None if counts == WITHIN else "import")
    assert not answer["assumed"]


def test_the_limit_is_that_of_the_whole_consignment_and_the_reason_is_told(tmp_path):
    answer = ask(tmp_path, [item("3000"), item("2000.01")])
    said = (
        "The customs value of 5000.01 KZT passes the limit of 5000 KZT for one consignment: all of it is assessed under import."
    )
    assert answer["assessed_as"]["why"] == said
    assert not answer["assumed"], "what was bought before changes nothing"


def test_what_was_bought_before_is_taken_as_nothing_where_it_is_not_stated_and_that_is_said(tmp_path):
    answer = ask(tmp_path, [item("3000"), item("1000")])
    assert answer["total"] == "280.00"
    assert answer["estimated"]
    assert {(row["item"], row["kind"]) for row in answer["assumed"]} == {(1, "all"), (2, "all")}
    assert "in the year is not stated" in answer["assumed"][0]["why"]


def test_a_limit_that_cannot_be_compared_leaves_everything_unknown(tmp_path):
    dollars = RETAIL | {"limits": [{"amount": "10", "currency": "USD"}]}
    answer = ask(tmp_path, [item("3000")], chains=(dollars, GENERAL))
    assert answer["total"] is None
    assert [(row["item"], row["kind"]) for row in answer["unknown"]] == [(1, "chain")]
    assert "cannot be told" in answer["unknown"][0]["why"]
    assert answer["customs_value"] == "3000.00"


def test_a_limit_that_is_passed_decides_whatever_cannot_be_told_of_another(tmp_path):
    both = RETAIL | {"limits": [{"amount": "10", "currency": "USD"}, {"amount": "2000", "currency": "KZT"}]}
    answer = ask(tmp_path, [item("3000")], chains=(both, GENERAL))
    assert answer["assessed_as"]["regime"] == "import"
    assert answer["total"] == "960.00"  # 600 and 360


def test_the_regime_beyond_values_the_goods_by_its_own_rules(tmp_path):
    # By FOB the value is the price of 5001, which passes; by CIF the freight of 100 is added: 5101 × 20 %, then 10 % of 6121.20.
    fob = RETAIL | {"valuation": "FOB"}
    terms = {"freight": {"amount": "100", "currency": "KZT"}, "incoterm": "FCA"}
    answer = ask(tmp_path, [item("5001")], chains=(fob, GENERAL), **terms)
    assert answer["customs_value"] == "5101.00"
    assert [row["amount"] for row in answer["charges"]] == ["1020.20", "612.12"]


def test_a_way_beyond_that_comes_back_is_unknown_and_not_endless(tmp_path):
    back = GENERAL | {"limits": [{"amount": "1", "currency": "KZT"}], "beyond": "import:1210"}
    world = {"book": {"measures": MEASURES, "groups": [], "chains": [RETAIL, back]}, "rates": []}
    consignment = {"incoterm": "DAP", "items": [item("9000")]}
    question = {"consignment": consignment, "jurisdiction": "KZ", "regime": "import:1210", "on": DAY, "mode": None, "plan": False}
    answer = Product(world, tmp_path).answer(question)
    assert answer["total"] is None
    assert "circle" in answer["unknown"][0]["why"]


def test_a_proof_that_helps_beyond_the_limit_is_offered(tmp_path):
    free = measure("free", "FREE", origin="CN", conditions=["proof:CT-1"], source=SOURCE)
    answer = ask(tmp_path, [item("6000")], measures=[*MEASURES, free])
    # 6000: 1200 + 720; with the proof 0 + 600.
    assert answer["savings"] == [{"proof": "CT-1", "amount": "1320.00"}]
