"""Official customs values: a floor below which a declared value does not count, or a value that replaces it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from chorsu.assessment.case import Fit, Measures, Standing
from chorsu.assessment.prepare import Settled, not_computable
from chorsu.assessment.program import DUE, ZERO
from chorsu.assessment.reckon import reckon
from chorsu.assessment.relations import Relations
from chorsu.measures.model import ChainCharge, Measure
from chorsu.text import Text, say

_ON_THE_DECLARED_VALUE = ChainCharge("customs_value", ("customs_value",))


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
    by_item: dict[tuple[int, int], list[Measure]] = {key: [] for key in _all_items(standings)}
    for c, i, row in found:
        by_item[c, i].append(row)
    settled = {(c, i, 0): Settled(DUE, (tuple(rows),)) if rows else Settled(ZERO) for (c, i), rows in by_item.items()}
    declared = [standing.values for standing in standings]
    for standing in standings:
        standing.values = [value or 0 for value in standing.values]
    reckoned = reckon(standings, (_ON_THE_DECLARED_VALUE,), settled, mode, relations)
    for standing, values in zip(standings, declared, strict=True):
        standing.values = values
    official: dict[tuple[int, int], _Official] = defaultdict(_Official)
    for charged in reckoned.charged:
        if charged.amount is not None:
            kept = official[charged.c, charged.i]
            (kept.replace if charged.measure.as_ == "replace" else kept.floor).append(charged.amount)
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


def _all_items(standings: Sequence[Standing]) -> list[tuple[int, int]]:
    return [(c, i) for c, standing in enumerate(standings) for i in range(len(standing.items))]
