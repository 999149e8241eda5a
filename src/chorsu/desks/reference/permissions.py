"""Who may do what with facts and drafts, as a table."""

from rules import predicate

from chorsu.desks.permissions import Rules, of_zone, officer_of_zone, signed_in
from chorsu.desks.reference.models import Draft


def state(*states):
    """The draft is in one of these states."""

    @predicate
    def in_state(actor, draft=None) -> bool:
        """The draft is in a state in which this is done."""
        return draft is not None and draft.state in states

    return in_state


@predicate
def contributor(actor, draft=None) -> bool:
    """Whoever began the draft, wrote a change of it or sent it to review."""
    if actor is None or draft is None:
        return False
    person = actor.person.pk
    return person in (draft.made_by_id, draft.submitted_by_id) or draft.changes.filter(made_by=person).exists()


@predicate
def can_write(actor, thing=None) -> bool:
    """A token needs the scope reference:write."""
    return actor is not None and actor.has_scope("reference:write")


writes = officer_of_zone & can_write
may = Rules(
    view_facts=signed_in,
    view_drafts=of_zone,
    begin=writes,
    edit=writes & state(*Draft.OPEN),
    examine=writes & state(*Draft.OPEN, Draft.State.IN_REVIEW),
    submit=writes & state(*Draft.OPEN),
    take_back=writes & contributor & state(Draft.State.IN_REVIEW),
    review=writes & ~contributor & state(Draft.State.IN_REVIEW),
    withdraw=writes & state(*Draft.OPEN),
    restore=writes & state(Draft.State.WITHDRAWN),
    reverse=writes & state(Draft.State.PUBLISHED),
)
