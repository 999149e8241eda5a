"""The same goods under each Incoterm: who pays is as incoterms.toml says, the sums are those of the landed cost."""

import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest

from chorsu.consignment import INCOTERMS
from chorsu.facts import Faulty, Money
from chorsu.planning import example, make_plan, read_for_plan
from chorsu.planning.terms import changed_to, read_prices, under_each_term

ROWS = {
    row["code"]: row
    for row in tomllib.loads((files("chorsu") / "data" / "trade" / "incoterms.toml").read_text("utf-8"))["incoterm"]
}


@pytest.fixture(scope="module")
def plan(references):
    return make_plan(read_for_plan(example(), references), references)


@pytest.fixture(scope="module")
def terms(plan, references):
    return {row.code: row for row in under_each_term(plan, references).rows}


@pytest.mark.parametrize("code", INCOTERMS)
def test_each_cost_is_paid_by_whom_the_term_says(terms, code):
    costs = {cost.what: cost.paid_by for cost in terms[code].landed.costs}
    assert costs["carriage"] == ROWS[code]["main_carriage"]
    assert {by for what, by in costs.items() if what.startswith("import:")} == {ROWS[code]["import_charges"]}
    assert {by for what, by in costs.items() if what.startswith("export:")} <= {ROWS[code]["export_clearance"]}


def test_the_customs_value_holds_the_carriage_where_the_price_does_not(terms):
    assert terms["FCA"].customs_value > terms["DAP"].customs_value  # plus the carriage to the border, and not less what follows
    assert terms["EXW"].customs_value == terms["FCA"].customs_value == terms["FOB"].customs_value
    assert terms["CPT"].customs_value == terms["DAP"].customs_value


def test_both_parties_together_pay_the_same_under_terms_of_one_customs_value(terms):
    spent = {code: row.landed.paid_by("seller") + row.landed.paid_by("buyer") for code, row in terms.items()}
    assert spent["DAP"] == spent["CPT"] == spent["DDP"]
    assert spent["EXW"] == spent["FCA"]


def test_the_term_of_the_consignment_gives_the_plan_s_own_landed_cost(plan, terms):
    own = plan.landed[plan.chosen]
    assert terms["DAP"].current
    assert (terms["DAP"].landed.total, terms["DAP"].landed.per_unit) == (own.total, own.per_unit)


def test_a_price_for_a_term_counts_for_it_alone(plan, references, terms):
    priced = {row.code: row for row in under_each_term(plan, references, prices={"FCA": Decimal("20000")}).rows}
    assert priced["FCA"].price.amount == Decimal("20000")
    assert not priced["FCA"].price_stated
    assert priced["FCA"].customs_value < terms["FCA"].customs_value
    assert priced["DAP"].price_stated
    assert priced["DAP"].landed.total == terms["DAP"].landed.total


def test_terms_for_carriage_by_water_fit_a_way_that_has_it_and_no_other(plan, references):
    # Incoterms 2020: FAS, FOB, CFR and CIF are for sea and inland waterway transport.
    for number, journey in enumerate(plan.journeys):
        by_sea = any(leg.mode == "sea" for leg in journey.legs)
        unfit = [row.code for row in under_each_term(plan, references, way=number).rows if not row.fits]
        assert unfit == ([] if by_sea else ["FAS", "FOB", "CFR", "CIF"])
    assert {leg.mode for journey in plan.journeys for leg in journey.legs} >= {"rail", "road"}


@pytest.mark.parametrize("prices", [{"XXX": Decimal(1)}, {"FCA": Decimal(-1)}])
def test_what_is_no_price_for_a_term_is_refused(plan, references, prices):
    with pytest.raises(Faulty):
        under_each_term(plan, references, prices=prices)


def test_prices_are_read_with_every_fault_at_its_term():
    assert read_prices({"FCA": " 21 000.50 ", "DAP": ""}) == {"FCA": Decimal("21000.50")}
    with pytest.raises(Faulty) as refused:
        read_prices({"FCA": "many", "DAP": "-1", "CPT": "1"})
    assert [fault.path for fault in refused.value.faults] == ["prices.FCA", "prices.DAP"]


@pytest.mark.parametrize("price", ["9" * 29, "9" * 16, "0.0123456789"])
def test_a_price_with_more_figures_than_a_consignment_may_have_is_refused(price):
    with pytest.raises(Faulty) as refused:
        read_prices({"FCA": price})
    assert [fault.path for fault in refused.value.faults] == ["prices.FCA"]


def test_a_price_for_all_is_shared_among_the_items_to_the_cent(plan):
    from dataclasses import replace

    item = plan.consignment.items[0]
    three = replace(plan.consignment, items=tuple(replace(item, value=Decimal("100")) for _ in range(3)))
    changed = changed_to(three, "FCA", Decimal("100"))
    assert [row.value for row in changed.items] == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    gift = replace(three, items=(*three.items, replace(item, value=Decimal(0))))
    assert [row.value for row in changed_to(gift, "FCA", Decimal("100")).items][2:] == [Decimal("33.34"), 0]
    assert (changed.incoterm, changed.incoterm_place) == ("FCA", plan.consignment.origin)


def test_duties_are_inside_the_price_under_ddp_alone(plan):
    from dataclasses import replace

    delivered = replace(plan.consignment, incoterm="DDP", duties_included=Money(Decimal("500"), "USD"))
    assert changed_to(delivered, "DDP").duties_included == delivered.duties_included
    assert changed_to(delivered, "DAP").duties_included is None
