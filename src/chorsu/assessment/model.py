"""What it costs at the border: the result of an assessment, each figure with the rule it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from chorsu.assessment.exchange import Quote
from chorsu.facts import Source, plain
from chorsu.measures.find import Requirement
from chorsu.measures.words import charge_name
from chorsu.text import Text, in_language, listed, say

# JSON carries the notes of at most so many items unless it is asked for them: each is some two thousand letters.
MOST_ITEMS_WITH_NOTES = 20


@dataclass(frozen=True)
class Charge:
    """An amount due on an item (counted from 1), and why: its measure, expression, base and source.

    ``on`` names what the base is made of: customs_value and earlier charges.
    """

    item: int
    kind: str
    measure: str
    expression: str
    base: Decimal
    amount: Decimal
    why: Text
    source: Source | None
    on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """A charge (or the customs value) of an item that cannot be told, why, what it may be, and what would make it known."""

    item: int
    kind: str
    why: Text
    candidates: tuple[str, ...] = ()
    remedy: str = ""


@dataclass(frozen=True)
class Assumed:
    """Something taken for granted that no fact on file says; it makes the assessment an estimate."""

    item: int
    kind: str
    why: Text


@dataclass(frozen=True)
class Saving:
    """What a proof that the consignment lacks would save; ``amount`` None where that cannot be told."""

    proof: str
    amount: Decimal | None


@dataclass(frozen=True)
class Note:
    """The officer's note on an assessment, sentence by sentence.

    ``rates``: the exchange of the prices; ``values``: how the customs value of each item came about; ``charges`` and
    ``unknown``: on each of those of the assessment; ``total``: what they come to.
    """

    rates: tuple[Text, ...] = ()
    values: tuple[tuple[Text, ...], ...] = ()
    charges: tuple[tuple[Text, ...], ...] = ()
    unknown: tuple[tuple[Text, ...], ...] = ()
    total: tuple[Text, ...] = ()


@dataclass(frozen=True)
class AssessedAs:
    """The regime under which a consignment was assessed that passes a limit of the one asked, and why."""

    regime: str
    why: Text


@dataclass(frozen=True)
class Assessment:
    """The charges and requirements of one consignment at one border on one day.

    ``customs_value`` and ``total`` are None while something unknown would change them. Amounts are in ``currency``.
    ``assessed_as`` is the regime beyond, where a limit of ``regime`` is passed.
    """

    jurisdiction: str
    regime: str
    on: date
    currency: str
    customs_value: Decimal | None
    total: Decimal | None
    charges: tuple[Charge, ...]
    unknown: tuple[Unknown, ...]
    assumed: tuple[Assumed, ...]
    requirements: tuple[Requirement, ...]
    exchange_rates: tuple[Quote, ...]
    estimated: bool
    savings: tuple[Saving, ...] = ()
    chain: str = ""
    chain_note: str = ""
    chain_source: Source | None = None
    values: tuple[Decimal | None, ...] = ()
    book: Mapping[str, str] = field(default_factory=dict)
    assessed_as: AssessedAs | None = None
    writer: Callable[[Assessment], Note] | None = field(default=None, compare=False, repr=False)

    @property
    def law(self) -> str:
        """The regime whose measures and charges counted: the one asked, unless a limit of it is passed."""
        return self.assessed_as.regime if self.assessed_as else self.regime

    @cached_property
    def noted(self) -> Note:
        """The officer's note; written when it is first asked for, since it takes longer than the assessment."""
        return self.writer(self) if self.writer else Note(unknown=tuple((row.why,) for row in self.unknown))

    def note(self, language: str = "en") -> tuple[str, ...]:
        """The whole note in ``en``, ``zh`` or ``ru``: a line for each heading and each sentence, these behind an indent."""
        noted = self.noted
        parts = [(say("Item {item}: customs value", item=number), lines) for number, lines in enumerate(noted.values, 1)]
        parts = [(head, (*noted.rates, *lines)) for head, lines in parts[:1]] + parts[1:]
        if self.assessed_as:
            parts.insert(0, (say("Regime"), (self.assessed_as.why,)))
        for charge, lines in zip(self.charges, noted.charges, strict=True):
            parts.append((say("Item {item}: {kind}", item=charge.item, kind=charge_name(charge.kind)), lines))
        for row, lines in zip(self.unknown, noted.unknown, strict=True):
            parts.append((say("Item {item}: {kind} is unknown", item=row.item, kind=charge_name(row.kind)), lines))
        parts += self._assumed_together()
        parts.append((say("In all"), noted.total))
        return tuple(
            f"{'  ' if place else ''}{text.in_(language)}" for head, lines in parts for place, text in enumerate((head, *lines))
        )

    def _assumed_together(self) -> list[tuple[Text, tuple[Text, ...]]]:
        """What is assumed, said once for all items and kinds of charges of which the same is assumed."""
        found: dict[Text, list[Assumed]] = {}
        for row in self.assumed:
            found.setdefault(row.why, []).append(row)
        parts: list[tuple[Text, tuple[Text, ...]]] = []
        for why, rows in found.items():
            kinds = listed([charge_name(kind) for kind in dict.fromkeys(row.kind for row in rows)])
            items = ", ".join(str(number) for number in dict.fromkeys(row.item for row in rows))
            parts.append((say("Assumed, item {items}: {kinds}", items=items, kinds=kinds), (why,)))
        return parts

    def estimates(self) -> frozenset[tuple[int, str]]:
        """The (item, kind) whose amounts are estimates: those that something is assumed for, and those computed on such."""
        everything = any(quote.estimated for quote in self.exchange_rates)
        known = {(row.item, row.kind) for row in self.assumed}
        items = range(1, len(self.values) + 1)
        found = known | {(item, "customs_value") for item in items if everything or (item, "all") in known}
        for charge in self.charges:  # in the order of the chain, so that a base is settled before what stands on it
            bases = {(charge.item, kind) for kind in charge.on}
            if everything or (charge.item, "all") in known or bases & found:
                found.add((charge.item, charge.kind))
        return frozenset(found)

    def to_json(self, language: str = "en", *, explain: bool | None = None) -> dict[str, Any]:
        """As CONTRACTS (Assessment) has it, with sentences in ``en``, ``zh`` or ``ru``.

        ``explain`` adds the officer's notes, or leaves them out; unless said, they are there for at most twenty items.
        """
        with_notes = len(self.values) <= MOST_ITEMS_WITH_NOTES if explain is None else explain
        document = self._to_json(language)
        if with_notes:
            noted = self.noted
            for name, notes in (("charges", noted.charges), ("unknown", noted.unknown)):
                for row, lines in zip(document[name], notes, strict=True):
                    row["note"] = [line.in_(language) for line in lines]
            values = [(*noted.rates, *lines) for lines in noted.values]
            document["customs_value_notes"] = [[line.in_(language) for line in lines] for lines in values]
            document["total_note"] = [line.in_(language) for line in noted.total]
        return document

    def _to_json(self, language: str) -> dict[str, Any]:
        estimates = self.estimates()
        return {
            "jurisdiction": self.jurisdiction,
            "regime": self.regime,
            "assessed_as": self.assessed_as and {"regime": self.assessed_as.regime, "why": self.assessed_as.why.in_(language)},
            "on": self.on.isoformat(),
            "currency": self.currency,
            "customs_value": plain(self.customs_value),
            "customs_value_estimated": any(kind == "customs_value" for _, kind in estimates),
            "customs_values": [plain(value) for value in self.values],
            "book": dict(self.book),
            "chain": {"id": self.chain, "note": self.chain_note, "source": _source(self.chain_source)},
            "charges": [_charge(charge, language, (charge.item, charge.kind) in estimates) for charge in self.charges],
            "savings": [{"proof": saving.proof, "amount": plain(saving.amount)} for saving in self.savings],
            "requirements": [requirement_json(requirement, language) for requirement in self.requirements],
            "unknown": [_unknown(row, language) for row in self.unknown],
            "exchange_rates": [rate.to_json() for rate in self.exchange_rates],
            "assumed": [{"item": row.item, "kind": row.kind, "why": row.why.in_(language)} for row in self.assumed],
            "estimated": self.estimated,
            "total": plain(self.total),
        }


def _source(source: Source | None) -> dict[str, str] | None:
    return None if source is None else source.to_json()


def _charge(charge: Charge, language: str, estimated: bool) -> dict[str, Any]:
    return {
        "item": charge.item,
        "kind": charge.kind,
        "measure": charge.measure,
        "expression": charge.expression,
        "base": plain(charge.base),
        "amount": plain(charge.amount),
        "estimated": estimated,
        "why": charge.why.in_(language),
        "source": _source(charge.source),
    }


def _unknown(row: Unknown, language: str) -> dict[str, Any]:
    return {
        "item": row.item,
        "kind": row.kind,
        "why": row.why.in_(language),
        "candidates": list(row.candidates),
        "import": row.remedy,
    }


def requirement_json(requirement: Requirement, language: str) -> dict[str, Any]:
    """A requirement as CONTRACTS has it; ``certain`` is false where a condition or a digit of the code decides."""
    measure = requirement.measure
    return {
        "kind": measure.kind,
        "measure": measure.id,
        "jurisdiction": measure.jurisdiction,
        "text": in_language(measure.text, language),
        "source": _source(measure.source),
        "certain": requirement.certain,
        "conditions": [str(condition) for condition in measure.conditions],
        "valid_from": measure.valid_from.isoformat(),
        "valid_to": measure.valid_to.isoformat() if measure.valid_to else None,
    }
