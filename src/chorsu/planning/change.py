"""What the law changes between two days: one thing that is other, all of them, and how they are written as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chorsu.assessment import Assessment
from chorsu.facts import Source, plain
from chorsu.measures import Measure
from chorsu.measures.model import REQUIREMENT_KINDS
from chorsu.measures.words import charge_name, requirement_name
from chorsu.text import Text, say


@dataclass(frozen=True)
class Change:
    """One thing that is other on the later day.

    ``what`` is ``changes`` (another measure counts), ``begins``, ``ends`` (and nothing takes its place, by a list that is on
    file), or ``not_on_file`` (it ends, and what counts then is not on file). ``kind`` is that of a charge or requirement, or
    ``code`` (the item's national code) or ``chain`` (the rules of reckoning). ``item`` counts from 1; 0 is the whole
    consignment. ``amounts`` are those of the charge before and after, in ``currency``; None where unknown or none. ``certain`` is
    False where a condition or a missing digit decides whether the goods are touched.
    """

    side: str
    state: str
    item: int
    kind: str
    what: str
    text: Text
    before: tuple[Measure, ...] = ()
    after: tuple[Measure, ...] = ()
    amounts: tuple[Decimal | None, Decimal | None] = (None, None)
    currency: str = ""
    certain: bool = True

    @property
    def source(self) -> Source | None:
        """The source of what counts after, else of what counted before."""
        return next((row.source for row in (*self.after, *self.before) if row.source), None)


@dataclass(frozen=True)
class Reckoning:
    """One side of the border assessed on both days, at the rates of exchange on file for each."""

    side: str
    state: str
    before: Assessment
    after: Assessment


@dataclass(frozen=True)
class Changes:
    """What changes between two days, the gravest first, and the charges of each side on both."""

    on: date
    to: date
    rows: tuple[Change, ...]
    sides: tuple[Reckoning, ...]

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """As the page and the command line show it."""
        return {
            "on": self.on.isoformat(),
            "to": self.to.isoformat(),
            "changes": [_change_json(row, language) for row in self.rows],
            "sides": [
                {
                    "side": row.side,
                    "state": row.state,
                    "currency": row.before.currency or row.after.currency,
                    "before": plain(row.before.total),
                    "after": plain(row.after.total),
                    "before_estimated": row.before.estimated,
                    "after_estimated": row.after.estimated,
                }
                for row in self.sides
            ],
        }


def _change_json(row: Change, language: str) -> dict[str, Any]:
    name = charge_name(row.kind) if row.kind not in REQUIREMENT_KINDS else requirement_name(row.kind)
    return {
        "side": row.side,
        "state": row.state,
        "item": row.item or None,
        "kind": row.kind,
        "kind_name": say("National code").in_(language) if row.kind == "code" else name.in_(language),
        "what": row.what,
        "text": row.text.in_(language),
        "before": [_measure_json(measure) for measure in row.before],
        "after": [_measure_json(measure) for measure in row.after],
        "amount_before": plain(row.amounts[0]),
        "amount_after": plain(row.amounts[1]),
        "currency": row.currency or None,
        "certain": row.certain,
        "source": row.source.to_json() if row.source else None,
    }


def _measure_json(measure: Measure) -> dict[str, Any]:
    return {
        "measure": measure.id,
        "expression": str(measure.expression) if measure.expression else None,
        "valid_from": measure.valid_from.isoformat(),
        "valid_to": measure.valid_to.isoformat() if measure.valid_to else None,
        "source": measure.source.to_json() if measure.source else None,
    }
