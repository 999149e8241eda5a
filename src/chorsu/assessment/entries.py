"""What counts for a charge as rows: an entry for each distinct answer of the choice, with its coefficients in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chorsu.assessment.coefficients import Coefficients, Columns, Linear, coefficients
from chorsu.assessment.dialect import MOST_NARROW
from chorsu.assessment.program import DUE, GATHERED, UNKNOWN, ChargeShape, SlotShape
from chorsu.measures.model import ChainCharge, Measure

MOST_SLOTS = 4  # more measures of one charge than this on a line are gathered

SUM_OF_SLOTS = 64  # room for sums of slots, of forms, and of what a consignment's lines come to

NOTHING = Coefficients(((Linear(0, ()),),), 1)


@dataclass(frozen=True)
class Entry:
    """The state of a charge and the measures in it, by contest; ``doubts`` are laid once a consignment, and may count.

    ``alone``: the line is a consignment of its own, so that nothing is to be shared out. ``relief`` names what makes it zero.
    """

    state: int
    contests: tuple[tuple[Measure, ...], ...] = ()
    doubts: tuple[Measure, ...] = ()
    alone: bool = True
    relief: str = ""

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Each measure once."""
        return tuple({row.id: row for contest in self.contests for row in contest}.values())

    @cached_property
    def gathered(self) -> bool:
        """Whether its measures are to be gathered, or computed in the row of the line."""
        lumps = not self.alone and any(row.per == "consignment" for row in (*self.measures, *self.doubts))
        return lumps or len(self.contests) > 1 or len(self.measures) > MOST_SLOTS

    @cached_property
    def straight(self) -> tuple[Measure, ...]:
        """The measures for the slots, by id: of equal amounts the first counts."""
        return () if self.gathered else tuple(sorted(self.measures, key=lambda row: row.id))


@dataclass
class Charged:
    """The rows of one charge: entries in their columns, and what of them is gathered."""

    shape: ChargeShape
    rows: list[tuple[int, ...]]
    most: int


@dataclass
class Tables:
    """The entries of every charge of a chain, the rows ``due`` and ``form`` of what is gathered, and its measures by number."""

    charges: list[Charged] = field(default_factory=list)
    due: list[tuple[int, ...]] = field(default_factory=list)
    forms: list[tuple[int, ...]] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)


def tabulate(
    entries: Sequence[Sequence[Entry]], charges: Sequence[ChainCharge], columns: Columns, base: int, pairs: Sequence[int]
) -> Tables:
    """The entries of each charge as rows. No customs value exceeds ``base`` steps, and no pair its number in ``pairs``."""
    tables = Tables()
    gathered = {row.id: row for found in entries for entry in found if entry.gathered for row in (*entry.measures, *entry.doubts)}
    tables.measures = [gathered[name] for name in sorted(gathered)]
    number = {row.id: m for m, row in enumerate(tables.measures)}
    places = {prefix: place for place, prefix in enumerate(sorted({row.prefix for row in tables.measures}))}
    meanings: dict[object, int] = {}
    most: dict[str, int] = {}
    for k, (charge, found) in enumerate(zip(charges, entries, strict=True)):
        on = (base if "customs_value" in charge.base else 0) + sum(most.get(kind, 0) for kind in charge.base)
        tables.charges.append(_charge(found, charge, columns, on, pairs))
        most[charge.kind] = most.get(charge.kind, 0) + tables.charges[-1].most
        for e, entry in enumerate(found):
            if not entry.gathered:
                continue
            for contest, rows in enumerate(entry.contests):
                for row in rows:
                    meaning = meanings.setdefault((row.per, row.expression.forms if row.expression else None), len(meanings))
                    tables.due.append((k, e, number[row.id], _lump(row), contest, meaning, places[row.prefix], 0))
            tables.due += [(k, e, number[row.id], _lump(row), 0, 0, 0, 1) for row in entry.doubts]
    counted = {row.id for found in entries for entry in found for row in entry.measures}
    grossed = {row.id for charge, found in zip(charges, entries, strict=True) if charge.gross_up
               for entry in found for row in entry.measures}  # fmt: skip
    for m, row in enumerate(tables.measures):
        # What only may count has no amount, and so no columns.
        each = _of(row, columns, row.id in grossed) if row.id in counted else NOTHING
        tables.forms += _forms(m, each, len(columns.pairs))
    return tables


def _lump(row: Measure) -> int:
    return int(row.per == "consignment")


def _of(row: Measure, columns: Columns, gross_up: bool) -> Coefficients:
    return coefficients(row.expression, columns, gross_up=gross_up) if row.expression else NOTHING


def _charge(found: Sequence[Entry], charge: ChainCharge, columns: Columns, base: int, pairs: Sequence[int]) -> Charged:
    """The entries of one charge in columns of one width."""
    slots = [[_of(row, columns, charge.gross_up) for row in entry.straight] for entry in found]
    every = [each for row in slots for each in row]
    every += [_of(row, columns, charge.gross_up) for entry in found if entry.gathered for row in entry.measures]
    width = max(map(len, slots), default=0)
    slots = [_filled(entry, row, width, charge.lowest) for entry, row in zip(found, slots, strict=True)]
    shapes = tuple(_shape([row[j] for row in slots]) for j in range(width))
    numerator = max((each.most(base, pairs) for each in every), default=0)
    amount = max((each.most(base, pairs) // each.d + 1 for each in every), default=0)
    share = max(charge.share.as_integer_ratio()) if charge.share is not None else 1
    gathered = any(entry.gathered for entry in found)
    figures = [2 * numerator + 2 * max((each.d for each in every), default=1), 2 * (amount + 1) * share, base]
    figures += [amount * base] if gathered else []  # shared out by customs value
    wide = max(figures) * SUM_OF_SLOTS > MOST_NARROW
    # Amounts of a charge add up: of fees all are due, and some are laid once on a whole consignment.
    most = amount * max((len(entry.measures) for entry in found), default=0)
    rows = [
        (e, _state(entry), *(figure for each, shape in zip(row, shapes, strict=True) for figure in _figures(each, shape)))
        for e, (entry, row) in enumerate(zip(found, slots, strict=True))
    ]
    return Charged(ChargeShape(shapes, gathered, wide), rows, most)


def _filled(entry: Entry, row: list[Coefficients], width: int, lowest: bool) -> list[Coefficients]:
    """The measures of all slots: one that is empty adds nothing, or competes as the first does."""
    return [*row, *[row[0] if lowest and row and entry.state != UNKNOWN else NOTHING] * (width - len(row))]


def _state(entry: Entry) -> int:
    return GATHERED if entry.state == DUE and entry.gathered else entry.state


def _shape(measures: Sequence[Coefficients]) -> SlotShape:
    """The widest of some measures."""
    groups = [group for each in measures for group in each.groups]
    forms = [form for group in groups for form in group]
    return SlotShape(max(len(each.groups) for each in measures), max(map(len, groups)), max(len(form.terms) for form in forms))


def _figures(each: Coefficients, shape: SlotShape) -> list[int]:
    """The columns of one slot; groups, forms and terms that a measure lacks are filled up so that they change nothing."""
    figures = [each.d]
    for group in (*each.groups, *[each.groups[0]] * (shape.groups - len(each.groups))):
        for form in (*group, *[group[0]] * (shape.forms - len(group))):
            figures.append(form.rate)
            for pair, a in (*form.terms, *[(-1, 0)] * (shape.terms - len(form.terms))):
                figures += [a, pair]
    return figures


def _forms(m: int, each: Coefficients, pairs: int) -> list[tuple[int, ...]]:
    """Rows of the relation ``form``: m, g, rate, a coefficient for each pair, d."""
    rows = []
    for g, group in enumerate(each.groups):
        for form in group:
            terms = dict(form.terms)
            rows.append((m, g, form.rate, *(terms.get(pair, 0) for pair in range(pairs)), each.d))
    return rows
