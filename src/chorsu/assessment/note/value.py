"""How a customs value came about: the price, what the term adds and takes off, the official value that stands in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from chorsu.assessment.case import Standing
from chorsu.assessment.exchange import Quote
from chorsu.assessment.note.figures import Part, equation, signed, strung, written
from chorsu.assessment.note.reckon import On, reckon
from chorsu.assessment.note.rounding import rounded, rounding_told, shared, steps_of
from chorsu.assessment.relations import SumRow
from chorsu.assessment.valuation import Valued, counted, declared, value_rows
from chorsu.consignment import Item
from chorsu.measures.condition_words import mode_in_words
from chorsu.measures.model import Measure
from chorsu.measures.rate_words import rate_in_words
from chorsu.text import Figure, Text, say

_LEFT_TO_THE_BUYER = ("EXW", "FCA", "FAS", "FOB")
_NO_INSURANCE = ("CFR", "CPT")


@dataclass(frozen=True)
class _Sum:
    """A sum of the whole case in the chain's currency, rounded, with its shares by item, signed."""

    row: SumRow
    exact: Fraction
    whole: Decimal
    shares: Sequence[Decimal]


class ValueNotes:
    """The customs values of one case, told."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.rounding = standing.chain.rounding
        self.step, self.currency = self.rounding.to, standing.chain.currency
        self.valued: Valued = value_rows(standing, 0)
        self.sums = self._sums()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The rates of exchange of prices and stated sums."""
        stated = [declared(self.standing, found.row.s) for found in self.sums if found.row.s != "addition"]
        codes = [*(item.currency for item in self.standing.items), *(money[1] for money in stated if money)]
        quotes = [self.standing.quote(code) for code in dict.fromkeys(codes) if code != self.currency]
        return tuple(quote for quote in quotes if quote is not None)

    def of(self, i: int) -> tuple[Text, ...]:
        """The note on the customs value of an item."""
        standing, item = self.standing, self.standing.items[i]
        if i in standing.why_no_value or standing.values[i] is None:
            why = standing.why_no_value.get(i) or say("It is computed on something that is unknown.")
            return (say("The customs value is not known: {why}", why=why),)
        lines = [self._price(item)]
        if i in self.valued.unknown:  # an official value stands although the declared one is not known
            lines = [say("The declared value is not known: {why}", why=self.valued.unknown[i])]
            return (*lines, *self._official(i, None))
        lines += [line for found in self.sums for line in self._sum(found, i)]
        lines.append(self._term())
        price = self._prices[i]
        parts = [(found.row.sign, found.shares[i]) for found in self.sums]
        exact = price + sum((sign * Fraction(share) for sign, share in parts), Fraction(0))
        value = rounded(exact, self.rounding)
        if parts:
            text = signed(written(price, self.step), [(sign > 0, Figure(share)) for sign, share in parts])
            lines.append(say("Customs value: {equation}.", equation=equation(text, exact, self.step, self.currency)))
        if exact != value:
            lines.append(rounding_told(value, self.rounding, self.currency))
        elif not parts:
            lines.append(say("Customs value: {value} {currency}.", value=Figure(value), currency=self.currency))
        return (*lines, *self._official(i, value))

    @cached_property
    def _prices(self) -> list[Fraction]:
        """The prices of the items in the chain's currency."""
        step = Fraction(self.step)
        return [Fraction(item.value) * (self.standing.steps(item.currency) or 0) * step for item in self.standing.items]

    @cached_property
    def _all_prices(self) -> Fraction:
        return sum(self._prices, Fraction(0))

    @cached_property
    def _all_masses(self) -> Decimal:
        return sum((item.gross_mass or Decimal(0) for item in self.standing.items), Decimal(0))

    def _price(self, item: Item) -> Text:
        return say("Price: {amount}.", amount=self._converted(item.value, item.currency))

    def _converted(self, amount: Decimal, currency: str) -> Text:
        """A sum, brought into the chain's currency at the day's rate where it is in another one."""
        stated = Text("{amount} {currency}", {"amount": Figure(amount), "currency": currency})
        quote = self.standing.quote(currency)
        if quote is None or currency == self.currency:
            return stated
        return equation(
            strung("×", [stated, Figure(quote.rate)]), Fraction(amount) * Fraction(quote.rate), self.step, self.currency
        )

    def _sums(self) -> list[_Sum]:
        """The sums of the case, each rounded first and then shared out."""
        mode, together = self.rounding.mode, 0
        found = []
        for row in sorted(self.valued.sums, key=lambda row: row.s == "addition"):
            exact = Fraction(row.sn, row.sd) + Fraction(row.fn, row.fd) * together
            whole = steps_of(exact, mode)
            together += row.sign * whole if row.counted else 0
            weights = [item.w_mass if row.by_mass else item.w_value for item in self.valued.items]
            shares = [share * self.step for share in shared(whole, weights)]
            found.append(_Sum(row, exact * Fraction(self.step), whole * self.step, shares))
        return found

    def _sum(self, found: _Sum, i: int) -> Iterator[Text]:
        yield _SAID[found.row.s, found.row.sign](self._how(found))
        if found.exact != found.whole:
            yield rounding_told(found.whole, self.rounding, self.currency)
        if len(self.valued.items) > 1:
            yield self._share(found, i)

    def _how(self, found: _Sum) -> Text:
        """Where a sum is from: stated, or set by law as a part of the price."""
        chain, name = self.standing.chain, found.row.s
        prices = self._all_prices
        if name == "addition" and chain.addition:
            price = [prices] if counted("value", chain.addition) else []
            parts = [each.row.sign * Fraction(each.whole) for each in self.sums if each.row.counted]
            return self._part(found, chain.addition.rate, *price, *parts)
        stated = declared(self.standing, name)
        if stated and self._is(found, stated):
            return self._converted(*stated)
        limit = chain.freight_at_most
        if limit and name == "freight" and stated:
            told = self._part(found, limit.rate, prices)
            return say("{equation}; by law carriage by {mode} counts for no more", equation=told, mode=mode_in_words(limit.mode))
        if limit and name == "freight" and found.exact == Fraction(limit.rate) * prices:
            return self._part(found, limit.rate, prices)
        rate = chain.freight_if_unknown if name == "freight" else chain.insurance_if_unknown
        told = self._part(found, rate or Decimal(0), prices)
        return say("{equation}; it is not stated, and the law takes that part of the price", equation=told)

    def _is(self, found: _Sum, stated: tuple[Decimal, str]) -> bool:
        amount, currency = stated
        return Fraction(amount) * (self.standing.steps(currency) or 0) * Fraction(self.step) == found.exact

    def _part(self, found: _Sum, rate: Decimal, *of: Fraction) -> Text:
        """A percentage of one sum, or of several together."""
        first, *others = [one for one in of if one] or [Fraction(0)]
        base: Part = signed(written(first, self.step), [(one > 0, written(abs(one), self.step)) for one in others])
        if others:
            base = Text("({sum})", {"sum": base})
        left = Text("{rate}% × {base}", {"rate": Figure((rate * 100).normalize() + 0), "base": base})
        return equation(left, found.exact, self.step, self.currency)

    def _share(self, found: _Sum, i: int) -> Text:
        values = {"amount": Figure(found.shares[i]), "currency": self.currency}
        if found.row.by_mass:
            mass = self.standing.items[i].gross_mass or Decimal(0)
            return say("Of it, by gross mass ({part} of {all} kg), for this item: {amount} {currency}.",
                       part=Figure(mass), all=Figure(self._all_masses), **values)  # fmt: skip
        return say("Of it, by price ({part} of {all} {currency}), for this item: {amount} {currency}.",
                   part=written(self._prices[i], self.step), all=written(self._all_prices, self.step), **values)  # fmt: skip

    def _term(self) -> Text:
        """What the delivery term means for the customs value."""
        term, free_on_board = self.standing.case.consignment.incoterm, self.standing.chain.valuation == "FOB"
        if term in _LEFT_TO_THE_BUYER:
            if free_on_board:
                return say("Valued free on board: under {term} the price counts as it is.", term=term)
            return say(
                "Under {term} the price holds neither carriage nor insurance: the carriage up to the place of entry, and the "
                "insurance where there is one, belong to the customs value.",
                term=term,
            )
        if free_on_board:
            return say(
                "Valued free on board: the carriage and insurance that {term} puts into the price are taken off where stated.",
                term=term,
            )
        if term in _NO_INSURANCE:
            return say(
                "Under {term} the price holds the carriage: that behind the place of entry is taken off where stated, and "
                "the insurance, where there is one, is added.",
                term=term,
            )
        return say(
            "Under {term} the price holds carriage and insurance: the carriage behind the place of entry is taken off where "
            "stated.",
            term=term,
        )

    def _official(self, i: int, value: Decimal | None) -> Iterator[Text]:
        """The official value that decided, with its arithmetic."""
        settled = self.standing.values[i]
        if settled is None or (value is not None and settled * self.step == value):
            return
        item = self.standing.items[i]
        for measure in self.standing.fitting(item, "customs_value")[0]:
            if (told := self._by(measure, item, value, settled * self.step)) is not None:
                yield from told
                return
        yield say("An official value stands in the place of the declared one: {value} {currency}.",
                  value=Figure(settled * self.step), currency=self.currency)  # fmt: skip

    def _by(self, measure: Measure, item: Item, value: Decimal | None, settled: Decimal) -> list[Text] | None:
        """The note on one official value; None where it is not the one that decided."""
        if measure.expression is None or measure.per == "consignment":
            return None
        on = On(Fraction(value or 0), lambda unit: item.quantity_in(unit) or Decimal(0), self._rate, self.currency, self.step)
        found = reckon(measure.expression, on)
        if rounded(found.amount, self.rounding) != settled:
            return None
        rate, name = rate_in_words(measure.expression), measure.id
        if measure.as_ == "replace":
            head = say("An official value stands in the place of the declared one: {rate} ({measure}).", rate=rate, measure=name)
        else:
            head = say(
                "The declared value is below the official floor, which counts: {rate} ({measure}).", rate=rate, measure=name
            )
        end = say("Customs value: {value} {currency}.", value=Figure(settled), currency=self.currency)
        return [head, *found.lines, end]

    def _rate(self, currency: str) -> Decimal:
        quote = self.standing.quote(currency)
        return quote.rate if quote else Decimal(0)


def exchange_told(quote: Quote) -> Text:
    """A rate of exchange with its day and who publishes it."""
    authority = " / ".join(dict.fromkeys(part.partition(",")[0].partition("(")[0].strip() for part in quote.source.split("; ")))
    values = {
        "base": quote.base,
        "rate": Figure(quote.rate),
        "quote": quote.quote,
        "day": quote.on.isoformat(),
        "authority": authority,
    }
    if quote.estimated:
        return say(
            "Rate of exchange, an estimate: 1 {base} = {rate} {quote} of {day}, {authority}; none is official for the day.",
            **values,
        )
    return say("Rate of exchange: 1 {base} = {rate} {quote} of {day}, {authority}.", **values)


_SAID = {
    ("freight", 1): lambda how: say("Carriage added: {amount}.", amount=how),
    ("freight", -1): lambda how: say("Carriage taken off: {amount}.", amount=how),
    ("after_entry", -1): lambda how: say("Carriage behind the place of entry taken off: {amount}.", amount=how),
    ("insurance", 1): lambda how: say("Insurance added: {amount}.", amount=how),
    ("insurance", -1): lambda how: say("Insurance taken off: {amount}.", amount=how),
    ("duties_included", -1): lambda how: say("Duties contained in the price taken off: {amount}.", amount=how),
    ("addition", 1): lambda how: say("Added by law: {amount}.", amount=how),
}
