"""The points on the way of a case: set out from its plan, and told when they are reached."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.language import written_day
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case, Milestone
from chorsu.desks.trade.services.opened import opened, tell
from chorsu.desks.trade.services.said import cleaned
from chorsu.planning import Plan

Kind = Milestone.Kind
MOST_OF_NOTE = 500
# A case may be written down while its goods are under way; what is older is a slip, and may be no time on the place's clocks.
LONG_BEFORE = timedelta(days=366)


def points_of(plan: Plan, way: int) -> Iterator[dict]:
    """The points of a way in their order: place, its clocks, time as the plan has it; of the last the later estimate too."""
    journey = plan.journeys[way]
    first, last = journey.legs[0], journey.legs[-1]
    ready = plan.consignment.ready
    on_the_day = datetime.combine(ready, time(), tzinfo=first.ready.tzinfo or UTC) if ready else first.ready
    yield _point(Kind.READY, first.from_place, on_the_day)
    yield _point(Kind.DEPARTED, first.from_place, journey.departs)
    for leg in journey.legs:
        if leg.crossing:
            yield _point(Kind.AT_BORDER, leg.from_place, leg.departs)
            yield _point(Kind.ENTERED, leg.to_place, leg.arrives)
    for row in plan.assessments:
        if row.journey == way and row.side == "import":
            yield _point(Kind.CLEARED, row.crossing, row.at)
    yield _point(Kind.ARRIVED, last.to_place, journey.arrives_p50) | {"planned_p90": journey.arrives_p90}
    yield _point(Kind.DELIVERED, last.to_place, journey.arrives_p50) | {"planned_at": None}


def _point(kind: str, place: str, moment: datetime) -> dict:
    offset = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    return {"kind": kind, "place": place, "offset": offset, "planned_at": moment}


@transaction.atomic
def reach(milestone: Milestone, reached_at: datetime, *, by: Actor, at: datetime, note: str = "") -> Milestone:
    """Say when a point was reached; said again, it is corrected. The first one brings the case under way.

    Refused for a time that is not yet, or out of order with the points before and after it.
    """
    case = opened(milestone.case, "reach", by=by, at=at)
    milestone = case.milestones.select_for_update().filter(pk=milestone.pk).first()
    if milestone is None:
        raise Refused(_("The way was chosen again meanwhile, and its milestones with it."))
    if reached_at > at:
        raise Refused(_("That is still to come. Say it once it has happened."))
    if reached_at < case.made_at - LONG_BEFORE:
        raise Refused(_("That is more than a year before the case began. Look at the year."))
    _require_order(case, milestone, reached_at)
    note = cleaned(note, most=MOST_OF_NOTE, missing="") if note and note.strip() else ""
    before = milestone.reached_at
    milestone.reached_at, milestone.told_by, milestone.note = reached_at, by.organisation, note
    milestone.save(update_fields=["reached_at", "told_by", "note"])
    was, case.state, case.changed_at = case.state, Case.State.UNDER_WAY, at
    case.save(update_fields=["state", "changed_at"])
    tell(
        "case.milestone_reached",
        case,
        by=by,
        at=at,
        was=was,
        before={"reached_at": before},
        after={"reached_at": reached_at},
        milestone=milestone.pk,
        kind=milestone.kind,
        place=milestone.place,
        planned_at=milestone.planned_at,
        personal={"note": note} if note else None,
    )
    return milestone


def _require_order(case: Case, milestone: Milestone, reached_at: datetime) -> None:
    others = case.milestones.exclude(pk=milestone.pk).exclude(reached_at=None)
    before = others.filter(number__lt=milestone.number, reached_at__gt=reached_at).last()
    after = others.filter(number__gt=milestone.number, reached_at__lt=reached_at).first()
    wrong = before or after
    if wrong is not None:
        message = _("“%(point)s” was reached on %(day)s at %(hour)s: a milestone comes after those before it.")
        told = wrong.reached_at.astimezone(wrong.clock)
        raise Refused(message, point=wrong.get_kind_display(), day=written_day(told.date()), hour=f"{told:%H:%M}")
