"""Printed papers: the right letters in three languages, hostile text as plain text, the same bytes, an archive format."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from chorsu.documents import Packages, draft_invoice, draft_packing_list, render_pdf
from chorsu.documents.typeset import printable
from chorsu.documents.words import figure

from .cases import ON, PLACES, apples, with_item

INVOICE = draft_invoice(apples(), number="INV-42", on=ON)
PACKING = draft_packing_list(apples(), number="PL-42", on=ON, packages=(Packages(1111, "CT", "TAO 1-1111"),))


def text_of(pdf):
    """All words of a document; runs of white space count as one space."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize(
    ("paper", "language", "words"),
    [
        (INVOICE, "en", ["Commercial invoice", "to be filled", "Draft", "23 400.00 USD", "1.17", "DAP Almaty (KZALA)", "21 500"]),
        (
            INVOICE,
            "zh",
            [
                "Commercial invoice",
                "商业发票",
                "待填",
                "草稿",
                "胶州果品有限公司",
                "ТОО «Алматы Фудс»",
                "阿拉木图",
                "哈萨克斯坦",
                "千克",
            ],
        ),
        (
            INVOICE,
            "ru",
            ["Коммерческий инвойс", "заполнить", "Проект", "胶州果品有限公司", "Казахстан", "Страна", "Подпись и печать"],
        ),
        (PACKING, "en", ["Packing list", "cartons", "2 × 45R1", "TAO 1-1111", "20 000", "21 500"]),
        (PACKING, "zh", ["装箱单", "纸箱", "毛重", "唛头", "集装箱"]),
        (PACKING, "ru", ["Упаковочный лист", "Брутто, кг", "Контейнеры", "картонных коробок"]),
    ],
)
def test_a_paper_is_printed_in_english_and_the_readers_language(paper, language, words):
    text = text_of(render_pdf(paper, language, places=PLACES))
    assert [word for word in words if word not in text] == []


def test_an_issued_paper_does_not_say_draft_and_a_complete_one_has_nothing_to_fill():
    complete = replace(INVOICE, draft=False, contract="K-7", payment_terms="T/T 30 days", buyer=INVOICE.seller)
    text = text_of(render_pdf(complete, "zh"))
    assert "Draft" not in text
    assert "草稿" not in text
    assert "to be filled" not in text


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        "*bold* _slanted_ = heading",
        "$ x^2 $ @label <label> // comment",
        "#panic()",
        "\\ ` ```raw``` ] } {{",
        "https://example.org/ --- ... ~",
        "\"quoted\" 'single'",
    ],
)
def test_what_looks_like_markup_is_printed_as_it_is_written(hostile):
    pdf = render_pdf(draft_invoice(with_item(description=hostile), number="1", on=ON), "ru")
    # A long run may break over lines; letters and their order stay.
    assert re.sub(r"\s", "", hostile) in re.sub(r"\s", "", text_of(pdf))
    assert "root:" not in text_of(pdf)


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("\u202eevil\u2066\ufeff", "evil"),
        ("فرش", "[U+0641][U+0631][U+0634]"),
        ("ok 😀 \ue000", "ok [U+1F600] [U+E000]"),
        ("\ud800x\ufffe\U000e0041", "x"),
        ("e\u0301", "é"),
        ("tab\there\u3000wide", "tab here wide"),
        ("苹果 Яблоки ₸ № ʻ", "苹果 Яблоки ₸ № ʻ"),
    ],
)
def test_text_without_shape_is_dropped_and_unknown_letters_are_named(hostile, expected):
    assert printable(hostile) == expected
    line = replace(INVOICE.lines[0], description=f"start {hostile} end")
    assert expected.replace(" ", "") in text_of(render_pdf(replace(INVOICE, lines=(line,)), "zh")).replace(" ", "")


def test_a_very_long_word_stays_on_the_page_and_whole():
    word = "W" * 400
    pdf = render_pdf(draft_invoice(with_item(description=word), number="1", on=ON), "en")
    assert text_of(pdf).replace(" ", "").count("W") == 400
    right_edges = []
    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: right_edges.append(tm[4]) if "W" in text else None
    )
    assert right_edges
    assert max(right_edges) < 300  # the column of descriptions ends far left of the middle columns (A4 is 595 points wide)


def test_many_lines_run_over_pages_and_the_last_one_bears_the_total():
    invoice = replace(INVOICE, lines=INVOICE.lines * 200)
    pages = PdfReader(io.BytesIO(render_pdf(invoice, "ru"))).pages
    assert len(pages) > 3
    assert "4 680 000.00 USD" in re.sub(r"\s+", " ", pages[-1].extract_text())
    assert all("Description" in page.extract_text() for page in pages[:-1])


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_file_is_an_archive_pdf_with_title_language_and_its_day(language):
    pdf = render_pdf(INVOICE, language)
    reader = PdfReader(io.BytesIO(pdf))
    about = reader.metadata
    assert about.title.endswith("INV-42")
    assert about.creation_date.date() == ON
    assert reader.trailer["/Root"]["/Lang"].startswith(language)
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    fonts = {str(name) for page in reader.pages for name in _font_names(page)}
    assert fonts
    assert all("NotoSans" in name for name in fonts)


def _font_names(page):
    for font in page["/Resources"]["/Font"].values():
        yield font.get_object()["/BaseFont"]


def test_the_same_paper_gives_the_same_bytes():
    assert render_pdf(INVOICE, "zh") == render_pdf(INVOICE, "zh")
    assert render_pdf(INVOICE, "zh") != render_pdf(replace(INVOICE, number="INV-43"), "zh")


def test_papers_are_written_in_three_languages_only():
    with pytest.raises(ValueError, match="en, zh, ru"):
        render_pdf(INVOICE, "fr")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1234567.5", "1 234 567.50"),
        ("0", "0.00"),
        ("-1234", "−1 234.00"),
        ("12.345", "12.345"),
        ("abc", "abc"),
        ("1e5", "1e5"),
        ("", ""),
    ],
)
def test_figures_are_grouped_by_thousands(written, read):
    assert figure(written, least_decimals=2).replace("\u00a0", " ") == read
