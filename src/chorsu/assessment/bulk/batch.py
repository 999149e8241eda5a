"""One batch of lines under the law: routed to their chains, valued, held to the limits of buyers, charged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from chorsu.assessment.bulk.charging import Register, ask, charge
from chorsu.assessment.bulk.ledger import Ledger
from chorsu.assessment.bulk.questions import Law, limits_of, no_chain
from chorsu.assessment.bulk.results import Results, kinds_of, places_of
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales, value
from chorsu.assessment.exchange import Rates
from chorsu.measures.book import Book
from chorsu.text import say

# ruff: noqa: S608 - the SQL below is put together from this module's own words, numbers and quoted texts only

NO_CHAIN = -1


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


def assess(session: Session, laws: Laws, ledger: Ledger, scales: Scales) -> None:
    """Make ``result`` (n and the columns that go out) and ``rejected`` (n, c, reason) of the lines in ``typed``."""
    session.make("rejected", f"SELECT n, c, CAST('' AS {session.dialect.string}) AS reason FROM typed WHERE false")
    session.table("moved", ["c BIGINT", "chain INTEGER", "epoch INTEGER"], [])
    waiting = _route(session, laws)
    made: list[str] = []
    while waiting:
        # Chains with limits first: a consignment beyond them goes to another chain.
        number = min(waiting, key=lambda each: (each == NO_CHAIN, not (each >= 0 and limits_of(laws.laws[each].chain)), each))
        waiting.remove(number)
        if number == NO_CHAIN:
            continue
        law, register = laws.laws[number], laws.registers[number]
        session.make("lines", f"""SELECT typed.*, coalesce(moved.epoch, route.epoch) AS epoch FROM typed
            JOIN route ON typed.jurisdiction = route.jurisdiction AND typed.regime = route.regime AND typed.day = route.day
            LEFT JOIN moved ON typed.c = moved.c WHERE coalesce(moved.chain, route.chain) = {number}""")  # fmt: skip
        valued = value(session, law, scales)
        _reject_negative(session)
        if limits_of(law.chain):
            waiting |= _hold(session, laws, law, ledger)
        ask(session, law, register, scales, valued)
        for charging in charge(session, law, register, scales, valued):
            made.append(f"result{len(made)}")
            session.make(made[-1], Results(session, law, register, charging, laws.decimals, laws.language).query(laws.kinds))
    made.append(_without_chain(session, laws))
    session.make("result", " UNION ALL ".join(f"SELECT * FROM {name}" for name in made))
    session.drop(*made, "route", "moved", "lines", "valued", "asked", "charged")


def _route(session: Session, laws: Laws) -> set[int]:
    """Make ``route``: the law of each state, regime and day; which laws the lines are under."""
    days = list(session.rows("SELECT DISTINCT jurisdiction, regime, day FROM typed"))
    rows = []
    for state, regime, on in days:
        number = laws.number(state, regime, on)
        rows.append((state, regime, on, number, 0 if number == NO_CHAIN else laws.laws[number].epoch(state, on)))
    session.table("route", ["jurisdiction VARCHAR", "regime VARCHAR", "day DATE", "chain INTEGER", "epoch INTEGER"], rows)
    return {row[3] for row in rows}


def _reject_negative(session: Session) -> None:
    """Reject the lines whose customs value comes to less than zero, with their consignments."""
    below = [row for row in session.rows("SELECT n, c, line_id FROM valued WHERE cv < 0")]
    if not below:
        return
    reason = "value: " + str(BELOW_ZERO)
    session.table("below", ["n BIGINT", "c BIGINT", "reason VARCHAR"], [(n, c, reason) for n, c, _ in below])
    session.make("rejected_before", "SELECT * FROM rejected")
    session.make("rejected", "SELECT * FROM rejected_before UNION ALL SELECT * FROM below")
    session.make("valued_before", "SELECT * FROM valued")
    session.make("valued", "SELECT * FROM valued_before WHERE c NOT IN (SELECT c FROM below)")
    session.drop("below", "rejected_before", "valued_before")


BELOW_ZERO = say("The customs value would be below zero after what its term contains is taken off.")


def _hold(session: Session, laws: Laws, law: Law, ledger: Ledger) -> set[int]:
    """Hold consignments to the limits of a chain, in the order of the lines; move those beyond. The laws they are moved to."""
    to, chain = law.chain.rounding.to, law.chain
    query = """SELECT c, jurisdiction, day, min(buyer), CASE WHEN count(cv) = count(*) THEN sum(cv) END FROM valued
        GROUP BY c, jurisdiction, day ORDER BY min(n)"""
    beyond = []
    targets: dict[tuple[str, date], tuple[int, int]] = {}
    for c, state, on in ledger.beyond(law, ((c, state, on, buyer, None if cv is None else cv * to)
                                            for c, state, on, buyer, cv in session.rows(query))):  # fmt: skip
        if (state, on) not in targets:
            number = laws.number(state, chain.beyond, on)
            targets[state, on] = number, 0 if number == NO_CHAIN else laws.laws[number].epoch(state, on)
        beyond.append((c, *targets[state, on]))
    if beyond:
        session.table("moved_now", ["c BIGINT", "chain INTEGER", "epoch INTEGER"], beyond)
        session.make("moved_before", "SELECT * FROM moved")
        session.make("moved", "SELECT * FROM moved_before UNION ALL SELECT * FROM moved_now")
        session.make("valued_before", "SELECT * FROM valued")
        session.make("valued", "SELECT * FROM valued_before WHERE c NOT IN (SELECT c FROM moved_now)")
        session.drop("moved_now", "moved_before", "valued_before")
    return {number for number, _ in targets.values()}


def _without_chain(session: Session, laws: Laws) -> str:
    """The results of the lines for which no chain is on file: all is unknown."""
    texts, text, string = session.dialect.texts, session.dialect.text, session.dialect.string
    nothing = f"CAST(NULL AS DECIMAL(38,{laws.decimals}))"
    days = session.rows(f"SELECT jurisdiction, regime, day FROM route WHERE chain = {NO_CHAIN}")
    why = [(state, regime, on, no_chain(state, regime, on).in_(laws.language)) for state, regime, on in days]
    session.table("chainless", ["jurisdiction VARCHAR", "regime VARCHAR", "day DATE", "why VARCHAR"], why)
    columns = [
        "typed.n", *(f"{nothing} AS {kind}" for kind in laws.kinds), f"{nothing} AS total", f"{texts()} AS measures",
        f"{texts(text('chain'))} AS unknown", f"{texts('chainless.why')} AS why", f"{nothing} AS customs_value",
        f"CAST(NULL AS {string}) AS currency_out", "typed.regime AS regime_out",
    ]  # fmt: skip
    same = " AND ".join(f"typed.{name} = chainless.{name}" for name in ("jurisdiction", "regime", "day"))
    session.make("result_chainless", f"SELECT {', '.join(columns)} FROM typed JOIN chainless ON {same}")
    return "result_chainless"
