"""The columns that go out: an amount for each kind of charge, the total, and the number of the phrase for all that is said in lists.

``result`` has for each line ``n``, its ``kind``, the phrase ``s``, and the columns that go out but for those of the phrase.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chorsu.assessment.bulk.charging import Charging
from chorsu.assessment.bulk.phrases import Phrases
from chorsu.assessment.bulk.questions import DAY, ORIGIN, Law
from chorsu.assessment.bulk.register import Register
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.case import NO_RATE
from chorsu.assessment.dialect import equal
from chorsu.assessment.prepare import Settled
from chorsu.assessment.program import DUE, GATHERED, UNKNOWN
from chorsu.assessment.reckon import places
from chorsu.measures.model import Chain
from chorsu.text import Text, say

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words, numbers and quoted texts only

AFTER_KINDS = ("total", "measures", "unknown", "why", "customs_value", "currency_out", "regime_out")
ON_UNKNOWN = say("It is computed on something that is unknown.")
NO_VALUE = say("The customs value cannot be told: no official rate of exchange is on file, or freight is given without its term.")
_VALUE_GAP = 1  # the bit of `gaps` that says that the customs value is unknown; the next ones are those of the charges


def kinds_of(chains: Sequence[Chain]) -> tuple[str, ...]:
    """The kinds of charge of some chains, each in the order in which it first stands."""
    return tuple(dict.fromkeys(charge.kind for chain in chains for charge in chain.charges))


def places_of(chains: Sequence[Chain]) -> int:
    """How many decimals the amounts of some chains need."""
    return max((places(chain.rounding.to) for chain in chains), default=2)


def amounts_sql(kinds: Sequence[str], amounts: Mapping[str, str], decimals: int) -> str:
    """The list of a SELECT for the amount of each kind, the total and the customs value; those of which there is none are NULL."""
    names = (*kinds, "total", "customs_value")
    return ", ".join(f"CAST({amounts.get(name, 'NULL')} AS DECIMAL(38,{decimals})) AS {name}" for name in names)


def results(
    session: Session, law: Law, register: Register, charging: Charging, phrases: Phrases, kinds: Sequence[str], decimals: int
) -> str:
    """A query for the results of the lines that were charged; ``kinds`` are those of all chains, so that all have the same columns."""
    chain, name = law.chain, f"amount_{register.number}_{int(charging.together)}"
    by_kind: dict[str, list[str]] = {}
    for k, charge in enumerate(chain.charges):
        by_kind.setdefault(charge.kind, []).append(f"u{k}")
    due = {kind: " + ".join(found) for kind, found in by_kind.items()} | {"total": " + ".join(_flat(by_kind)) or "0"}
    gaps = [f"CASE WHEN cv IS NULL THEN {_VALUE_GAP} ELSE 0 END"]
    gaps += [f"CASE WHEN t{k} IS NULL THEN {_VALUE_GAP << k + 1} ELSE 0 END" for k in range(len(chain.charges))]
    winners = {f"winner{k}": sql for k, sql in _winners(charging)}
    marks = _marks(session, register, law)
    listed = [f"{sql} AS {column}" for column, sql in (due | winners | marks).items()]
    charged = f"({charging.charged}) AS charged"
    source = f"{charged} LEFT JOIN marked ON charged.ch = marked.of JOIN kind ON charged.kind = kind.kind" if marks else charged
    session.make(
        "amount",
        f"SELECT n, charged.kind, ch, cv AS customs_value, {' + '.join(gaps)} AS gaps, {', '.join(listed)} FROM {source}",
    )
    told = ["ch", "gaps", *winners, *marks]
    rows = session.rows(f"SELECT DISTINCT {', '.join(told)} FROM amount")
    speaker = _Speaker(
        law, register, charging, phrases, tuple(int(column.removeprefix("winner")) for column in winners), bool(marks)
    )
    types = ["INTEGER", "BIGINT", *["BIGINT"] * len(winners), *["VARCHAR"] * len(marks)]
    session.table("said", [*(f"{column} {kind}" for column, kind in zip(told, types, strict=True)), "s INTEGER"],
                  [(*row, speaker.number(row)) for row in rows])  # fmt: skip
    kept = ("n", "kind", "s", "customs_value", *due)
    session.publish(name, f"SELECT {', '.join(kept)} FROM amount JOIN said ON {equal('amount', 'said', told)}")
    amounts = {column: _money(column, chain) for column in (*due, "customs_value")}
    text = session.dialect.text
    return f"""SELECT n, kind, s, {amounts_sql(kinds, amounts, decimals)}, {text(chain.currency)} AS currency_out,
        {text(chain.regime)} AS regime_out FROM {name}"""


def _flat(by_kind: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return (column for found in by_kind.values() for column in found)


def _money(steps: str, chain: Chain) -> str:
    """SQL for a number of steps of a chain as money."""
    to = chain.rounding.to
    return f"CAST({steps} AS DECIMAL(30,0)) * CAST({to} AS DECIMAL(8,{places(to)}))"


def _winners(charging: Charging) -> Iterator[tuple[int, str]]:
    """For each charge of which the lowest measure counts, SQL for the one that does: its slot from 1, or below zero what was gathered."""
    for k, (rule, shape) in enumerate(zip(charging.program.rules, charging.program.shapes, strict=True)):
        if rule.lowest and (len(shape.slots) > 1 or shape.gathered):
            slots = " ".join(f"WHEN m{k}_{j} = o{k} THEN {j + 1}" for j in range(len(shape.slots)))
            gathered = f"WHEN s{k} = {GATHERED} THEN -1 - w{k} " if shape.gathered else ""
            yield k, f"CASE WHEN t{k} IS NULL OR s{k} NOT IN ({DUE}, {GATHERED}) THEN 0 {gathered}{slots} ELSE 0 END"


def _marks(session: Session, register: Register, law: Law) -> dict[str, str]:
    """Columns for origin and day of those lines whose reasons name them (``marked`` tells which); none where there are no such reasons."""
    for number in range(register.looked_through, len(register.answers)):
        reasons = [text for settled in register.answers[number] if (text := _why(settled))]
        marks = any("origin" in text.values for text in reasons), any(text.template == NO_RATE for text in reasons)
        if any(marks):
            register.marked.append((number, *marks))
    register.looked_through = len(register.answers)
    if not register.marked:
        return {}
    session.table("marked", ["of INTEGER", "of_origin BOOLEAN", "of_day BOOLEAN"], register.marked)
    day = f"CAST(charged.day AS {session.dialect.string})"
    return {"origin": "CASE WHEN of_origin THEN origin ELSE '' END", "day": f"CASE WHEN of_day THEN {day} ELSE '' END"}


@dataclass(frozen=True)
class _Speaker:
    """Puts into a phrase what the answer to a question, and the figures of a line, come to."""

    law: Law
    register: Register
    charging: Charging
    phrases: Phrases
    contested: tuple[int, ...]
    marked: bool

    def number(self, key: tuple[Any, ...]) -> int:
        """The number of the phrase of the lines that share a key; kept, but for what numbers of this batch alone are in."""
        known = self.register.phrases[self.charging.together]
        if key not in known:
            phrase = self._phrase(*key)
            if any(winner < 0 for winner in key[2 : 2 + len(self.contested)]):
                return phrase
            known[key] = phrase
        return known[key]

    def _phrase(self, ch: int, gaps: int, *told: object) -> int:
        """The phrase of lines with an answer and gaps in the same places, the same winners of contests, and what reasons name."""
        answer, charges = self.register.answers[ch], self.law.chain.charges
        winners = dict(zip(self.contested, told, strict=False))
        open_ = [bool(gaps & _VALUE_GAP << k + 1) for k in range(len(charges))]
        measures = [name for k, settled in enumerate(answer) if not open_[k] for name in self._ids(k, settled, winners.get(k))]
        unknown = ["customs_value"] if gaps & _VALUE_GAP else []
        unknown += [charge.kind for charge, gap in zip(charges, open_, strict=True) if gap]
        why = [NO_VALUE.in_(self.phrases.language)] if gaps & _VALUE_GAP else []
        why += [_reason(settled, self.phrases.language) or ON_UNKNOWN.in_(self.phrases.language)
                for settled, gap in zip(answer, open_, strict=True) if gap]  # fmt: skip
        if self.marked:
            origin, day = map(str, told[-2:])
            why = [text.replace(ORIGIN, origin).replace(DAY, day) for text in why]
        # A relief of several charges stands once.
        return self.phrases.number(tuple(dict.fromkeys(measures)), tuple(unknown), tuple(why))

    def _ids(self, k: int, settled: Settled, winner: object) -> Sequence[str]:
        """The ids of the measures that count for a charge."""
        if settled.relief is not None:
            return (settled.relief.id,)
        if settled.state != DUE:
            return ()
        ids = settled.ids
        if not self.law.chain.charges[k].lowest or len(ids) == 1:
            return ids
        place = int(str(winner))
        return (ids[place - 1],) if place > 0 else (self.charging.tables.measures[-1 - place].id,) if place < 0 else ()


def _why(settled: Settled) -> Text | None:
    """Why a charge is unknown, whatever the figures are."""
    return settled.choice.unknown if settled.choice and settled.state == UNKNOWN else None


def _reason(settled: Settled, language: str) -> str | None:
    """That in words, with marks for origin and day of exchange: the line's own take their places."""
    text = _why(settled)
    if text is None:
        return None
    marks = {"origin": ORIGIN} if "origin" in text.values else {}
    if text.template == NO_RATE:
        marks["day"] = DAY
    return Text(text.template, {**text.values, **marks}).in_(language)
