"""The columns that go out: an amount for each kind of charge, the total, the measures that count, what is unknown and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chorsu.assessment.bulk.charging import Charging, Register
from chorsu.assessment.bulk.questions import DAY, ORIGIN, Law
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.case import NO_RATE
from chorsu.assessment.entries import Entry
from chorsu.assessment.prepare import Settled
from chorsu.assessment.program import DUE, GATHERED, UNKNOWN, ZERO
from chorsu.assessment.reckon import places
from chorsu.measures.model import Chain
from chorsu.text import Text, say

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words, numbers and quoted texts only

AFTER_KINDS = ("total", "measures", "unknown", "why", "customs_value", "currency_out", "regime_out")
ON_UNKNOWN = say("It is computed on something that is unknown.")
NO_VALUE = say("The customs value cannot be told: no official rate of exchange is on file, or freight is given without its term.")


def kinds_of(chains: Sequence[Chain]) -> tuple[str, ...]:
    """The kinds of charge of some chains, each in the order in which it first stands."""
    return tuple(dict.fromkeys(charge.kind for chain in chains for charge in chain.charges))


def places_of(chains: Sequence[Chain]) -> int:
    """How many decimals the amounts of some chains need."""
    return max((places(chain.rounding.to) for chain in chains), default=2)


class Results:
    """The results of one chain as a query over ``charged``: ``n`` and the columns that go out."""

    def __init__(self, session: Session, law: Law, register: Register, charging: Charging, decimals: int, language: str) -> None:
        self.session, self.law, self.register, self.charging = session, law, register, charging
        self.decimals, self.language, self.dialect = decimals, language, session.dialect
        self.charges = law.chain.charges
        new = range(len(register.said), len(register.answers))
        register.said += [_said(number, register.answers[number], law, language) for number in new]
        self.said = [register.said[number] for number in charging.numbers]

    def query(self, kinds: Sequence[str]) -> str:
        """The query; ``kinds`` are those of all chains, so that every chain has the same columns."""
        every = range(len(self.charges))
        by_kind: dict[str, list[str]] = {}
        for k, charge in enumerate(self.charges):
            by_kind.setdefault(charge.kind, []).append(f"u{k}")
        nothing = f"CAST(NULL AS DECIMAL(38,{self.decimals}))"
        amounts = [f"{self._money(' + '.join(by_kind[kind])) if kind in by_kind else nothing} AS {kind}" for kind in kinds]
        gaps = " + ".join(f"CASE WHEN t{k} IS NULL THEN 1 ELSE 0 END" for k in every) or "0"
        # Mostly what a line's question was answered with is all that there is to say.
        plain = f"cv IS NOT NULL AND gaps = {gaps}"
        dynamic = self.dialect.joined(*(self._counting(k) for k in every))
        if any(entry.relief for entries in self.register.entries for entry in entries):  # a relief of several charges stands once
            dynamic = self.dialect.unique(dynamic)
        columns = [
            "charged.n", *amounts, f'{self._money(" + ".join(f"u{k}" for k in every) or "0")} AS total',
            f"CASE WHEN static AND {plain} THEN said_measures ELSE {dynamic} END AS measures",
            f"CASE WHEN {plain} THEN coalesce(said_unknown, {self.dialect.texts()}) ELSE {self._unknown()} END AS unknown",
            f"{self._with_origin(f'CASE WHEN {plain} THEN coalesce(said_why, {self.dialect.texts()}) ELSE {self._why()} END')} AS why",
            f"{self._money('cv')} AS customs_value",
            f"{self.dialect.text(self.law.chain.currency)} AS currency_out",
            f"{self.dialect.text(self.law.chain.regime)} AS regime_out",
        ]  # fmt: skip
        return f"SELECT {', '.join(columns)} FROM charged {self._joins()}"

    def _money(self, steps: str) -> str:
        to = self.law.chain.rounding.to
        amount = f"CAST({steps} AS DECIMAL(30,0)) * CAST({to} AS DECIMAL(8,{places(to)}))"
        return f"CAST({amount} AS DECIMAL(38,{self.decimals}))"

    def _joins(self) -> str:
        session, shapes = self.session, self.charging.program.shapes
        session.table(
            "said",
            ["ch INTEGER", "static BOOLEAN", "gaps INTEGER", "said_measures VARCHAR[]"],
            [(row.number, row.static, len(row.unknown), row.measures) for row in self.said],
        )
        gaps = [row for row in self.said if row.unknown]
        reasons = (f"why{k} VARCHAR" for k in range(len(self.charges)))
        session.table(
            "gap",
            ["ch INTEGER", "said_unknown VARCHAR[]", "said_why VARCHAR[]", *reasons],
            [(row.number, row.unknown, row.why, *row.by_charge) for row in gaps],
        )
        joins = ["JOIN said ON charged.ch = said.ch LEFT JOIN gap ON charged.ch = gap.ch"]
        if any(shape.gathered for shape in shapes):
            session.table(
                "measure", ["m BIGINT", "id VARCHAR"], [(m, row.id) for m, row in enumerate(self.charging.tables.measures)]
            )
        for k, charge in enumerate(self.charges):
            rows = [(e, _ids_of(entry)) for e, entry in enumerate(self.register.entries[k])]
            session.table(f"names{k}", ["e INTEGER", f"ids{k} VARCHAR[]"], rows)
            joins.append(f"JOIN names{k} ON charged.e{k} = names{k}.e")
            if shapes[k].gathered and charge.lowest:
                joins.append(f"LEFT JOIN measure AS measure{k} ON charged.w{k} = measure{k}.m")
        return " ".join(joins)

    def _counting(self, k: int) -> str:
        """SQL for the ids of the measures that count for a charge."""
        nothing = self.dialect.texts()
        if not self.charges[k].lowest:
            return f"CASE WHEN t{k} IS NULL THEN {nothing} ELSE ids{k} END"
        shape = self.charging.program.shapes[k]
        slots = " ".join(
            f"WHEN m{k}_{j} = o{k} THEN {self.dialect.texts(self.dialect.item(f'ids{k}', j))}" for j in range(len(shape.slots))
        )
        gathered = f"WHEN s{k} = {GATHERED} THEN {self.dialect.texts(f'measure{k}.id')} " if shape.gathered else ""
        return f"CASE WHEN t{k} IS NULL THEN {nothing} WHEN s{k} = {ZERO} THEN ids{k} {gathered}{slots} ELSE {nothing} END"

    def _with_origin(self, why: str) -> str:
        """SQL for reasons with the line's origin and day in the places of their marks."""
        said = [text for row in self.said for text in row.why]
        for mark, column in ((ORIGIN, "charged.origin"), (DAY, f"CAST(charged.day AS {self.dialect.string})")):
            if any(mark in text for text in said):
                why = self.dialect.each(why, f"replace(one, '{mark}', {column})")
        return why

    def _unknown(self) -> str:
        nothing = self.dialect.texts()
        parts = [("cv", "customs_value"), *((f"t{k}", charge.kind) for k, charge in enumerate(self.charges))]
        cases = [
            f"CASE WHEN {column} IS NULL THEN {self.dialect.texts(self.dialect.text(kind))} ELSE {nothing} END"
            for column, kind in parts
        ]
        return self.dialect.joined(*cases)

    def _why(self) -> str:
        nothing = self.dialect.texts()
        no_value = self.dialect.texts(self.dialect.text(NO_VALUE.in_(self.language)))
        on_unknown = self.dialect.text(ON_UNKNOWN.in_(self.language))
        cases = [f"CASE WHEN cv IS NULL THEN {no_value} ELSE {nothing} END"]
        cases += [f"CASE WHEN t{k} IS NULL THEN {self.dialect.texts(f'coalesce(why{k}, {on_unknown})')} ELSE {nothing} END"
                  for k in range(len(self.charges))]  # fmt: skip
        return self.dialect.joined(*cases)


class Said(NamedTuple):
    """What an answer says whatever the figures are. ``static``: the measures are all that count, by no amount."""

    number: int
    static: bool
    measures: list[str]
    unknown: list[str]
    why: list[str]
    by_charge: list[str | None]


def _said(number: int, answer: Sequence[Settled], law: Law, language: str) -> Said:
    unknown = [charge.kind for charge, settled in zip(law.chain.charges, answer, strict=True) if settled.state == UNKNOWN]
    ids: list[list[str] | None] = []
    seen: set[str] = set()
    for charge, settled in zip(law.chain.charges, answer, strict=True):
        found = _ids(settled, charge.lowest)
        ids.append(None if found is None else [name for name in found if name not in seen])
        seen |= set(found or ())  # a relief of several charges stands once
    measures = [name for found in ids for name in found or ()]
    why = [_reason(settled.choice.unknown, language) if settled.choice else None for settled in answer]
    static = all(found is not None for found in ids)
    return Said(number, static, measures, unknown, [text for text in why if text], why)


def _ids_of(entry: Entry) -> list[str]:
    """The ids of the measures of an entry, in the order of its slots; of a relief its own."""
    return [entry.relief] if entry.relief else sorted(row.id for row in entry.measures)


def _ids(settled: Settled, lowest: bool) -> Sequence[str] | None:
    """The ids of the measures that count; None where that depends on the amounts."""
    if settled.relief is not None:
        return (settled.relief.id,)
    if settled.state != DUE:
        return ()
    return None if lowest and len(settled.measures) > 1 else sorted(row.id for row in settled.measures)


def _reason(text: Text | None, language: str) -> str | None:
    """A reason in words, with marks for origin and day of exchange: the line's own take their places."""
    if text is None:
        return None
    marks = {"origin": ORIGIN} if "origin" in text.values else {}
    if text.template == NO_RATE:
        marks["day"] = DAY
    return Text(text.template, {**text.values, **marks}).in_(language)
