"""Limits of a chain, for one consignment or a buyer's year: what passes one is assessed wholly under another regime."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from chorsu.assessment.case import Standing
from chorsu.assessment.explain import without_chain
from chorsu.assessment.model import AssessedAs, Assessment, Assumed, Unknown
from chorsu.assessment.note import Writer
from chorsu.facts import plain
from chorsu.measures.model import Limit
from chorsu.text import Text, say

_FOR = {
    "": say("one consignment"),
    "year": say("the year"),
    "quarter": say("the quarter"),
    "month": say("the month"),
}


@dataclass(frozen=True)
class Verdict:
    """Where a consignment stands to the limits of its chain: beyond one and why, not to be told and why, or else within."""

    beyond: Text | None = None
    untold: Text | None = None
    assumed: Text | None = None


WITHIN = Verdict()


def judge(standing: Standing) -> Verdict:
    """Compare the customs value with each limit of the chain; to be asked when the values are settled.

    A limit of a year, quarter or month takes in what the buyer has bought before. Where that is not said it is taken as nothing,
    and so assumed, as long as the consignment does not pass the limit by itself.
    """
    verdicts = [_judge(standing, limit) for limit in standing.chain.limits]
    beyond = (verdict for verdict in verdicts if verdict.beyond)
    untold = (verdict for verdict in verdicts if verdict.untold)
    assumed = (verdict for verdict in verdicts if verdict.assumed)
    return next(beyond, None) or next(untold, None) or next(assumed, None) or WITHIN


def _judge(standing: Standing, limit: Limit) -> Verdict:
    said: dict[str, Any] = {"limit": plain(limit.most.amount), "limit_currency": limit.most.currency, "period": _FOR[limit.per]}
    pair = standing.customs_value_against(limit.most.amount, limit.most.currency, None)
    bought = standing.case.consignment.bought if limit.per else None
    before = None if bought is None else standing.steps(bought.currency)
    if pair is None or (bought is not None and before is None):
        return Verdict(untold=say("Whether the limit of {limit} {limit_currency} for {period} is passed cannot be told.", **said))
    value, most = pair
    earlier = Fraction(bought.amount) * before if bought is not None and before is not None else Fraction(0)
    if value + earlier > most:
        said |= {"value": plain(standing.money(int(value))), "currency": standing.chain.currency, "regime": standing.chain.beyond}
        return Verdict(_beyond(said) if not earlier else _together_beyond(said))
    if limit.per and bought is None:
        why = say("What the buyer has bought before in {period} is not stated, and is taken as nothing.", period=_FOR[limit.per])
        return Verdict(assumed=why)
    return WITHIN


def _beyond(said: dict[str, Any]) -> Text:
    return say(
        "The customs value of {value} {currency} passes the limit of {limit} {limit_currency} for {period}: "
        "all of it is assessed under {regime}.",
        **said,
    )


def _together_beyond(said: dict[str, Any]) -> Text:
    return say(
        "With what the buyer has bought before, the customs value of {value} {currency} passes the limit of {limit} "
        "{limit_currency} for {period}: all of it is assessed under {regime}.",
        **said,
    )


def assessed_beyond(answer: Assessment, standing: Standing, why: Text) -> Assessment:
    """The assessment under the regime beyond, as the answer to the regime that was asked."""
    under = answer.assessed_as.regime if answer.assessed_as else answer.regime
    return replace(answer, regime=standing.case.regime, assessed_as=AssessedAs(under, why))


def assessed_untold(standing: Standing, why: Text) -> Assessment:
    """The answer where it cannot be told which regime's charges fall due: all of them are unknown."""
    answer = without_chain(standing.case, standing.book)
    values = [None if value is None else standing.money(value) for value in standing.values]
    unknown = [Unknown(i + 1, "customs_value", reason) for i, reason in sorted(standing.why_no_value.items())]
    unknown += [Unknown(number, "chain", why) for number in range(1, len(values) + 1)]
    return replace(
        answer,
        currency=standing.chain.currency,
        customs_value=None if None in values else sum((value for value in values if value is not None), standing.money(0)),
        unknown=tuple(sorted(unknown, key=lambda row: row.item)),
        chain=standing.chain.id,
        chain_note=standing.chain.note,
        chain_source=standing.chain.source,
        values=tuple(values),
        writer=Writer(standing),
    )


def with_assumption(answer: Assessment, why: Text | None) -> Assessment:
    """The assessment of a consignment that is within its limits if something is taken for granted."""
    if why is None:
        return answer
    rows = tuple(Assumed(number, "all", why) for number in range(1, len(answer.values) + 1))
    return replace(answer, assumed=(*rows, *answer.assumed), estimated=True)
