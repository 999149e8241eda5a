"""The charges of the lines of one chain: questions put to the book, its answers as entries, the program run on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from chorsu.assessment.bulk.questions import DIGITS, WITH_GROSS_MASS, WITH_NET_MASS, WITH_QUANTITY, Goods, Law, Question, texts
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales, Valued
from chorsu.assessment.coefficients import Columns, columns_for
from chorsu.assessment.entries import Entry, Tables, tabulate
from chorsu.assessment.prepare import Settled
from chorsu.assessment.program import Program
from chorsu.assessment.reckon import rules
from chorsu.measures.condition import Comparison

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and integers only

_SIGNS = {"=": "=", "==": "=", "!=": "<>"}
_TEXTS = ("jurisdiction", "hs", "code", "origin", "proofs", "producer", "mode", "buyer_kind", "importer", "unit")


@dataclass
class Register:
    """What has been asked of one law so far: answers by number, and the entries of each charge by what is in them."""

    goods: list[Goods] = field(default_factory=list)
    goods_numbers: dict[Goods, int] = field(default_factory=dict)
    origins: dict[tuple[frozenset[str], tuple[object, ...], str], str] = field(default_factory=dict)
    answers: list[Sequence[Settled]] = field(default_factory=list)
    numbers: dict[Question, int] = field(default_factory=dict)
    rows: dict[tuple[int, bool], tuple[int, ...]] = field(default_factory=dict)
    said: list[Any] = field(default_factory=list)
    entries: list[list[Entry]] = field(default_factory=list)
    places: list[dict[object, int]] = field(default_factory=list)

    def number(self, law: Law, question: Question) -> int:
        """The number of the answer to a question."""
        if question not in self.numbers:
            self.numbers[question] = len(self.answers)
            self.answers.append(law.answer(question))
        return self.numbers[question]

    def row(self, number: int, alone: bool) -> tuple[int, ...]:
        """An answer as the numbers of its entries, by charge."""
        key = number, alone
        if key not in self.rows:
            self.rows[key] = (number, *(self.entry(k, settled, alone) for k, settled in enumerate(self.answers[number])))
        return self.rows[key]

    def entry(self, k: int, settled: Settled, alone: bool) -> int:
        """The number of an entry among those of its charge."""
        while len(self.entries) <= k:
            self.entries.append([])
            self.places.append({})
        ids = tuple(tuple(row.id for row in rows) for rows in settled.contests)
        relief = settled.relief.id if settled.relief else ""
        lump = not alone and any(row.per == "consignment" for rows in (*settled.contests, settled.doubts) for row in rows)
        key = (settled.state, relief, lump, ids, tuple(row.id for row in settled.doubts) if lump else ())
        if key not in self.places[k]:
            self.places[k][key] = len(self.entries[k])
            self.entries[k].append(Entry(settled.state, settled.contests, settled.doubts if lump else (), not lump, relief))
        return self.places[k][key]


def ask(session: Session, law: Law, register: Register, scales: Scales, valued: Valued) -> list[int]:
    """Make ``asked``: the valued lines with ``ch``, the number of the answer to their question; the numbers that there are."""
    _with_truths(session, law, scales, valued)
    _tell_goods(session, law, register)
    columns = {
        "g": "goods.g", "epoch": "goods.same_epoch", "origin": "origin_class.origin", "proofs": "proof_class.proofs",
        **{name: f"CASE WHEN {name}_counts THEN questioned.{name} ELSE '' END" for name in ("producer", "mode", "buyer_kind", "importer")},
        "unit": "CASE WHEN units_count THEN questioned.unit ELSE '' END", "figures": "CASE WHEN units_count THEN figures ELSE 0 END",
        "truths": "CASE WHEN truths_count THEN truths ELSE '' END",
    }  # fmt: skip
    narrowed = ", ".join(f"{sql} AS k_{name}" for name, sql in columns.items())
    exchange = "".join(f", x{number}" for number, _ in enumerate(valued.currencies))
    session.make("narrowed", f"""SELECT n, c, cv, quantity, net_mass, gross_mass, alone, questioned.unit, questioned.origin, questioned.day{exchange}, {narrowed}
        FROM questioned
        JOIN goods ON questioned.jurisdiction = goods.jurisdiction AND questioned.hs = goods.hs AND questioned.code = goods.code
            AND questioned.epoch = goods.epoch
        JOIN origin_class ON goods.origins = origin_class.origins AND questioned.origin = origin_class.of AND questioned.epoch = origin_class.epoch
        JOIN proof_class ON goods.named_proofs = proof_class.named AND questioned.proofs = proof_class.of""")  # fmt: skip
    keys = ", ".join(f"k_{name}" for name in columns)
    known = [
        (*row, register.number(law, Question(register.goods[row[0]], *row[1:])))
        for row in session.rows(f"SELECT DISTINCT {keys} FROM narrowed")
    ]
    types = {"g": "INTEGER", "epoch": "INTEGER", "figures": "INTEGER"}
    session.table("question", [*(f"k_{name} {types.get(name, 'VARCHAR')}" for name in columns), "ch INTEGER"], known)
    session.view("asked", f"""SELECT n, c, cv, quantity, net_mass, gross_mass, alone, unit, origin, day, ch{exchange}
        FROM narrowed JOIN question USING ({keys})""")  # fmt: skip
    return sorted({row[-1] for row in known})


_NET = "coalesce(net_mass, CASE WHEN unit = 'KGM' THEN quantity END)"


def _with_truths(session: Session, law: Law, scales: Scales, valued: Valued) -> None:
    """Make ``questioned``: the valued lines with ``truths``, digits for what the law is told; absent texts are empty."""
    source = f"{valued.relation} AS valued"
    if law.comparisons:
        figures = (("cv", "cv"), ("net", _NET), ("gross_mass", "gross_mass"))
        sums = ", ".join(f"CASE WHEN count({name}) = count(*) THEN sum({name}) END AS sum_{name}" for name, _ in figures)
        session.make("together", f"""SELECT c, {sums} FROM (SELECT c, cv, {_NET} AS net, gross_mass FROM {valued.relation} WHERE NOT alone) AS v
            GROUP BY c""")  # fmt: skip
        own = ", ".join(f"CASE WHEN alone THEN {sql} ELSE sum_{name} END AS all_{name}" for name, sql in figures)
        source = (
            f"(SELECT valued.*, {own} FROM {valued.relation} AS valued LEFT JOIN together ON valued.c = together.c) AS valued"
        )
    digits = [_truth(part, scales, valued, session.dialect.wide) for part in law.comparisons]
    if law.quotas:
        source += " LEFT JOIN covered ON valued.c = covered.of"
        digits.append(f"coalesce(covered.digits, '{DIGITS[None] * len(law.quotas)}')")
    truths = " || ".join(digits) or "''"
    given = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE {bit} END" for name, bit in _FIGURES)
    kept = (
        "n",
        "c",
        "cv",
        "quantity",
        "net_mass",
        "gross_mass",
        "epoch",
        "alone",
        "day",
        *(f"x{i}" for i, _ in enumerate(valued.currencies)),
    )
    absent = ", ".join(f"coalesce({name}, '') AS {name}" for name in _TEXTS)
    session.view("questioned", f"SELECT {', '.join(kept)}, {absent}, {given} AS figures, {truths} AS truths FROM {source}")


_FIGURES = (("quantity", WITH_QUANTITY), ("net_mass", WITH_NET_MASS), ("gross_mass", WITH_GROSS_MASS))


def _tell_goods(session: Session, law: Law, register: Register) -> None:
    """Make ``goods``: what of a line's circumstances counts for its goods; ``origin_class`` and ``proof_class`` narrow two of them."""
    rows: list[tuple[object, ...]] = []
    named_origins: dict[frozenset[str], int] = {}
    named_proofs: dict[frozenset[str], int] = {}
    for state, hs, code, epoch in session.rows("SELECT DISTINCT jurisdiction, hs, coalesce(code, ''), epoch FROM lines"):
        goods = Goods(state, hs, code)
        g = register.goods_numbers.setdefault(goods, len(register.goods))
        if g == len(register.goods):
            register.goods.append(goods)
        named = law.named_by(goods)
        rows.append((state, hs, code, epoch, law.epoch_of(goods, epoch), g, named_origins.setdefault(named.origins, len(named_origins)),
                     named_proofs.setdefault(named.proofs, len(named_proofs)),
                     *(word in named.words for word in ("producer", "mode", "buyer", "importer")), named.units, bool(named.truths)))  # fmt: skip
    session.table("goods", ["jurisdiction VARCHAR", "hs VARCHAR", "code VARCHAR", "epoch INTEGER", "same_epoch INTEGER",
                            "g INTEGER", "origins INTEGER", "named_proofs INTEGER",
                            *(f"{name}_counts BOOLEAN" for name in ("producer", "mode", "buyer_kind", "importer")),
                            "units_count BOOLEAN", "truths_count BOOLEAN"], rows)  # fmt: skip
    classes = []
    for origin, epoch in session.rows("SELECT DISTINCT origin, epoch FROM lines"):
        for names, number in named_origins.items():
            key = names, law.frames[epoch], law.origin_class(names, origin, epoch)
            classes.append((number, origin, epoch, register.origins.setdefault(key, origin)))
    session.table("origin_class", ["origins INTEGER", "of VARCHAR", "epoch INTEGER", "origin VARCHAR"], classes)
    proofs = [(number, given, "; ".join(sorted(frozenset(texts(given)) & names)))
              for (given,) in session.rows("SELECT DISTINCT coalesce(proofs, '') FROM lines") for names, number in named_proofs.items()]  # fmt: skip
    session.table("proof_class", ["named INTEGER", "of VARCHAR", "proofs VARCHAR"], proofs)


def _truth(part: Comparison, scales: Scales, valued: Valued, wide: str) -> str:
    """SQL for a digit that says whether a comparison holds: 1, 0, or 2 where it cannot be told."""
    n, d = part.limit.as_integer_ratio()
    figure, _, per = part.figure.partition("/")
    left, right = f"{d}", f"{n}"
    if figure in ("net_mass", "gross_mass"):
        left += f" * {'all_net' if figure == 'net_mass' else 'all_gross_mass'}"
        right += f" * {scales.measure * _kilograms(part.unit)}"
    elif figure == "customs_value":
        left += f" * {'cv' if per else 'all_cv'} * {valued.currencies[part.unit]}"
        right += f" * x{list(valued.currencies).index(part.unit)}"
    else:
        left += f" * {quantity_in(figure)} * {_kilograms(per)}"
        right += f" * {quantity_in(per)} * {_kilograms(figure)}"
    if per and figure == "customs_value":  # of each: where there are none, nothing can be said
        left += f" * {scales.measure * _kilograms(per)}"
        right += f" * {quantity_in(per)}"
    left, right = (side if side == str(number) else side.replace(str(number), f"CAST({number} AS {wide})", 1)
                   for side, number in ((left, d), (right, n)))  # fmt: skip
    none = f" OR coalesce({quantity_in(per)}, 0) = 0" if per else ""
    sign = _SIGNS.get(part.sign, part.sign)
    return f"CASE WHEN ({left}) IS NULL OR ({right}) IS NULL{none} THEN '2' WHEN {left} {sign} {right} THEN '1' ELSE '0' END"


def _kilograms(unit: str) -> int:
    return 1000 if unit == "TNE" else 1


@dataclass(frozen=True)
class Charging:
    """A run of the program, whose last relation is ``charged``."""

    program: Program
    tables: Tables
    columns: Columns
    numbers: Sequence[int]


def charge(session: Session, law: Law, register: Register, scales: Scales, valued: Valued) -> Iterator[Charging]:
    """Run the program on the lines that are consignments of their own, then on those that share one."""
    numbers = ask(session, law, register, scales, valued)
    charges = law.chain.charges
    for together in (False, True):
        where = "NOT alone" if together else "alone"
        # How many lines a sum over a consignment takes in at most.
        several = next(session.rows(f"SELECT max(size) FROM (SELECT count(*) AS size FROM narrowed WHERE {where} GROUP BY c) AS sizes"
                                    if together else f"SELECT 1 FROM narrowed WHERE {where} LIMIT 1"), (None,))[0]  # fmt: skip
        if several is None:
            continue
        rows = [register.row(number, not together) for number in numbers]
        session.table("choice", ["ch INTEGER", *(f"e{k} INTEGER" for k in range(len(charges)))], rows)
        entries = [register.entries[k] for k in range(len(charges))]
        expressions = [row.expression for found in entries for entry in found for row in entry.measures if row.expression]
        units = dict.fromkeys(sorted({unit for expression in expressions for unit in expression.units}), scales.measure)
        columns = columns_for(expressions, units, valued.currencies)
        pairs = [
            (1 if pair.unit is None else scales.most_measure * several) * valued.most_exchange[pair.currency]
            for pair in columns.pairs
        ]
        tables = tabulate(entries, charges, columns, valued.most * several, pairs)
        program = Program(rules(charges, columns), tuple(charged.shape for charged in tables.charges), columns.pairs, len(units),
                          len(valued.currencies), law.chain.rounding.mode, together, session.dialect)  # fmt: skip
        _run(session, program, tables, list(units), where)
        yield Charging(program, tables, columns, numbers)


def _run(session: Session, program: Program, tables: Tables, units: Sequence[str], where: str) -> None:
    integer = session.dialect.integer
    quantities = "".join(f", {quantity_in(unit)} AS q{number}" for number, unit in enumerate(units))
    kept = ", ".join(
        (
            "n",
            "c",
            "cv",
            "origin",
            "day",
            "ch",
            *(f"x{i}" for i in range(program.currencies)),
            *(f"e{k}" for k in range(len(program.rules))),
        )
    )
    for k, charged in enumerate(tables.charges):
        session.table(f"entry{k}", [f"{name} {integer(wide)}" for name, wide in program.entry_columns(k)], charged.rows)
    if any(shape.gathered for shape in program.shapes):
        narrow, wide = session.dialect.narrow, session.dialect.wide
        session.table(
            "due", [f"{name} {narrow}" for name in ("k", "e", "m", "lump", "contest", "meaning", "place", "doubt")], tables.due
        )
        session.table("form", [f"{name} {wide if name not in 'mg' else narrow}" for name in program.form_columns()], tables.forms)
    session.view("line", f"SELECT {kept}{quantities} FROM (SELECT * FROM asked WHERE {where}) AS asked JOIN choice USING (ch)")
    stages = program.stages("line")
    for name, query in stages[:-1]:
        session.make(name, query)
    session.view(*stages[-1])


def quantity_in(unit: str) -> str:
    """SQL for a line's quantity in a unit: of kilograms (and tonnes) the net mass, of gross kilograms the gross one."""
    if unit in ("KGM", "TNE"):
        return f"({_NET})"
    counted = f"CASE WHEN unit = '{unit}' THEN quantity END"
    return f"coalesce(gross_mass, {counted})" if unit == "E4" else counted
