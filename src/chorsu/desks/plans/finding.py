"""What a search finds among the plans: those on the reader's own shelf in this browser."""

from django.utils.translation import gettext_lazy as _

from chorsu.desks.finding import Asked, Found, Kind, have
from chorsu.desks.language import written_day
from chorsu.desks.plans.models import KeptPlan
from chorsu.desks.plans.views_plans import row_of, with_newest


def _plans(asked: Asked):
    if not asked.shelf:
        return KeptPlan.objects.none()
    rows = KeptPlan.objects.filter(shelved__shelf=asked.shelf, forgotten_at=None, is_private=False)
    return with_newest(rows).filter(have(asked.words)).order_by("-changed_at", "-pk")


def _plan(plan: KeptPlan) -> Found:
    row = row_of(plan)
    ready = f", {written_day(row['ready'])}" if row["ready"] else ""
    return Found(row["goods"], f"{row['from']} → {row['to']}{ready}", plan.get_absolute_url(), row["reference"])


KINDS = (Kind("plan", _("My plans"), "plans:read", _plans, _plan),)
