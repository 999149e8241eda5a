"""What the matrix asks the desk of organisations for."""

from datetime import timedelta

from django.utils import timezone

from chorsu.desks.organisations import services
from chorsu.desks.organisations.models import Membership, Organisation
from tests import people


def things(cast) -> dict:
    """Of the owner: an invitation, a member, the offer of a mandate, the token of its staff. And an organisation that waits."""
    now = timezone.now()
    invitation, key = services.invite("somebody@example.org", "staff", by=cast.administrator, at=now)
    token, _key = services.make_token("till", ["cases:read"], now + timedelta(days=9), by=cast.staff, at=now)
    colleague = people.actor(role="reader", organisation=cast.owner)
    first, last = now.date() + timedelta(days=200), now.date() + timedelta(days=230)
    days = {"valid_from": first.isoformat(), "valid_to": last.isoformat()}
    return {
        "csv": "csv",
        "owner": cast.owner,
        "applicant": people.organisation(state=Organisation.State.APPLIED),
        "invitation": invitation,
        "invitation_key": key,
        "member": Membership.objects.get(person=colleague.person),
        "mandate": services.offer_mandate(cast.broker_house, first, last, by=cast.administrator, at=now),
        "token": token,
        "organisations:switch POST": {"organisation": str(cast.owner.pk)},
        "organisations:change_role POST": {"role": "staff"},
        "organisations:refuse POST": {"reason": "The number is another company's."},
        "organisations:suspend POST": {"reason": "The licence has expired."},
        "organisations:invite POST": {"email": "new@example.org", "role": "staff"},
        "organisations:offer_mandate POST": {"broker": str(cast.broker_house.pk)} | days,
    }
