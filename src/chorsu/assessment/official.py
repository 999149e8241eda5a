"""Official customs values: a floor below which a declared value does not count, or a value that replaces it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from chorsu.assessment.case import Fit, Measures, Standing
from chorsu.assessment.prepare import Prepared, form_rows, line_rows, not_computable, quantity_scale, units_of
from chorsu.assessment.relations import DUE, ChargeRule, DueRow, Relations, SlotRow
from chorsu.measures.model import Measure
from chorsu.text import Text, say

_ON_THE_DECLARED_VALUE = ChargeRule(on_customs_value=True, on_charges=(), lowest=False, share=None)


@dataclass
class _Official:
    """The official value of one item, as far as it has been read: by measure, in steps."""

    replace: list[int] = field(default_factory=list)
    floor: list[int] = field(default_factory=list)


def set_official_values(standings: Sequence[Standing], relations: Relations, mode: str) -> None:
    """Put the official values that fit in the place of declared ones; one that cannot be told makes the value unknown."""
    found: list[tuple[int, int, Measure]] = []
    for c, standing in enumerate(standings):
        for i, (fitting, unsure) in enumerate(_asked(standing)):
            found += [(c, i, row) for row in _official_measures(standing, i, fitting, unsure)]
    if not found:
        return
    prepared = Prepared(measures=list(dict.fromkeys((c, row) for c, _, row in found)))
    place = {pair: number for number, pair in enumerate(prepared.measures)}
    prepared.dues = [DueRow(c, i, 0, place[c, row], row.per == "consignment") for c, i, row in found]
    prepared.slots = [SlotRow(c, i, 0, DUE) for c, i in dict.fromkeys((c, i) for c, i, _ in found)]
    units = units_of(prepared)
    scales = quantity_scale(standings, units)
    forms = form_rows(prepared, standings, set(), units, scales)
    lines = [(c, i, value or 0, *quantities) for c, i, value, *quantities in line_rows(standings, units, scales)]
    relations.open_charges(lines, len(units), prepared.slots, prepared.dues, forms, [])
    relations.charge(0, _ON_THE_DECLARED_VALUE, mode)
    official: dict[tuple[int, int], _Official] = defaultdict(_Official)
    for row in relations.close_charges()[0]:
        if row.amount is not None:
            kept = official[row.c, row.i]
            (kept.replace if prepared.measures[row.m][1].as_ == "replace" else kept.floor).append(row.amount)
    for (c, i), kept in official.items():
        _set(standings[c], i, kept)


def _asked(standing: Standing) -> list[Fit]:
    """For each item the official values that fit, and those of which that cannot be told: none may depend on the value itself."""
    declared, standing.values = standing.values, []
    found = [standing.fitting(item, "customs_value") for item in standing.items]
    standing.values = declared
    return found


def _official_measures(standing: Standing, i: int, fitting: Measures, unsure: Measures) -> Measures:
    """The official values that fit an item; where the declared value is unknown, those that replace it and do not need it."""
    if unsure:
        _forget(
            standing,
            i,
            say("Whether an official value applies cannot be told: {ids}.", ids=", ".join(row.id for row in unsure)),
        )
        return ()
    if why := not_computable(standing, standing.items[i], fitting):
        _forget(standing, i, why)
        return ()
    if standing.values[i] is None:
        return fitting if any(_replaces_unknown(row) for row in fitting) else ()
    return fitting


def _replaces_unknown(row: Measure) -> bool:
    """Whether an official value stands without the declared one."""
    forms = row.expression.forms if row.expression else ()
    return row.as_ == "replace" and all(form.rate == 0 for group in forms for form in group)


def _set(standing: Standing, i: int, official: _Official) -> None:
    value = standing.values[i]
    if len(set(official.replace)) > 1:
        _forget(standing, i, say("The book holds different official values for this item."))
        return
    if official.replace:
        value = official.replace[0]
    if value is not None:
        standing.values[i] = max([value, *official.floor])
        standing.why_no_value.pop(i, None)


def _forget(standing: Standing, i: int, why: Text) -> None:
    standing.values[i] = None
    standing.why_no_value[i] = why
