"""The plans of cases at the planning desk: what a plan belongs to, and a change of it is a change of its case."""

from datetime import datetime

from django.urls import reverse

from chorsu.desks.actor import Actor
from chorsu.desks.plans.belonging import Belonging
from chorsu.desks.plans.models import KeptPlan
from chorsu.desks.trade import services
from chorsu.desks.trade.permissions import can, require_now


class Cases:
    """The owner of private plans (see :class:`chorsu.desks.plans.belonging.Owner`)."""

    room = "trade:cases"

    def belonging(self, plan: KeptPlan, actor: Actor) -> Belonging:
        """The case of the plan, and whether the reader may change it and choose a way now."""
        case = plan.case
        choose = reverse("trade:choose", args=[case.pk]) if can("choose_way", actor, case) else ""
        return Belonging(case.reference, case.get_absolute_url(), can("change", actor, case), choose)

    def require_change(self, plan: KeptPlan, actor: Actor) -> None:
        """Raise unless the actor may change the consignment of the case now."""
        require_now("change", actor, plan.case)

    def change(self, plan: KeptPlan, document: dict, *, by: Actor, at: datetime) -> None:
        """Change the consignment of the case."""
        services.change_consignment(plan.case, document, by=by, at=at)
