"""Chains whose charges follow from one another."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from chorsu.facts import Fault, plain
from chorsu.geography import load_atlas
from chorsu.measures.checks.rule import A_DAY, Examined, days_meet, fault, last_day, warning
from chorsu.measures.model import NOT_CHARGES, Chain, ChainCharge, Measure
from chorsu.measures.words import charge_name
from chorsu.text import say


@fault
def charge_without_measures(book: Examined) -> Iterator[Fault]:
    """A charge that a chain names has some measure that could fill it, or is laid on listed goods only."""
    for _, place, charge, rows in _filled(book):
        if not rows and not charge.listed_only:
            yield Fault(place, say("No measure on file for {kind}.", kind=charge_name(charge.kind)))


@warning
def charge_without_measures_in_its_days(book: Examined) -> Iterator[Fault]:
    """A charge that a chain names has some measure that could fill it on some of the days of the chain."""
    for chain, place, charge, rows in _filled(book):
        if rows and not charge.listed_only and not any(days_meet(row, chain) for row in rows):
            yield Fault(place, say("No measure on file for {kind} on any day of the chain.", kind=charge_name(charge.kind)))


def _filled(book: Examined) -> Iterator[tuple[Chain, str, ChainCharge, Sequence[Measure]]]:
    """Each charge, with its place and the measures that could fill it."""
    kinds: dict[tuple[str, str, str], list[Measure]] = defaultdict(list)
    for row in book.rows:
        kinds[row.jurisdiction, row.regime, row.kind].append(row)
    makers = {jurisdiction for jurisdiction, *_ in kinds}
    for chain, place, charge in _charges(book):
        near = [maker for maker in makers if book.sharing(chain.jurisdiction, maker)]
        yield chain, place, charge, [row for maker in near for row in kinds.get((maker, chain.regime, charge.kind), ())]


@fault
def charge_twice(book: Examined) -> Iterator[Fault]:
    """Each kind of charge stands once in a chain."""
    for chain, place, charge in _charges(book):
        number = next(number for number, each in enumerate(chain.charges) if each is charge)
        if charge.kind in {each.kind for each in chain.charges[:number]}:
            yield Fault(f"{place}.kind", say("{value} stands twice.", value=charge.kind), say("each kind of charge once"))


@fault
def no_charge(book: Examined) -> Iterator[Fault]:
    """A chain names charges: what charges nothing stands beside it."""
    for _, place, charge in _charges(book):
        if charge.kind in NOT_CHARGES:
            yield Fault(
                f"{place}.kind", say("{value} is not a charge.", value=charge.kind), say("a kind of charge, for example vat")
            )


@fault
def base_of_nothing(book: Examined) -> Iterator[Fault]:
    """A charge is computed on something unless none of its rates is a percentage, and on each part of its base once."""
    for _, place, charge, rows in _filled(book):
        if not charge.base and (not rows or any(_is_of_value(row) for row in rows)):
            yield Fault(f"{place}.base", say("The charge has no base."), say("customs_value or earlier charges"))
        for name in sorted({name for name in charge.base if charge.base.count(name) > 1}):
            yield Fault(f"{place}.base", say("{value} stands twice.", value=name), say("customs_value or earlier charges"))


def _is_of_value(row: Measure) -> bool:
    return row.expression is not None and any(form.rate for group in row.expression.forms for form in group)


@fault
def share_of_charge(book: Examined) -> Iterator[Fault]:
    """The share of a charge that is due lies above 0, and is at most 1."""
    for _, place, charge in _charges(book):
        if charge.share is not None and not Decimal(0) < charge.share <= 1:
            message = say("{value} does not fit.", value=plain(charge.share))
            yield Fault(f"{place}.share", message, say('the share that is due, for example "0.70"'))


@fault
def list_of_charge(book: Examined) -> Iterator[Fault]:
    """A list that is on file whole is of a charge laid on listed goods only, and says where it was read."""
    for _, place, charge in _charges(book):
        if charge.list is not None and not charge.listed_only:
            message = say("A list closes nothing where the charge is not of listed goods only.")
            yield Fault(f"{place}.list", message, say("listed_only = true"))
        if charge.list is not None and not (charge.list.title and charge.list.address):
            yield Fault(f"{place}.list", say("The source has no address."), say("the title and address of the law"))


@fault
def addition_of_nothing(book: Examined) -> Iterator[Fault]:
    """What a law adds to the customs value, or takes of the freight at most, has a rate."""
    rate = say('a percentage, for example "1.125%"')
    for chain in book.book.chains:
        if chain.addition is not None and chain.addition.rate == 0:
            yield Fault(f"{chain.id}.addition.rate", say("This field is missing."), rate)
        if chain.freight_at_most is not None and chain.freight_at_most.rate == 0:
            yield Fault(f"{chain.id}.freight_at_most.rate", say("This field is missing."), rate)


@fault
def beyond_without_chain(book: Examined) -> Iterator[Fault]:
    """What passes a chain's limits has a chain of the regime beyond on each of its days, and the way there comes to an end."""
    for chain in book.book.chains:
        if chain.beyond:
            wrong = (_way_beyond(book, chain, day) for day in _days_that_differ(book, chain))
            yield from itertools.islice(filter(None, wrong), 1)  # the first day that is wrong is enough


def _way_beyond(book: Examined, chain: Chain, day: date) -> Fault | None:
    """What is wrong with the way from a chain through the regimes beyond on one day."""
    regimes, regime = [chain.regime], chain.beyond
    while regime not in regimes:
        regimes.append(regime)
        found = book.book.chain(chain.jurisdiction, regime, day)
        if found is None:
            if any(lost == regime for lost, _ in book.lost_charges):
                return None
            message = say("No chain of charges is on file for {state}, {regime}, on {day}.",
                          state=chain.jurisdiction, regime=regime, day=day.isoformat())  # fmt: skip
            return Fault(f"{chain.id}.beyond", message, say("a regime with a chain on the same days"))
        if not found.beyond:
            return None
        regime = found.beyond
    way = " → ".join((*regimes, regime))
    return Fault(f"{chain.id}.beyond", say("The regimes go beyond in a circle: {way}.", way=way))


def _days_that_differ(book: Examined, chain: Chain) -> list[date]:
    """The first day of a chain, and each of its days on which another chain of the jurisdiction begins or has just ended."""
    near = [other for other in book.book.chains if book.sharing(chain.jurisdiction, other.jurisdiction)]
    days = {chain.valid_from, *(other.valid_from for other in near)}
    days |= {other.valid_to + A_DAY for other in near if other.valid_to and other.valid_to < last_day(chain)}
    return sorted(day for day in days if chain.on(day))


@warning
def foreign_currency(book: Examined) -> Iterator[Fault]:
    """A state reckons its charges in its own currency."""
    for chain in book.book.chains:
        state = load_atlas().states.get(chain.jurisdiction)
        if state and chain.currency and chain.currency != state.currency:
            message = say("{value} is not the currency of {state}.", value=chain.currency, state=state.names)
            yield Fault(f"{chain.id}.currency", message, say("perhaps {names}", names=state.currency))


def _charges(book: Examined) -> Iterator[tuple[Chain, str, ChainCharge]]:
    for chain in book.book.chains:
        for number, charge in enumerate(chain.charges):
            yield chain, f"{chain.id}.charge[{number}]", charge
