"""A case as pages show it: its head, its line in a list, its goods. Nothing is planned here; what was stored is shown."""

from django.urls import reverse
from django.utils.translation import gettext as _

from chorsu.desks.language import engine_language
from chorsu.desks.plans import search
from chorsu.desks.plans import words as plan_words
from chorsu.desks.trade import doing
from chorsu.desks.trade.models import Case, Milestone
from chorsu.desks.trade.permissions import BEFORE_ACCEPTED
from chorsu.desks.trade.queries import open_questions, plan_of_day

State = Case.State
# How a state looks: see components/state.html.
TONES = {
    State.DRAFT: "",
    State.PLANNED: "open",
    State.WITH_BROKER: "wait",
    State.SUBMITTED: "wait",
    State.RETURNED: "warned",
    State.ACCEPTED: "good",
    State.UNDER_WAY: "open",
    State.CLOSED: "good",
    State.WITHDRAWN: "bad",
}


def line_of(case: Case) -> dict:
    """A case in a list: in few words what goes from where to where, and what it comes to."""
    document, language = case.consignment, engine_language()
    items = document.get("items", [])
    goods = "; ".join(goods_of(item) for item in items[:2]) + (" …" if len(items) > 2 else "")
    return {
        "case": case,
        "tone": TONES[case.state],
        "goods": goods or _("no goods yet"),
        "from": search.short_place(document.get("from", ""), language),
        "to": search.short_place(document.get("to", ""), language),
        "ready": document.get("ready"),
        "term": document.get("incoterm", ""),
        **{name: case.figures.get(name) for name in ("total", "currency", "estimated", "p50", "p90")},
    }


def goods_of(item: dict) -> str:
    """One line of goods: its papers' words in English, else the nearest name on file in the reader's language."""
    language = engine_language()
    written = item.get("description") or item.get("hs", "")
    return written if language == "en" else search.nearest_name(item.get("hs", ""), language) or written


def head_of(actor, case: Case) -> dict:
    """What stands at the head of every page of a case: state, the one next action, what else can be done, the tabs."""
    facts = facts_of(case)
    step = doing.next_step(actor, case, facts)
    return {"line": line_of(case), "step": step, "acts": doing.other_acts(actor, case, step, facts), "reason": case.reason}


def facts_of(case: Case) -> doing.Facts:
    """What of a case decides on its next step."""
    day = plan_of_day(case)
    newest = case.plan.versions.order_by("-number").values_list("number", flat=True).first() if case.plan else None
    return doing.Facts(
        has_question=open_questions(case).exists(),
        has_arrived=not case.milestones.filter(kind=Milestone.Kind.ARRIVED, reached_at=None).exists(),
        has_way=day is not None and day.version == newest,
    )


def tabs_of(case: Case, current: str) -> list[dict]:
    """The parts of a case, with how much there is of each."""
    tabs = (
        ("case", _("Overview"), None),
        ("papers", _("Plan and papers"), None),
        ("way", _("Milestones"), None),
        ("messages", _("Messages"), case.messages.count()),
        ("files", _("Files"), case.files.filter(removed_at=None).count()),
        ("history", _("History"), None),
    )
    return [
        {"label": label, "address": reverse(f"trade:{name}", args=[case.pk]), "current": name == current, "count": count}
        for name, label, count in tabs
    ]


def parties_of(case: Case) -> list[tuple[str, str]]:
    """Who has to do with the case: those who act on it, and those who trade."""
    document = case.consignment
    return [
        (_("Trader"), str(case.trader)),
        (_("Broker"), str(case.broker or "")),
        (_("Carrier or forwarder"), str(case.carrier or "")),
        (_("Consignor"), _party(document.get("consignor"))),
        (_("Consignee"), _party(document.get("consignee"))),
    ]


def _party(party: dict | None) -> str:
    if not party:
        return ""
    return ", ".join(part for part in (party.get("name"), party.get("address"), plan_words.state(party["country"])) if part)


def items_of(case: Case) -> list[dict]:
    """The goods, line by line, with the name of each on file where the papers' words are another's language."""
    rows = []
    for item in case.consignment.get("items", []):
        named = search.nearest_name(item["hs"], engine_language())
        rows.append(item | {"said": item.get("description", ""), "named": named, "from": plan_words.state(item["origin"])})
    return rows


def points_of(case: Case, at) -> list[dict]:
    """The points on the way by the clocks of each place: planned, reached, late by a day or more.

    A plan gives the hour by which half arrive, so that an hour after it says nothing. A case that is not accepted is never late.
    """
    language, rows, is_next = engine_language(), [], True
    moves = case.state not in BEFORE_ACCEPTED
    for point in case.milestones.select_related("told_by"):
        due = _by(point, point.planned_p90 or point.planned_at)
        late = moves and due is not None and _by(point, point.reached_at or at).date() > due.date()
        open_next = point.reached_at is None and is_next
        is_next = is_next and point.reached_at is not None
        rows.append(
            {
                "point": point,
                "place": search.short_place(point.place, language),
                "clock": str(point.clock),
                **{name: _by(point, getattr(point, name)) for name in ("reached_at", "planned_at", "planned_p90")},
                "late": late,
                "next": open_next,
            }
        )
    return rows


def _by(point: Milestone, moment):
    return moment and moment.astimezone(point.clock)
