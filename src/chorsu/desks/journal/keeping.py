"""Tell a person all that is kept about them, found by the database's own relations, so that no table is forgotten."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from chorsu.desks.journal.erasure import entries_about
from chorsu.desks.organisations.models import Person

# What proves who somebody is stays secret even from a file of theirs: it would let its finder in.
SECRET = frozenset({"password", "digest", "salt", "salt_before", "secret", "token", "token_secret", "session_key", "data", "key"})
# Fields by which a row is about a person, and not only made by them.
ABOUT = frozenset({"person", "user"})
FIELDS_OF_MADE = (models.DateTimeField, models.DateField, models.UUIDField, models.AutoField)


def kept_about(person: Person) -> dict:
    """All that is kept about a person, as JSON: what describes them whole, of what they made its key and its times."""
    told = {"person": _row(person, whole=True)}
    told |= {
        f"{model._meta.label_lower}.{field.name}": [_row(row, whole=field.name in ABOUT) for row in rows]
        for model, field, rows in _related(person)
        if rows.exists()
    }
    told["journal"] = [
        {
            "at": each.at,
            "verb": each.verb,
            "stream": each.stream_id,
            "number": each.number,
            "facts": each.facts,
            "words": each.personal,
        }
        for each in entries_about(person).order_by("at", "pk")
    ]
    return told


def counted(person: Person) -> list[tuple[str, int]]:
    """How many of each kind are kept about a person, in the reader's words."""
    names = {
        "organisations.membership": _("Memberships in organisations"),
        "organisations.token": _("Tokens for programs"),
        "account.emailaddress": _("E-mail addresses"),
        "mfa.authenticator": _("Second factors and passkeys"),
        "usersessions.usersession": _("Sessions and devices"),
        "socialaccount.socialaccount": _("Accounts of other services to sign in with"),
        "journal.notice": _("Mail that was sent or waits"),
        "journal.noticechoice": _("Choices of notices by e-mail"),
    }
    found: dict[str, int] = {name: 0 for name in names.values()}
    rest = _("Things that you made: cases, offers, messages, files, webhooks")
    found[rest] = 0
    for model, _field, rows in _related(person):
        found[names.get(model._meta.label_lower, rest)] += rows.count()
    found[_("Entries of the journal by you or about you")] = entries_about(person).count()
    return list(found.items())


def _related(person: Person) -> Iterator[tuple[type[models.Model], models.Field, models.QuerySet]]:
    """Every table that names people, with the rows that name this one."""
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.is_relation and field.related_model is Person:
                yield model, field, model._base_manager.filter(**{field.name: person})


def _row(row: models.Model, *, whole: bool) -> dict:
    fields = [field for field in row._meta.fields if field.name not in SECRET]
    if not whole:
        fields = [field for field in fields if isinstance(field, FIELDS_OF_MADE)]
    return {field.name: _plain(field.value_from_object(row)) for field in fields}


def _plain(value):
    return value if value is None or isinstance(value, str | int | bool | list | dict | datetime) else str(value)
