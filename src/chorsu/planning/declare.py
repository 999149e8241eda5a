"""The declaration of a plan: the import side of one of its ways, in the boxes of the state's form."""

from __future__ import annotations

from chorsu.documents.declaration import Declaration, draft_declaration
from chorsu.planning.load import References
from chorsu.planning.model import Plan


def declaration_of(plan: Plan, references: References, *, way: int | None = None) -> Declaration | None:
    """Draft the boxes on value and charges for the import by one way (without ``way``: the chosen one).

    None where the goods enter no state of the EAEU, and where no charges of it are on file.
    """
    number = plan.chosen if way is None else way
    entered = next((row for row in plan.assessments if row.journey == number and row.side == "import"), None)
    if entered is None:
        return None
    assessment = entered.assessment
    nomenclatures = references.book.nomenclatures(assessment.jurisdiction, assessment.on)
    dollars = None
    if assessment.currency:
        dollars = references.rates.find_for_plan(assessment.currency, "USD", assessment.on, assessment.jurisdiction)
    papers = [row.paper for row in plan.papers if not row.journeys or number in row.journeys]
    return draft_declaration(
        entered.carried, assessment, papers, nomenclatures=nomenclatures, crossing=entered.crossing, dollars=dollars
    )
