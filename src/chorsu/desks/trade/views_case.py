"""The pages of a case: overview, plan and papers, milestones, messages, files, history."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chorsu.desks import files
from chorsu.desks.journal.queries import history as history_of
from chorsu.desks.language import engine_language
from chorsu.desks.pages import for_actor
from chorsu.desks.plans.filled import UNPROCESSABLE
from chorsu.desks.plans.present import present
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade import services, shown
from chorsu.desks.trade.forms import FileForm, MessageForm, ReachedForm
from chorsu.desks.trade.models import Case
from chorsu.desks.trade.permissions import can, require_now
from chorsu.desks.trade.queries import case_of, found, plan_of_day

# From its acceptance on the goods of a case move, and it is told how far they are.
MOVING = (Case.State.ACCEPTED, Case.State.UNDER_WAY, Case.State.CLOSED)


def page_of(request, case: Case, name: str, context: dict | None = None, *, status: int = 200):
    """A page of a case: its head, its tabs, and the part ``name``."""
    head = shown.head_of(request.actor, case)
    tabs = shown.tabs_of(case, name)
    return render(request, f"trade/case/{name}.html", {"case": case, "tabs": tabs, **head, **(context or {})}, status=status)


@never_cache
@require_safe
@for_actor
def case(request, pk):
    """The case at a glance: who, what, by which way, for how much."""
    found_case = case_of(request.actor, pk)
    parts = {
        "parties": shown.parties_of(found_case),
        "items": shown.items_of(found_case),
        "points": [row for row in shown.points_of(found_case, timezone.now()) if row["point"].reached_at or row["next"]]
        if found_case.state in MOVING
        else [],
        "alteration": found_case.alterations.filter(read_at=None).first() if found_case.is_altered else None,
    }
    return page_of(request, found_case, "case", parts)


@never_cache
@require_safe
@for_actor
def papers(request, pk):
    """What the chosen way asks for: requirements and papers, with drafts to download. As on the day on which it was chosen."""
    found_case = case_of(request.actor, pk)
    day = plan_of_day(found_case, whole=True)
    if day is None:
        return page_of(request, found_case, "papers", {"kept": found_case.plan})
    page = present(day.answers[engine_language()], way=day.way)
    used = {row["source"]["number"] for row in (*page.grave, *page.requirements, *page.papers) if row["source"]}
    parts = {
        "day": day,
        "page": page,
        "kept": found_case.plan,
        "query": f"?version={day.version}&way={day.way + 1}",
        "sources": [source for source in page.sources if source["number"] in used],
    }
    return page_of(request, found_case, "papers", parts)


@never_cache
@require_safe
@for_actor
def way(request, pk):
    """The points on the way; the next one can be told here."""
    found_case = case_of(request.actor, pk)
    now = timezone.now()
    points = shown.points_of(found_case, now)
    following = next((row["point"] for row in points if row["next"]), None)
    parts = {
        "points": points,
        "form": ReachedForm(point=following, at=now) if following else None,
        "may_reach": can("reach", request.actor, found_case),
    }
    return page_of(request, found_case, "way", parts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def reach(request, pk, milestone):
    """Tell when a point of the way was reached, or correct what was told."""
    found_case = case_of(request.actor, pk)
    point = found(found_case.milestones, milestone)
    require_now("reach", request.actor, found_case)
    now, status = timezone.now(), 200
    form = ReachedForm(request.POST if request.method == "POST" else None, point=point, at=now)
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            told = form.cleaned_data
            try:
                services.reach(point, told["reached_at"], by=request.actor, at=now, note=told["note"])
                return redirect("trade:way", pk)
            except NotAllowed:
                raise
            except Refused as refused:
                form.add_error("reached_at", str(refused))
    return page_of(request, found_case, "reach", {"point": point, "form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def messages(request, pk):
    """What is said on the case; write a message, ask as the zone, answer a question."""
    found_case = case_of(request.actor, pk)
    form = MessageForm(request.POST if request.method == "POST" else None)
    status, answered = 200, None
    if request.method == "POST":
        asks = request.POST.get("ask") == "1"
        answered = found(found_case.messages, request.POST["answers"]) if request.POST.get("answers") else None
        require_now("ask" if asks else "answer" if answered else "write", request.actor, found_case)
        try:
            text = request.POST.get("text", "")
            services.write(found_case, text, by=request.actor, at=timezone.now(), is_question=asks, answers=answered)
            return redirect("trade:messages", pk)
        except NotAllowed:
            raise
        except Refused as refused:
            form.is_valid()
            form.add_error("text", str(refused))
            status = UNPROCESSABLE
    said = found_case.messages.select_related("organisation", "person", "answers").prefetch_related("answered_by")
    rows = [{"message": row, "open": row.is_question and not row.answered_by.all()} for row in said]
    verbs = {f"may_{verb}": can(verb, request.actor, found_case) for verb in ("write", "ask", "answer")}
    parts = {"rows": rows, "form": form, "answered": answered, "names": _names_for(request.actor), **verbs}
    return page_of(request, found_case, "messages", parts, status=status)


def _names_for(actor):
    """Of which organisation the reader sees the names of people: of their own."""
    return actor.organisation.pk


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def case_files(request, pk):
    """The files on the case; lay one on it."""
    found_case = case_of(request.actor, pk)
    form, status = FileForm(), 200
    if request.method == "POST":
        require_now("add_file", request.actor, found_case)
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            try:
                services.add_file(found_case, sent.name, files.read_sent(sent), by=request.actor, at=timezone.now())
                return redirect("trade:files", pk)
            except NotAllowed:
                raise
            except Refused as refused:
                form.add_error("file", str(refused))
        status = UNPROCESSABLE
    rows = found_case.files.select_related("organisation").order_by("-made_at", "-pk")
    removed = request.GET.get("removed", "")
    parts = {
        "rows": [row for row in rows if row.removed_at is None],
        "removed": next((row for row in rows if row.removed_at and str(row.pk) == removed), None),
        "form": form,
        "may_add": can("add_file", request.actor, found_case),
    }
    return page_of(request, found_case, "files", parts, status=status)


@never_cache
@require_safe
@for_actor
def file(request, pk, file):
    """A file of the case, as a download."""
    row = found(case_of(request.actor, pk).files.filter(removed_at=None), file)
    try:
        return files.answer(row.digest, row.name, row.media_type)
    except FileNotFoundError as gone:
        raise Http404 from gone


@require_POST
@for_actor
def remove_file(request, pk, file):
    """Take a file off the case; it can be brought back."""
    row = found(case_of(request.actor, pk).files, file)
    services.remove_file(row, by=request.actor, at=timezone.now())
    answer = redirect("trade:files", pk)
    answer["Location"] += f"?removed={row.pk}"
    return answer


@require_POST
@for_actor
def restore_file(request, pk, file):
    """Bring a removed file back."""
    row = found(case_of(request.actor, pk).files, file)
    services.restore_file(row, by=request.actor, at=timezone.now())
    return redirect("trade:files", pk)


@never_cache
@require_safe
@for_actor
def history(request, pk):
    """What happened on the case, in sentences."""
    found_case = case_of(request.actor, pk)
    return page_of(request, found_case, "history", {"entries": history_of(request.actor, found_case)})
