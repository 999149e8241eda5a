"""Plans that belong to something: a private plan is read by those whom its thing lets, and changed only through its desk.

The desk registers its :class:`Owner` once, when the program starts; this desk knows nothing of the other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chorsu.desks.actor import Actor
from chorsu.desks.permissions import allows, of_zone
from chorsu.desks.plans.models import KeptPlan


@dataclass(frozen=True)
class Belonging:
    """What the page of a private plan says of the thing that it belongs to, for one reader.

    ``choose`` is the address that a way is posted to (as ``way``, its signature), empty where the reader may not choose now.
    """

    label: str
    address: str
    may_change: bool
    choose: str


class Owner(Protocol):
    """A desk whose things have plans."""

    room: str
    """The page whose room the plans lie in, by its name."""

    def belonging(self, plan: KeptPlan, actor: Actor) -> Belonging:
        """What the plan belongs to."""

    def require_change(self, plan: KeptPlan, actor: Actor) -> None:
        """Raise NotAllowed where the actor may not change the plan, Refused where it cannot be changed now."""

    def change(self, plan: KeptPlan, document: dict, *, by: Actor, at: datetime) -> None:
        """Plan the thing again for another consignment. Raises Faulty, Refused, NotAllowed."""


_owners: list[Owner] = []


def register(owner: Owner) -> None:
    """Say whose the private plans are."""
    _owners[:] = [owner]


def owner() -> Owner:
    """The desk that the private plans belong to. Raises RuntimeError where none was registered."""
    if not _owners:
        raise RuntimeError("there are private plans and no desk that they belong to")
    return _owners[0]


def reads(actor: Actor | None, plan: KeptPlan) -> bool:
    """Whether the actor may open the plan: everybody one that is not private, its readers and the zone one that is."""
    if not plan.is_private:
        return True
    return actor is not None and (allows(of_zone, actor) or plan.readers.filter(organisation=actor.organisation.pk).exists())


def of(plan: KeptPlan, actor: Actor | None) -> Belonging | None:
    """What the plan belongs to; None for one that is not private."""
    return owner().belonging(plan, actor) if plan.is_private else None
