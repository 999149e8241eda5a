"""What the consignments of a batch ask of quotas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chorsu.assessment.bulk.asking import ask, quantity_in
from chorsu.assessment.bulk.ledger import Claim
from chorsu.assessment.bulk.questions import Goods, Law
from chorsu.assessment.bulk.register import Register
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales, Valued
from chorsu.measures.quota import Quota

# ruff: noqa: S608 - the SQL below is put together from this module's own words, integers and units only


def may_claim(session: Session, law: Law) -> bool:
    """Make ``claimants`` of the goods that may be of a quota of the law; whether there are any among its lines."""
    goods = session.rows("""SELECT DISTINCT jurisdiction, hs, coalesce(code, '') FROM (SELECT DISTINCT kind FROM lines) AS lines
        JOIN kind ON lines.kind = kind.kind""")  # fmt: skip
    asking = [row for row in goods if not law.named_by(Goods(*row)).truths.isdisjoint(law.quotas)]
    session.table("claimants", ["jurisdiction VARCHAR", "hs VARCHAR", "code VARCHAR"], asking)
    return bool(asking)


def claims(session: Session, law: Law, register: Register, scales: Scales, valued: Valued) -> Iterator[Claim]:
    """What the consignments with goods in ``claimants`` ask of a law's quotas; these are untold as yet (``covered`` is empty)."""
    kinds = """SELECT kind FROM kind JOIN claimants ON kind.jurisdiction = claimants.jurisdiction AND kind.hs = claimants.hs
        AND coalesce(kind.code, '') = claimants.code"""  # fmt: skip
    session.view("claiming", f"SELECT * FROM {valued.relation} WHERE c IN (SELECT c FROM lines WHERE kind IN ({kinds}))")
    ask(session, law, register, scales, replace(valued, relation="claiming"))
    numbers = {number for (number,) in session.rows("SELECT DISTINCT ch FROM asked")}
    claimed = [(number, law.quotas.index(quota), sure is True)
               for question, number in register.numbers.items() if number in numbers
               for quota, sure in law.claims(question).items()]  # fmt: skip
    periods = _periods(session, law)
    if not claimed or not periods:
        return
    session.table("claimed", ["number INTEGER", "of_quota INTEGER", "sure BOOLEAN"], claimed)
    amount = (
        "CASE in_unit " + " ".join(f"WHEN '{unit}' THEN {quantity_in(unit)}" for unit in {row.unit for row in periods}) + " END"
    )
    found = session.rows(f"""SELECT min(first), c, p, sum(CASE WHEN sure THEN amount END), sum(amount), count(amount) = count(*)
        FROM (SELECT first, c, p, sure, CAST({amount} AS {session.dialect.wide}) AS amount FROM asked JOIN claimed ON ch = number
              JOIN quota_period ON of_quota = q AND day = of_day
              JOIN (SELECT c AS of_c, min(n) AS first FROM asked GROUP BY c) AS firsts ON c = of_c) AS parts
        GROUP BY c, p""")  # fmt: skip
    for n, c, p, sure, most, known in found:
        scale = scales.measure * (1000 if periods[p].unit == "TNE" else 1)
        yield Claim(n, c, law, periods[p], Decimal(int(sure or 0)) / scale, Decimal(int(most)) / scale if known else None)


def _periods(session: Session, law: Law) -> list[Quota]:
    """Make ``quota_period``: the number of the period of each of the law's quotas that holds a day; those periods."""
    rows: list[tuple[object, ...]] = []
    periods: list[Quota] = []
    for (on,) in session.rows("SELECT DISTINCT day FROM lines"):
        for q, named in enumerate(law.quotas):
            quota = law.book.quota(named.name, on)
            if quota is not None:
                rows.append((q, on, len(periods), quota.unit))
                periods.append(quota)
    session.table("quota_period", ["q INTEGER", "of_day DATE", "p INTEGER", "in_unit VARCHAR"], rows)
    return periods
