"""Every address and every operation, asked as every role and as another organisation: each gets what the tables say."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.matrix import table
from tests.matrix.asking import ask

pytestmark = pytest.mark.django_db
LINES = table.lines()
# What a method that no line names is asked as: whoever could have most.
STRONGEST = ("administrator", "officer")


def test_every_name_has_a_line_and_every_line_a_name():
    asked = {line.name for line in LINES if not line.is_api}
    assert sorted(set(table.names()) - asked) == [], "addresses without a line in tests/matrix/<desk>.txt"
    assert sorted(asked - set(table.names())) == [], "lines in tests/matrix/<desk>.txt without an address"


def test_every_operation_has_a_line_and_every_line_an_operation():
    asked = {(line.method, line.name) for line in LINES if line.is_api}
    assert sorted(set(table.operations()) - asked) == [], "operations without a line"
    assert sorted(asked - set(table.operations())) == [], "lines without an operation"


def test_no_line_stands_twice():
    counted = Counter((line.is_api, line.name, line.method, line.things) for line in LINES)
    assert [key for key, number in counted.items() if number > 1] == []


@pytest.mark.parametrize("line", LINES, ids=str)
def test_each_role_gets_what_the_line_says(world, line):
    got = tuple(ask(world, line, role) for role in table.ROLES)
    wanted = tuple("no" if line.is_api and word == "begin" else word for word in line.words)
    assert got == wanted, f"{line.file}.txt:{line.number}: {' '.join(got)}"


def _methods_without_a_line() -> list[table.Line]:
    named = {}
    for line in LINES:
        if not line.is_api:
            named.setdefault(line.name, []).append(line)
    return [
        table.Line(asked[0].file, asked[0].number, name, method, asked[0].things, (), is_api=False)
        for name, asked in named.items()
        for method in ("GET", "POST")
        if method not in {line.method for line in asked}
    ]


@pytest.mark.parametrize("line", _methods_without_a_line(), ids=str)
def test_a_method_without_a_line_answers_nobody(world, line):
    assert {role for role in STRONGEST if ask(world, line, role) == "ok"} == set(), (
        f"{line.name} answers {line.method}: add its line"
    )
