"""The page of what is on file says what is on file."""

from __future__ import annotations

import importlib.util
import re

import pytest

from chorsu.measures import load_book
from tests.docs.pages import DOCS, ROOT, section

PAGE = DOCS / "reference" / "coverage.md"


@pytest.fixture(scope="module")
def tool():
    found = importlib.util.spec_from_file_location("write_coverage", ROOT / "tools" / "write_coverage.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_page_of_coverage_is_not_stale(tool):
    written, now = PAGE.read_text("utf-8").splitlines(), tool.page().splitlines()
    differ = [f"{old}\n  is now {new}" for old, new in zip(written, now, strict=False) if old != new]
    assert written == now, "\n".join(["run: python tools/write_coverage.py", *differ[:5]])


def test_the_page_counts_unread_rows_as_a_plain_count_of_the_book_does(tool):
    # Uzbekistan's own rows alone: it is in no union whose measures would count beside them.
    book = load_book()
    rows = [row for row in book.measures if (row.jurisdiction, row.regime, row.kind) == ("UZ", "import", "customs_duty")]
    rows = [row for row in rows if row.on(tool.DAY)]
    unread = [row for row in rows if any(str(each).startswith("unread:") for each in row.conditions)]
    line = next(
        line
        for line in section(PAGE.read_text("utf-8"), "Uzbekistan (UZ)").splitlines()
        if line.startswith("| `import` | Customs duty |")
    )
    assert [int(figure.replace(",", "")) for figure in re.findall(r"\| ([\d,]+) (?=\|)", line)[:2]] == [len(rows), len(unread)]
