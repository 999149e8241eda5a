"""One batch of lines under the law: routed to their chains, valued, held to the limits of buyers, given of quotas, charged."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from chorsu.assessment.bulk.charging import Register, charge
from chorsu.assessment.bulk.ledger import Bought, Claim, Ledger, Verdict
from chorsu.assessment.bulk.official import official_values
from chorsu.assessment.bulk.questions import DIGITS, Law, no_chain
from chorsu.assessment.bulk.quotas import claims, may_claim
from chorsu.assessment.bulk.results import Results, kinds_of, places_of
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales, Valued, value
from chorsu.assessment.exchange import Rates
from chorsu.measures.book import Book
from chorsu.text import say

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words, numbers and quoted texts only

# In the place of a law's number: no chain is on file, or it cannot be told which chain it is.
NO_CHAIN, UNTOLD = -1, -2
BELOW_ZERO = say("The customs value would be below zero after what its term contains is taken off.")


@dataclass
class Laws:
    """The laws that the lines of a run are under, each with what has been asked of it; kept from batch to batch."""

    book: Book
    rates: Rates
    language: str = "en"
    laws: list[Law] = field(default_factory=list)
    registers: list[Register] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kinds = kinds_of(self.book.chains)
        self.decimals = places_of(self.book.chains)

    def number(self, state: str, regime: str, on: date) -> int:
        """The number of the law for a state, regime and day; NO_CHAIN where no chain is on file."""
        chain = self.book.chain(state, regime, on)
        if chain is None:
            return NO_CHAIN
        if chain.id not in self.numbers:
            self.numbers[chain.id] = len(self.laws)
            self.laws.append(Law(self.book, chain, self.rates))
            self.registers.append(Register())
        return self.numbers[chain.id]


def assess(session: Session, laws: Laws, ledger: Ledger[Any], scales: Scales) -> None:
    """Make ``result`` (n and the columns that go out) and ``rejected`` (n, c, reason) of the lines in ``typed``."""
    session.drop("rejected")
    session.append("rejected", f"SELECT n, c, CAST('' AS {session.dialect.string}) AS reason FROM typed WHERE false")
    session.table("moved", ["c BIGINT", "chain INTEGER", "epoch INTEGER", "why VARCHAR"], [])
    waiting = _route(session, laws)
    _hold(session, laws, waiting, ledger, scales)
    _share(session, laws, waiting, ledger, scales)
    session.drop("result")
    for number in sorted(waiting - {NO_CHAIN}):
        law, register = laws.laws[number], laws.registers[number]
        valued = _valued(session, laws, number, scales)
        for charging in charge(session, law, register, scales, valued):
            session.append("result", Results(session, law, register, charging, laws.decimals, laws.language).query(laws.kinds))
    session.append("result", _without_chain(session, laws))


def _valued(session: Session, laws: Laws, number: int, scales: Scales) -> Valued:
    """Value the lines under a law; those whose value comes to less than zero are rejected."""
    _lines(session, number)
    valued = value(session, laws.laws[number], scales)
    if valued.freighted:  # only what freight is taken off can come to less than zero
        valued = _reject_negative(session, valued)
    return official_values(session, laws.laws[number], scales, valued)


def _lines(session: Session, number: int) -> None:
    """Make ``lines``: those that are under a law."""
    session.view("lines", f"""SELECT typed.*, coalesce(moved.epoch, route.epoch) AS epoch FROM typed
        JOIN route ON typed.jurisdiction = route.jurisdiction AND typed.regime = route.regime AND typed.day = route.day
        LEFT JOIN moved ON typed.c = moved.c WHERE coalesce(moved.chain, route.chain) = {number}""")  # fmt: skip


def _route(session: Session, laws: Laws) -> set[int]:
    """Make ``route``: the law of each state, regime and day; which laws the lines are under."""
    days = list(session.rows("SELECT DISTINCT jurisdiction, regime, day FROM typed"))
    rows = []
    for state, regime, on in days:
        number = laws.number(state, regime, on)
        rows.append((state, regime, on, number, 0 if number == NO_CHAIN else laws.laws[number].epoch(state, on)))
    session.table("route", ["jurisdiction VARCHAR", "regime VARCHAR", "day DATE", "chain INTEGER", "epoch INTEGER"], rows)
    return {row[3] for row in rows}


def _reject_negative(session: Session, valued: Valued) -> Valued:
    """Reject the lines whose customs value comes to less than zero, with their consignments."""
    below = [(n, c, "value: " + str(BELOW_ZERO)) for n, c in session.rows(f"SELECT n, c FROM {valued.relation} WHERE cv < 0")]
    if not below:
        return valued
    session.table("below", ["n BIGINT", "c BIGINT", "reason VARCHAR"], below)
    # A law with limits or quotas values its lines more than once.
    session.append("rejected", "SELECT * FROM below WHERE n NOT IN (SELECT n FROM rejected)")
    session.view("valued_above", f"SELECT * FROM {valued.relation} WHERE c NOT IN (SELECT c FROM below)")
    return replace(valued, relation="valued_above")


def _hold(session: Session, laws: Laws, waiting: set[int], ledger: Ledger[Any], scales: Scales) -> None:
    """Hold consignments to the limits of their chains; those that pass one are moved to the chain beyond."""
    bought: list[Bought] = []
    for number in sorted(waiting - {NO_CHAIN}):
        law = laws.laws[number]
        if law.chain.limits:
            valued = _valued(session, laws, number, scales)
            rows = session.rows(f"""SELECT min(n), c, jurisdiction, day, coalesce(min(buyer), ''), CASE WHEN count(cv) = count(*) THEN sum(cv) END
                FROM {valued.relation} GROUP BY c, jurisdiction, day""")  # fmt: skip
            to = law.chain.rounding.to
            bought += [
                Bought(n, c, law, state, on, buyer, None if cv is None else int(cv) * to) for n, c, state, on, buyer, cv in rows
            ]
    moved = [(verdict.bought.c, *_beyond(laws, verdict)) for verdict in ledger.hold(bought)]
    if moved:
        session.table("moved", ["c BIGINT", "chain INTEGER", "epoch INTEGER", "why VARCHAR"], moved)
        waiting |= {chain for _, chain, *_ in moved if chain >= 0}


def _beyond(laws: Laws, verdict: Verdict) -> tuple[int, int, str]:
    """The law for a consignment that is not within its limits, the law's stretch of days; or why that cannot be told."""
    row, beyond = verdict.bought, verdict.bought.law.chain.beyond
    if verdict.untold is not None:
        return UNTOLD, 0, verdict.untold.in_(laws.language)
    number = laws.number(row.state, beyond, row.on)
    if number == NO_CHAIN:
        return NO_CHAIN, 0, no_chain(row.state, beyond, row.on).in_(laws.language)
    return number, laws.laws[number].epoch(row.state, row.on), ""


def _share(session: Session, laws: Laws, waiting: set[int], ledger: Ledger[Any], scales: Scales) -> None:
    """Share out quotas in the order of the lines; makes ``covered``, the digits of a law's quotas by consignment that asks."""
    session.table("covered", ["of BIGINT", "digits VARCHAR"], [])
    claimed: list[Claim] = []
    for number in sorted(waiting - {NO_CHAIN}):
        law = laws.laws[number]
        if not law.quotas:
            continue
        _lines(session, number)
        if may_claim(session, law):
            claimed += claims(session, law, laws.registers[number], scales, _valued(session, laws, number, scales))
    covered: dict[int, dict[str, str]] = {}
    for claim, verdict in ledger.share(claimed):
        digits = covered.setdefault(claim.c, {quota.name: DIGITS[None] for quota in claim.law.quotas})
        digits[claim.quota.name] = DIGITS[verdict]
    rows = [(c, "".join(digits.values())) for c, digits in covered.items()]
    if rows:
        session.table("covered", ["of BIGINT", "digits VARCHAR"], rows)


def _without_chain(session: Session, laws: Laws) -> str:
    """A query for the results of the lines without a chain, or of which it cannot be told which one: all charges are unknown."""
    texts, text, string = session.dialect.texts, session.dialect.text, session.dialect.string
    nothing = f"CAST(NULL AS DECIMAL(38,{laws.decimals}))"
    days = session.rows(f"SELECT jurisdiction, regime, day FROM route WHERE chain = {NO_CHAIN}")
    why = [(state, regime, on, no_chain(state, regime, on).in_(laws.language)) for state, regime, on in days]
    session.table("chainless", ["jurisdiction VARCHAR", "regime VARCHAR", "day DATE", "why VARCHAR"], why)
    columns = [
        "typed.n", *(f"{nothing} AS {kind}" for kind in laws.kinds), f"{nothing} AS total", f"{texts()} AS measures",
        f"{texts(text('chain'))} AS unknown", f"{texts('coalesce(moved.why, chainless.why)')} AS why", f"{nothing} AS customs_value",
        f"CAST(NULL AS {string}) AS currency_out", "typed.regime AS regime_out",
    ]  # fmt: skip
    same = " AND ".join(f"typed.{name} = chainless.{name}" for name in ("jurisdiction", "regime", "day"))
    return f"""SELECT {", ".join(columns)} FROM typed LEFT JOIN chainless ON {same}
        LEFT JOIN moved ON typed.c = moved.c WHERE moved.chain < 0 OR (moved.chain IS NULL AND chainless.why IS NOT NULL)"""
