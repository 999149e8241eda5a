"""Which rate of exchange counts on a day: the pair's own, its inverse, or the way through another currency."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from chorsu.facts import Fault, Faulty, exact, plain
from chorsu.reading import shown
from chorsu.text import say

MOST_DAYS = 62
MOST_BYTES = 100_000_000
_THROUGH = ("USD", "EUR", "CNY", "RUB")
# Inverse and crossed rates have 12 significant digits.
_TWELVE = Context(prec=12, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Row:
    """One published rate: one unit of ``base`` is ``rate`` units of ``quote`` from the day ``on``."""

    base: str
    quote: str
    rate: Decimal
    on: date
    source: str
    authority: str = ""
    official: bool = True

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells one rate from another: the pair, the day, and who publishes it."""
        return self.base, self.quote, self.on.isoformat(), self.authority


@dataclass(frozen=True)
class Quote:
    """A rate as it is used: one unit of ``base`` is ``rate`` units of ``quote``. ``on`` is the day of its oldest row.

    ``estimated`` is true where no official rate of the day is on file and an older or unofficial one stands in (plans only).
    """

    base: str
    quote: str
    rate: Decimal
    on: date
    source: str
    estimated: bool = False

    def to_json(self) -> dict[str, object]:
        return {
            "from": self.base,
            "to": self.quote,
            "rate": plain(self.rate),
            "on": self.on.isoformat(),
            "source": self.source,
            "estimated": self.estimated,
        }


@dataclass(frozen=True, eq=False)
class Rates:
    """A table of rates, in the order of its file."""

    rows: tuple[Row, ...]

    @cached_property
    def hash(self) -> str:
        """A name for just this table."""
        return sha256("\n".join(map(repr, self.rows)).encode()).hexdigest()[:16]

    @cached_property
    def _official(self) -> Mapping[tuple[str, str], list[Row]]:
        return _by_pair(row for row in self.rows if row.official)

    @cached_property
    def _all(self) -> Mapping[tuple[str, str], list[Row]]:
        return _by_pair(self.rows)

    @cached_property
    def _currencies(self) -> tuple[str, ...]:
        """The currencies to go through, in the order of the rule."""
        named = {code for row in self.rows for code in (row.base, row.quote)}
        return (*_THROUGH, *sorted(named - set(_THROUGH)))

    def find(self, base: str, quote: str, on: date, authority: str = "") -> Quote | None:
        """The official rate in force on a day, at most 62 days old; None where there is none.

        ``authority`` is the state whose own bank counts first among rows of one pair and day.
        """
        return next(self._ways(self._official, base, quote, on, authority, MOST_DAYS), None)

    def find_for_plan(self, base: str, quote: str, on: date, authority: str = "") -> Quote | None:
        """As :meth:`find`; where that finds nothing, the way whose oldest row is youngest, official or not, marked estimated."""
        official = self.find(base, quote, on, authority)
        if official is not None:
            return official
        found = next(self._ways(self._all, base, quote, on, authority, MOST_DAYS), None)
        if found is None:
            found = max(self._ways(self._all, base, quote, on, authority, None), key=lambda way: way.on, default=None)
        return None if found is None else replace(found, estimated=True)

    def _ways(
        self,
        table: Mapping[tuple[str, str], list[Row]],
        base: str,
        quote: str,
        on: date,
        authority: str,
        days: int | None,
    ) -> Iterator[Quote]:
        """All ways from one currency to the other, best first."""
        if base == quote:
            yield Quote(base, quote, Decimal(1), on, "")
            return
        if leg := _leg(table, base, quote, on, authority, days):
            yield leg
            if days is not None:
                return
        for middle in self._currencies:
            if middle in (base, quote):
                continue
            first = _leg(table, base, middle, on, authority, days)
            second = _leg(table, middle, quote, on, authority, days) if first else None
            if first and second:
                rate = _TWELVE.multiply(first.rate, second.rate)
                sources = "; ".join(dict.fromkeys((first.source, second.source)))
                yield Quote(base, quote, rate, min(first.on, second.on), sources)


def _by_pair(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Rows of each pair by day; rows of one day stay in the order of the file."""
    table: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        table[row.base, row.quote].append(row)
    for pair in table.values():
        pair.sort(key=lambda row: row.on)
    return dict(table)


def _leg(
    table: Mapping[tuple[str, str], list[Row]], base: str, quote: str, on: date, authority: str, days: int | None
) -> Quote | None:
    """The pair's own rate, else its inverse."""
    if row := _in_force(table.get((base, quote), []), on, authority, days):
        return Quote(base, quote, row.rate, row.on, row.source)
    if row := _in_force(table.get((quote, base), []), on, authority, days):
        return Quote(base, quote, _TWELVE.divide(Decimal(1), row.rate), row.on, row.source)
    return None


def _in_force(rows: list[Row], on: date, authority: str, days: int | None) -> Row | None:
    end = bisect_right(rows, on, key=lambda row: row.on)
    if not end or (days is not None and (on - rows[end - 1].on).days > days):
        return None
    of_the_day = [row for row in rows[:end] if row.on == rows[end - 1].on]
    own = [row for row in of_the_day if authority and row.authority == authority]
    return (own or of_the_day)[-1]


def read_rates(path: Path) -> Rates:
    """Read a CSV with the columns from, to, rate, on, source and optionally authority, official.

    Raises Faulty with every fault as ``rates.csv: row 7.rate``.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Faulty((Fault(path.name, say("The file has more than {most} bytes.", most=MOST_BYTES)),))
    return parse_rates(path.read_bytes(), path.name)


def parse_rates(raw: bytes, name: str = "rates.csv") -> Rates:
    """Read the bytes of a rates file; see :func:`read_rates`."""
    faults: list[Fault] = []
    try:
        reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
        columns, lines = reader.fieldnames or (), list(reader)
    except (UnicodeDecodeError, csv.Error) as mistake:
        raise Faulty((Fault(name, say("This is not CSV in UTF-8: {mistake}", mistake=mistake)),)) from None
    if missing := {"from", "to", "rate", "on"} - set(columns):
        message = say("Columns are missing: {names}.", names=", ".join(sorted(missing)))
        raise Faulty((Fault(name, message, say("from, to, rate, on, source, authority, official")),))
    rows = [_read_row(line, f"{name}: row {number}", faults) for number, line in enumerate(lines, 2)]
    if faults:
        raise Faulty(tuple(faults))
    return Rates(tuple(row for row in rows if row is not None))


def _read_row(line: Mapping[str, str | None], where: str, faults: list[Fault]) -> Row | None:
    before = len(faults)
    rate = exact(line.get("rate") or "")
    if rate is None or rate <= 0:
        message = say("{value} is not a rate above zero.", value=shown(line.get("rate")))
        faults.append(Fault(f"{where}.rate", message, say("a decimal figure, for example 560.25")))
    for column in ("from", "to"):
        code = line.get(column) or ""
        if len(code) != 3 or not code.isascii() or not code.isupper():
            message = say("{value} is not the code of a currency.", value=shown(code))
            faults.append(Fault(f"{where}.{column}", message, say("a currency as in ISO 4217, for example CNY, USD, KZT")))
    try:
        on = date.fromisoformat(line.get("on") or "")
    except ValueError:
        faults.append(Fault(f"{where}.on", say("{value} is not a day.", value=shown(line.get("on"))), say("a day as YYYY-MM-DD")))
    if len(faults) > before or rate is None:
        return None
    official = (line.get("official") or "true").strip().lower() not in ("false", "no", "0")
    authority = (line.get("authority") or "").strip()
    return Row(str(line["from"]), str(line["to"]), rate, on, line.get("source") or "", authority, official)


def load_rates(imported: Path | None = None, published: Path | None = None) -> Rates:
    """The rates that the package ships, then those that the installation has imported (a CSV file, if it is there), then those
    that were published (a folder: ``rates.csv``, and in ``rates-removed.csv`` the pair, day and authority of rows taken off).
    """
    shipped = (files("chorsu") / "data" / "trade" / "rates.csv").read_bytes()
    rows = parse_rates(shipped).rows
    if imported is not None and imported.is_file():
        rows += read_rates(imported).rows
    if published is not None and (published / "rates.csv").is_file():
        over = read_rates(published / "rates.csv").rows
        with (published / "rates-removed.csv").open(encoding="utf-8", newline="") as file:
            gone = {(row["from"], row["to"], row["on"], row["authority"]) for row in csv.DictReader(file)}
        gone |= {row.key for row in over}
        rows = (*(row for row in rows if row.key not in gone), *over)
    return Rates(rows)
