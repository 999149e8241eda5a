"""What the matrix asks the desk of organisations for."""

from django.utils import timezone

from chorsu.desks.organisations import services


def things(cast) -> dict:
    """An invitation of the owner to somebody else, and its key."""
    invitation, key = services.invite("somebody@example.org", "staff", by=cast.administrator, at=timezone.now())
    return {
        "invitation": invitation,
        "invitation_key": key,
        "organisations:act POST": {"organisation": str(cast.owner.pk)},
    }
