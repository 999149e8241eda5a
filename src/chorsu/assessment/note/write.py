"""Write the officer's note on an assessment: values, charges, what is unknown and would make it known, assumed, total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from chorsu.assessment.case import Standing
from chorsu.assessment.model import Assessment, Note, Unknown
from chorsu.assessment.note.charge import Reckoner, charge_told
from chorsu.assessment.note.figures import strung
from chorsu.assessment.note.rivals import choice_told
from chorsu.assessment.note.value import ValueNotes, exchange_told
from chorsu.measures.condition_words import condition_in_words
from chorsu.measures.words import charge_name
from chorsu.text import Figure, Text, listed, say

_MOST_SUMMANDS = 12


@dataclass(frozen=True)
class Writer:
    """Writes the note of one case when somebody asks for it, from what the assessment was made from; None without a chain."""

    standing: Standing | None

    def __call__(self, assessment: Assessment) -> Note:
        standing = self.standing
        if standing is None:
            return Note(unknown=tuple(tuple(unknown_told(row)) for row in assessment.unknown), total=total_told(assessment))
        reckoner = Reckoner(standing, assessment)
        values = ValueNotes(standing)
        return Note(
            rates=tuple(map(exchange_told, values.quotes)),
            values=tuple(values.of(i) for i in range(len(standing.items))),
            charges=tuple((*charge_told(reckoner, row), *choice_told(reckoner, row)) for row in assessment.charges),
            unknown=tuple(tuple(unknown_told(row, standing)) for row in assessment.unknown),
            total=(*total_told(assessment), *proofs_told(assessment)),
        )


def unknown_told(row: Unknown, standing: Standing | None = None) -> Iterator[Text]:
    """Why something is unknown, and what would make it known."""
    yield row.why
    asked = []
    for name in row.candidates if standing else ():
        measure = standing.book.named(name) if standing else None
        if measure is None or standing is None:
            continue
        inquiry = standing.inquiry(standing.items[row.item - 1])
        asked += [part for part in measure.conditions if part.holds(inquiry.item, inquiry.case) is None]
    for condition in dict.fromkeys(asked):
        yield say("It is known once this can be told: {condition}.", condition=condition_in_words(condition))
    if row.remedy:
        yield say("To make it known: {command}.", command=row.remedy)


def total_told(assessment: Assessment) -> tuple[Text, ...]:
    """The total with its summands, or what keeps it from being known."""
    currency = assessment.currency
    if assessment.total is None:
        kinds = dict.fromkeys(row.kind for row in assessment.unknown if row.kind != "customs_value")
        names = listed([charge_name(kind) for kind in kinds])
        return (say("The total is not known, because these are not: {kinds}.", kinds=names),)
    due = [charge.amount for charge in assessment.charges if charge.amount]
    values = {"total": Figure(assessment.total), "currency": currency}
    if 1 < len(due) <= _MOST_SUMMANDS:
        told = say("Total: {sum} = {total} {currency}.", sum=strung("+", [Figure(amount) for amount in due]), **values)
    else:
        told = say("Total: {total} {currency}.", **values)
    if not assessment.estimated:
        return (told,)
    return told, say("It is an estimate: something is taken for granted, or a rate of exchange is not official.")


def proofs_told(assessment: Assessment) -> tuple[Text, ...]:
    """What each proof that the goods lack would save."""
    return tuple(
        say("With “{proof}” {amount} {currency} less would be due in all.",
            proof=row.proof, amount=Figure(row.amount or Decimal(0)), currency=assessment.currency)
        for row in assessment.savings if row.amount
    )  # fmt: skip
