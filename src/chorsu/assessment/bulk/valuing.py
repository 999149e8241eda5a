"""The customs value of each line, in steps: its value, or its price with what the term adds and takes off for freight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from chorsu.assessment.bulk.questions import Law
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.dialect import MOST_NARROW
from chorsu.assessment.relations import customs_values
from chorsu.assessment.valuation import counted, parts
from chorsu.consignment import INCOTERMS

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and integers only


@dataclass(frozen=True)
class Scales:
    """What money (value, freight) and measures (quantity, masses) stand in whole numbers times; the largest of each in a batch."""

    money: int
    measure: int
    most_money: int
    most_measure: int


@dataclass(frozen=True)
class Valued:
    """A relation of lines with ``cv``, and the exchange ``x0 …`` of the law's currencies times their scale; the largest figures."""

    relation: str
    freighted: bool
    currencies: dict[str, int]
    most: int
    most_exchange: tuple[int, ...]


def value(session: Session, law: Law, scales: Scales) -> Valued:
    """Value the lines of one chain (``lines``). A value that cannot be told is NULL, one below zero is -1."""
    asked = list(session.rows("""SELECT dated.deal, jurisdiction, day, currency FROM (SELECT DISTINCT deal, day FROM lines) AS dated
        JOIN kind ON dated.deal = kind.kind"""))  # fmt: skip
    prices = {(deal, on): _steps(law, state, on, currency) for deal, state, on, currency in asked}
    scale = lcm(*(rate.denominator for rate in prices.values() if rate is not None))
    integer = session.dialect.integer
    currencies, exchange, by_day = _exchange(law, {(state, on) for _, state, on, _ in asked})
    rates = [(deal, on, _times(prices[deal, on], scale), *by_day[state, on]) for deal, state, on, _ in asked]
    most_rate = max((row[2] for row in rates if row[2] is not None), default=0)
    wide = 2 * (scales.most_money * most_rate + scales.money * scale) > MOST_NARROW
    columns = ["v", *(f"x{number}" for number, _ in enumerate(exchange))]
    types = [integer(figure > MOST_NARROW) for figure in (most_rate, *exchange)]
    session.table(
        "price", ["deal INTEGER", "day DATE", *(f"{name} {kind}" for name, kind in zip(columns, types, strict=True))], rates
    )
    session.view("priced", f"""SELECT lines.*, CAST(value AS {integer(wide)}) * v AS vn, {", ".join(columns)} FROM lines
        JOIN price ON lines.deal = price.deal AND lines.day = price.day""")  # fmt: skip
    vd = scales.money * scale
    rounded = session.dialect.rounded("vn", session.dialect.literal(vd, wide), law.chain.rounding.mode, wide)
    freighted = bool(
        next(session.rows("SELECT count(*) FROM (SELECT 1 FROM lines WHERE freight IS NOT NULL LIMIT 1) AS found"))[0]
    )
    kept = ", ".join(f"priced.{name}" for name in (*_KEPT, *columns[1:]))
    if freighted:
        _with_freight(session, law, vd)
        session.make("valued", f"""SELECT {kept}, CASE WHEN freight IS NULL THEN {rounded} ELSE freighted.value END AS cv
            FROM priced LEFT JOIN freighted ON priced.n = freighted.n""")  # fmt: skip
    else:
        session.make("valued", f"SELECT {kept}, {rounded} AS cv FROM priced")
    most = 4 * scales.most_money * most_rate // vd + 1  # carriage, insurance and what the law adds are each at most as much again
    return Valued("valued", freighted, currencies, most, exchange)


_KEPT = ("n", "c", "size", "kind", "deal", "day", "epoch", "buyer", "quantity", "net_mass", "gross_mass")


def _steps(law: Law, state: str, on: date, currency: str) -> Fraction | None:
    rate = law.exchange(currency, state, on)
    return None if rate is None else rate / Fraction(law.chain.rounding.to)


def _times(rate: Fraction | None, scale: int) -> int | None:
    return None if rate is None else int(rate * scale)


def _exchange(
    law: Law, days: Iterable[tuple[str, date]]
) -> tuple[dict[str, int], tuple[int, ...], dict[tuple[str, date], list[int | None]]]:
    """The scales of the law's currencies, the most that a unit of each comes to, and what it does by state and day, both times its scale."""
    found = {(state, on): [_steps(law, state, on, currency) for currency in law.currencies] for state, on in days}
    scales = {
        currency: lcm(*(rates[number].denominator for rates in found.values() if rates[number] is not None))  # type: ignore[union-attr]
        for number, currency in enumerate(law.currencies)
    }
    by_day = {key: [_times(*pair) for pair in zip(rates, scales.values(), strict=True)] for key, rates in found.items()}
    most = tuple(max((figures[number] or 0 for figures in by_day.values()), default=0) for number, _ in enumerate(law.currencies))
    return scales, most, by_day


def _with_freight(session: Session, law: Law, vd: int) -> None:
    """Make ``freighted``: the customs values of the lines that state their freight, each as a consignment of its own."""
    chain, wide = law.chain, session.dialect.wide
    terms = {term: {part.name: part.sign for part in parts(term, chain.valuation)} for term in INCOTERMS}
    session.table("term", ["term VARCHAR", "freight_sign INTEGER", "insurance_sign INTEGER"],
                  [(term, signs.get("freight", 0), signs.get("insurance", 0)) for term, signs in terms.items()])  # fmt: skip
    session.make("item", f"""SELECT n AS c, n, CAST(vn AS {wide}) AS vn, CAST({vd} AS {wide}) AS vd, 1 AS w_value, 1 AS w_mass,
        CAST(freight AS {wide}) * v AS fvn, freight_sign, insurance_sign, mode
        FROM priced JOIN kind ON priced.kind = kind.kind JOIN term ON kind.incoterm = term.term WHERE freight IS NOT NULL AND vn IS NOT NULL""")  # fmt: skip
    session.make("sums", " UNION ALL ".join(_sums(law, vd, wide)))
    session.make("freighted", customs_values(chain.rounding.mode, session.dialect, alone=True))
    session.drop("item", "sums")


def _sums(law: Law, vd: int, wide: str) -> Iterable[str]:
    """The rows of ``sums``: freight (at most what the law lets it count for), insurance where it is not known, the addition."""
    chain = law.chain

    def rows(name: str, n: str, d: int, sign: str, where: str, part: Fraction = Fraction(0)) -> str:
        is_counted = str(name != "addition" and counted(name, chain.addition)).lower()
        return (f"SELECT c, '{name}' AS s, CAST({n} AS {wide}) AS sn, CAST({d} AS {wide}) AS sd, {sign} AS sign, "
                f"true AS by_mass, {is_counted} AS counted, CAST({part.numerator} AS {wide}) AS fn, "
                f"CAST({part.denominator} AS {wide}) AS fd FROM item WHERE {where}")  # fmt: skip

    freight, d = "fvn", vd
    if chain.freight_at_most is not None:
        rn, rd = chain.freight_at_most.rate.as_integer_ratio()
        over = f"mode = '{chain.freight_at_most.mode}' AND freight_sign = 1 AND fvn * {rd} > vn * {rn}"
        freight, d = f"CASE WHEN {over} THEN vn * {rn} ELSE fvn * {rd} END", vd * rd
    yield rows("freight", freight, d, "freight_sign", "freight_sign <> 0")
    if chain.insurance_if_unknown is not None:
        rn, rd = chain.insurance_if_unknown.as_integer_ratio()
        yield rows("insurance", f"vn * {rn}", vd * rd, "insurance_sign", "insurance_sign = 1")
    if chain.addition is not None:
        rn, rd = chain.addition.rate.as_integer_ratio()
        of_value = rn if counted("value", chain.addition) else 0
        yield rows("addition", f"vn * {of_value}", vd * rd, "1", "true", Fraction(chain.addition.rate))
