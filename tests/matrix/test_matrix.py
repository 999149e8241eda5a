"""Every address and every operation, asked as every role and as another organisation: each gets what the tables say."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from tests.matrix import table
from tests.matrix.world import World, make_world

pytestmark = pytest.mark.django_db
LINES = table.lines()
# Where a person proves once more who they are.
AGAIN = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_request_reauthentication_code")
# What a method that no line names is asked as: whoever could have most.
STRONGEST = ("administrator", "officer")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> World:
    """The world, made once in a transaction that is taken back; nothing is limited by how often it is asked."""
    unlimited = override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}})
    with django_db_blocker.unblock(), unlimited, transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


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


def ask(world: World, line: table.Line, role: str) -> str:
    """The word of the matrix for what the role gets; the status where there is none."""
    client = world.client(role, by_token=line.is_api, later=table.LATER in line.things)
    sent = world.things.get(
        f"{line.name} {line.method} {','.join(line.things)}", world.things.get(f"{line.name} {line.method}", {})
    )
    with transaction.atomic():
        if line.is_api:
            answer = ask_api(client, world, line, sent)
        else:
            with translation.override("en"):
                address = reverse(line.name, args=[world.argument(name) for name in line.fills])
            if line.method in ("GET", "HEAD", "POST"):
                answer = getattr(client, line.method.lower())(address, sent)
            else:
                answer = client.generic(line.method, address)
        word = meaning(answer, is_api=line.is_api)
        transaction.set_rollback(True)
    return word


def ask_api(client, world: World, line: table.Line, sent):
    """Ask an operation: its path filled, the body as JSON."""
    api = table.api_of_portal()
    path = line.name
    for name in line.things:
        # In its order, each thing fills the next place.
        start, end = path.index("{"), path.index("}")
        path = path[:start] + world.argument(name) + path[end + 1 :]
    address = reverse(f"{api.urls_namespace}:api-root").rstrip("/") + path
    if line.method == "GET":
        return client.get(address, sent)
    if any(hasattr(value, "read") for value in sent.values()):
        for value in sent.values():
            if hasattr(value, "read"):
                value.seek(0)
        return client.post(address, sent)
    return client.generic(line.method, address, json.dumps(sent), content_type="application/json")


def meaning(answer, *, is_api: bool) -> str:
    """What an answer is in the words of the matrix."""
    status, to = answer.status_code, answer.headers.get("Location", "")
    if status == 404:
        return "hidden"
    if is_api and status in (401, 403):
        return "login" if status == 401 else "no"
    if status == 403:
        return "no"
    if status in (401, 405, 429) or status >= 500:
        return str(status)
    with translation.override("en"):
        if 300 <= status < 400 and to.startswith(reverse("account_login")):
            return "login"
        if 300 <= status < 400 and to.startswith(reverse("organisations:begin")):
            return "begin"
        if 300 <= status < 400 and any(to.startswith(reverse(name)) for name in AGAIN):
            return "again"
    return "ok"
