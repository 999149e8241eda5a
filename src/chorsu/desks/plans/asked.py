"""What a request asks for: which plan, which version of it, which way."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from chorsu.desks.language import engine_language
from chorsu.desks.plans import belonging, planner
from chorsu.desks.plans.models import KeptPlan, Version
from chorsu.desks.plans.present import way_by_signature
from chorsu.facts import Faulty
from chorsu.planning import Plan


def kept_plan(request, token: str) -> KeptPlan:
    """The plan behind a private link. Raises Http404 for one that was deleted, and for a private one to who is not its reader."""
    if "\0" in token:  # not every database can be asked for this letter
        raise Http404
    plan = get_object_or_404(KeptPlan, token=token, forgotten_at=None)
    if not belonging.reads(request.actor, plan):
        raise Http404
    if plan.is_private:
        # Whoever came here came from the thing that it belongs to: the head marks that room.
        request.room = belonging.owner().room
    return plan


def plan_to_change(request, token: str) -> KeptPlan:
    """The plan behind a link, if it may be changed now. Raises Http404, NotAllowed, Refused."""
    plan = kept_plan(request, token)
    if plan.is_private:
        belonging.owner().require_change(plan, request.actor)
    return plan


def plan_of_nobody(request, token: str) -> KeptPlan:
    """The plan behind a link, if it belongs to nothing: only such a plan is kept or deleted by itself. Raises Http404."""
    plan = kept_plan(request, token)
    if plan.is_private:
        raise Http404
    return plan


def version_of(request, versions: list[Version], name: str = "version") -> Version:
    """The version that the query names, else the newest. Raises Http404 for one that there is not."""
    wanted = request.GET.get(name, "")
    if not wanted:
        return versions[-1]
    found = next((version for version in versions if str(version.number) == wanted), None)
    if found is None:
        raise Http404
    return found


def way_of(request, answer: dict, version: Version) -> int | None:
    """The index of the way that the query names, else of the one that was saved; None for the plan's own."""
    wanted = request.GET.get("way", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 4:
        return int(wanted) - 1
    return way_by_signature(answer, version.way)


def chosen_way(request, answer: dict, version: Version) -> int | None:
    """As :func:`way_of`, and None where the plan has no such way."""
    way = way_of(request, answer, version)
    return way if way is not None and 0 <= way < len(answer.get("journeys", [])) else None


def looked_at(request, token: str) -> tuple[KeptPlan, Version, Plan, dict, int | None]:
    """The plan kept, its version, the answer, the answer as shown, the way. Raises Http404 where nothing is answered."""
    kept = kept_plan(request, token)
    version = version_of(request, list(kept.versions.all()))
    try:
        answer = planner.answer(version.consignment)
    except Faulty as faulty:
        raise Http404 from faulty
    shown = answer.to_json(engine_language())
    return kept, version, answer, shown, chosen_way(request, shown, version)


def query(version: Version, newest: Version, way: int | None) -> str:
    """The query that leads back to what is shown: an old version, a way other than the plan's own."""
    parts = [] if version == newest else [f"version={version.number}"]
    if way is not None:
        parts.append(f"way={way + 1}")
    return "?" + "&".join(parts) if parts else ""
