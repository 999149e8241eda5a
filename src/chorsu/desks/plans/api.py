"""The operations of the planning desk: answers of the engines, for whoever asks; nothing of them is kept."""

from collections import Counter
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Body, Query

from chorsu.assessment import assess
from chorsu.assessment.model import requirement_json
from chorsu.consignment import read_consignment
from chorsu.desks.api.faults import under
from chorsu.desks.api.operations import Desk
from chorsu.desks.language import engine_language
from chorsu.desks.plans import planner, schemas, search
from chorsu.facts import Fault, Faulty, exact
from chorsu.nomenclature import check_hs
from chorsu.nomenclature.classify import classify
from chorsu.planning import load_references
from chorsu.planning.plan import check_day, resolve_ends
from chorsu.planning.requirements import requirements_of, sides_not_on_file
from chorsu.reading import Reader
from chorsu.routing import find_journeys
from chorsu.text import say

desk = Desk(tags=["Plans"])
SCOPE = "plans:read"


@desk.reads("/plans", method="POST", scope=SCOPE, answer=schemas.Plan)
def make_plan(request: HttpRequest, given: Body[schemas.Consignment]):
    """Plan a consignment.

    Every sensible way with its charges, requirements, papers and findings. Nothing is kept: a case keeps its plan.
    """
    return planner.answer(given).to_json(engine_language())


@desk.reads("/assessments", method="POST", scope=SCOPE, answer=schemas.Assessment)
def assess_consignment(request: HttpRequest, given: schemas.AssessmentGiven):
    """Assess a consignment at one border on one day.

    Each charge with its measure, base, rate and source. What is not on file stands under `unknown`.
    """
    check_day(given.on, "on")
    state = _state(given.jurisdiction, "jurisdiction")
    references = load_references()
    known = sorted({"import", "export", "transit"} | {chain.regime for chain in references.book.chains})
    if given.regime not in known:
        message = say("{value} is not a regime on file.", value=given.regime)
        raise Faulty((Fault("regime", message, say("one of {choices}", choices=", ".join(known))),))
    with under("consignment"):
        consignment = read_consignment(given.consignment, check_hs=check_hs)
    answer = assess(
        consignment,
        references.book,
        references.rates,
        jurisdiction=state,
        on=given.on,
        regime=given.regime,
        mode=given.mode,
    )
    return answer.to_json(engine_language())


@desk.reads("/goods", scope=SCOPE, answer=schemas.Candidates)
def classify_goods(request: HttpRequest, asked: Query[schemas.GoodsAsked]):
    """Find the code of goods by words.

    Up to ten subheadings of the Harmonized System that the words (English, Chinese or Russian) may describe, each with reasons.
    """
    return classify(asked.text, top=10).to_json(engine_language())


@desk.reads("/places", scope=SCOPE, answer=schemas.FoundList)
def find_places(request: HttpRequest, asked: Query[schemas.PlacesAsked]):
    """Find places by name."""
    return {"items": search.places(asked.text, engine_language())}


@desk.reads("/requirements", scope=SCOPE, answer=schemas.Requirements)
def list_requirements(request: HttpRequest, asked: Query[schemas.RequirementsAsked]):
    """List what must be done for goods on their way into a state: prohibitions, licences, certificates, marks."""
    check_day(asked.on, "on")
    wrong = check_hs(asked.hs[:6])
    if wrong is not None:
        raise Faulty((Fault("hs", wrong, say("six digits of the Harmonized System 2022, for example 080810")),))
    origin, destination = _state(asked.origin, "from"), _state(asked.destination, "to")
    if origin == destination:
        raise Faulty((Fault("to", say("The goods are in that state already: no border is passed.")),))
    book, language = load_references().book, engine_language()
    found = requirements_of(book, asked.hs, origin=origin, destination=destination, on=asked.on, mode=asked.mode)
    unknown = sides_not_on_file(book, origin=origin, destination=destination, on=asked.on)
    return {
        "requirements": [{**requirement_json(requirement, language), "side": side} for side, requirement in found],
        "unknown": [{"side": side, "jurisdiction": state} for side, state in unknown],
    }


@desk.reads("/routes", scope=SCOPE, answer=schemas.Journeys)
def find_routes(request: HttpRequest, asked: Query[schemas.RoutesAsked]):
    """Find the ways between two places of which none beats another in arrival, cost and CO2e together."""
    check_day(asked.depart, "depart")
    references = load_references()
    origin, destination = resolve_ends(references.atlas, asked.start, asked.end)
    found = find_journeys(
        references.network,
        references.atlas,
        origin=origin,
        destination=destination,
        ready=_at_nine(asked.depart, origin.time_zone),
        tonnes=exact(asked.tonnes),
        containers=dict(Counter(asked.containers)) or None,
    )
    return found.to_json(engine_language())


def _at_nine(day: date, zone: str):
    return datetime.combine(day, time(9), ZoneInfo(zone))


def _state(code: str, path: str) -> str:
    """The code of a state. Raises Faulty at the path."""
    reader = Reader({path: code})
    found = reader.country(path, required=True)
    if reader.faults:
        raise Faulty(tuple(reader.faults))
    return found
