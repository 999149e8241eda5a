"""Rates of Uzbekistan, Tajikistan and Iran traced to what the pages that print them say, and the marks of what was not read."""

import csv
import itertools
from datetime import date
from importlib.resources import files

import pytest

from chorsu.measures import load_book
from chorsu.measures.condition import Named

STATES = ("UZ", "TJ", "IR")
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def book():
    return load_book()


@pytest.fixture(scope="module")
def by_id(book):
    return {row.id: row for row in book.measures if row.jurisdiction in STATES}


# A forwarder's table of 2026-09-08 from annex 1 to PP-3818 in the edition of PP-58 of 2026-02-11 (clothing, footwear, phones,
# computers, furniture, toys, cosmetics); gazeta.uz of 2023-03-23 prints the tariff's rates of the foods that it freed.
PRINTED = [
    ("6109", "20% MIN 0.5 USD/NAR"),
    ("6201", "20% MIN 4 USD/NAR"),
    ("6402", "20% MIN 3 USD/NPR"),
    ("851713", "5%"),
    ("8471", "FREE"),
    ("8479", "FREE"),
    ("9403", "15% MIN 0.4 USD/KGM"),
    ("9503", "10%"),
    ("3304", "30% MIN 0.5 USD/KGM"),
    ("0203", "10%"),
    ("0208", "10%"),
    ("0209", "10%"),
    ("0403", "20% MIN 0.3 USD/KGM"),
    ("0406", "15% MIN 0.5 USD/KGM"),
    ("0408", "10%"),
    ("0703", "20%"),
    ("0705", "20%"),
    ("0713", "20%"),
    ("0804", "10% MIN 0.2 USD/KGM"),
    ("8703221019", "30% + 2 USD/CMQ"),
    ("8703239081", "40% + 3 USD/CMQ"),
    ("8703800001", "FREE"),
]


@pytest.mark.parametrize(("commodity", "expression"), PRINTED)
def test_an_uzbek_rate_is_the_printed_one(by_id, commodity, expression):
    row = by_id[f"UZ-{commodity}-duty"]
    assert (row.commodity, str(row.expression), row.regime, row.origin) == (commodity, expression, "import", "*")


def test_the_uzbek_tariff_is_whole():
    with (files("chorsu") / "data" / "measures" / "uz-tariff.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    headings = {row["commodity"] for row in rows if len(row["commodity"]) == 4}
    assert (len(rows), len(headings), len({row["id"] for row in rows})) == (1845, 1225, 1845)


def test_a_rate_that_a_remark_decides_is_never_taken_as_it_stands(by_id):
    """Seventeen lines carry stars; the remarks to them were not read."""
    marked = [row for row in by_id.values() if row.jurisdiction == "UZ" and any("remark *" in str(c) for c in row.conditions)]
    assert len(marked) == 17
    assert {row.commodity[:4] for row in marked} == {"7101", "7102", "7103", "7104", "7106", "7113", "7114", "8703"}


# Sputnik Uzbekistan, 2026-01-01: free until 2027-01-01.
@pytest.mark.parametrize("heading", ["0405", "0407", "0803", "0805", "0901"])
def test_foods_named_by_their_heading_are_free_for_the_year_and_then_pay_the_tariff(by_id, heading):
    row = by_id[f"UZ-free-2026-{heading}"]
    assert (row.valid_from, row.valid_to, str(row.expression)) == (date(2026, 1, 1), date(2026, 12, 31), "FREE")
    tariff = {name for name, other in by_id.items() if other.kind == "customs_duty" and name.startswith(f"UZ-{heading}")}
    assert tariff - {"UZ-0805501000-duty"} == set(row.replaces)  # lemons pay on


@pytest.mark.parametrize("group", ["UZ-MFN", "CIS-FTA", "UZ-FTA-bilateral"])
def test_no_state_has_two_treatments_in_uzbekistan(book, group):
    others = {"UZ-MFN", "CIS-FTA", "UZ-FTA-bilateral"} - {group}
    for other in others:
        assert not book.groups[group].states(DAY) & book.groups[other].states(DAY)


@pytest.mark.parametrize("state", ["CN", "IN", "PK"])
def test_china_india_and_pakistan_have_most_favoured_treatment_in_uzbekistan_and_iran_has_not(book, state):
    assert book.groups["UZ-MFN"].has(state, DAY)
    assert not book.groups["UZ-MFN"].has("IR", DAY)


def test_a_fee_of_each_period_covers_every_value_once(by_id):
    """The nine lines of each value of the base unit meet without gap or overlap."""
    for tag, unit in (("UZ-fee-2025-05", 375000), ("UZ-fee-2025-08", 412000), ("UZ-fee-2026-09", 440000)):
        rows = [by_id[f"{tag}-{number}"] for number in range(1, 10)]
        limits = [[int(condition.limit) for condition in row.conditions] for row in rows]
        assert limits[0] == [10000]
        assert limits[-1] == [1000000]
        assert all(below[-1] == above[0] for below, above in itertools.pairwise(limits))
        assert str(rows[0].expression) == f"{unit} UZS"
        assert {row.per for row in rows} == {"consignment"}


# Tax Code of Tajikistan, head of the text on the site of the National Centre of Legislation: art. 397(4).
@pytest.mark.parametrize(
    ("name", "rate", "first", "last"),
    [
        ("TJ-vat-2022", "15%", date(2022, 1, 1), date(2023, 12, 31)),
        ("TJ-vat-2024", "14%", date(2024, 1, 1), date(2026, 12, 31)),
        ("TJ-vat-2027", "13%", date(2027, 1, 1), None),
        ("UZ-vat-12", "12%", date(2023, 1, 1), None),
        ("IR-vat-1403", "10%", date(2024, 3, 20), None),
        ("IR-vat-1394", "9%", date(2015, 3, 21), date(2024, 3, 19)),
    ],
)
def test_vat_has_its_days(by_id, name, rate, first, last):
    row = by_id[name]
    assert (str(row.expression), row.valid_from, row.valid_to) == (rate, first, last)


# Tabnak, 2025-09-18, of the by-law on cars of the Iranian year 1404.
@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("IR-car-1404-20-870322", "20%"),
        ("IR-car-1404-870323", "40%"),
        ("IR-car-1404-870324", "165%"),
        ("IR-car-1404-hybrid-870340", "15%"),
        ("IR-car-1404-electric", "4%"),
    ],
)
def test_iranian_car_rates_end_with_their_year(by_id, name, rate):
    row = by_id[name]
    assert (str(row.expression), row.valid_from, row.valid_to) == (rate, date(2025, 3, 21), date(2026, 3, 20))


def test_a_charge_that_is_free_for_all_goods_of_an_origin_is_so_by_a_law_that_says_it(by_id):
    """A row FREE on all goods that stay, without an unread text: free trade, or the additional duty that falls on others only."""
    found = {
        name
        for name, row in by_id.items()
        if row.commodity == "*"
        and str(row.expression) == "FREE"
        and not any(named(c, "unread") for c in row.conditions)
        and row.regime not in ("transit", "temporary", "bonded")
    }
    bilateral = {"UZ-CIS-FTA-duty", "UZ-FTA-bilateral-duty", "TJ-CIS-FTA-duty"}
    personal = {"UZ-parcel-free", "UZ-post-free", *(f"UZ-traveller-{mode}-free" for mode in ("air", "rail", "road"))}
    treated = {f"UZ-{law}-{whom}" for law in ("additional", "double") for whom in ("MFN", "CIS", "bilateral")}
    assert found == bilateral | treated | personal


def named(condition: object, word: str) -> bool:
    return isinstance(condition, Named) and condition.word == word


def test_every_requirement_of_iran_speaks_three_languages_and_has_its_source(book):
    rows = [row for row in book.measures if row.jurisdiction == "IR" and row.expression is None]
    assert len(rows) >= 60
    for row in rows:
        assert set(row.text) == {"en", "zh", "ru"}, row.id
        assert row.source, row.id
        assert row.source.address, row.id
        assert row.source.checked_on, row.id


# FreshPlaza, 2026-03-04: all food and farm produce from 2026-03-03, no end said; ILNA, 2025-02-26: two months.
@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("IR-export-ban-2026-03-08", date(2026, 3, 3), None),
        ("IR-export-ban-2025-02-24-080810", date(2025, 2, 24), date(2025, 4, 23)),
        ("IR-wheat-ban-1001", date(2006, 9, 11), None),
    ],
)
def test_iranian_bans_have_their_days(by_id, name, first, last):
    row = next(row for key, row in by_id.items() if key.startswith(name.removesuffix("-1001")))
    assert (row.kind, row.valid_from, row.valid_to) == ("prohibition", first, last)


# Tax Code of Uzbekistan, art. 246 (medicines by a list); Trend, 2024-03-19, on electric vehicles in Tajikistan
@pytest.mark.parametrize(("state", "commodity"), [("UZ", "3004"), ("TJ", "870380"), ("TJ", "870240")])
def test_a_rate_that_an_exemption_not_read_may_lower_is_unknown(book, state, commodity):
    rows = [
        row
        for row in book.measures
        if (row.jurisdiction, row.kind, row.commodity, row.regime) == (state, "vat", commodity, "import")
    ]
    assert rows
    assert all(any(str(condition).startswith("unread:") for condition in row.conditions) for row in rows)
