"""How quotas differ between two days: another period with another quantity, or none on file any more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from chorsu.facts import Source, plain
from chorsu.measures.book import Book
from chorsu.measures.quota import Quota
from chorsu.text import Text, say


@dataclass(frozen=True)
class QuotaChange:
    """A quota of which another period holds the later day, or none; or that begins."""

    name: str
    before: Quota | None
    after: Quota | None

    @property
    def period(self) -> Quota:
        """The period that it is about: the newer one."""
        period = self.after or self.before
        if period is None:
            raise ValueError("a change of nothing")
        return period

    @property
    def source(self) -> Source | None:
        """Where the newer period was read."""
        return self.period.source

    @property
    def text(self) -> Text:
        """What it was and is."""
        told = {"name": self.name, "old": _amount(self.before), "new": _amount(self.after)}
        if self.after is None:
            return say("{name}: {old} is over; what follows is not on file", **told)
        if self.before is None:
            return say("{name}: begins with {new}", **told)
        return say("{name}: {old} → {new}", **told)


def quota_changes(
    book: Book, start: date, end: date, jurisdictions: tuple[str, ...], named: Collection[str] | None
) -> tuple[QuotaChange, ...]:
    """Quotas that are in another period on the later day; with names, those that are named only."""
    found = []
    for name in sorted(book.quotas):
        before, after = book.quota(name, start), book.quota(name, end)
        if before is after or (named is not None and name not in named):
            continue
        change = QuotaChange(name, before, after)
        if not jurisdictions or change.period.jurisdiction in jurisdictions:
            found.append(change)
    return tuple(found)


def _amount(quota: Quota | None) -> str:
    if quota is None:
        return "–"
    last = quota.valid_to.isoformat() if quota.valid_to else "…"
    return f"{plain(quota.amount)} {quota.unit} ({quota.valid_from.isoformat()} – {last})"
