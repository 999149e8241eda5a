"""One batch of lines under the law: routed to their chains, valued, held to the limits of buyers, given of quotas, charged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from chorsu.assessment.bulk.buying import Whole
from chorsu.assessment.bulk.charging import charge
from chorsu.assessment.bulk.ledger import Bought, Claim, Ledger, Terms, Verdict
from chorsu.assessment.bulk.official import official_values
from chorsu.assessment.bulk.phrases import Phrases
from chorsu.assessment.bulk.questions import DIGITS, Law, no_chain
from chorsu.assessment.bulk.quotas import claims, may_claim
from chorsu.assessment.bulk.register import Register
from chorsu.assessment.bulk.results import amounts_sql, kinds_of, places_of, results
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales, Valued, value
from chorsu.assessment.dialect import MOST_NARROW
from chorsu.assessment.exchange import Rates
from chorsu.measures.book import Book
from chorsu.measures.model import Chain
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
    on_days: dict[tuple[str, str, date], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.phrases = Phrases(self.language)
        self.kinds = kinds_of(self.book.chains)
        self.decimals = places_of(self.book.chains)

    def number(self, state: str, regime: str, on: date) -> int:
        """The number of the law for a state, regime and day; NO_CHAIN where no chain is on file."""
        if (state, regime, on) not in self.on_days:
            self.on_days[state, regime, on] = self._number(self.book.chain(state, regime, on))
        return self.on_days[state, regime, on]

    def _number(self, chain: Chain | None) -> int:
        if chain is None:
            return NO_CHAIN
        if chain.id not in self.numbers:
            self.numbers[chain.id] = len(self.laws)
            self.laws.append(Law(self.book, chain, self.rates))
            self.registers.append(Register(self.numbers[chain.id]))
        return self.numbers[chain.id]


@dataclass(frozen=True)
class Batch:
    """Lines under work; ``rejected`` gathers those whose customs value comes to less than zero: reason by consignment and line."""

    laws: Laws
    scales: Scales
    rejected: dict[tuple[int, int], str] = field(default_factory=dict)

    def valued(self, session: Session, number: int) -> Valued:
        """Value the lines under a law; those whose value comes to less than zero are rejected."""
        _lines(session, number)
        valued = value(session, self.laws.laws[number], self.scales)
        if valued.freighted:  # only what freight is taken off can come to less than zero
            valued = self._reject_negative(session, valued)
        return official_values(session, self.laws.laws[number], self.scales, valued)

    def _reject_negative(self, session: Session, valued: Valued) -> Valued:
        below = [(c, n) for n, c in session.rows(f"SELECT n, c FROM {valued.relation} WHERE cv < 0")]
        if not below:
            return valued
        self.rejected.update(dict.fromkeys(below, "value: " + str(BELOW_ZERO)))
        session.table("below", ["c BIGINT", "n BIGINT"], below)
        session.view("valued_above", f"SELECT * FROM {valued.relation} WHERE c NOT IN (SELECT c FROM below)")
        return replace(valued, relation="valued_above")


def assess(session: Session, laws: Laws, ledger: Ledger[Any], scales: Scales) -> None:
    """Make ``result`` (see :mod:`chorsu.assessment.bulk.results`) and ``rejected`` (n, c, reason) of the lines in ``typed``."""
    batch = Batch(laws, scales)
    session.table("moved", ["c BIGINT", "chain INTEGER", "epoch INTEGER", "why VARCHAR"], [])
    waiting = _route(session, laws)
    _hold(session, batch, waiting, ledger)
    _share(session, batch, waiting, ledger)

    def charged(number: int) -> list[str]:
        law, register = laws.laws[number], laws.registers[number]
        with session.beside() as own:
            charges = charge(own, law, register, scales, batch.valued(own, number))
            return [results(own, law, register, charging, laws.phrases, laws.kinds, laws.decimals) for charging in charges]

    # The law with the most lines first, so that none is waited for at the end.
    numbers = [
        number for (number,) in session.rows("SELECT chain FROM placed WHERE chain >= 0 GROUP BY 1 ORDER BY count(*) DESC, 1")
    ]
    queries = [query for queries in session.each(charged, numbers) for query in queries]
    queries.append(_without_chain(session, laws))
    laws.phrases.tell(session)
    session.view("result", " UNION ALL ".join(queries))
    rejected = [(n, c, reason) for (c, n), reason in batch.rejected.items()]
    session.table("rejected", ["n BIGINT", "c BIGINT", "reason VARCHAR"], rejected)
    session.drop("placed")


def _lines(session: Session, number: int) -> None:
    """Make ``lines``: those that are under a law."""
    session.view("lines", f"SELECT * FROM placed WHERE chain = {number}")


def _route(session: Session, laws: Laws) -> set[int]:
    """Make ``placed``: the lines with the law of their state, regime and day; which laws the lines are under."""
    days = session.rows("""SELECT dated.deal, day, jurisdiction, regime FROM (SELECT DISTINCT deal, day FROM typed) AS dated
        JOIN kind ON dated.deal = kind.kind""")  # fmt: skip
    rows = []
    for deal, on, state, regime in days:
        number = laws.number(state, regime, on)
        rows.append((deal, on, number, 0 if number == NO_CHAIN else laws.laws[number].epoch(state, on)))
    session.table("route", ["deal INTEGER", "day DATE", "chain INTEGER", "epoch INTEGER"], rows)
    session.make("placed", """SELECT typed.*, chain, epoch FROM typed
        JOIN route ON typed.deal = route.deal AND typed.day = route.day""")  # fmt: skip
    return {row[2] for row in rows}


def _hold(session: Session, batch: Batch, waiting: set[int], ledger: Ledger[Any]) -> None:
    """Hold consignments to the limits of their chains; those that pass one are moved to the chain beyond."""
    limited = [number for number in sorted(waiting - {NO_CHAIN}) if batch.laws.laws[number].chain.limits]
    if not limited:
        return
    moved = [(verdict.c, *_beyond(batch.laws, verdict)) for verdict in ledger.hold(_bought(session, batch, limited))]
    if moved:
        session.table("moved", ["c BIGINT", "chain INTEGER", "epoch INTEGER", "why VARCHAR"], moved)
        kept = ", ".join(f"placed.{name}" for name in session.columns("placed") if name not in ("chain", "epoch"))
        session.make("placed", f"""SELECT {kept}, coalesce(moved.chain, placed.chain) AS chain, coalesce(moved.epoch, placed.epoch) AS epoch
            FROM placed LEFT JOIN moved ON placed.c = moved.c""")  # fmt: skip
        waiting |= {chain for _, chain, *_ in moved if chain >= 0}


def _bought(session: Session, batch: Batch, limited: Sequence[int]) -> Bought:
    """The consignments under the laws with limits. Makes ``under`` and ``buyer``: their terms and buyers, numbered."""
    of_these = f"FROM placed WHERE chain IN ({', '.join(map(str, limited))})"
    days = session.rows(f"""SELECT dated.deal, day, chain, jurisdiction FROM (SELECT DISTINCT deal, day, chain {of_these}) AS dated
        JOIN kind ON dated.deal = kind.kind""")  # fmt: skip
    terms: dict[Terms, int] = {}
    rows = [(deal, on, terms.setdefault(Terms(batch.laws.laws[chain], state, on), len(terms))) for deal, on, chain, state in days]
    session.table("under", ["deal INTEGER", "day DATE", "number INTEGER"], rows)
    session.make("buyer", f"""SELECT buyer, CAST({session.dialect.numbered()} AS INTEGER) - 1 AS number
        FROM (SELECT DISTINCT buyer {of_these}) AS buyers""")  # fmt: skip
    buyers = sorted(session.rows("SELECT number, coalesce(buyer, '') FROM buyer"))

    def consigned(number: int) -> Whole:
        with session.beside() as own:
            relation = batch.valued(own, number).relation
            # A value of more than 64 bits passes every limit, and so does the greatest of them.
            return own.integers(f"""SELECT n, c, under.number AS under, buyer.number AS buyer, value FROM (
                  SELECT min(n) AS n, c, min(deal) AS deal, min(day) AS day, min(buyer) AS buyer,
                         CASE WHEN count(cv) = count(*) THEN CAST(least(sum(cv), {MOST_NARROW}) AS BIGINT) ELSE -1 END AS value
                  FROM {relation} GROUP BY c) AS consigned
                JOIN under ON consigned.deal = under.deal AND consigned.day = under.day
                JOIN buyer ON {session.dialect.same("consigned", "buyer", ["buyer"])}""")  # fmt: skip

    columns = np.concatenate(session.each(consigned, limited), axis=1)
    return Bought(list(terms), [name for _, name in buyers], *columns[1:, np.argsort(columns[0])])


def _beyond(laws: Laws, verdict: Verdict) -> tuple[int, int, str]:
    """The law for a consignment that is not within its limits, the law's stretch of days; or why that cannot be told."""
    row, beyond = verdict.terms, verdict.terms.law.chain.beyond
    if verdict.untold is not None:
        return UNTOLD, 0, verdict.untold.in_(laws.language)
    number = laws.number(row.state, beyond, row.on)
    if number == NO_CHAIN:
        return NO_CHAIN, 0, no_chain(row.state, beyond, row.on).in_(laws.language)
    return number, laws.laws[number].epoch(row.state, row.on), ""


def _share(session: Session, batch: Batch, waiting: set[int], ledger: Ledger[Any]) -> None:
    """Share out quotas in the order of the lines; makes ``covered``, the digits of a law's quotas by consignment that asks."""
    session.table("covered", ["of BIGINT", "digits VARCHAR"], [])
    laws = batch.laws

    def claimed(number: int) -> list[Claim]:
        with session.beside() as own:
            _lines(own, number)
            if not may_claim(own, laws.laws[number]):
                return []
            return list(claims(own, laws.laws[number], laws.registers[number], batch.scales, batch.valued(own, number)))

    asking = [number for number in sorted(waiting - {NO_CHAIN}) if laws.laws[number].quotas]
    found = [claim for claims_ in session.each(claimed, asking) for claim in claims_]
    covered: dict[int, dict[str, str]] = {}
    for claim, verdict in ledger.share(found):
        digits = covered.setdefault(claim.c, {quota.name: DIGITS[None] for quota in claim.law.quotas})
        digits[claim.quota.name] = DIGITS[verdict]
    rows = [(c, "".join(digits.values())) for c, digits in covered.items()]
    if rows:
        session.table("covered", ["of BIGINT", "digits VARCHAR"], rows)


def _without_chain(session: Session, laws: Laws) -> str:
    """A query for the results of the lines without a chain, or of which it cannot be told which one: all charges are unknown."""
    lines = "placed LEFT JOIN moved ON placed.c = moved.c"
    found = session.rows(f"""SELECT jurisdiction, regime, placed.deal, placed.day, placed.why
        FROM (SELECT DISTINCT deal, day, coalesce(why, '') AS why FROM {lines} WHERE placed.chain < 0) AS placed
        JOIN kind ON placed.deal = kind.kind""")  # fmt: skip
    rows = []
    for state, regime, deal, on, why in found:
        reason = why or no_chain(state, regime, on).in_(laws.language)
        rows.append((deal, on, why, laws.phrases.number((), ("chain",), (reason,))))
    session.table("chainless", ["deal INTEGER", "day DATE", "why VARCHAR", "s INTEGER"], rows)
    session.make("unplaced", f"""SELECT placed.n, placed.kind, s, regime AS regime_out FROM {lines}
        JOIN chainless ON placed.deal = chainless.deal AND placed.day = chainless.day AND coalesce(moved.why, '') = chainless.why
        JOIN kind ON placed.kind = kind.kind WHERE placed.chain < 0""")  # fmt: skip
    nothing = f"{amounts_sql(laws.kinds, {}, laws.decimals)}, CAST(NULL AS {session.dialect.string}) AS currency_out"
    return f"SELECT n, kind, s, {nothing}, regime_out FROM unplaced"
