"""What counts from line to line: who has bought how much in a year, quarter or month, and how much of a quota is used up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor, gcd
from typing import Generic, Protocol, TypeVar

import numpy as np

from chorsu.assessment.bulk.buying import MOST_UNITS, NO_PERIOD, Limits, Truth, Whole, hold
from chorsu.assessment.bulk.questions import Law
from chorsu.facts import plain
from chorsu.measures.model import Limit
from chorsu.measures.quota import Quota
from chorsu.text import Text, say

# State, buyer, period: 2026, 2026-Q4, 2026-11. A quota has no buyer, and is a period by its name and first day.
Account = tuple[str, str, str]


GRAINS = 10**12  # balances are kept to twelve places: a sum of whole grains is exact


def period(per: str, on: date) -> str:
    """The name of the calendar period that holds a day."""
    match per:
        case "year":
            return f"{on.year:04}"
        case "quarter":
            return f"{on.year:04}-Q{(on.month + 2) // 3}"
        case _:
            return f"{on.year:04}-{on.month:02}"


def account_of(quota: Quota) -> Account:
    """The account of one period of a quota."""
    return quota.jurisdiction, "", f"quota:{quota.name} from {quota.valid_from}"


class Balances(Protocol):
    """Where balances are kept between batches."""

    def units(self, periods: Sequence[tuple[str, str]], buyers: Sequence[str], unit: int) -> tuple[Whole, Whole]:
        """What buyers have bought in periods (state and name of each), in units of so many grains, and the grains beyond."""

    def add(self, units: Whole, touched: Truth, unit: int) -> None:
        """Add what has been bought in the periods and by the buyers that were asked about."""

    def load(self, accounts: Iterable[Account]) -> Mapping[Account, Decimal]:
        """What has been used of some accounts; those of which nothing is known are left out."""

    def store(self, balances: Mapping[Account, Decimal]) -> None:
        """Keep what has been used."""


B = TypeVar("B", bound=Balances)


@dataclass(frozen=True)
class Terms:
    """What a state takes in under a chain on a day: the limits hang on these."""

    law: Law
    state: str
    on: date

    def most(self, limit: Limit) -> int | None:
        """A limit in whole grains of the chain's currency; None where no rate of exchange is on file."""
        rate = self.law.exchange(limit.most.currency, self.state, self.on)
        return None if rate is None else floor(Fraction(limit.most.amount) * rate * GRAINS)

    @property
    def step(self) -> int:
        """The grains in a step of the chain."""
        return int(self.law.chain.rounding.to * GRAINS)


@dataclass(frozen=True)
class Bought:
    """Consignments under chains with limits, in columns and in the order of their first lines.

    ``term`` and ``buyer`` are places in ``terms`` and ``buyers``; ``value`` is in steps of the chain, below zero where not known.
    """

    terms: Sequence[Terms]
    buyers: Sequence[str]
    c: Whole
    term: Whole
    buyer: Whole
    value: Whole


@dataclass(frozen=True)
class Verdict:
    """A consignment that passes a limit; or of which that cannot be told, with why."""

    c: int
    terms: Terms
    untold: Text | None = None


@dataclass(frozen=True)
class Claim:
    """What a consignment asks of a quota: how much for certain, and with what it may ask for; None where that is not known."""

    n: int
    c: int
    law: Law
    quota: Quota
    sure: Decimal
    most: Decimal | None


@dataclass
class Ledger(Generic[B]):
    """Holds consignments to the limits of their chains, and shares out quotas.

    What is bought in a period counts under all limited chains of a state, what is used of a quota under all chains.
    """

    balances: B

    def hold(self, bought: Bought) -> Iterator[Verdict]:
        """The consignments that do not stay within their limits: see :func:`chorsu.assessment.bulk.buying.hold`."""
        periods: dict[tuple[str, str], int] = {}
        unit = gcd(*(terms.step for terms in bought.terms))
        limits = _limits(bought.terms, periods, unit)
        before, rest = self.balances.units(list(periods), bought.buyers, unit)
        steps = np.array([terms.step // unit for terms in bought.terms], np.int64)[bought.term]
        value = np.where(bought.value < 0, -1, np.minimum(bought.value, MOST_UNITS // steps) * steps)
        held = hold(bought.term, bought.buyer, value, limits, before, rest)
        self.balances.add(held.used, held.touched, unit)
        for row in np.flatnonzero(held.passes | (held.untold >= 0)).tolist():
            terms = bought.terms[bought.term[row]]
            why = None if held.passes[row] else _untold(terms.law.chain.limits[held.untold[row]])
            yield Verdict(int(bought.c[row]), terms, why)

    def share(self, claims: Sequence[Claim]) -> Iterator[tuple[Claim, bool | None]]:
        """Whether what is left of a quota covers each claim, in the order of their first lines; what is covered is used up.

        Where the balances say nothing of a quota, what is left of it is as on file; where that is not, nobody can tell.
        """
        on_file = {
            account_of(claim.quota): claim.quota.amount - claim.quota.left for claim in claims if claim.quota.left is not None
        }
        used = on_file | dict(self.balances.load({account_of(claim.quota) for claim in claims}))
        touched: set[Account] = set()
        for claim in sorted(claims, key=lambda claim: claim.n):
            account = account_of(claim.quota)
            covered = None
            if account in used:
                left = claim.quota.amount - used[account]
                covered = False if claim.sure > left else None if claim.most is None or claim.most > left else True
            if covered and claim.most is not None:
                used[account] += claim.most
                touched.add(account)
            yield claim, covered
        self.balances.store({account: used[account] for account in touched})


def _limits(terms: Sequence[Terms], periods: dict[tuple[str, str], int], unit: int) -> Limits:
    """The limits as columns; ``periods`` is given a number for each state and calendar period."""
    places = max((len(each.law.chain.limits) for each in terms), default=0)
    period_of, most, rest = (np.full((len(terms), places), fill, np.int64) for fill in (NO_PERIOD, 0, 0))
    known, there = np.zeros((2, len(terms), places), bool)
    for row, each in enumerate(terms):
        for place, limit in enumerate(each.law.chain.limits):
            there[row, place] = True
            if limit.per:
                period_of[row, place] = periods.setdefault((each.state, period(limit.per, each.on)), len(periods))
            grains = each.most(limit)
            if grains is not None:
                known[row, place] = True
                units, rest[row, place] = divmod(grains, unit)
                most[row, place] = min(units, MOST_UNITS)
    return Limits(period_of, most, rest, known, there)


def _untold(limit: Limit) -> Text:
    return say("Whether the limit of {limit} {currency} is passed cannot be told.",
               limit=plain(limit.most.amount), currency=limit.most.currency)  # fmt: skip
