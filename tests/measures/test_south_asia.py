"""Rates and bans of India and Pakistan, each traced to a source that was read apart from the data."""

from datetime import date

import pytest

from chorsu.consignment import Item, read_consignment
from chorsu.measures import Book, Inquiry, find_requirements, load_book
from chorsu.measures.choose import Choice, choose
from chorsu.measures.condition import DayAndMode


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book()


def item(code: str, state: str, origin: str, proofs: tuple[str, ...]) -> Item:
    row = {
        "description": "goods",
        "hs": code[:6],
        "origin": origin,
        "quantity": "1",
        "unit": "NAR",
        "value": "1",
        "currency": "USD",
    }
    data = {
        "consignor": {"name": "A", "country": "CN"}, "consignee": {"name": "B", "country": state}, "from": "CNTAO", "to": "INNSA",
        "ready": "2026-12-01", "incoterm": "CIF", "items": [row | {"codes": {state: code}, "proofs": list(proofs)}],
    }  # fmt: skip
    return read_consignment(data).items[0]


def chosen(
    book: Book,
    state: str,
    code: str,
    kind: str,
    on: str,
    *,
    origin: str = "CN",
    regime: str = "import",
    proofs: tuple[str, ...] = (),
) -> Choice:
    day = date.fromisoformat(on)
    return choose(Inquiry(book, state, regime, day, item(code, state, origin, proofs), DayAndMode(day)), kind)


@pytest.mark.parametrize(
    ("code", "kind", "on", "rate"),
    [
        # Customs tariff of India, chapter 8, tables of 2019 and 2020; since then Fruitnet, Cybex, the nut council
        ("08083000", "customs_duty", "2026-12-01", "30%"),
        ("08092900", "customs_duty", "2026-12-01", "30%"),
        ("08025100", "customs_duty", "2026-12-01", "10%"),
        ("08025200", "customs_duty", "2022-05-01", "10%"),
        ("08023200", "customs_duty", "2026-12-01", "100%"),
        ("08023200", "customs_duty", "2020-02-01", "30%"),
        # NDTV, 2023-06-23: 35 and 100 Rs/kg on almonds, 100 % on walnuts (without the retaliation for the United States)
        ("08021100", "customs_duty", "2026-12-01", "35 INR/KGM"),
        ("08021200", "customs_duty", "2026-12-01", "100 INR/KGM"),
        ("08023100", "customs_duty", "2026-12-01", "100%"),
        # Notification 11/2021-Customs, S. No. 1 to 9, 11
        ("08081000", "aidc", "2026-12-01", "35%"),
        ("08081000", "customs_duty", "2021-02-01", "50%"),
        ("22042100", "aidc", "2026-12-01", "100%"),
        ("31023000", "aidc", "2026-12-01", "5%"),
        ("27011920", "aidc", "2026-12-01", "FREE"),
        # Budget 2025-26
        ("64041100", "aidc", "2026-12-01", "18.5%"),
        ("64041100", "surcharge", "2026-12-01", "FREE"),
        ("64041100", "surcharge", "2025-02-01", "10%"),
        ("85414300", "aidc", "2026-12-01", "20%"),
        ("85414200", "aidc", "2026-12-01", "7.5%"),
        ("60063200", "customs_duty", "2026-12-01", "20% MIN 115 INR/KGM"),
        ("29335910", "customs_duty", "2026-12-01", "7.5%"),
        ("78020010", "customs_duty", "2026-12-01", "FREE"),
        # Mint, 2024-07-23
        ("85171300", "customs_duty", "2024-07-23", "20%"),
        ("85171300", "customs_duty", "2024-07-24", "15%"),
        # Lawcrux, chapter 40 of 2022: 25 % or Rs 30 per kg, whichever is lower
        ("40012200", "customs_duty", "2026-12-01", "25% MAX 30 INR/KGM"),
        # PMMAI; Budget 2022
        ("84771000", "customs_duty", "2026-12-01", "7.5%"),
        # Financial Express, 2017
        ("74031100", "customs_duty", "2026-12-01", "5%"),
        # Notification 11/2018-Customs, S. No. 1
        ("08062010", "surcharge", "2026-12-01", "FREE"),
        ("84771000", "surcharge", "2026-12-01", "10%"),
        # Notification 9/2025-Integrated Tax (Rate), and 10/2025 for fresh fruit
        ("84771000", "vat", "2026-12-01", "18%"),
        ("84571020", "vat", "2026-12-01", "18%"),
        ("85171300", "vat", "2026-12-01", "18%"),
        ("40112010", "vat", "2026-12-01", "18%"),
        ("40115010", "vat", "2026-12-01", "5%"),
        ("74031100", "vat", "2026-12-01", "18%"),
        ("08131000", "vat", "2026-12-01", "5%"),
        ("08062010", "vat", "2026-12-01", "5%"),
        ("08061000", "vat", "2026-12-01", "FREE"),
        ("08081000", "vat", "2026-12-01", "FREE"),
        ("87038030", "vat", "2026-12-01", "5%"),
        ("22021010", "vat", "2026-12-01", "40%"),
        # Customs tariff of 2026-27 (BDP): effective rates
        ("85041010", "customs_duty", "2026-12-01", "7.5%"),
        ("85044090", "customs_duty", "2026-12-01", "20%"),
        ("85042200", "customs_duty", "2026-12-01", "10%"),
        ("85072000", "customs_duty", "2026-12-01", "15%"),
        ("84713010", "customs_duty", "2026-12-01", "FREE"),
        ("84596910", "customs_duty", "2026-12-01", "7.5%"),
        ("84159010", "customs_duty", "2026-12-01", "20%"),
        ("84159090", "customs_duty", "2026-12-01", "10%"),
        ("39012000", "customs_duty", "2026-12-01", "7.5%"),
        ("39041020", "customs_duty", "2026-12-01", "7.5%"),
        ("39073010", "customs_duty", "2026-12-01", "7.5%"),
        ("73041110", "customs_duty", "2026-12-01", "10%"),
        ("54023300", "customs_duty", "2026-12-01", "5%"),
        ("54021920", "customs_duty", "2026-12-01", "2.5%"),
        ("40111010", "customs_duty", "2026-12-01", "15%"),
        ("59031090", "customs_duty", "2026-12-01", "20%"),
        ("94031010", "customs_duty", "2026-12-01", "20%"),
        ("95030099", "customs_duty", "2026-12-01", "70%"),
        ("95030099", "surcharge", "2026-12-01", "FREE"),
        ("84137010", "surcharge", "2026-12-01", "FREE"),
        ("95030099", "vat", "2026-12-01", "5%"),
        ("95042000", "vat", "2026-12-01", "18%"),
        # Notification 45/2025-Customs, Table I
        ("07131010", "customs_duty", "2026-12-01", "10%"),
        ("49011010", "customs_duty", "2026-12-01", "5%"),
        # Notification 11/2021-Customs as amended: 6/2025, 16/2025, 20/2025
        ("94036000", "aidc", "2026-12-01", "5%"),
        ("07132010", "aidc", "2025-03-31", "30%"),
        ("07132010", "aidc", "2026-12-01", "FREE"),
        ("07134000", "aidc", "2026-12-01", "5%"),
        ("07134000", "customs_duty", "2026-12-01", "5%"),
        # Notification 46/2025-Customs
        ("07131010", "aidc", "2026-12-01", "20%"),
        ("87120010", "aidc", "2026-12-01", "15%"),
        ("95030091", "aidc", "2026-12-01", "20%"),
        # Notification 19/2025-Integrated Tax (Rate)
        ("24022010", "vat", "2026-01-31", "28%"),
        ("24022010", "vat", "2026-02-01", "40%"),
        ("24031921", "vat", "2026-02-01", "18%"),
    ],
)
def test_india_rates_on_import(book: Book, code: str, kind: str, on: str, rate: str) -> None:
    (measure,) = chosen(book, "IN", code, kind, on, origin="UZ").measures
    assert str(measure.expression) == rate


@pytest.mark.parametrize(
    ("code", "kind", "why"),
    [
        ("87038030", "customs_duty", "kits and the cars of investors have other rates"),
        ("87038030", "aidc", "the value of one car decides"),
        ("10063012", "vat", "the packing decides"),
        ("08013100", "customs_duty", "a notification takes less"),
        ("30049099", "vat", "some medicines are exempt"),
        ("84796000", "vat", "composting machines bear 5 %"),
        ("52010025", "customs_duty", "cotton of long staple is exempt"),
        ("84144010", "customs_duty", "compressors for motor vehicles bear 15 %"),
        ("72085110", "customs_duty", "seconds and defective goods bear 15 %"),
        ("72085110", "safeguard", "not due above a price"),
        ("39211900", "customs_duty", "PVC flex films bear 20 %"),
        ("39041020", "anti_dumping", "the table by producer was not read"),
    ],
)
def test_india_words_that_were_not_read_leave_the_charge_unknown(book: Book, code: str, kind: str, why: str) -> None:
    assert chosen(book, "IN", code, kind, "2026-12-01", origin="UZ").unknown is not None, why


# Notification 45/2025-Customs (serials 214, 253), 11/2021-Customs (13AB), 02/2025-Customs (SG); 50/2018-Customs for China:
# 15 % off 7.5 % (8477 20), 20 % off 10 % (8504 31), nothing on a line that it does not list (8477 10)
@pytest.mark.parametrize(
    ("code", "kind", "on", "proof", "rate"),
    [
        ("84144010", "customs_duty", "2026-12-01", "IN-not-for-motor-vehicles", "7.5%"),
        ("72085110", "customs_duty", "2026-12-01", "IN-prime-steel", "7.5%"),
        ("39211900", "customs_duty", "2026-12-01", "IN-not-PVC-flex-film", "10%"),
        ("39211900", "aidc", "2026-12-01", "IN-not-PVC-flex-film", "FREE"),
        ("39211900", "surcharge", "2026-12-01", "IN-not-PVC-flex-film", "10%"),
        ("72085110", "safeguard", "2026-04-20", "IN-flat-steel-in-scope", "12%"),
        ("72085110", "safeguard", "2026-12-01", "IN-flat-steel-in-scope", "11.5%"),
        ("72085110", "safeguard", "2026-12-01", "IN-flat-steel-out-of-scope", "FREE"),
        ("84772000", "customs_duty", "2026-12-01", "APTA", "6.375%"),
        ("85043100", "customs_duty", "2026-12-01", "APTA", "8%"),
        ("84771000", "customs_duty", "2026-12-01", "APTA", "7.5%"),
        ("39012000", "customs_duty", "2026-12-01", "APTA", None),
        ("84251110", "customs_duty", "2026-12-01", "APTA", None),
        ("73041110", "countervailing", "2026-12-01", "APTA", None),
    ],
)
def test_india_rates_that_need_a_proof(book: Book, code: str, kind: str, on: str, proof: str, rate: str | None) -> None:
    choice = chosen(book, "IN", code, kind, on, proofs=(proof,))
    assert (choice.unknown is not None) if rate is None else [str(row.expression) for row in choice.measures] == [rate]


@pytest.mark.parametrize(("code", "kind"), [("84571020", "customs_duty"), ("52051210", "vat"), ("52051210", "customs_duty")])
def test_india_goods_without_a_line_have_no_rate(book: Book, code: str, kind: str) -> None:
    assert chosen(book, "IN", code, kind, "2026-12-01", origin="UZ").measures == ()


@pytest.mark.parametrize(
    ("code", "on", "rate"),
    [
        ("10063019", "2026-12-01", "FREE"),  # notification 28/2025-Customs
        ("07031010", "2025-03-31", "20%"),  # 20 % from 2024-09-13 …
        ("07031010", "2025-04-01", "FREE"),  # … to notification 19/2025-Customs
        ("17031000", "2026-12-01", "50%"),  # Second Schedule, entry 9B
        ("26011140", "2026-12-01", None),  # 30 % by the Schedule, by content of iron in effect
        ("10063012", "2026-12-01", None),
    ],
)
def test_india_export_duty(book: Book, code: str, on: str, rate: str | None) -> None:
    choice = chosen(book, "IN", code, "customs_duty", on, origin="IN", regime="export")
    assert (choice.unknown is not None) if rate is None else [str(row.expression) for row in choice.measures] == [rate]


@pytest.mark.parametrize(("on", "rate"), [("2019-02-15", "15%"), ("2019-02-16", "200%"), ("2026-12-01", "200%")])
def test_goods_of_pakistan_pay_twice_their_value_in_india(book: Book, on: str, rate: str) -> None:
    found = [str(row.expression) for row in chosen(book, "IN", "85171300", "customs_duty", on, origin="PK").measures]
    assert found == [rate] or (on < "2019-02-16" and found == [])


@pytest.mark.parametrize(
    ("code", "kind", "on", "proofs", "rate"),
    [
        # Pakistan Customs Tariff 2025-26; Fifth Schedule; SRO 1064(I)/2026; Ninth Schedule to the Sales Tax Act
        ("85171419", "customs_duty", "2025-08-01", (), "250 PKR/NAR"),
        ("85171390", "customs_duty", "2025-08-01", (), "FREE"),
        ("85171430", "customs_duty", "2025-08-01", (), "10%"),
        ("85171390", "regulatory_duty", "2026-12-01", ("PK-CF-30",), "240 PKR/NAR"),
        ("85171390", "regulatory_duty", "2026-12-01", ("PK-CF-350",), "8800 PKR/NAR"),
        ("85171390", "regulatory_duty", "2026-12-01", ("PK-CF-over-500",), "17600 PKR/NAR"),
        ("85171390", "regulatory_duty", "2026-12-01", ("PK-CF-100", "PK-CF-200"), "6000 PKR/NAR"),
        ("85171310", "regulatory_duty", "2026-12-01", (), "4%"),
        ("85171390", "vat", "2026-12-01", ("PK-CF-500",), "18%"),
        ("85171390", "vat", "2026-12-01", ("PK-CF-over-500",), "25%"),
        ("85171310", "vat", "2026-12-01", (), "18%"),
        # trade.gov and PwC; the finance minister in the Senate on solar panels
        ("84771000", "vat", "2022-12-01", (), "17%"),
        ("84771000", "vat", "2026-12-01", (), "18%"),
        ("85414300", "vat", "2026-12-01", (), "10%"),
        # FBR's table of 2022-23
        ("84771000", "income_tax", "2026-12-01", ("PK-12-I",), "1%"),
        ("84771000", "income_tax", "2026-12-01", ("PK-12-II",), "3.5%"),
        ("84771000", "income_tax", "2026-12-01", ("PK-12-III",), "5.5%"),
        # SRO 840(I)/2021
        ("03034400", "regulatory_duty", "2022-06-30", (), "35%"),
        # Pakistan Customs Tariff 2026-27: lines that its parser's own tests read by eye from the book, and others of the parse
        ("84771000", "customs_duty", "2026-12-01", (), "FREE"),
        ("08052910", "customs_duty", "2026-12-01", (), "20%"),
        ("25292200", "customs_duty", "2026-12-01", (), "FREE"),
        ("62052010", "customs_duty", "2026-12-01", (), "20%"),
        ("72112920", "customs_duty", "2026-12-01", (), "FREE"),
        ("87032191", "customs_duty", "2026-12-01", (), "35%"),
        ("96200000", "customs_duty", "2026-12-01", (), "15%"),
        ("85414300", "customs_duty", "2026-12-01", (), "FREE"),
        ("28332930", "customs_duty", "2026-12-01", (), "15%"),
        ("29153910", "customs_duty", "2026-12-01", (), "FREE"),
        ("29153990", "customs_duty", "2026-12-01", (), "5%"),
        ("31021000", "customs_duty", "2026-12-01", (), "FREE"),
        ("84412000", "customs_duty", "2026-12-01", (), "10%"),
        ("84501190", "customs_duty", "2026-12-01", (), "20%"),
        ("84501190", "additional_duty", "2026-12-01", (), "2%"),
        ("87038090", "customs_duty", "2026-12-01", (), "30%"),
        ("87033221", "customs_duty", "2026-12-01", (), "50%"),
        ("87033227", "customs_duty", "2026-12-01", (), "20%"),
        ("87042330", "customs_duty", "2026-12-01", (), "20%"),
        ("40112019", "customs_duty", "2026-12-01", (), "15%"),
        ("54077300", "customs_duty", "2026-12-01", (), "15%"),
        ("72104990", "customs_duty", "2026-12-01", (), "10%"),
        ("72104910", "customs_duty", "2026-12-01", (), "20%"),
        ("94033000", "customs_duty", "2026-12-01", (), "20%"),
        ("08025100", "customs_duty", "2026-12-01", (), "FREE"),
        ("10063010", "customs_duty", "2026-12-01", (), "10%"),
        ("15119020", "customs_duty", "2026-12-01", (), "10.8 PKR/KGM"),
        ("87116040", "customs_duty", "2026-12-01", (), "30%"),
        # Trade information portal, 2026-08-27
        ("85076000", "customs_duty", "2026-12-01", (), "10%"),
        ("85072000", "customs_duty", "2026-12-01", (), "20%"),
        ("85071010", "customs_duty", "2026-12-01", (), "25%"),
        ("85076000", "regulatory_duty", "2026-12-01", (), "2%"),
        # SRO 1063(I)/2026: by slab, and codes that it names
        ("54077300", "additional_duty", "2026-12-01", (), "FREE"),
        ("94033000", "additional_duty", "2026-12-01", (), "2%"),
        ("85071010", "additional_duty", "2026-12-01", (), "4%"),
        ("39021000", "additional_duty", "2026-12-01", (), "2%"),
        ("39202000", "additional_duty", "2026-12-01", (), "FREE"),
        ("39203000", "additional_duty", "2026-12-01", (), "2%"),
        ("02031100", "additional_duty", "2026-12-01", (), "4%"),
        ("15119020", "additional_duty", "2026-12-01", (), "2%"),
        ("15119090", "additional_duty", "2026-12-01", (), "4%"),
        ("87116040", "additional_duty", "2026-12-01", (), "FREE"),
        ("85171390", "additional_duty", "2026-12-01", (), "FREE"),
    ],
)
def test_pakistan_rates_on_import(book: Book, code: str, kind: str, on: str, proofs: tuple[str, ...], rate: str) -> None:
    (measure,) = chosen(book, "PK", code, kind, on, proofs=proofs).measures
    assert str(measure.expression) == rate


@pytest.mark.parametrize(
    ("code", "kind", "proofs"),
    [
        ("85171390", "regulatory_duty", ()),
        ("85171419", "additional_duty", ()),
        ("84771000", "regulatory_duty", ()),
        ("10063090", "vat", ()),
        ("87038090", "vat", ()),
        ("84771000", "income_tax", ()),
        ("85171390", "customs_duty", ("CPFTA",)),
    ],
)
def test_pakistan_words_not_read_leave_the_charge_unknown(book: Book, code: str, kind: str, proofs: tuple[str, ...]) -> None:
    assert chosen(book, "PK", code, kind, "2026-12-01", proofs=proofs).unknown is not None


# DGFT notification 06/2025-26; Import Policy Order of 2019-08-09; SRO 750(I)/2025
@pytest.mark.parametrize(
    ("state", "origin", "regime", "on", "barred"),
    [
        ("IN", "PK", "import", "2025-05-01", False),
        ("IN", "PK", "import", "2025-05-02", True),
        ("IN", "PK", "transit", "2025-05-02", True),
        ("IN", "CN", "import", "2026-12-01", False),
        ("PK", "IN", "import", "2019-08-08", False),
        ("PK", "IN", "import", "2019-08-09", True),
        ("PK", "IN", "transit", "2025-05-03", False),
        ("PK", "IN", "transit", "2026-12-01", True),
        ("PK", "CN", "import", "2026-12-01", False),
    ],
)
def test_trade_between_india_and_pakistan_is_closed(
    book: Book, state: str, origin: str, regime: str, on: str, barred: bool
) -> None:
    day = date.fromisoformat(on)
    inquiry = Inquiry(book, state, regime, day, item("52051210", state, origin, ()), DayAndMode(day))
    found = [row.measure.kind for row in find_requirements(inquiry) if row.certain]
    assert ("prohibition" in found) is barred


# DGFT notifications 23 and 26/2023, of 2020-07-30 and 2020-10-15; the copper order of 2023; press of 2026-02-13 (grain)
@pytest.mark.parametrize(
    ("code", "regime", "on", "kinds"),
    [
        ("84713010", "import", "2023-10-31", set()),
        ("84713010", "import", "2026-12-01", {"licence"}),
        ("40112010", "import", "2026-12-01", {"licence"}),
        ("85287200", "import", "2026-12-01", {"licence"}),
        ("84151010", "import", "2026-12-01", {"prohibition"}),  # if it holds refrigerant
        ("74031100", "import", "2024-11-30", set()),
        ("74031100", "import", "2024-12-01", {"conformity"}),
        ("74031100", "import", "2025-11-12", {"conformity"}),
        ("74031100", "import", "2025-11-13", set()),  # the Ministry of Mines took the order back
        ("10019910", "export", "2026-02-12", {"prohibition"}),
        ("10019910", "export", "2026-02-13", {"licence"}),
        ("11010000", "export", "2026-12-01", {"licence"}),
        ("17019990", "export", "2026-06-15", {"quota"}),
        ("52051210", "export", "2026-12-01", set()),
        # ITC(HS) 2022, Schedule 2, as printed on 2025-11-24; customs tariff of 2026-27 (bicycle tyres)
        ("26020020", "export", "2026-12-01", {"licence"}),
        ("26140010", "export", "2026-12-01", {"licence"}),
        ("27090010", "export", "2026-12-01", {"licence"}),
        ("12130000", "export", "2026-12-01", {"licence"}),
        ("26100030", "export", "2026-12-01", {"licence"}),
        ("47071000", "export", "2026-12-01", {"prohibition"}),
        ("03057100", "export", "2026-12-01", {"prohibition"}),
        ("11031110", "export", "2026-12-01", set()),
        ("17011410", "export", "2026-06-15", set()),
        ("40115010", "import", "2026-12-01", {"licence"}),
        ("40117000", "import", "2026-12-01", set()),
    ],
)
def test_india_holds_back_what_its_ministries_name(book: Book, code: str, regime: str, on: str, kinds: set[str]) -> None:
    day = date.fromisoformat(on)
    found = find_requirements(Inquiry(book, "IN", regime, day, item(code, "IN", "CN", ()), DayAndMode(day)))
    assert {row.measure.kind for row in found if row.measure.commodity != "*"} == kinds
    assert all(row.certain for row in found) is (code != "84151010")


# The same print: iron ore of up to 64 % is free, as is boneless meat of buffalo; hair from USD 65 a kilogram
@pytest.mark.parametrize("code", ["26011142", "02023000", "05010010", "15021010", "44071100"])
def test_india_bars_some_exports_by_what_a_code_does_not_say(book: Book, code: str) -> None:
    day = date(2026, 12, 1)
    found = find_requirements(Inquiry(book, "IN", "export", day, item(code, "IN", "IN", ()), DayAndMode(day)))
    assert [row.certain for row in found if row.measure.id.startswith("IN-export-")] == [False]


# Export Policy Order 2022 with SRO 1021(I)/2024 and SRO 2486(I)/2025
@pytest.mark.parametrize(
    ("code", "on", "kinds"),
    [
        ("10019900", "2026-12-01", {"prohibition"}),
        ("11010010", "2026-12-01", {"prohibition"}),
        ("52010090", "2025-12-22", set()),
        ("52010090", "2026-12-01", {"document"}),
        ("52051100", "2026-12-01", set()),
    ],
)
def test_pakistan_holds_back_wheat_and_cotton(book: Book, code: str, on: str, kinds: set[str]) -> None:
    day = date.fromisoformat(on)
    found = find_requirements(Inquiry(book, "PK", "export", day, item(code, "PK", "PK", ()), DayAndMode(day)))
    assert {row.measure.kind for row in found if row.measure.commodity != "*"} == kinds


def test_every_requirement_is_written_in_three_languages(book: Book) -> None:
    rows = [row for row in book.measures if row.jurisdiction in ("IN", "PK") and row.text]
    assert len(rows) > 90
    assert [row.id for row in rows if set(row.text) != {"en", "zh", "ru"}] == []


@pytest.mark.parametrize(("on", "rate"), [("2025-12-01", "0.25%"), ("2025-12-02", "FREE")])
def test_pakistan_took_its_export_surcharge_until_december_2025(book: Book, on: str, rate: str) -> None:
    (measure,) = chosen(book, "PK", "10063010", "surcharge", on, origin="PK", regime="export").measures
    assert str(measure.expression) == rate


def test_india_duty_against_subsidies_on_chinese_truck_tyres_is_not_known(book: Book) -> None:
    assert chosen(book, "IN", "40112010", "countervailing", "2026-12-01").unknown is not None
    assert chosen(book, "IN", "40112010", "countervailing", "2026-12-01", origin="UZ").measures == ()


@pytest.mark.parametrize(
    ("state", "code", "origin", "on"),
    [
        # Notifications 12/2025, 15/2025, 64/2021 and 3/2025-Customs (ADD); wheels: TPM Consultants, 2024-01-06
        ("IN", "32061110", "CN", "2026-12-05"),
        ("IN", "76071190", "CN", "2026-12-05"),
        ("IN", "73042990", "CN", "2026-12-05"),
        ("IN", "96170011", "CN", "2026-12-05"),
        ("IN", "87087000", "CN", "2026-12-05"),
        # TPM Consultants, newsletter of January 2026
        ("IN", "27040030", "RU", "2026-06-01"),
        # SteelOrbis, 2022-01-17; Business Recorder, 2025-06-26
        ("PK", "72091510", "CN", "2025-12-01"),
        ("PK", "54023300", "CN", "2026-12-05"),
    ],
)
def test_a_duty_on_dumped_goods_whose_table_was_not_read_is_not_taken_for_none(
    book: Book, state: str, code: str, origin: str, on: str
) -> None:
    found = chosen(book, state, code, "anti_dumping", on, origin=origin)
    assert found.unknown is not None
    assert chosen(book, state, code, "anti_dumping", on, origin="KZ") == Choice()
