"""Customs transit: which territories goods pass under customs control, what they ask, and what may have to be secured."""

import json
from decimal import Decimal

import pytest

from tests.planning.consignments import EXAMPLES, FREIGHT, planned, sides, with_measures


def example(name):
    return json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))


def passed(plan, number):
    return [row for row in plan["transits"] if row["journey"] == number]


def by(plan, *crossings):
    """The first way that passes these places in their order."""
    for number, journey in enumerate(plan["journeys"]):
        places = [leg["to"] for leg in journey["legs"]]
        if [place for place in places if place in crossings] == list(crossings):
            return number
    raise AssertionError(f"no way by {crossings}")


@pytest.fixture(scope="module")
def tyres(references):
    return planned(references, example("truck-tyres-qingdao-tashkent"))


def test_a_train_to_tashkent_passes_the_union_and_goes_on_to_the_customs_inland(tyres):
    union, uzbekistan = passed(tyres, by(tyres, "kz-altynkol", "uz-keles"))
    assert (union["territory"], union["through"], union["enters"]["place"], union["leaves"]["place"]) == (
        "EAEU", True, "kz-altynkol", "kz-saryagash",
    )  # fmt: skip
    assert (uzbekistan["territory"], uzbekistan["through"], uzbekistan["leaves"]) == ("UZ", False, None)
    assert union["enters"]["at"] < union["leaves"]["at"] <= uzbekistan["enters"]["at"]


def test_what_may_be_secured_is_duty_and_taxes_without_the_fee(dap):
    """By hand: duty 302,173.55 and VAT 1,721,131.77 of the apples by Altynkol; the fee of 25,950 is for the declaration."""
    number = by(dap, "kz-altynkol")
    charged = {row["kind"]: Decimal(row["amount"]) for row in sides(dap)[number]["assessment"]["charges"]}
    row = passed(dap, number)[0]["security"]
    assert row["amount"] == {"amount": str(charged["customs_duty"] + charged["vat"]), "currency": "KZT"}
    assert row["estimated"] is True
    assert row["why"].startswith("Estimated")


def test_no_preference_counts_for_the_security(references):
    """Yarn of Uzbekistan is free of duty in the Union with CT-1; customs secures the full rate all the same."""
    yarn = example("cotton-yarn-tashkent-qingdao")
    plain, proved = (planned(references, yarn, item={"proofs": proofs}) for proofs in (None, ["CT-1"]))
    number = by(plain, "kz-saryagash", "CNHUP")
    amounts = [passed(plan, number)[0]["security"]["amount"] for plan in (plain, proved)]
    assert amounts[0] is not None
    assert amounts[0] == amounts[1]


def test_where_no_charges_are_on_file_the_security_is_unknown_and_says_so(references):
    plan = planned(references, example("smartphones-qingdao-moscow"))
    mongolia, _ = passed(plan, by(plan, "MNZUU", "RUNKI"))
    assert (mongolia["territory"], mongolia["territory_name"], mongolia["through"]) == ("MN", "Mongolia", True)
    assert mongolia["security"]["amount"] is None
    assert "Mongolia" in mongolia["security"]["why"]


def test_inside_the_union_there_is_one_transit_from_its_border_to_the_customs_of_destination(references):
    plan = planned(references, example("electric-cars-qingdao-minsk"))
    (only,) = passed(plan, by(plan, "KZDOS", "ru-krasnoye", "by-osinovka"))
    assert (only["territory"], only["enters"]["place"], only["through"]) == ("EAEU", "KZDOS", False)


def test_by_sea_straight_to_the_port_of_destination_there_is_none(references):
    plan = planned(references, example("injection-machine-qingdao-mumbai"))
    by_sea = [number for number, journey in enumerate(plan["journeys"]) if {leg["mode"] for leg in journey["legs"]} == {"sea"}]
    assert by_sea
    assert not passed(plan, by_sea[0])


def test_a_territory_on_the_way_asks_what_its_rules_of_transit_say(references):
    ban = {"id": "scratch", "jurisdiction": "EAEU", "kind": "prohibition", "commodity": "4011", "regime": "transit",
           "text": {"en": "No tyres."}}  # fmt: skip
    for conditions, bound in ((["destination:UZ"], True), (["destination:TJ"], False), (["destination:!EAEU"], True)):
        changed = with_measures(references, {**ban, "conditions": conditions})
        plan = planned(changed, example("truck-tyres-qingdao-tashkent"), reference=str(conditions))
        rows = [row for row in plan["requirements"] if row["measure"] == "scratch"]
        assert [row["side"] for row in rows] == (["transit"] if bound else [])
        assert all(passed(plan, number)[0]["territory"] == "EAEU" for row in rows for number in row["journeys"])


def test_goods_that_stay_in_one_territory_have_none(references):
    assert planned(references, **{"from": "KZDOS", "freight": FREIGHT})["transits"] == []
