"""Ask an address or an operation as a role, and say in the words of the matrix what the answer is."""

from __future__ import annotations

import json

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from tests.matrix import table
from tests.matrix.world import World

# Where a person proves once more who they are.
AGAIN = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_request_reauthentication_code")


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
        if word == "ok" and line.method in ("PATCH", "DELETE") and 300 <= answer.status_code < 400 and not line.is_api:
            word = "sent on"
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
