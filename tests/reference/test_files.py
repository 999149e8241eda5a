"""Files: whole or not at all, every fault with its row and field, hostile ones refused; what is written is read again."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from chorsu.assessment import parse_rates
from chorsu.desks.reference import index, services, sheets, shelf
from chorsu.desks.reference.datasets import measure_row, read_row
from chorsu.desks.reference.layer import write_facts
from chorsu.desks.refusals import Refused
from chorsu.facts import Faulty
from chorsu.geography import load_atlas
from chorsu.measures import load_book, read_book
from chorsu.planning import load_references
from chorsu.planning.drafted import rate_findings
from chorsu.routing import load_network
from tests.people import AT
from tests.reference.drafts import looked_through, published, zone

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "id,jurisdiction,kind,commodity,expression,valid_from,source_title,source_address,checked_on\n"
ROW = "XA-{0},XA,customs_duty,{0},{1},2026-01-01,Tariff of XA (invented),https://example.org/,2026-11-28\n"


def read(text, dataset="measure", name="duties.csv", **given):
    return sheets.read(name, text.encode() if isinstance(text, str) else text, dataset, given)


def test_the_rows_of_a_table_become_changes_of_what_they_name():
    writer, _ = zone()
    draft = services.begin("Duties", by=writer, at=AT)
    old = shelf.row("measure", "KZ-fee-2026")
    text = HEAD + ROW.format("0808", "12%") + ROW.format("4011", "15% MIN 8 USD/NAR")
    rows = [*read(text), ("replace", "measure", "KZ-fee-2026", {**old, "note": "read again"})]
    assert services.add_rows(draft, rows, "duties.csv", by=writer, at=AT) == 3
    assert sorted(draft.changes.values_list("operation", "key")) == [
        ("add", "XA-0808"), ("add", "XA-4011"), ("replace", "KZ-fee-2026"),
    ]  # fmt: skip
    assert services.take_file_out(draft, "duties.csv", by=writer, at=AT) == 3


def test_a_file_that_changes_nothing_is_told():
    writer, _ = zone()
    draft = services.begin("Nothing", by=writer, at=AT)
    rows = [("", "measure", "KZ-fee-2026", shelf.row("measure", "KZ-fee-2026"))]
    with pytest.raises(Refused, match="nothing to change"):
        services.add_rows(draft, rows, "same.toml", by=writer, at=AT)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (HEAD + ROW.format("0808", "10% but see note"), "row 2.expression"),
        (HEAD + ROW.format("apples", "10%"), "row 2.commodity"),
        (HEAD + ROW.format("0808", "10%") * 2, "row 3"),
        ("operation," + HEAD + "burn," + ROW.format("0808", "10%"), "row 2.operation"),
        (HEAD, "duties.csv"),
        ("", "duties.csv"),
        (b"\xff\xfe\x00bad", "duties.csv"),
        (b"PK\x03\x04 no zip at all", "duties.csv"),
    ],
)
def test_each_fault_has_its_row_and_field(text, path):
    with pytest.raises(Faulty) as told:
        read(text)
    assert told.value.faults[0].path == path


def test_ten_thousand_faulty_rows_are_all_found_and_nothing_is_kept():
    with pytest.raises(Faulty) as told:
        read(HEAD + "".join(ROW.format(f"{number:06}", "a lot") for number in range(10_000)))
    assert len(told.value.faults) == 10_000
    assert told.value.faults[-1].path == "row 10001.expression"


def test_a_file_with_too_many_rows_or_bytes_is_refused_before_it_is_read():
    with pytest.raises(Faulty, match="more than 20000 rows"):
        read(HEAD + ROW.format("0808", "1%") * 20_001)
    with pytest.raises(Refused, match="more than 10 MB"):
        read(b"x" * 10_000_001)


def test_a_sheet_that_would_unpack_to_gigabytes_is_refused():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 50_000_000)
    assert len(raw.getvalue()) < 1_000_000
    with pytest.raises(Faulty, match="Unpacked"):
        read(raw.getvalue(), name="bomb.xlsx")


def test_a_formula_is_text_that_no_rate_can_be_and_goes_out_as_text():
    book = Workbook()
    book.active.append(HEAD.strip().split(","))
    title = '=HYPERLINK("http://evil")'
    book.active.append(["XA-1", "XA", "customs_duty", "0808", "=1+1", "2026-01-01", title, "", "2026-11-28"])
    raw = io.BytesIO()
    book.save(raw)
    with pytest.raises(Faulty) as told:
        read(raw.getvalue(), name="formulas.xlsx")
    assert "row 2.expression" in {fault.path for fault in told.value.faults}
    row = {"id": "XA-1", "jurisdiction": "XA", "source": {"title": '=HYPERLINK("http://evil")'}}
    sent = sheets.answer("csv", "facts", "measure", [row]).content.decode("utf-8-sig")
    assert "'=HYPERLINK" in sent


def test_toml_taken_along_is_read_again_as_it_was():
    for name in ("KZ-vat-2026", "KZ-0808-CN-fruit-2020", "KZ-fee-2026"):
        row = shelf.row("measure", name)
        sent = sheets.answer("toml", "facts", "measure", [row]).content
        assert read(sent, name="facts.toml") == [("", read(sent, name="facts.toml")[0][1], name, row)]


@pytest.mark.whole_book
def test_every_measure_on_file_keeps_its_meaning_through_a_publication(tmp_path):
    """The oracle: each row as the desk keeps it, written as it publishes it, read by the engines, is the measure it was."""
    book = load_book()
    rows = list(book.measures)[::7]
    facts = {("measure", row.id): read_row("measure", measure_row(row))[0] for row in rows}
    write_facts(tmp_path / "facts", facts)
    again = {row.id: measure_row(row) for row in read_book(tmp_path / "facts" / "measures").measures}
    assert again == {row.id: measure_row(row) for row in rows}


@pytest.mark.parametrize("dataset", ["service", "crossing", "place"])
def test_every_way_and_place_keeps_its_meaning(dataset, tmp_path):
    rows = {entry.key: shelf.row(dataset, entry.key) for entry in index.entries(dataset)}
    for key, row in rows.items():
        kept, name, faults = read_row(dataset, row, shelf.network())
        assert (kept, name, faults) == (row, key, ())
    write_facts(tmp_path / "facts", {(dataset, key): row for key, row in rows.items()})
    load, name = (load_atlas, "places") if dataset == "place" else (load_network, f"{dataset}s")
    assert dict(getattr(load(tmp_path / "facts"), name)) == dict(getattr(load(), name))


def rates(*lines):
    return "from,to,rate,on,source\n" + "".join(f"{line},National Bank\n" for line in lines)


def test_a_banks_table_takes_its_authority_from_the_form():
    ((operation, dataset, key, row),) = read(rates("USD,KZT,520.15,2026-11-30"), "rate", authority="KZ", official="true")
    assert (operation, dataset, key) == ("", "rate", "USD-KZT-2026-11-30-KZ")
    assert row["official"] is True


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("USD,KZT,-1,2026-11-30", "row 2.rate"),
        ("USD,KZT,1e5,2026-11-30", "row 2.rate"),
        ("US,KZT,520,2026-11-30", "row 2.from"),
        ("USD,KZT,520,30.11.2026", "row 2.on"),
    ],
)
def test_a_rate_that_is_none_is_told_by_its_field(line, path):
    with pytest.raises(Faulty) as told:
        read(rates(line), "rate")
    assert told.value.faults[0].path == path


@pytest.mark.parametrize(
    ("rate", "on", "rules"),
    [
        ("521", "2026-11-21", []),
        ("600", "2026-11-21", []),  # 20 % is not more than 20 %
        ("601", "2026-11-21", ["rate-leaps"]),
        ("5.00", "2026-11-21", ["rate-leaps"]),
        ("500", "2027-01-21", []),
        ("500", "2027-01-22", ["rate-gap"]),
        ("501", "2026-11-20", ["rate-twice"]),
    ],
)
def test_leaps_gaps_and_days_with_two_rates_are_told(rate, on, rules):
    head = "from,to,rate,on,source,authority\n"
    table = parse_rates((head + f"USD,XAA,500,2026-11-20,one,KZ\nUSD,XAA,{rate},{on},two,CN\n").encode())
    assert [found.rule for found in rate_findings(table, table.rows[-1:])] == rules


def test_a_rate_is_published_corrected_and_taken_off():
    writer, reader = zone()
    steps = [("add", "777.5", "777.5"), ("replace", "778", "778"), ("remove", "", None)]
    for number, (operation, rate, official) in enumerate(steps):
        draft = services.begin(f"rates {number}", by=writer, at=AT)
        row = {"from": "USD", "to": "KZT", "rate": rate, "on": "2026-11-30", "source": "invented", "authority": "KZ"}
        key = "USD-KZT-2026-11-30-KZ"
        services.write_change(draft, operation, "rate", key=key, row=row if rate else None, by=writer, at=AT)
        draft.refresh_from_db()
        published(draft, writer, reader)
        quote = load_references().rates.find("USD", "KZT", date(2026, 11, 30), "KZ")
        found = None if quote is None or str(quote.rate) not in ("777.5", "778") else str(quote.rate)
        assert found == official


def test_a_place_that_a_way_needs_is_not_taken_off():
    writer, _ = zone()
    draft = services.begin("A place less", by=writer, at=AT)
    services.write_change(draft, "remove", "place", key="kz-altynkol", by=writer, at=AT)
    draft.refresh_from_db()
    found = looked_through(draft, writer)
    assert found.blocking
    assert any("kz-altynkol" in fault["message"]["en"] for fault in found.faults)


def test_a_service_is_ended_and_its_network_reads_it():
    writer, reader = zone()
    draft = services.begin("A train less", by=writer, at=AT)
    services.write_change(draft, "end", "service", key="rail-jiaozhou-bishkek", last=date(2026, 12, 31), by=writer, at=AT)
    draft.refresh_from_db()
    published(draft, writer, reader)
    assert load_references().network.services["rail-jiaozhou-bishkek"].valid_to == date(2026, 12, 31)
    assert load_references().network.services["rail-jiaozhou-bishkek-back"].valid_to == date(2026, 12, 31)
