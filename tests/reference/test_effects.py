"""What a draft does to an open case, to the tiyn: the VAT of Kazakhstan at 17 instead of 16 % on the apples."""

from datetime import timedelta
from decimal import Decimal

import pytest

from chorsu.desks.plans import planner
from chorsu.desks.reference import services
from chorsu.desks.trade.models import Case
from chorsu.planning import example
from tests.people import AT, actor
from tests.reference.drafts import VAT_OF_17, looked_through, rise, zone

pytestmark = pytest.mark.django_db(transaction=True)


def case(state="planned", reference="TAO-1"):
    trader = actor()
    return Case.objects.create(
        trader=trader.organisation, reference=reference, state=state, consignment=example(), made_by=trader.person, made_at=AT,
        changed_at=AT,
    )  # fmt: skip


def test_one_percent_more_vat_on_the_apples_by_hand():
    """VAT is counted on the customs value, the duty and the fee, rounded to the tiyn: 17 % of it less 16 % of it."""
    open_case = case()
    writer, _ = zone()
    plan = planner.answer(example())
    (border,) = [row for row in plan.assessments if row.journey == plan.chosen and row.side == "import"]
    due = {charge.kind: charge for charge in border.assessment.charges}
    base = due["vat"].base
    assert base == border.assessment.customs_value + due["customs_duty"].amount + due["fee"].amount
    tiyn = Decimal("0.01")
    more = (base * 17 / 100).quantize(tiyn) - (base * 16 / 100).quantize(tiyn)

    found = looked_through(rise(writer), writer)

    (effect,) = found.effects
    assert effect["case"] == str(open_case.pk)
    (charge,) = effect["charges"]
    assert (charge["side"], charge["kind"], charge["currency"]) == ("import", "vat", "KZT")
    assert Decimal(charge["after"]) - Decimal(charge["before"]) == more
    assert Decimal(charge["before"]) == due["vat"].amount
    landed = next(row for row in plan.to_json("en")["landed"] if row["journey"] == plan.chosen)
    assert effect["before"] == landed["total"] is not None
    assert effect["currency"] == landed["currency"]
    assert Decimal(effect["more"]) == Decimal(effect["after"]) - Decimal(effect["before"]) > 0
    assert effect["added"] == effect["gone"] == []


@pytest.mark.parametrize(
    ("state", "counted"),
    [("draft", 0), ("planned", 1), ("with_broker", 1), ("submitted", 1), ("returned", 1), ("accepted", 1), ("under_way", 1),
     ("closed", 0), ("withdrawn", 0)],
)  # fmt: skip
def test_open_cases_are_looked_at_and_no_others(state, counted):
    case(state)
    writer, _ = zone()
    found = looked_through(rise(writer), writer)
    assert (found.cases, found.cases_done, len(found.effects)) == (counted, counted, counted)


def test_a_change_that_does_not_reach_a_case_is_no_effect():
    case()
    writer, _ = zone()
    draft = services.begin("Later", by=writer, at=AT)
    row = {**VAT_OF_17, "id": "KZ-vat-2030", "expression": "20%", "valid_from": "2030-01-01"}
    services.change_law(draft, "measure", "KZ-vat-2026", row, by=writer, at=AT)
    draft.refresh_from_db()
    found = looked_through(draft, writer)
    assert (found.cases, found.effects) == (1, [])


def test_a_new_requirement_is_told_in_the_words_of_the_reader():
    case()
    writer, _ = zone()
    draft = services.begin("A paper more", by=writer, at=AT)
    row = {"jurisdiction": "KZ", "kind": "document", "commodity": "0808", "valid_from": "2026-11-01", "id": "KZ-0808-paper",
           "text": {"en": "Show the paper.", "zh": "出示单证。", "ru": "Покажите документ."},
           "source": {"title": "invented", "address": "https://example.org/", "checked_on": "2026-11-28"}}  # fmt: skip
    services.write_change(draft, "add", "requirement", row=row, by=writer, at=AT)
    draft.refresh_from_db()
    (effect,) = looked_through(draft, writer).effects
    assert [words["zh"] for words in effect["added"]] == ["出示单证。"]
    assert effect["charges"] == []


def test_the_law_is_told_as_a_person_reads_it_in_three_languages():
    writer, _ = zone()
    found = looked_through(rise(writer), writer)
    (day,) = found.law
    assert day["day"] == "2026-12-01"
    assert any("16% → 17%" in line for line in day["lines"]["en"])
    assert any("Казахстан (KZ)" in line for line in day["lines"]["ru"])
    assert any("哈萨克斯坦" in line for line in day["lines"]["zh"])


def test_what_nobody_waits_for_is_not_looked_through():
    from chorsu.desks.reference import examining
    from chorsu.desks.reference.models import Examination

    writer, _ = zone()
    draft = rise(writer)
    asked = services.ask(draft, by=writer, at=AT)
    services.take_out(draft.changes.first(), by=writer, at=AT)
    examining.run(str(asked.pk), at=AT + timedelta(seconds=1))
    assert not Examination.objects.exists()
