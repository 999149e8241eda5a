"""Conditions that can hold, and whose answer can be told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from chorsu.facts import Fault
from chorsu.measures.checks.meet import can_meet
from chorsu.measures.checks.rule import Examined, fault, last_day, warning
from chorsu.measures.condition import Comparison
from chorsu.text import say


@fault
def never_holds(book: Examined) -> Iterator[Fault]:
    """The conditions of a measure can all hold together on some day of it."""
    for row in book.rows:
        if not row.conditions or can_meet(book.book, row.conditions, row.valid_from, last_day(row)):
            continue
        pairs = combinations(row.conditions, 2)
        two = next((pair for pair in pairs if not can_meet(book.book, pair, row.valid_from, last_day(row))), row.conditions)
        message = say("The measure never applies: {conditions}.", conditions="; ".join(map(str, two)))
        yield Fault(f"{row.id}.conditions", message, say("conditions and days that can be together"))


@fault
def value_asks_for_itself(book: Examined) -> Iterator[Fault]:
    """An official customs value does not depend on the customs value: whether it applies could not be told."""
    for row in book.rows:
        if row.kind == "customs_value":
            for condition in row.conditions:
                if isinstance(condition, Comparison) and condition.figure.startswith("customs_value"):
                    yield Fault(
                        f"{row.id}.conditions", say("“{text}” cannot be told: it asks for what it sets.", text=str(condition))
                    )


@warning
def condition_twice(book: Examined) -> Iterator[Fault]:
    """Each condition stands once in a measure."""
    for row in book.rows:
        if len(row.conditions) > 1 and len(set(row.conditions)) < len(row.conditions):
            yield Fault(f"{row.id}.conditions", say("A condition stands twice."))
