"""Who pays what under the term, and what the goods cost where they arrive."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from chorsu.planning import make_plan, read_for_plan
from tests.planning.consignments import FREIGHT, changed, found, landed, planned

INSURANCE = {"amount": "120", "currency": "USD"}


def shares(plan):
    """Part by part, who pays it."""
    return {cost["what"]: cost["paid_by"] for cost in landed(plan)["costs"]}


@pytest.mark.parametrize(
    ("term", "carriage", "insurance", "export", "duty"),
    [
        # Incoterms 2020: A2/B2 carriage, A5/B5 insurance, A7/B7 clearance, A9/B9 costs.
        ("EXW", "buyer", "buyer", "buyer", "buyer"),
        ("FCA", "buyer", "buyer", "seller", "buyer"),
        ("FOB", "buyer", "buyer", "seller", "buyer"),
        ("CPT", "seller", "buyer", "seller", "buyer"),
        ("CIF", "seller", "seller", "seller", "buyer"),
        ("CIP", "seller", "seller", "seller", "buyer"),
        ("DAP", "seller", "seller", "seller", "buyer"),
        ("DDP", "seller", "seller", "seller", "seller"),
    ],
)
def test_the_term_says_who_pays_each_part(references, term, carriage, insurance, export, duty):
    plan = planned(references, incoterm=term, freight=FREIGHT, insurance=INSURANCE)
    paid = shares(plan)
    assert paid["price"] == "buyer"
    assert (paid["carriage"], paid["insurance"], paid["export:vat"]) == (carriage, insurance, export)
    assert {paid[f"import:{kind}"] for kind in ("customs_duty", "fee", "vat")} == {duty}
    assert plan["incoterm"]["code"] == term
    row = {entry["what"]: entry["paid_by"] for entry in plan["incoterm"]["rows"]}
    assert (row["Main carriage"], row["Import duties, taxes and fees"]) == (carriage, duty)


@pytest.mark.parametrize("term", ["EXW", "FCA", "CPT", "CIF", "DAP", "DDP"])
def test_the_buyers_total_is_the_price_and_the_buyers_parts(references, term):
    row = landed(planned(references, incoterm=term, freight=FREIGHT, insurance=INSURANCE))
    amounts = {party: Decimal(0) for party in ("seller", "buyer")}
    for cost in row["costs"]:
        if cost["what"] != "price":
            amounts[cost["paid_by"]] += Decimal(cost["amount"])
    assert {party: Decimal(amount) for party, amount in row["paid_by"].items()} == amounts
    assert Decimal(row["total"]) == Decimal("23400.00") + amounts["buyer"]
    per_kilogram = (Decimal(row["total"]) / 20000).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    assert (Decimal(row["per_unit"]), row["unit"]) == (per_kilogram, "KGM")


def test_the_freight_stated_counts_and_not_that_of_the_way(dap, fca):
    carriage = {plan["consignment"]["incoterm"]: landed(plan)["costs"][1] for plan in (dap, fca)}
    assert (carriage["FCA"]["amount"], carriage["FCA"]["estimated"], carriage["FCA"]["paid_by"]) == ("3600.00", False, "buyer")
    own = dap["journeys"][dap["chosen"]]["cost"]["amount"]
    assert (carriage["DAP"]["amount"], carriage["DAP"]["estimated"], carriage["DAP"]["paid_by"]) == (own, True, "seller")
    assert not any(row["kind"] == "customs_value" for row in fca["assessments"][-1]["assessment"]["assumed"])
    assert any(row["kind"] == "customs_value" for row in dap["assessments"][-1]["assessment"]["assumed"])


def test_the_vat_of_import_is_what_a_buyer_in_business_recovers(dap, fca):
    for plan in (dap, fca):
        row = landed(plan)
        vat = next(cost["amount"] for cost in row["costs"] if cost["what"] == "import:vat")
        assert row["recoverable"] == vat
        assert row["recoverable_source"]["title"]
        assert row["recoverable_why"]


def test_a_private_buyer_recovers_nothing(references):
    assert Decimal(landed(planned(references, buyer_kind="private"))["recoverable"]) == 0


def test_under_ddp_it_is_unknown_what_the_buyer_recovers_since_the_seller_pays_the_tax(references):
    assert landed(planned(references, incoterm="DDP"))["recoverable"] is None


def test_without_a_net_mass_there_is_no_cost_by_the_kilogram(references):
    row = landed(planned(references, item={"net_mass": None, "quantity": None, "unit": None}))
    assert row["per_unit"] is None
    assert row["total"] is None  # the duty goes by the kilogram


def test_the_cheapest_way_is_chosen_even_where_charges_are_unknown(references, dap):
    """Without its last digits no way's duty is known; the plan must not fall back on the first, which flies."""
    plan = planned(references, item={"codes": None})
    for each in (plan, dap):
        costs = [Decimal(journey["cost"]["amount"]) for journey in each["journeys"]]
        assert costs[each["chosen"]] == min(costs)


def test_prices_in_two_currencies_are_added_in_the_first(references):
    goods = changed()
    goods["items"] = [goods["items"][0], {**goods["items"][0], "currency": "CNY", "value": "1000"}]
    row = landed(make_plan(read_for_plan(goods, references), references).to_json())
    price = next(cost for cost in row["costs"] if cost["what"] == "price")
    assert row["currency"] == "USD"
    assert Decimal("23400") < Decimal(price["amount"]) < Decimal("23400") + 1000


def test_a_term_that_names_a_place_on_the_way_is_warned_of_where_no_freight_is_stated(references, dap):
    plan = planned(references, incoterm="CPT", incoterm_place="CNHUP")
    assert [row["severity"] for row in found(plan, "named-place")] == ["warning"]
    assert not found(dap, "named-place")
    assert not found(planned(references, incoterm="CPT", incoterm_place="CNHUP", freight=FREIGHT), "named-place")


def test_rows_of_one_type_of_container_are_added(references):
    one = planned(references, containers=[{"type": "45R1", "count": 3}])
    two = planned(references, containers=[{"type": "45R1", "count": 1}, {"type": "45R1", "count": 2}])
    assert [row["cost"] for row in one["journeys"]] == [row["cost"] for row in two["journeys"]]
