"""Tell an entry in the reader's language: one sentence, what changed, and nothing that the reader may not know.

Each desk says what its verbs mean in its module ``events.py``::

    EVENTS = {"case.handed_to_broker": _("%(organisation)s handed the case to %(broker)s")}

A sentence's places are ``organisation`` (who did it), ``thing`` (to what) and the names of the facts that the service gives to
``record``. A fact that is the key of an organisation or a person reads as its name; a time and a day as the reader writes them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from chorsu.desks.journal.models import Entry
from chorsu.desks.journal.naming import Names, names_of, subject_model

PLACE = re.compile(r"%\((\w+)\)s")
# What stands in every entry's facts and is told elsewhere on the page.
FRAME = frozenset({"verb", "of", "by", "for", "concerns", "before", "after", "scopes"})


@dataclass(frozen=True)
class Change:
    """What one field was and what it is now, as the reader reads it; a list of it is the table of an entry."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An entry for a page: when, who for whom, the sentence, and what changed."""

    entry: Entry
    at: datetime
    thing: str
    organisation: str
    person: str
    sentence: str
    changes: tuple[Change, ...]
    facts: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """The page of the entry."""
        return self.entry.get_absolute_url()


@cache
def events() -> Mapping[str, Promise]:
    """Every verb and its sentence, of all desks."""
    found: dict[str, Promise] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("chorsu.desks.") and find_spec(f"{app.name}.events"):
            found |= import_module(f"{app.name}.events").EVENTS
    return found


@cache
def kinds() -> Mapping[str, Promise]:
    """The kinds of things that something happens to (the verbs' part before the point), each with its name; by alphabet.

    A desk names its kinds in ``events.py`` as ``KINDS``; one without a name is shown by its key.
    """
    found: dict[str, Promise] = {verb.partition(".")[0]: verb.partition(".")[0] for verb in events()}
    for app in apps.get_app_configs():
        if app.name.startswith("chorsu.desks.") and find_spec(f"{app.name}.events"):
            found |= getattr(import_module(f"{app.name}.events"), "KINDS", {})
    return dict(sorted(found.items()))


def label(verb: str) -> str:
    """A verb for a list to choose from: its sentence with its places open."""
    said = str(events().get(verb, verb))
    return PLACE.sub("…", said).strip()


def tell(entries: Iterable[Entry], actor) -> list[Told]:
    """The entries as ``actor`` may read them: names of people of the own organisation only, but for the zone.

    ``personal`` words are told to the organisations that the entry concerns.
    """
    rows = list(entries)
    names = names_of(rows)
    return [_tell(row, names, actor) for row in rows]


def sentence(entry: Entry, names: Names) -> str:
    """What happened, in one sentence."""
    template = events().get(entry.verb)
    if template is None:
        return entry.verb
    facts = {name: names.said(name, value) for name, value in _flat(entry.facts).items()}
    values = defaultdict(lambda: "—", facts | {"organisation": names.acting(entry), "thing": names.thing(entry)})
    return str(template) % values


def _flat(facts: Mapping) -> dict:
    """The facts by name; those before and after behind the entry's own."""
    return {**(facts.get("before") or {}), **(facts.get("after") or {}), **facts}


def _tell(entry: Entry, names: Names, actor) -> Told:
    model = subject_model(entry)
    before, after = entry.facts.get("before") or {}, entry.facts.get("after") or {}
    fields = dict.fromkeys((*before, *after))
    changes = (
        Change(_label(model, name), _said(model, name, before.get(name), names), _said(model, name, after.get(name), names))
        for name in fields
        if before.get(name) != after.get(name)
    )
    facts = ((_label(model, name), _said(model, name, value, names)) for name, value in entry.facts.items() if name not in FRAME)
    concerned = actor is not None and str(actor.organisation.pk) in entry.facts.get("concerns", ())
    words = (entry.personal or {}) if concerned else {}
    return Told(
        entry=entry,
        at=entry.at,
        thing=names.thing(entry),
        organisation=names.acting(entry),
        person=names.person(entry, actor),
        sentence=sentence(entry, names),
        changes=tuple(changes),
        facts=tuple(facts),
        words=tuple((_label(model, name), _said(model, name, value, names)) for name, value in words.items()),
    )


# Facts that are no field of the thing itself, as services name them.
LABELS = {
    "broker": gettext_lazy("Customs broker"),
    "carrier": gettext_lazy("Carrier or forwarder"),
    "trader": gettext_lazy("Trader"),
    "mandate": gettext_lazy("Mandate"),
    "member": gettext_lazy("Person"),
    "person": gettext_lazy("Person"),
    "role": gettext_lazy("Role"),
    "email": gettext_lazy("E-mail address"),
    "text": gettext_lazy("Text"),
    "reason": gettext_lazy("Reason"),
    "state": pgettext_lazy("thing", "State"),
    "name": pgettext_lazy("thing", "Name"),
    "note": pgettext_lazy("remark", "Note"),
    "file": gettext_lazy("File"),
    "digest": gettext_lazy("Digest (SHA-256)"),
    "way": gettext_lazy("Way"),
    "version": gettext_lazy("Version"),
    "reference": gettext_lazy("Reference"),
    "scopes": gettext_lazy("Scopes"),
    "address": pgettext_lazy("thing", "Address"),
    "verbs": gettext_lazy("Events"),
    "entries": gettext_lazy("Entries"),
}


@cache
def labels() -> Mapping[str, Promise]:
    """What facts are called: the words above, and those that desks have for theirs in ``events.py`` as ``LABELS``."""
    found = dict(LABELS)
    for app in apps.get_app_configs():
        if app.name.startswith("chorsu.desks.") and find_spec(f"{app.name}.events"):
            found = getattr(import_module(f"{app.name}.events"), "LABELS", {}) | found
    return found


def _label(model: type[models.Model] | None, name: str) -> str:
    if name in labels():
        return str(labels()[name])
    field = _field(model, name)
    if field is not None and isinstance(field.verbose_name, Promise):
        return str(field.verbose_name)
    return name.replace("_", " ")


def _said(model: type[models.Model] | None, name: str, value, names: Names) -> str:
    field = _field(model, name)
    if field is not None and field.choices and isinstance(value, str):
        return str(dict(field.flatchoices).get(value, value))
    return names.said(name, value)


def _field(model: type[models.Model] | None, name: str):
    return next((field for field in model._meta.fields if name in (field.name, field.attname)), None) if model else None


__all__ = ["LABELS", "Change", "Told", "events", "kinds", "label", "sentence", "tell"]
