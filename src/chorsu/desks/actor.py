"""Who acts: a person, for one organisation, in a role there; by a page of theirs or by a token with scopes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chorsu.desks.organisations.models import Organisation, Person


@dataclass(frozen=True)
class Actor:
    """A person acting for an organisation. Every service takes one as ``by`` and every permission is asked of one.

    ``role`` is the role of the membership (see :class:`chorsu.desks.organisations.models.Role`). ``scopes`` is None for a person
    at a page, who may do all that the role allows, and a set of names for a token, which may do no more than these.
    """

    person: "Person"
    organisation: "Organisation"
    role: str
    scopes: frozenset[str] | None = None

    @property
    def role_name(self) -> str:
        """The role as the reader reads it."""
        from chorsu.desks.organisations.models import Role

        return Role(self.role).label

    def has_scope(self, scope: str) -> bool:
        """Whether a token may do what ``scope`` names; a person at a page always may."""
        return self.scopes is None or scope in self.scopes


@dataclass(frozen=True)
class System:
    """The zone's own programs: the worker that retries a delivery, a planned change of law that falls due."""

    name: str = "system"


SYSTEM = System()
