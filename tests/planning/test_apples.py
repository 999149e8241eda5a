"""The apples from Jiaozhou to Almaty, planned with the facts that are shipped: right to the tiyn, and honest."""

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest

from chorsu.consignment import read_consignment
from chorsu.facts import Faulty
from chorsu.planning import example, load_references, make_plan

CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def references(tmp_path_factory):
    return load_references(tmp_path_factory.mktemp("installation"))


def planned(references, **changes):
    """The plan of the apples with fields of the document changed; a field of the item as ``item_…``."""
    document = json.loads(json.dumps(example()))
    for name, value in changes.items():
        target, key = (document["items"][0], name[5:]) if name.startswith("item_") else (document, name)
        if value is None:
            target.pop(key, None)
        else:
            target[key] = value
    return make_plan(read_consignment(document, for_plan=True), references)


@pytest.fixture(scope="module")
def plan(references):
    return planned(references)


def imports(plan):
    return {row.journey: row for row in plan.assessments if row.side == "import"}


def test_the_kazakh_total_is_right_to_the_tiyn(plan, references):
    """By hand, for the way chosen: value, duty, fee and VAT step by step from the rates on file."""
    row, journey = imports(plan)[plan.chosen], plan.journeys[plan.chosen]
    on = row.assessment.on
    dollar = references.rates.find_for_plan("USD", "KZT", on, "KZ").rate
    euro = references.rates.find_for_plan("EUR", "KZT", on, "KZ").rate
    assert dollar == Decimal("450.79")  # National Bank of Kazakhstan, 2026-10-02
    # DAP contains the carriage to Almaty; what lies behind the place of entry is taken off (DAP-border valuation).
    entered = next(place for place, leg in enumerate(journey.legs) if leg.to_place == row.crossing)
    behind = sum((leg.cost.amount for leg in journey.legs[entered + 1 :]), Decimal(0)).quantize(CENT)
    value = (23_400 * dollar - (behind * dollar).quantize(CENT, ROUND_HALF_UP)).quantize(CENT, ROUND_HALF_UP)
    duty = (Decimal("0.03") * 20_000 * euro).quantize(CENT, ROUND_HALF_UP)  # 0.03 EUR/kg in December
    fee = Decimal(6 * 4_325)  # six monthly calculation indices of 2026
    vat = ((value + duty + fee) * Decimal("0.16")).quantize(CENT, ROUND_HALF_UP)
    due = {charge.kind: charge.amount for charge in row.assessment.charges}
    assert due == {"customs_duty": duty, "fee": fee, "vat": vat}
    assert row.assessment.customs_value == value
    assert row.assessment.total == duty + fee + vat


def test_the_day_of_entry_decides_the_line_of_the_tariff(references):
    """In November the duty on Fuji is 0.06 EUR/kg under another line; the December code leaves it unknown and says so."""
    late_november = {"ready": "2026-11-15"}
    plan = planned(references, **late_november)
    early = [row for row in imports(plan).values() if row.assessment.on < date(2026, 12, 1)]
    assert early
    for row in early:
        assert row.assessment.total is None
        assert "customs_duty" in {gap.kind for gap in row.assessment.unknown}
    assert any(finding.rule == "national-code" and "0808108006" in str(finding.text) for finding in plan.findings)
    right = planned(references, **late_november, item_codes={"EAEU": "0808108006"})
    for row in imports(right).values():
        if row.assessment.on < date(2026, 12, 1):
            (duty,) = [charge for charge in row.assessment.charges if charge.kind == "customs_duty"]
            assert duty.expression == "0.06 EUR/KGM"


def test_missing_digits_are_asked_for_with_the_question_that_decides(references):
    plan = planned(references, item_codes=None)
    asked = [finding for finding in plan.findings if finding.rule == "code-digits"]
    assert asked
    for language, words in (("en", "Granny Smith"), ("ru", "Гренни Смит"), ("zh", "青苹")):
        said = " ".join(finding.text.in_(language) for finding in asked)
        assert "0808108008" in said or words in said


def test_a_season_that_ends_before_a_slow_arrival_is_warned_of(references):
    plan = planned(references, ready="2026-12-18")
    warned = [finding for finding in plan.findings if finding.rule in ("season-ends", "law-changes")]
    assert warned


def test_every_figure_has_a_source_or_says_that_it_is_an_estimate(plan):
    for journey in plan.journeys:
        for leg in journey.legs:
            assert leg.source is not None or (leg.estimated and leg.method("en"))
    for row in plan.assessments:
        for charge in row.assessment.charges:
            assert charge.source is not None
            assert charge.source.checked_on is not None
    for row in plan.requirements:
        assert row.requirement.measure.source is not None


def test_nothing_unknown_or_assumed_is_shown_as_known(plan):
    document = plan.to_json("en")
    for row in document["assessments"]:
        assessment = row["assessment"]
        gaps = {(gap["item"], gap["kind"]) for gap in assessment["unknown"]}
        assert gaps.isdisjoint((charge["item"], charge["kind"]) for charge in assessment["charges"] if charge["kind"] != "fee")
        assert (assessment["total"] is None) == bool({kind for _, kind in gaps} - {"customs_value"})
        for taken in assessment["assumed"]:
            same = [charge for charge in assessment["charges"] if charge["kind"] == taken["kind"]]
            assert all(charge["estimated"] for charge in same)
    for landed in document["landed"]:
        assert (landed["total"] is None) == any(
            cost["amount"] is None for cost in landed["costs"] if cost["what"] == "price" or cost["paid_by"] == "buyer"
        )


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_plan_has_the_shape_that_others_rely_on(plan, language):
    document = plan.to_json(language)
    names = {"consignment", "journeys", "chosen", "assessments", "landed", "requirements", "papers", "findings", "facts"}
    assert names <= document.keys()
    assert document == json.loads(json.dumps(document))  # plain JSON: no Decimal, no date
    for journey in document["journeys"]:
        assert {"departs", "arrives", "cost", "co2e_kg", "handlings", "legs"} <= journey.keys()
        assert datetime.fromisoformat(journey["arrives"]["p50"]).tzinfo is not None
        assert journey["arrives"]["p50"] <= journey["arrives"]["p90"]
        for leg in journey["legs"]:
            fields = {
                "mode",
                "from",
                "to",
                "service",
                "departs",
                "arrives",
                "distance_km",
                "cost",
                "co2e_kg",
                "estimated",
                "source",
            }
            assert fields <= leg.keys()
    for row in document["assessments"]:
        assert {"journey", "side", "crossing", "on", "assessment"} <= row.keys()
        for charge in row["assessment"]["charges"]:
            assert {"item", "kind", "measure", "expression", "base", "amount", "source"} <= charge.keys()
            assert str(Decimal(charge["amount"])) == charge["amount"]
    for paper in document["papers"]:
        assert {"kind", "why", "for"} <= paper.keys()
    for finding in document["findings"]:
        assert finding["severity"] in ("refusal", "warning", "info")


def test_the_term_decides_who_pays(references):
    """Carriage and import charges move between seller and buyer; the freight that is stated is the one that counts."""
    freight = {"amount": "3600", "currency": "USD", "after_entry": "580"}
    payers = {}
    for term in ("EXW", "FCA", "CPT", "DAP", "DDP"):
        plan = planned(references, incoterm=term, freight=freight)
        landed = plan.landed[plan.chosen]
        by = {cost.what: cost.paid_by for cost in landed.costs}
        payers[term] = (by["export:vat"], by["carriage"], by["import:customs_duty"])
        (carriage,) = [cost for cost in landed.costs if cost.what == "carriage"]
        assert carriage.amount == 3600
    assert payers == {
        "EXW": ("buyer", "buyer", "buyer"),
        "FCA": ("seller", "buyer", "buyer"),
        "CPT": ("seller", "seller", "buyer"),
        "DAP": ("seller", "seller", "buyer"),
        "DDP": ("seller", "seller", "seller"),
    }


def test_a_stated_freight_enters_the_customs_value_up_to_the_border(references):
    plan = planned(references, incoterm="FCA", freight={"amount": "3600", "currency": "USD", "after_entry": "580"})
    row = imports(plan)[plan.chosen]
    # 23,400 + 3,600 - 580 = 26,420 USD at 450.79
    assert row.assessment.customs_value == Decimal("26420") * Decimal("450.79")


def test_a_buyer_in_business_recovers_the_vat_and_a_private_one_does_not(references):
    vat = {row.journey: row for row in planned(references).landed}
    private = planned(references, buyer_kind="private")
    assert vat[private.chosen].recoverable > 0
    assert private.landed[private.chosen].recoverable == 0


def test_what_a_missing_proof_would_save_is_the_difference_of_the_totals(references, tmp_path):
    rows = (
        '[[measure]]\nid = "scratch"\njurisdiction = "EAEU"\nkind = "customs_duty"\ncommodity = "0808"\norigin = "CN"\n'
        'scheme = "scratch"\nexpression = "FREE"\nvalid_from = 2026-01-01\nconditions = ["proof:SCO-1"]\n'
        'source = {title = "a scratch rule", address = "here", checked_on = 2026-11-24}\n'
    )
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "scratch.toml").write_text(rows, encoding="utf-8")
    scratch = load_references(tmp_path)
    without, having = planned(scratch), planned(scratch, item_proofs=["SCO-1"])
    number = without.chosen
    before, after = imports(without)[number].assessment, imports(having)[number].assessment
    (saving,) = before.savings
    assert (saving.proof, saving.amount) == ("SCO-1", before.total - after.total)
    assert saving.amount > 0
    assert any(finding.rule == "proof" and "SCO-1" in str(finding.text) for finding in without.findings)


def test_a_prohibition_in_force_is_a_refusal(references, tmp_path):
    rows = (
        '[[measure]]\nid = "ban"\njurisdiction = "KZ"\nkind = "prohibition"\ncommodity = "0808"\norigin = "*"\n'
        'valid_from = 2026-01-01\ntext = {en = "No apples."}\nsource = {title = "a", address = "b", checked_on = 2026-11-24}\n'
    )
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "ban.toml").write_text(rows, encoding="utf-8")
    plan = planned(load_references(tmp_path))
    assert plan.findings[0].severity == "refusal"
    assert "No apples." in str(plan.findings[0].text)


def test_a_ban_that_has_lapsed_is_remembered_for_the_mode_that_it_named(plan):
    for finding in plan.findings:
        if finding.rule == "prohibition-lapsed":
            assert all("road" in {leg.mode for leg in plan.journeys[number].legs if leg.crossing} for number in finding.journeys)
            break
    else:
        pytest.fail("the road ban of 2024 is not mentioned")


def test_no_import_is_assessed_inside_one_customs_union(references):
    plan = planned(references, **{"from": "KZDOS", "item_origin": "KZ"})
    assert plan.assessments == ()


@pytest.mark.parametrize(("place", "said"), [("Khorgos", "CNHUP"), ("Atlantis", "not a place on file"), ("KZALA", "same place")])
def test_a_place_that_cannot_be_told_is_a_fault_with_what_would_be_right(references, place, said):
    with pytest.raises(Faulty) as faulty:
        planned(references, **{"from": place})
    (fault,) = faulty.value.faults
    assert said in f"{fault.message} {fault.expected}"


def test_goods_without_a_mass_cannot_be_planned(references):
    with pytest.raises(Faulty, match="mass"):
        planned(references, item_gross_mass=None, item_net_mass=None, item_quantity="10", item_unit="CT")


def test_rates_of_another_day_make_an_estimate(references):
    plan = planned(references, ready="2027-02-01", item_codes={"EAEU": "0808108001"})
    quotes = [quote for row in imports(plan).values() for quote in row.assessment.exchange_rates]
    assert quotes
    assert all(quote.estimated for quote in quotes)
    assert any(finding.rule == "old-rate" for finding in plan.findings)


def test_the_way_chosen_costs_both_parties_least(plan):
    spent = {}
    for row in plan.landed:
        amounts = [cost.amount for cost in row.costs]
        if None not in amounts:
            spent[row.journey] = sum(amounts)
    assert spent[plan.chosen] == min(spent.values())


def test_the_way_chosen_does_not_depend_on_the_currency_of_the_price(references):
    terms = {"incoterm": "FCA", "incoterm_place": "CNTAO", "freight": {"amount": "3600", "currency": "USD", "after_entry": "580"}}
    tenge = references.rates.find_for_plan("USD", "KZT", date(2026, 12, 1)).rate
    dollars = planned(references, **terms, item_value="18000")
    in_tenge = planned(references, **terms, item_value=f"{18000 * tenge:.2f}", item_currency="KZT")
    assert in_tenge.landed[in_tenge.chosen].currency == "KZT"
    assert in_tenge.journeys[in_tenge.chosen] == dollars.journeys[dollars.chosen]


def test_the_plan_is_the_same_when_made_again(plan, references):
    assert planned(references).to_json("ru") == plan.to_json("ru")
    assert replace(plan, chosen=0).to_json("en")["chosen"] == 0
