"""The rows of box 47: for each charge its code, base, rate and sum; a combined rate is taken apart into its parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chorsu.assessment import Assessment, Charge
from chorsu.consignment import Consignment, Item
from chorsu.documents.load import DeclarationForm
from chorsu.documents.model import Names
from chorsu.facts import Source, plain
from chorsu.measures.expression import Amount, Less, Limit, Node, Over, Percent, Sum, parse_expression
from chorsu.measures.words import charge_name
from chorsu.text import LANGUAGES, Text, in_language, say

_CENT = Decimal("0.01")
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Payment:
    """A row of box 47. ``amount`` is None where it is unknown; ``counts`` is False for the part of a combined rate that loses.

    ``unit`` is the currency or the unit of the base. ``method`` is the feature of payment. ``lacks`` says what is missing in it.
    """

    kind: str
    code: str
    names: Names = field(hash=False)
    base: Decimal | None
    unit: str
    rate: str
    amount: Decimal | None
    method: str
    estimated: bool = False
    counts: bool = True
    measure: str = ""
    why: Text | None = None
    source: Source | None = None
    lacks: tuple[Text, ...] = ()

    def to_json(self, language: str) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "code": self.code,
            "name": in_language(self.names, language),
            "base": plain(self.base),
            "unit": self.unit,
            "rate": self.rate,
            "amount": plain(self.amount),
            "method": self.method,
            "counts": self.counts,
            "estimated": self.estimated,
            "measure": self.measure,
            "why": self.why.in_(language) if self.why else None,
            "source": self.source.to_json() if self.source else None,
        }


@dataclass(frozen=True)
class _Part:
    """A simple rate of an expression with its own base and sum; ``counts`` where it is in the amount due."""

    rate: str
    base: Decimal | None
    unit: str
    amount: Decimal | None
    counts: bool = True


def payments_of(
    form: DeclarationForm,
    consignment: Consignment,
    assessment: Assessment,
    number: int,
    estimates: Collection[tuple[int, str]],
) -> tuple[Payment, ...]:
    """The rows of one item (from 1), in the order of the codes. What is owed once a declaration stands with the first item."""
    rows = list(_known(form, consignment, assessment, number, estimates))
    rows += _unknown(form, assessment, number)
    return tuple(sorted(rows, key=lambda row: (row.code or "~", row.kind)))


def _known(
    form: DeclarationForm, consignment: Consignment, assessment: Assessment, number: int, estimates: Collection[tuple[int, str]]
) -> Iterator[Payment]:
    item = consignment.items[number - 1]
    lost = {(row.item, row.kind) for row in assessment.unknown}
    for charge in _of_item(form, assessment, number):
        if not charge.measure or (number, charge.kind) in lost:
            continue  # not on a closed list: nothing is declared; a sum of which a part is unknown is not told
        row = form.payment(charge.kind)
        parts = _parts(charge, item, assessment) if charge.expression and not (row and row.once) else ()
        parts = parts or (_Part(charge.expression, charge.base, assessment.currency, charge.amount),)
        relieved = not charge.expression
        lacks = [] if row and row.code else [_no_code(charge.kind)]
        if relieved:
            lacks.append(say("What is relieved under {kind}, and how the relief is marked.", kind=charge_name(charge.kind)))
        for part in parts:
            yield Payment(
                kind=charge.kind,
                code=row.code if row else "",
                names=row.names if row else _own_names(charge.kind),
                base=part.base,
                unit=part.unit,
                rate=part.rate,
                amount=part.amount,
                method="" if relieved or not part.counts else form.method,
                estimated=(number, charge.kind) in estimates,
                counts=part.counts,
                measure=charge.measure,
                why=charge.why,
                source=charge.source,
                lacks=tuple(lacks),
            )
            lacks = []


def _of_item(form: DeclarationForm, assessment: Assessment, number: int) -> Iterator[Charge]:
    """The charges of an item; those owed once are summed up by measure with the first item."""
    once = {row.kind for row in form.payments if row.once}
    yield from (row for row in assessment.charges if row.item == number and row.kind not in once)
    if number != 1:
        return
    shares: dict[str, list[Charge]] = {}
    for row in assessment.charges:
        if row.kind in once:
            shares.setdefault(row.measure, []).append(row)
    for rows in shares.values():
        first = rows[0]
        # The base of the declaration's fee is the customs value of the whole declaration (box 12).
        base = assessment.customs_value if assessment.customs_value is not None else sum((row.base for row in rows), _ZERO)
        amount = sum((row.amount for row in rows), _ZERO)
        yield Charge(1, first.kind, first.measure, first.expression, base, amount, first.why, first.source, first.on)


def _unknown(form: DeclarationForm, assessment: Assessment, number: int) -> Iterator[Payment]:
    """A row without figures for each charge that is unknown."""
    for row in assessment.unknown:
        known = form.payment(row.kind)
        if row.item != number or row.kind in ("customs_value", "chain") or (known and known.once and number != 1):
            continue
        lack = say("{kind} is unknown: {why}", kind=charge_name(row.kind), why=row.why)
        lacks = (lack,) if known and known.code else (lack, _no_code(row.kind))
        names = known.names if known else _own_names(row.kind)
        yield Payment(row.kind, known.code if known else "", names, None, "", "", None, "", why=row.why, lacks=lacks)


def _no_code(kind: str) -> Text:
    return say("The code of this kind of payment is not on file: {kind}.", kind=charge_name(kind))


def _own_names(kind: str) -> Names:
    return {language: charge_name(kind).in_(language) for language in LANGUAGES}


def _parts(charge: Charge, item: Item, assessment: Assessment) -> tuple[_Part, ...]:
    """The simple rates of a charge; none where one of them cannot be told alone."""
    parts = _taken_apart(parse_expression(charge.expression).node, charge, item, assessment)
    if any(part.amount is None for part in parts):
        return () if len(parts) > 1 else (_with_amount(parts[0], charge.amount),)
    due = [part for part in parts if part.counts]
    if not due:
        return ()
    # The sum due is the assessment's own, rounded once: a difference of rounding goes to the last part that counts.
    rest = charge.amount - sum((part.amount or _ZERO for part in due[:-1]), _ZERO)
    return tuple(_with_amount(part, rest) if part is due[-1] else part for part in parts)


def _with_amount(part: _Part, amount: Decimal) -> _Part:
    return _Part(part.rate, part.base, part.unit, amount, part.counts)


def _taken_apart(node: Node, charge: Charge, item: Item, assessment: Assessment) -> list[_Part]:
    match node:
        case Percent(rate):
            amount = (charge.base * rate / 100).quantize(_CENT, ROUND_HALF_UP)
            return [_Part(str(node), charge.base, assessment.currency, amount)]
        case Amount():
            return [_specific(node, charge, item, assessment)]
        case Over() | Less():  # their parts are no rows of their own: such a charge stands whole
            return [_Part(str(node), charge.base, assessment.currency, None)]
        case Sum(terms):
            return [part for term in terms for part in _taken_apart(term, charge, item, assessment)]
        case Limit(left, word, right):
            sides = [_taken_apart(each, charge, item, assessment) for each in (left, right)]
            totals = [_total(parts) for parts in sides]
            if totals[0] is None or totals[1] is None:
                return [*sides[0], *sides[1]]
            second = totals[1] > totals[0] if word == "MIN" else totals[1] < totals[0]
            winner = 1 if second else 0
            loser = [_Part(part.rate, part.base, part.unit, part.amount, counts=False) for part in sides[1 - winner]]
            return [*sides[0], *loser] if winner == 0 else [*loser, *sides[1]]


def _specific(node: Amount, charge: Charge, item: Item, assessment: Assessment) -> _Part:
    """A rate per unit on the quantity (mass in kilograms), or a fixed sum."""
    if not node.unit:
        quantity, unit = Decimal(1), ""
    else:
        unit = "KGM" if node.unit in ("KGM", "TNE") else node.unit
        held = item.quantity_in(unit)
        if held is None:
            return _Part(str(node), None, unit, None)
        quantity = held
    per = Decimal(node.count) * (1000 if node.unit == "TNE" else 1)
    rate = _exchange(node.currency, assessment)
    amount = None if rate is None else (quantity / per * node.amount * rate).quantize(_CENT, ROUND_HALF_UP)
    return _Part(str(node), quantity if node.unit else charge.base, unit or assessment.currency, amount)


def _exchange(currency: str, assessment: Assessment) -> Decimal | None:
    if currency == assessment.currency:
        return Decimal(1)
    rows = assessment.exchange_rates
    return next((row.rate for row in rows if row.base == currency and row.quote == assessment.currency), None)


def _total(parts: Sequence[_Part]) -> Decimal | None:
    amounts = [part.amount for part in parts if part.counts]
    return None if None in amounts else sum((amount for amount in amounts if amount is not None), _ZERO)
