"""Quotas: a rate that counts while what is left covers what the consignment asks of it. Quantities by hand."""

from datetime import date

import pytest

from .cases.build import DAY, SOURCE, chain, charge, group, item, measure
from .compare import Product, by_oracle, outline

WITHIN = measure("within", "5%", commodity="0808", conditions=["quota:apples"], replaces=["beyond"])
BEYOND = measure("beyond", "20%")


def quota(left=None, *, unit="KGM", **more):
    row = {"name": "apples", "unit": unit, "amount": "1000", "jurisdiction": "KZ", "valid_from": date(2026, 1, 1)}
    return row | {"valid_to": date(2026, 12, 31), "source": SOURCE} | ({"left": left, "left_on": DAY} if left else {}) | more


def ask(folder, quotas, items, measures=(WITHIN, BEYOND), **terms):
    """Measure and kind of each known charge, after the product has been found equal to the oracle."""
    book = {"measures": list(measures), "groups": [group("EAEU", "KZ")], "chains": [chain(charge("customs_duty"))]}
    world = {"book": book | {"quotas": quotas}, "rates": []}
    consignment = {"incoterm": "DAP", "items": items, **terms}
    question = {"consignment": consignment, "jurisdiction": "KZ", "regime": "import", "on": DAY, "mode": None, "plan": False}
    answer = Product(world, folder).answer(question)
    assert outline(answer) == outline(by_oracle(world, question))
    return [row["measure"] for row in answer["charges"]]


@pytest.mark.parametrize(
    ("left", "unit", "masses", "counts"),
    [
        ("30", "KGM", ["30"], ["within"]),  # just covered
        ("30", "KGM", ["30.001"], ["beyond"]),
        ("0.03", "TNE", ["30"], ["within"]),  # tonnes of net mass
        ("30", "KGM", ["20", "10"], ["within", "within"]),
        ("30", "KGM", ["20", "10.5"], ["beyond", "beyond"]),  # together they ask for more than is left
        (None, "KGM", ["1"], []),  # what is left is not on file: unknown
        ("30", "KGM", [None], []),  # so is how much the goods weigh
    ],
)
def test_the_rate_within_a_quota_counts_while_what_is_left_covers_all_that_ask(tmp_path, left, unit, masses, counts):
    assert ask(tmp_path, [quota(left, unit=unit)], [item(net_mass=mass) for mass in masses]) == counts


def test_goods_that_do_not_ask_for_a_part_of_the_quota_take_nothing_of_it(tmp_path):
    tyres, proven = item(hs="401120", net_mass="900"), item(net_mass="30", proofs=["certificate"])
    assert ask(tmp_path, [quota("30")], [item(net_mass="30"), tyres]) == ["within", "beyond"]
    certified = WITHIN | {"conditions": ["quota:apples", "proof:certificate"]}
    found = ask(tmp_path / "2", [quota("30")], [proven, item(net_mass="900")], measures=[certified, BEYOND])
    assert found == ["within", "beyond"]


def test_a_measure_of_another_regime_day_or_origin_asks_nothing_of_the_quota(tmp_path):
    others = [{"regime": "import:parcel"}, {"valid_to": date(2026, 11, 30)}, {"origin": "UZ"}]
    elsewhere = [
        measure(f"other-{n}", "1%", commodity="4011", conditions=["quota:apples"], **terms) for n, terms in enumerate(others)
    ]
    tyres = item(hs="401120", net_mass="900")
    assert ask(tmp_path, [quota("30")], [item(net_mass="30"), tyres], measures=[WITHIN, BEYOND, *elsewhere]) == [
        "within",
        "beyond",
    ]


def test_the_period_that_holds_the_day_counts(tmp_path):
    over = quota("30") | {"valid_to": date(2026, 11, 30)}
    now = quota("10") | {"valid_from": date(2026, 12, 1)}
    assert ask(tmp_path, [over, now], [item(net_mass="20")]) == ["beyond"]
    assert ask(tmp_path / "2", [over], [item(net_mass="20")]) == [], "no period on file holds the day"


def test_a_code_that_may_be_of_the_quota_leaves_it_open_whether_the_rest_is_covered(tmp_path):
    line = measure("line", "FREE", commodity="4011201000", conditions=["quota:apples"], replaces=["beyond"])
    short = item(hs="401120", net_mass="25")
    # 10 of 30 are asked for certainly, 35 perhaps
    assert ask(tmp_path, [quota("30")], [item(net_mass="10"), short], measures=[WITHIN, BEYOND, line]) == []
    # 40 are asked for certainly
    assert ask(tmp_path / "2", [quota("30")], [item(net_mass="40"), short], measures=[WITHIN, BEYOND, line]) == [
        "beyond",
        "beyond",
    ]
