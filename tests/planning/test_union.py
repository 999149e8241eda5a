"""Goods that go from one state of the Union to another: no customs border, and VAT all the same (Treaty, art. 72, annex 18)."""

from decimal import Decimal

import pytest

from tests.planning.consignments import found, planned

GOODS = {"description": "Sunflower oil", "hs": "151219", "codes": {"EAEU": "1512199002"}, "origin": "RU"}


def inside(references, origin="RUMOW", destination="KZALA", item=None, **fields):
    ends = {"from": origin, "to": destination, "incoterm_place": destination, "containers": None}
    return planned(references, item={**GOODS, **(item or {})}, **{**ends, **fields})


def costs(plan):
    landed = plan["landed"][plan["chosen"]]
    return landed, {row["what"]: row for row in landed["costs"]}


@pytest.mark.parametrize(("destination", "item", "rate"), [("KZALA", {}, "0.16"), ("RUMOW", {"origin": "KZ"}, "0.10")])
def test_the_buyer_owes_the_vat_of_the_own_state_on_the_price(references, destination, item, rate):
    """16 % in Kazakhstan in 2026; 10 % for sunflower oil in Russia. No duty, fee or declaration."""
    plan = inside(references, "RUMOW" if destination == "KZALA" else "KZALA", destination, item)
    landed, parts = costs(plan)
    assert (plan["assessments"], plan["requirements"]) == ([], [])
    assert set(parts) == {"price", "carriage", "union:vat"}
    due = Decimal(parts["price"]["amount"]) * Decimal(rate)
    assert (Decimal(parts["union:vat"]["amount"]), parts["union:vat"]["paid_by"]) == (due, "buyer")
    assert Decimal(landed["total"]) == Decimal(parts["price"]["amount"]) + due


def test_a_rate_that_is_not_known_leaves_the_total_unknown(references):
    """Wine bears excise in Russia, on which VAT is taken: what it is cannot be told from six digits."""
    plan = inside(references, "KZALA", "RUMOW", {"hs": "220421", "codes": None, "origin": "KZ"})
    landed, parts = costs(plan)
    assert (parts["union:vat"]["amount"], landed["total"]) == (None, None)


def test_a_private_person_owes_no_vat_inside_the_union(references):
    landed, parts = costs(inside(references, buyer_kind="private"))
    assert "union:vat" not in parts
    assert landed["total"] == parts["price"]["amount"]


def test_the_plan_says_what_is_due_and_what_is_announced_before_a_truck_comes_into_russia(references, dap):
    plan = inside(references, "KZALA", "RUMOW", {"origin": "KZ"})
    said = {row["severity"]: row for row in found(plan, "inside-union")}
    assert "20th" in said["info"]["text"]
    road = {n for n, way in enumerate(plan["journeys"]) if any(leg["mode"] == "road" and leg["crossing"] for leg in way["legs"])}
    assert road
    assert set(said["warning"]["journeys"]) == road
    earlier = inside(references, "KZALA", "RUMOW", {"origin": "KZ"}, ready="2026-02-01")
    assert {row["severity"] for row in found(earlier, "inside-union")} == {"info"}
    assert not found(dap, "inside-union")


def test_there_is_no_carnet_where_no_customs_border_is_passed(references):
    assert "TIR carnet" not in {row["kind"] for row in inside(references, "RUMOW", "BYMSQ")["papers"]}
    through = inside(references, "KGOSS", "RUYEK", {"origin": "KG"})  # by way of Uzbekistan: two customs borders
    assert "TIR carnet" in {row["kind"] for row in through["papers"]}


def test_what_a_state_asks_by_its_own_law_is_told_without_a_border(references):
    """Kazakhstan marks motor oils from everywhere and barred wheat in 2023, Russia's too; Russia's rice ban spared members."""
    oil = inside(references, item={"hs": "271019", "codes": {"EAEU": "2710198200"}})
    assert any("Kazakhstan" in row["text"] for row in found(oil, "own-law"))
    wheat = inside(references, item={"hs": "100199", "codes": None}, ready="2023-10-01")
    barred = found(wheat, "prohibition")
    assert {row["severity"] for row in barred} == {"refusal"}
    assert {n for row in barred for n in row["journeys"]} == set(range(len(wheat["journeys"])))
    rice = inside(references, item={"hs": "100610", "codes": None}, ready="2025-09-01")
    assert not found(rice, "prohibition")
