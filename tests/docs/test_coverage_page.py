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


def test_the_page_of_facts_counts_the_files_and_the_checks_as_they_are(tool):
    written = (DOCS / "explanation" / "facts.md").read_text("utf-8")
    now = tool.counted(written)
    differ = [f"{old}\n  is now {new}" for old, new in zip(written.splitlines(), now.splitlines(), strict=False) if old != new]
    assert written == now, "\n".join(["run: python tools/write_coverage.py", *differ[:5]])


def test_every_row_of_the_log_of_checks_says_how_it_ended(tool):
    rows = list(tool.checks((DOCS / "explanation" / "facts.md").read_text("utf-8")))
    assert len(rows) > 400
    assert [row for row in rows if not row[1].startswith(tool.OUTCOMES)] == []


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
