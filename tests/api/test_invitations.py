"""Programs of an administrator invite people as the page does: by the same letter, once."""

import re

import pytest
from django.core import mail

from chorsu.desks.organisations.models import Invitation
from tests.api.programs import Program, done
from tests.people import actor

pytestmark = pytest.mark.django_db
LI = {"email": "li@example.org", "role": "staff"}


@pytest.fixture
def program():
    return Program(actor("trader", "administrator"))


def invite(program, given, capture, **headers):
    with capture(execute=True):
        return program.post("/invitations", given, **headers)


def test_the_letter_has_the_link_of_the_answer(program, django_capture_on_commit_callbacks):
    made = done(invite(program, LI, django_capture_on_commit_callbacks), 201)
    (letter,) = mail.outbox
    assert letter.to == ["li@example.org"]
    key = re.search("invitations/([^/]+)/", made["address"]).group(1)
    assert key in letter.body
    assert done(program.get("/invitations"))["items"] == [made["invitation"]]


def test_sent_twice_one_letter_goes_and_the_link_is_told_once(program, django_capture_on_commit_callbacks):
    first = done(invite(program, LI, django_capture_on_commit_callbacks, Idempotency_Key="i1"), 201)
    second = done(invite(program, LI, django_capture_on_commit_callbacks, Idempotency_Key="i1"), 201)
    assert (first["address"] is None, second["address"]) == (False, None)
    assert len(mail.outbox) == Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (LI | {"email": "no address"}, 422),
        (LI | {"role": "king"}, 422),
        (LI | {"role": "administrator"}, 403),
    ],
)
def test_a_refusal_sends_no_letter(program, django_capture_on_commit_callbacks, given, status):
    assert invite(program, given, django_capture_on_commit_callbacks).status_code == status
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def test_only_an_administrator_with_the_scope_invites(django_capture_on_commit_callbacks):
    for program in (Program(actor("trader", "staff")), Program(actor("trader", "administrator"), "organisations:read")):
        assert invite(program, LI, django_capture_on_commit_callbacks).status_code == 403
    assert mail.outbox == []


def test_a_program_takes_an_invitation_back(program, django_capture_on_commit_callbacks):
    made = done(invite(program, LI, django_capture_on_commit_callbacks), 201)
    gone = done(program.ask("DELETE", f"/invitations/{made['invitation']['id']}"))
    assert gone["withdrawn_at"]
