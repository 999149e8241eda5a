"""Every change of a plan: begin it, change it, keep it, forget it."""

from datetime import datetime, timedelta

from django.db import transaction

from chorsu import planning
from chorsu.consignment import write_consignment
from chorsu.desks.trade import planner
from chorsu.desks.trade.models import KeptPlan, Version

DRAFT_DAYS = 7
MOST_VERSIONS = 200


class Refused(Exception):
    """The change is not allowed; the message says why."""


@transaction.atomic
def begin(document: dict, *, at: datetime) -> KeptPlan:
    """Plan a consignment for the first time; a draft until it is kept. Raises Faulty where it cannot be planned."""
    document, answer = planned(document)
    forget_drafts(at=at)
    plan = KeptPlan.objects.create(made_at=at, changed_at=at)
    Version.objects.create(plan=plan, number=1, consignment=document, answer=answer, made_at=at)
    return plan


@transaction.atomic
def change(plan: KeptPlan, document: dict, *, at: datetime) -> Version:
    """Plan again: a new version, unless nothing was changed. Raises Faulty, or Refused at the limit."""
    plan = KeptPlan.objects.select_for_update().get(pk=plan.pk)
    document, answer = planned(document)
    last = plan.versions.last()
    if last.consignment == document:
        return last
    if last.number >= MOST_VERSIONS:
        raise Refused(MOST_VERSIONS)
    version = Version.objects.create(plan=plan, number=last.number + 1, consignment=document, answer=answer, made_at=at)
    plan.changed_at = at
    plan.save(update_fields=["changed_at"])
    return version


@transaction.atomic
def keep(plan: KeptPlan, *, way: str, at: datetime) -> KeptPlan:
    """Keep a plan for good, with the way that was chosen on its newest version."""
    plan = KeptPlan.objects.select_for_update().get(pk=plan.pk)
    version = plan.versions.last()
    version.way = way
    version.save(update_fields=["way"])
    plan.is_kept, plan.changed_at = True, at
    plan.save(update_fields=["is_kept", "changed_at"])
    return plan


@transaction.atomic
def forget(plan: KeptPlan) -> None:
    """Delete a plan with all its versions."""
    plan.delete()


def forget_drafts(*, at: datetime) -> int:
    """Delete the drafts that nobody kept; gives how many rows went."""
    return KeptPlan.objects.filter(is_kept=False, changed_at__lt=at - timedelta(days=DRAFT_DAYS)).delete()[0]


@transaction.atomic
def keep_example(*, at: datetime) -> KeptPlan:
    """The example as a kept plan; the one that is there already where it was kept before."""
    document, _answer = planned(planning.example())
    known = Version.objects.filter(number=1, consignment=document, plan__is_kept=True).select_related("plan").first()
    if known is not None:
        return known.plan
    return keep(begin(document, at=at), way="", at=at)


def planned(document: dict) -> tuple[dict, dict]:
    """A consignment as it is kept, written by the one who read it, and what a version remembers of its answer.

    The answer is kept so that a later reader sees what changed with the facts on file. Raises Faulty with every fault.
    """
    plan = planner.answer(document)
    shown = plan.to_json("en")
    landed = next((row for row in shown["landed"] if row["journey"] == shown["chosen"]), {})
    answer = {name: landed.get(name) for name in ("total", "per_unit", "currency", "estimated")}
    return write_consignment(plan.consignment), answer | {"book": shown["facts"]["book"]}
