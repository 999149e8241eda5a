"""The charges of the lines of one chain: questions put to the book, its answers as entries, the program run on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chorsu.assessment.bulk.asking import ask, quantity_in
from chorsu.assessment.bulk.questions import Law
from chorsu.assessment.bulk.register import Register
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales, Valued
from chorsu.assessment.coefficients import columns_for
from chorsu.assessment.entries import Tables, tabulate
from chorsu.assessment.program import Program
from chorsu.assessment.reckon import rules

# ruff: noqa: S608 - the SQL below is put together from this module's own words and integers only


@dataclass(frozen=True)
class Charging:
    """A run of the program. ``charged`` is the query for its last relation; ``together``: its lines share consignments."""

    program: Program
    tables: Tables
    together: bool
    charged: str


def charge(session: Session, law: Law, register: Register, scales: Scales, valued: Valued) -> Iterator[Charging]:
    """Run the program on the lines that are consignments of their own, then on those that share one."""
    ask(session, law, register, scales, valued)
    # How many lines a sum over a consignment takes in at most.
    alone, several = next(session.rows("SELECT min(size), max(size) FROM asked"))
    for together in (False, True):
        if alone is None or (several == 1 if together else alone > 1):
            continue
        yield _charge(session, law, register, scales, valued, several if together else 1)


def _charge(session: Session, law: Law, register: Register, scales: Scales, valued: Valued, several: int) -> Charging:
    """Run the program on the lines of consignments of one line, or of ``several`` at most."""
    charges, together = law.chain.charges, several > 1
    register.tell_choices(session, together=together)
    entries = [register.entries[k] for k in range(len(charges))]
    most = tuple(_rounded_up(figure * several) for figure in (valued.most, scales.most_measure))
    exchange = tuple(map(_rounded_up, valued.most_exchange))
    key = tuple(map(len, entries)), scales.measure, tuple(valued.currencies.items()), most, exchange
    if register.tables[together][0] != key:  # from stretch to stretch there is ever less that is new
        expressions = [row.expression for found in entries for entry in found for row in entry.measures if row.expression]
        units = dict.fromkeys(sorted({unit for expression in expressions for unit in expression.units}), scales.measure)
        columns = columns_for(expressions, units, valued.currencies)
        pairs = [(1 if pair.unit is None else most[1]) * exchange[pair.currency] for pair in columns.pairs]
        register.tables[together] = key, (columns, tabulate(entries, charges, columns, most[0], pairs))
    columns, tables = register.tables[together][1]
    shapes = tuple(charged.shape for charged in tables.charges)
    program = Program(rules(charges, columns), shapes, columns.pairs, len(columns.units), len(valued.currencies),
                      law.chain.rounding.mode, together, session.dialect)  # fmt: skip
    charged = _run(session, program, tables, list(columns.units), register.choices(together=together))
    return Charging(program, tables, together, charged)


def _rounded_up(figure: int) -> int:
    """A bound that is the same for figures of about one size."""
    return 1 << figure.bit_length()


def _run(session: Session, program: Program, tables: Tables, units: Sequence[str], choices: str) -> str:
    """Run the program on ``asked`` but for its last query, which is returned: it is best made part of what asks for it."""
    integer = session.dialect.integer
    quantities = "".join(f", {quantity_in(unit)} AS q{number}" for number, unit in enumerate(units))
    exchange = (f"x{number}" for number in range(program.currencies))
    kept = ", ".join(("n", "c", "kind", "day", "cv", "asked.ch", *exchange, *(f"e{k}" for k in range(len(program.rules)))))
    for k, charged in enumerate(tables.charges):
        session.table(f"entry{k}", [f"{name} {integer(wide)}" for name, wide in program.entry_columns(k)], charged.rows)
    if any(shape.gathered for shape in program.shapes):
        narrow, wide = session.dialect.narrow, session.dialect.wide
        session.table(
            "due", [f"{name} {narrow}" for name in ("k", "e", "m", "lump", "contest", "meaning", "place", "doubt")], tables.due
        )
        session.table("form", [f"{name} {wide if name not in 'mg' else narrow}" for name in program.form_columns()], tables.forms)
    size = "size > 1" if program.together else "size = 1"
    session.view("line", f"SELECT {kept}{quantities} FROM asked JOIN {choices} AS choice ON asked.ch = choice.ch WHERE {size}")
    stages = program.stages("line", ("kind", "day", "ch"))
    for name, query in stages[:-1]:
        session.make(name, query)
    return stages[-1][1]
