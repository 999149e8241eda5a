"""Rows that wait: the same measures as rows that are read at once, found by place and by id."""

from importlib.resources import files
from pathlib import Path

import pytest

from chorsu.facts import Faulty
from chorsu.measures import load_book, read_book
from chorsu.measures.shelf import Shelf, Unread

HEAD = "id,jurisdiction,kind,commodity,origin,expression,valid_from,source_title,source_address,checked_on\n"
DUTY = "{id},XA,customs_duty,{commodity},*,{rate},2026-01-01,a law,a page,2026-11-29\n"


@pytest.fixture
def imported(tmp_path):
    def write(*rows, head=HEAD):
        (tmp_path / "rows.csv").write_text(head + "".join(rows), encoding="utf-8")
        return tmp_path

    return write


def test_the_rows_that_wait_are_the_rows_that_are_read_at_once():
    data = Path(str(files("chorsu") / "data"))
    at_once = {row.id: row for row in read_book(data / "measures").measures}
    waiting = {row.id: row for row in load_book().measures}
    assert waiting == at_once


def test_a_plan_reads_only_what_it_asks_for(imported, monkeypatch):
    book = load_book(imported(DUTY.format(id="apples", commodity="0808", rate="5%")))
    read = []
    monkeypatch.setattr(Unread, "read", lambda row, old=Unread.read: read.append(row.id) or old(row))
    assert [row.id for row in book.over("XA", "080810")] == ["apples"]
    assert [row.id for row in book.over("XA", "0808108000")] == ["apples"]
    assert read == ["apples"]


def test_what_finds_a_row_is_what_the_row_says(imported):
    row = DUTY.format(id="", commodity="*", rate="5%")
    book = load_book(imported(row))
    (measure,) = book.of({"XA"})
    assert (measure.jurisdiction, measure.prefix) == ("XA", "")
    assert book.named(measure.id) is measure
    assert "" in book.prefixes["XA"]


def test_an_imported_row_takes_the_place_of_a_shipped_one_without_reading_it(imported):
    name = "EAEU-0808108008-duty"
    assert str(load_book().named(name).expression) == "0.03 EUR/KGM"
    assert str(load_book(imported(DUTY.format(id=name, commodity="0808", rate="5%"))).named(name).expression) == "5%"


def test_the_day_on_which_a_book_was_known_needs_no_row_read(imported, monkeypatch):
    row = DUTY.format(id="late", commodity="0808", rate="5%").replace("2026-11-29", "2031-05-06")
    monkeypatch.setattr(Unread, "read", lambda row: pytest.fail(f"{row.id} was read"))
    assert load_book(imported(row)).known_on.isoformat() == "2031-05-06"


def test_a_row_broken_by_hand_is_named_when_it_is_asked_for(imported):
    book = load_book(imported(DUTY.format(id="broken", commodity="0808", rate="5 %% MIN")))
    with pytest.raises(Faulty) as faulty:
        list(book.over("XA", "080810"))
    assert [fault.path for fault in faulty.value.faults] == ["rows.csv: row 2.expression"]


@pytest.mark.parametrize("load", [read_book, load_book])
def test_a_row_with_more_cells_than_the_head_has_columns_is_a_fault(imported, load):
    row = DUTY.format(id="comma", commodity="0808", rate="5%").replace("a law", "a law, and more")
    with pytest.raises(Faulty) as faulty:
        load(imported(row))
    (fault,) = faulty.value.faults
    assert fault.path == "rows.csv: row 2"
    assert str(fault.message) == "11 cells stand under 10 columns."


def test_a_row_that_ends_early_has_its_last_cells_empty(imported):
    (measure,) = load_book(imported("short,XA,customs_duty,0808,*,5%,2026-01-01\n")).of({"XA"})
    assert measure.source is None


def test_a_slice_of_a_shelf_is_a_list_of_measures(imported):
    rows = [DUTY.format(id=name, commodity="0808", rate="5%") for name in "abc"]
    shelf = Shelf(load_book(imported(*rows)).of({"XA"}))
    assert [row.id for row in shelf[1:]] == ["b", "c"]
    assert len(shelf) == 3
