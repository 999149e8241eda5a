"""Invoices as people write them: read into the same consignment whatever their language, layout and figures."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from chorsu.documents.invoices import Choices, invoice_rows, read_invoice, to_text, to_workbook
from chorsu.documents.invoices.figures import read_day, read_figure
from chorsu.documents.invoices.vocabulary import country_of, currency_of, on_file, package_of, unit_of
from chorsu.facts import plain
from tests.uploads import made

HEADS = {
    "en": ("Description", "HS code", "Country of origin", "Qty", "Unit", "Amount", "Currency", "Net weight (kg)", "Gross, kg"),
    "zh": ("货物名称", "HS编码", "原产国", "数量", "单位", "金额", "币种", "净重（千克）", "毛重（公斤）"),
    "ru": ("Товар", "Код ТН ВЭД", "Страна происхождения", "Кол-во", "Ед. изм.", "Сумма", "Валюта", "Вес нетто, кг", "Брутто, кг"),
}  # fmt: skip
FIELDS = ("description", "hs", "origin", "quantity", "unit", "value", "currency", "net_mass", "gross_mass")
ORIGINS = {
    "CN": {"en": "China", "zh": "中国", "ru": "Китай"},
    "UZ": {"en": "Uzbekistan", "zh": "乌兹别克斯坦", "ru": "Узбекистан"},
}
UNITS = {"KGM": {"en": "kg", "zh": "千克", "ru": "кг"}, "NAR": {"en": "pcs", "zh": "件", "ru": "шт."}}
TOTALS = {"en": "Total", "zh": "合计", "ru": "Итого"}


@pytest.mark.parametrize(
    ("written", "comma", "number"),
    [
        ("1 234,56", "", "1234.56"),
        ("1,234.56", "", "1234.56"),
        ("1.234,56", "", "1234.56"),
        ("1'234.50", "", "1234.50"),
        ("1\u00a0234\u202f567", "", "1234567"),
        ("１２３４．５", "", "1234.5"),
        ("1,234", "group", "1234"),
        ("1,234", "decimal", "1.234"),
        ("1.234", "decimal", "1234"),
        ("0,125", "group", "0.125"),
        ("12345,678", "group", "12345.678"),
        ("1,234,567", "decimal", "1234567"),
        ("USD 23,400.00", "", "23400.00"),
        ("20 000 кг", "", "20000"),
        ("¥23400", "", "23400"),
        ("12 34", "", None),
        ("1,2,3", "", None),
        ("20 x 18", "", None),
        ("abc", "", None),
        ("1,23,456.78", "", None),
        ("1.2.3,4", "", None),
    ],
)
def test_a_figure_is_read_as_it_was_meant_or_not_at_all(written, comma, number):
    assert read_figure(written, comma).number == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("written", "is_open"), [("1,234", True), ("1.234", True), ("1,23", False), ("0,125", False), ("1 234,567", False)]
)
def test_a_figure_that_may_mean_two_says_so(written, is_open):
    assert read_figure(written).open is is_open


@pytest.mark.parametrize(
    ("written", "day", "is_guess"),
    [
        ("2026-12-01", "2026-12-01", False),
        ("2026年12月1日", "2026-12-01", False),
        ("01.12.2026", "2026-12-01", False),
        ("07/08/2026", "2026-08-07", True),
        ("12/31/2026", "2026-12-31", False),
        ("31.02.2026", None, False),
    ],
)
def test_a_day_is_read_and_a_doubtful_one_is_a_guess(written, day, is_guess):
    found, guess = read_day(written)
    assert (found and found.isoformat()) == day
    assert found is None or guess is is_guess


@pytest.mark.parametrize(
    ("find", "words"),
    [
        (unit_of, {"KGS": "KGM", "公斤": "KGM", "Шт.": "NAR", "тонн": "TNE", "m²": "MTK", "bushel": ""}),
        (package_of, {"ctns": "CT", "纸箱": "CT", "коробок": "CT", "мест": "PK", "kg": ""}),
        (lambda word: currency_of(word)[0], {"₽": "RUB", "₸": "KZT", "€": "EUR", "сум": "UZS", "美元": "USD", "gold": ""}),
        (lambda word: country_of(word)[0], {"КНР": "CN", "俄罗斯": "RU", "Казахстан": "KZ", "kz": "KZ", "Atlantis": ""}),
    ],
)  # fmt: skip
def test_words_of_trade_are_known_in_three_languages(find, words):
    assert {word: find(word) for word in words} == words


def test_a_word_that_is_only_like_one_is_a_guess():
    assert country_of("Kazahstan") == ("KZ", True)
    rows = [("Descripton", "HS code", "Origin", "Amount", "Currency"), ("Apples", "080810", "Chinna", 1, "USD")]
    read = read_invoice(made.xlsx(rows))
    assert {guess.key for guess in read.guesses} == {"column:0", "origin:chinna"}
    assert not read.all_faults


def test_no_word_of_the_data_file_means_two_fields():
    from chorsu.documents.invoices.vocabulary import folded

    for part in ("column", "head"):
        seen: dict[str, str] = {}
        for field, words in on_file()[part].items():
            for word in (each for language in ("en", "zh", "ru") for each in words[language]):
                assert seen.setdefault(folded(word), field) == field, f"{word}: {seen[folded(word)]} and {field}"


@pytest.mark.parametrize(
    ("change", "cell", "words"),
    [
        ({3: "abc"}, "Sheet1!D2", "no figure"),
        ({3: -5}, "Sheet1!D2", "below zero"),
        ({1: "999999"}, "Sheet1!B2", "not in the Harmonized System"),
        ({1: "apples"}, "Sheet1!B2", "no code"),
        ({2: "Atlantis"}, "Sheet1!C2", "No state"),
        ({4: "bushel"}, "Sheet1!E2", "No unit"),
        ({4: "ctns"}, "Sheet1!E2", "kind of package"),
        ({6: "gold"}, "Sheet1!G2", "No currency"),
        ({8: 100}, "Sheet1!I2", "more than the gross mass"),
        ({5: None}, "Sheet1!F2", "missing"),
        ({0: "app\u202eles"}, "Sheet1!A2", "U+202E"),
        ({0: "x" * 3_000}, "Sheet1!A2", "3000 letters"),
    ],
)
def test_a_fault_is_told_with_its_cell(change, cell, words):
    row = [change.get(index, value) for index, value in enumerate(made.APPLES)]
    faults = read_invoice(made.xlsx([made.HEADS, row])).all_faults
    assert [fault.cell for fault in faults] == [cell]
    assert words in str(faults[0].message)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({1: 80810}, "zero"),
        ({1: "0808108008"}, "code:10:EAEU"),
        ({1: "08081000"}, "code:8:CN"),
        ({5: "¥23400"}, "currency:¥"),
        ({3: "20,000", 7: "20,000"}, "comma"),
    ],
)
def test_what_is_not_said_plainly_is_a_guess(change, key):
    row = [change.get(index, value) for index, value in enumerate(made.APPLES)]
    row = [None if index == 6 and key.startswith("currency") else value for index, value in enumerate(row)]
    read = read_invoice(made.xlsx([made.HEADS, row]))
    assert not read.all_faults
    assert [guess.key for guess in read.guesses] == [key]
    confirmed = read_invoice(made.xlsx([made.HEADS, row]), Choices(confirmed=frozenset({key})))
    assert not confirmed.open_guesses


def test_a_formula_is_taken_by_its_value_and_told():
    book = Workbook()
    book.active.append(made.HEADS)
    book.active.append(made.APPLES)
    book.active["F2"] = "=D2*1.17"
    content = io.BytesIO()
    book.save(content)
    lost = read_invoice(content.getvalue())
    assert [fault.cell for fault in lost.all_faults] == ["Sheet!F2"]
    sheet = b'<c r="F2"><f>D2*1.17</f><v>23400</v></c>'
    part = _part(content.getvalue())
    for empty in (
        b'<c r="F2"><f>D2*1.17</f><v /></c>',
        b'<c r="F2"><f>D2*1.17</f><v></v></c>',
        b'<c r="F2"><f>D2*1.17</f><v/></c>',
    ):
        part = part.replace(empty, sheet)
    saved = made.with_parts(
        content.getvalue(),
        {"xl/worksheets/sheet1.xml": part},
    )
    read = read_invoice(saved)
    assert not read.all_faults
    assert [(guess.key, guess.cells) for guess in read.guesses] == [("formula", ("Sheet!F2",))]
    assert read.rows[0].item["value"] == "23400"


def _part(content: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_a_head_of_two_rows_and_merged_cells_are_read():
    book = Workbook()
    sheet = book.active
    sheet.append(["Commercial invoice"])
    sheet.append(["Description", "HS code", "Origin", "Amount", "Currency", "Weight", None])
    sheet.append([None, None, None, None, None, "Net, kg", "Gross, kg"])
    for column in "ABCDE":
        sheet.merge_cells(f"{column}2:{column}3")
    sheet.merge_cells("F2:G2")
    sheet.append(["Apples", "080810", "CN", 10, "USD", 5, 6])
    sheet.append(["Pears", "080830", None, 20, "USD", 7, 8])
    sheet.merge_cells("C4:C5")
    content = io.BytesIO()
    book.save(content)
    read = read_invoice(content.getvalue())
    assert not read.all_faults
    assert [row.item["origin"] for row in read.rows] == ["CN", "CN"]
    assert [row.item["net_mass"] for row in read.rows] == ["5", "7"]
    assert [row.item["gross_mass"] for row in read.rows] == ["6", "8"]


def test_heads_again_sections_and_totals_are_left_out_and_listed():
    rows = [made.HEADS, made.APPLES, ["Section B"], made.HEADS, made.APPLES, ["Total", "", "", 40000, "", 46801]]
    read = read_invoice(made.xlsx(rows))
    assert [row.number for row in read.rows] == [2, 5]
    assert [left.number for left in read.left_out] == [3, 4, 6]
    assert [guess.key for guess in read.guesses] == ["total:value"]


def test_goods_that_only_begin_like_a_total_are_goods():
    row = ("Total station, surveying", "901520", *made.APPLES[2:])
    assert len(read_invoice(made.xlsx([made.HEADS, row])).rows) == 1


def test_rows_of_the_same_goods_can_be_added_together():
    read = read_invoice(made.xlsx([made.HEADS, made.APPLES, made.APPLES]), Choices(together=True))
    (item,) = read.document["items"]
    assert (item["value"], item["net_mass"], item["quantity"]) == ("46800", "40000", "40000")


@st.composite
def tables(draw):
    """Rows of goods, the order of their columns, a language, and what stands around them."""
    language = draw(st.sampled_from(sorted(HEADS)))
    figure = st.decimals("0.01", "9999999", places=2)
    rows = []
    for _number in range(draw(st.integers(1, 5))):
        net = draw(figure)
        rows.append(
            {
                "description": draw(
                    st.text("abcdefghij яблоко苹果", min_size=3, max_size=20).map(str.strip).filter(lambda s: len(s) > 2)
                ),
                "hs": draw(st.sampled_from(["080810", "870380", "401120"])),
                "origin": draw(st.sampled_from(sorted(ORIGINS))),
                "quantity": draw(figure),
                "unit": draw(st.sampled_from(sorted(UNITS))),
                "value": draw(figure),
                "currency": draw(st.sampled_from(["CNY", "USD", "KZT"])),
                "net_mass": net,
                "gross_mass": net + draw(figure),
            }
        )
    order = draw(st.permutations(range(len(FIELDS))))
    above = draw(st.integers(0, 10))
    return (
        language,
        rows,
        order,
        above,
        draw(st.booleans()),
        draw(st.sampled_from([";", "\t"])),
        draw(st.sampled_from([".", ","])),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_whatever_the_layout_and_language_the_same_goods_are_read(table):
    language, goods, order, above, as_sheet, delimiter, point = table
    laid = [[f"note {number}"] for number in range(above)]
    laid.append([HEADS[language][place] for place in order])
    for row in goods:
        cells = [_written(row[FIELDS[place]], FIELDS[place], language, as_sheet, point) for place in order]
        laid.append(cells)
    total: list = [""] * len(FIELDS)
    total[0], total[order.index(FIELDS.index("value"))] = TOTALS[language], ""
    laid.append(total if order.index(FIELDS.index("value")) else [TOTALS[language]])
    read = read_invoice(made.xlsx(laid) if as_sheet else made.csv(laid, delimiter=delimiter))
    assert [str(fault.message) + fault.cell for fault in read.all_faults] == []
    assert [dict(row.item) for row in read.rows] == [{name: _kept(value) for name, value in row.items()} for row in goods]


def _kept(value) -> str:
    """A figure without empty places; words with one space between them, as a person reads them."""
    if isinstance(value, Decimal):
        return plain(value).rstrip("0").rstrip(".") if "." in plain(value) else plain(value)
    return " ".join(value.split())


def _written(value, field, language, as_sheet, point):
    if isinstance(value, Decimal):
        return value if as_sheet else plain(value).replace(".", point)
    if field == "origin":
        return ORIGINS[value][language]
    return UNITS[value][language] if field == "unit" else value


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_an_invoice_that_we_write_is_read_back_whole(language):
    import json
    from pathlib import Path

    from chorsu.consignment import read_consignment, write_consignment

    for path in sorted((Path(__file__).parents[2] / "examples").glob("*.json")):
        consignment = read_consignment(json.loads(path.read_text("utf-8")))
        if len({item.currency for item in consignment.items}) > 1:
            continue
        rows = invoice_rows(consignment, language)
        document = write_consignment(consignment)
        for content in (to_workbook(rows), to_text(rows, language)):
            read = read_invoice(content)
            assert [f"{fault.cell} {fault.message}" for fault in read.all_faults] == [], path.name
            assert [(guess.key, str(guess.why)) for guess in read.open_guesses] == [], path.name
            for name in ("reference", "from", "to", "incoterm", "incoterm_place", "consignor", "consignee"):
                told = document.get(name)
                told = {part: told[part] for part in ("name", "country")} if isinstance(told, dict) else told
                assert read.document.get(name) == told, (path.name, name)
            for item, wanted in zip(read.document["items"], document["items"], strict=True):
                for name in ("hs", "origin", "description", "currency", "unit"):
                    assert item.get(name) == wanted.get(name), (path.name, name)
                for name in ("value", "quantity", "net_mass", "gross_mass"):
                    if name in wanted:
                        assert Decimal(item[name]) == Decimal(wanted[name]), (path.name, name)
