"""The services of the desk of organisations: what they change, whom they refuse, and that each change is one entry."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from chorsu.desks.journal.models import Concern, Entry
from chorsu.desks.organisations import services
from chorsu.desks.organisations.models import Invitation, Mandate, Membership, Organisation, Token
from chorsu.desks.organisations.queries import visible_mandates, visible_organisations, visible_tokens
from chorsu.desks.refusals import NotAllowed, Refused
from tests import people
from tests.people import AT

pytestmark = pytest.mark.django_db
DETAILS = {"name": "Jiaozhou Fruit Co", "kind": "trader", "country": "CN", "registration": "91370281MA3C0000X0"}
TODAY = AT.date()


def verbs(subject) -> list[str]:
    return list(Entry.objects.filter(stream__name=f"{subject._meta.model_name}:{subject.pk}").values_list("verb", flat=True))


def member(organisation, role):
    return people.actor(role=role, organisation=organisation)


# Registering and judging


def test_who_registers_an_organisation_is_its_administrator_and_the_zone_is_told():
    zone = people.organisation("zone")
    who = people.person()
    made = services.register_organisation(DETAILS | {"names": {"zh": "胶州果业"}}, by=who, at=AT)
    assert made.state == Organisation.State.APPLIED
    assert Membership.objects.get(organisation=made).role == "administrator"
    entry = Entry.objects.get(verb="organisation.registered")
    assert {concern.organisation for concern in Concern.objects.filter(entry=entry)} == {made.pk, zone.pk}
    assert entry.facts["after"]["names"] == {"zh": "胶州果业"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 201), ("kind", "bank"), ("country", "ZZ"), ("country", ""), ("website", "javascript:alert(1)")],
)
def test_a_field_that_does_not_hold_is_named_and_nothing_is_stored(field, value):
    with pytest.raises(ValidationError) as fault:
        services.register_organisation(DETAILS | {field: value}, by=people.person(), at=AT)
    assert field in fault.value.message_dict
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


def test_nobody_registers_as_the_zone_and_nobody_registers_without_end():
    who = people.person()
    with pytest.raises(Refused):
        services.register_organisation(DETAILS | {"kind": "zone"}, by=who, at=AT)
    for _ in range(services.registering.MOST_APPLICATIONS):
        services.register_organisation(DETAILS, by=who, at=AT)
    with pytest.raises(Refused):
        services.register_organisation(DETAILS, by=who, at=AT)


JUDGEMENTS = {
    "verify": lambda of, by: services.verify(of, by=by, at=AT),
    "refuse": lambda of, by: services.refuse_organisation(of, "The number is another company's.", by=by, at=AT),
    "suspend": lambda of, by: services.suspend(of, "The licence has expired.", by=by, at=AT),
}


@pytest.mark.parametrize(
    ("state", "judgement", "then"),
    [
        ("applied", "verify", "verified"),
        ("applied", "refuse", "refused"),
        ("applied", "suspend", None),
        ("verified", "verify", None),
        ("verified", "refuse", None),
        ("verified", "suspend", "suspended"),
        ("refused", "verify", "verified"),
        ("refused", "refuse", None),
        ("refused", "suspend", None),
        ("suspended", "verify", "verified"),
        ("suspended", "refuse", None),
        ("suspended", "suspend", None),
    ],
)
def test_the_zone_judges_from_these_states_only(state, judgement, then):
    organisation = people.organisation(state=state)
    officer = people.actor("zone")
    if then is None:
        with pytest.raises(Refused):
            JUDGEMENTS[judgement](organisation, officer)
        organisation.refresh_from_db()
        assert organisation.state == state
        assert verbs(organisation) == []
    else:
        assert JUDGEMENTS[judgement](organisation, officer).state == then
        assert len(verbs(organisation)) == 1


@pytest.mark.parametrize("details", [{"name": "Another"}, {"kind": "broker"}, {"country": "KZ"}, {"registration": "5"}])
def test_an_organisation_is_not_another_while_it_is_suspended(details):
    organisation = people.organisation(state="suspended")
    head = member(organisation, "administrator")
    with pytest.raises(Refused):
        services.change_organisation(organisation, details, by=head, at=AT)
    assert services.change_organisation(organisation, {"place": "Almaty"}, by=head, at=AT).place == "Almaty"


def test_a_name_is_one_line_so_that_no_letter_can_be_written_into_it():
    who = people.person()
    told = {"name": "Fruit Co\n\nYour account ends today:\r\nhttps://example.org", "names": {"ru": "Фрукты\nи ягоды"}}
    made = services.register_organisation(DETAILS | told, by=who, at=AT)
    assert (made.name, made.names) == ("Fruit Co Your account ends today: https://example.org", {"ru": "Фрукты и ягоды"})
    assert services.introduce(who, "Li\nWei", "en", at=AT).name == "Li Wei"


def test_letters_of_invitation_are_so_many_a_day_also_where_each_is_taken_back(monkeypatch):
    monkeypatch.setattr(services.people, "MOST_A_DAY", 3)
    head = people.actor("trader", "administrator")
    for number in range(3):
        invitation, _key = services.invite(f"a{number}@example.org", "staff", by=head, at=AT)
        services.withdraw_invitation(invitation, by=head, at=AT)
    with pytest.raises(Refused):
        services.invite("a3@example.org", "staff", by=head, at=AT)
    services.invite("a3@example.org", "staff", by=head, at=AT + timedelta(days=1))


@pytest.mark.parametrize(("kind", "role"), [("zone", "reader"), ("trader", "administrator"), ("agency", "administrator")])
@pytest.mark.parametrize("judgement", JUDGEMENTS)
def test_nobody_else_judges(kind, role, judgement):
    organisation = people.organisation(state="verified" if judgement == "suspend" else "applied")
    with pytest.raises(NotAllowed):
        JUDGEMENTS[judgement](organisation, people.actor(kind, role))


def test_the_zone_does_not_suspend_itself():
    zone = people.organisation("zone")
    with pytest.raises(NotAllowed):
        services.suspend(zone, "no reason", by=member(zone, "administrator"), at=AT)


def test_a_refusal_says_why_and_a_change_after_it_applies_again():
    organisation = people.organisation(state="applied")
    officer, administrator = people.actor("zone"), member(organisation, "administrator")
    with pytest.raises(Refused):
        services.refuse_organisation(organisation, "  ", by=officer, at=AT)
    services.refuse_organisation(organisation, "The number is another company's.", by=officer, at=AT)
    changed = services.change_organisation(organisation, {"registration": "9137"}, by=administrator, at=AT)
    assert (changed.state, changed.reason) == ("applied", "")
    assert Entry.objects.get(verb="organisation.refused").personal == {"reason": "The number is another company's."}


def test_what_the_zone_verified_only_the_zone_changes():
    organisation = people.organisation()
    administrator = member(organisation, "administrator")
    services.change_organisation(organisation, {"place": "Jiaozhou", "name": organisation.name}, by=administrator, at=AT)
    with pytest.raises(Refused):
        services.change_organisation(organisation, {"name": "Another Co"}, by=administrator, at=AT)
    officer = people.actor("zone")
    services.change_organisation(organisation, {"name": "Another Co"}, by=officer, at=AT)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.place) == ("Another Co", "Jiaozhou")
    with pytest.raises(Refused):
        services.change_organisation(organisation, {"kind": "zone"}, by=officer, at=AT)
    entry = Entry.objects.filter(verb="organisation.changed").order_by("number").last()
    assert entry.facts["after"] == {"name": "Another Co"}
    assert set(entry.facts["before"]) == {"name"}


@pytest.mark.parametrize("role", ["reader", "staff"])
def test_only_administrators_change_their_organisation(role):
    organisation = people.organisation()
    with pytest.raises(NotAllowed):
        services.change_organisation(organisation, {"place": "Qingdao"}, by=member(organisation, role), at=AT)


def test_the_zone_is_founded_once_by_whoever_runs_the_system():
    who = people.person()
    with pytest.raises(CommandError):
        call_command("found_zone", "The zone", "CN", "nobody@example.org")
    call_command("found_zone", "The zone", "CN", who.email.upper())
    membership = Membership.objects.get(person=who)
    assert (membership.role, membership.organisation.kind, membership.organisation.is_verified) == ("administrator", "zone", True)
    with pytest.raises(CommandError):
        call_command("found_zone", "Another", "CN", who.email)


# People


def invited(administrator, email, role="staff", at=AT):
    return services.invite(email, role, by=administrator, at=at)


def test_an_invitation_is_accepted_once_by_the_verified_address_alone():
    administrator = people.actor(role="administrator")
    who, other = people.person(), people.person()
    invitation, key = invited(administrator, who.email.upper())
    assert key not in str(vars(invitation))
    assert services.invitation_of_key(key, at=AT) == invitation
    with pytest.raises(NotAllowed):
        services.accept_invitation(invitation, by=other, at=AT)
    assert services.accept_invitation(invitation, by=who, at=AT).role == "staff"
    assert services.invitation_of_key(key, at=AT) is None
    with pytest.raises(Refused):
        services.accept_invitation(invitation, by=who, at=AT)
    assert verbs(administrator.organisation) == ["member.invited", "member.joined"]


def test_an_address_that_is_not_verified_opens_nothing():
    administrator, who = people.actor(role="administrator"), people.person()
    who.emailaddress_set.update(verified=False)
    invitation, _key = invited(administrator, who.email)
    with pytest.raises(NotAllowed):
        services.accept_invitation(invitation, by=who, at=AT)


def test_an_invitation_ends_after_fourteen_days_or_when_withdrawn_or_sent_anew():
    administrator, who = people.actor(role="administrator"), people.person()
    first, key = invited(administrator, who.email)
    assert services.invitation_of_key(key, at=AT + timedelta(days=14)) is None
    with pytest.raises(Refused):
        services.accept_invitation(first, by=who, at=AT + timedelta(days=14))
    second, _key = invited(administrator, who.email)
    with pytest.raises(Refused):
        services.accept_invitation(first, by=who, at=AT)
    services.withdraw_invitation(second, by=administrator, at=AT)
    with pytest.raises(Refused):
        services.accept_invitation(second, by=who, at=AT)
    assert not Invitation.objects.filter(accepted_at=None, withdrawn_at=None).exists()


def test_who_belongs_there_is_not_invited_and_an_address_is_one():
    administrator = people.actor(role="administrator")
    with pytest.raises(Refused):
        invited(administrator, administrator.person.email)
    for email in ("", "nobody", "a@b\r\nBcc: c@example.org"):
        with pytest.raises(ValidationError):
            invited(administrator, email)


@pytest.mark.parametrize("role", ["reader", "staff"])
def test_only_administrators_have_to_do_with_people(role):
    administrator = people.actor(role="administrator")
    who, colleague = member(administrator.organisation, role), member(administrator.organisation, "reader")
    invitation, _key = invited(administrator, "new@example.org")
    of_colleague = Membership.objects.get(person=colleague.person)
    for forbidden in (
        lambda: services.invite("x@example.org", "reader", by=who, at=AT),
        lambda: services.withdraw_invitation(invitation, by=who, at=AT),
        lambda: services.change_role(of_colleague, "staff", by=who, at=AT),
        lambda: services.end_membership(of_colleague, by=who, at=AT),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_the_last_administrator_neither_leaves_nor_steps_down():
    administrator = people.actor(role="administrator")
    own = Membership.objects.get(person=administrator.person)
    with pytest.raises(Refused):
        services.end_membership(own, by=administrator, at=AT)
    with pytest.raises(Refused):
        services.change_role(own, "staff", by=administrator, at=AT)
    colleague = member(administrator.organisation, "staff")
    services.change_role(Membership.objects.get(person=colleague.person), "administrator", by=administrator, at=AT)
    services.end_membership(own, by=administrator, at=AT)
    assert verbs(administrator.organisation) == ["member.role_changed", "member.left"]


def test_an_administrator_of_another_organisation_reaches_nobody():
    membership = Membership.objects.get(person=people.actor().person)
    foreign = people.actor(role="administrator")
    with pytest.raises(NotAllowed):
        services.change_role(membership, "reader", by=foreign, at=AT)
    with pytest.raises(NotAllowed):
        services.end_membership(membership, by=foreign, at=AT)


def test_whoever_leaves_takes_no_token_along():
    administrator = people.actor(role="administrator")
    leaver = member(administrator.organisation, "staff")
    token, key = services.make_token("till", ["cases:read"], AT + timedelta(days=30), by=leaver, at=AT)
    services.end_membership(Membership.objects.get(person=leaver.person), by=leaver, at=AT)
    token.refresh_from_db()
    assert token.revoked_at == AT
    assert services.actor_of_token(key, at=AT) is None


# Mandates


def offered(trader, broker, first=TODAY, last=TODAY + timedelta(days=30)):
    return services.offer_mandate(broker, first, last, by=trader, at=AT)


def test_a_mandate_counts_once_accepted_from_its_first_to_its_last_day():
    trader, broker = people.actor(role="administrator"), people.actor("broker", "administrator")
    mandate = offered(trader, broker.organisation)

    def on(day):
        return services.current_mandate(trader.organisation, broker.organisation, TODAY + timedelta(days=day))

    assert on(0) is None
    services.accept_mandate(mandate, by=broker, at=AT)
    assert [on(day) == mandate for day in (-1, 0, 30, 31)] == [False, True, True, False]
    services.end_mandate(mandate, by=trader, at=AT)
    assert on(0) is None
    assert verbs(mandate) == ["mandate.offered", "mandate.accepted", "mandate.ended"]


@pytest.mark.parametrize(
    ("kind", "state", "first", "last"),
    [
        ("carrier", "verified", 0, 30),
        ("broker", "applied", 0, 30),
        ("broker", "suspended", 0, 30),
        ("broker", "verified", 1, 0),
        ("broker", "verified", -9, -1),
        ("broker", "verified", 0, 1200),
    ],
)
def test_a_mandate_that_could_not_count_is_not_offered(kind, state, first, last):
    trader = people.actor(role="administrator")
    with pytest.raises(Refused):
        offered(trader, people.organisation(kind, state=state), TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    assert not Mandate.objects.exists()


def test_two_mandates_of_the_same_two_do_not_cover_one_day():
    trader, broker = people.actor(role="administrator"), people.organisation("broker")
    offered(trader, broker)
    with pytest.raises(Refused):
        offered(trader, broker, TODAY + timedelta(days=30), TODAY + timedelta(days=40))
    offered(trader, broker, TODAY + timedelta(days=31), TODAY + timedelta(days=40))


@pytest.mark.parametrize("role", ["reader", "staff"])
def test_mandates_are_the_administrators_business(role):
    trader, broker = people.actor(role="administrator"), people.organisation("broker")
    mandate = offered(trader, broker)
    with pytest.raises(NotAllowed):
        offered(member(trader.organisation, role), people.organisation("broker"))
    for change in (services.accept_mandate, services.decline_mandate, services.end_mandate):
        with pytest.raises(NotAllowed):
            change(mandate, by=member(broker, role), at=AT)


def test_only_the_broker_answers_and_only_once_and_in_time():
    trader, broker = people.actor(role="administrator"), people.actor("broker", "administrator")
    mandate = offered(trader, broker.organisation)
    with pytest.raises(NotAllowed):
        services.accept_mandate(mandate, by=trader, at=AT)
    with pytest.raises(NotAllowed):
        services.accept_mandate(mandate, by=people.actor("broker", "administrator"), at=AT)
    with pytest.raises(Refused):
        services.accept_mandate(mandate, by=broker, at=AT + timedelta(days=31))
    services.decline_mandate(mandate, by=broker, at=AT)
    with pytest.raises(Refused):
        services.accept_mandate(mandate, by=broker, at=AT)
    with pytest.raises(Refused):
        services.end_mandate(mandate, by=trader, at=AT)


# Tokens


def test_a_token_acts_as_its_person_within_its_scopes_until_it_ends():
    who = people.actor()
    token, key = services.make_token("till", ["cases:read", "cases:read"], AT + timedelta(days=30), by=who, at=AT)
    assert key not in str(vars(token))
    assert key.startswith(token.prefix)
    acting = services.actor_of_token(key, at=AT)
    assert (acting.person, acting.organisation, acting.role) == (who.person, who.organisation, "staff")
    assert acting.scopes == {"cases:read"}
    assert not acting.has_scope("cases:write")
    token.refresh_from_db()
    assert token.used_at == AT
    assert services.actor_of_token(key, at=AT + timedelta(days=30)) is None
    for wrong in ("", key[:-1], key + "x", token.digest, "\ud800", "chorsu_"):
        assert services.actor_of_token(wrong, at=AT) is None
    services.revoke_token(token, by=who, at=AT)
    assert services.actor_of_token(key, at=AT) is None
    assert key not in str(list(Entry.objects.values()))


def test_a_token_is_dead_where_its_person_is():
    who = people.actor()
    _token, key = services.make_token("till", ["cases:read"], AT + timedelta(days=30), by=who, at=AT)
    who.person.is_active = False
    who.person.save()
    assert services.actor_of_token(key, at=AT) is None


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [
        ("", ["cases:read"], 30),
        ("till", [], 30),
        ("till", ["root"], 30),
        ("till", ["cases:read"], 0),
        ("till", ["cases:read"], 367),
    ],
)
def test_a_token_without_name_scope_or_end_is_refused(name, scopes, days):
    with pytest.raises(Refused):
        services.make_token(name, scopes, AT + timedelta(days=days), by=people.actor(), at=AT)
    assert not Token.objects.exists()


def test_a_token_makes_no_token_and_no_administrator():
    who = people.actor(role="administrator")
    _token, key = services.make_token("till", ["organisations:write"], AT + timedelta(days=30), by=who, at=AT)
    program = services.actor_of_token(key, at=AT)
    with pytest.raises(NotAllowed):
        services.make_token("more", ["cases:read"], AT + timedelta(days=30), by=program, at=AT)
    with pytest.raises(NotAllowed):
        services.invite("x@example.org", "administrator", by=program, at=AT)


def test_a_token_is_revoked_by_its_owner_or_an_administrator_of_theirs():
    who = people.actor()
    token, _key = services.make_token("till", ["cases:read"], AT + timedelta(days=30), by=who, at=AT)
    for foreign in (member(who.organisation, "staff"), people.actor(role="administrator"), people.actor("zone", "administrator")):
        with pytest.raises(NotAllowed):
            services.revoke_token(token, by=foreign, at=AT)
    services.revoke_token(token, by=member(who.organisation, "administrator"), at=AT)


# What one sees


def test_what_of_others_one_sees():
    verified, applied = people.organisation("broker"), people.organisation("broker", state="applied")
    zone = people.actor("zone", "reader")
    ours = people.actor()
    waiting = people.actor(organisation=people.organisation(state="applied"))
    everything = {verified, applied, zone.organisation, ours.organisation, waiting.organisation}
    assert set(visible_organisations(zone)) == everything
    assert set(visible_organisations(ours)) == {verified, zone.organisation, ours.organisation}
    assert set(visible_organisations(waiting)) == {waiting.organisation}
    assert not visible_organisations(None).exists()


def test_mandates_and_tokens_are_seen_by_whom_they_are_of():
    trader, broker = people.actor(role="administrator"), people.actor("broker", "administrator")
    mandate = offered(trader, broker.organisation, date(2026, 12, 1), date(2026, 12, 31))
    colleague = member(trader.organisation, "staff")
    services.make_token("till", ["cases:read"], AT + timedelta(days=30), by=colleague, at=AT)
    for who, mandates, tokens in (
        (trader, 1, 1),
        (colleague, 1, 1),
        (member(trader.organisation, "staff"), 1, 0),
        (broker, 1, 0),
        (people.actor("zone"), 1, 0),
        (people.actor(role="administrator"), 0, 0),
        (None, 0, 0),
    ):
        assert (visible_mandates(who).count(), visible_tokens(who).count()) == (mandates, tokens)
    assert visible_mandates(trader).get() == mandate
