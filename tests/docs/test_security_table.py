"""The table of security names every requirement once, answers each, and counts its answers rightly."""

import re
from collections import Counter

import pytest

from tests.docs.pages import ROOT, page

# OWASP ASVS 5.0.0: how many requirements of levels 1 and 2 each chapter has.
CHAPTERS = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (met|n/a|open) \| (.+) \|$", re.MULTILINE)
ROWS = ROW.findall(page("explanation/security.md"))


def test_every_requirement_stands_once():
    numbers = [row[0] for row in ROWS]
    assert [number for number, times in Counter(numbers).items() if times > 1] == []
    assert Counter(int(number.split(".")[0]) for number in numbers) == CHAPTERS
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])


def test_the_answers_are_counted_rightly():
    text = page("explanation/security.md")
    told = re.search(
        r"all (\d+) requirements.*?Of these (\d+) are \*\*met\*\*, (\d+) do.*?and (\d+) are \*\*open\*\*", text, re.DOTALL
    )
    counted = Counter(row[3] for row in ROWS)
    assert [int(number) for number in told.groups()] == [len(ROWS), counted["met"], counted["n/a"], counted["open"]]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(tests/[\w/.]+)`", page("explanation/security.md")))))
def test_the_tests_that_it_names_are_there(path):
    assert (ROOT / path).exists()
