"""Measures of one series, and chains, follow one another without a gap and without running over one another."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from chorsu.facts import Fault
from chorsu.measures.checks.rule import A_DAY, Examined, days_meet, fault, last_day, warning
from chorsu.measures.model import NOT_CHARGES, Chain, Measure
from chorsu.text import say

T = TypeVar("T", Measure, Chain)


@fault
def chain_ends_before_it_begins(book: Examined) -> Iterator[Fault]:
    """The last day of a chain is not before its first."""
    for chain in book.book.chains:
        if chain.valid_to is not None and chain.valid_to < chain.valid_from:
            message = say("{day} is before valid_from.", day=chain.valid_to)
            yield Fault(f"{chain.id}.valid_to", message, say("a day from {day} on", day=chain.valid_from))


@fault
def two_chains_at_once(book: Examined) -> Iterator[Fault]:
    """Of two chains of one jurisdiction and regime one begins later: of several in force the later one counts."""
    for chains in _series_of_chains(book):
        for one, two in itertools.pairwise(chains):
            if one.valid_from == two.valid_from and days_meet(one, two):
                message = say("Equal in rank with {other}: nothing decides between them.", other=one.id)
                yield Fault(two.id, message, say("a first day of its own for each chain"))


@warning
def chain_runs_on(book: Examined) -> Iterator[Fault]:
    """A chain ends when the next one of its jurisdiction and regime begins."""
    for chains in _series_of_chains(book):
        yield from _running_on(chains)


@warning
def gap_between_chains(book: Examined) -> Iterator[Fault]:
    """The chains of a jurisdiction and regime follow one another without a day between them."""
    for chains in _series_of_chains(book):
        yield from (gap for _, gap in _gaps(chains))


@warning
def measure_runs_on(book: Examined) -> Iterator[Fault]:
    """A rate ends when the next one of its series begins: the later one counts, but the law of the earlier one is over."""
    for rows in _series(book):
        if rows[0].kind not in NOT_CHARGES:
            yield from _running_on([row for row in rows if not any(row.id in other.replaces for other in rows)])


@warning
def gap_between_measures(book: Examined) -> Iterator[Fault]:
    """The rates of one series follow one another without a day between them on which nothing else is on file for the goods."""
    for rows in _series(book):
        if rows[0].kind not in NOT_CHARGES:
            yield from (gap for day, gap in _gaps(rows) if not _otherwise(book, rows[0], day))


def _otherwise(book: Examined, row: Measure, day: date) -> bool:
    """Whether another measure of the kind is on file for the goods on a day."""
    return any(
        other.kind == row.kind and other.regime == row.regime and other.on(day) and other.origin in ("*", row.origin)
        for other in book.book.over(row.jurisdiction, row.prefix)
    )


@warning
def same_rule_twice(book: Examined) -> Iterator[Fault]:
    """A fee, relief or requirement of which all count stands once on file for each day."""
    for rows in _series(book):
        if rows[0].kind not in NOT_CHARGES and rows[0].kind != "fee":
            continue
        for number, row in enumerate(rows):
            for other in rows[:number]:
                if _says(row) == _says(other) and days_meet(row, other):
                    yield Fault(row.id, say("It says the same as {other}, and both count.", other=other.id))


def _says(row: Measure) -> object:
    expression = row.expression.forms if row.expression else None
    return expression, row.per, row.of, row.as_, tuple(sorted(row.text.items()))


def _series(book: Examined) -> Iterator[Sequence[Measure]]:
    """Measures that differ in nothing but their days and what they say; those of which there are several."""
    found: dict[tuple[object, ...], list[Measure]] = defaultdict(list)
    for row in book.rows:
        conditions = frozenset(row.conditions) if row.conditions else ()
        found[row.jurisdiction, row.kind, row.regime, row.commodity, row.origin, row.scheme, conditions].append(row)
    for rows in found.values():
        if len(rows) > 1:
            yield sorted(rows, key=lambda row: (row.valid_from, row.id))


def _series_of_chains(book: Examined) -> Iterator[Sequence[Chain]]:
    found: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    for chain in book.book.chains:
        found[chain.jurisdiction, chain.regime].append(chain)
    for chains in found.values():
        yield sorted(chains, key=lambda chain: (chain.valid_from, chain.id))


def _running_on(rows: Sequence[T]) -> Iterator[Fault]:
    for one, two in itertools.pairwise(rows):
        if one.valid_from < two.valid_from <= last_day(one):
            message = say("It still runs when {other} begins, on {day}.", other=two.id, day=two.valid_from.isoformat())
            yield Fault(f"{one.id}.valid_to", message, say("valid_to = {day}", day=(two.valid_from - A_DAY).isoformat()))


def _gaps(rows: Sequence[T]) -> Iterator[tuple[date, Fault]]:
    """The gaps between rows that follow one another, each with its first day."""
    reached = None
    for one, two in itertools.pairwise(rows):
        reached = max(reached or last_day(one), last_day(one))
        if reached < two.valid_from - A_DAY:
            message = say("Nothing is on file from {first} to {last}, between {other} and this.", other=one.id,
                          first=(reached + A_DAY).isoformat(), last=(two.valid_from - A_DAY).isoformat())  # fmt: skip
            yield reached + A_DAY, Fault(f"{two.id}.valid_from", message, say("days without a gap"))
