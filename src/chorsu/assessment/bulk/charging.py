"""The charges of the lines of one chain: questions put to the book, its answers as entries, the program run on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chorsu.assessment.bulk.questions import COLUMNS, WITH_GROSS_MASS, WITH_NET_MASS, WITH_QUANTITY, Answer, Law, Question
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales, Valued
from chorsu.assessment.coefficients import Columns, columns_for
from chorsu.assessment.entries import Entry, Tables, tabulate
from chorsu.assessment.program import Program
from chorsu.assessment.reckon import rules
from chorsu.measures.condition import Comparison

# ruff: noqa: S608 - the SQL below is put together from this module's own words and integers only

_SIGNS = {"=": "=", "==": "=", "!=": "<>"}
_TEXTS = ("jurisdiction", "hs", "code", "origin", "proofs", "producer", "mode", "buyer_kind", "importer", "unit")


@dataclass
class Register:
    """What has been asked of one law so far: answers by number, and the entries of each charge by what is in them."""

    answers: list[Answer] = field(default_factory=list)
    numbers: dict[Question, int] = field(default_factory=dict)
    entries: list[list[Entry]] = field(default_factory=list)
    places: list[dict[object, int]] = field(default_factory=list)

    def add(self, question: Question, answer: Answer) -> int:
        """The number of the answer to a question."""
        if question not in self.numbers:
            self.numbers[question] = len(self.answers)
            self.answers.append(answer)
        return self.numbers[question]

    def entry(self, k: int, entry: Entry) -> int:
        """The number of an entry among those of its charge."""
        while len(self.entries) <= k:
            self.entries.append([])
            self.places.append({})
        lump = not entry.alone and any(row.per == "consignment" for row in (*entry.measures, *entry.doubts))
        key = (
            entry.state,
            lump,
            tuple(tuple(row.id for row in rows) for rows in entry.contests),
            tuple(row.id for row in entry.doubts),
        )
        if key not in self.places[k]:
            self.places[k][key] = len(self.entries[k])
            self.entries[k].append(entry)
        return self.places[k][key]


def ask(session: Session, law: Law, register: Register, scales: Scales, valued: Valued) -> None:
    """Make ``asked``: the valued lines with ``ch``, the number of the answer to their question."""
    truths = " || ".join(_truth(part, scales, valued, session.dialect.wide) for part in law.comparisons) or "''"
    sums = ""
    if law.comparisons:
        figures = ("cv", "net", "gross_mass")
        named = ", ".join(f"CASE WHEN count({name}) = count(*) THEN sum({name}) END AS sum_{name}" for name in figures)
        session.make(
            "together",
            f"SELECT c, {named} FROM (SELECT c, cv, {_NET} AS net, gross_mass FROM valued WHERE NOT alone) AS v GROUP BY c",
        )
        sums = " LEFT JOIN together ON valued.c = together.c"
        own = ", ".join(f"CASE WHEN alone THEN {sql} ELSE sum_{name} END AS all_{name}"
                        for name, sql in (("cv", "cv"), ("net", _NET), ("gross_mass", "gross_mass")))  # fmt: skip
        sums = f"(SELECT valued.*, {own} FROM valued{sums}) AS valued"
    texts = ", ".join(f"coalesce({name}, '') AS {name}" for name in _TEXTS)
    figures_given = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE {bit} END" for name, bit in (
        ("quantity", WITH_QUANTITY), ("net_mass", WITH_NET_MASS), ("gross_mass", WITH_GROSS_MASS)))  # fmt: skip
    keep = ", ".join(
        (
            "n",
            "c",
            "cv",
            "quantity",
            "net_mass",
            "gross_mass",
            "epoch",
            "alone",
            *(f"x{i}" for i, _ in enumerate(valued.currencies)),
        )
    )
    session.make("questioned", f"SELECT {keep}, {texts}, {figures_given} AS figures, {truths} AS truths FROM {sums or 'valued'}")
    names = ", ".join(COLUMNS)
    known = [(*row, register.add(question, law.answer(question)))
             for row in session.rows(f"SELECT DISTINCT {names} FROM questioned") for question in (Question(*row),)]  # fmt: skip
    types = {"epoch": "INTEGER", "figures": "INTEGER", "alone": "BOOLEAN"}
    session.table("question", [*(f"{name} {types.get(name, 'VARCHAR')}" for name in COLUMNS), "ch INTEGER"], known)
    same = " AND ".join(f"questioned.{name} = question.{name}" for name in COLUMNS)
    exchange = "".join(f", x{number}" for number, _ in enumerate(valued.currencies))
    session.make("asked", f"""SELECT n, c, cv, quantity, net_mass, gross_mass, questioned.alone, questioned.unit, ch{exchange}
        FROM questioned JOIN question ON {same}""")  # fmt: skip
    session.drop("questioned", "question", "together")


_NET = "coalesce(net_mass, CASE WHEN unit = 'KGM' THEN quantity END)"


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
        left += f" * {_quantity(figure)} * {_kilograms(per)}"
        right += f" * {_quantity(per)} * {_kilograms(figure)}"
    if per and figure == "customs_value":  # of each: where there are none, nothing can be said
        left += f" * {scales.measure * _kilograms(per)}"
        right += f" * {_quantity(per)}"
    left, right = (side if side == str(number) else side.replace(str(number), f"CAST({number} AS {wide})", 1)
                   for side, number in ((left, d), (right, n)))  # fmt: skip
    none = f" OR coalesce({_quantity(per)}, 0) = 0" if per else ""
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


def charge(session: Session, law: Law, register: Register, scales: Scales, valued: Valued) -> Iterator[Charging]:
    """Run the program on the lines that are consignments of their own, then on those that share one."""
    numbers = [number for (number,) in session.rows("SELECT DISTINCT ch FROM asked")]
    answers = [(number, register.answers[number]) for number in sorted(numbers)]
    rows = [(number, *(register.entry(k, entry) for k, entry in enumerate(answer.entries))) for number, answer in answers]
    charges = law.chain.charges
    entries = [register.entries[k] for k in range(len(charges))]
    session.table("choice", ["ch INTEGER", *(f"e{k} INTEGER" for k in range(len(charges)))], rows)
    expressions = [row.expression for found in entries for entry in found for row in entry.measures if row.expression]
    units = dict.fromkeys(sorted({unit for expression in expressions for unit in expression.units}), scales.measure)
    columns = columns_for(expressions, units, valued.currencies)
    for together in (False, True):
        where = "NOT alone" if together else "alone"
        # How many lines a sum over a consignment takes in at most.
        several = next(session.rows(f"SELECT max(size) FROM (SELECT count(*) AS size FROM asked WHERE {where} GROUP BY c) AS sizes"
                                    if together else f"SELECT 1 FROM asked WHERE {where} LIMIT 1"), (None,))[0]  # fmt: skip
        if several is None:
            continue
        pairs = [
            (1 if pair.unit is None else scales.most_measure * several) * valued.most_exchange[pair.currency]
            for pair in columns.pairs
        ]
        tables = tabulate(entries, charges, columns, valued.most * several, pairs)
        program = Program(rules(charges, columns), tuple(charged.shape for charged in tables.charges), columns.pairs, len(units),
                          len(valued.currencies), law.chain.rounding.mode, together, session.dialect)  # fmt: skip
        _run(session, program, tables, list(units), where)
        yield Charging(program, tables, columns)


def _run(session: Session, program: Program, tables: Tables, units: Sequence[str], where: str) -> None:
    integer = session.dialect.integer
    quantities = "".join(f", {_quantity(unit)} AS q{number}" for number, unit in enumerate(units))
    kept = ", ".join(
        ("n", "c", "cv", "ch", *(f"x{i}" for i in range(program.currencies)), *(f"e{k}" for k in range(len(program.rules))))
    )
    for k, charged in enumerate(tables.charges):
        session.table(f"entry{k}", [f"{name} {integer(wide)}" for name, wide in program.entry_columns(k)], charged.rows)
    if any(shape.gathered for shape in program.shapes):
        narrow, wide = session.dialect.narrow, session.dialect.wide
        session.table(
            "due", [f"{name} {narrow}" for name in ("k", "e", "m", "lump", "contest", "meaning", "place", "doubt")], tables.due
        )
        session.table("form", [f"{name} {wide if name not in 'mg' else narrow}" for name in program.form_columns()], tables.forms)
    session.make("line", f"SELECT {kept}{quantities} FROM (SELECT * FROM asked WHERE {where}) AS asked JOIN choice USING (ch)")
    for name, query in program.stages("line"):
        session.make(name, query)


def _quantity(unit: str) -> str:
    if unit in ("KGM", "TNE"):
        return f"({_NET})"
    return "gross_mass" if unit == "E4" else f"CASE WHEN unit = '{unit}' THEN quantity END"
