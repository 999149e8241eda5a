"""Who may do what with the journal."""

from rules import predicate

from chorsu.desks.permissions import Rules, administers, of_zone, signed_in


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
    register_webhook=administers,
    change_webhook=own & administers,
    erase_person=oneself | (of_zone & administers),
)
