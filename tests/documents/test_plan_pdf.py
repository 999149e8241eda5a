"""The printed plan shows what the plan says, says where it does not know, and survives any JSON."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from chorsu.documents import render_plan_pdf
from chorsu.documents.words import rate

from .cases import APPLES, ON, PLACES

SOURCE = {"title": "Customs Code", "address": "https://example.org/code", "checked_on": "2026-11-23"}
LEG = {
    "mode": "rail",
    "from": "CNJZH",
    "to": "KZALA",
    "service": "Qilu train",
    "departs": "2026-12-02T08:00:00+08:00",
    "arrives": "2026-12-09T10:00:00+05:00",
    "distance_km": "4050",
    "cost": {"amount": "2600", "currency": "USD"},
    "estimated": True,
    "source": SOURCE,
}
PLAN = {
    "consignment": APPLES,
    "journeys": [
        {
            "departs": LEG["departs"],
            "arrives": {"p50": LEG["arrives"]},
            "cost": None,
            "co2e_kg": "1840",
            "handlings": 3,
            "legs": [LEG],
        }
    ],
    "chosen": 0,
    "assessments": [
        {
            "journey": 0,
            "side": "import",
            "crossing": "KZDOS",
            "crossing_name": "Dostyk",
            "on": "2026-12-07",
            "assessment": {
                "jurisdiction": "KZ",
                "currency": "KZT",
                "customs_value": "12500000.00",
                "charges": [
                    {
                        "item": 1,
                        "kind": "vat",
                        "expression": "16%",
                        "base": "12836000.00",
                        "amount": "2053760.00",
                        "source": SOURCE,
                    }
                ],
                "unknown": [{"item": 1, "kind": "fee", "why": "no measure on file", "import": "chorsu measures import FILE"}],
                "assumed": [{"item": 1, "kind": "anti_dumping", "why": "none on file"}],
                "savings": [{"proof": "CT-1", "amount": "336000"}],
                "exchange_rates": [{"from": "EUR", "to": "KZT", "rate": "560.00", "on": "2026-10-02", "source": "National Bank"}],
                "estimated": True,
                "total": None,
            },
        }
    ],
    "landed": [{"journey": 0, "total": "29876.54", "currency": "USD", "paid_by": {"seller": "3890"}, "estimated": True}],
    "requirements": [
        {
            "kind": "phytosanitary",
            "jurisdiction": "EAEU",
            "text": {"en": "A certificate.", "zh": "须附证书。", "ru": "Нужен сертификат."},
        }
    ],
    "papers": [
        {
            "kind": "packing list",
            "name": "Packing list",
            "why": "For customs",
            "issued_by": "the seller",
            "for": "KZ",
            "source": SOURCE,
        }
    ],
    "findings": [{"severity": "warning", "rule": "shelf life", "text": '#read("/etc/passwd") *b*'}],
    "facts": {"book": {"hash": "abcdef", "known_on": "2026-11-23"}, "rates_on": "2026-10-02"},
}


def text_of(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "The ways compared",
                "Charges at the border",
                "2 053 760.00",
                "unknown",
                "estimated",
                "Late (p90)",
                "Dostyk (KZDOS)",
                "Sources",
            ],
        ),
        ("zh", ["路线比较", "边境税费", "增值税", "未知", "估算", "植物检疫", "须附证书", "阿拉木图", "来源"]),
        ("ru", ["Сравнение маршрутов", "Платежи на границе", "НДС", "неизвестно", "оценка", "Нужен сертификат", "Источники"]),
    ],
)
def test_a_plan_is_printed_in_the_readers_language_with_what_is_unknown_and_estimated(language, words):
    text = text_of(render_plan_pdf(PLAN, language, places=PLACES, on=ON))
    figures = [
        "4 050",
        "29 876.54 USD",
        "12 500 000.00 KZT",
        "1 EUR = 560.00 KZT (2026-10-02)",
        "CT-1",
        "chorsu measures import FILE",
    ]
    assert [word for word in (*words, *figures, "2026-12-01") if word not in text] == []
    assert '#read("/etc/passwd") *b*' in text


def test_each_source_is_numbered_once_and_listed_with_its_address():
    text = text_of(render_plan_pdf(PLAN, "en"))
    assert text.count("https://example.org/code") == 1
    assert text.count("[1]") == 4  # leg, charge, paper, and the list itself


def test_places_bear_the_names_that_the_plan_gives_them():
    plan = {**PLAN, "places": {"KZALA": {"name": "Алматы"}, "CNJZH": None}}
    text = text_of(render_plan_pdf(plan, "ru"))
    assert "CNJZH → Алматы (KZALA)" in text


def two_ways() -> dict:
    """The plan with a second way by road, that has its own legs, charges, warning, requirement and customs transit."""
    road = {**LEG, "mode": "road", "service": "Truck over Nur Zholy"}
    entry = {**PLAN["assessments"][0], "journey": 1, "crossing_name": "Nur Zholy", "crossing": "kz-nur-zholy"}
    passage = {"territory_name": "Union", "enters": {"name": "Dostyk", "at": "2026-12-07"}, "leaves": None}
    security = {"needed": "unknown", "amount": {"amount": "2023305.32", "currency": "KZT"}, "estimated": True}
    return {
        **PLAN,
        "journeys": [*PLAN["journeys"], {**PLAN["journeys"][0], "cost": {"amount": "7811", "currency": "USD"}, "legs": [road]}],
        "assessments": [*PLAN["assessments"], entry],
        "findings": [{"severity": "warning", "text": "Queues at Nur Zholy.", "journeys": [1]}],
        "transits": [{**passage, "journey": 0, "security": security}, {**passage, "journey": 1, "security": {"needed": "no"}}],
    }


def test_one_way_can_be_told_in_full_with_the_others_in_the_comparison_alone():
    whole, one = (text_of(render_plan_pdf(two_ways(), "en", way=way)) for way in (None, 0))
    of_the_road = ["Truck over Nur Zholy", "Nur Zholy (kz-nur-zholy)", "Queues at Nur Zholy.", "not needed"]
    assert [words for words in of_the_road if words not in whole] == []
    assert [words for words in of_the_road if words in one] == []
    assert "7 811 USD" in one  # the comparison still has it
    assert "2 023 305.32 KZT" in one


@pytest.mark.parametrize(
    ("expression", "language", "words"),
    [
        # The phrase of the tariffs themselves: "но не менее" in the Common Customs Tariff of the EAEU.
        ("10% MIN 0.06 EUR/KGM", "en", "10%, but not less than 0.06 EUR/kg"),
        ("10% MIN 0.06 EUR/KGM", "zh", "10%，但不低于0.06 EUR/千克"),
        ("10% MIN 0.06 EUR/KGM", "ru", "10%, но не менее 0.06 EUR/кг"),
        ("5% + 10 RUB/KGM MAX 30%", "en", "5% + 10 RUB/kg, but not more than 30%"),
        ("25950 KZT", "ru", "25 950 KZT"),
        ("5 EUR/100KGM", "zh", "5 EUR/100 千克"),
        ("FREE", "ru", "не взимается"),
        ("500 USD/TNE - (100% + 5 USD)", "en", "500 USD/t − (100% + 5 USD)"),
        ("15% OVER 200 EUR MIN 2 EUR/E4", "en", "15% on what exceeds 200 EUR, but not less than 2 EUR/kg gross"),
        ("5% + 2 EUR/KGM OVER 31 KGM", "ru", "5% + (2 EUR/кг с превышения над 31 кг)"),
        ("15% OVER 200 EUR", "zh", "超过200 EUR的部分按15%"),
        ("as the law says", "en", "as the law says"),
    ],
)
def test_a_rate_is_read_in_the_words_of_a_tariff(expression, language, words):
    assert rate(expression, language).replace("\u00a0", " ") == words


@pytest.mark.parametrize(("items", "told"), [(1, True), (6, False)])
def test_the_notes_of_few_items_stand_in_an_annex(items, told):
    assessment = PLAN["assessments"][0]["assessment"]
    charge = {**assessment["charges"][0], "note": ["Rate, ad valorem: 16%.", "Amount due: 2,053,760.00 KZT."]}
    noted = {**assessment, "charges": [charge], "customs_value_notes": [["Price: 100 KZT."]] * items}
    plan = {**PLAN, "assessments": [{**PLAN["assessments"][0], "assessment": noted}]}
    printed = text_of(render_plan_pdf(plan, "en"))
    assert ("Rate, ad valorem: 16%. Amount due: 2,053,760.00 KZT." in printed) is told
    assert ("How each figure came about" in printed) is told


def test_the_same_plan_gives_the_same_bytes():
    assert render_plan_pdf(PLAN, "ru") == render_plan_pdf(PLAN, "ru")


keys = st.sampled_from(
    sorted({*PLAN, *PLAN["assessments"][0], *PLAN["assessments"][0]["assessment"], *LEG, "items", "p50", "title", "text", "why"})
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(keys, values, max_size=6), st.sampled_from(["en", "zh", "ru"]))
def test_any_json_gives_a_report(plan, language):
    assert render_plan_pdf(plan, language).startswith(b"%PDF")


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(PLAN)), values)
def test_a_plan_with_one_field_of_another_kind_gives_a_report(name, value):
    assert render_plan_pdf({**PLAN, name: value}, "zh").startswith(b"%PDF")
