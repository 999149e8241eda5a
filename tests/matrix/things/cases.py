"""Cases in the states in which the pages of the trade desk are asked, with what lies on them."""

from django.utils import timezone

from chorsu.desks.trade import services
from chorsu.desks.trade.models import Alteration, Case
from chorsu.planning import example


def things(cast) -> dict:
    """A planned case in nobody's hand, one with the broker, one with the zone, one under way; what lies on them."""
    at = timezone.now()
    document = {**example(), "ready": "2026-12-10"}
    by = {"by": cast.staff, "at": at}

    def begun(reference: str) -> Case:
        case = services.begin_case(document, reference=f"MATRIX-{reference}", **by)
        return services.choose_way(case, 0, **by)

    planned, case, submitted, moving = (begun(name) for name in ("planned", "broker", "zone", "moving"))
    for each in (case, submitted, moving):
        services.name_carrier(each, cast.carrier_house, **by)
        services.hand_to_broker(each, cast.broker_house, **by)
    for each in (submitted, moving):
        services.submit(each, by=cast.broker, at=at)
    services.accept(moving, by=cast.officer, at=at)
    for point in moving.milestones.filter(kind="arrived"):
        services.reach(point, at, **by)
    return {
        "planned": planned,
        "case": case,
        "submitted": submitted,
        "moving": moving,
        "point": moving.milestones.last(),
        "template": services.save_template(case, "The matrix's", **by),
        "file": services.add_file(case, "papers.pdf", b"%PDF-1.4\n%%EOF\n", **by),
        "alteration": Alteration.objects.create(case=case, book="of the matrix", difference={}, made_at=at),
        "private": case.plan.token,
        "unhanded": planned.plan.token,
        "csv": "csv",
        "json": "json",
        "xml": "xml",
        "plans:term POST private": {"term": "FCA", "price": "17000"},
        "plans:term POST unhanded": {"term": "FCA", "price": "17000"},
        "trade:messages POST": {"text": "On its way."},
        "trade:hand POST": {"broker": cast.broker_house.pk},
        "trade:send_back POST": {"reason": "The net mass is missing."},
        "trade:save_template POST": {"name": "Another"},
    }
