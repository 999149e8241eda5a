"""Every change of state of this desk: one function each, one transaction, one entry in the journal."""

from chorsu.desks.organisations.queries import current_mandate
from chorsu.desks.organisations.services.mandates import accept_mandate, decline_mandate, end_mandate, offer_mandate
from chorsu.desks.organisations.services.people import (
    accept_invitation,
    change_role,
    end_membership,
    introduce,
    invitation_of_key,
    invite,
    withdraw_invitation,
)
from chorsu.desks.organisations.services.registering import (
    change_organisation,
    found_zone,
    refuse_organisation,
    register_organisation,
    suspend,
    verify,
)
from chorsu.desks.organisations.services.tokens import LONGEST, SCOPES, actor_of_token, make_token, revoke_token

__all__ = [
    "LONGEST",
    "SCOPES",
    "accept_invitation",
    "accept_mandate",
    "actor_of_token",
    "change_organisation",
    "change_role",
    "current_mandate",
    "decline_mandate",
    "end_mandate",
    "end_membership",
    "found_zone",
    "introduce",
    "invitation_of_key",
    "invite",
    "make_token",
    "offer_mandate",
    "refuse_organisation",
    "register_organisation",
    "revoke_token",
    "suspend",
    "verify",
    "withdraw_invitation",
]
