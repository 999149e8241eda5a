"""What waits at this desk: organisations to verify, mandates to answer, one's own organisation to mend."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from chorsu.desks.organisations.models import Mandate, Organisation
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import visible_mandates, visible_organisations
from chorsu.desks.permissions import administers, allows, of_zone, officer_of_zone
from chorsu.desks.todo import MOST, Thing, Tone


def things(actor, on: date) -> list[Thing]:
    """What the actor can do here on a day."""
    return [*_to_judge(actor), *_to_answer(actor, on), *_to_mend(actor)]


def _to_judge(actor) -> list[Thing]:
    if not allows(officer_of_zone, actor):
        return []
    waiting = visible_organisations(actor).filter(state=Organisation.State.APPLIED).order_by("made_at")[:MOST]
    why = _("An organisation waits for verification.")
    return [Thing(str(each), why, each.get_absolute_url(), _("Verify or refuse")) for each in waiting]


def _to_answer(actor, on: date) -> list[Thing]:
    offered = visible_mandates(actor).filter(state=Mandate.State.OFFERED, broker=actor.organisation, valid_to__gte=on)
    return [
        Thing(str(each.trader), _("A trader offers a mandate."), reverse("organisations:mandates"), _("Answer"), each.valid_from)
        for each in offered.order_by("made_at")[:MOST]
        if allows(may.answer_mandate, actor, each)
    ]


def _to_mend(actor) -> list[Thing]:
    own = actor.organisation
    if not allows(administers, actor) or allows(of_zone, actor):
        return []
    if own.state == Organisation.State.REFUSED:
        address = reverse("organisations:change", args=[own.pk])
        return [
            Thing(
                str(own), _("The zone has not verified your organisation."), address, _("Change and apply again"), tone=Tone.LATE
            )
        ]
    return []
