"""Conditions on where goods are consigned, and tables of measures that name several commodities or origins."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from chorsu.assessment import Rates, assess
from chorsu.consignment import Consignment, Item, Party
from chorsu.facts import Faulty
from chorsu.measures import Inquiry, read_book
from chorsu.measures.condition import DayAndMode, NotACondition, parse_condition
from chorsu.measures.find import requirements_of_all

DAY = date(2026, 12, 1)
GOODS = Item("Timber", "440320", "RU", Decimal(1000), "RUB")


@pytest.mark.parametrize(
    ("text", "destinations", "holds"),
    [
        ("destination:PK", {"PK"}, True),
        ("destination:PK", {"IN", "SAFTA"}, False),
        ("destination:EAEU", {"KZ", "EAEU"}, True),
        ("destination:!EAEU", {"KZ", "EAEU"}, False),
        ("destination:!EAEU", {"CN"}, True),
        ("destination:PK", set(), None),
        ("destination:!PK", set(), None),
    ],
)
def test_a_destination_is_a_state_or_a_group_of_it_and_unknown_where_nobody_says_it(text, destinations, holds):
    condition = parse_condition(text)
    assert str(condition) == text
    assert condition.holds(GOODS, DayAndMode(DAY, destinations=frozenset(destinations))) is holds


@pytest.mark.parametrize(
    "text",
    [
        "importer:AEO",
        "customs_value/NAR >= 10000 CNY",
        "CMQ/NAR <= 1500",
        "E4/KGM < 1.5",
        "customs_value <= 200 EUR",
        "net_mass < 31 KGM",
    ],
)
def test_printing_a_condition_gives_its_text_again(text):
    assert str(parse_condition(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "CMQ/NAR <= 1500 CNY",
        "customs_value/NAR >= 10000",
        "customs_value <= 200",
        "net_mass < 31",
        "net_mass < 31 NAR",
        "/NAR < 1",
    ],
)
def test_a_comparison_of_unlike_things_is_refused_with_the_forms_that_there_are(text):
    with pytest.raises(NotACondition, match=r"CMQ/NAR <= 1500"):
        parse_condition(text)


def test_what_a_way_does_not_know_of_the_goods_cannot_be_told_but_quantities_can():
    car = replace(GOODS, quantity=Decimal(2), unit="NAR", quantities={"CMQ": Decimal(3000)})
    assert parse_condition("CMQ/NAR <= 1500").holds(car, DayAndMode(DAY)) is True
    assert parse_condition("customs_value/NAR <= 1500 CNY").holds(car, DayAndMode(DAY)) is None
    assert parse_condition("importer:AEO").holds(car, DayAndMode(DAY)) is False
    assert parse_condition("importer:AEO").holds(car, DayAndMode(DAY, importer=("AEO",))) is True


def book(folder: Path, measures: str):
    (folder / "book.toml").write_text(
        f"""
[[group]]
name = "FRIENDS"
members = [{{state = "KZ", valid_from = 2020-01-01}}]
[[chain]]
jurisdiction = "RU"
regime = "export"
currency = "RUB"
valuation = "FOB"
valid_from = 2020-01-01
[[chain.charge]]
kind = "customs_duty"
base = ["customs_value"]
{measures}""",
        "utf-8",
    )
    return read_book(folder)


DUTY = """
[[measure]]
id = "duty"
jurisdiction = "RU"
kind = "customs_duty"
commodity = ["440320", "4407"]
origin = ["RU", "KZ"]
regime = "export"
expression = "10%"
valid_from = 2020-01-01
conditions = ["destination:!FRIENDS"]
[[measure]]
id = "free"
jurisdiction = "RU"
kind = "customs_duty"
commodity = "*"
regime = "export"
expression = "FREE"
valid_from = 2020-01-01
conditions = ["destination:FRIENDS"]
"""


@pytest.mark.parametrize(("state", "total"), [("CN", "100.00"), ("KZ", "0.00"), ("", None)])
def test_an_export_duty_may_spare_the_states_of_a_group(tmp_path, state, total):
    consignee = Party("Buyer", state) if state else None
    goods = Consignment(items=(GOODS,), incoterm="FOB", consignee=consignee)
    answer = assess(goods, book(tmp_path, DUTY), Rates(()), jurisdiction="RU", regime="export", on=DAY)
    assert (None if answer.total is None else str(answer.total)) == total


@pytest.mark.parametrize("modes", [("", "road"), ("road", "")])
def test_a_requirement_that_is_certain_for_one_item_is_certain_whatever_the_order(tmp_path, modes):
    asked = """
[[measure]]
id = "licence"
jurisdiction = "RU"
kind = "licence"
commodity = "44"
regime = "export"
valid_from = 2020-01-01
conditions = ["mode:road"]
"""
    law = book(tmp_path, asked)
    inquiries = [Inquiry(law, "RU", "export", DAY, GOODS, DayAndMode(DAY, mode)) for mode in modes]
    assert [(row.measure.id, row.certain) for row in requirements_of_all(inquiries)] == [("licence", True)]


def test_lists_of_commodities_and_origins_are_one_row_for_each(tmp_path):
    rows = {row.id: (row.commodity, row.origin) for row in book(tmp_path, DUTY).measures if row.id.startswith("duty")}
    assert rows == {
        "duty-440320-RU": ("440320", "RU"),
        "duty-440320-KZ": ("440320", "KZ"),
        "duty-4407-RU": ("4407", "RU"),
        "duty-4407-KZ": ("4407", "KZ"),
    }


def test_a_fault_in_a_list_names_the_table(tmp_path):
    with pytest.raises(Faulty) as faulty:
        book(tmp_path, DUTY.replace('"4407"', '"44x"'))
    assert {fault.path for fault in faulty.value.faults} == {"book.toml: measure[0].commodity"}


@pytest.mark.parametrize("condition", ["customs_value < 5000 RUB", "customs_value >= 5000 RUB"])
def test_an_official_value_that_the_value_itself_decides_cannot_be_told(tmp_path, condition):
    floor = f"""
[[measure]]
id = "floor"
jurisdiction = "RU"
kind = "customs_value"
as = "floor"
commodity = "44"
regime = "export"
expression = "9000 RUB"
valid_from = 2020-01-01
conditions = ["{condition}"]
"""
    goods = Consignment(items=(GOODS, GOODS), incoterm="FOB", consignee=Party("Buyer", "CN"))
    answer = assess(goods, book(tmp_path, DUTY + floor), Rates(()), jurisdiction="RU", regime="export", on=DAY)
    assert answer.values == (None, None)
    assert {(row.item, row.kind) for row in answer.unknown} == {
        (item, kind) for item in (1, 2) for kind in ("customs_value", "customs_duty")
    }
