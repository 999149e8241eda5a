"""A person's data go when they ask, or when their time is over; what happened stays, and the chain proves it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction

from chorsu.desks.actor import SYSTEM
from chorsu.desks.journal import erasure, keeping, retention
from chorsu.desks.journal.models import Delivery, Entry, Notice, Webhook
from chorsu.desks.journal.proving import anchored_breaks, breaks, cast
from chorsu.desks.journal.services import record
from chorsu.desks.organisations.models import Invitation, Membership, Person
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade.models import Case, Upload
from tests import people

AT = people.AT


@pytest.fixture
def who(db):
    """A member of staff who wrote something, was written about, and can sign in in every way."""
    administrator = people.actor("trader", "administrator")
    actor = people.actor(organisation=administrator.organisation)
    person = actor.person
    person.name = "Лю Вэй"
    person.save()
    with transaction.atomic():
        record("case.message_written", actor.organisation, by=actor, at=AT, personal={"text": "my own words"})
        record("member.role_changed", actor.organisation, by=administrator, at=AT, member=person.pk, personal={"text": "about"})
        record("member.invited", actor.organisation, by=administrator, at=AT, personal={"email": person.email.upper()})
        record("case.message_written", actor.organisation, by=administrator, at=AT, personal={"text": "of another"})
    client = people.client_of(actor)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="127.0.0.1", user_agent="x")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    given = {"role": "staff", "digest": "d", "invited_by": administrator.person, "made_at": AT, "expires_at": AT}
    Invitation.objects.create(organisation=actor.organisation, email=person.email, **given)
    return actor, administrator, client


def test_what_names_a_person_goes_and_the_chain_still_holds(who):
    actor, _administrator, client = who
    anchor = list(cast(at=AT, known={}))
    email = actor.person.email
    assert erasure.erase_person(actor.person, by=actor, at=AT) == 3
    person = Person.objects.get(pk=actor.person.pk)
    assert (person.name, person.is_active, person.erased_at, person.has_usable_password()) == ("", False, AT, False)
    assert email not in person.email
    kept = [
        row.personal and row.personal["text"]
        for row in Entry.objects.filter(stream=f"organisation:{actor.organisation.pk}").order_by("number")
    ]
    assert kept == [None, None, None, "of another"]
    assert set(Entry.objects.filter(personal__isnull=True).values_list("salt", flat=True)) == {""}
    for rows in (EmailAddress, Authenticator, UserSession):
        assert not rows.objects.filter(user=person).exists()
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()
    assert client.get("/en/journal/").status_code == 302
    assert Membership.objects.get(person=person).ended_at == AT
    assert list(breaks()) == []
    assert list(anchored_breaks(anchor)) == []


def test_all_their_addresses_go_and_none_that_they_only_claim(who):
    actor, administrator, _client = who
    EmailAddress.objects.create(user=actor.person, email="second@example.org", verified=True)
    EmailAddress.objects.create(user=actor.person, email=administrator.person.email, verified=False)
    with transaction.atomic():
        for email in ("second@example.org", administrator.person.email):
            record("member.invited", actor.organisation, by=administrator, at=AT, personal={"email": email})
    given = {"role": "staff", "invited_by": administrator.person, "made_at": AT, "expires_at": AT}
    for email in ("Second@example.org", administrator.person.email):
        Invitation.objects.create(organisation=actor.organisation, email=email, digest=email, **given)
    erasure.erase_person(actor.person, by=actor, at=AT)
    kept = set(Invitation.objects.values_list("email", flat=True))
    assert administrator.person.email in kept
    assert not any("second" in email.lower() for email in kept)
    words = [row.personal for row in Entry.objects.filter(personal__isnull=False)]
    assert {"email": administrator.person.email} in words
    assert {"email": "second@example.org"} not in words


def test_who_was_erased_is_called_so(who):
    actor, *_ = who
    erasure.erase_person(actor.person, by=actor, at=AT)
    assert str(Person.objects.get(pk=actor.person.pk)) == "a person who was erased"


def test_nowhere_in_the_database_is_their_address_or_name_left(who):
    actor, *_ = who
    email, name = actor.person.email, "Лю Вэй"
    erasure.erase_person(actor.person, by=actor, at=AT)
    for model in apps.get_models():
        told = json.dumps([str(row) for row in model._base_manager.values_list()], ensure_ascii=False).casefold()
        assert email.casefold() not in told, model
        assert name.casefold() not in told, model


def test_the_erasure_is_one_entry_that_their_organisations_read(who):
    actor, *_ = who
    before = Entry.objects.count()
    erasure.erase_person(actor.person, by=actor, at=AT)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.get(verb="person.erased")
    assert (entry.facts["entries"], entry.personal) == (3, None)
    assert entry.facts["concerns"] == [str(actor.organisation.pk)]


def test_the_last_administrator_hands_on_first(who):
    actor, administrator, _client = who
    with pytest.raises(Refused, match="last administrator"):
        erasure.erase_person(administrator.person, by=administrator, at=AT)
    assert Person.objects.get(pk=administrator.person.pk).erased_at is None
    Membership.objects.filter(person=actor.person).update(role="administrator")
    Person.objects.filter(pk=actor.person.pk).update(is_active=False)
    with pytest.raises(Refused):  # who cannot sign in administers nothing
        erasure.erase_person(administrator.person, by=administrator, at=AT)
    Person.objects.filter(pk=actor.person.pk).update(is_active=True)
    erasure.erase_person(administrator.person, by=administrator, at=AT)
    with pytest.raises(Refused):
        erasure.erase_person(administrator.person, by=SYSTEM, at=AT)


def test_nobody_erases_another_but_an_administrator_of_the_zone(who):
    actor, administrator, _client = who
    for other in (administrator, people.actor("zone"), people.actor("trader", "administrator")):
        with pytest.raises(NotAllowed):
            erasure.erase_person(actor.person, by=other, at=AT)
    erasure.erase_person(actor.person, by=people.actor("zone", "administrator"), at=AT)


def test_every_table_that_names_people_is_in_what_they_are_told(who):
    actor, *_ = who
    told = keeping.kept_about(actor.person)
    tables = {f"{model._meta.label_lower}.{field.name}" for model in apps.get_models() for field in model._meta.fields
              if field.is_relation and field.related_model is Person}  # fmt: skip
    seen = {f"{model._meta.label_lower}.{field.name}" for model, field, _rows in keeping._related(actor.person)}
    assert tables == seen
    assert {"account.emailaddress.user", "organisations.membership.person", "mfa.authenticator.user"} <= set(told)
    assert [row["words"] for row in told["journal"]] == [
        {"text": "my own words"},
        {"text": "about"},
        {"email": actor.person.email.upper()},
    ]


OLD = {"mails": 90, "deliveries": 90, "invitations": 365, "uploads": 1, "words": 1826}


def test_the_periods_of_the_settings_and_of_the_desks_are_the_same(settings):
    assert settings.RETENTION_DAYS == OLD
    assert set(retention.kept()) == set(OLD)


def test_each_kind_is_forgotten_when_its_time_is_over_and_not_before(who, settings):
    actor, administrator, _client = who
    entry = Entry.objects.first()
    hook = Webhook.objects.create(
        organisation=actor.organisation,
        name="x",
        address="https://x/",
        verbs=["x.y"],
        salt="x",
        made_by=actor.person,
        made_at=AT,
        changed_at=AT,
    )
    given = {"organisation": actor.organisation.pk, "entry": entry, "due_at": AT, "gives_up_at": AT, "made_at": AT}
    Delivery.objects.create(webhook=hook, state="done", **given)
    Notice.objects.all().delete()
    Notice.objects.create(person=actor.person, state="dead", **given)
    Notice.objects.create(person=administrator.person, state="waiting", **given)
    Upload.objects.create(organisation=actor.organisation, made_by=actor.person, name="x", digest="x", preview={}, made_at=AT)
    case = Case.objects.create(
        trader=actor.organisation, reference="A", state="closed", made_by=actor.person, made_at=AT, changed_at=AT, closed_at=AT
    )
    open_case = Case.objects.create(trader=actor.organisation, reference="B", made_by=actor.person, made_at=AT, changed_at=AT)
    with transaction.atomic():
        for each in (case, open_case):
            record("case.message_written", each, by=actor, at=AT, personal={"text": "words"})
    Notice.objects.exclude(state="dead").exclude(person=administrator.person, entry=entry).delete()

    def there() -> dict:
        return {
            "mails": Notice.objects.filter(state="dead").count(),
            "deliveries": Delivery.objects.count(),
            "invitations": Invitation.objects.filter(email__endswith="@invalid").count(),
            "uploads": Upload.objects.count(),
            "words": Entry.objects.filter(stream=f"case:{case.pk}", personal__isnull=False).count(),
        }

    start = there()
    for kind, days in sorted(OLD.items(), key=lambda row: row[1]):
        before = there()
        retention.forget_due(at=AT + timedelta(days=days))
        assert there()[kind] == before[kind], kind
        retention.forget_due(at=AT + timedelta(days=days, seconds=1))
        assert there()[kind] != start[kind], kind
    retention.forget_due(at=AT + timedelta(days=2000))
    assert there() == {"mails": 0, "deliveries": 0, "invitations": 1, "uploads": 0, "words": 0}
    assert Entry.objects.get(stream=f"case:{open_case.pk}", number=1).personal == {"text": "words"}
    assert Entry.objects.get(stream=f"case:{case.pk}", number=2).verb == "journal.words_forgotten"
    assert list(breaks()) == []
