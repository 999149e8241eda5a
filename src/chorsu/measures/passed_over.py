"""Which measures of a kind were passed over for the one that counts, and why: what an explanation is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from chorsu.measures.condition import Condition, Named
from chorsu.measures.find import Inquiry, origin_rank
from chorsu.measures.model import Measure


class Reason(Enum):
    """Why a measure does not count, in the order in which it is decided."""

    CONDITION = "a condition of it fails"
    REPLACED = "another one replaces it while that lasts"
    SHORTER = "another one of its scheme is for a longer code"
    UNION = "another one of its scheme is the state's own"
    EARLIER = "another one of its scheme is later"
    FARTHER = "another one is for a nearer origin"
    DEARER = "another one comes to less, and the lowest amount counts"


@dataclass(frozen=True)
class PassedOver:
    """A measure that does not count, why, before which one it stands back, and which of its conditions fail."""

    measure: Measure
    reason: Reason
    before: Measure | None = None
    failing: tuple[Condition, ...] = ()

    @property
    def lacks(self) -> tuple[str, ...]:
        """The proofs that it would apply with; none where something else fails too."""
        named = [part.name for part in self.failing if isinstance(part, Named) and part.word == "proof"]
        return tuple(named) if len(named) == len(self.failing) else ()


def passed_over(inquiry: Inquiry, kind: str, counting: Sequence[Measure], *, lowest: bool = False) -> tuple[PassedOver, ...]:
    """The measures of a kind that are on file for the goods on the day and do not count, by id.

    ``counting`` are those that do: one, or several fees. Of measures in which a condition fails, all are given; of those that
    lost, the best of each scheme, and those of the scheme of a measure that counts.
    """
    code = max((inquiry.code, *(row.prefix for row in counting)), key=len)
    rows = [row for place in inquiry.jurisdictions for row in inquiry.book.over(place, code) if _asked(inquiry, kind, row)]
    failing = {row.id: _failing(inquiry, row) for row in rows}
    fit = [row for row in rows if not failing[row.id]]
    found = [PassedOver(row, Reason.CONDITION, None, failing[row.id]) for row in rows if failing[row.id]]
    replacing = {name: row for row in fit for name in row.replaces}
    found += [PassedOver(row, Reason.REPLACED, replacing[row.id]) for row in fit if row.id in replacing]
    if kind != "fee" and counting:
        found += _beaten(inquiry, [row for row in fit if row.id not in replacing], counting[0], lowest)
    names = {row.id for row in counting}
    return tuple(sorted((row for row in found if row.measure.id not in names), key=lambda row: row.measure.id))


def _asked(inquiry: Inquiry, kind: str, row: Measure) -> bool:
    return row.kind == kind and row.regime == inquiry.regime and row.on(inquiry.on) and origin_rank(inquiry, row.origin) > 0


def _failing(inquiry: Inquiry, row: Measure) -> tuple[Condition, ...]:
    return tuple(part for part in row.conditions if part.holds(inquiry.item, inquiry.case) is False)


def _beaten(inquiry: Inquiry, rows: Iterable[Measure], winner: Measure, lowest: bool) -> list[PassedOver]:
    """Those that lost within the winner's scheme, and the best of each other scheme."""
    found: list[PassedOver] = []
    best: dict[str, Measure] = {}
    for row in rows:
        scheme = row.scheme or row.origin
        if row.id == winner.id:
            continue
        if scheme == (winner.scheme or winner.origin):
            found.append(PassedOver(row, _within(inquiry, row, winner), winner))
        elif scheme not in best or _rank(inquiry, row) > _rank(inquiry, best[scheme]):
            best[scheme] = row
    return found + [PassedOver(row, Reason.DEARER if lowest else Reason.FARTHER, winner) for row in best.values()]


def _rank(inquiry: Inquiry, row: Measure) -> tuple[object, ...]:
    return len(row.prefix), row.jurisdiction == inquiry.state, row.valid_from


def _within(inquiry: Inquiry, loser: Measure, winner: Measure) -> Reason:
    """What decided within a scheme."""
    if _rank(inquiry, loser) == _rank(inquiry, winner):
        return Reason.DEARER  # equals compete by their amounts where the lowest counts; else nothing would
    if len(loser.prefix) < len(winner.prefix):
        return Reason.SHORTER
    return Reason.UNION if loser.jurisdiction != inquiry.state == winner.jurisdiction else Reason.EARLIER
