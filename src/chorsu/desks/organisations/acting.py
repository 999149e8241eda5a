"""For whom a request acts: the signed-in person in the organisation that they chose, and in their role there."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from chorsu.desks.actor import Actor
from chorsu.desks.organisations.models import Membership, Role

CHOSEN = "organisation"


def acting(get_response):
    """Middleware: ``request.actor``, an :class:`Actor` or None for a visitor and for whoever belongs to no organisation.

    None, too, for whoever must set up a second factor first, with ``request.lacks_second_factor`` true.
    """

    def answer(request):
        request.actor, request.lacks_second_factor = None, False
        if request.user.is_authenticated:
            actor = actor_of(request.user, request.session.get(CHOSEN))
            request.lacks_second_factor = lacks_second_factor(actor)
            request.actor = None if request.lacks_second_factor else actor
        return get_response(request)

    return answer


def lacks_second_factor(actor: Actor | None) -> bool:
    """Whether the actor administers an organisation of a kind that asks for a second factor, and has set up none."""
    # Nobody of the demo has a password that a second factor could stand beside.
    if (
        settings.DEMO
        or actor is None
        or actor.role != Role.ADMINISTRATOR
        or actor.organisation.kind not in settings.SECOND_FACTOR_FOR
    ):
        return False
    return not is_mfa_enabled(actor.person)


def memberships_of(person) -> list[Membership]:
    """The memberships that hold, oldest first."""
    return list(Membership.objects.filter(person=person, ended_at=None).select_related("organisation").order_by("since", "pk"))


def actor_of(person, organisation_id=None) -> Actor | None:
    """The person acting for the organisation named, else for the first that they belong to; None where there is none."""
    held = memberships_of(person)
    chosen = next((row for row in held if str(row.organisation_id) == str(organisation_id)), held[0] if held else None)
    return Actor(person, chosen.organisation, chosen.role) if chosen else None
