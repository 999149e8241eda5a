"""Why this measure and not the other: what it was chosen by, what was passed over, and what a proof would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from chorsu.assessment.model import Charge
from chorsu.assessment.note.charge import Reckoner
from chorsu.measures.condition import Condition
from chorsu.measures.condition_words import condition_in_words
from chorsu.measures.find import Inquiry
from chorsu.measures.model import ChainCharge, Measure
from chorsu.measures.passed_over import PassedOver, Reason, passed_over
from chorsu.measures.rate_words import rate_in_words
from chorsu.measures.words import state_names
from chorsu.text import Figure, Text, listed, say

MOST_OF_A_REASON = 3


def choice_told(reckoner: Reckoner, charge: Charge) -> Iterator[Text]:
    """Why the measure of a charge counts, and why others on file for the goods do not."""
    measure, rule = reckoner.measure(charge), reckoner.rule(charge)
    inquiry = reckoner.standing.inquiry(reckoner.standing.items[charge.item - 1])
    if measure is not None:
        yield _why(inquiry, measure)
        if measure.conditions:
            yield say("What it asks for is met: {conditions}.", conditions=_conditions(measure.conditions))
    if measure is not None and measure.kind == "relief":
        for other in reckoner.counting(charge.item - 1, rule):
            yield say("Without the relief {measure} would count: {rate}.", **_named(other))
        return
    counting: tuple[Measure, ...] = (measure,) if measure else ()
    if rule.kind == "fee":
        counting = reckoner.counting(charge.item - 1, rule)
    found = passed_over(inquiry, rule.kind, counting, lowest=rule.lowest)
    by_reason: dict[Reason, list[PassedOver]] = defaultdict(list)
    for row in found:
        by_reason[row.reason].append(row)
    for reason in Reason:
        rows = sorted(by_reason[reason], key=lambda row: not row.lacks)
        yield from (_passed(reckoner, charge, rule, row) for row in rows[:MOST_OF_A_REASON])
        if names := [row.measure.id for row in rows[MOST_OF_A_REASON:]]:
            ids = ", ".join(names[:MOST_OF_A_REASON]) + (" …" if len(names) > MOST_OF_A_REASON else "")
            yield say("Others that do not count, for a reason of the same kind ({count}): {ids}", count=len(names), ids=ids)
    if measure is not None and not found:
        yield say("Nothing else of its kind is on file for these goods on this day.")


def _why(inquiry: Inquiry, measure: Measure) -> Text:
    values = {"measure": measure.id, "commodity": _commodity(measure), "origin": _origin(inquiry, measure.origin),
              "day": measure.valid_from.isoformat()}  # fmt: skip
    if measure.valid_to:
        return say("Measure {measure} is for {commodity} from {origin}, in force from {day} to {end}.",
                   end=measure.valid_to.isoformat(), **values)  # fmt: skip
    return say("Measure {measure} is for {commodity} from {origin}, in force since {day}.", **values)


def _passed(reckoner: Reckoner, charge: Charge, rule: ChainCharge, row: PassedOver) -> Text:
    """Why one measure was passed over."""
    named, before = _named(row.measure), row.before
    inquiry = reckoner.standing.inquiry(reckoner.standing.items[charge.item - 1])
    match row.reason:
        case Reason.CONDITION if len(row.lacks) == 1:
            return _with_a_proof(reckoner, row.lacks[0], named)
        case Reason.CONDITION:
            return say("Not {measure} ({rate}): it asks for {conditions}.", conditions=_conditions(row.failing), **named)
        case Reason.REPLACED:
            return say(
                "Not {measure} ({rate}): {other} stands in its place while it lasts.", other=before.id if before else "", **named
            )
        case Reason.SHORTER:
            return say("Not {measure} ({rate}): it is for {commodity}, and the longer code {longer} goes before it.",
                       commodity=_commodity(row.measure), longer=before.commodity if before else "", **named)  # fmt: skip
        case Reason.UNION:
            return say("Not {measure} ({rate}): the state's own measure goes before that of its union.", **named)
        case Reason.EARLIER:
            return say("Not {measure} ({rate}): it is of {day}, and the later one counts.",
                       day=row.measure.valid_from.isoformat(), **named)  # fmt: skip
        case Reason.FARTHER:
            return say("Not {measure} ({rate}): it is for goods from {origin}, and the measure for the nearer origin counts.",
                       origin=_origin(inquiry, row.measure.origin), **named)  # fmt: skip
        case _:
            return _dearer(reckoner, charge, rule, row.measure)


def _with_a_proof(reckoner: Reckoner, proof: str, named: dict[str, object]) -> Text:
    """What the goods could have with a proof that they lack, and what that would save where it is known."""
    assessment = reckoner.assessment
    saved = next((saving.amount for saving in assessment.savings if saving.proof == proof), None)
    if saved is None:
        return say("Not {measure} ({rate}): it asks for “{proof}” among the proofs, which the goods lack.", proof=proof, **named)
    return say("With “{proof}”, which the goods lack, {measure} could apply: {rate}. In all that would save {amount} {currency}.",
               proof=proof, amount=Figure(saved), currency=assessment.currency, **named)  # fmt: skip


def _dearer(reckoner: Reckoner, charge: Charge, rule: ChainCharge, measure: Measure) -> Text:
    found = reckoner.reckon(charge.item - 1, rule, measure)
    if found is None:
        return say("Not {measure} ({rate}): the law takes the lowest amount.", **_named(measure))
    values = {"amount": Figure(found.due), "currency": reckoner.assessment.currency, **_named(measure)}
    if found.due == charge.amount:
        return say("Not {measure} ({rate}): it comes to the same, {amount} {currency}, and one is enough.", **values)
    return say("Not {measure} ({rate}): it would come to {amount} {currency}, and the law takes the lowest amount.", **values)


def _named(measure: Measure) -> dict[str, object]:
    return {"measure": measure.id, "rate": rate_in_words(measure.expression) if measure.expression else "–"}


def _commodity(measure: Measure) -> Text:
    return say("all goods") if measure.commodity == "*" else Text("{code}", {"code": measure.commodity})


def _origin(inquiry: Inquiry, origin: str) -> object:
    """An origin by its name: everyone, a group, a state."""
    if origin == "*":
        return say("anywhere")
    group = inquiry.book.groups.get(origin)
    return (group.names or origin) if group else state_names(origin)


def _conditions(conditions: Sequence[Condition]) -> Text:
    return listed([condition_in_words(part) for part in conditions])
