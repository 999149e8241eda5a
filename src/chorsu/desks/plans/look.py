"""A plan looked at from another side: its terms, its days, the law ahead, its declaration. What the templates read."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from chorsu.consignment import read_consignment, write_consignment
from chorsu.desks.language import engine_language
from chorsu.desks.plans import words
from chorsu.desks.plans.present import Page, Sources
from chorsu.desks.plans.search import short_place
from chorsu.documents.load import declaration_form
from chorsu.planning.change import Changes
from chorsu.planning.changes import next_new_year
from chorsu.planning.compare import Comparison
from chorsu.planning.terms import Terms, changed_to, read_prices

# The duties of a term in the order of the engine, each with the costs of a landed cost that belong to it.
_COSTS = ("", "export:", "carriage", "insurance", "", "", "import:")


def has_declaration(page: Page) -> bool:
    """Whether the chosen way enters a state whose declaration is on file."""
    return any(side["side"] == "import" and side["code"] in declaration_form().states and side["charges"] for side in page.sides)


def next_year(document: dict) -> date | None:
    """The first of January after the day on which the goods are ready."""
    try:
        return next_new_year(date.fromisoformat(document.get("ready", "")))
    except ValueError:
        return None


def terms_page(terms: Terms, language: str) -> dict:
    """The terms as a table: who bears each duty, and what it costs where a figure is on file."""
    shown = terms.to_json(language)
    return {
        "heads": [duty["what"] for duty in shown["terms"][0]["duties"]] if shown["terms"] else [],
        "rows": [_term(row) for row in shown["terms"]],
        "notes": shown["notes"],
        "currency": shown["terms"][0]["currency"] if shown["terms"] else "",
        "customs_currency": shown["terms"][0]["customs_value"]["currency"] if shown["terms"] else "",
    }


def _term(row: dict) -> dict:
    cells = []
    for duty, cost in zip(row["duties"], _COSTS, strict=True):
        costs = [each for each in row["costs"] if cost and each["what"].startswith(cost)]
        cells.append(
            {
                "what": duty["what"],
                "payer": words.payer(duty["paid_by"]),
                "by": duty["paid_by"],
                "amount": _sum(each["amount"] for each in costs) if costs else None,
                "has_amount": bool(costs),
                "estimated": any(each["estimated"] for each in costs),
            }
        )
    return {**row, "cells": cells}


def _sum(amounts) -> str | None:
    found = list(amounts)
    return None if None in found else str(sum((Decimal(amount) for amount in found), Decimal(0)))


def under_term(document: dict, code: str, price: str) -> dict:
    """The consignment's document under another Incoterm, its place at the end that the term names. Raises Faulty."""
    return write_consignment(changed_to(read_consignment(document), code, read_prices({code: price}).get(code)))


def way_words(comparison: Comparison) -> list[str]:
    """By which way each of the two is compared: its modes, and the place where it enters."""
    found = []
    for side in (comparison.first, comparison.second):
        if side.way is None:
            found.append(_("no way on file"))
            continue
        plan = side.plan
        modes = " + ".join(dict.fromkeys(words.mode(leg.mode) for leg in plan.journeys[side.way].legs))
        entered = next((row.crossing for row in plan.assessments if row.journey == side.way and row.side == "import"), "")
        place = short_place(entered, engine_language()) if entered else ""
        found.append(f"{modes}, {place}" if place else modes)
    return found


def comparison_page(comparison: Comparison, language: str) -> dict:
    """Two plans as the page shows them; requirements and papers that only one of them has."""
    sources = Sources()
    shown = comparison.to_json(language)
    lines = [
        {**line, "places": 4 if line["what"] == "per_unit" else 1 if line["what"].startswith("days") else 2}
        for line in shown["lines"]
    ]
    for line in lines:
        line["is_money"] = line["first"]["unit"] not in ("", "DAY", "KGM")
        line["places"] = line["places"] if line["is_money"] or line["what"].startswith("days") else 0
    # Where both columns have the common currency, each figure stands as it is; else the common one stands beside it.
    return {
        "currency": shown["currency"],
        "ways": way_words(comparison),
        "lines": lines,
        "rates": [{**rate, "source": sources.number({"title": rate["source"]})} for rate in _once(shown["exchange_rates"])],
        "only": [
            {
                "requirements": [
                    {
                        **row,
                        "kind": words.kind(row["kind"]),
                        "heading": words.side(row["side"]),
                        "state": words.state(row["jurisdiction"]),
                        "source": sources.number(row.get("source")),
                    }
                    for row in side["requirements"]
                ],
                "papers": [row.get("name") or row["kind"] for row in side["papers"]],
            }
            for side in (shown["only_first"], shown["only_second"])
        ],
        "sources": sources.rows,
    }


def _once(rates: list[dict]) -> list[dict]:
    """Each exchange rate once; one that is an estimate for either plan is marked as one."""
    found: dict[tuple, dict] = {}
    for rate in rates:
        known = found.setdefault((rate["from"], rate["to"], rate["rate"], rate["on"]), rate)
        known["estimated"] = known.get("estimated") or rate.get("estimated")
    return list(found.values())


def changes_page(changes: Changes, language: str) -> dict:
    """What changes, as the page shows it."""
    sources = Sources()
    shown = changes.to_json(language)
    marks = {"not_on_file": _("Not on file"), "changes": _("Changes"), "begins": _("Begins"), "ends": _("Ends")}
    rows = [
        {
            **row,
            "mark": marks[row["what"]],
            "kind": row["kind_name"],
            "heading": words.side(row["side"]),
            "state": words.state(row["state"]),
            "old": _rates(row["before"]),
            "new": _rates(row["after"]),
            "source": sources.number(row.get("source")),
        }
        for row in shown["changes"]
    ]
    sides = [{**row, "heading": words.side(row["side"]), "state": words.state(row["state"])} for row in shown["sides"]]
    return {"on": shown["on"], "to": shown["to"], "rows": rows, "sides": sides, "sources": sources.rows}


def _rates(measures: list[dict]) -> list[str]:
    """The rates of measures, each once."""
    return list(dict.fromkeys(row["expression"] for row in measures if row["expression"]))


def declaration_page(declaration, language: str) -> dict:
    """The boxes with their sources numbered."""
    sources = Sources()
    shown = declaration.to_json(language)
    for boxes in (shown["boxes"], *(item["boxes"] for item in shown["items"])):
        for box in boxes:
            box["source"] = sources.number(box["source"])
    for item in shown["items"]:
        for row in item["payments"]:
            row["source"] = sources.number(row["source"])
    form = declaration_form()
    for source in shown["sources"]:
        sources.number(source)
    return {
        **shown,
        "word": {name: form.word(name, language) for name in form.words},
        "names": {number: form.box(number, language) for number in form.boxes},
        "state_name": words.state(shown["state"]),
        "sources": sources.rows,
    }
