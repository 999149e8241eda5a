"""The printed plan shows what the plan says, says where it does not know, and survives any JSON."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from chorsu.documents import render_plan_pdf

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
