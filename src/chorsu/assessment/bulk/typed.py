"""From rows of a file to lines of checked whole numbers: the relation ``typed``, and those that are rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chorsu.assessment.bulk.lines import (
    COLUMNS,
    FIGURES,
    OF_THE_CONSIGNMENT,
    Check,
    broken,
    columns_sql,
    good_sql,
    is_number,
    known_codes,
)
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales
from chorsu.assessment.dialect import MOST_NARROW, Dialect
from chorsu.text import say

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and quoted names only


def know(session: Session) -> None:
    """Make the relations of codes that exist."""
    for name, codes in known_codes().items():
        session.table(name, ["code VARCHAR"], [(code,) for code in codes])


def read(session: Session, rows: str, types: Mapping[str, str], defaults: Mapping[str, str], rules: Sequence[Check]) -> None:
    """Make ``raw`` of rows (SQL with ``n`` and the columns of the file): columns, ``good``, and the consignment ``c``.

    The lines of a consignment must follow one another.
    """
    cells = f"SELECT n, place, {columns_sql(types, defaults, session.dialect)} FROM ({rows}) AS rows"
    if "consignment_id" not in types:
        _all_alone(session, cells, rules)
        return
    # Without an order of their own, windows take the rows as they come: in the order of the file.
    session.make("raw", f"""
        SELECT *, max(CASE WHEN first THEN n END) OVER (ROWS UNBOUNDED PRECEDING) AS c, first AND coalesce(lead(first) OVER (), true) AS alone
        FROM (SELECT *, {good_sql(rules)} AS good, consignment_id IS NULL OR consignment_id IS DISTINCT FROM lag(consignment_id) OVER () AS first
              FROM ({cells}) AS cells) AS rows""")  # fmt: skip


def together(session: Session, rows: str, types: Mapping[str, str], defaults: Mapping[str, str], rules: Sequence[Check]) -> None:
    """Make ``raw`` as :func:`read` does, of rows in any order: the lines of a consignment are brought together."""
    cells = f"SELECT n, {columns_sql(types, defaults, session.dialect)} FROM ({rows}) AS rows"
    if "consignment_id" not in types:
        _all_alone(session, cells, rules)
        return
    same = "OVER (PARTITION BY consignment_id)"
    session.make("raw", f"""SELECT *, {good_sql(rules)} AS good, CASE WHEN consignment_id IS NULL THEN n ELSE min(n) {same} END AS c,
        consignment_id IS NULL OR count(*) {same} = 1 AS alone FROM ({cells}) AS cells""")  # fmt: skip


def _all_alone(session: Session, cells: str, rules: Sequence[Check]) -> None:
    """Make ``raw`` where no line says to which consignment it belongs: each is one of its own."""
    session.make("raw", f"SELECT *, {good_sql(rules)} AS good, n AS c, true AS alone FROM ({cells}) AS cells")


def reject(session: Session, rules: Sequence[Check], limited: str, language: str) -> None:
    """Make ``refused`` (n, reason): lines that break a rule, and the other lines of their consignments.

    ``limited`` is SQL for the lines whose regime has a limit for each buyer.
    """
    names = ", ".join(map(session.dialect.column, COLUMNS))
    kept = ", ".join(f"({rule.sql})" for rule in rules)
    found: list[tuple[int, int, str, str]] = []
    for n, c, *cells in session.rows(f"SELECT n, c, {names}, {kept} FROM raw WHERE good IS NOT TRUE"):
        line = dict(zip(COLUMNS, cells, strict=False))
        found.append((n, c, str(line["line_id"]), broken(rules, cells[len(COLUMNS) :], line, language)))
    buyer = say("buyer: The regime has a limit for each buyer, and the line does not say who buys.").in_(language)
    found += [
        (n, c, str(name), buyer)
        for n, c, name in session.rows(f"SELECT n, c, line_id FROM raw WHERE good AND buyer IS NULL AND {limited}")
    ]
    same = "hash(" + ", ".join(map(session.dialect.column, OF_THE_CONSIGNMENT)) + ")"
    mixed = say("consignment_id: The lines of a consignment differ in what is the same for all of it ({names}).",
                names=", ".join(OF_THE_CONSIGNMENT)).in_(language)  # fmt: skip
    found += [(n, c, str(name), mixed) for n, c, name in session.rows(
        f"SELECT n, c, line_id FROM raw WHERE c IN (SELECT c FROM raw WHERE NOT alone GROUP BY c HAVING min({same}) <> max({same}))")]  # fmt: skip
    refuse(session, found, language)


def refuse(session: Session, found: Sequence[tuple[int, int, str, str]], language: str) -> None:
    """Make ``refused`` of the lines (n, c, line_id, reason) that are at fault themselves."""
    reasons: dict[int, str] = {}
    for n, _, _, reason in found:
        reasons[n] = f"{reasons[n]} {reason}" if n in reasons else reason
    at_fault: dict[int, str] = {}
    for _, c, name, _ in found:
        at_fault.setdefault(c, name)
    session.table("fault", ["n BIGINT", "reason VARCHAR"], list(reasons.items()))
    other = [
        (c, say("Line {name} of the same consignment is rejected.", name=name).in_(language)) for c, name in at_fault.items()
    ]
    session.table("fault_of", ["c BIGINT", "reason VARCHAR"], other)
    session.make("refused", """SELECT raw.n, coalesce(fault.reason, fault_of.reason) AS reason
        FROM raw JOIN fault_of ON raw.c = fault_of.c LEFT JOIN fault ON raw.n = fault.n""")  # fmt: skip
    session.drop("fault")


def type_lines(session: Session, types: Mapping[str, str]) -> Scales:
    """Make ``typed`` of the good lines: figures as whole numbers, times the scales that are returned."""
    good = "raw WHERE good AND c NOT IN (SELECT c FROM fault_of)"
    tell = ", ".join(f"{_decimals(name, types)}, coalesce(max(CAST({name} AS DECIMAL(38,9))), 0)" for name in FIGURES)
    told = next(session.rows(f"SELECT {tell} FROM {good}"))
    decimals, most = [int(figure or 0) for figure in told[::2]], [int(figure) + 1 for figure in told[1::2]]
    money, measure = max(decimals[:2]), max(decimals[2:])
    scales = Scales(10**money, 10**measure, max(most[:2]) * 10**money, max(most[2:]) * 10**measure)
    figures = [_whole(name, money if name in ("value", "freight") else measure, scales, session.dialect) for name in FIGURES]
    texts = ", ".join(name for name in COLUMNS if name not in (*FIGURES, "on", "consignment_id"))
    session.make("typed", f"""SELECT n, c, alone, CAST({session.dialect.column("on")} AS DATE) AS day, coalesce(regime, 'import') AS regime,
        {texts.replace("regime, ", "")}, {", ".join(figures)} FROM {good}""")  # fmt: skip
    session.drop("raw", "fault_of")
    return scales


def _decimals(name: str, types: Mapping[str, str]) -> str:
    kind = types.get(name, "")
    if is_number(kind):
        return kind.rstrip(")").rpartition(",")[2] if kind.startswith("DECIMAL") else "0"
    return f"max(CASE WHEN {name} LIKE '%.%' THEN length({name}) - position('.' IN {name}) ELSE 0 END)"


def _whole(name: str, decimals: int, scales: Scales, dialect: Dialect) -> str:
    wide = max(scales.most_money, scales.most_measure) > MOST_NARROW
    return f"CAST(CAST({name} AS DECIMAL(38,{decimals})) * {10**decimals} AS {dialect.integer(wide)}) AS {name}"
