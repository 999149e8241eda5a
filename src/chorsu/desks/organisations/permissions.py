"""Who may do what with organisations, their people, mandates and tokens: one table."""

from rules import predicate

from chorsu.desks.organisations.models import Kind, Mandate
from chorsu.desks.permissions import Rules, administers, of_zone, officer_of_zone, signed_in, verified


@predicate
def of_own(actor, thing) -> bool:
    """Of the reader's own organisation: it itself, or a membership, an invitation, a token of it."""
    return actor is not None and getattr(thing, "organisation_id", thing.pk) == actor.organisation.pk


@predicate
def is_verified(actor, organisation) -> bool:
    """The organisation asked about is verified."""
    return organisation.is_verified


@predicate
def was_verified(actor, organisation) -> bool:
    """The zone has verified who the organisation is, also where it suspended it since."""
    return organisation.state in (organisation.State.VERIFIED, organisation.State.SUSPENDED)


@predicate
def is_the_zone(actor, organisation) -> bool:
    """The organisation asked about is the zone's management."""
    return organisation.kind == Kind.ZONE


@predicate
def in_person(actor, thing=None) -> bool:
    """A person at a page, not a program with a token: it makes no tokens, and no administrators who could."""
    return actor is not None and actor.scopes is None


@predicate
def is_own_token(actor, token) -> bool:
    """The reader's own token."""
    return actor is not None and token.person_id == actor.person.pk


@predicate
def trades(actor, thing=None) -> bool:
    """Of a trader: brokers act for traders."""
    return actor is not None and actor.organisation.kind == Kind.TRADER


@predicate
def is_trader_of(actor, mandate: Mandate) -> bool:
    """Of the trader that gave the mandate."""
    return actor is not None and mandate.trader_id == actor.organisation.pk


@predicate
def is_broker_of(actor, mandate: Mandate) -> bool:
    """Of the broker that holds the mandate."""
    return actor is not None and mandate.broker_id == actor.organisation.pk


may = Rules(
    see=of_own | of_zone | (verified & is_verified),
    see_people=of_own | of_zone,
    change=(of_own & administers) | officer_of_zone,
    change_identity=(of_own & administers & ~was_verified) | officer_of_zone,
    judge=officer_of_zone & ~is_the_zone,
    # An invitation lets in nobody but whoever proves the address: programs of an administrator send it too. What an
    # administrator may do by themselves stays with people.
    invite=of_own & administers,
    invite_administrator=of_own & administers & in_person,
    manage_people=of_own & administers & in_person,
    see_mandates=of_own | of_zone,
    offer_mandate=administers & verified & trades,
    answer_mandate=is_broker_of & administers & verified,
    end_mandate=(is_trader_of | is_broker_of) & administers,
    see_tokens=of_own,
    make_token=signed_in & in_person,
    revoke_token=of_own & in_person & (is_own_token | administers),
)
