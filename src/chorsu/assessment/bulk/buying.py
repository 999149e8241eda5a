"""Consignments in columns, held to limits of single ones and of what a buyer buys in a period: every buyer's next one at a time.

Money is in whole units (the greatest that divides the steps of all chains) and, for what is finer, rests of a unit: what is
bought is whole units, so that it passes a limit where it passes the whole units between that and the balance before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]

NO_PERIOD = -1
MOST_UNITS = 2**60  # more than any limit: a sum of two of them still fits 64 bits


@dataclass(frozen=True)
class Limits:
    """The limits of each law and day (a row), in the order of the law.

    ``period``: the row of balances that a limit counts in, NO_PERIOD for one of a single consignment. ``most`` in units, and the
    ``rest`` beyond them; ``known`` is false where no rate of exchange is on file, ``there`` where the law has no such limit.
    """

    period: Whole
    most: Whole
    rest: Whole
    known: Truth
    there: Truth


@dataclass(frozen=True)
class Held:
    """By consignment whether it passes a limit, and the place of the first limit of which that cannot be told (-1: of none).

    ``used``: by period and buyer what has been bought within the limits; ``touched``: where something has.
    """

    passes: Truth
    untold: Whole
    used: Whole
    touched: Truth


def hold(term: Whole, buyer: Whole, value: Whole, limits: Limits, before: Whole, rest_before: Whole) -> Held:
    """Hold consignments, in their order, to limits. A ``value`` below zero is unknown; ``before`` has the balances in units.

    What passes the limit of a period is not counted for it; what passes a limit on one consignment alone is counted.
    """
    count, places = len(term), limits.period.shape[1]
    passes, untold = np.zeros(count, bool), np.full(count, -1, np.int64)
    used, touched = np.zeros_like(before), np.zeros(before.shape, bool)
    for rows in _rounds(buyer):
        t, b, v = term[rows], buyer[rows], value[rows]
        over_any, first_untold, counts = np.zeros(len(rows), bool), np.full(len(rows), -1, np.int64), v >= 0
        for place in reversed(range(places)):
            there, period = limits.there[t, place], limits.period[t, place]
            counting = period != NO_PERIOD
            known = limits.known[t, place] & (v >= 0)
            if counting.any():
                bought = np.where(counting, before[period, b] + used[period, b], 0)
                short = counting & (rest_before[period, b] > limits.rest[t, place])
            else:
                bought, short = np.zeros_like(v), counting
            over = there & known & (bought + v > limits.most[t, place] - short)
            over_any |= over
            first_untold[there & ~known] = place
            counts &= ~(there & counting & (over | ~known))
        passes[rows], untold[rows] = over_any, first_untold
        for place in range(places):
            period = limits.period[t, place]
            again = (limits.period[t, :place] == period[:, None]).any(axis=1)  # two limits of one period: bought once
            here = counts & limits.there[t, place] & (period != NO_PERIOD) & ~again
            used[period[here], b[here]] += v[here]
            touched[period[here], b[here]] = True
    return Held(passes, untold, used, touched)


def _rounds(buyer: Whole) -> Iterator[Whole]:
    """The rows of the first consignment of each buyer, then of the second, and so on."""
    by_buyer = np.argsort(buyer, kind="stable")
    first = np.concatenate(([True], np.diff(buyer[by_buyer]) != 0)) if len(buyer) else np.zeros(0, bool)
    starts = np.maximum.accumulate(np.where(first, np.arange(len(buyer)), 0))
    turn = np.empty(len(buyer), np.int64)
    turn[by_buyer] = np.arange(len(buyer)) - starts
    by_turn = np.argsort(turn, kind="stable")
    yield from np.split(by_turn, np.flatnonzero(np.diff(turn[by_turn])) + 1) if len(buyer) else ()
