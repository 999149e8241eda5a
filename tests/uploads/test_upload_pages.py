"""An invoice on its way through the pages: sent, looked at, put right, made a case, forgotten."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chorsu.desks import files
from chorsu.desks.journal.models import Entry
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Case, File, Upload
from chorsu.desks.trade.retention import KEPT
from chorsu.documents.invoices import read_invoice
from tests.people import actor, client_of
from tests.uploads import made
from tests.uploads.conftest import left_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
ANSWERS = {
    "place_from": "CNJZH", "place_to": "KZALA", "ready": "2026-11-25", "incoterm": "DAP", "incoterm_place": "KZALA",
    "buyer_kind": "business",
}  # fmt: skip


@pytest.fixture
def trader():
    return actor("trader")


def sent(client, content: bytes, name: str = "invoice.xlsx", language: str = "en"):
    return client.post(f"/{language}/trade/uploads/", {"file": SimpleUploadedFile(name, content)})


def test_an_invoice_becomes_a_case_with_the_invoice_on_it(trader, folder):
    client = client_of(trader)
    answer = sent(client, made.apples())
    assert answer.status_code == 302, answer.content.decode()[:3000]
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "Fresh apples, Fuji" in page.content.decode()
    made_case = client.post(answer["Location"], ANSWERS | {"do": "make"})
    case = Case.objects.get()
    assert made_case.status_code == 302, made_case.content.decode()
    assert made_case["Location"] == case.get_absolute_url()
    assert case.consignment["items"][0]["hs"] == "080810"
    assert case.consignment["from"] == "CNJZH"
    file = File.objects.get(case=case)
    assert files.content_of(file.digest) == made.apples() or file.size
    assert Upload.objects.get().case == case
    assert [entry.verb for entry in Entry.objects.filter(verb__startswith="upload")] == ["upload.received", "upload.changed"]
    assert client.post(answer["Location"], ANSWERS | {"do": "make"}).status_code == 404


def test_faults_and_guesses_stand_in_the_way_until_they_are_answered(trader, folder):
    client = client_of(trader)
    rows = [
        ("Description", "HS code", "Origin", "Quantity", "Unit", "Amount", "Net weight"),
        ("Fresh apples, Fuji", "", "Chinaa", "20,000", "bushels", "¥23400", "abc"),
    ]
    address = sent(client, made.csv(rows, delimiter=";"), "invoice.csv")["Location"]
    page = client.get(address).content.decode()
    for words in ("F2", "G2", "bushels", "080810"):
        assert words in page
    refused = client.post(address, ANSWERS | {"do": "make"})
    assert refused.status_code == 422
    assert Case.objects.count() == 0
    answers = ANSWERS | {
        "do": "make",
        "means-unit:bushels": "kg",
        "cell-2:net_mass": "20000",
        "code-of-0": "Fresh apples, Fuji",
        "code-0": "080810",
        "means-currency:¥": "CNY",
        "guesses": "1",
    }
    refused = client.post(address, answers)
    assert refused.status_code == 422
    assert "confirmed" in refused.content.decode()
    keys = [guess.key for guess in read_invoice(made.csv(rows, delimiter=";")).guesses]
    answer = client.post(address, answers | {"right": keys})
    assert answer.status_code == 302, answer.content.decode()
    item = Case.objects.get().consignment["items"][0]
    assert item["unit"] == "KGM"
    assert item["origin"] == "CN"
    assert item["currency"] == "CNY"
    assert item["net_mass"] == "20000"


def test_a_column_can_be_said_to_be_another(trader, folder):
    client = client_of(trader)
    rows = [("Description", "HS code", "Origin", "Stuff", "Currency"), ("Apples", "080810", "CN", 100, "USD")]
    address = sent(client, made.xlsx(rows))["Location"]
    client.post(address, {"column-3": "value", "do": "read"})
    assert Upload.objects.get().preview["faults"] == 0
    client.post(address, {"column-3": "", "do": "read"})
    assert Upload.objects.get().preview["faults"] > 0


def test_a_file_that_is_refused_leaves_nothing(trader, folder):
    client = client_of(trader)
    answer = sent(client, b"MZ" + b"\0" * 300)
    assert answer.status_code == 422
    assert "Nothing was kept" in answer.content.decode()
    assert client.post("/en/trade/uploads/", {}).status_code == 422
    assert Upload.objects.count() == 0
    assert left_in(folder) == []


def test_nobody_else_sees_an_invoice(trader, folder):
    address = sent(client_of(trader), made.apples())["Location"]
    other = client_of(actor("trader"))
    assert other.get(address).status_code == 404
    assert other.post(address, {"do": "make"}).status_code == 404
    assert client_of(actor("zone")).get(address).status_code == 404
    assert client_of(actor("broker")).get("/en/trade/uploads/").status_code == 403
    reader = client_of(actor("trader", role="reader", organisation=trader.organisation))
    assert reader.get(address).status_code == 200
    assert reader.post(address, {"do": "read"}).status_code == 403


def test_ten_thousand_faulty_rows_are_counted_and_paged(trader, folder):
    client = client_of(trader)
    rows = [made.HEADS] + [("Apples", "99", "CN", "1,2,3", "kg", "x", "USD", "?", "?")] * 10_000
    address = sent(client, made.csv(rows), "invoice.csv")["Location"]
    page = client.get(f"{address}?page=400&faults=500").content.decode()
    assert Upload.objects.get().preview["rows"] == 10_000
    assert "50000" in page.replace(",", "")
    assert "page 400 of 400" in page
    assert "page 500 of 500" in page
    assert page.count("<tr") < 400


def test_the_faults_are_taken_along_with_their_cells_marked(trader, folder):
    client = client_of(trader)
    rows = [made.HEADS, made.APPLES, ("=HYPERLINK(1)", "080810", "CN", "x", "kg", 1, "USD", 1, 1)]
    address = sent(client, made.csv(rows), "invoice.csv")["Location"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}faults.xlsx").content))
    listed, copy = book.worksheets
    assert {row[0].value for row in listed.iter_rows(min_row=2)} == {"A3", "D3"}
    assert copy["D3"].comment.text
    assert copy["D2"].comment is None
    assert copy["A3"].data_type == "s"


@pytest.mark.parametrize("language", ["en", "zh-hans", "ru"])
@pytest.mark.parametrize("form", ["xlsx", "csv", "xml"])
def test_the_example_of_a_format_is_read_without_a_fault(client, language, form):
    answer = client.get(f"/{language}/trade/uploads/example.{form}")
    assert answer.status_code == 200
    read = read_invoice(answer.content)
    assert not read.all_faults
    assert not read.open_guesses
    assert read.document["from"] == "CNJZH"
    assert read.document["items"][0]["packages" if form != "xml" else "codes"]


def test_an_invoice_is_forgotten_after_a_day_and_its_bytes_with_it(trader, folder):
    upload = services.receive_invoice("a.xlsx", made.apples(), by=trader, at=AT)
    now = datetime.now(UTC)
    forget = KEPT["uploads"]
    assert forget(before=AT - timedelta(hours=1), at=now) == 0
    assert forget(before=AT + timedelta(hours=1), at=now + timedelta(hours=2)) == 2
    assert not Upload.objects.filter(pk=upload.pk).exists()
    assert left_in(folder) == []


def test_an_invoice_can_be_forgotten_at_once(trader, folder):
    client = client_of(trader)
    address = sent(client, made.apples())["Location"]
    assert client.get(f"{address}forget/").status_code == 200
    assert client.post(f"{address}forget/").status_code == 302
    assert Upload.objects.count() == 0
    assert Entry.objects.filter(verb="upload.forgotten").count() == 1
