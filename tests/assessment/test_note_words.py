"""What the officer's note says, sentence by sentence, in the small world of the cases: one thing changed in each."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chorsu.assessment import Assessment

from .cases import Case
from .cases.build import case, chain, charge, item, measure, rate
from .test_note import assessed

DUTY_VAT = chain(charge("customs_duty"), charge("vat", "customs_value", "customs_duty"))
LOWEST = chain(charge("customs_duty", choose="lowest"))
FEES = chain(charge("fee"))
EURO = [rate("EURKZT", "560")]


def noted(one: Case, folder: Path) -> Assessment:
    question = {name: getattr(one, name) for name in ("consignment", "on", "regime", "mode")}
    found = assessed({"book": one.book, "rates": one.rates}, question | {"jurisdiction": "KZ", "plan": False}, folder)
    assert found is not None
    return found


# What is said of the first charge, or of the customs value where the row says so, in this order.
TOLD: list[tuple[Case, tuple[str, ...]]] = [
    (
        case("MIN: both, and the higher", [measure("m", "10% MIN 0.06 EUR/KGM")], rates=EURO, items=[item(net_mass="20")]),
        (
            "Rate, mixed: 10%, but not less than 0.06 EUR per kilogram.",
            "Rate of exchange: 1 EUR = 560 KZT of 2026-12-01, a bank.",
            "10% × 1,000.00 = 100.00 KZT.",
            "0.06 EUR × 20 kg × 560 = 672.00 KZT.",
            "Of 100.00 and 672.00 the higher counts: 672.00 KZT.",
            "Amount due: 672.00 KZT.",
            "Law: A law. Read on 2026-11-23.",
        ),
    ),
    (
        case(
            "An EAEU parcel: a rate on what exceeds a limit, and another one",
            [measure("m", "15% OVER 200 EUR MIN 2 EUR/E4 OVER 31 E4")],
            rates=EURO,
            items=[item("200000", gross_mass="40")],
        ),
        (
            "Base: Customs value 200,000.00 KZT.",
            "Quantity: 40 kg gross.",
            "Rate, mixed: 15% on what exceeds 200 EUR, but not less than (2 EUR per kilogram gross on what exceeds 31 kg gross).",
            "Limit: 200 EUR × 560 = 112,000.00 KZT.",
            "15% × (200,000.00 − 112,000.00) = 13,200.00 KZT.",
            "2 EUR × (40 kg gross − 31 kg gross) × 560 = 10,080.00 KZT.",
            "Of 13,200.00 and 10,080.00 the higher counts: 13,200.00 KZT.",
        ),
    ),
    (
        case("Below the limit", [measure("m", "15% OVER 2000 KZT")]),
        ("1,000.00 is not more than 2,000.00: nothing of it is charged.", "Amount due: 0.00 KZT."),
    ),
    (
        case("A reference price less the value", [measure("m", "90 KZT/KGM - 100%")], items=[item(net_mass="20")]),
        (
            "Rate, compound: 90 KZT per kilogram − 100%.",
            "90 KZT × 20 kg = 1,800.00 KZT.",
            "100% × 1,000.00 = 1,000.00 KZT.",
            "1,800.00 − 1,000.00 = 800.00 KZT.",
            "Amount due: 800.00 KZT.",
        ),
    ),
    (
        case("A reference price below the value", [measure("m", "9 KZT/KGM - 100%")], items=[item(net_mass="20")]),
        ("180.00 − 1,000.00 = −820.00 KZT.", "That is below zero: nothing is due.", "Amount due: 0.00 KZT."),
    ),
    (
        case(
            "The importer's status, and the figures of one piece",
            [
                measure("a", "10%"),
                measure("b", "5%", origin="CN", conditions=["importer:AEO"]),
                measure("c", "7%", origin="CN", conditions=["customs_value/NAR >= 10000 KZT"]),
                measure("d", "8%", origin="CN", conditions=["CMQ/NAR > 1500"]),
            ],
            items=[item(quantity="2", unit="NAR", quantities={"CMQ": "2400"})],
        ),
        (
            "Not b (5%): it asks for an importer with the status AEO.",
            "Not c (7%): it asks for a customs value per piece ≥ 10,000 KZT.",
            "Not d (8%): it asks for cm³ per piece > 1,500.",
        ),
    ),
    (
        case("MAX: the lower", [measure("m", "10% MAX 2 KZT/NAR")], items=[item(quantity="4", unit="NAR")]),
        ("2 KZT × 4 pcs = 8.00 KZT.", "Of 100.00 and 8.00 the lower counts: 8.00 KZT."),
    ),
    (
        case("A sum of both", [measure("m", "5% + 10 KZT/KGM")], items=[item(net_mass="20")]),
        ("Rate, compound: 5% + 10 KZT per kilogram.", "50.00 + 200.00 = 250.00 KZT."),
    ),
    (
        case("Per hundred kilograms", [measure("m", "124 KZT/100KGM")], items=[item(net_mass="250")]),
        ("Rate, specific: 124 KZT per 100 kg.", "124 KZT × 250 kg ÷ 100 = 310.00 KZT."),
    ),
    (
        case(
            "Gross-up",
            [measure("m", "15%", kind="consumption_tax")],
            chain=chain(charge("consumption_tax", gross_up=True)),
        ),
        ("1,000.00 × 15% ÷ (100% − 15%) ≈ 176.47058824 KZT.", "Rounded to 0.01 KZT, half up: 176.47 KZT."),
    ),
    (
        case(
            "A share",
            [measure("m", "13%", kind="vat")],
            items=[item("99.99")],
            chain=chain(charge("vat", share="0.70")),
        ),
        ("Rounded to 0.01 KZT, half up: 13.00 KZT.", "Of it a part only is due: 70% × 13.00 = 9.10 KZT."),
    ),
    (
        case(
            "Exempt",
            [measure("m", "4%")],
            chain=chain(charge("customs_duty", exempt_up_to={"amount": "50", "currency": "KZT"})),
        ),
        ("Over the whole consignment that is 40.00 KZT, at most 50 KZT: it is not collected.", "Amount due: 0.00 KZT."),
    ),
    (
        case("Once for the consignment", [measure("m", "90 KZT", per="consignment")], items=[item("1000"), item("2000")]),
        (
            "Due once for the consignment and shared out over 2 items by customs value (1,000.00 of 3,000.00 KZT): "
            "of 90.00 KZT, 30.00 KZT for this item.",
        ),
    ),
    (
        case("A relief", [measure("m", "10%"), measure("r", kind="relief", of=["customs_duty"])]),
        ("Relieved by r.", "Amount due: 0.00 KZT.", "Without the relief m would count: 10%."),
    ),
    (
        case("Alone", [measure("m", "10%")]),
        (
            "Base: Customs value 1,000.00 KZT.",
            "Rate, ad valorem: 10%.",
            "Measure m is for all goods from anywhere, in force since 2022-01-01.",
            "Nothing else of its kind is on file for these goods on this day.",
        ),
    ),
    (
        case("Passed over: a shorter code", [measure("a", "10%", commodity="08"), measure("b", "5%", commodity="0808")]),
        ("Not a (10%): it is for 08, and the longer code 0808 goes before it.",),
    ),
    (
        case("Passed over: the union's", [measure("a", "10%", jurisdiction="EAEU"), measure("b", "5%")]),
        ("Not a (10%): the state's own measure goes before that of its union.",),
    ),
    (
        case("Passed over: an earlier one", [measure("a", "10%", valid_from=date(2020, 1, 1)), measure("b", "5%")]),
        ("Not a (10%): it is of 2020-01-01, and the later one counts.",),
    ),
    (
        case("Passed over: a farther origin", [measure("a", "10%"), measure("b", "5%", origin="CN")]),
        (
            "Measure b is for all goods from China, in force since 2022-01-01.",
            "Not a (10%): it is for goods from anywhere, and the measure for the nearer origin counts.",
        ),
    ),
    (
        case("Passed over: not the lowest", [measure("a", "10%"), measure("b", "5%", origin="CN")], chain=LOWEST),
        ("Not a (10%): it would come to 100.00 KZT, and the law takes the lowest amount.",),
    ),
    (
        case("Passed over: as low", [measure("a", "50 KZT"), measure("b", "5%", origin="CN")], chain=LOWEST),
        ("Amount due: 50.00 KZT.", "Not b (5%): it comes to the same, 50.00 KZT, and one is enough."),
    ),
    (
        case("Passed over: replaced", [measure("a", "10%"), measure("b", "5%", replaces=["a"])]),
        ("Not a (10%): b stands in its place while it lasts.",),
    ),
    (
        case("A proof would save", [measure("a", "10%"), measure("b", "FREE", origin="CN", conditions=["proof:CT-1"])]),
        ("With “CT-1”, which the goods lack, b could apply: free. In all that would save 100.00 KZT.",),
    ),
    (
        case("A proof would save nothing", [measure("a", "10%"), measure("b", "20%", origin="CN", conditions=["proof:X"])]),
        ("Not b (20%): it asks for “X” among the proofs, which the goods lack.",),
    ),
    (
        case("Out of season", [measure("a", "10%"), measure("b", "5%", origin="CN", conditions=["season:05-01..08-31"])]),
        ("Not b (5%): it asks for a day from 05-01 to 08-31 of a year.",),
    ),
    (
        case(
            "Over the limit, another producer",
            [
                measure("a", "10%"),
                measure("b", "5%", origin="CN", conditions=["customs_value <= 200 KZT"]),
                measure("c", "7%", origin="CN", conditions=["producer:Hankook"]),
            ],
        ),
        (
            "Not b (5%): it asks for a customs value of the consignment ≤ 200 KZT.",
            "Not c (7%): it asks for the producer Hankook.",
        ),
    ),
    (
        case(
            "Many of a kind are named in short",
            [measure("a", "10%"), *(measure(f"p{n}", "7%", origin="CN", conditions=[f"producer:P{n}"]) for n in range(8))],
        ),
        (
            "Not p2 (7%): it asks for the producer P2.",
            "Others that do not count, for a reason of the same kind (5): p3, p4, p5 …",
        ),
    ),
    (
        case("Fees all count", [measure("f", "20 KZT", kind="fee"), measure("g", "30 KZT", kind="fee")], chain=FEES),
        ("Amount due: 20.00 KZT.", "Nothing else of its kind is on file for these goods on this day."),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("one", "said"), TOLD, ids=lambda value: value.rule if isinstance(value, Case) else None)
def test_the_note_says_how_and_why(one: Case, said: tuple[str, ...], tmp_path: Path) -> None:
    assessment = noted(one, tmp_path)
    lines = assessment.to_json("en")["charges"][0]["note"]
    assert [sentence for sentence in lines if sentence in said] == list(said), lines
    for language, letters in (("zh", "[一-鿿]"), ("ru", "[а-я]")):
        told = assessment.to_json(language)["charges"][0]["note"]
        assert len(told) == len(lines)
        words = [sentence for sentence, same in zip(told, lines, strict=True) if re.search("[A-Za-z]{5}", same)]
        assert all(re.search(letters, sentence) for sentence in words)


VALUES: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    (
        "FCA with freight in dollars",
        {
            "incoterm": "FCA",
            "rates": [rate("USDKZT", "450.79")],
            "terms": {"freight": {"amount": "2600", "currency": "USD", "after_entry": "400"}},
        },
        (
            "Rate of exchange: 1 USD = 450.79 KZT of 2026-12-01, a bank.",
            "Price: 1,000 KZT.",
            "Carriage added: 2,600 USD × 450.79 = 1,172,054.00 KZT.",
            "Carriage behind the place of entry taken off: 400 USD × 450.79 = 180,316.00 KZT.",
            "Customs value: 1,000.00 + 1,172,054.00 − 180,316.00 = 992,738.00 KZT.",
        ),
    ),
    (
        "Shared out by gross mass",
        {
            "incoterm": "FCA",
            "items": [item(gross_mass="30"), item(gross_mass="10")],
            "terms": {"freight": {"amount": "100", "currency": "KZT"}},
        },
        (
            "Carriage added: 100 KZT.",
            "Of it, by gross mass (30 of 40 kg), for this item: 75.00 KZT.",
            "Customs value: 1,000.00 + 75.00 = 1,075.00 KZT.",
        ),
    ),
    (
        "What the law takes for an unknown freight",
        {"incoterm": "FOB", "chain": chain(freight_if_unknown="20%")},
        (
            "Carriage added: 20% × 1,000.00 = 200.00 KZT; it is not stated, and the law takes that part of the price.",
            "Customs value: 1,000.00 + 200.00 = 1,200.00 KZT.",
        ),
    ),
    (
        "An official value in the place of the declared one",
        {"items": [item(net_mass="20")], "measures": [measure("v", "90 KZT/KGM", kind="customs_value", **{"as": "replace"})]},
        (
            "Customs value: 1,000.00 KZT.",
            "An official value stands in the place of the declared one: 90 KZT per kilogram (v).",
            "90 KZT × 20 kg = 1,800.00 KZT.",
            "Customs value: 1,800.00 KZT.",
        ),
    ),
    (
        "A floor",
        {"items": [item(net_mass="20")], "measures": [measure("v", "60 KZT/KGM", kind="customs_value", **{"as": "floor"})]},
        (
            "The declared value is below the official floor, which counts: 60 KZT per kilogram (v).",
            "Customs value: 1,200.00 KZT.",
        ),
    ),
    (
        "Not known",
        {"incoterm": "FCA"},
        ("The customs value is not known: The freight is not known, and the term FCA leaves it out of the price.",),
    ),
]


@pytest.mark.parametrize(("rule", "world", "said"), VALUES, ids=[rule for rule, _, _ in VALUES])
def test_the_note_says_how_a_customs_value_came_about(
    rule: str, world: dict[str, Any], said: tuple[str, ...], tmp_path: Path
) -> None:
    measures = [measure("m", "10%"), *world.pop("measures", [])]
    lines = noted(case(rule, measures, **world), tmp_path).to_json("en")["customs_value_notes"][0]
    assert [sentence for sentence in lines if sentence in said] == list(said), lines


def test_what_is_unknown_says_what_would_make_it_known(tmp_path: Path) -> None:
    one = case("unknown", [measure("a", "10%"), measure("b", "5%", origin="CN", conditions=["mode:road", "net_mass < 31 KGM"])])
    row = noted(one, tmp_path).to_json("en")["unknown"][0]
    assert row["note"] == [
        "A condition cannot be told: b.",
        "It is known once this can be told: a way over the border by road.",
        "It is known once this can be told: a net mass of the consignment < 31 KGM.",
    ]


def test_the_whole_note_ends_with_the_total_and_what_a_proof_would_save(tmp_path: Path) -> None:
    rows = [measure("a", "10%"), measure("b", "FREE", origin="CN", conditions=["proof:CT-1"]), measure("v", "12%", kind="vat")]
    assert noted(case("total", rows, chain=DUTY_VAT), tmp_path).note("en")[-3:] == (
        "In all",
        "  Total: 100.00 + 132.00 = 232.00 KZT.",
        "  With “CT-1” 112.00 KZT less would be due in all.",
    )


def test_notes_of_many_items_are_told_when_they_are_asked_for(tmp_path: Path) -> None:
    found = noted(case("many", [measure("a", "10%")], items=[item() for _ in range(21)]), tmp_path)
    assert "note" not in found.to_json()["charges"][0]
    assert "note" in found.to_json(explain=True)["charges"][0]
    assert found.to_json()["charges"][0]["why"] == "10% on 1,000.00 KZT comes to 100.00 KZT. Law: A law."
