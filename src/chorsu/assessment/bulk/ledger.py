"""The limits of buyers over a year, a quarter or a month: who has bought how much so far, in the order of the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Protocol, TypeVar

from chorsu.assessment.bulk.questions import Law, limits_of

Account = tuple[str, str, str]  # state, buyer, period: 2026, 2026-Q4, 2026-11
Bought = tuple[int, str, date, str, Decimal | None]


def period(per: str, on: date) -> str:
    """The name of the calendar period that holds a day."""
    match per:
        case "year":
            return f"{on.year:04}"
        case "quarter":
            return f"{on.year:04}-Q{(on.month + 2) // 3}"
        case _:
            return f"{on.year:04}-{on.month:02}"


class Balances(Protocol):
    """Where balances are kept between batches."""

    def load(self, accounts: Iterable[Account]) -> Mapping[Account, Decimal]:
        """What has been bought on some accounts; those that have nothing are left out."""

    def store(self, balances: Mapping[Account, Decimal]) -> None:
        """Keep what has been bought."""


B = TypeVar("B", bound=Balances)


@dataclass
class Ledger(Generic[B]):
    """Holds consignments to the limits of a chain: those that pass one go beyond it."""

    balances: B

    def beyond(self, law: Law, bought: Iterable[Bought]) -> Iterator[tuple[int, str, date]]:
        """The consignments (c, state, day) that pass a limit. ``bought``: (c, state, day, buyer, customs value), in order.

        What passes the limit of a period is not counted for it; what passes a limit on one consignment alone is counted.
        """
        rows = list(bought)
        periods = [limit for limit in limits_of(law.chain) if limit.per]
        accounts = {(state, buyer, period(limit.per, on)) for _, state, on, buyer, _ in rows for limit in periods}
        used = dict(self.balances.load(accounts))
        most: dict[tuple[str, date, int], Fraction | None] = {}
        touched: set[Account] = set()
        for c, state, on, buyer, value in rows:
            if value is None:
                continue
            passes_one, passes_period, counted = False, False, []
            for number, limit in enumerate(limits_of(law.chain)):
                if (state, on, number) not in most:
                    most[state, on, number] = _in_currency(law, limit.amount.amount, limit.amount.currency, state, on)
                limit_here = most[state, on, number]
                if limit_here is None:
                    continue
                if not limit.per:
                    passes_one |= value > limit_here
                    continue
                account = (state, buyer, period(limit.per, on))
                counted.append(account)
                passes_period |= used.get(account, Decimal(0)) + value > limit_here
            if not passes_period:
                for account in dict.fromkeys(counted):
                    used[account] = used.get(account, Decimal(0)) + value
                    touched.add(account)
            if passes_one or passes_period:
                yield c, state, on
        self.balances.store({account: used[account] for account in touched})


def _in_currency(law: Law, amount: Decimal, currency: str, state: str, on: date) -> Fraction | None:
    """A limit in the chain's currency; None where no rate is on file."""
    quote = law.rates.find(currency, law.chain.currency, on, state)
    return None if quote is None else Fraction(amount) * Fraction(quote.rate)
