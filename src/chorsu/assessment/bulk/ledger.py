"""What counts from line to line: who has bought how much in a year, quarter or month, and how much of a quota is used up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor
from operator import itemgetter
from typing import Generic, NamedTuple, Protocol, TypeVar

from chorsu.assessment.bulk.questions import Law
from chorsu.facts import Money, plain
from chorsu.measures.model import Limit
from chorsu.measures.quota import Quota
from chorsu.text import Text, say

# State, buyer, period: 2026, 2026-Q4, 2026-11. A quota has no buyer, and is a period by its name and first day.
Account = tuple[str, str, str]


_GRAINS = 10**12  # balances are kept to twelve places: a sum of whole grains is exact


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

    def load(self, accounts: Iterable[Account]) -> Mapping[Account, Decimal]:
        """What has been used of some accounts; those of which nothing is known are left out."""

    def store(self, balances: Mapping[Account, Decimal]) -> None:
        """Keep what has been used."""


B = TypeVar("B", bound=Balances)


@dataclass(eq=False)
class Terms:
    """The limits of a chain for what a state takes in on a day, in grains: each with its period (none: of one consignment)."""

    law: Law
    state: str
    on: date

    @cached_property
    def limits(self) -> tuple[tuple[str, int | None], ...]:
        """The period and the most of each limit; None where no rate of exchange is on file."""
        # What is bought is whole grains: it passes a limit just where it passes the whole grains in it.
        most = (self._in_currency(limit.most) for limit in self.law.chain.limits)
        grains = (None if figure is None else floor(figure * _GRAINS) for figure in most)
        periods = (period(limit.per, self.on) if limit.per else "" for limit in self.law.chain.limits)
        return tuple(zip(periods, grains, strict=True))

    @cached_property
    def step(self) -> int:
        """The grains in a step of the chain."""
        return int(self.law.chain.rounding.to * _GRAINS)

    def _in_currency(self, most: Money) -> Fraction | None:
        rate = self.law.exchange(most.currency, self.state, self.on)
        return None if rate is None else Fraction(most.amount) * rate


class Bought(NamedTuple):
    """A consignment under a chain with limits. ``value`` is its customs value in steps of the chain, None where not known."""

    terms: Terms
    n: int
    c: int
    buyer: str
    value: int | None


@dataclass(frozen=True)
class Verdict:
    """A consignment that passes a limit; or of which that cannot be told, with why."""

    bought: Bought
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

    def hold(self, bought: Sequence[Bought]) -> Iterator[Verdict]:
        """The consignments, in the order of their first lines, that do not stay within their limits.

        What passes the limit of a period is not counted for it; what passes a limit on one consignment alone is counted.
        """
        every = {row.terms for row in bought}
        used: dict[tuple[str, str], dict[str, int]] = {
            (terms.state, per): {} for terms in every for per, _ in terms.limits if per
        }
        buyers = {row.buyer for row in bought}
        for (state, buyer, per), balance in self.balances.load(
            (state, buyer, per) for state, per in used for buyer in buyers
        ).items():
            used[state, per][buyer] = int(balance * _GRAINS)
        limits = {terms: [(used[terms.state, per] if per else None, most) for per, most in terms.limits] for terms in every}
        counted = {terms: {(terms.state, per) for per, _ in terms.limits if per} for terms in every}
        touched: set[tuple[tuple[str, str], str]] = set()
        for row in sorted(bought, key=itemgetter(1)):
            terms, _, _, buyer, steps = row
            value = None if steps is None else steps * terms.step
            passes, untold, counts = False, None, value is not None
            for place, (balances, most) in enumerate(limits[terms]):
                if value is None or most is None:
                    untold = place if untold is None else untold
                elif value + (0 if balances is None else balances.get(buyer, 0)) > most:
                    passes = True
                else:
                    continue
                counts = counts and balances is None
            if counts and value is not None:
                for key in counted[terms]:
                    used[key][buyer] = used[key].get(buyer, 0) + value
                    touched.add((key, buyer))
            if passes:
                yield Verdict(row)
            elif untold is not None:
                yield Verdict(row, _untold(terms.law.chain.limits[untold]))
        self.balances.store({(state, buyer, per): Decimal(used[state, per][buyer]) / _GRAINS for (state, per), buyer in touched})

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


def _untold(limit: Limit) -> Text:
    return say("Whether the limit of {limit} {currency} is passed cannot be told.",
               limit=plain(limit.most.amount), currency=limit.most.currency)  # fmt: skip
