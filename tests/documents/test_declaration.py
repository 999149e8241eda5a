"""The boxes of the EAEU declaration: each figure is the assessment's own; what is not on file is blank and listed."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from chorsu.assessment import Assessment, Charge, Quote, Unknown
from chorsu.consignment import Consignment, Item, Packages
from chorsu.documents.declaration import draft_declaration
from chorsu.documents.declaration_pdf import render_declaration_pdf
from chorsu.documents.load import declaration_form
from chorsu.text import say

GLASS = Item("Glass tubes", "702000", "CN", Decimal("785087.50"), "CNY", {"EAEU": "7020008000"}, net_mass=Decimal("380.16"))


def charge(kind, expression, base, amount, item=1, measure="M"):
    return Charge(item, kind, measure, expression, Decimal(base), Decimal(amount), say("why"), None, ("customs_value",))


def assessed(*charges, values=("8313659.53",), unknown=(), state="RU", currency="RUB", rates=()):
    whole = [Decimal(value) for value in values]
    return Assessment(
        jurisdiction=state,
        regime="import",
        on=date(2026, 6, 10),
        currency=currency,
        customs_value=sum(whole, Decimal(0)),
        total=None,
        charges=tuple(charges),
        unknown=tuple(unknown),
        assumed=(),
        requirements=(),
        exchange_rates=tuple(rates),
        estimated=False,
        chain="RU-import",
        values=tuple(whole),
    )


YUAN = Quote("CNY", "RUB", Decimal("10.5831"), date(2026, 6, 10), "Bank of Russia")


def released():
    """Box B of a Russian declaration released on 2026-06-10: 1010-49240.00, 2010-831365.99, 5010-2011905.61, of 8,313,659.53."""
    return assessed(
        charge("customs_duty", "10%", "8313659.53", "831365.99"),
        charge("vat", "22%", "9145025.52", "2011905.61"),
        charge("fee", "49240 RUB", "8313659.53", "49240.00"),
        rates=[YUAN],
    )


def boxes(declared):
    return {box.number: box.entry for box in (*declared.boxes, *declared.items[0].boxes)}


def test_boxes_and_totals_are_those_of_a_declaration_that_was_released():
    declared = draft_declaration(Consignment((GLASS,), "DAP"), released(), nomenclatures=("RU", "EAEU"))
    assert [(row.code, row.amount) for row in declared.totals] == [
        ("1010", Decimal("49240.00")),
        ("2010", Decimal("831365.99")),
        ("5010", Decimal("2011905.61")),
    ]
    assert sum(row.amount for row in declared.totals) == Decimal("2892511.60")  # as box B says
    shown = boxes(declared)
    assert shown["12"] == "8313659.53 RUB"
    assert shown["22"] == "CNY 785087.50"
    assert shown["23"] == "10.5831"
    assert (shown["33"], shown["34"], shown["36"], shown["37"]) == ("7020008000", "CN", "ОООО-ОО", "4000 000")
    assert declared.digits == "643"
    assert {row.method for row in declared.items[0].payments} == {"ИУ"}


@pytest.mark.parametrize(
    ("expression", "amount", "rows"),
    [
        # 380.16 kg at 2 EUR and 90 RUB each, against 10 % of 1,000,000: the greater is due
        ("10% MIN 2 EUR/KGM", "100000.00", [("10%", "1000000", "100000.00", True), ("2 EUR/KGM", "380.16", "68428.80", False)]),
        ("5% MIN 2 EUR/KGM", "68428.80", [("5%", "1000000", "50000.00", False), ("2 EUR/KGM", "380.16", "68428.80", True)]),
        ("5% + 2 EUR/KGM", "118428.80", [("5%", "1000000", "50000.00", True), ("2 EUR/KGM", "380.16", "68428.80", True)]),
        ("20% MAX 2 EUR/KGM", "68428.80", [("20%", "1000000", "200000.00", False), ("2 EUR/KGM", "380.16", "68428.80", True)]),
        ("100 EUR/TNE", "3421.44", [("100 EUR/TNE", "380.16", "3421.44", True)]),
        ("100 EUR/TNE + 5%", "53421.44", [("100 EUR/TNE", "380.16", "3421.44", True), ("5%", "1000000", "50000.00", True)]),
        # 0.0000015 % of 1,000,000 is 0.015, half up 0.02; what is left over by rounding goes to the last part
        ("0.0000015% + 1 RUB/KGM", "380.18", [("0.0000015%", "1000000", "0.02", True), ("1 RUB/KGM", "380.16", "380.16", True)]),
    ],
)
def test_a_combined_rate_is_taken_apart_and_only_what_is_due_counts(expression, amount, rows):
    euro = Quote("EUR", "RUB", Decimal(90), date(2026, 6, 10), "x")
    answer = assessed(charge("customs_duty", expression, "1000000", amount), values=("1000000",), rates=[YUAN, euro])
    declared = draft_declaration(Consignment((GLASS,), "DAP"), answer, nomenclatures=("EAEU",))
    found = [(row.rate, str(row.base), str(row.amount), row.counts) for row in declared.items[0].payments]
    assert found == rows
    assert declared.totals[0].amount == Decimal(amount)


def test_the_fee_of_the_declaration_stands_once_with_the_first_item():
    fees = [charge("fee", "25950 KZT", "100", "12975.00", item) for item in (1, 2)]
    answer = assessed(*fees, values=("100", "300"), state="KZ", currency="KZT")
    declared = draft_declaration(Consignment((GLASS, GLASS), "DAP"), answer)
    assert [[(row.code, row.base, row.amount) for row in item.payments] for item in declared.items] == [
        [("1010", Decimal(400), Decimal("25950.00"))],
        [],
    ]


def test_what_is_unknown_is_blank_and_listed_and_leaves_the_total_open():
    gap = Unknown(1, "customs_duty", say("no measure on file"))
    answer = assessed(charge("vat", "22%", "1", "1"), unknown=[gap], values=("1",))
    declared = draft_declaration(Consignment((replace(GLASS, codes={}),), "DAP"), answer)
    row = next(row for row in declared.items[0].payments if row.kind == "customs_duty")
    assert (row.code, row.base, row.amount, row.method) == ("2010", None, None, "")
    assert next(total for total in declared.totals if total.code == "2010").amount is None
    assert boxes(declared)["33"] == ""
    assert {("47", 1), ("33", 1), ("23", 0)} <= {(row.box, row.item) for row in declared.missing}


def test_a_charge_on_listed_goods_only_that_does_not_fall_is_not_declared():
    answer = assessed(charge("excise", "FREE", "1", "0", measure=""), charge("vat", "22%", "1", "1"), values=("1",))
    declared = draft_declaration(Consignment((GLASS,), "DAP"), answer)
    assert [row.kind for row in declared.items[0].payments] == ["vat"]


def test_an_excise_has_no_code_of_its_own_and_says_so():
    declared = draft_declaration(Consignment((GLASS,), "DAP"), assessed(charge("excise", "10%", "1", "1"), values=("1",)))
    assert declared.items[0].payments[0].code == ""
    assert any(row.box == "47" and "code" in str(row.text) for row in declared.missing)
    assert boxes(declared)["36"] == "ООООООО"


def test_a_proof_is_a_document_with_its_code_and_leaves_the_preference_to_be_filled():
    item = replace(GLASS, proofs=("CT-1", "X-9"))
    declared = draft_declaration(Consignment((item,), "DAP"), released())
    codes = [row.code for row in declared.items[0].documents]
    assert "06011" in codes
    assert "" in codes  # a proof that is not on file
    assert boxes(declared)["36"] == ""


@pytest.mark.parametrize(("state", "chain"), [("UZ", "UZ-import"), ("KZ", "")])
def test_there_is_no_form_for_other_states_nor_without_rules_of_charging(state, chain):
    assert draft_declaration(Consignment((GLASS,), "DAP"), replace(released(), jurisdiction=state, chain=chain)) is None


def test_several_currencies_leave_boxes_22_and_23_blank():
    items = (GLASS, replace(GLASS, currency="USD"))
    declared = draft_declaration(Consignment(items, "DAP"), assessed(values=("1", "1")))
    assert [box.entry for box in declared.boxes[1:]] == ["", ""]


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_sheet_is_printed_in_each_language_with_its_figures(language):
    declared = draft_declaration(Consignment((GLASS,), "DAP"), released(), nomenclatures=("EAEU",))
    pdf = render_declaration_pdf(declared, language, reference="R-1")
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
    assert "2011905.61" in text
    assert "7020008000" in text


def test_every_code_of_the_form_is_of_its_classifier_and_every_word_in_three_languages():
    form = declaration_form()
    assert all(re.fullmatch(r"\d{5}", row.code) for row in form.documents)
    assert all(re.fullmatch(r"\d{4}|", row.code) for row in form.payments)
    assert all(re.fullmatch(r"\d{3}", code) for code in (*form.units.values(), *form.states.values()))
    named = [*form.boxes.values(), *form.words.values(), *(row.names for row in (*form.documents, *form.payments))]
    assert all(set(names) == {"en", "zh", "ru"} and all(names.values()) for names in named)
    assert len(form.sources) == 5


@pytest.mark.parametrize(
    ("description", "packages", "entry"),
    [
        ("Glass tubes", Packages(40, "CT", "TAO 1-40"), "Glass tubes; 40 CT TAO 1-40"),
        ("Glass tubes", Packages(40), "Glass tubes; 40"),
        ("", Packages(40, "CT"), "40 CT"),
        ("", None, ""),
    ],
)
def test_box_31_holds_the_words_and_the_packages_that_there_are(description, packages, entry):
    goods = replace(GLASS, description=description, packages=packages)
    declared = draft_declaration(Consignment((goods,), "FCA"), released())
    assert boxes(declared)["31"] == entry


def test_box_46_is_the_value_at_the_rate_into_dollars():
    dollars = Quote("RUB", "USD", Decimal("0.0125"), date(2026, 6, 10), "Bank of Russia")
    declared = draft_declaration(Consignment((GLASS,), "DAP"), released(), dollars=dollars)
    assert boxes(declared)["46"] == "103920.74"  # 8,313,659.53 × 0.0125 = 103,920.744125
