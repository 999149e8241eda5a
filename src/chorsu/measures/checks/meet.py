"""Whether conditions can all hold together, on some day, for some consignment."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

from chorsu.measures.book import Book
from chorsu.measures.condition import Comparison, Condition, Named, Season

# Of these an item or way has one; of proofs, statuses of the importer, quotas and whatever else is named, it may have several.
_ONE_EACH = ("producer", "buyer", "mode")
_NOWHERE = "??"


def can_meet(book: Book, conditions: Sequence[Condition], first: date, last: date) -> bool:
    """Whether there is a day from the first to the last, and a consignment, for which all conditions hold."""
    if not conditions:
        return True
    named: dict[str, set[str]] = defaultdict(set)
    comparisons: dict[Comparison, list[Comparison]] = defaultdict(list)
    days = -1
    for condition in conditions:
        if isinstance(condition, Season):
            days &= _season(condition)
        elif isinstance(condition, Named):
            named[condition.word].add(condition.name)
        else:
            comparisons[_figure(condition)].append(condition)
    if days != -1 and not days & _between(first, last):
        return False
    if any(len(named[word]) > 1 for word in _ONE_EACH if word in named):
        return False
    if "destination" in named and not _some_destination(book, frozenset(named["destination"]), first, last):
        return False
    return all(_some_figure(group) for group in comparisons.values())


def _figure(condition: Comparison) -> Comparison:
    """What a comparison compares, whatever the sign and limit; masses in kilograms."""
    unit, figure = (name.replace("TNE", "KGM") for name in (condition.unit, condition.figure))
    return replace(condition, figure=figure, sign="=", limit=Decimal(0), unit=unit)


def _scale(condition: Comparison) -> Fraction:
    """How many kilograms, or units for each kilogram, are one of what a comparison compares."""
    figure, _, per = condition.figure.partition("/")
    return Fraction(1000 if "TNE" in (figure, condition.unit) else 1, 1000 if per == "TNE" else 1)


def _some_figure(group: Sequence[Comparison]) -> bool:
    """Whether one figure that is not below zero satisfies all comparisons: one of the limits, or one between two of them."""
    scales = [_scale(one) for one in group]
    limits = sorted({Fraction(one.limit) * scale for one, scale in zip(group, scales, strict=True)} | {Fraction(0)})
    between = [(one + two) / 2 for one, two in itertools.pairwise(limits)]
    points = (*limits, *between, limits[-1] + 1)
    return any(all(one.compare(point / scale) for one, scale in zip(group, scales, strict=True)) for point in points)


def _some_destination(book: Book, names: frozenset[str], first: date, last: date) -> bool:
    """Whether one state is what all the names ask for: a state or group, or with ! none of it."""
    asked = {name.removeprefix("!") for name in names}
    members = [member for name in asked if name in book.groups for member in book.groups[name].members]
    states = {_NOWHERE, *(name for name in asked if name not in book.groups), *(member.state for member in members)}
    days = {first, *(day for member in members for day in _turns(member.valid_from, member.valid_to) if first <= day <= last)}
    return any(
        all((name.removeprefix("!") in book.destinations(state, day)) != name.startswith("!") for name in names)
        for state in states
        for day in days
    )


def _turns(first: date, last: date | None) -> tuple[date, ...]:
    """The days on which a membership begins and is over."""
    return (first, last + timedelta(days=1)) if last and last < date.max else (first,)


# Days of the year as bits, the 29th of February among them.
_YEAR = tuple(date(2024, 1, 1) + timedelta(days=number) for number in range(366))
_BIT = {(day.month, day.day): 1 << number for number, day in enumerate(_YEAR)}


@cache
def _season(season: Season) -> int:
    return sum(1 << number for number, day in enumerate(_YEAR) if season.has(day))


@cache
def _between(first: date, last: date) -> int:
    """The days of the year that there are from one day to another."""
    span = (last - first).days
    if span >= 4 * 366:
        return (1 << len(_YEAR)) - 1
    days = {first + timedelta(days=number) for number in range(span + 1)}
    return sum({_BIT[day.month, day.day] for day in days})
