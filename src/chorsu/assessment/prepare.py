"""From the choice of measures to rows of integers: rates of exchange, units and grossing-up worked into coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm

from chorsu.assessment.case import Standing
from chorsu.assessment.relations import DUE, UNKNOWN, ZERO, ChargeRule, DueRow, FormRow, SlotRow
from chorsu.consignment import Item
from chorsu.measures.choose import Choice
from chorsu.measures.expression import Form
from chorsu.measures.find import last_day
from chorsu.measures.model import Chain, ChainCharge, Measure
from chorsu.measures.words import charge_name, state_names
from chorsu.text import Text, say

Key = tuple[int, int, int]
Picked = tuple[Key, int, Measure]


@dataclass
class Prepared:
    """The rows of a batch of cases under one chain, and the reasons that rows cannot carry, by (case, item, charge)."""

    slots: list[SlotRow] = field(default_factory=list)
    dues: list[DueRow] = field(default_factory=list)
    measures: list[tuple[int, Measure]] = field(default_factory=list)
    unknown: dict[Key, Choice] = field(default_factory=dict)
    relieved: dict[Key, Measure] = field(default_factory=dict)
    unlisted: set[Key] = field(default_factory=set)
    contested: dict[Key, tuple[str, ...]] = field(default_factory=dict)


def rules(chain: Chain) -> list[ChargeRule]:
    """Each charge of a chain with its bases as places of earlier charges."""
    found = []
    for charge in chain.charges:
        earlier = tuple(k for k, other in enumerate(chain.charges) if other.kind in charge.base)
        share = Fraction(charge.share) if charge.share is not None else None
        fraction = (share.numerator, share.denominator) if share is not None else None
        found.append(ChargeRule("customs_value" in charge.base, earlier, charge.lowest, fraction))
    return found


def choose_all(standings: Sequence[Standing], chain: Chain) -> Prepared:
    """Choose the measures of every item and charge of the batch."""
    prepared = Prepared()
    picked: list[Picked] = []
    for c, standing in enumerate(standings):
        for i, item in enumerate(standing.items):
            for k, charge in enumerate(chain.charges):
                contests = _choose(standing, item, (c, i, k), charge, prepared)
                picked += [((c, i, k), contest, row) for contest, rows in enumerate(contests) for row in rows]
    picked = _without_doubtful_lumps(picked, chain, prepared)
    # Among equal amounts the first id by alphabet counts, so measures are numbered in that order.
    prepared.measures = sorted({(key[0], row) for key, _, row in picked}, key=lambda pair: (pair[0], pair[1].id))
    number = {pair: m for m, pair in enumerate(prepared.measures)}
    meanings: dict[object, int] = {}
    places = {prefix: place for place, prefix in enumerate(sorted({row.prefix for _, _, row in picked}))}
    for (c, i, k), contest, row in picked:
        meaning = meanings.setdefault((row.per, row.expression.forms if row.expression else None), len(meanings))
        lump = row.per == "consignment"
        prepared.dues.append(DueRow(c, i, k, number[c, row], lump, contest, meaning, places[row.prefix]))
    return prepared


def _choose(standing: Standing, item: Item, key: Key, charge: ChainCharge, prepared: Prepared) -> Sequence[Sequence[Measure]]:
    """Settle one slot: due by measures (of one or more contests), zero, or unknown with its reason."""
    reliefs, unsure = standing.fitting(item, "relief")
    for relief in reliefs:
        if charge.kind in relief.of:
            prepared.relieved[key] = relief
            prepared.slots.append(SlotRow(*key, ZERO))
            return ()
    undecided = [row for row in unsure if charge.kind in row.of]
    choice = standing.choice(item, charge)
    contests: Sequence[Sequence[Measure]] = choice.contests or (choice.measures,)
    rows = list(dict.fromkeys(row for contest in contests for row in contest))
    if undecided:
        why = say("Whether a relief applies cannot be told: {ids}.", ids=", ".join(row.id for row in undecided))
        choice = Choice(unknown=why, candidates=tuple(undecided), possible=(*rows, *choice.possible))
    elif not rows and choice.unknown is None:
        if charge.listed_only:
            prepared.unlisted.add(key)
            prepared.slots.append(SlotRow(*key, ZERO))
            return ()
        choice = Choice(unknown=_nothing_on_file(standing, item, charge))
    elif choice.unknown is None and (why_not := not_computable(standing, item, rows, charge.gross_up)):
        lacking = [row for row in rows if not_computable(standing, item, [row], charge.gross_up)]
        possible = lacking if charge.kind == "fee" else rows
        choice = Choice(tuple(rows), unknown=why_not, candidates=tuple(lacking), possible=tuple(possible))
    if choice.unknown is not None:
        prepared.unknown[key] = choice
        prepared.slots.append(SlotRow(*key, UNKNOWN))
        # One fee that is unknown leaves the others due by themselves.
        alone = charge.kind == "fee" and not undecided
        return [[row for row in choice.measures if not_computable(standing, item, [row]) is None]] if alone else ()
    if len(contests) > 1:
        prepared.contested[key] = tuple(row.id for row in rows)
    prepared.slots.append(SlotRow(*key, DUE))
    return contests


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


def _without_doubtful_lumps(picked: list[Picked], chain: Chain, prepared: Prepared) -> list[Picked]:
    """A measure once for the consignment is unknown for all its items if it may count, or cannot be computed, for another."""
    doubtful = {
        (c, k, row): choice
        for (c, _, k), choice in prepared.unknown.items()
        for row in choice.possible
        if row.per == "consignment"
    }
    lost = {key: doubtful[key[0], key[2], row] for key, _, row in picked if (key[0], key[2], row) in doubtful}
    prepared.unknown = {**lost, **prepared.unknown}
    prepared.slots = [replace(slot, state=UNKNOWN) if (slot.c, slot.i, slot.k) in lost else slot for slot in prepared.slots]
    return [
        (key, contest, row)
        for key, contest, row in picked
        if (key[0], key[2], row) not in doubtful and (key not in lost or chain.charges[key[2]].kind == "fee")
    ]


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


def units_of(prepared: Prepared) -> list[str]:
    """The units that the chosen measures need, each a column of the lines."""
    return sorted({unit for _, row in prepared.measures if row.expression for unit in row.expression.units})


def quantity_scale(standings: Sequence[Standing], units: Sequence[str]) -> list[int]:
    """By unit, the power of ten that makes every quantity whole."""
    scales = []
    for unit in units:
        found = [item.quantity_in(unit) for standing in standings for item in standing.items]
        places = [max(0, -int(number.normalize().as_tuple().exponent)) for number in found if number is not None]
        scales.append(10 ** max(places, default=0))
    return scales


def line_rows(standings: Sequence[Standing], units: Sequence[str], scales: Sequence[int]) -> list[tuple[int | None, ...]]:
    """Each item with its customs value in steps and its quantities as whole numbers."""
    return [
        (
            c,
            i,
            standing.values[i],
            *(_scaled(item.quantity_in(unit), scale) for unit, scale in zip(units, scales, strict=True)),
        )
        for c, standing in enumerate(standings)
        for i, item in enumerate(standing.items)
    ]


def _scaled(quantity: Decimal | None, scale: int) -> int | None:
    return None if quantity is None else int(quantity * scale)


def form_rows(
    prepared: Prepared, standings: Sequence[Standing], grossed: set[int], units: Sequence[str], scales: Sequence[int]
) -> list[FormRow]:
    """The linear forms of the measures as whole coefficients over one denominator each; ``grossed`` are grossed up."""
    rows: list[FormRow] = []
    for m, (c, measure) in enumerate(prepared.measures):
        if measure.expression is None:
            continue
        groups = [[_coefficients(form, standings[c], m in grossed, units, scales) for form in group]
                  for group in measure.expression.forms]  # fmt: skip
        d = lcm(*(figure.denominator for group in groups for form in group for figure in form))
        for g, group in enumerate(groups):
            for rate, *per_unit, fixed in group:
                rows.append(FormRow(m, g, int(rate * d), tuple(int(figure * d) for figure in per_unit), int(fixed * d), d))
    return rows


def _coefficients(
    form: Form, standing: Standing, grossed: bool, units: Sequence[str], scales: Sequence[int]
) -> tuple[Fraction, ...]:
    """Rate, amount per scaled unit …, fixed sum: in steps. Grossed up, X = rate × (base + X) + rest, so all over 1 - rate."""
    over = 1 - form.rate if grossed else Fraction(1)
    by_unit: dict[str, Fraction] = {}
    for currency, unit, amount in form.amounts:
        by_unit[unit] = by_unit.get(unit, Fraction(0)) + amount * (standing.steps(currency) or 0)
    per_unit = [by_unit.get(unit, Fraction(0)) / scale / over for unit, scale in zip(units, scales, strict=True)]
    return (form.rate / over, *per_unit, by_unit.get("", Fraction(0)) / over)
