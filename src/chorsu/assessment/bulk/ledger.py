"""What counts from line to line: who has bought how much in a year, quarter or month, and how much of a quota is used up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
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


class Bought(NamedTuple):
    """A consignment under a chain with limits. ``value`` is its customs value in steps of the chain, None where not known."""

    law: Law
    n: int
    c: int
    state: str
    on: date
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
        terms = {row.law.chain.id: {} for row in bought}  # type: dict[str, dict[tuple[str, date], _Terms]]
        for row in bought:
            of_law, day = terms[row.law.chain.id], (row.state, row.on)
            if day not in of_law:
                of_law[day] = _terms(row)
        accounts = {(row.state, row.buyer, per) for row in bought for per in terms[row.law.chain.id][row.state, row.on].periods}
        used = {account: int(balance * _GRAINS) for account, balance in self.balances.load(accounts).items()}
        touched: set[Account] = set()
        for row in sorted(bought, key=itemgetter(1)):
            law, _, _, state, on, buyer, steps = row
            here = terms[law.chain.id][state, on]
            value = None if steps is None else steps * here.step
            passes: list[bool | None] = []
            counts = value is not None
            for per, most in here.limits:
                before = used.get((state, buyer, per), 0) if per else 0
                over = None if value is None or most is None else before + value > most
                passes.append(over)
                counts = counts and (not per or over is False)
            if counts and value is not None:
                for per in here.periods:
                    account = state, buyer, per
                    used[account] = used.get(account, 0) + value
                    touched.add(account)
            if True in passes:
                yield Verdict(row)
            elif None in passes:
                yield Verdict(row, _untold(law.chain.limits[passes.index(None)]))
        self.balances.store({account: Decimal(used[account]) / _GRAINS for account in touched})

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


_GRAINS = 10**12  # balances are kept to twelve places: a sum of whole grains is exact


class _Terms(NamedTuple):
    """The limits of a chain on a day, in grains: each with its period (none: of one consignment), and the most, None if not known."""

    limits: tuple[tuple[str, int | None], ...]
    periods: tuple[str, ...]
    step: int


def _terms(row: Bought) -> _Terms:
    limits = []
    for limit in row.law.chain.limits:
        most = _in_currency(row, limit.most)
        # What is bought is whole grains: it passes a limit just where it passes the whole grains in it.
        limits.append((period(limit.per, row.on) if limit.per else "", None if most is None else floor(most * _GRAINS)))
    return _Terms(tuple(limits), tuple(dict.fromkeys(per for per, _ in limits if per)), int(row.law.chain.rounding.to * _GRAINS))


def _untold(limit: Limit) -> Text:
    return say("Whether the limit of {limit} {currency} is passed cannot be told.",
               limit=plain(limit.most.amount), currency=limit.most.currency)  # fmt: skip


def _in_currency(row: Bought, most: Money) -> Fraction | None:
    """A limit in the chain's currency; None where no rate is on file."""
    rate = row.law.exchange(most.currency, row.state, row.on)
    return None if rate is None else Fraction(most.amount) * rate
