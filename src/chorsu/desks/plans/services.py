"""Every change of a plan: begin it, change it, keep it, forget it, bring it back; and who may read a private one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu import planning
from chorsu.consignment import write_consignment
from chorsu.desks.plans import planner, search
from chorsu.desks.plans.models import KeptPlan, Reader, Shelved, Version
from chorsu.desks.refusals import Refused
from chorsu.text import LANGUAGES

DRAFT_DAYS = 7
BACK_DAYS = 1
MOST_VERSIONS = 200
MOST_WORDS = 4_000


@transaction.atomic
def begin(
    document: dict,
    *,
    at: datetime,
    shelf: str = "",
    unread: list[dict] | None = None,
    readers: Mapping[Any, bool] | None = None,
) -> KeptPlan:
    """Plan a consignment for the first time; a draft until it is kept. Raises Faulty where it cannot be planned.

    ``shelf`` is the key of the reader's shelf. ``unread`` is what nobody read of a document that was sent, to be told beside the
    plan. With ``readers`` (see :func:`let_read`) the plan is private and kept.
    """
    document, answer = planned(document)
    forget_drafts(at=at)
    is_private = readers is not None
    plan = KeptPlan.objects.create(made_at=at, changed_at=at, words=words_of(document), is_private=is_private, is_kept=is_private)
    if readers is not None:
        let_read(plan, readers)
    answer |= {"unread": unread} if unread else {}
    Version.objects.create(plan=plan, number=1, consignment=document, answer=answer, made_at=at)
    put_on_shelf(plan, shelf, at=at)
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
        raise Refused(_("A plan has at most %(most)s versions. Begin a new one."), most=MOST_VERSIONS)
    version = Version.objects.create(plan=plan, number=last.number + 1, consignment=document, answer=answer, made_at=at)
    plan.changed_at, plan.words = at, words_of(document)
    plan.save(update_fields=["changed_at", "words"])
    return version


@transaction.atomic
def keep(plan: KeptPlan, *, way: str, at: datetime, shelf: str = "") -> KeptPlan:
    """Keep a plan for good, with the way that was chosen on its newest version."""
    plan = KeptPlan.objects.select_for_update().get(pk=plan.pk)
    version = plan.versions.last()
    version.way = way
    version.save(update_fields=["way"])
    plan.is_kept, plan.changed_at = True, at
    plan.save(update_fields=["is_kept", "changed_at"])
    put_on_shelf(plan, shelf, at=at)
    return plan


@transaction.atomic
def let_read(plan: KeptPlan, readers: Mapping[Any, bool]) -> None:
    """Let just these organisations, by their keys, read a private plan, and those change it whose value is true."""
    plan.readers.exclude(organisation__in=readers).delete()
    for organisation, may_change in readers.items():
        Reader.objects.update_or_create(plan=plan, organisation_id=organisation, defaults={"may_change": may_change})


def put_on_shelf(plan: KeptPlan, shelf: str, *, at: datetime) -> None:
    """Put a plan among those that a reader's browser lists; nothing without a shelf."""
    if shelf:
        Shelved.objects.get_or_create(shelf=shelf, plan=plan, defaults={"put_at": at})


@transaction.atomic
def forget(plan: KeptPlan, *, at: datetime) -> None:
    """Delete a plan with all its versions: gone for everybody at once, and for good after a day."""
    plan = KeptPlan.objects.select_for_update().get(pk=plan.pk)
    plan.forgotten_at = at
    plan.save(update_fields=["forgotten_at"])


@transaction.atomic
def bring_back(plan: KeptPlan) -> KeptPlan:
    """Undo the deletion of a plan."""
    plan = KeptPlan.objects.select_for_update().get(pk=plan.pk)
    plan.forgotten_at = None
    plan.save(update_fields=["forgotten_at"])
    return plan


def forget_drafts(*, at: datetime) -> int:
    """Delete the drafts that nobody kept, and what was deleted a day ago; gives how many rows went."""
    drafts = KeptPlan.objects.filter(is_kept=False, changed_at__lt=at - timedelta(days=DRAFT_DAYS)).delete()[0]
    return drafts + KeptPlan.objects.filter(forgotten_at__lt=at - timedelta(days=BACK_DAYS)).delete()[0]


@transaction.atomic
def keep_example(*, at: datetime) -> KeptPlan:
    """The example as a kept plan; the one that is there already where it was kept before."""
    document, _answer = planned(planning.example())
    known = Version.objects.filter(number=1, consignment=document, plan__is_kept=True, plan__forgotten_at=None)
    version = known.select_related("plan").first()
    if version is not None:
        return version.plan
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


def words_of(document: dict) -> str:
    """What a search for plans looks through: reference, goods and places, in every language."""
    said = [document.get("reference", "")]
    said += [party.get("name", "") for party in (document.get("consignor"), document.get("consignee")) if party]
    for language in LANGUAGES:
        said += [search.place_label(document.get(end, ""), language) for end in ("from", "to")]
        said += [search.goods_label(item.get("hs", ""), language) for item in document.get("items", [])]
    said += [item.get("description", "") for item in document.get("items", [])]
    return " ".join(dict.fromkeys(said)).casefold()[:MOST_WORDS]
