"""What waits at the trade desk: cases, enquiries, offers that end; for a trader without a case, the first one."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from chorsu.desks.actor import Actor
from chorsu.desks.permissions import allows
from chorsu.desks.todo import MOST, Thing, Tone
from chorsu.desks.trade import doing, shown
from chorsu.desks.trade.models import Case, Milestone, Offer
from chorsu.desks.trade.permissions import acts, may
from chorsu.desks.trade.queries import ON_THE_WAY, visible_cases, waiting_for
from chorsu.desks.trade.queries_goods import waiting_enquiries

State = Case.State
SOON_DAYS = 3
ENDS_IN_DAYS = 7


def things(actor: Actor, on: date) -> list[Thing]:
    """What the actor's organisation has to do; nothing for those who only read."""
    if not acts.test(actor, None):
        return []
    found: list[Thing] = []
    if actor.has_scope("cases:read"):
        found += [*_cases(actor), *_points(actor, on)]
    if actor.has_scope("offers:read"):
        found += [*_enquiries(actor), *_offers(actor, on)]
    return [*found, *_first_case(actor)] if actor.has_scope("cases:read") else found


def _cases(actor: Actor) -> list[Thing]:
    """The cases that wait for a decision; those on their way are told by their points."""
    rows = list(waiting_for(actor).exclude(state__in=ON_THE_WAY, is_altered=False)[: MOST + 1])
    found = []
    for case in rows[:MOST]:
        step = doing.next_step(actor, case, shown.facts_of(case))
        if step.is_ours:
            why = _("%(what)s. %(goods)s") % {"what": step.what, "goods": _goods(case)}
            if case.state == State.RETURNED and case.reason:
                why = _("Returned by the zone: %(reason)s") % {"reason": case.reason[:200]}
            tone = Tone.LATE if case.state == State.RETURNED else Tone.NOW
            found.append(Thing(_titled(actor, case), why, step.address, str(step.label), tone=tone))
    if len(rows) > MOST:
        found.append(
            Thing(_("More cases"), _("More cases wait than stand here."), f"{reverse('trade:cases')}?waits=1", _("See all"))
        )
    return found


def _points(actor: Actor, on: date) -> list[Thing]:
    """The next points of the ways on which nobody has told that they were reached: those that are due, or soon will be."""
    if allows(may.accept, actor):
        return []
    nexts: dict = {}
    rows = Milestone.objects.filter(case__in=visible_cases(actor).filter(state__in=ON_THE_WAY), reached_at=None)
    rows = rows.filter(planned_at__date__lte=on + timedelta(days=SOON_DAYS)).select_related("case__trader").order_by("number")
    for row in rows[: MOST * 10]:
        nexts.setdefault(row.case_id, row)
    found = []
    for row in sorted(nexts.values(), key=lambda row: row.planned_at)[:MOST]:
        is_late = (row.planned_p90 or row.planned_at).date() < on
        why = _("Not reported yet: %(point)s") % {"point": row.get_kind_display()}
        tone = Tone.LATE if is_late else Tone.SOON
        address = reverse("trade:way", args=[row.case_id])
        found.append(Thing(_titled(actor, row.case), why, address, _("Tell where it is"), row.planned_at.date(), tone))
    return found


def _enquiries(actor: Actor) -> list[Thing]:
    return [
        Thing(
            each.offer.title,
            _("%(organisation)s wrote and waits for your answer.")
            % {"organisation": each.organisation if each.organisation_id != actor.organisation.pk else each.offer.organisation},
            each.get_absolute_url(),
            _("Answer"),
        )
        for each in waiting_enquiries(actor)[:MOST]
    ]


def _offers(actor: Actor, on: date) -> list[Thing]:
    ends = Q(valid_to__gte=on - timedelta(days=ENDS_IN_DAYS), valid_to__lte=on + timedelta(days=ENDS_IN_DAYS))
    rows = Offer.objects.filter(ends, organisation=actor.organisation.pk, state=Offer.State.PUBLISHED).order_by("valid_to")
    return [
        Thing(
            each.title,
            _("Its last day has passed: nobody else sees it.")
            if each.is_over(on)
            else _("Nobody else sees it after its last day."),
            reverse("trade:change_offer", args=[each.pk]),
            _("Give a new day"),
            each.valid_to,
            Tone.SOON,
        )
        for each in rows[:MOST]
    ]


def _first_case(actor: Actor) -> list[Thing]:
    if not allows(may.begin, actor) or visible_cases(actor).exists():
        return []
    why = _("From an invoice or by hand: the plan gives the ways, the charges, the requirements and the papers.")
    return [Thing(_("Your first consignment"), why, reverse("trade:begin"), _("Begin a case"), tone=Tone.BEGIN)]


def _titled(actor: Actor, case: Case) -> str:
    if case.trader_id == actor.organisation.pk:
        return case.reference
    return _("%(reference)s of %(trader)s") % {"reference": case.reference, "trader": case.trader}


def _goods(case: Case) -> str:
    line = shown.line_of(case)
    return f"{line['goods']}: {line['from']} → {line['to']}" if line["from"] else str(line["goods"])
