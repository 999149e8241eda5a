"""Who may do what with the journal."""

from rules import predicate

from chorsu.desks.permissions import Rules, administers, of_zone, signed_in, verified


@predicate
def own(actor, thing) -> bool:
    """Of the organisation that the thing belongs to."""
    return actor is not None and thing is not None and thing.organisation_id == actor.organisation.pk


@predicate
def oneself(actor, person) -> bool:
    """The person themself."""
    return actor is not None and actor.person.pk == person.pk


may = Rules(
    read=signed_in,
    read_all=of_zone,
    see_webhooks=signed_in,
    # Not before the zone knows who it is: a webhook makes the portal call an address over and over.
    register_webhook=administers & verified,
    change_webhook=own & administers,
    erase_person=oneself | (of_zone & administers),
)
