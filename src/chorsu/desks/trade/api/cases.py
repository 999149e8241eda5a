"""The operations on cases: begun, planned, handed on, submitted, accepted or returned, closed."""

from contextlib import suppress
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Body, Query
from pydantic import Field

from chorsu.desks.api.faults import under
from chorsu.desks.api.operations import DOWNLOAD, IF_MATCH, PAPER, Desk, check_unchanged, now_by, tagged
from chorsu.desks.api.paging import Page, page_of
from chorsu.desks.api.types import Key
from chorsu.desks.finding import have, words_in
from chorsu.desks.language import engine_language
from chorsu.desks.organisations.queries import visible_organisations
from chorsu.desks.organisations.schemas import ReasonGiven
from chorsu.desks.plans import planner
from chorsu.desks.plans.schemas import Consignment, Plan
from chorsu.desks.trade import papers, schemas, services, sheets
from chorsu.desks.trade.models import Case
from chorsu.desks.trade.permissions import OPEN
from chorsu.desks.trade.queries import case_of, plan_of_day, visible_cases, waiting_for
from chorsu.facts import Faulty
from chorsu.reading import parse_json

desk = Desk(tags=["Cases"])
READ, WRITE = "cases:read", "cases:write"
CASE = "/cases/{uuid:case}"
PaperName = Annotated[Literal[papers.NAMES], Field(description="Which paper, in which form.")]


def _plan_ahead(request: HttpRequest, case: Key | None = None) -> None:
    """Plan before the transaction begins, so that nobody waits for it: the answer is remembered. Faults are told later."""
    with suppress(Faulty, AttributeError, TypeError):
        kept = visible_cases(request.actor).filter(pk=case).first() if case else None
        sent = parse_json(request.body) if request.body else {}
        if request.method == "PUT":
            planner.answer({**sent, "reference": kept.reference})
        elif kept is not None:
            planner.answer(kept.consignment)
        elif sent.get("consignment"):
            reference = sent.get("reference") or sent["consignment"].get("reference") or ""
            planner.answer({**sent["consignment"], "reference": reference})


@desk.reads("/cases", scope=READ, answer=Page[schemas.CaseLine])
def list_cases(request: HttpRequest, asked: Query[schemas.CasesAsked]):
    """List cases, the newest first: one's own, those in one's hands and those one carries; for the zone all."""
    return page_of(request, _asked(request, asked), asked)


@desk.reads("/exports/cases", scope=READ, answer=None, openapi_extra=DOWNLOAD)
def export_cases(request: HttpRequest, asked: Query[schemas.CasesTaken]):
    """Download the list of cases, the last changed first: at most 10,000."""
    return sheets.cases(asked.form, _asked(request, asked))


@desk.reads(CASE, scope=READ, answer=schemas.CaseShown)
def show_case(request: HttpRequest, case: Key):
    """Show a case. Its `ETag` says which state of it this is."""
    return tagged(request, case_of(request.actor, case))


@desk.changes("POST", "/cases", scope=WRITE, answer=schemas.CaseShown, status=201, ahead=_plan_ahead)
def begin_case(request: HttpRequest, given: schemas.CaseGiven):
    """Begin a case (a trader), with a consignment or with none yet. It is a draft until its way is chosen."""
    with under("consignment"):
        return tagged(request, services.begin_case(given.consignment, reference=given.reference, **now_by(request)))


@desk.changes("PUT", CASE + "/consignment", scope=WRITE, answer=schemas.CaseShown, ahead=_plan_ahead, openapi_extra=IF_MATCH)
def change_consignment(request: HttpRequest, case: Key, given: Body[Consignment]):
    """Plan a case again for another consignment. Its way has to be chosen again."""
    return tagged(request, services.change_consignment(_unchanged(request, case), given, **now_by(request)))


@desk.reads(CASE + "/plan", scope=READ, answer=Plan)
def show_plan(request: HttpRequest, case: Key):
    """Show the plan of a case by the law, rates and services of now. Its `journeys` are the ways to choose from."""
    found = case_of(request.actor, case)
    if not found.consignment:
        raise Http404
    return planner.answer(found.consignment).to_json(engine_language())


@desk.reads(CASE + "/plan-of-day", scope=READ, answer=schemas.PlanOfDayShown)
def show_plan_of_day(request: HttpRequest, case: Key):
    """Show the plan of a case as it was on the day on which its way was last chosen."""
    found = plan_of_day(case_of(request.actor, case), whole=True)
    if found is None:
        raise Http404
    return found


@desk.reads(CASE + "/papers/{name}", scope=READ, answer=None, openapi_extra=PAPER)
def download_paper(request: HttpRequest, case: Key, name: PaperName):
    """Download a paper of a case: the plan as it was on the day, or what is drawn up from its consignment now.

    That is the plan, the declaration, drafts of the invoice and of the packing list; by the chosen way.
    """
    with under("consignment"):
        made = papers.paper_of_case(case_of(request.actor, case), name, at=timezone.now())
    if made is None:
        raise Http404
    return made.download(name)


@desk.changes("POST", CASE + "/way", scope=WRITE, answer=schemas.CaseShown, ahead=_plan_ahead, openapi_extra=IF_MATCH)
def choose_way(request: HttpRequest, case: Key, given: schemas.WayGiven):
    """Choose the way of a case. Its plan is kept as it is today, and the points on the way are set out."""
    return tagged(request, services.choose_way(_unchanged(request, case), given.way, **now_by(request)))


@desk.changes("PUT", CASE + "/carrier", scope=WRITE, answer=schemas.CaseShown)
def name_carrier(request: HttpRequest, case: Key, given: schemas.CarrierGiven):
    """Name who carries the goods, or nobody. A carrier sees the case and tells when points on the way are reached."""
    found = case_of(request.actor, case)
    carrier = get_object_or_404(visible_organisations(request.actor), pk=given.carrier) if given.carrier else None
    return tagged(request, services.name_carrier(found, carrier, **now_by(request)))


@desk.changes("POST", CASE + "/hand-over", scope=WRITE, answer=schemas.CaseShown)
def hand_to_broker(request: HttpRequest, case: Key, given: schemas.BrokerGiven):
    """Hand a case to a broker, who submits it. The broker needs a mandate that holds today."""
    found = case_of(request.actor, case)
    broker = get_object_or_404(visible_organisations(request.actor), pk=given.broker)
    return tagged(request, services.hand_to_broker(found, broker, **now_by(request)))


@desk.changes("POST", CASE + "/take-back", scope=WRITE, answer=schemas.CaseShown)
def take_back(request: HttpRequest, case: Key):
    """Take a case out of the broker's hand."""
    return tagged(request, services.take_back(case_of(request.actor, case), **now_by(request)))


@desk.changes("POST", CASE + "/submit", scope=WRITE, answer=schemas.CaseShown, openapi_extra=IF_MATCH)
def submit_case(request: HttpRequest, case: Key):
    """Submit a case to the zone: its broker where it has one in hand, else the trader."""
    return tagged(request, services.submit(_unchanged(request, case), **now_by(request)))


@desk.changes("POST", CASE + "/accept", scope=WRITE, answer=schemas.CaseShown, openapi_extra=IF_MATCH)
def accept_case(request: HttpRequest, case: Key):
    """Accept a case as it is (the zone's officer). No question may wait for its answer."""
    return tagged(request, services.accept(_unchanged(request, case), **now_by(request)))


@desk.changes("POST", CASE + "/return", scope=WRITE, answer=schemas.CaseShown)
def return_case(request: HttpRequest, case: Key, given: ReasonGiven):
    """Return a case to whoever submitted it, and say what has to be mended (the zone's officer)."""
    return tagged(request, services.return_case(case_of(request.actor, case), given.reason, **now_by(request)))


@desk.changes("POST", CASE + "/close", scope=WRITE, answer=schemas.CaseShown)
def close_case(request: HttpRequest, case: Key):
    """Close a case whose goods have arrived."""
    return tagged(request, services.close(case_of(request.actor, case), **now_by(request)))


@desk.changes("POST", CASE + "/withdraw", scope=WRITE, answer=schemas.CaseShown)
def withdraw_case(request: HttpRequest, case: Key):
    """End a case that the zone has not accepted yet. It stays readable and can be repeated."""
    return tagged(request, services.withdraw(case_of(request.actor, case), **now_by(request)))


@desk.changes("POST", CASE + "/repeat", scope=WRITE, answer=schemas.CaseShown, status=201)
def repeat_case(request: HttpRequest, case: Key):
    """Begin a case with the consignment of another, ready in a week, under a number of its own."""
    return tagged(request, services.repeat(case_of(request.actor, case), **now_by(request)))


@desk.reads(CASE + "/alterations", scope=READ, answer=list[schemas.AlterationShown])
def list_alterations(request: HttpRequest, case: Key):
    """List the changes of law and rate that alter a case, the newest first."""
    return list(case_of(request.actor, case).alterations.all())


@desk.changes("POST", CASE + "/alterations/{uuid:alteration}/read", scope=WRITE, answer=schemas.AlterationShown)
def read_alteration(request: HttpRequest, case: Key, alteration: Key):
    """Say that a change of law or rate was read: the case is no longer marked by it."""
    found = get_object_or_404(case_of(request.actor, case).alterations, pk=alteration)
    return services.read_alteration(found, **now_by(request))


def _asked(request: HttpRequest, asked: schemas.CasesSought):
    rows = visible_cases(request.actor).filter(have(words_in(asked.text)))
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.open:
        rows = rows.filter(state__in=OPEN)
    if asked.part:
        rows = rows.filter(**{asked.part: request.actor.organisation.pk})
    if asked.altered:
        rows = rows.filter(is_altered=True)
    if asked.waiting:
        rows = rows.filter(pk__in=waiting_for(request.actor).values("pk"))
    return rows.filter(changed_at__gte=asked.changed_since) if asked.changed_since else rows


def _unchanged(request: HttpRequest, key: Key) -> Case:
    """The case, if it is still as whoever asks has read it (`If-Match`); it stays so until the transaction ends."""
    found = case_of(request.actor, key)
    check_unchanged(request, Case.objects.select_for_update().get(pk=found.pk).changed_at)
    return found
