"""What counts from line to line: who has bought how much in a year, quarter or month, and how much of a quota is used up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Protocol, TypeVar

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


@dataclass(frozen=True)
class Bought:
    """A consignment under a chain with limits. ``value`` is its customs value in the chain's currency, None where not known."""

    n: int
    c: int
    law: Law
    state: str
    on: date
    buyer: str
    value: Decimal | None


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
        accounts = {self._account(row, limit) for row in bought for limit in row.law.chain.limits if limit.per}
        used = dict(self.balances.load(accounts))
        touched: set[Account] = set()
        most: dict[tuple[str, str, date], list[Fraction | None]] = {}
        for row in sorted(bought, key=lambda row: row.n):
            key = row.law.chain.id, row.state, row.on
            if key not in most:
                most[key] = [_in_currency(row, limit.most) for limit in row.law.chain.limits]
            limits = row.law.chain.limits
            mine = [self._account(row, limit) if limit.per else None for limit in limits]
            passes = [_passes(row.value, used.get(account, _NOTHING) if account else _NOTHING, here)
                      for account, here in zip(mine, most[key], strict=True)]  # fmt: skip
            in_period = [over for account, over in zip(mine, passes, strict=True) if account]
            if row.value is not None and not any(over is not False for over in in_period):
                for account in {account for account in mine if account}:
                    used[account] = used.get(account, _NOTHING) + row.value
                    touched.add(account)
            if True in passes:
                yield Verdict(row)
            elif None in passes:
                yield Verdict(row, _untold(limits[passes.index(None)]))
        self.balances.store({account: used[account] for account in touched})

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

    def _account(self, row: Bought, limit: Limit) -> Account:
        return row.state, row.buyer, period(limit.per, row.on)


_NOTHING = Decimal(0)


def _passes(value: Decimal | None, before: Decimal, most: Fraction | None) -> bool | None:
    return None if value is None or most is None else before + value > most


def _untold(limit: Limit) -> Text:
    return say("Whether the limit of {limit} {currency} is passed cannot be told.",
               limit=plain(limit.most.amount), currency=limit.most.currency)  # fmt: skip


def _in_currency(row: Bought, most: Money) -> Fraction | None:
    """A limit in the chain's currency; None where no rate is on file."""
    rate = row.law.exchange(most.currency, row.state, row.on)
    return None if rate is None else Fraction(most.amount) * rate
