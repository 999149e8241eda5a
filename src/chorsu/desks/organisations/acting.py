"""For whom a request acts: the signed-in person in the organisation that they chose, and in their role there."""

from chorsu.desks.actor import Actor
from chorsu.desks.organisations.models import Membership

CHOSEN = "organisation"


def acting(get_response):
    """Middleware: ``request.actor``, an :class:`Actor` or None for a visitor and for whoever belongs to no organisation."""

    def answer(request):
        request.actor = None
        if request.user.is_authenticated:
            request.actor = actor_of(request.user, request.session.get(CHOSEN))
        return get_response(request)

    return answer


def memberships_of(person) -> list[Membership]:
    """The memberships that hold, oldest first."""
    return list(Membership.objects.filter(person=person, ended_at=None).select_related("organisation").order_by("since", "pk"))


def actor_of(person, organisation_id=None) -> Actor | None:
    """The person acting for the organisation named, else for the first that they belong to; None where there is none."""
    held = memberships_of(person)
    chosen = next((row for row in held if str(row.organisation_id) == str(organisation_id)), held[0] if held else None)
    return Actor(person, chosen.organisation, chosen.role) if chosen else None
