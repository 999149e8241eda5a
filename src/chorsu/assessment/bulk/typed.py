"""From rows of a file to lines of checked whole numbers: the relation ``typed``, and those that are rejected.

Texts are looked at once for each kind of line; from then on a line is whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chorsu.assessment.bulk.lines import (
    COLUMNS,
    FIGURES,
    KIND,
    OF_THE_CONSIGNMENT,
    Check,
    broken,
    columns_sql,
    good_sql,
    is_number,
    known_codes,
    without_zeros,
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
    """Make ``cells``, ``kind`` and ``raw`` of rows (SQL with ``n`` and the columns of the file).

    ``cells``: every known column. ``kind``: the distinct combinations of what many lines have in common, numbered; ``alike`` is the
    number of the first kind with the same in all that a consignment must have in common, ``deal`` that of the first with the same
    state, regime and currency. ``raw``: each line with its kind, whether it is ``good``, its figures, its consignment ``c`` (the
    number of its first line), and how many lines that has.
    """
    string, names = session.dialect.string, ", ".join(KIND)
    session.view("cells", f"SELECT n, {columns_sql(types, defaults, session.dialect)} FROM ({rows}) AS rows")
    session.make(
        "kinds",
        f"""SELECT CAST({session.dialect.numbered()} AS INTEGER) AS kind, * FROM (SELECT DISTINCT {names} FROM cells) AS kinds""",
    )
    alike, deal = [name for name in OF_THE_CONSIGNMENT if name in KIND], ["jurisdiction", "regime", "currency"]
    fit = good_sql([rule for rule in rules if rule.of_kind])
    firsts = [f"(SELECT min(kind) AS {name}, {', '.join(names)} FROM kinds GROUP BY {', '.join(names)}) AS {name}_firsts"
              for name, names in (("alike", alike), ("deal", deal))]  # fmt: skip
    session.make("kind", f"""SELECT kinds.*, alike, deal, fit FROM (SELECT *, {fit} AS fit FROM kinds) AS kinds
        JOIN {firsts[0]} ON {session.dialect.same("kinds", "alike_firsts", alike)}
        JOIN {firsts[1]} ON {session.dialect.same("kinds", "deal_firsts", deal)}""")  # fmt: skip
    own = good_sql([rule for rule in rules if not rule.of_kind])
    day = session.dialect.column("on")
    session.make("coded", f"""SELECT n, kind.kind, alike, deal, fit AND sound AS good, consignment_id, {day} AS day, buyer, {", ".join(FIGURES)}
        FROM (SELECT *, {own} AS sound FROM cells) AS cells JOIN kind ON {session.dialect.same("cells", "kind", KIND)}""")  # fmt: skip
    differs = " OR ".join(
        f"min({sql}) <> max({sql})" for sql in ("alike", f"coalesce(CAST(day AS {string}), '')", "coalesce(buyer, '')")
    )
    session.make("consignment", f"""SELECT consignment_id AS id, min(n) AS first, CAST(count(*) AS INTEGER) AS several, {differs} AS mixed
        FROM coded WHERE consignment_id IS NOT NULL GROUP BY consignment_id""")  # fmt: skip
    session.make("raw", """SELECT coded.*, coalesce(first, n) AS c, coalesce(several, 1) AS size, coalesce(mixed, false) AS mixed
        FROM coded LEFT JOIN consignment ON coded.consignment_id = consignment.id""")  # fmt: skip
    session.drop("kinds", "coded", "consignment")


def reject(session: Session, rules: Sequence[Check], limited: str, language: str) -> None:
    """Make ``refused`` (n, reason): lines that break a rule, and the other lines of their consignments.

    ``limited`` is SQL for the lines whose regime has a limit for each buyer.
    """
    names = ", ".join(f"cells.{session.dialect.column(name)}" for name in COLUMNS)
    kept = ", ".join(f"({rule.sql})" for rule in rules)
    found: list[tuple[int, int, str, str]] = []
    bad = "SELECT n AS of_n, c FROM raw WHERE good IS NOT TRUE"
    if next(session.rows("SELECT count(*) FROM raw WHERE good IS NOT TRUE"))[0]:
        for n, c, *cells in session.rows(f"SELECT n, c, {names}, {kept} FROM cells JOIN ({bad}) AS bad ON n = of_n ORDER BY n"):
            line = dict(zip(COLUMNS, cells, strict=False))
            found.append((n, c, str(line["line_id"]), broken(rules, cells[len(COLUMNS) :], line, language)))
    buyer = say("buyer: The regime has a limit for each buyer, and the line does not say who buys.").in_(language)
    mixed = say("consignment_id: The lines of a consignment differ in what is the same for all of it ({names}).",
                names=", ".join(OF_THE_CONSIGNMENT)).in_(language)  # fmt: skip
    nobody = f"good AND buyer IS NULL AND kind IN (SELECT kind FROM kind WHERE {limited})"
    for reason, where in ((buyer, nobody), (mixed, "mixed")):
        lines = f"SELECT n AS of_n, c FROM raw WHERE {where}"
        if next(session.rows(f"SELECT count(*) FROM raw WHERE {where}"))[0]:
            found += [(n, c, str(name), reason) for n, c, name in session.rows(
                f"SELECT n, c, line_id FROM cells JOIN ({lines}) AS lines ON n = of_n ORDER BY n")]  # fmt: skip
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
    tell = ", ".join(f"{_decimals(name, types, session.dialect.string)}, coalesce({_most(name, types)}, 0)" for name in FIGURES)
    told = next(session.rows(f"SELECT {tell} FROM {good}"))
    decimals, most = [int(figure or 0) for figure in told[::2]], [int(figure) + 1 for figure in told[1::2]]
    money, measure = max(decimals[:2]), max(decimals[2:])
    scales = Scales(10**money, 10**measure, max(most[:2]) * 10**money, max(most[2:]) * 10**measure)
    figures = [_whole(name, money if name in ("value", "freight") else measure, scales, session.dialect) for name in FIGURES]
    session.make("typed", f"SELECT n, c, size, kind, deal, CAST(day AS DATE) AS day, buyer, {', '.join(figures)} FROM {good}")
    session.drop("raw", "fault_of")
    return scales


_FEW_PLACES = 3


def _decimals(name: str, types: Mapping[str, str], string: str) -> str:
    """SQL for how many places after the point the figures of a column need."""
    kind = types.get(name, "")
    places = (kind.rstrip(")").rpartition(",")[2] if kind.startswith("DECIMAL") else "0") if is_number(kind) else ""
    if places and int(places) <= _FEW_PLACES:
        return places
    # A figure of more places than it needs makes the numbers of all lines long.
    text = without_zeros(f"CAST({name} AS {string})")
    return f"max(CASE WHEN {text} LIKE '%.%' THEN length({text}) - position('.' IN {text}) ELSE 0 END)"


def _most(name: str, types: Mapping[str, str]) -> str:
    return f"max({name})" if is_number(types.get(name, "")) else f"max(CAST({name} AS DECIMAL(38,9)))"


def _whole(name: str, decimals: int, scales: Scales, dialect: Dialect) -> str:
    most = max(scales.most_money, scales.most_measure)
    wide = most > MOST_NARROW
    digits = 18 if most * 10**decimals < 10**18 else 38  # engines multiply the shorter ones several times as fast
    whole = f"CAST({name} AS DECIMAL({digits},{decimals})) * CAST({10**decimals} AS DECIMAL({digits - decimals},0))"
    return f"CAST({whole} AS {dialect.integer(wide)}) AS {name}"
