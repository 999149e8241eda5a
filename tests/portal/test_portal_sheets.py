"""The workbook of a plan: what the page says, in figures, days and words, with what is unknown and estimated."""

import json
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.portal.test_portal_looks import begun, without_codes

pytestmark = pytest.mark.django_db


def test_the_workbook_holds_items_value_bases_and_boxes_and_no_formula(client):
    address = begun(client, reference="=1+1")
    book = load_workbook(BytesIO(client.get(address + "plan.xlsx").content))
    assert {"Items", "Value", "Bases", "Boxes", "Box 44", "Box 47", "Box B", "Missing", "Ways", "Requirements", "Papers"} <= set(
        book.sheetnames
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    heads = [cell.value for cell in book["Box 47"][1]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in book["Box 47"].iter_rows(min_row=2)]
    assert {row["Code"] for row in rows} >= {"1010", "2010", "5010"}
    assert all(isinstance(row["Amount"], int | float) for row in rows)


def sheet(book, title: str) -> list[dict]:
    """The rows of a sheet by the heads of its columns."""
    heads, *rows = book[title].iter_rows()
    return [{head.value: cell for head, cell in zip(heads, row, strict=True)} for row in rows]


def test_the_workbook_says_what_the_page_says_with_what_is_estimated_assumed_and_unknown(client, example_address):
    shown = json.loads(client.get(example_address + "plan.json").content)
    book = load_workbook(BytesIO(client.get(example_address + "plan.xlsx").content))
    landed = next(row for row in shown["landed"] if row["journey"] == shown["chosen"])
    paid = {row["What"].value: row for row in sheet(book, "Who pays what")}
    assert float(paid["Landed cost"]["Amount"].value) == float(landed["total"])
    assert paid["Landed cost"]["Estimated"].value == "estimated"
    assert paid["Landed cost"]["Amount"].number_format == "#,##0.00"
    assert {"Under DAP", "Assumed", "Notes", "Customs transit"} <= set(book.sheetnames)
    rates = sheet(book, "Exchange rates")
    assert rates[0]["Day of the rate"].is_date
    assert sheet(book, "Import Kazakhstan")[0]["Rate"].value == "0.03\u00a0EUR/kg"
    linked = [row["Address"] for row in sheet(book, "Sources") if (row["Address"].value or "").startswith("https://")]
    assert any(cell.hyperlink is not None and cell.hyperlink.target == cell.value for cell in linked)


def test_the_workbook_is_in_the_reader_s_language(client, example_address):
    book = load_workbook(BytesIO(client.get(example_address.replace("/en/", "/ru/") + "plan.xlsx").content))
    names = [row["Документ"].value for row in sheet(book, "Документы")]
    assert "Внешнеторговый контракт" in names
    assert [name for name in names if re.match("[a-z]", name)] == []
    assert sheet(book, "Ввоз Казахстан")[0]["Ставка"].value == "0,03\u00a0EUR/кг"


def test_an_unknown_charge_is_a_word_in_the_workbook(client):
    address = begun(client, items=without_codes()["items"])
    rows = {
        row["Charge"].value: row["Amount"].value
        for row in sheet(load_workbook(BytesIO(client.get(address + "plan.xlsx").content)), "Import Kazakhstan")
    }
    assert rows["Customs duty"] == rows["VAT"] == rows["Total"] == "unknown"
