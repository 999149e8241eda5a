"""Assess consignments: value them, choose what counts, compute it, and say why. A single one is a batch of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from chorsu.assessment.case import Case, Standing
from chorsu.assessment.exchange import Rates
from chorsu.assessment.explain import without_chain, written
from chorsu.assessment.limits import assessed_beyond, assessed_untold, judge, with_assumption
from chorsu.assessment.model import Assessment
from chorsu.assessment.official import set_official_values
from chorsu.assessment.prepare import settle_all
from chorsu.assessment.reckon import reckon
from chorsu.assessment.relations import Relations, TooLong
from chorsu.assessment.savings import with_proofs, with_savings
from chorsu.assessment.valuation import value_rows
from chorsu.consignment import Consignment, Item
from chorsu.facts import Fault, Faulty, plain
from chorsu.measures.book import Book
from chorsu.measures.model import Chain
from chorsu.text import Text, say


def assess(
    consignment: Consignment,
    book: Book,
    rates: Rates,
    *,
    jurisdiction: str,
    on: date,
    regime: str = "import",
    mode: str = "",
    for_plan: bool = False,
) -> Assessment:
    """Assess one consignment at the border of a state on a day; see :func:`assess_all`."""
    return assess_all([Case(consignment, jurisdiction, regime, on, mode, for_plan)], book, rates)[0]


def assess_all(cases: Sequence[Case], book: Book, rates: Rates) -> list[Assessment]:
    """Assess many cases together, each on its own; the answers are in the order of the cases.

    A fact not on file makes an entry under ``unknown``, never a zero. Raises Faulty where a customs value comes to less than
    zero, or where figures have too many digits to be computed exactly.
    """
    asked = [(number, variant) for number, case in enumerate(cases) for variant in with_proofs(case, book)]
    answers = _assess([variant.case for _, variant in asked], book, rates)
    found: dict[int, list[tuple[str, Assessment]]] = defaultdict(list)
    for (number, variant), answer in zip(asked, answers, strict=True):
        found[number].append((variant.proof, answer))
    return [with_savings(found[number]) for number in range(len(cases))]


def _assess(cases: Sequence[Case], book: Book, rates: Rates, passed: frozenset[str] = frozenset()) -> list[Assessment]:
    """``passed``: the regimes whose limits the cases have passed on their way to this one."""
    answers: dict[int, Assessment] = {}
    under: dict[str, list[int]] = defaultdict(list)
    chains: dict[str, Chain] = {}
    for number, case in enumerate(cases):
        chain = book.chain(case.state, case.regime, case.on)
        if chain is None:
            answers[number] = without_chain(case, book)
        else:
            under[chain.id].append(number)
            chains[chain.id] = chain
    try:
        with Relations() as relations:
            for name, numbers in under.items():
                standings = [Standing(cases[number], book, chains[name], rates) for number in numbers]
                answers |= dict(zip(numbers, _assess_under(chains[name], standings, relations, passed), strict=True))
    except TooLong:
        message = say("The figures have too many digits to be computed exactly.")
        raise Faulty((Fault("items", message, say("fewer digits in values, quantities or rates")),)) from None
    return [answers[number] for number in range(len(cases))]


def _assess_under(chain: Chain, standings: list[Standing], relations: Relations, passed: frozenset[str]) -> list[Assessment]:
    _value(chain, standings, relations)
    set_official_values(standings, relations, chain.rounding.mode)
    if not chain.limits:
        return _charge(chain, standings, relations)
    verdicts = [judge(standing) for standing in standings]
    within = [standing for standing, verdict in zip(standings, verdicts, strict=True) if not (verdict.beyond or verdict.untold)]
    charged = iter(_charge(chain, within, relations) if within else [])
    answers: list[Assessment] = []
    for standing, verdict in zip(standings, verdicts, strict=True):
        if verdict.untold or (verdict.beyond and chain.beyond in passed):
            answers.append(assessed_untold(standing, verdict.untold or say("The regimes of the book go beyond in a circle.")))
        elif verdict.beyond:
            case = replace(standing.case, regime=chain.beyond)
            (answer,) = _assess([case], standing.book, standing.rates, passed | {chain.regime})
            answers.append(assessed_beyond(answer, standing, verdict.beyond))
        else:
            answers.append(with_assumption(next(charged), verdict.assumed))
    return answers


def _charge(chain: Chain, standings: list[Standing], relations: Relations) -> list[Assessment]:
    prepared = settle_all(standings, chain)
    reckoned = reckon(standings, chain.charges, prepared.settled, chain.rounding.mode, relations)
    by_case = {c: list(rows) for c, rows in groupby(reckoned.charged, key=lambda row: row.c)}
    return [written(standing, c, prepared, by_case.get(c, []), reckoned.whole) for c, standing in enumerate(standings)]


def _value(chain: Chain, standings: Sequence[Standing], relations: Relations) -> None:
    """Set the customs values of the batch; an unknown one keeps its reason."""
    valued = [value_rows(standing, c) for c, standing in enumerate(standings)]
    items = [row for found in valued for row in found.items]
    sums = [row for found in valued for row in found.sums]
    values = relations.customs_values(items, sums, chain.rounding.mode)
    for c, standing in enumerate(standings):
        standing.why_no_value = valued[c].unknown
        standing.values = [None if i in valued[c].unknown else values.get((c, i)) for i in range(len(standing.items))]
        _refuse_negative(standing)


def _refuse_negative(standing: Standing) -> None:
    expected = say("deductions that are at most the price")
    below = [i for i, value in enumerate(standing.values) if value is not None and value < 0]
    if standing.case.freight_estimated:
        for i in below:
            standing.values[i] = None
            standing.why_no_value[i] = say("This way costs more than the whole price that is to contain it.")
    elif below:
        raise Faulty(tuple(Fault(f"items[{i}].value", _below_zero(standing.items[i]), expected) for i in below))


def _below_zero(item: Item) -> Text:
    return say(
        "The customs value of {value} {currency} would be below zero after what its term contains is taken off.",
        value=plain(item.value),
        currency=item.currency,
    )
