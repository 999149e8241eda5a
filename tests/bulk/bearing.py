"""The part of a book and of a table of rates that can bear on a consignment, so that the oracle has less to read.

Left out is only what the oracle would read and put aside: measures of another place, regime, day, origin or code, members
that a group does not have on the day, and rows of rates beside the one that counts.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from tests.assessment.oracle.choosing import code_of
from tests.assessment.oracle.conditions import in_force, members, origin_rank, prefix_fits, unions
from tests.assessment.oracle.exchange import find_rate, is_official
from tests.assessment.oracle.rounding import Unknown, plain

REQUIREMENTS = ("prohibition", "licence", "quota", "document", "phytosanitary", "veterinary", "conformity")
Rows = list[dict[str, Any]]


def quotas_of(measure: dict[str, Any]) -> set[str]:
    """The quotas that a measure turns on."""
    return {one.removeprefix("quota:") for one in measure.get("conditions", []) if one.startswith("quota:")}


class Bearing:
    """Remembers what bears on each day, place, code and origin."""

    def __init__(self, book: dict[str, Any], rates: Rows) -> None:
        self.book, self.rates = book, [row for row in rates if is_official(row)]
        self.by_jurisdiction: dict[tuple[str, str], list[tuple[int, dict[str, Any]]]] = defaultdict(list)
        for place, measure in enumerate(book["measures"]):
            if measure["kind"] not in REQUIREMENTS or measure.get("replaces") or quotas_of(measure):
                self.by_jurisdiction[measure["jurisdiction"], measure["regime"]].append((place, measure))
        self.groups: dict[tuple[object, ...], Rows] = {}
        self.unions: dict[tuple[str, date], list[str]] = {}
        self.measures: dict[tuple[str, str, date, str, str], dict[int, dict[str, Any]]] = {}
        self.tables: dict[tuple[str, date, str], Rows] = {}

    def on(self, question: dict[str, Any]) -> dict[str, Any]:
        """The book and the rates for a question to the oracle."""
        state, on = question["jurisdiction"], question["on"]
        origins = {item["origin"] for item in question["consignment"]["items"]}
        book = self.book | {"groups": self.groups_with({state, *origins}, on)}
        if (state, on) not in self.unions:
            self.unions[state, on] = unions(self.book, state, on)
        found: dict[int, dict[str, Any]] = {}
        case = {"book": book, "jurisdiction": state, "on": on}
        for item in question["consignment"]["items"]:
            found |= self.bearing(question, code_of(item, case), item["origin"], book)
        chains = [
            row
            for row in book["chains"]
            if (row["jurisdiction"], row["regime"]) == (state, question["regime"]) and in_force(row, on)
        ]
        chain = max(chains, key=lambda row: row["valid_from"])
        book |= {"measures": [found[place] for place in sorted(found)], "chains": [chain]}
        return {"book": book, "rates": self.table(state, on, chain["currency"])}

    def groups_with(self, states: set[str], on: date) -> Rows:
        """The groups, with those of these states that are their members on the day."""
        key = (on, *sorted(states))
        if key not in self.groups:
            self.groups[key] = [
                {
                    "name": row["name"],
                    "members": [{"state": state} for state in sorted(states & members(self.book, row["name"], on))],
                }
                for row in self.book["groups"]
            ]
        return self.groups[key]

    def bearing(self, question: dict[str, Any], code: str, origin: str, book: dict[str, Any]) -> dict[int, dict[str, Any]]:
        """The measures that may fit a code and an origin, by their place in the book."""
        state, regime, on = question["jurisdiction"], question["regime"], question["on"]
        key = (state, regime, on, code, origin)
        if key not in self.measures:
            self.measures[key] = {
                place: row
                for name in (state, *self.unions[state, on])
                for place, row in self.by_jurisdiction[name, regime]
                if in_force(row, on)
                and (prefix_fits(row["commodity"], code) or row["commodity"].startswith(code))
                and origin_rank(book, row["origin"], origin, on) is not None
            }
        return self.measures[key]

    def table(self, state: str, on: date, home: str) -> Rows:
        """One row for each currency that has a rate into the chain's on the day."""
        key = (state, on, home)
        if key not in self.tables:
            found = {
                currency: find_rate(self.rates, currency, home, on, state)
                for currency in sorted({row[end] for row in self.rates for end in ("from", "to")} - {home})
            }
            self.tables[key] = [
                {"from": currency, "to": home, "rate": plain(rate[0]), "on": rate[1]} for currency, rate in found.items() if rate
            ]
        return self.tables[key]

    def converter(self, question: dict[str, Any], home: str) -> Callable[[Fraction, str], Fraction]:
        """A function that brings an amount to the chain's currency. Raises Unknown."""
        rates = {row["from"]: Fraction(row["rate"]) for row in self.table(question["jurisdiction"], question["on"], home)}

        def convert(amount: Fraction, currency: str) -> Fraction:
            if currency != home and currency not in rates:
                raise Unknown(currency)
            return amount if currency == home else amount * rates[currency]

        return convert
