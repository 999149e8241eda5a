"""What buyers have bought and what of quotas is used up so far, kept out of memory: opening balances in, closing ones out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np

from chorsu.assessment.bulk.buying import MOST_UNITS, Truth, Whole
from chorsu.assessment.bulk.ledger import GRAINS, Account
from chorsu.assessment.bulk.local import Local, quoted
from chorsu.assessment.bulk.workplace import Workplace
from chorsu.facts import Fault, Faulty
from chorsu.text import Text, say

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and quoted names only

ONE_GRAIN = "0.000000000001"
_COLUMNS = ["jurisdiction VARCHAR", "buyer VARCHAR", "period VARCHAR", "used DECIMAL(38,12)"]
_PERIOD = "[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?|quota:.+"
_KEY = ("jurisdiction", "buyer", "period")


class StoredBalances:
    """Balances in a database file, so that there may be more of them than fit in memory."""

    def __init__(self, session: Local, place: Workplace, opening: Path | None) -> None:
        self.session, self.place = session, place
        session.run(f"ATTACH {quoted(place.scratch / 'balances.db')} AS kept")
        session.run(f"CREATE TABLE kept.balance ({', '.join(_COLUMNS)})")
        if opening is not None:
            self._read_opening(opening)
        self._known = 0  # how many stretches' changes are in the table
        self._changed: dict[Account, Decimal] = {}
        self._unit = 0  # of what was added for the buyers of a stretch; none if nothing was

    def _read_opening(self, path: Path) -> None:
        reader = "read_csv" if path.suffix.lower() == ".csv" else "read_parquet"
        options = ", header = true, all_varchar = true" if reader == "read_csv" else ""
        expected = say("a table with the columns jurisdiction, buyer, period, used")
        source = f"{reader}({quoted(path)}{options})"
        columns = "CAST(jurisdiction AS VARCHAR), coalesce(CAST(buyer AS VARCHAR), ''), CAST(period AS VARCHAR), "
        columns += "CAST(used AS DECIMAL(38,12))"
        try:
            self.session.run(f"INSERT INTO kept.balance SELECT {columns} FROM {source}")
        except duckdb.Error as mistake:
            raise Faulty(
                (Fault(str(path), say("The balances cannot be read: {mistake}", mistake=str(mistake).splitlines()[0]), expected),)
            ) from None
        if "currency" in [str(name) for name, *_ in self.session.rows(f"DESCRIBE SELECT * FROM {source}")]:
            strange = list(
                self.session.rows(
                    f"SELECT currency FROM {source} WHERE period NOT LIKE 'quota:%' AND currency NOT IN (SELECT code FROM known_currencies) LIMIT 1"
                )
            )
            if strange:
                message = say("currency: {value} is not the code of a currency.", value=strange[0][0])
                raise Faulty((Fault(str(path), message, say("a currency as in ISO 4217, for example CNY, USD, KZT")),))
        for message, wanted, sql in (
            (say("used: a balance is missing or below zero."), say("a figure from zero"), "used IS NULL OR used < 0"),
            (say("period: {value} is no calendar period."), say("2026, 2026-Q4 or 2026-11"), f"NOT regexp_full_match(coalesce(period, ''), '{_PERIOD}')"),
            (say("buyer: a balance is of nobody."), say("the buyer of each balance"), "(buyer = '' AND period NOT LIKE 'quota:%') OR jurisdiction IS NULL"),
        ):  # fmt: skip
            wrong = list(self.session.rows(f"SELECT period FROM kept.balance WHERE {sql} LIMIT 1"))
            if wrong:
                raise Faulty((Fault(str(path), Text(message.template, {"value": wrong[0][0]}), wanted),))
        twice = list(
            self.session.rows(
                "SELECT buyer, period FROM kept.balance GROUP BY jurisdiction, buyer, period HAVING count(*) > 1 LIMIT 1"
            )
        )
        if twice:
            message = say("The balance of {buyer} for {period} stands twice.", buyer=twice[0][0], period=twice[0][1])
            raise Faulty((Fault(str(path), message, say("one row for each buyer and period")),))

    def open(self, number: int) -> None:
        """Bring in what the stretches before this one changed, those of an earlier run among them."""
        for stretch in range(self._known, number):
            path = self.place.folder / f"balances-{stretch:06}.parquet"
            if path.exists():
                self._replace(path)
        self._known = number
        self._changed, self._unit = {}, 0

    def load(self, accounts: Iterable[Account]) -> Mapping[Account, Decimal]:
        """What has been bought on some accounts."""
        self.session.table("account", _COLUMNS[:3], list(accounts))
        found = self.session.rows(
            f"SELECT jurisdiction, buyer, period, used FROM kept.balance JOIN account USING ({', '.join(_KEY)})"
        )
        return {(state, buyer, period): used for state, buyer, period, used in found}

    def units(self, periods: Sequence[tuple[str, str]], buyers: Sequence[str], unit: int) -> tuple[Whole, Whole]:
        """What buyers have bought in periods (state and name of each), in units of so many grains, and the grains beyond."""
        self.session.table(
            "of_period", ["jurisdiction VARCHAR", "period VARCHAR", "p INTEGER"], [(*key, p) for p, key in enumerate(periods)]
        )
        self.session.table("of_buyer", ["buyer VARCHAR", "b INTEGER"], [(buyer, b) for b, buyer in enumerate(buyers)])
        found = self.session.integers(f"""SELECT p, b, CAST(least(grains // {unit}, {MOST_UNITS}) AS BIGINT) AS units, CAST(grains % {unit} AS BIGINT) AS rest
            FROM (SELECT p, b, CAST(floor(used) AS HUGEINT) * {GRAINS} + CAST((used - floor(used)) * {GRAINS} AS HUGEINT) AS grains
                  FROM kept.balance JOIN of_period USING (jurisdiction, period) JOIN of_buyer USING (buyer)) AS balances""")
        before, rest = np.zeros((2, len(periods), len(buyers)), np.int64)
        before[found[0], found[1]], rest[found[0], found[1]] = found[2], found[3]
        return before, rest

    def add(self, units: Whole, touched: Truth, unit: int) -> None:
        """Add what has been bought in the periods and by the buyers that were asked about; it counts from the next stretch on."""
        p, b = np.nonzero(touched)
        rows = list(zip(p.tolist(), b.tolist(), units[p, b].tolist(), strict=True))
        self.session.table("added", ["p INTEGER", "b INTEGER", "units BIGINT"], rows)
        self._unit = unit if rows else 0

    def store(self, balances: Mapping[Account, Decimal]) -> None:
        """Keep what has been used; it counts from the next stretch on."""
        self._changed.update(balances)

    def keep(self, path: Path) -> None:
        """Write what the stretch has changed."""
        if self._changed or self._unit:
            self.session.table("changed", _COLUMNS, [(*account, used) for account, used in self._changed.items()])
            added = f"""SELECT of_period.jurisdiction, of_buyer.buyer, of_period.period, coalesce(used, 0)
                  + CAST(grains // {GRAINS} AS DECIMAL(38,12)) + CAST(CAST(grains % {GRAINS} AS DECIMAL(12,0)) * CAST({ONE_GRAIN} AS DECIMAL(13,12)) AS DECIMAL(38,12))
                FROM (SELECT p, b, CAST(units AS HUGEINT) * {self._unit} AS grains FROM added) AS added
                JOIN of_period USING (p) JOIN of_buyer USING (b)
                LEFT JOIN kept.balance ON balance.jurisdiction = of_period.jurisdiction AND balance.period = of_period.period
                  AND balance.buyer = of_buyer.buyer"""
            rows = "SELECT * FROM changed" + (f" UNION ALL {added}" if self._unit else "")
            self.session.run(f"COPY ({rows}) TO {quoted(path)} (FORMAT parquet)")
            self._replace(path)
        self._known += 1

    def _replace(self, path: Path) -> None:
        rows = f"read_parquet({quoted(path)})"
        same = " AND ".join(f"balance.{name} = new.{name}" for name in _KEY)
        self.session.run(f"DELETE FROM kept.balance WHERE EXISTS (SELECT 1 FROM {rows} AS new WHERE {same})")
        self.session.run(f"INSERT INTO kept.balance SELECT * FROM {rows}")

    def write(self, path: Path, currencies: Mapping[str, str], units: Mapping[Account, str]) -> None:
        """Write all balances: CSV, or Parquet by the name's ending. ``currencies`` by state, ``units`` of quotas."""
        self.session.table("state_currency", ["jurisdiction VARCHAR", "state_currency VARCHAR"], list(currencies.items()))
        self.session.table("quota_unit", [*_COLUMNS[:3], "unit VARCHAR"], [(*account, unit) for account, unit in units.items()])
        kind = "csv, HEADER" if path.suffix.lower() == ".csv" else "parquet"
        self.session.run(f"""COPY (SELECT jurisdiction, buyer, period, used, coalesce(unit, state_currency) AS currency
            FROM kept.balance LEFT JOIN state_currency USING (jurisdiction) LEFT JOIN quota_unit USING ({', '.join(_KEY)})
            ORDER BY jurisdiction, buyer, period) TO {quoted(path)} (FORMAT {kind})""")  # fmt: skip
