"""The decimal loop: what a careful programmer writes in plain Python with ``decimal``, one consignment after the other.

It does the engine's whole job: reads the lines, remembers choices (``choices.py``), values each line, computes every charge of
every chain on file to the cent, shares out what is due once a consignment, keeps what is exempt, and writes the same columns. It
may rely on the lines of a consignment standing together, which the engine may not.

``python benchmarks/peers/loop.py LINES.parquet OUT.csv RATES.csv``
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, getcontext
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
from choices import Bought, Choices, Law, Line, Slot

from chorsu.assessment import read_rates
from chorsu.measures import Measure, load_book

MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_FLOOR, "up": ROUND_CEILING}
SELLER_PAYS_NO_CARRIAGE = ("EXW", "FCA", "FAS", "FOB")
Form = tuple[Decimal, tuple[tuple[str, str, Decimal], ...]]
Amounts = list[Decimal | None]


@cache
def forms(measure: Measure) -> tuple[tuple[Form, ...], ...]:
    """The expression as the greatest of the least of linear forms, in decimals."""
    found = measure.expression.forms if measure.expression else ()
    return tuple(
        tuple((decimal(form.rate), tuple((c, u, decimal(a)) for c, u, a in form.amounts)) for form in group) for group in found
    )


def decimal(fraction) -> Decimal:
    """A fraction whose decimal digits end."""
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


class Loop:
    """Assesses consignments under the chains of a book."""

    def __init__(self, choices: Choices, kinds: Sequence[str]) -> None:
        self.choices = choices
        self.place = {kind: place for place, kind in enumerate(kinds)}
        self.bought = Bought()

    def consignment(self, lines: Sequence[Line]) -> Iterator[tuple[object, ...]]:
        """The answers for the lines of one consignment: amounts by kind, total, measures, unknown."""
        first = lines[0]
        law = self.choices.law(first.jurisdiction, first.regime, first.on)
        values = [self.value(line, law) for line in lines]
        value = None if None in values else sum(values)
        if law.chain.limits and self.bought.passes(law, first.buyer, value):
            law = self.choices.law(first.jurisdiction, law.chain.beyond, first.on)
            values = [self.value(line, law) for line in lines]
            value = None if None in values else sum(values)
        net = _total(line.quantity_in("KGM") for line in lines)
        sides = law.sides(customs_value=value, net_mass=net, gross_mass=_total(line.gross_mass for line in lines))
        slots = [self.choices.slots(law, lines, number, sides, values) for number in range(len(lines))]
        whole: dict[str, Amounts] = {"customs_value": values}
        due: dict[str, Amounts] = {}
        measures: list[list[str]] = [[] for _ in lines]
        for k, charge in enumerate(law.chain.charges):
            bases = [_total(whole[kind][i] for kind in charge.base if kind in whole) for i in range(len(lines))]
            amounts = self.charge(k, law, lines, values, bases, [slot[k] for slot in slots], measures)
            if charge.exempt_up_to:
                amounts = self.exempt(amounts, law, charge.exempt_up_to)
            whole[charge.kind] = amounts
            if charge.share is not None:
                amounts = [None if amount is None else self.rounded(amount * charge.share, law) for amount in amounts]
            due[charge.kind] = amounts
        for i in range(len(lines)):
            cells: list[Decimal | None] = [None] * len(self.place)
            for kind, amounts in due.items():
                cells[self.place[kind]] = amounts[i]
            unknown = [kind for kind, amounts in due.items() if amounts[i] is None]
            total = None if unknown else sum(amounts[i] for amounts in due.values())
            yield *cells, total, "; ".join(measures[i]), "; ".join(unknown)

    def rounded(self, amount: Decimal, law: Law) -> Decimal:
        """An amount rounded as the chain has it."""
        rounding = law.chain.rounding
        if rounding.to == 1 or rounding.to.as_tuple().digits == (1,):
            return amount.quantize(rounding.to, MODES[rounding.mode])
        return (amount / rounding.to).to_integral_value(MODES[rounding.mode]) * rounding.to

    def value(self, line: Line, law: Law) -> Decimal | None:
        """The customs value: the value converted, with the freight where the term leaves it out (or under FOB takes it in)."""
        rate = law.money(line.currency)
        if rate is None:
            return None
        price = line.value * rate
        if line.freight is not None:
            without = line.incoterm in SELLER_PAYS_NO_CARRIAGE
            if law.chain.valuation != "FOB" and without:
                price += self.rounded(line.freight * rate, law)
            elif law.chain.valuation == "FOB" and not without:
                price -= self.rounded(line.freight * rate, law)
        return self.rounded(price, law)

    def charge(
        self,
        k: int,
        law: Law,
        lines: Sequence[Line],
        values: Amounts,
        bases: Amounts,
        slots: Sequence[Slot],
        measures: list[list[str]],
    ) -> Amounts:
        """The whole of a charge on each line; None where it is unknown. Adds the ids of what counts to ``measures``."""
        rule = law.chain.charges[k]
        shares: dict[str, dict[int, Decimal | None]] = {}
        found: Amounts = []
        for i, slot in enumerate(slots):
            if slot.unknown:
                found.append(None)
                continue
            winners = []
            for contest in slot.contests:
                amounts = []
                for measure in contest:
                    if measure.per == "consignment":
                        if measure.id not in shares:
                            shares[measure.id] = self.shared(measure, rule, law, lines, values, bases, slots)
                        amounts.append((shares[measure.id][i], measure))
                    else:
                        amounts.append((self.amount(measure, rule, law, bases[i], lines[i]), measure))
                if not rule.lowest:
                    winners += amounts
                elif any(amount is None for amount, _ in amounts):
                    winners.append((None, amounts[0][1]))
                else:
                    winners.append(min(amounts, key=lambda pair: (pair[0], pair[1].id)))
            if rule.lowest and len(winners) > 1:  # the code is short: known only if all its possible codes come to one expression
                same = len({forms(measure) for _, measure in winners}) == 1
                winners = [min(winners, key=lambda pair: pair[1].prefix)] if same else [(None, winners[0][1])]
            measures[i] += [measure.id for _, measure in winners]
            found.append(_total(amount for amount, _ in winners))
        return found

    def amount(self, measure: Measure, rule, law: Law, base: Decimal | None, line: Line) -> Decimal | None:
        """A measure's amount on one line."""
        if base is None:
            return None
        groups = forms(measure)
        if len(groups) == 1 and len(groups[0]) == 1 and not groups[0][0][1]:  # a percentage: most are
            rate = groups[0][0][0]
            return self.rounded(base * rate / (1 - rate) if rule.gross_up else base * rate, law)
        greatest = None
        for group in groups:
            least = None
            for rate, sums in group:
                total = base * rate
                for currency, unit, amount in sums:
                    money, quantity = law.money(currency), line.quantity_in(unit) if unit else 1
                    if money is None or quantity is None:
                        return None
                    total += amount * money * quantity
                if rule.gross_up:
                    total /= 1 - rate
                least = total if least is None or total < least else least
            greatest = least if greatest is None or least > greatest else greatest
        return self.rounded(greatest, law)

    def shared(
        self, measure: Measure, rule, law: Law, lines: Sequence[Line], values: Amounts, bases: Amounts, slots: Sequence[Slot]
    ) -> dict[int, Decimal | None]:
        """A measure once for the consignment, shared by customs value over the lines that it fits, by largest remainder."""
        fitted = [i for i, slot in enumerate(slots) if any(measure in contest for contest in slot.contests)]
        base = _total(bases[i] for i in fitted)
        quantities = {unit: _total(lines[i].quantity_in(unit) for i in fitted) for unit in measure.expression.units}
        summed = lines[fitted[0]]._replace(net_mass=quantities.get("KGM"), unit="", quantity=None)
        for unit, quantity in quantities.items():
            if unit != "KGM":
                summed = summed._replace(unit=unit, quantity=quantity)
        whole = self.amount(measure, rule, law, base, summed)
        if whole is None or len(fitted) == 1:
            return dict.fromkeys(fitted, whole)
        step = law.chain.rounding.to
        weights = {i: int(values[i] / step) for i in fitted}
        if not any(weights.values()):
            weights = dict.fromkeys(fitted, 1)
        steps, weight = int(whole / step), sum(weights.values())
        parts = {i: divmod(steps * weights[i], weight) for i in fitted}
        left = steps - sum(part for part, _ in parts.values())
        upwards = sorted(fitted, key=lambda i: (-parts[i][1], i))[:left]
        return {i: (parts[i][0] + (i in upwards)) * step for i in fitted}

    def exempt(self, amounts: Amounts, law: Law, limit) -> Amounts:
        """What is not taken of a consignment up to a limit."""
        money = law.money(limit.currency)
        if money is None:
            return [amount if amount == 0 else None for amount in amounts]
        known = sum(amount for amount in amounts if amount is not None)
        if known > limit.amount * money:
            return amounts
        return [Decimal(0)] * len(amounts) if None not in amounts else [amount if amount == 0 else None for amount in amounts]


def _total(figures) -> Decimal | None:
    """The sum, None where one is None."""
    total = Decimal(0)
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total


def read(path: str) -> Iterator[Line]:
    """The lines of a Parquet file, in their order."""
    with duckdb.connect(config={"threads": 1}) as connection:
        names = ", ".join(f'"{name}"' for name in Line._fields)
        cursor = connection.execute(f"SELECT {names} FROM read_parquet(?)", [path])
        while rows := cursor.fetchmany(20_000):
            yield from map(Line._make, rows)


def main() -> None:
    """Assess the file that is named."""
    lines, out, rates = sys.argv[1:]
    getcontext().prec = 60
    book = load_book()
    kinds = list(dict.fromkeys(charge.kind for chain in book.chains for charge in chain.charges))
    loop = Loop(Choices(book, read_rates(Path(rates))), kinds)
    with Path(out).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*Line._fields, *kinds, "total", "measures", "unknown"])
        for _, group in groupby(read(lines), key=itemgetter(1)):
            together = list(group)
            writer.writerows((*line, *answer) for line, answer in zip(together, loop.consignment(together), strict=True))


if __name__ == "__main__":
    main()
