"""Every method that no line of an address asks, tried as every role: it answers nobody. Thousands of questions: a proof."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.matrix import table
from tests.matrix.asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
LINES = table.lines()
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
# Methods that are answered as another one is, where the address answers that.
ALIKE = {"HEAD": "GET", "PUT": "POST"}


def _by_address() -> list[list[table.Line]]:
    """The lines of each address, asked of the same things."""
    found: dict[tuple, list[table.Line]] = {}
    for line in LINES:
        if line.fills == line.things:
            found.setdefault((line.is_api, line.name, line.things), []).append(line)
    return list(found.values())


def _asked_for(lines: list[table.Line]) -> set[str]:
    """The methods that any line of the address asks, of whatever things."""
    return {line.method for line in LINES if (line.is_api, line.name) == (lines[0].is_api, lines[0].name)}


@pytest.mark.parametrize("lines", _by_address(), ids=lambda lines: str(lines[0]).rpartition("-")[0])
def test_a_method_without_a_line_answers_nobody(world, lines):
    """It is no method of the address (405), or each role is turned away as the lines tell; forms take a PUT like a POST."""
    faults = []
    for method in sorted(set(METHODS) - _asked_for(lines)):
        asked = replace(lines[0], method=method)
        alike = [line for line in lines if ALIKE.get(method) == line.method]
        for number, role in enumerate(table.ROLES):
            word = ask(world, asked, role)
            turned_away = {line.words[number] for line in lines} - {"ok"} | {"405"}
            as_listed = {line.words[number] for line in alike}
            # A program's visitor and newcomer are stopped at the door, whatever they ask.
            at_the_door = {"login", "no"} if asked.is_api else {"login"} if role == "visitor" else set()
            if asked.file == "accounts" and method in ("PATCH", "DELETE"):
                # The library looks first at who asks: it sends them home or to prove who they are, or says that a key is none.
                at_the_door |= {"sent on", "again"} | ({"ok"} if asked.name == "account_reset_password_from_key" else set())
            if word not in turned_away | as_listed | at_the_door:
                faults.append(f"{method} as {role}: {word}")
    assert faults == [], f"{lines[0].file}.txt:{lines[0].number}: add a line, or answer such methods by 405"
