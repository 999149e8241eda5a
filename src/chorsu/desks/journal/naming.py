"""Who and what the keys in the journal's facts are, asked of the database once for a whole list of entries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chorsu.desks.journal.models import Entry
from chorsu.desks.language import written_day
from chorsu.desks.organisations.models import Organisation, Person, Role


@dataclass(frozen=True)
class Names:
    """The names of the organisations, people and things that a list of entries speaks of, by key."""

    organisations: dict[str, str]
    people: dict[str, Person]
    things: dict[str, str]

    def acting(self, entry: Entry) -> str:
        """The organisation that did it, or the zone's own programs."""
        return self.organisations.get(str(entry.organisation)) or (
            pgettext("who", "The system") if entry.organisation is None else _("an organisation that is gone")
        )

    def person(self, entry: Entry, actor) -> str:
        """The person who did it, where the reader may know: of the own organisation, and the zone of all; else empty."""
        if entry.person is None or actor is None:
            return ""
        if actor.organisation.kind != "zone" and entry.organisation != actor.organisation.pk:
            return ""
        return self._called(str(entry.person))

    def thing(self, entry: Entry) -> str:
        """The thing that it happened to, by its name."""
        return self.things.get(entry.stream_id, "—")

    def said(self, name: str, value) -> str:
        """The value of a fact as the reader reads it."""
        if value is None or value == "":
            return "—"
        if isinstance(value, bool):
            return pgettext("answer", "yes") if value else pgettext("answer", "no")
        if isinstance(value, list):
            return ", ".join(self.said(name, inner) for inner in value) or "—"
        if isinstance(value, dict):
            return "; ".join(f"{inner}: {self.said(inner, each)}" for inner, each in value.items()) or "—"
        text = str(value)
        if name == "role" and text in Role.values:
            return str(Role(text).label)
        if text in self.organisations:
            return self.organisations[text]
        return self._called(text) if text in self.people else written(text)

    def _called(self, key: str) -> str:
        person = self.people.get(key)
        if person is None or person.erased_at:
            return _("a person who was erased")
        # Never the address: a name is what people give to others.
        return person.name or pgettext("who", "a person without a name")


def names_of(entries: list[Entry]) -> Names:
    """The names that these entries need: three questions to the database, and one for each kind of thing."""
    keys = {key for entry in entries for key in _keys([entry.facts, entry.personal])}
    things: dict[str, str] = {}
    by_model: dict[type[models.Model], dict[str, str]] = {}
    for entry in entries:
        if (model := subject_model(entry)) and model is not Person:
            by_model.setdefault(model, {})[entry.stream_id.partition(":")[2]] = entry.stream_id
    for model, streams in by_model.items():
        things |= {streams[str(row.pk)]: str(row) for row in model._base_manager.filter(pk__in=streams) if str(row.pk) in streams}
    people = {str(key): row for key, row in Person.objects.in_bulk(keys).items()}
    for entry in entries:
        if subject_model(entry) is Person and (row := people.get(entry.stream_id.partition(":")[2])):
            things[entry.stream_id] = _("a person who was erased") if row.erased_at else (row.name or "—")
    return Names({str(key): str(row) for key, row in Organisation.objects.in_bulk(keys).items()}, people, things)


@cache
def _models() -> dict[str, type[models.Model]]:
    return {model._meta.model_name: model for model in apps.get_models() if model.__module__.startswith("chorsu.desks.")}


def subject_model(entry: Entry) -> type[models.Model] | None:
    """The model of the thing that an entry is about, by its stream's name."""
    return _models().get(entry.stream_id.partition(":")[0])


def written(text: str) -> str:
    """A time (in UTC) or a day as the reader writes it; any other text as it is."""
    if len(text) >= 10 and text[4:5] == "-" and text[7:8] == "-":
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return text
        if len(text) == 10:
            return written_day(text)
        return f"{written_day(at.astimezone(UTC).date())} {at.astimezone(UTC):%H:%M} UTC" if at.tzinfo else text
    return text


def _keys(value) -> Iterator[UUID]:
    if isinstance(value, str) and len(value) == 36:
        try:
            yield UUID(value)
        except ValueError:
            return
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in value:
            yield from _keys(inner)
