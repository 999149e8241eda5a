"""Both sides of the comparison: oracle and product on the same book, and the outline in which their answers must be equal."""

import csv
import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from chorsu.assessment import Case, assess, assess_all, read_rates
from chorsu.consignment import read_consignment
from chorsu.facts import Faulty
from chorsu.measures import read_book

from . import oracle

RATE_COLUMNS = ["from", "to", "rate", "on", "source", "authority", "official"]
LISTS = ("conditions", "replaces", "of")


def toml_value(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    return "{" + ", ".join(f"{json.dumps(key)} = {toml_value(one)}" for key, one in value.items()) + "}"


def toml_tables(name: str, rows: Iterable[dict[str, Any]]) -> str:
    """Rows as ``[[name]]`` tables; a list of tables in a row (a chain's charges) as tables below it."""
    text = []
    for row in rows:
        below = {key: value for key, value in row.items() if key == "charge"}
        text.append(f"[[{name}]]")
        text += [f"{key} = {toml_value(value)}" for key, value in row.items() if key not in below]
        text += [toml_tables(f"{name}.{key}", value) for key, value in below.items()]
    return "\n".join(text) + "\n"


def write_book(book: dict[str, Any], folder: Path, *, measures_as_csv: bool = False) -> None:
    """Write a book as files: groups and chains in TOML, measures in TOML or in CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    chains = toml_tables("group", book["groups"]) + toml_tables("chain", book["chains"])
    chains += toml_tables("quota", book.get("quotas", []))
    (folder / "chains.toml").write_text(chains, encoding="utf-8")
    if not measures_as_csv:
        (folder / "measures.toml").write_text(toml_tables("measure", book["measures"]), encoding="utf-8")
        return
    rows = []
    for measure in book["measures"]:
        row = {key: value for key, value in measure.items() if key not in ("source", "text")}
        row |= {key: "; ".join(row[key]) for key in LISTS if key in row}
        source = measure["source"]
        row |= {"source_title": source["title"], "source_address": source["address"], "checked_on": source["checked_on"]}
        rows.append(row)
    with (folder / "measures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)


def write_rates(rates: list[dict[str, str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, RATE_COLUMNS)
        writer.writeheader()
        writer.writerows(rates)


class Product:
    """The product with a book and rates that it has read from files."""

    def __init__(self, world: dict[str, Any], folder: Path) -> None:
        write_book(world["book"], folder / "book", measures_as_csv=world.get("measures_as_csv", False))
        write_rates(world["rates"], folder / "rates.csv")
        self.book, self.rates = read_book(folder / "book"), read_rates(folder / "rates.csv")

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """What it answers to one question: the assessment as JSON, or ``{"fault": True}``."""
        try:
            consignment = read_consignment(question["consignment"])
            terms = {name: question[name] for name in ("jurisdiction", "regime", "on")}
            terms |= {"mode": question["mode"] or "", "for_plan": question["plan"]}
            return assess(consignment, self.book, self.rates, **terms).to_json("en")
        except Faulty:
            return {"fault": True}

    def answers(self, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The answers to questions asked together; alone where one of them is faulty."""
        cases = [
            Case(read_consignment(q["consignment"]), q["jurisdiction"], q["regime"], q["on"], q["mode"] or "", q["plan"])
            for q in questions
        ]
        try:
            return [found.to_json("en") for found in assess_all(cases, self.book, self.rates)]
        except Faulty:
            return [self.answer(question) for question in questions]


def by_oracle(world: dict[str, Any], question: dict[str, Any]) -> dict[str, Any]:
    """What the oracle answers, in the same form."""
    try:
        return oracle.assess(**question, book=world["book"], rates=world["rates"])
    except oracle.Fault:
        return {"fault": True}


def outline(assessment: dict[str, Any]) -> dict[str, Any]:
    """What must be equal. A zero without a measure (goods off a list) may have a row among the charges or none."""
    if "fault" in assessment:
        return assessment
    rows = [row for row in assessment["charges"] if row.get("measure") or Fraction(row["amount"])]
    return {
        "currency": assessment["currency"],
        "assessed_as": under if isinstance(under := assessment["assessed_as"], str) else under and under["regime"],
        "customs_value": figure(assessment["customs_value"]),
        "customs_values": [figure(value) for value in assessment["customs_values"]],
        "charges": sorted((row["item"], row["kind"], row["measure"], Fraction(row["amount"])) for row in rows),
        "unknown": {(row["item"], row["kind"]) for row in assessment["unknown"]},
        "assumed": {(row["item"], row["kind"]) for row in assessment["assumed"]},
        "estimated": assessment["total"] is not None and assessment["estimated"],
        "requirements": {row if isinstance(row, str) else row["measure"] for row in assessment["requirements"]},
        "total": figure(assessment["total"]),
        "bases": {(row["item"], row["kind"], row["measure"]): figure(row["base"]) for row in rows if row["expression"]},
    }


def rates_of(assessment: dict[str, Any]) -> dict[tuple[str, str], Fraction]:
    return {(row["from"], row["to"]): Fraction(row["rate"]) for row in assessment["exchange_rates"]}


def figure(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
