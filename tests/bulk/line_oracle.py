"""What a file of lines comes to, by the oracle of single consignments: slow, plain, with nothing taken from the product.

The lines of a consignment stand together, as its items do; but each has its own customs value: its ``value``, or where a
``freight`` is given, what the chain's valuation makes of that one line under its term. A chain with limits sends a
consignment that passes one of them to the regime beyond; what a buyer has bought in a period, and what is left of quotas, is
counted in the order of the lines. Bad lines, and the lines that stand with them, are rejected.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from tests.assessment import oracle
from tests.assessment.oracle.conditions import in_force
from tests.assessment.oracle.customs_value import declared_values, known
from tests.assessment.oracle.quotas import asked

from .balances import Balances
from .bearing import Bearing, quotas_of
from .faults import bad_columns

Line = dict[str, Any]
# What the lines of a consignment have in common: they are one consignment's.
SHARED = ("jurisdiction", "regime", "on", "buyer", "buyer_kind", "mode", "importer")
OF_AN_ITEM = (
    "hs", "origin", "value", "currency", "quantity", "unit", "net_mass", "gross_mass", "proofs", "producer", "incoterm",
    "freight",
)  # fmt: skip

ENOUGH = "1e30"


@dataclass
class Answer:
    """The rows that come out, in the order of the lines; the rejected lines with the columns at fault; the balances after."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    rejected: dict[str, set[str]] = field(default_factory=dict)
    balances: Balances = field(default_factory=Balances)


def item_of(line: Line) -> dict[str, Any]:
    """A line as an item of a consignment, with its own term and freight."""
    item = {name: line[name] for name in OF_AN_ITEM if line.get(name) not in (None, "", [])}
    if line.get("code"):
        item["codes"] = {line["jurisdiction"]: line["code"]}
    return item


def question_of(lines: list[Line]) -> dict[str, Any]:
    """The lines of a consignment as a question to the oracle."""
    first = lines[0]
    consignment = {"items": [item_of(line) for line in lines], "buyer_kind": first.get("buyer_kind") or "business"}
    consignment |= {"importer": first.get("importer") or []}
    return {
        "consignment": consignment,
        "jurisdiction": first["jurisdiction"],
        "regime": first["regime"],
        "on": first["on"],
        "mode": first.get("mode") or None,
        "declare": declared_by_lines,
    }


def declared_by_lines(case: dict[str, Any]) -> list[Fraction | None]:
    """The declared customs value of each line, exact: its value, or what its term and freight make of it."""
    return [declared_by_line(item, case) for item in case["consignment"]["items"]]


def declared_by_line(item: dict[str, Any], case: dict[str, Any]) -> Fraction | None:
    if item.get("freight") is None:
        return known(lambda: case["convert"](Fraction(item["value"]), item["currency"]))
    if not item.get("incoterm"):
        return None
    alone = {"items": [item], "incoterm": item["incoterm"]}
    alone["freight"] = {"amount": item["freight"], "currency": item["currency"]}
    return declared_values(case | {"consignment": alone})[0]


def consignments(lines: Iterable[Line]) -> list[list[int]]:
    """The places of the lines of each consignment, in the order of their first lines; a line without one stands alone."""
    groups: dict[tuple[str, Any], list[int]] = {}
    for place, line in enumerate(lines):
        name = line.get("consignment_id")
        groups.setdefault(("of", name) if name else ("alone", place), []).append(place)
    return list(groups.values())


class LineOracle:
    """Assesses lines under one book and one table of rates, and remembers what it was asked."""

    def __init__(self, book: dict[str, Any], rates: list[dict[str, str]]) -> None:
        self.book, self.chains = book, book["chains"]
        without_limits = [{name: value for name, value in row.items() if name != "limits"} for row in self.chains]
        self.bearing = Bearing(book | {"chains": without_limits}, rates)
        self.answers: dict[object, list[dict[str, Any]] | None] = {}

    def answer(self, lines: list[Line], opening: Balances | None = None, given: Line | None = None) -> Answer:
        """Every line of a file. ``given`` are columns that come from the command: jurisdiction, regime, on."""
        given = {"regime": "import"} | (given or {})
        lines = [given | {name: value for name, value in line.items() if value not in (None, "", [])} for line in lines]
        found = Answer(balances=opening.copy() if opening else Balances())
        by_place: dict[int, dict[str, Any]] = {}
        for places in consignments(lines):
            together = [lines[place] for place in places]
            bad = set().union(*(bad_columns(line) for line in together)) | differing(together)
            if not bad and self.counts_by_buyer(together[0]) and not together[0].get("buyer"):
                bad = {"buyer"}
            rows = None if bad else self.consignment(together, found.balances)
            if rows is None:
                found.rejected |= {line["line_id"]: bad_columns(line) or bad or {"value"} for line in together}
                continue
            by_place |= dict(zip(places, rows, strict=True))
        found.rows = [by_place[place] for place in sorted(by_place)]
        return found

    def counts_by_buyer(self, line: Line) -> bool:
        """Whether a line is under a limit of a period."""
        return any("per" in limit for chain in self.chains_of(line) for limit in chain.get("limits", []))

    def chains_of(self, line: Line, regime: str = "") -> list[dict[str, Any]]:
        """The chain in force for a line, if there is one."""
        of_regime = (line["jurisdiction"], regime or line["regime"])
        rows = [
            row
            for row in self.chains
            if (row["jurisdiction"], row["regime"]) == of_regime
            and row["valid_from"] <= line["on"] <= row.get("valid_to", date.max)
        ]
        return sorted(rows, key=lambda row: row["valid_from"])[-1:]

    def consignment(self, lines: list[Line], balances: Balances) -> list[dict[str, Any]] | None:
        """The rows of a consignment's lines; None where its customs value is below zero."""
        question = question_of(lines)
        for chain in self.chains_of(lines[0]):
            if "limits" in chain:
                rows = self.ask(question)
                if rows is None:
                    return None
                values = [row["customs_value"] for row in rows]
                value = None if None in values else sum(values, Fraction(0))
                stands = balances.stand(chain, lines[0], value, self.bearing.converter(question, chain["currency"]))
                if stands == "untold":
                    return [without_chain(line) for line in lines]
                if stands == "beyond":
                    question["regime"] = chain["beyond"]
        if not self.chains_of(lines[0], question["regime"]):
            return [without_chain(line) for line in lines]
        rows = self.ask(question)
        if rows and (told := self.quotas(question, rows, balances)):
            rows = self.ask(question | {"quotas": told})
        return rows and [{"line_id": line["line_id"]} | row for line, row in zip(lines, rows, strict=True)]

    def quotas(self, question: dict[str, Any], rows: list[dict[str, Any]], balances: Balances) -> list[dict[str, Any]]:
        """The quotas of which there is enough for a consignment, which is used up, and those of which there is not."""
        found: list[dict[str, Any]] = []
        book = self.bearing.on(question)["book"]
        for name in sorted(set().union(*map(quotas_of, book["measures"]))):
            for quota in self.book.get("quotas", []):
                if quota["name"] == name and in_force(quota, question["on"]):
                    case = question | {"book": book, "customs_values": [row["customs_value"] for row in rows]}
                    case["convert"] = self.bearing.converter(question, rows[0]["currency_out"])
                    verdict = balances.cover(quota, *asked(name, quota["unit"], case))
                    found += [] if verdict is None else [quota | {"left": ENOUGH if verdict else "-1"}]
        return found

    def ask(self, question: dict[str, Any]) -> list[dict[str, Any]] | None:
        """The oracle's answer, line by line without their names; asked once for each distinct question.

        ``quotas`` has those of which there is enough or is not; no other can be told.
        """
        key = repr([(name, value) for name, value in question.items() if name != "declare"])
        if key not in self.answers:
            try:
                what_bears = self.bearing.on(question)
                what_bears["book"]["quotas"] = question.get("quotas", [])
                put = {name: value for name, value in question.items() if name != "quotas"}
                found = oracle.assess(**put, **what_bears)
                kinds = [charge["kind"] for charge in what_bears["book"]["chains"][0]["charge"]]
                self.answers[key] = [row_of(found, kinds, item) for item in range(1, len(question["consignment"]["items"]) + 1)]
            except oracle.Fault:
                self.answers[key] = None
        return self.answers[key]


def differing(lines: list[Line]) -> set[str]:
    """The columns in which lines differ that are of one consignment."""
    return {name for name in SHARED if any(line.get(name) != lines[0].get(name) for line in lines)}


def without_chain(line: Line) -> dict[str, Any]:
    """What comes out for a line where no chain is on file, or cannot be told which counts."""
    none = {
        "currency_out": None,
        "regime_out": line["regime"],
        "customs_value": None,
        "total": None,
        "charges": {},
        "measures": [],
    }
    return {"line_id": line["line_id"]} | none | {"unknown": ["chain"]}


def row_of(assessment: dict[str, Any], kinds: list[str], item: int) -> dict[str, Any]:
    """What comes out for an item of an assessment under a chain with these kinds of charges.

    ``measures`` names those of the kinds that are known.
    """
    unknown = [found["kind"] for found in assessment["unknown"] if found["item"] == item]
    charges = [found for found in assessment["charges"] if found["item"] == item and found["kind"] not in unknown]
    amounts: dict[str, Fraction | None] = dict.fromkeys(kinds, Fraction(0))
    for found in charges:
        amounts[found["kind"]] += Fraction(found["amount"])
    amounts |= {kind: None for kind in unknown if kind != "customs_value"}
    value = assessment["customs_values"][item - 1]
    counting = sorted((kinds.index(found["kind"]), found["measure"]) for found in charges if found["measure"])
    return {
        "currency_out": assessment["currency"],
        "regime_out": _regime(assessment),
        "customs_value": None if value is None else Fraction(value),
        "total": None if None in amounts.values() else sum(amounts.values(), Fraction(0)),
        "charges": amounts,
        "measures": list(dict.fromkeys(name for _, name in counting)),
        "unknown": unknown,
    }


def _regime(assessment: dict) -> str:
    """The regime whose charges fell due: the product names it with a reason, the oracle alone."""
    under = assessment.get("assessed_as")
    return (under["regime"] if isinstance(under, dict) else under) or assessment["regime"]
