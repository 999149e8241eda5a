"""Exchange rates: the pair's own row, its inverse, the way through another currency; the days a row counts, whose row counts.

Rows are dictionaries as the table has them: ``from, to, rate, on, source`` and perhaps ``authority`` and ``official``.
"""

from datetime import date
from fractions import Fraction

from .rounding import significant

LONGEST = 62
FIRST_WAYS = ["USD", "EUR", "CNY", "RUB"]


def is_official(row: dict) -> bool:
    return str(row.get("official") or "true").strip().lower() in ("true", "1", "yes")


def row_of(rows: list[dict], pair: tuple[str, str], on: date, state: str) -> dict | None:
    """The row of a pair that stands on a day, however old: of the latest, the state's own authority's, else the file's last."""
    known = [row for row in rows if (row["from"], row["to"]) == pair and date.fromisoformat(row["on"]) <= on]
    if not known:
        return None
    latest = max(row["on"] for row in known)
    of_the_day = [row for row in known if row["on"] == latest]
    own = [row for row in of_the_day if row.get("authority") == state]
    return (own or of_the_day)[-1]


def leg(rows: list[dict], pair: tuple[str, str], on: date, state: str, longest: int | None) -> tuple[Fraction, str] | None:
    """A pair's rate and its day: direct, else inverse; None where neither is young enough."""
    for way, turned in ((pair, False), ((pair[1], pair[0]), True)):
        row = row_of(rows, way, on, state)
        if row is None or (longest is not None and (on - date.fromisoformat(row["on"])).days > longest):
            continue
        rate = Fraction(row["rate"])
        return (significant(1 / rate) if turned else rate), row["on"]
    return None


def ways(rows: list[dict], pair: tuple[str, str]) -> list[list[tuple[str, str]]]:
    """The pair itself, then through the first currencies, then through the others by alphabet."""
    others = sorted({row[end] for row in rows for end in ("from", "to")} - set(FIRST_WAYS))
    middles = [currency for currency in FIRST_WAYS + others if currency not in pair]
    return [[pair]] + [[(pair[0], middle), (middle, pair[1])] for middle in middles]


def along(way: list[tuple[str, str]], legs: list[tuple[Fraction, str] | None]) -> tuple[Fraction, str] | None:
    """The rate of a whole way and the day of its oldest leg."""
    if any(found is None for found in legs):
        return None
    rate = legs[0][0]
    if len(legs) == 2:
        rate = significant(legs[0][0] * legs[1][0])
    return rate, min(day for _, day in legs)


def find_rate(
    rows: list[dict], source: str, target: str, on: date, state: str, plan: bool = False
) -> tuple[Fraction, str, bool] | None:
    """How many units of ``target`` one of ``source`` is, the day of the oldest row, whether it is estimated; None if unknown.

    Where official rows that are young enough give nothing, a plan (and no assessment) takes any rows, however old: the way
    whose oldest leg is youngest.
    """
    if source == target:
        return Fraction(1), on.isoformat(), False
    official = [row for row in rows if is_official(row)]
    for way in ways(official, (source, target)):
        found = along(way, [leg(official, pair, on, state, LONGEST) for pair in way])
        if found:
            return *found, False
    if not plan:
        return None
    old = [along(way, [leg(rows, pair, on, state, None) for pair in way]) for way in ways(rows, (source, target))]
    old = [found for found in old if found]
    if not old:
        return None
    youngest = max(day for _, day in old)
    return *next(found for found in old if found[1] == youngest), True
