"""The two examples as users have them, changed field by field; and books with a scratch measure more."""

import json
from dataclasses import replace
from pathlib import Path

from chorsu.measures.rows import read_measure
from chorsu.planning import make_plan, read_for_plan

EXAMPLES = Path(__file__).parents[2] / "examples"
DAP = json.loads((EXAMPLES / "apples-jiaozhou-almaty.json").read_text("utf-8"))
FCA = json.loads((EXAMPLES / "apples-jiaozhou-almaty-fca.json").read_text("utf-8"))
FREIGHT = {"amount": "3600", "currency": "USD", "after_entry": "580"}


def changed(document=DAP, *, item=None, **fields):
    """A consignment with other fields; None takes one away."""
    goods = without_none({**document["items"][0], **(item or {})})
    return without_none({**document, "items": [goods], **fields})


def without_none(fields):
    return {name: value for name, value in fields.items() if value is not None}


def planned(references, document=DAP, language="en", **changes):
    """A plan as JSON. One that was made before is given again: tests only read it."""
    goods = changed(document, **changes)
    key = (id(references), language, json.dumps(goods))
    if key not in _made:
        _made[key] = references, make_plan(read_for_plan(goods, references), references).to_json(language)
    return _made[key][1]


_made = {}  # the references are kept too, so that no others get their identity


def with_measures(references, *rows):
    """The references with scratch measures in their book, each written as the table of a book."""
    faults = []
    common = {"valid_from": "2020-01-01", "origin": "*", "regime": "import", "source": {"title": "a scratch act"}}
    measures = [read_measure({**common, **row}, f"measure[{number}]", faults) for number, row in enumerate(rows)]
    assert not faults, faults
    ids = {measure.id for measure in measures}
    kept = tuple(measure for measure in references.book.measures if measure.id not in ids)
    return replace(references, book=replace(references.book, measures=(*kept, *measures)))


def sides(plan, side="import"):
    """The assessments of one side, by journey."""
    return {row["journey"]: row for row in plan["assessments"] if row["side"] == side}


def chosen_import(plan):
    return sides(plan)[plan["chosen"]]["assessment"]


def landed(plan):
    """The landed cost of the way chosen."""
    return next(row for row in plan["landed"] if row["journey"] == plan["chosen"])


def found(plan, rule):
    return [row for row in plan["findings"] if row["rule"] == rule]
