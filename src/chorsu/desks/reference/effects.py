"""What a draft does to the open cases: each is planned on the facts of now and on the drafted ones."""

from collections.abc import Iterator

from chorsu.desks.plans.present import signature
from chorsu.desks.reference.models import Examination
from chorsu.desks.trade.models import Case
from chorsu.facts import Faulty
from chorsu.planning import References
from chorsu.planning.drafted import Effect, effect_on

MOST_CASES = 500
# How often the page that waits is told how far it is.
STEP = 5
OPEN = (
    Case.State.PLANNED, Case.State.WITH_BROKER, Case.State.SUBMITTED, Case.State.RETURNED, Case.State.ACCEPTED,
    Case.State.UNDER_WAY,
)  # fmt: skip


def effects(examination: Examination, now: References, then: References) -> Iterator[dict]:
    """The open cases that come out otherwise, each with its total and charges before and after. Tells how far it is."""
    cases = list(Case.objects.filter(state__in=OPEN).order_by("pk")[:MOST_CASES])
    examination.cases = len(cases)
    _tell(examination)
    for number, case in enumerate(cases, 1):
        found = effect(case, now, then)
        if found is not None and not found.is_nothing:
            yield {"case": str(case.pk), "reference": case.reference, **found.to_json()}
        examination.cases_done = number
        if number % STEP == 0:
            _tell(examination)


def effect(case: Case, now: References, then: References) -> Effect | None:
    """What the facts do to one case by the way that it has chosen; None where it cannot be planned at all."""
    version = case.plan.versions.last() if case.plan_id else None
    document = case.consignment or (version.consignment if version else {})
    try:
        return effect_on(document, version.way if version else "", now, then, signature)
    except Faulty:
        return None


def _tell(examination: Examination) -> None:
    Examination.objects.filter(pk=examination.pk).update(cases=examination.cases, cases_done=examination.cases_done)
