"""Ask the engines, and remember the last answers: the page, its papers and its other languages are one plan."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from chorsu.consignment import write_consignment
from chorsu.documents.declaration import Declaration
from chorsu.facts import exact, plain
from chorsu.planning import Plan, References, load_references, make_plan, read_for_plan
from chorsu.planning.change import Changes
from chorsu.planning.changes import changes_ahead
from chorsu.planning.compare import Comparison, compare_plans
from chorsu.planning.declare import declaration_of
from chorsu.planning.terms import Terms, under_each_term


def answer(document: dict) -> Plan:
    """The plan of a consignment in its JSON form. Raises chorsu.facts.Faulty with every fault."""
    return _answer(_written(document), load_references())


def terms(document: dict, way: int | None, prices: Mapping[str, Decimal]) -> Terms:
    """The consignment under every Incoterm by a way of its plan. Raises Faulty."""
    return _terms(_written(document), load_references(), way, tuple(sorted(prices.items())))


def changes(document: dict, way: int | None, to: date | None) -> Changes:
    """What the law on file changes for the consignment up to a day; by default the next new year. Raises Faulty."""
    return _changes(_written(document), load_references(), way, to)


def comparison(first: dict, second: dict, ways: tuple[int | None, int | None] = (None, None)) -> Comparison:
    """Two consignments compared by their plans. Raises Faulty."""
    references = load_references()
    return compare_plans(answer(first), answer(second), references, ways=ways)


def declaration(document: dict, way: int | None) -> Declaration | None:
    """The boxes of the customs declaration for the import by a way; None where no form is on file for it."""
    return declaration_of(answer(document), load_references(), way=way)


def _written(document: dict) -> str:
    return json.dumps(document, sort_keys=True, ensure_ascii=False, default=_figure)


def _figure(number: Decimal) -> str:
    """A figure that a document has without quotation marks, as the text that is read the same."""
    return str(number) if exact(number) is None else plain(number)


@lru_cache(maxsize=64)
def _answer(document: str, references: References) -> Plan:
    consignment = read_for_plan(json.loads(document), references)
    # However it was written, it is planned once: by what is kept of it, as the reader of consignments writes it.
    return _answer_kept(_written(write_consignment(consignment)), references)


@lru_cache(maxsize=64)
def _answer_kept(document: str, references: References) -> Plan:
    return make_plan(read_for_plan(json.loads(document), references), references)


@lru_cache(maxsize=32)
def _terms(document: str, references: References, way: int | None, prices: tuple[tuple[str, Decimal], ...]) -> Terms:
    return under_each_term(_answer(document, references), references, prices=dict(prices), way=way)


@lru_cache(maxsize=32)
def _changes(document: str, references: References, way: int | None, to: date | None) -> Changes:
    return changes_ahead(_answer(document, references), references, way=way, to=to)
