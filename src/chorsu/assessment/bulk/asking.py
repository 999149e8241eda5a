"""Questions put to the book: from lines to the number of the answer to each one's question, every question asked once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chorsu.assessment.bulk.questions import DIGITS, WITH_GROSS_MASS, WITH_NET_MASS, WITH_QUANTITY, Goods, Law, Question, texts
from chorsu.assessment.bulk.register import Register
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales, Valued
from chorsu.assessment.dialect import equal
from chorsu.measures.condition import Comparison

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and integers only

_SIGNS = {"=": "=", "==": "=", "!=": "<>"}
_TEXTS = ("jurisdiction", "hs", "code", "origin", "proofs", "producer", "mode", "buyer_kind", "importer", "unit")
_COUNTING = ("producer", "mode", "buyer_kind", "importer")
_GOODS = ["jurisdiction VARCHAR", "hs VARCHAR", "code VARCHAR", "epoch INTEGER", "g INTEGER", "same_epoch INTEGER", "origins INTEGER",
          "named_proofs INTEGER", *(f"{name}_counts BOOLEAN" for name in _COUNTING), "units_count BOOLEAN", "truths_count BOOLEAN"]  # fmt: skip
_CIRCUMSTANCES = ["g INTEGER", "epoch INTEGER", *(f"{name} VARCHAR" for name in ("origin", "proofs", *_COUNTING, "unit"))]


def ask(session: Session, law: Law, register: Register, scales: Scales, valued: Valued) -> None:
    """Make ``asked``: the valued lines with ``unit`` and ``ch``, the number of the answer to their question."""
    _tell_circumstances(session, law, register, valued)
    counting = next(session.rows("SELECT count(*) FROM told WHERE truths_count"))[0]
    exchange = "".join(f", x{number}" for number, _ in enumerate(valued.currencies))
    given = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE {bit} END" for name, bit in _FIGURES)
    session.make("narrowed", f"""SELECT n, c, size, valued.kind, day, cv, quantity, net_mass, gross_mass, unit, w, truths_count{exchange},
        CASE WHEN units_count THEN {given} ELSE 0 END AS figures
        FROM {valued.relation} AS valued JOIN told ON valued.kind = told.kind AND valued.epoch = told.epoch""")  # fmt: skip
    told = _with_truths(session, law, scales, valued) if counting else "(SELECT *, '' AS truths FROM narrowed)"
    question = register.relation("question")
    columns = ["w INTEGER", "figures INTEGER", "truths VARCHAR", "ch INTEGER"]
    new = _unseen(session, question, columns, columns[:-1], f"{told} AS lines")
    rows = [(w, figures, truths, register.ask(law, _question(register, w, figures, truths))) for w, figures, truths in new]
    session.add(question, columns, rows)
    session.view("asked", f"""SELECT n, c, size, kind, day, cv, quantity, net_mass, gross_mass, unit, ch{exchange} FROM {told} AS lines
        JOIN {question} AS question ON lines.w = question.w AND lines.figures = question.figures AND lines.truths = question.truths""")  # fmt: skip


def _question(register: Register, w: int, figures: int, truths: str) -> Question:
    g, epoch, origin, proofs, producer, mode, buyer_kind, importer, unit = register.circumstances[w]
    goods = register.goods[g]
    return Question(goods, epoch, origin, proofs, producer, mode, buyer_kind, importer, unit, figures, truths)


_NET = "coalesce(net_mass, CASE WHEN unit = 'KGM' THEN quantity END)"
_FIGURES = (("quantity", WITH_QUANTITY), ("net_mass", WITH_NET_MASS), ("gross_mass", WITH_GROSS_MASS))


def _tell_circumstances(session: Session, law: Law, register: Register, valued: Valued) -> None:
    """Make ``told``: for each kind of line and stretch of days the number ``w`` of what of its circumstances counts."""
    absent = ", ".join(f"coalesce({name}, '') AS {name}" for name in _TEXTS)
    session.make("asking", f"""SELECT kind.kind, epoch, {absent} FROM (SELECT DISTINCT kind, epoch FROM {valued.relation}) AS valued
        JOIN kind ON valued.kind = kind.kind""")  # fmt: skip
    _tell_goods(session, law, register)
    _tell_classes(session, law, register)
    goods, origins, proofs, known = map(register.relation, ("goods", "origin_class", "proof_class", "circumstances"))
    counted = ", ".join(f"CASE WHEN {name}_counts THEN asking.{name} ELSE '' END AS {name}" for name in _COUNTING)
    session.make("counting", f"""SELECT asking.kind, asking.epoch AS of_epoch, g, same_epoch AS epoch, origin_class.origin, proof_class.proofs,
            {counted}, CASE WHEN units_count THEN asking.unit ELSE '' END AS unit, asking.unit AS own_unit, units_count, truths_count
        FROM asking
        JOIN {goods} AS goods ON {equal("asking", "goods", ("jurisdiction", "hs", "code", "epoch"))}
        JOIN {origins} AS origin_class ON goods.origins = origin_class.origins AND asking.origin = origin_class.of AND asking.epoch = origin_class.epoch
        JOIN {proofs} AS proof_class ON goods.named_proofs = proof_class.named AND asking.proofs = proof_class.of""")  # fmt: skip
    new = _unseen(session, known, [*_CIRCUMSTANCES, "w INTEGER"], _CIRCUMSTANCES, "counting")
    session.add(known, [*_CIRCUMSTANCES, "w INTEGER"], [(*row, len(register.circumstances) + i) for i, row in enumerate(new)])
    register.circumstances += new
    session.make("told", f"""SELECT kind, of_epoch AS epoch, w, own_unit AS unit, units_count, truths_count
        FROM counting JOIN {known} AS known ON {equal("counting", "known", map(_name, _CIRCUMSTANCES))}""")  # fmt: skip
    session.drop("asking", "counting")


def _tell_goods(session: Session, law: Law, register: Register) -> None:
    """Add to ``goods``, for the new ones among those asked about: what of a line's circumstances counts for them."""
    relation = register.relation("goods")
    rows: list[tuple[object, ...]] = []
    for state, hs, code, epoch in _unseen(session, relation, _GOODS, _GOODS[:4], "asking"):
        goods = Goods(state, hs, code)
        g = register.goods_numbers.setdefault(goods, len(register.goods))
        if g == len(register.goods):
            register.goods.append(goods)
        named = law.named_by(goods)
        rows.append((state, hs, code, epoch, g, law.epoch_of(goods, epoch),
                     register.named_origins.setdefault(named.origins, len(register.named_origins)),
                     register.named_proofs.setdefault(named.proofs, len(register.named_proofs)),
                     *(word in named.words for word in ("producer", "mode", "buyer", "importer")), named.units, bool(named.truths)))  # fmt: skip
    session.add(relation, _GOODS, rows)


def _tell_classes(session: Session, law: Law, register: Register) -> None:
    """Add to ``origin_class`` and ``proof_class``: what goods can tell of the origins and proofs that lines with them have."""
    goods, origins, proofs = map(register.relation, ("goods", "origin_class", "proof_class"))
    same = equal("asking", "goods", ("jurisdiction", "hs", "code", "epoch"))
    asked = f"asking JOIN {goods} AS goods ON {same}"
    columns = ["origins INTEGER", "of VARCHAR", "epoch INTEGER", "origin VARCHAR"]
    source = f"(SELECT origins, asking.origin AS of, asking.epoch FROM {asked}) AS found"
    new = _unseen(session, origins, columns, columns[:-1], source)
    named, rows = list(register.named_origins), []
    for number, origin, epoch in new:
        key = named[number], law.frames[epoch], law.origin_class(named[number], origin, epoch)
        rows.append((number, origin, epoch, register.origins.setdefault(key, origin)))
    session.add(origins, columns, rows)
    columns = ["named INTEGER", "of VARCHAR", "proofs VARCHAR"]
    source = f"(SELECT named_proofs AS named, asking.proofs AS of FROM {asked}) AS found"
    found = _unseen(session, proofs, columns, columns[:-1], source)
    named = list(register.named_proofs)
    session.add(
        proofs, columns, [(number, given, "; ".join(sorted(frozenset(texts(given)) & named[number]))) for number, given in found]
    )


def _unseen(session: Session, relation: str, columns: Sequence[str], keys: Sequence[str], source: str) -> list[tuple[Any, ...]]:
    """What a source has in the ``keys`` among a relation's columns, and the relation (made if there is none) has not; in order."""
    session.add(relation, columns, [])
    names = list(map(_name, keys))
    listed = ", ".join(names)
    return list(session.rows(f"""SELECT {listed} FROM (SELECT DISTINCT {listed} FROM {source}) AS asked
        WHERE NOT EXISTS (SELECT 1 FROM {relation} AS known WHERE {equal("asked", "known", names)}) ORDER BY {listed}"""))  # fmt: skip


def _name(column: str) -> str:
    """The name of a column that is given with its type."""
    return column.partition(" ")[0]


def _with_truths(session: Session, law: Law, scales: Scales, valued: Valued) -> str:
    """SQL for the lines with ``truths``, digits for what the law is told of those for which that counts."""
    source, figures = "narrowed", (("cv", "cv"), ("net", _NET), ("gross_mass", "gross_mass"))
    if law.comparisons:
        sums = ", ".join(f"CASE WHEN count({name}) = count(*) THEN sum({name}) END AS sum_{name}" for name, _ in figures)
        session.make("together", f"""SELECT c AS of, {sums} FROM (SELECT c, cv, {_NET} AS net, gross_mass FROM narrowed
            WHERE size > 1 AND c IN (SELECT c FROM narrowed WHERE truths_count)) AS lines GROUP BY c""")  # fmt: skip
        own = ", ".join(f"CASE WHEN size = 1 THEN {sql} ELSE sum_{name} END AS all_{name}" for name, sql in figures)
        source = f"(SELECT narrowed.*, {own} FROM narrowed LEFT JOIN together ON c = together.of) AS narrowed"
    digits = [_truth(part, scales, valued, session.dialect.wide) for part in law.comparisons]
    if law.quotas:
        source += " LEFT JOIN covered ON c = covered.of"
        digits.append(f"coalesce(covered.digits, '{DIGITS[None] * len(law.quotas)}')")
    truths = " || ".join(digits) or "''"
    session.make("truthful", f"SELECT narrowed.*, CASE WHEN truths_count THEN {truths} ELSE '' END AS truths FROM {source}")
    return "truthful"


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


def quantity_in(unit: str) -> str:
    """SQL for a line's quantity in a unit: of kilograms (and tonnes) the net mass, of gross kilograms the gross one."""
    if unit in ("KGM", "TNE"):
        return f"({_NET})"
    counted = f"CASE WHEN unit = '{unit}' THEN quantity END"
    return f"coalesce(gross_mass, {counted})" if unit == "E4" else counted
