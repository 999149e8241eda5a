"""The note on one charge: its base, its rate, the arithmetic, the law, and why this measure and not the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from chorsu.assessment.case import Standing
from chorsu.assessment.model import Assessment, Charge
from chorsu.assessment.note.figures import Part, equation, strung, written
from chorsu.assessment.note.reckon import On, Reckoned, reckon
from chorsu.assessment.note.rounding import rounded, rounding_told, shared
from chorsu.assessment.note.value import exchange_told
from chorsu.assessment.valuation import whole_weights
from chorsu.consignment import Item
from chorsu.measures.expression import Expression, Percent
from chorsu.measures.model import ChainCharge, Measure
from chorsu.measures.rate_words import kind_of_rate, rate_in_words, unit_name
from chorsu.measures.words import charge_name
from chorsu.text import Figure, Text, say


@dataclass(frozen=True)
class Reckoning:
    """How an amount came about: on what, by which lines, the rounded whole of it, and what of it is due."""

    on: On
    found: Reckoned
    items: tuple[int, ...]
    together: Decimal
    whole: Decimal
    due: Decimal


@dataclass
class Reckoner:
    """Reckons the charges of an assessment again, so that each line of a note can be told."""

    standing: Standing
    assessment: Assessment
    _known: dict[tuple[int, str, str], Reckoning | None] = field(default_factory=dict)
    _once: dict[tuple[str, str], tuple[tuple[int, ...], On, Reckoned]] = field(default_factory=dict)

    _shared: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)

    @cached_property
    def _charges(self) -> dict[tuple[int, str], list[Charge]]:
        """The charges by item and kind."""
        found: dict[tuple[int, str], list[Charge]] = defaultdict(list)
        for charge in self.assessment.charges:
            found[charge.item, charge.kind].append(charge)
        return found

    def rule(self, charge: Charge) -> ChainCharge:
        """The rule of the chain under which a charge is due."""
        return next(rule for rule in self.standing.chain.charges if rule.kind == charge.kind)

    def measure(self, charge: Charge) -> Measure | None:
        """The measure of a charge; None where none fits and the list is whole."""
        rows = self.counting(charge.item - 1, self.rule(charge))
        return next((row for row in rows if row.id == charge.measure), None) or self.standing.book.named(charge.measure)

    def counting(self, i: int, rule: ChainCharge) -> tuple[Measure, ...]:
        """All measures that count, or may be the lowest, for a charge on an item."""
        choice = self.standing.choice(self.standing.items[i], rule)
        return tuple(dict.fromkeys((*choice.measures, *(row for contest in choice.contests for row in contest))))

    def of(self, charge: Charge) -> Reckoning | None:
        """How a charge came about; None where that is not by an expression (a relief, a list), or cannot be told again."""
        key = charge.item, charge.kind, charge.measure
        if key not in self._known:
            measure, rule = self.measure(charge), self.rule(charge)
            found = self.reckon(charge.item - 1, rule, measure) if measure and measure.kind == charge.kind else None
            # A note never says other figures than the assessment.
            self._known[key] = found if found and charge.amount in (found.due, self._exempt(rule)) else None
        return self._known[key]

    def _exempt(self, rule: ChainCharge) -> Decimal | None:
        return Decimal(0) if rule.exempt_up_to else None

    def reckon(self, i: int, rule: ChainCharge, measure: Measure) -> Reckoning | None:
        """What a measure comes to on an item, once for all items that it fits where the law has it so."""
        if measure.expression is None:
            return None
        if measure.per != "consignment":
            items, on, found = self._on((i,), rule, measure.expression)
        else:
            key = rule.kind, measure.id
            if key not in self._once:
                self._once[key] = self._on(self._together(rule, measure), rule, measure.expression)
            items, on, found = self._once[key]
            if i not in items:
                return None
        rounding = self.standing.chain.rounding
        together = whole = rounded(found.amount, rounding)
        if len(items) > 1:
            whole = self._shares(rule, measure, int(together / rounding.to), items)[i] * rounding.to
        due = rounded(Fraction(whole) * Fraction(rule.share), rounding) if rule.share is not None else whole
        return Reckoning(on, found, items, together, whole, due)

    def _on(self, items: tuple[int, ...], rule: ChainCharge, expression: Expression) -> tuple[tuple[int, ...], On, Reckoned]:
        """An expression reckoned on the sums of base and quantities of some items."""
        on = On(
            sum((amount for i in items for _, amount in self.parts(i, rule)), Fraction(0)),
            lambda unit: sum((self._quantity(i, unit) for i in items), Decimal(0)),
            self._rate, self.standing.chain.currency, self.standing.chain.rounding.to,
        )  # fmt: skip
        return items, on, reckon(expression, on, gross_up=rule.gross_up)

    def parts(self, i: int, rule: ChainCharge) -> list[tuple[str, Fraction]]:
        """The parts of a base by name: the customs value, and earlier charges, the whole of them."""
        found = []
        if "customs_value" in rule.base:
            found.append(("customs_value", Fraction(self.assessment.values[i] or 0)))
        for kind in (other.kind for other in self.standing.chain.charges if other.kind in rule.base):
            found.append((kind, self._whole(i, kind)))
        return found

    def _whole(self, i: int, kind: str) -> Fraction:
        """A charge on an item as later bases take it: before the share that is due, zero where it is exempt."""
        total = Fraction(0)
        for charge in self._charges[i + 1, kind]:
            rule = self.rule(charge)
            exempt = rule.exempt_up_to is not None and not charge.amount
            reckoning = self.of(charge) if rule.share is not None and not exempt else None
            total += Fraction(reckoning.whole if reckoning else charge.amount)
        return total

    def _together(self, rule: ChainCharge, measure: Measure) -> tuple[int, ...]:
        """The items that a measure once for the consignment fits."""
        return tuple(
            i for i, item in enumerate(self.standing.items)
            if measure in self.counting(i, rule) and not self.relieved(item, rule)
        )  # fmt: skip

    def relieved(self, item: Item, rule: ChainCharge) -> bool:
        """Whether a relief makes a charge on an item zero."""
        return any(rule.kind in relief.of for relief in self.standing.fitting(item, "relief")[0])

    def _shares(self, rule: ChainCharge, measure: Measure, together: int, items: tuple[int, ...]) -> dict[int, int]:
        """What of a sum once for the consignment falls on each item, in steps."""
        key = rule.kind, measure.id
        if key not in self._shared:
            weights = whole_weights([Fraction(self.value(i)) for i in items])
            self._shared[key] = dict(zip(items, shared(together, weights), strict=True))
        return self._shared[key]

    def value(self, i: int) -> Decimal:
        """The customs value of an item; zero where it is unknown."""
        return self.assessment.values[i] or Decimal(0)

    def _quantity(self, i: int, unit: str) -> Decimal:
        return self.standing.items[i].quantity_in(unit) or Decimal(0)

    def _rate(self, currency: str) -> Decimal:
        quote = self.standing.quote(currency)
        return quote.rate if quote else Decimal(0)


def charge_told(reckoner: Reckoner, charge: Charge) -> Iterator[Text]:
    """The sentences on a charge up to its law; why this measure counts stands in :mod:`chorsu.assessment.note.rivals`."""
    standing, currency = reckoner.standing, reckoner.standing.chain.currency
    rule, measure, reckoning = reckoner.rule(charge), reckoner.measure(charge), reckoner.of(charge)
    if measure is None or measure.kind == "relief":
        yield charge.why
    elif reckoning is None or measure.expression is None:
        yield say("Base: {parts} {currency}.", parts=Figure(charge.base), currency=currency)
        yield _rate(measure.expression) if measure.expression else charge.why
    else:
        yield from _base(reckoner, charge, rule, measure, reckoning)
        yield _rate(measure.expression)
        for code in sorted(measure.expression.currencies - {currency}):
            if (quote := standing.quote(code)) is not None:
                yield exchange_told(quote)
        yield from reckoning.found.lines
        yield from _from_reckoned_to_due(reckoner, charge, rule, reckoning)
    yield say("Amount due: {amount} {currency}.", amount=Figure(charge.amount), currency=currency)
    if charge.source and charge.source.checked_on:
        day = charge.source.checked_on.isoformat()
        yield say("Law: {title}. Read on {day}.", title=charge.source.title.rstrip("."), day=day)
    elif charge.source:
        yield say("Law: {title}.", title=charge.source.title.rstrip("."))


def _rate(expression: Expression) -> Text:
    """The rate in words, by the name that the law has for such a rate."""
    rate = rate_in_words(expression)
    if isinstance(expression.node, Percent) and expression.node.free:
        return say("Rate: {rate}.", rate=rate)
    return say("Rate, {kind}: {rate}.", kind=kind_of_rate(expression), rate=rate)


def _base(reckoner: Reckoner, charge: Charge, rule: ChainCharge, measure: Measure, reckoning: Reckoning) -> Iterator[Text]:
    """What the rate is taken of: sums with their names, quantities, or nothing."""
    currency, step = reckoning.on.currency, reckoning.on.step
    expression, several = measure.expression, len(reckoning.items) > 1
    if expression is None:
        return
    if any(form.rate for group in expression.forms for form in group):
        if several:
            values = {"amount": written(reckoning.on.base, step), "currency": currency, "count": len(reckoning.items)}
            yield say("Base: the sum of the bases of {count} items, {amount} {currency}.", **values)
        else:
            parts = reckoner.parts(charge.item - 1, rule)
            parts = [part for part in parts if part[1]] or parts[:1]
            yield _sum_of(parts, reckoning, currency, step)
    for unit in sorted(expression.units):
        values = {"quantity": Figure(reckoning.on.quantity(unit)), "unit": unit_name(unit)}
        if unit == "KGM":
            yield say("Quantity: net mass {quantity} {unit}.", **values)
        else:
            yield say("Quantity: {quantity} {unit}.", **values)
    if several and expression.units:
        yield say("It is that of {count} items together.", count=len(reckoning.items))


def _sum_of(parts: list[tuple[str, Fraction]], reckoning: Reckoning, currency: str, step: Decimal) -> Text:
    named: list[Part] = [
        Text("{name} {amount}", {"name": charge_name(name), "amount": written(amount, step)}) for name, amount in parts
    ]
    if len(named) < 2:
        return say("Base: {parts} {currency}.", parts=named[0] if named else Figure(Decimal(0)), currency=currency)
    return say("Base: {equation}.", equation=equation(strung("+", named), reckoning.on.base, step, currency))


def _from_reckoned_to_due(reckoner: Reckoner, charge: Charge, rule: ChainCharge, reckoning: Reckoning) -> Iterator[Text]:
    """Rounding, sharing out, the share that is due, and what is not collected."""
    rounding, currency, step = reckoner.standing.chain.rounding, reckoning.on.currency, reckoning.on.step
    if reckoning.found.amount != reckoning.together:
        yield rounding_told(reckoning.together, rounding, currency)
    if len(reckoning.items) > 1:
        value, total = reckoner.value(charge.item - 1), sum(map(reckoner.value, reckoning.items), Decimal(0))
        told = {"all": Figure(reckoning.together), "currency": currency, "amount": Figure(reckoning.whole)}
        told["count"] = len(reckoning.items)
        if total:
            part = written(Fraction(value), step)
            yield say(
                "Due once for the consignment and shared out over {count} items by customs value ({part} of {total} {currency}): "
                "of {all} {currency}, {amount} {currency} for this item.",
                part=part, total=written(Fraction(total), step), **told,
            )  # fmt: skip
        else:
            yield say(
                "Due once for the consignment and shared out evenly over {count} items: of {all} {currency}, {amount} {currency} "
                "for this item.",
                **told,
            )
    if rule.share is not None:
        left = Text("{share}% × {whole}", {"share": Figure((rule.share * 100).normalize() + 0), "whole": Figure(reckoning.whole)})
        exact = Fraction(reckoning.whole) * Fraction(rule.share)
        yield say("Of it a part only is due: {equation}.", equation=equation(left, exact, step, currency))
        if exact != reckoning.due:
            yield rounding_told(reckoning.due, rounding, currency)
    if rule.exempt_up_to and reckoning.due and not charge.amount:
        yield from _exempt(reckoner, rule, currency)


def _exempt(reckoner: Reckoner, rule: ChainCharge, currency: str) -> Iterator[Text]:
    """What all of a charge comes to, and the limit up to which it is not collected."""
    if rule.exempt_up_to is None:
        return
    rows = [reckoner.of(row) for row in reckoner.assessment.charges if row.kind == rule.kind]
    total = sum((row.whole for row in rows if row), Decimal(0))
    values = {
        "total": Figure(total),
        "currency": currency,
        "limit": Figure(rule.exempt_up_to.amount),
        "other": rule.exempt_up_to.currency,
    }
    yield say("Over the whole consignment that is {total} {currency}, at most {limit} {other}: it is not collected.", **values)
