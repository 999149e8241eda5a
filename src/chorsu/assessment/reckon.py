"""From settled charges to amounts: the lines, entries and columns of a batch of cases, run as relations, and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

from chorsu.assessment.case import Standing
from chorsu.assessment.coefficients import Columns, columns_for
from chorsu.assessment.dialect import DUCKDB, MOST_NARROW, SQLITE
from chorsu.assessment.entries import Entry, Tables, tabulate
from chorsu.assessment.prepare import Key, Settled
from chorsu.assessment.program import ChargeRule, Program
from chorsu.assessment.relations import Engine, Relations
from chorsu.measures.model import ChainCharge, Measure

MOST_LINES = 2_000  # more than this, and DuckDB is the quicker of the two


@dataclass(frozen=True)
class Charged:
    """The amount of one measure for an item: in steps, the whole of it, and what of it is due."""

    c: int
    i: int
    k: int
    measure: Measure
    base: int | None
    amount: int | None
    due: int | None


@dataclass(frozen=True)
class Whole:
    """All of a charge on an item, in steps: None unknown, 0 also where exempt. ``stands``: no exemption may undo it."""

    amount: int | None
    stands: bool


@dataclass(frozen=True)
class Reckoned:
    """Every amount charged, and the whole of each charge by (case, item, charge)."""

    charged: tuple[Charged, ...]
    whole: Mapping[Key, Whole]


def rules(charges: Sequence[ChainCharge], columns: Columns) -> tuple[ChargeRule, ...]:
    """What is special about each charge, with its bases as places of earlier charges."""
    found = []
    currencies = list(columns.currencies)
    for place, charge in enumerate(charges):
        earlier = tuple(k for k, other in enumerate(charges[:place]) if other.kind in charge.base)
        share = charge.share.as_integer_ratio() if charge.share is not None else None
        exempt = None
        if charge.exempt_up_to is not None and charge.exempt_up_to.currency in currencies:
            n, d = charge.exempt_up_to.amount.as_integer_ratio()
            currency = charge.exempt_up_to.currency
            exempt = (currencies.index(currency), n, d * columns.currencies[currency])
        found.append(ChargeRule("customs_value" in charge.base, earlier, charge.lowest, share, exempt))
    return tuple(found)


def reckon(
    standings: Sequence[Standing], charges: Sequence[ChainCharge], settled: Mapping[Key, Settled], mode: str, relations: Relations
) -> Reckoned:
    """Compute every charge of a batch of cases under one chain."""
    alone = [len(standing.items) == 1 for standing in standings]
    number: dict[Key, int] = {}
    entries: list[list[Entry]] = [[] for _ in charges]
    for key, row in settled.items():
        number[key] = len(entries[key[2]])
        entries[key[2]].append(Entry(row.state, row.contests, (), alone[key[0]]))
    exchange = [_exchange(standing, c, charges, settled) for c, standing in enumerate(standings)]
    columns = _columns(standings, entries, exchange)
    lines = [
        (n, c, standing.values[i], *_quantities(standing, i, columns), *_steps(exchange[c], columns),
         *(number[c, i, k] for k in range(len(charges))))
        for n, (c, i, standing) in enumerate(_every(standings))
    ]  # fmt: skip
    tables = tabulate(entries, charges, columns, *_largest(lines, columns))
    shapes = tuple(charged.shape for charged in tables.charges)
    found = rules(charges, columns)
    wide = any(shape.wide for shape in shapes) or _needs_128_bits(lines, found)
    dialect = DUCKDB if wide or len(lines) > MOST_LINES else SQLITE
    program = Program(found, shapes, columns.pairs, len(columns.units), len(columns.currencies), mode,
                      not all(alone), dialect)  # fmt: skip
    engine = relations.charge(program, tables, lines)
    return _read(program, tables, entries, engine, [(c, i) for c, i, _ in _every(standings)])


def _every(standings: Sequence[Standing]) -> Iterator[tuple[int, int, Standing]]:
    return ((c, i, standing) for c, standing in enumerate(standings) for i in range(len(standing.items)))


def _exchange(
    standing: Standing, c: int, charges: Sequence[ChainCharge], settled: Mapping[Key, Settled]
) -> dict[str, Fraction | None]:
    """What a unit of each currency that the case's charges name comes to, in steps; None where no rate is on file."""
    named: set[str] = set()
    for k, charge in enumerate(charges):
        rows = [row for i in range(len(standing.items)) for row in settled[c, i, k].measures if (c, i, k) in settled]
        named.update(*(row.expression.currencies for row in rows if row.expression))
        if rows and charge.exempt_up_to is not None:
            named.add(charge.exempt_up_to.currency)
    return {currency: standing.steps(currency) for currency in sorted(named)}


def _columns(
    standings: Sequence[Standing], entries: Sequence[Sequence[Entry]], exchange: Sequence[Mapping[str, Fraction | None]]
) -> Columns:
    """A column for each unit and currency that some measure names, scaled so that all its figures are whole."""
    rows = {row.id: row for found in entries for entry in found for row in entry.measures}
    expressions = [row.expression for row in rows.values() if row.expression]
    units = {}
    for unit in sorted({unit for expression in expressions for unit in expression.units}):
        found = [item.quantity_in(unit) for standing in standings for item in standing.items]
        units[unit] = 10 ** max((places(number) for number in found if number is not None), default=0)
    currencies = {}
    for currency in sorted({currency for rates in exchange for currency in rates}):
        steps = [rates[currency] for rates in exchange if rates.get(currency) is not None]
        currencies[currency] = lcm(*(rate.denominator for rate in steps if rate is not None))
    return columns_for(expressions, units, currencies)


def places(number: Decimal) -> int:
    """How many decimals a number has."""
    return max(0, -int(number.normalize().as_tuple().exponent))


def _quantities(standing: Standing, i: int, columns: Columns) -> Iterator[int | None]:
    for unit, scale in columns.units.items():
        quantity = standing.items[i].quantity_in(unit)
        yield None if quantity is None else int(quantity * scale)


def _steps(rates: Mapping[str, Fraction | None], columns: Columns) -> Iterator[int | None]:
    for currency, scale in columns.currencies.items():
        rate = rates.get(currency)
        yield None if rate is None else int(rate * scale)


def _largest(lines: Sequence[tuple[int | None, ...]], columns: Columns) -> tuple[int, list[int]]:
    """The largest customs value of all consignments together, and the largest of each pair: sums over a consignment included."""
    last = 3 + len(columns.units) + len(columns.currencies)
    total = [sum(figure or 0 for figure in column) for column in zip(*(line[2:last] for line in lines), strict=True)] or [0]
    most = [max((figure or 0 for figure in column), default=0) for column in zip(*(line[2:last] for line in lines), strict=True)]
    exchange = most[1 + len(columns.units) :]
    return total[0], [(1 if pair.unit is None else total[1 + pair.unit]) * exchange[pair.currency] for pair in columns.pairs]


def _needs_128_bits(lines: Sequence[tuple[int | None, ...]], found: Sequence[ChargeRule]) -> bool:
    """Whether a figure of a line, or a sum that is not collected, may pass 64 bits."""
    most = max((figure or 0 for line in lines for figure in line), default=0)
    return most * max(rule.exempt[1] if rule.exempt else 1 for rule in found) > MOST_NARROW


def _read(
    program: Program,
    tables: Tables,
    entries: Sequence[Sequence[Entry]],
    engine: Engine,
    items: Sequence[tuple[int, int]],
) -> Reckoned:
    charged: list[Charged] = []
    whole: dict[Key, Whole] = {}
    for row in engine.rows("SELECT * FROM charged"):
        c, i = items[row["n"]]
        for k, rule in enumerate(program.rules):
            whole[c, i, k] = Whole(row[f"t{k}"], row[f"stands{k}"])
            amounts = _straight(row, k, rule, entries[k][row[f"e{k}"]])
            charged += [Charged(c, i, k, measure, row[f"b{k}"], amount, due) for measure, amount, due in amounts]
    for k, shape in enumerate(program.shapes):
        if shape.gathered:
            for row in engine.rows(f"SELECT * FROM gathered{k}"):  # noqa: S608
                c, i = items[row["n"]]
                charged.append(Charged(c, i, k, tables.measures[row["m"]], row["base"], row["amount"], row["due"]))
    charged.sort(key=lambda row: (row.c, row.k, row.i, row.measure.id))
    return Reckoned(tuple(charged), whole)


def _straight(row: Mapping[str, Any], k: int, rule: ChargeRule, entry: Entry) -> list[tuple[Measure, int | None, int | None]]:
    """The measures computed in the row of a line: amount and what of it is due; of those of which the lowest counts, that one."""
    due = "v" if rule.share else "m"
    found = [(measure, row[f"m{k}_{j}"], row[f"{due}{k}_{j}"]) for j, measure in enumerate(entry.straight)]
    if not rule.lowest or len(found) < 2:
        return found
    return [min(found, key=lambda one: (one[1] is not None, one[1] or 0))]
