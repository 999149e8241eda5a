"""The operations that look at a plan from another side: its terms, another day, the law ahead, the declaration, papers."""

from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field

from chorsu.desks.api.faults import fault, under
from chorsu.desks.api.operations import PAPER, Desk
from chorsu.desks.api.problems import Problem
from chorsu.desks.language import engine_language
from chorsu.desks.plans import papers, planner, schemas
from chorsu.planning import Plan
from chorsu.planning.plan import check_day
from chorsu.planning.terms import read_prices

desk = Desk(tags=["Plans"])
SCOPE = "plans:read"
PaperName = Annotated[Literal[papers.NAMES], Field(description="Which paper, in which form.")]


@desk.reads("/plans/terms", method="POST", scope=SCOPE, answer=schemas.Terms)
def compare_terms(request: HttpRequest, given: schemas.TermsGiven):
    """Show a consignment under every Incoterm: who does what, who pays it, what it comes to."""
    with under("consignment"):
        way = _way(planner.answer(given.consignment), given.way)
    return planner.terms(given.consignment, way, read_prices(given.prices)).to_json(engine_language())


@desk.reads("/plans/comparison", method="POST", scope=SCOPE, answer=schemas.Comparison)
def compare_plans(request: HttpRequest, given: schemas.ComparisonGiven):
    """Compare two consignments by their plans: the same one ready on another day, by another way, with other goods."""
    ways = []
    for name, document, way in (("first", given.first, given.first_way), ("second", given.second, given.second_way)):
        with under(name):
            ways.append(_way(planner.answer(document), way, f"{name}_way"))
    return planner.comparison(given.first, given.second, (ways[0], ways[1])).to_json(engine_language())


@desk.reads("/plans/changes", method="POST", scope=SCOPE, answer=schemas.Changes)
def look_ahead(request: HttpRequest, given: schemas.ChangesGiven):
    """Tell what the law on file changes for a consignment up to a day."""
    if given.to is not None:
        check_day(given.to, "to")
    with under("consignment"):
        way = _way(planner.answer(given.consignment), given.way)
    return planner.changes(given.consignment, way, given.to).to_json(engine_language())


@desk.reads("/plans/declaration", method="POST", scope=SCOPE, answer=schemas.Declaration)
def fill_in_declaration(request: HttpRequest, given: schemas.LookGiven):
    """Fill in the boxes of the customs declaration on value and charges. 404 where no form of the state is on file."""
    with under("consignment"):
        way = _way(planner.answer(given.consignment), given.way)
        found = planner.declaration(given.consignment, way)
    if found is None:
        raise Http404
    return found.to_json(engine_language())


@desk.reads("/plans/papers/{name}", method="POST", scope=SCOPE, answer=None, openapi_extra=PAPER)
def draw_up_paper(request: HttpRequest, name: PaperName, given: schemas.LookGiven):
    """Draw up a paper of a consignment: its plan, the declaration, drafts of the invoice and of the packing list."""
    with under("consignment"):
        way = _way(planner.answer(given.consignment), given.way)
        made = papers.paper_of(name, given.consignment, way, on=timezone.now().date())
    if made is None:
        raise Http404
    return made.download(name)


def _way(plan: Plan, way: int | None, path: str = "way") -> int | None:
    """The way that is asked for; None for the plan's own. Raises Problem where the plan has no such way."""
    if way is not None and way >= len(plan.journeys):
        said = {"number": way + 1, "count": len(plan.journeys)}
        raise Problem("faulty", faults=[fault(path, _("The plan has no way %(number)s. It has %(count)s.") % said)])
    return way
