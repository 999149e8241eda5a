"""Files to a book: layers, ids, and every fault with its place."""

from datetime import date

import pytest

from chorsu.facts import Faulty
from chorsu.measures import load_book, read_book
from chorsu.measures.check import check

ROW = """
[[measure]]
id = "duty"
jurisdiction = "KZ"
kind = "customs_duty"
commodity = "0808"
origin = "*"
expression = "{rate}"
valid_from = 2026-01-01
source = {{title = "a law", address = "a page", checked_on = 2026-11-23}}
"""


def book_of(tmp_path, *layers):
    folders = []
    for number, text in enumerate(layers):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "book.toml").write_text(text, encoding="utf-8")
        folders.append(folder)
    return read_book(*folders)


def test_a_later_layer_takes_the_place_of_a_measure_with_the_same_id(tmp_path):
    book = book_of(tmp_path, ROW.format(rate="5%"), ROW.format(rate="7%"))
    assert [str(measure.expression) for measure in book.measures] == ["7%"]


def test_the_hash_names_the_state_of_the_book(tmp_path):
    one = book_of(tmp_path, ROW.format(rate="5%"))
    (tmp_path / "other").mkdir()
    other = book_of(tmp_path / "other", ROW.format(rate="5.0%"))
    assert one.hash != other.hash
    assert one.known_on == date(2026, 11, 23)


def test_csv_has_the_same_columns_and_makes_an_absent_id(tmp_path):
    (tmp_path / "rows.csv").write_text(
        "jurisdiction,kind,commodity,origin,expression,valid_from,conditions,source_title,source_address,checked_on\n"
        "KZ,customs_duty,080810,CN,5%,2026-01-01,proof:CT-1; mode:rail,a law,a page,2026-11-23\n",
        encoding="utf-8",
    )
    (measure,) = read_book(tmp_path).measures
    assert measure.id.startswith("KZ-customs_duty-080810-CN")
    assert [str(condition) for condition in measure.conditions] == ["proof:CT-1", "mode:rail"]
    assert measure.source.checked_on == date(2026, 11, 23)


def test_parquet_has_the_same_columns(tmp_path):
    import duckdb

    duckdb.execute(
        "COPY (SELECT 'KZ' AS jurisdiction, 'vat' AS kind, '*' AS commodity, '16%' AS expression, "
        "DATE '2026-01-01' AS valid_from) "
        f"TO '{tmp_path / 'rows.parquet'}'"
    )
    (measure,) = read_book(tmp_path).measures
    assert (measure.kind, str(measure.expression), measure.valid_from) == ("vat", "16%", date(2026, 1, 1))


def test_every_fault_is_said_with_its_place(tmp_path):
    text = (
        ROW.format(rate="5 %% MIN")
        + ROW.format(rate="5%").replace("2026-01-01", '"yesterday"').replace('"0808"', '"8"')
        + '[[chain]]\njurisdiction = "KZ"\n'
    )
    with pytest.raises(Faulty) as faulty:
        book_of(tmp_path, text)
    paths = {fault.path for fault in faulty.value.faults}
    assert "book.toml: measure[0].expression" in paths
    assert "book.toml: measure[1].commodity" in paths
    assert any(path.startswith("book.toml: chain[0]") for path in paths)


@pytest.mark.parametrize("raw", [b"[[measure]", b"\xff\xfe", b"measure = 5\n", b"a = " + b"[" * 5000])
def test_a_broken_file_is_a_fault_not_a_crash(tmp_path, raw):
    (tmp_path / "book.toml").write_bytes(raw)
    with pytest.raises(Faulty):
        read_book(tmp_path)


def test_the_book_that_is_shipped_has_no_fault():
    book = load_book()
    assert len(book.measures) > 13_000
    assert [f"{fault.path}: {fault.message}" for fault in check(book) if fault.severity == "fault"] == []


def test_what_the_package_ships_is_the_same_whatever_an_installation_lays_over_it(tmp_path):
    before = load_book()
    row = ROW.replace('"duty"', '"KZ-vat-17"').replace("customs_duty", "vat").format(rate="99%")
    (tmp_path / "own.toml").write_text(row + "[[removed]]\nid = 'EAEU-08081080-customs_duty'\n", "utf-8")
    over, after = load_book(tmp_path), load_book()
    assert str(next(row.expression for row in over.measures if row.id == "KZ-vat-17")) == "99%"
    assert over.hash != before.hash == after.hash
    assert list(before.measures) == list(after.measures)
