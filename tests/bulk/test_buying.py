"""Columns of consignments held to limits come to what a plain loop over fractions comes to."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chorsu.assessment.bulk.buying import MOST_UNITS, NO_PERIOD, Limits, hold

GRAIN = Fraction(1, 7)  # of a unit: seven grains are one
BUYERS, PERIODS = 4, 3

# A limit: of a period or of a single consignment, its most in grains, or not known; or no limit at all.
limits = st.none() | st.tuples(st.integers(NO_PERIOD, PERIODS - 1), st.none() | st.integers(0, 140))
terms = st.lists(st.lists(limits, min_size=2, max_size=2), min_size=1, max_size=3)
consignments = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, BUYERS - 1), st.none() | st.integers(0, 25)), min_size=0, max_size=30
)
balances = st.lists(st.integers(0, 100), min_size=PERIODS * BUYERS, max_size=PERIODS * BUYERS)


def by_loop(rows, law, before):
    """What passes, what cannot be told, and the balances after: one consignment after the other."""
    used = {key: Fraction(0) for key in before}
    found = []
    for term, buyer, value in rows:
        passes, untold, counts = False, -1, value is not None
        for place, limit in enumerate(law[term % len(law)]):
            if limit is None:
                continue
            period, most = limit
            balance = before[period, buyer] + used[period, buyer] if period != NO_PERIOD else 0
            over = None if value is None or most is None else balance + value > most * GRAIN
            passes |= over is True
            untold = place if over is None and untold < 0 else untold
            counts &= period == NO_PERIOD or over is False
        if counts:
            for period in {limit[0] for limit in law[term % len(law)] if limit and limit[0] != NO_PERIOD}:
                used[period, buyer] += value
        found.append((passes, untold))
    return found, used


@given(terms, consignments, balances)
def test_columns_come_to_what_a_loop_does(law, rows, grains) -> None:
    before = {(p, b): grains[p * BUYERS + b] * GRAIN for p in range(PERIODS) for b in range(BUYERS)}
    expected, used = by_loop(rows, law, before)
    columns = [[limit or (NO_PERIOD, None) for limit in limits] for limits in law]
    held = hold(
        np.array([term % len(law) for term, _, _ in rows], np.int64),
        np.array([buyer for _, buyer, _ in rows], np.int64),
        np.array([-1 if value is None else value for *_, value in rows], np.int64),
        Limits(
            np.array([[period for period, _ in limits] for limits in columns]),
            np.array([[(most or 0) // 7 for _, most in limits] for limits in columns]),
            np.array([[(most or 0) % 7 for _, most in limits] for limits in columns]),
            np.array([[most is not None for _, most in limits] for limits in columns]),
            np.array([[limit is not None for limit in limits] for limits in law]),
        ),
        np.array(grains).reshape(PERIODS, BUYERS) // 7,
        np.array(grains).reshape(PERIODS, BUYERS) % 7,
    )
    assert list(zip(held.passes.tolist(), held.untold.tolist(), strict=True)) == expected
    assert {key: held.used[key] for key in used} == used


def test_the_greatest_values_pass_and_do_not_overflow() -> None:
    one = np.zeros(3, np.int64)
    limits = Limits(np.array([[0]]), np.array([[MOST_UNITS]]), np.array([[0]]), np.array([[True]]), np.array([[True]]))
    held = hold(one, one, np.array([MOST_UNITS, 1, MOST_UNITS]), limits, np.array([[0]]), np.array([[0]]))
    assert held.passes.tolist() == [False, True, True]
