"""The page of the names of columns says what the data file says, word by word."""

import re

import pytest

from chorsu.documents.invoices.vocabulary import on_file
from tests.docs.pages import page

PAGE = "reference/invoice-columns.md"


def rows() -> dict[tuple[str, str], list[list[str]]]:
    """The rows of the page's tables: the head's first cell and the first cell in backticks, then the words of the other cells."""
    found, head = {}, ""
    for line in page(PAGE).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("| ") else []
        if not cells:
            head = head if line.startswith("|--") else ""
        elif not cells[0].startswith("`"):
            head = cells[0]
        else:
            place = page(PAGE).index(line)
            at = ("head" if place > page(PAGE).index("## Around the table") else "column") if head == "field" else head
            found[at, cells[0].strip("`")] = [cell.rstrip("| ").split(" · ") for cell in cells[1:]]
    return found


@pytest.mark.parametrize("part", ["column", "head"])
def test_every_word_of_a_field_is_on_the_page(part):
    told = {name: dict(zip(("en", "zh", "ru"), words[1:], strict=True)) for (at, name), words in rows().items() if at == part}
    assert told == on_file()[part]


@pytest.mark.parametrize("part", ["unit", "package", "currency"])
def test_every_word_of_a_code_is_on_the_page(part):
    assert {name: words[0] for (at, name), words in rows().items() if at == part} == on_file()[part]


def test_every_word_of_a_total_is_on_the_page():
    told = re.search(r"has no code is left out: (.*)\.$", page(PAGE), re.MULTILINE)[1].split(" · ")
    assert told == [word for language in ("en", "zh", "ru") for word in on_file()["totals"][language]]
