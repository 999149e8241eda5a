"""Who may do what to a case (``may``), and in which states it can be done (``when``).

The two are asked apart, since they are answered apart: who may not is told so for good (403), and what is not possible now may be
possible tomorrow (409). Offers and partners have their lines further down.
"""

from django.utils.translation import gettext_lazy as _
from rules import predicate

from chorsu.desks.organisations.models import Kind
from chorsu.desks.permissions import Rules, allows, of_zone, officer_of_zone, require, signed_in, verified, works
from chorsu.desks.plans.words import listed
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case

DRAFT, PLANNED, WITH_BROKER, SUBMITTED, RETURNED, ACCEPTED, UNDER_WAY, CLOSED, WITHDRAWN = (
    Case.State.DRAFT,
    Case.State.PLANNED,
    Case.State.WITH_BROKER,
    Case.State.SUBMITTED,
    Case.State.RETURNED,
    Case.State.ACCEPTED,
    Case.State.UNDER_WAY,
    Case.State.CLOSED,
    Case.State.WITHDRAWN,
)
OPEN = frozenset({DRAFT, PLANNED, WITH_BROKER, SUBMITTED, RETURNED, ACCEPTED, UNDER_WAY})
BEFORE_ACCEPTED = frozenset({DRAFT, PLANNED, WITH_BROKER, SUBMITTED, RETURNED})


@predicate
def trades(actor, thing=None) -> bool:
    """Of a trader: whose goods go."""
    return actor is not None and actor.organisation.kind == Kind.TRADER


@predicate
def owner(actor, case=None) -> bool:
    """Of the trader whose case it is."""
    return actor is not None and case is not None and case.trader_id == actor.organisation.pk


@predicate
def broker(actor, case=None) -> bool:
    """Of the broker who has the case in hand."""
    return actor is not None and case is not None and case.broker_id == actor.organisation.pk


@predicate
def carrier(actor, case=None) -> bool:
    """Of the carrier that is named on the case."""
    return actor is not None and case is not None and case.carrier_id == actor.organisation.pk


@predicate
def holder(actor, template=None) -> bool:
    """Of the organisation whose template it is."""
    return actor is not None and template is not None and template.organisation_id == actor.organisation.pk


@predicate
def of_offer(actor, offer=None) -> bool:
    """Of the organisation whose offer, request or address book it is."""
    return actor is not None and offer is not None and offer.organisation_id == actor.organisation.pk


@predicate
def shown(actor, offer=None) -> bool:
    """The offer is published: every verified organisation reads it."""
    return offer is not None and offer.state == offer.State.PUBLISHED


@predicate
def side(actor, enquiry=None) -> bool:
    """Of one of the two organisations between which the enquiry is."""
    return (
        actor is not None
        and enquiry is not None
        and actor.organisation.pk in (enquiry.organisation_id, enquiry.offer.organisation_id)
    )


party = owner | broker | carrier
acts = works & verified

may = Rules(
    list_cases=signed_in,
    view=party | of_zone,
    begin=acts & trades,
    change=acts & (owner | broker),
    choose_way=acts & (owner | broker),
    name_carrier=acts & (owner | broker),
    hand_over=acts & owner,
    take_back=acts & owner,
    submit=acts & (owner | broker),
    accept=officer_of_zone,
    send_back=officer_of_zone,
    ask=officer_of_zone,
    write=acts & (party | of_zone),
    answer=acts & party,
    add_file=acts & (party | of_zone),
    remove_file=acts & (party | of_zone),
    reach=acts & party,
    close=acts & (owner | broker),
    withdraw=acts & owner,
    read_alteration=acts & (owner | broker),
    save_template=acts & trades & owner,
    use_template=acts & trades & holder,
    # Offers and requests, enquiries about them.
    see_offer=of_offer | (verified & shown),
    make_offer=works & ~of_zone,
    change_offer=works & of_offer,
    publish_offer=acts & of_offer,
    ask_about=acts & shown & ~of_offer,
    see_enquiry=side,
    write_enquiry=acts & side,
    # The address book.
    see_partner=of_offer,
    add_partner=works & ~of_zone,
    change_partner=works & of_offer,
)

when = {
    "change": {DRAFT, PLANNED, RETURNED},
    "choose_way": {DRAFT, PLANNED, RETURNED},
    "name_carrier": {PLANNED, WITH_BROKER, SUBMITTED, RETURNED, ACCEPTED},
    "hand_over": {PLANNED, RETURNED},
    "take_back": {WITH_BROKER, RETURNED},
    "submit": {PLANNED, WITH_BROKER, RETURNED},
    "accept": {SUBMITTED},
    "send_back": {SUBMITTED},
    "ask": BEFORE_ACCEPTED - {DRAFT} | {ACCEPTED, UNDER_WAY},
    "write": OPEN,
    "answer": OPEN,
    "add_file": OPEN,
    "remove_file": OPEN,
    "reach": {ACCEPTED, UNDER_WAY},
    "close": {UNDER_WAY},
    "withdraw": BEFORE_ACCEPTED,
    "read_alteration": OPEN,
}


def require_now(verb: str, actor, case: Case) -> None:
    """Raise NotAllowed where the actor may not do it, Refused where the case is in no state for it, which says in which it is.

    A page asks before it shows a form; the service asks again under the lock.
    """
    require(getattr(may, verb), actor, case)
    if case.state not in when[verb]:
        states = listed([str(state.label) for state in Case.State if state in when[verb]])
        message = _("The case is “%(state)s” now. This is possible while it is: %(states)s.")
        raise Refused(message, state=case.get_state_display(), states=states)


def can(verb: str, actor, case: Case) -> bool:
    """Whether the actor may do it and the case is in a state for it: what a page asks before it shows a button."""
    return case.state in when[verb] and allows(getattr(may, verb), actor, case) and not _waits_for_another(verb, actor, case)


def _waits_for_another(verb: str, actor, case: Case) -> bool:
    """What is in a broker's hand is submitted by the broker; what is in nobody's hand cannot be taken back."""
    if verb == "submit":
        return case.broker_id is not None and case.broker_id != actor.organisation.pk
    if verb in ("hand_over", "take_back"):
        return (case.broker_id is None) == (verb == "take_back")
    return False
