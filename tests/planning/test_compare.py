"""Two plans side by side: what is unknown in one leaves the difference unknown; what one does not have counts as nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chorsu.assessment import Rates
from chorsu.assessment.exchange import Row
from chorsu.planning import example, make_plan, read_for_plan
from chorsu.planning.compare import compare_days, compare_plans


@pytest.fixture(scope="module")
def plan(references):
    return make_plan(read_for_plan(example(), references), references)


def by_name(comparison):
    return {line.what: line for line in comparison.lines}


def test_a_plan_beside_itself_differs_in_nothing_that_is_known(plan, references):
    comparison = compare_plans(plan, plan, references)
    assert comparison.lines
    assert all(line.difference in (None, 0) for line in comparison.lines)
    assert comparison.requirements == ((), ())
    assert comparison.papers == ((), ())


def test_every_line_is_the_figure_of_its_own_plan_and_the_difference_their_distance(plan, references):
    dearer = replace(plan.consignment, items=(replace(plan.consignment.items[0], value=Decimal("25000")),))
    other = make_plan(dearer, references)
    lines = by_name(compare_plans(plan, other, references, ways=(0, 0)))
    first = {cost.what: cost.amount for cost in plan.landed[0].costs}
    second = {cost.what: cost.amount for cost in other.landed[0].costs}
    for what, amount in first.items():
        assert lines[what].first.amount == amount
        expected = None if amount is None or second[what] is None else second[what] - amount
        assert lines[what].difference == expected
    assert lines["price"].difference == Decimal("1600.00")


def test_what_is_unknown_in_one_plan_leaves_the_difference_unknown(plan, references):
    # On 10 November the code of the apples of December is not possible, so that their duty is unknown.
    lines = by_name(compare_days(plan.consignment, (date(2026, 11, 10), date(2026, 12, 10)), references))
    assert lines["import:customs_duty"].first.amount is None
    assert lines["import:customs_duty"].second.amount is not None
    assert lines["import:customs_duty"].difference is None
    assert lines["landed"].difference is None


def test_what_one_plan_does_not_have_counts_as_nothing(plan, references):
    from chorsu.facts import Money

    insured = make_plan(replace(plan.consignment, insurance=Money(Decimal("120"), "USD")), references)
    line = by_name(compare_plans(plan, insured, references))["insurance"]
    assert not line.first.applies
    assert line.first.amount is None
    assert line.difference == Decimal("120.00")


def test_a_plan_without_any_way_leaves_every_difference_unknown(plan, references):
    nowhere = replace(plan, journeys=(), assessments=(), landed=())
    for comparison in (compare_plans(nowhere, plan, references), compare_plans(plan, nowhere, references)):
        assert comparison.lines
        assert all(line.difference is None for line in comparison.lines)


def test_amounts_of_another_currency_keep_it_and_stand_in_the_common_one_too(plan, references):
    in_yuan = replace(plan.consignment, items=(replace(plan.consignment.items[0], currency="CNY", value=Decimal("166000")),))
    comparison = compare_plans(plan, make_plan(in_yuan, references), references)
    line = by_name(comparison)["price"]
    assert comparison.currency == "USD"
    assert (line.second.amount, line.second.unit) == (Decimal("166000.00"), "CNY")
    quote = next(rate for rate in comparison.rates if (rate.base, rate.quote) == ("CNY", "USD"))
    assert line.second.common == (Decimal("166000") * quote.rate).quantize(Decimal("0.01"))
    assert line.difference == line.second.common - Decimal("23400.00")


def test_amounts_are_turned_at_the_rate_of_the_day_of_entry(plan, references):
    in_yuan = replace(plan.consignment, items=(replace(plan.consignment.items[0], currency="CNY", value=Decimal("166000")),))
    other = make_plan(in_yuan, references)
    days = {row.side: row.assessment.on for row in other.assessments if row.journey == other.chosen}
    assert days["export"] < days["import"]
    fresh = Row("CNY", "USD", Decimal("0.2"), days["import"], "scratch")
    rates = Rates((*references.rates.rows, fresh))
    line = by_name(compare_plans(plan, other, replace(references, rates=rates)))["price"]
    assert line.second.common == Decimal("33200.00")


def test_what_only_one_asks_for_is_listed_on_its_side(plan, references):
    tyres = replace(plan.consignment, items=(replace(plan.consignment.items[0], hs="401120", codes={}),))
    comparison = compare_plans(plan, make_plan(tyres, references), references)
    mine, others = ({row.requirement.measure.id for row in side} for side in comparison.requirements)
    assert any(row.requirement.measure.kind == "phytosanitary" for row in comparison.requirements[0])
    assert not mine & others


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_comparison_is_written_in_each_language(plan, references, language):
    shown = compare_plans(plan, plan, references).to_json(language)
    assert {line["what"] for line in shown["lines"]} >= {"price", "carriage", "landed", "per_unit", "days", "co2e"}
    assert all(line["words"] for line in shown["lines"])
