"""A program that talks to the API, as its tests need it."""

import json
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from chorsu.desks.organisations import services
from chorsu.desks.plans.examples import documents
from tests.people import set_up_second_factor

APPLES = documents()["apples-jiaozhou-almaty"]
ROOT = "/api/v1"


class Program:
    """Acts for somebody by a token with scopes; ``key`` names a request that may be sent twice."""

    def __init__(self, actor, *scopes):
        self.actor = actor
        set_up_second_factor(actor)
        chosen = scopes or tuple(services.SCOPES)
        self.token, self.key = services.make_token(
            "a program", chosen, timezone.now() + timedelta(days=1), by=actor, at=timezone.now()
        )
        self.client = Client()

    def ask(self, method, path, body=None, **headers):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, ROOT + path, **raw, headers={"Authorization": f"Bearer {self.key}", **given})

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.ask("POST", path, body, **headers)

    def send_file(self, path, name, content, **headers):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return self.client.post(
            ROOT + path,
            {"file": SimpleUploadedFile(name, content)},
            headers={"Authorization": f"Bearer {self.key}", **{name.replace("_", "-"): value for name, value in headers.items()}},
        )


def done(answer, status=200):
    """The JSON of an answer that must be of this status."""
    assert answer.status_code == status, (answer.status_code, answer.content.decode()[:2000])
    return answer.json() if answer.content else None
