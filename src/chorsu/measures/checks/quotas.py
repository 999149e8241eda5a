"""Quotas that measures turn on: on file, of the same jurisdiction, in periods that follow one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from chorsu.facts import Fault, plain
from chorsu.measures.checks.rule import Examined, days_meet, fault
from chorsu.measures.condition import Named
from chorsu.measures.model import Measure
from chorsu.measures.quota import Quota
from chorsu.text import say


@fault
def quota_not_on_file(book: Examined) -> Iterator[Fault]:
    """A quota that a measure turns on is on file for some day of the measure."""
    for row, name, periods in _asked(book):
        if name not in book.lost and not any(days_meet(row, quota) for quota in periods):
            message = say("{name} is not a quota on file on the days of the measure.", name=name)
            yield Fault(f"{row.id}.conditions", message, say("a table headed [[quota]] with this name"))


@fault
def quota_of_others(book: Examined) -> Iterator[Fault]:
    """A quota that a measure turns on is one of its own jurisdiction, or of a union of it."""
    for row, name, periods in _asked(book):
        near = [quota for quota in periods if row.jurisdiction in (quota.jurisdiction, *book.states(quota.jurisdiction))]
        if periods and not near:
            message = say("{name} is a quota of {jurisdiction}.", name=name, jurisdiction=periods[0].jurisdiction)
            yield Fault(f"{row.id}.conditions", message, say("a quota of the measure's own jurisdiction"))


@fault
def quota_periods_overlap(book: Examined) -> Iterator[Fault]:
    """Each day lies in one period of a quota at most."""
    for name, periods in book.book.quotas.items():
        for quota, later in pairwise(periods):
            if days_meet(quota, later):
                message = say("Its periods from {one} and from {other} overlap.", one=quota.valid_from, other=later.valid_from)
                yield Fault(f"quota {name}", message, say("a last day (valid_to) for the earlier one"))


@fault
def left_of_quota(book: Examined) -> Iterator[Fault]:
    """What is left of a quota is not more than the whole, and has the day on which so much was left."""
    for place, quota in book.periods:
        if quota.left is not None and quota.left > quota.amount:
            message = say("More is left than the whole amount.")
            yield Fault(f"{place}.left", message, say("at most {amount}", amount=plain(quota.amount)))
        if quota.left is not None and quota.left_on is None:
            message = say("This field is missing.")
            yield Fault(f"{place}.left_on", message, say("the day on which so much was left"))


@fault
def quota_without_source(book: Examined) -> Iterator[Fault]:
    """A quota has a source with the day on which it was checked."""
    for place, quota in book.periods:
        if quota.source is None or quota.source.checked_on is None:
            yield Fault(f"{place}.source", say("The quota has no source with the day on which it was checked."))


def _asked(book: Examined) -> Iterator[tuple[Measure, str, tuple[Quota, ...]]]:
    """The measures that turn on a quota, with its name and periods."""
    for row in book.rows:
        for part in row.conditions:
            if isinstance(part, Named) and part.word == "quota":
                yield row, part.name, book.book.quotas.get(part.name, ())
