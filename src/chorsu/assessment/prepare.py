"""What counts for each charge of each item: settled once, before any arithmetic, with the reasons that rows cannot carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chorsu.assessment.case import Standing
from chorsu.assessment.program import DUE, UNKNOWN, ZERO
from chorsu.consignment import Item
from chorsu.measures.choose import Choice
from chorsu.measures.find import last_day
from chorsu.measures.model import Chain, ChainCharge, Measure
from chorsu.measures.words import charge_name, state_names
from chorsu.text import Text, say

Key = tuple[int, int, int]


@dataclass(frozen=True)
class Settled:
    """What counts for a charge on an item: nothing (ZERO), measures (DUE), or that this cannot be told (UNKNOWN).

    ``contests`` are the measures of each possible code, of which a short code may have several. ``unlisted``: zero because the
    goods are not on the list. ``choice`` says why it is unknown.
    """

    state: int
    contests: tuple[tuple[Measure, ...], ...] = ()
    relief: Measure | None = None
    unlisted: bool = False
    choice: Choice | None = None

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Each measure once."""
        return tuple({row.id: row for contest in self.contests for row in contest}.values())

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the measures, in order."""
        return tuple(sorted(row.id for row in self.measures))

    @cached_property
    def doubts(self) -> tuple[Measure, ...]:
        """The measures laid once on a consignment that may count, so that what they come to cannot be told for any item."""
        return tuple(row for row in self.choice.possible if row.per == "consignment") if self.choice else ()


def settle(standing: Standing, item: Item, charge: ChainCharge) -> Settled:
    """Settle one charge of an item."""
    reliefs, unsure = standing.fitting(item, "relief")
    relief = next((row for row in reliefs if charge.kind in row.of), None)
    if relief is not None:
        return Settled(ZERO, relief=relief)
    undecided = tuple(row for row in unsure if charge.kind in row.of)
    choice = standing.choice(item, charge)
    contests = choice.contests or ((choice.measures,) if choice.measures else ())
    rows = tuple({row.id: row for contest in contests for row in contest}.values())
    if undecided:
        why = say("Whether a relief applies cannot be told: {ids}.", ids=", ".join(row.id for row in undecided))
        return Settled(UNKNOWN, choice=Choice(unknown=why, candidates=undecided, possible=(*rows, *choice.possible)))
    if not rows and choice.unknown is None:
        if charge.listed_only:
            return Settled(ZERO, unlisted=True)
        choice = Choice(unknown=_nothing_on_file(standing, item, charge))
    elif choice.unknown is None and (why_not := not_computable(standing, item, rows, charge.gross_up)):
        lacking = tuple(row for row in rows if not_computable(standing, item, [row], charge.gross_up))
        choice = Choice(rows, unknown=why_not, candidates=lacking, possible=lacking if charge.kind == "fee" else rows)
    if choice.unknown is None:
        return Settled(DUE, contests)
    # One fee that is unknown leaves the others due by themselves.
    alone = tuple(row for row in choice.measures if not_computable(standing, item, [row]) is None) if charge.kind == "fee" else ()
    return Settled(UNKNOWN, (alone,) if alone else (), choice=choice)


@dataclass
class Prepared:
    """What has been settled for a batch of cases under one chain, by (case, item, charge)."""

    settled: dict[Key, Settled]

    @cached_property
    def unknown(self) -> dict[Key, Choice]:
        """Why charges are unknown."""
        return {key: row.choice for key, row in self.settled.items() if row.choice is not None}

    @cached_property
    def relieved(self) -> dict[Key, Measure]:
        """The charges that a relief makes zero."""
        return {key: row.relief for key, row in self.settled.items() if row.relief is not None}

    @cached_property
    def unlisted(self) -> set[Key]:
        """The charges that are zero because the goods are not on the list."""
        return {key for key, row in self.settled.items() if row.unlisted}

    @cached_property
    def contested(self) -> dict[Key, tuple[str, ...]]:
        """The measures that compete under the possible codes of a short one."""
        found = self.settled.items()
        return {key: tuple(one.id for one in row.measures) for key, row in found if len(row.contests) > 1}


def settle_all(standings: Sequence[Standing], chain: Chain) -> Prepared:
    """Settle every charge of every item of a batch."""
    found = {
        (c, i, k): settle(standing, item, charge)
        for c, standing in enumerate(standings)
        for i, item in enumerate(standing.items)
        for k, charge in enumerate(chain.charges)
    }
    return Prepared(_without_doubtful_lumps(found, chain))


def _without_doubtful_lumps(found: dict[Key, Settled], chain: Chain) -> dict[Key, Settled]:
    """A measure once for the consignment is unknown for all its items if it may count, or cannot be computed, for another."""
    doubtful = {(c, k, row.id): settled.choice for (c, _, k), settled in found.items() for row in settled.doubts}
    return {key: _without(row, key, doubtful, chain) for key, row in found.items()} if doubtful else found


def _without(row: Settled, key: Key, doubtful: Mapping[tuple[int, int, str], Choice | None], chain: Chain) -> Settled:
    c, _, k = key
    lost = [doubtful[c, k, measure.id] for measure in row.measures if (c, k, measure.id) in doubtful]
    if not lost:
        return row
    kept = (
        tuple(measure for measure in row.measures if (c, k, measure.id) not in doubtful) if chain.charges[k].kind == "fee" else ()
    )
    return Settled(UNKNOWN, (kept,) if kept else (), choice=row.choice or lost[-1])


def _nothing_on_file(standing: Standing, item: Item, charge: ChainCharge) -> Text:
    """Why no measure fits: there was one until a day (a tariff of a year, before the next one is law), or there is none."""
    inquiry = standing.inquiry(item)
    kind, code, origin = charge_name(charge.kind), inquiry.code, state_names(item.origin)
    if ended := last_day(inquiry, charge.kind):
        return say(
            "{kind} of {code} from {origin}: what is on file ended on {day}, and what holds after it is not on file.",
            kind=kind,
            code=code,
            origin=origin,
            day=ended.isoformat(),
        )
    return say("No measure on file for {kind} of {code} from {origin}.", kind=kind, code=code, origin=origin)


def not_computable(standing: Standing, item: Item, measures: Iterable[Measure], gross_up: bool = False) -> Text | None:
    """What is missing for the arithmetic of the measures: a rate of exchange, or a quantity."""
    for measure in measures:
        expression = measure.expression
        if expression is None:
            continue
        for currency in sorted(expression.currencies):
            if standing.steps(currency) is None:
                return standing.no_rate(currency)
        for unit in sorted(expression.units):
            if item.quantity_in(unit) is None:
                return say(
                    "The quantity in {unit} is not given, and {expression} needs it.",
                    unit=unit,
                    expression=str(expression),
                )
        if gross_up and any(form.rate >= 1 for group in expression.forms for form in group):
            return say("A rate of the whole base or more cannot be grossed up: {expression}.", expression=str(expression))
    return None
