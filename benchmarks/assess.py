"""Charges on many consignments at once, and on one: the engine beside a plain loop over ``decimal``.

The peer is what a broker's script does: the same Kazakh chain for apples, written out by hand for one measure each, without
choice of measures, explanation or unknowns. ``python benchmarks/assess.py [--smoke]``
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from chorsu.assessment import Case, Rates, assess_all, load_rates
from chorsu.consignment import Consignment, Freight, Item
from chorsu.measures import Book, load_book

ON = date(2026, 12, 1)
CENT = Decimal("0.01")


def consignments(count: int) -> list[Consignment]:
    """Apples with random values, masses and freight."""
    chance = random.Random(20261201)
    found = []
    for _ in range(count):
        net = Decimal(chance.randint(1_000, 25_000))
        value = Decimal(chance.randint(100_000, 4_000_000)) / 100
        item = Item(
            "Fresh apples, Fuji", "080810", "CN", value, "USD", codes={"EAEU": "0808108008"},
            quantity=net, unit="KGM", gross_mass=net + 500, net_mass=net,
        )  # fmt: skip
        found.append(Consignment((item,), "FCA", freight=Freight(Decimal(chance.randint(1000, 5000)), "USD", Decimal(400))))
    return found


def by_engine(goods: list[Consignment], book: Book, rates: Rates) -> list[Decimal | None]:
    """The totals by the engine, all in one batch."""
    return [answer.total for answer in assess_all([Case(one, "KZ", "import", ON, "rail") for one in goods], book, rates)]


def by_loop(goods: list[Consignment], rates: Rates) -> list[Decimal | None]:
    """The totals by the plain loop."""
    dollar, euro = (rates.find(code, "KZT", ON, "KZ") for code in ("USD", "EUR"))
    assert dollar is not None
    assert euro is not None
    totals: list[Decimal | None] = []
    for one in goods:
        item, freight = one.items[0], one.freight
        assert freight is not None
        carriage = (freight.amount * dollar.rate).quantize(CENT, ROUND_HALF_UP)
        behind = (freight.after_entry * dollar.rate).quantize(CENT, ROUND_HALF_UP)
        value = (item.value * dollar.rate + carriage - behind).quantize(CENT, ROUND_HALF_UP)
        duty = (Decimal("0.03") * (item.net_mass or 0) * euro.rate).quantize(CENT, ROUND_HALF_UP)
        fee = Decimal("25950.00")
        vat = ((value + duty + fee) * Decimal("0.16")).quantize(CENT, ROUND_HALF_UP)
        totals.append(duty + fee + vat)
    return totals


def timed(work, *arguments):
    """The answer, and the seconds it took."""
    begin = time.perf_counter()
    answer = work(*arguments)
    return answer, time.perf_counter() - begin


def main() -> None:
    """Print the seconds of both and their ratio, for one consignment and for many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a small run that only proves that it runs")
    sizes = (1, 50) if parser.parse_args().smoke else (1, 100, 2_000, 10_000)
    book, rates = load_book(), load_rates()
    by_engine(consignments(1), book, rates)
    print("consignments  engine, s  per s  decimal loop, s  engine : loop")
    for count in sizes:
        goods = consignments(count)
        ours, engine = timed(by_engine, goods, book, rates)
        theirs, loop = timed(by_loop, goods, rates)
        assert ours == theirs, "the engine and the loop differ"
        print(f"{count:12}  {engine:9.4f}  {count / engine:5.0f}  {loop:15.5f}  {engine / loop:8.1f} : 1")


if __name__ == "__main__":
    main()
