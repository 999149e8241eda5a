"""Goods inside a customs union: no customs border, but the tax that the buyer owes at home, and what must be announced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from chorsu.assessment import Case, assess_all, measures_counting
from chorsu.consignment import Consignment, total
from chorsu.facts import Money, Source
from chorsu.geography import Atlas
from chorsu.measures import Book
from chorsu.measures.expression import Percent
from chorsu.planning.borders import territory
from chorsu.planning.load import References
from chorsu.planning.model import Finding, Plan
from chorsu.planning.requirements import requirements_of
from chorsu.routing import Journey
from chorsu.text import say


@dataclass(frozen=True)
class Rule:
    """What holds inside a union from a day on, for a state or all of them, by these modes or all."""

    union: str
    state: str
    modes: tuple[str, ...]
    valid_from: date
    text: Mapping[str, str]
    source: Source | None


@cache
def _rules() -> Mapping[str, tuple[Rule, ...]]:
    table: dict[str, list[dict[str, Any]]] = tomli.loads((files("chorsu") / "data" / "trade" / "union.toml").read_text("utf-8"))
    return {
        kind: tuple(
            Rule(
                row["union"],
                row.get("state", ""),
                tuple(row.get("modes", ())),
                row["valid_from"],
                row["text"],
                Source.of(row["source"]),
            )
            for row in rows
        )
        for kind, rows in table.items()
    }


def inside_union(book: Book, atlas: Atlas, journey: Journey) -> str:
    """The state of destination where a journey leads from one state of a customs union to another; empty for any other."""
    home, goal = (atlas.place(code).state for code in (journey.legs[0].from_place, journey.legs[-1].to_place))
    return goal if home != goal and goal in territory(book, home, journey.departs.date()) else ""


def leaves_customs(book: Book, atlas: Atlas, journey: Journey) -> bool:
    """Whether a journey passes a customs border: it touches a state outside the customs territory of its origin."""
    home = territory(book, atlas.place(journey.legs[0].from_place).state, journey.departs.date())
    return any(atlas.place(leg.to_place).state not in home for leg in journey.legs)


def union_tax(consignment: Consignment, journey: Journey, references: References) -> tuple[str, Money | None] | None:
    """The VAT that a buyer in business owes in a state of the union, on the price, and the state; the amount None if unknown.

    None where no such tax is due: over a customs border, inside one state, and from a buyer who is a private person. It is
    unknown where the rate is not on file or not ad valorem, or where excise may have to be added first.
    """
    state = inside_union(references.book, references.atlas, journey)
    if not state or consignment.buyer_kind != "business":
        return None
    case = Case(consignment, state, "import", journey.arrives_p50.date(), journey.legs[-1].mode, for_plan=True)
    (release,) = assess_all([case], references.book, references.rates)
    counting = measures_counting(case, release, references.book, references.rates)
    excisable = {row.item for row in release.unknown if row.kind == "excise"}
    excisable |= {row.item for row in release.charges if row.kind == "excise" and row.amount}
    currencies = {item.currency for item in consignment.items}
    shares = []
    for number, item in enumerate(consignment.items, 1):
        counts = [row.expression for row in map(references.book.named, counting.get((number, "vat"), ())) if row]
        rate = counts[0].node if len(counts) == 1 and counts[0] is not None else None
        shares.append(item.value * rate.rate / 100 if isinstance(rate, Percent) and number not in excisable else None)
    due = total(shares)
    return state, None if due is None or len(currencies) > 1 else Money(due, consignment.items[0].currency)


def find_inside_union(plan: Plan, references: References) -> Iterator[Finding]:
    """What is due, and what must be announced, where goods go from one state of a union to another."""
    for number, journey in enumerate(plan.journeys):
        state = inside_union(references.book, references.atlas, journey)
        if not state:
            continue
        yield from _own_law(plan, references, number, state)
        if plan.consignment.buyer_kind != "business":
            continue
        on, unions = journey.arrives_p50.date(), references.book.jurisdictions(state, journey.departs.date())
        over = {leg.mode for leg in journey.legs if leg.crossing and references.atlas.place(leg.to_place).state == state}
        for kind, rules in _rules().items():
            for rule in rules:
                fits = rule.union in unions and rule.valid_from <= on and rule.state in ("", state)
                if fits and (not rule.modes or over & set(rule.modes)):
                    severity = "info" if kind == "tax" else "warning"
                    yield Finding(severity, "inside-union", say("{words}", words=rule.text), (number,), rule.source)


def _own_law(plan: Plan, references: References, number: int, goal: str) -> Iterator[Finding]:
    """What the two states ask by their own law, without a border between them: bans, certificates, marks."""
    journey, book = plan.journeys[number], references.book
    home, on = references.atlas.place(journey.legs[0].from_place).state, journey.arrives_p50.date()
    mode = next((leg.mode for leg in reversed(journey.legs) if leg.crossing), journey.legs[-1].mode)
    places = book.jurisdictions(goal, on)
    for item in plan.consignment.items:
        code = next((code for place, code in item.codes.items() if place in places), item.hs)
        for side, row in requirements_of(book, code, origin=home, destination=goal, on=on, mode=mode):
            measure, state = row.measure, references.atlas.state(home if side == "export" else goal).names
            if measure.kind == "prohibition":
                severity = "refusal" if row.certain else "warning"
                yield Finding(severity, "prohibition", say("Prohibited: {text}", text=measure.text), (number,), measure.source)
            elif row.certain:
                words = say("No border asks for it, but {state} by its own law: {text}", state=state, text=measure.text)
                yield Finding("info", "own-law", words, (number,), measure.source)
