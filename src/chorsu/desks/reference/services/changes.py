"""Write changes into a draft, by hand or from a file, and take them out again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.permissions import require
from chorsu.desks.reference import shelf
from chorsu.desks.reference.datasets import MOST_KEY, dataset_of, family_of, read_row
from chorsu.desks.reference.models import Change, Dataset, Draft
from chorsu.desks.reference.permissions import may
from chorsu.desks.reference.services.drafts import locked, touched
from chorsu.desks.refusals import Refused
from chorsu.facts import Fault, Faulty
from chorsu.planning.drafted import already_on_file, bad_name, other_name
from chorsu.text import say

MOST_CHANGES = 20_000
ENDING = (Dataset.MEASURE, Dataset.SERVICE)
Op = Change.Operation


@transaction.atomic
def write_change(
    draft: Draft, operation: str, dataset: str, *, by: Actor, at: datetime, key: str = "", row: Mapping | None = None, last=None
) -> Change:
    """Write one change: add ``row``, replace the fact ``key`` by it, end the fact after the day ``last``, or remove it.

    A change of the same fact that the draft has already is written over. Raises Faulty with what is wrong in the row, by field;
    Refused where the operation does not fit what is on file.
    """
    draft = locked(draft)
    require(may.edit, by, draft)
    change = _change(draft, operation, dataset, key, row, last)
    _keep(draft, [change], by=by, at=at)
    touched(draft, at)
    journal.record("facts.change_written", draft, by=by, at=at, before=change.before, after=change.after,
                   operation=change.operation, dataset=change.dataset, key=change.key)  # fmt: skip
    return change


@transaction.atomic
def change_law(draft: Draft, dataset: str, key: str, row: Mapping, *, by: Actor, at: datetime) -> tuple[Change, Change]:
    """The law changes: the row on file ends on the day before the new one begins, and the new one is added.

    Raises as :func:`write_change`.
    """
    draft = locked(draft)
    require(may.edit, by, draft)
    added = _change(draft, Op.ADD, dataset, "", row, None)
    first = date.fromisoformat(added.after["valid_from"])
    ended = _change(draft, Op.END, dataset, key, None, first - timedelta(days=1))
    _keep(draft, [ended, added], by=by, at=at)
    touched(draft, at)
    journal.record("facts.law_changed", draft, by=by, at=at, before=ended.before, after=added.after,
                   dataset=dataset, key=ended.key, new=added.key)  # fmt: skip
    return ended, added


@transaction.atomic
def add_rows(draft: Draft, rows: Iterable[tuple[str, str, str, Mapping | None]], file: str, *, by: Actor, at: datetime) -> int:
    """Write the rows of a file: operation, dataset, key and row of each, read and right. Gives how many are changes."""
    draft = locked(draft)
    require(may.edit, by, draft)
    found = [Change(operation=operation, dataset=dataset, key=key, before=before, after=after, file=file[:200])
             for operation, dataset, key, before, after in _of_file(rows)]  # fmt: skip
    if not found:
        raise Refused(_("Every row of the file is on file already, just as it stands there: nothing to change."))
    _keep(draft, found, by=by, at=at)
    touched(draft, at)
    journal.record("facts.file_read", draft, by=by, at=at, personal={"file": file}, changes=len(found))
    return len(found)


def _of_file(rows):
    for operation, dataset, key, row in rows:
        before = shelf.row(dataset, key)
        if operation == Op.REMOVE:
            if before is not None:
                yield Op.REMOVE, dataset, key, before, None
        elif before is None:
            yield Op.ADD, dataset, key, None, dict(row)
        elif before != row:
            yield Op.REPLACE, dataset, key, before, dict(row)


@transaction.atomic
def take_out(change: Change, *, by: Actor, at: datetime) -> Draft:
    """Take one change out of its draft."""
    draft = locked(change.draft)
    require(may.edit, by, draft)
    told = {"operation": change.operation, "dataset": change.dataset, "key": change.key}
    before = {"before": change.before, "after": change.after}
    if not draft.changes.filter(pk=change.pk).delete()[0]:
        raise Refused(_("The draft no longer has this change."))
    touched(draft, at)
    journal.record("facts.change_taken_out", draft, by=by, at=at, before=before, **told)
    return draft


@transaction.atomic
def take_file_out(draft: Draft, file: str, *, by: Actor, at: datetime) -> int:
    """Take out all changes that were read from a file."""
    draft = locked(draft)
    require(may.edit, by, draft)
    gone = draft.changes.filter(file=file).exclude(file="").delete()[0]
    if not gone:
        raise Refused(_("The draft has no change from this file."))
    touched(draft, at)
    journal.record("facts.file_taken_out", draft, by=by, at=at, personal={"file": file}, changes=gone)
    return gone


def _change(draft: Draft, operation: str, dataset: str, key: str, row: Mapping | None, last: date | None) -> Change:
    if dataset not in Dataset.values or operation not in Op.values:
        raise Refused(_("There is no such change."))
    if operation == Op.ADD:
        after, name = _read(dataset, row or {})
        if shelf.row(dataset, name) is not None:
            raise _faulty(dataset, already_on_file(name), None)
        return Change(operation=operation, dataset=dataset_of(family_of(dataset), after), key=name, after=after)
    before = shelf.row(dataset, key)
    if before is None:
        raise Refused(_("There is no fact %(key)s on file."), key=key)
    kept = {"operation": operation, "dataset": dataset_of(family_of(dataset), before), "key": key, "before": before}
    if operation == Op.REMOVE:
        return Change(**kept)
    if operation == Op.END:
        after = _ended(dataset, before, last)
    else:
        after, name = _read(dataset, row or {})
        if name != key:
            raise _faulty(dataset, other_name(key), None)
    if after == before:
        raise Refused(_("Nothing in it differs from what is on file."))
    return Change(**kept, after=after)


def _read(dataset: str, row: Mapping) -> tuple[dict[str, Any], str]:
    """A row as it is kept and its key. Raises Faulty with every fault by field."""
    after, key, faults = read_row(dataset, row, shelf.network())
    if faults:
        raise Faulty(faults)
    if not key or len(key) > MOST_KEY or not key.isprintable() or key != key.strip():
        raise _faulty(dataset, bad_name(MOST_KEY), None)
    return after, key


def _faulty(dataset: str, message, expected) -> Faulty:
    field = {Dataset.RATE: "on", Dataset.PLACE: "code"}.get(dataset, "id")
    return Faulty((Fault(field, message, expected),))


def _ended(dataset: str, before: Mapping, last: date | None) -> dict[str, Any]:
    if family_of(dataset) not in ENDING:
        raise Refused(_("Only measures, requirements and services have a last day; correct it, or take it off."))
    if last is None:
        raise Faulty((Fault("valid_to", say("This field is missing."), say("a day as YYYY-MM-DD")),))
    if before.get("valid_from") and last.isoformat() < before["valid_from"]:
        message = say("{day} is before valid_from.", day=last.isoformat())
        raise Faulty((Fault("valid_to", message, say("a day from {day} on", day=before["valid_from"])),))
    order = list(before)
    at = order.index("valid_from") + 1 if "valid_from" in order else len(order)
    fields = [name for name in order if name != "valid_to"]
    fields.insert(min(at, len(fields)), "valid_to")
    return {name: last.isoformat() if name == "valid_to" else before[name] for name in fields}


def _keep(draft: Draft, changes: list[Change], *, by: Actor, at: datetime) -> None:
    """Write changes into the draft, in the place of those that it has of the same facts."""
    for family in {family_of(change.dataset) for change in changes}:
        datasets = [name for name in Dataset.values if family_of(name) == family]
        keys = [change.key for change in changes if family_of(change.dataset) == family]
        for start in range(0, len(keys), 500):
            draft.changes.filter(dataset__in=datasets, key__in=keys[start : start + 500]).delete()
    if draft.changes.count() + len(changes) > MOST_CHANGES:
        raise Refused(_("A draft holds at most %(most)s changes; begin a second one."), most=MOST_CHANGES)
    for change in changes:
        change.draft, change.made_by, change.made_at = draft, by.person, at
    Change.objects.bulk_create(changes, batch_size=500)
