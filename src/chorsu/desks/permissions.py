"""Permissions that read as a table. Each desk has one, ``may``, in its ``permissions.py``; this module gives the words for it.

    may = Rules(
        view = owner | broker_of_case | officer_of_zone,
        edit = owner & works,
    )
    require(may.edit, actor, case)

The predicates are those of the library ``rules``, asked of an actor (:class:`chorsu.desks.actor.Actor`, or None for a visitor)
and a thing; they combine by ``&``, ``|`` and ``~``.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from rules import Predicate, predicate

from chorsu.desks.refusals import NotAllowed


class Rules:
    """A table of permissions: a name and the predicate that allows it."""

    def __init__(self, **table: Predicate) -> None:
        self._table = table

    def __getattr__(self, name: str) -> Predicate:
        try:
            return self._table[name]
        except KeyError:
            raise AttributeError(f"there is no permission {name!r}; there are {', '.join(self._table)}") from None

    def __iter__(self) -> Iterator[tuple[str, Predicate]]:
        """The lines of the table, in order: name and predicate."""
        return iter(self._table.items())


def allows(rule: Predicate, actor, thing=None) -> bool:
    """Whether ``actor`` (None for a visitor) may do this to the thing."""
    return bool(rule.test(actor, thing))


def require(rule: Predicate, actor, thing=None) -> None:
    """Raise :class:`NotAllowed` unless the actor may."""
    if not allows(rule, actor, thing):
        raise NotAllowed(_("Your role does not allow this, or the state it is in does not."))


@predicate
def signed_in(actor, thing=None) -> bool:
    """Whoever is signed in and acts for an organisation."""
    return actor is not None


@predicate
def works(actor, thing=None) -> bool:
    """Staff or administrators of their organisation: readers only read."""
    return actor is not None and actor.role in ("staff", "administrator")


@predicate
def administers(actor, thing=None) -> bool:
    """Administrators of their organisation."""
    return actor is not None and actor.role == "administrator"


@predicate
def verified(actor, thing=None) -> bool:
    """Of an organisation that the zone has verified."""
    return actor is not None and actor.organisation.is_verified


@predicate
def of_zone(actor, thing=None) -> bool:
    """Whoever acts for the zone, whatever the role."""
    return actor is not None and actor.organisation.kind == "zone"


officer_of_zone = of_zone & works
"""The zone's officer: staff or administrator of the zone."""
