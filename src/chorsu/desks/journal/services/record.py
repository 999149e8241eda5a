"""Record what happened, in the transaction that makes it so."""

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.functional import Promise

from chorsu import journal
from chorsu.desks.actor import Actor, System
from chorsu.desks.journal import outbox
from chorsu.desks.journal.models import Concern, Entry, Stream
from chorsu.journal.seal import MOST

# What no database keeps in JSON, or no UTF-8 writes: the letter nought, and halves of surrogate pairs.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Actor | System,
    at: datetime,
    concerns: Iterable = (),
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Entry:
    """Write one entry: ``by`` whom, for which organisation, what happened to ``subject``, and how it was before and after.

    ``verb`` is the business event: ``case.handed_to_broker``; the desk's ``events.py`` has a sentence for it. The stream is that
    of the subject, named by its model and key. ``concerns`` are the organisations (or their keys) that may read the entry and
    are told of it; the acting one always is. ``personal`` is what names or describes people (names, addresses, the words of a
    message): it can be erased later. All else stays for good, so it must hold keys of people only.

    Whoever records holds the stream until the transaction ends: others who record of the same subject wait, nobody else does.

    Raises RuntimeError outside of a transaction: an entry without its change, or a change without its entry, would be a lie.
    Raises TypeError for a value that JSON cannot keep exactly, above all a float.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a change of state is recorded in its own transaction")
    person, organisation = (by.person.pk, by.organisation.pk) if isinstance(by, Actor) else (None, None)
    keys = sorted({UUID(str(getattr(each, "pk", each))) for each in (organisation, *concerns) if each is not None})
    told = {"verb": verb, "of": str(subject.pk), "by": _plain(person), "for": _plain(organisation), "concerns": _plain(keys)}
    told |= {"scopes": sorted(by.scopes)} if isinstance(by, Actor) and by.scopes is not None else {}
    told |= {name: _plain(value) for name, value in (("before", before), ("after", after), *facts.items()) if value is not None}
    words, salt = (_plain(personal), secrets.token_hex(32)) if personal else (None, "")
    stream = _stream(f"{subject._meta.model_name}:{subject.pk}")
    sealed = journal.Entry(
        stream=stream.name,
        number=stream.number + 1,
        at=at,
        facts=told,
        personal=journal.digest_of_personal(words or {}, salt),
        before=stream.head,
    )
    entry = Entry.objects.create(
        stream=stream,
        number=sealed.number,
        at=at,
        verb=verb,
        person=person,
        organisation=organisation,
        facts=told,
        personal=words,
        salt=salt,
        personal_digest=sealed.personal,
        before=sealed.before,
        hash=journal.seal(sealed),
    )
    stream.number, stream.head = entry.number, entry.hash
    stream.save(update_fields=["number", "head"])
    Concern.objects.bulk_create([Concern(organisation=key, entry=entry, at=at) for key in keys])
    outbox.fill(entry, keys)
    return entry


def _stream(name: str) -> Stream:
    """The stream by its name, its head locked until the transaction ends; begun where there is none yet."""
    held = Stream.objects.select_for_update().filter(name=name).first()
    if held is None:
        # Two that begin one stream together: the second waits for the first here, and then finds what it wrote.
        Stream.objects.bulk_create([Stream(name=name)], ignore_conflicts=True)
        held = Stream.objects.select_for_update().get(name=name)
    return held


def _plain(value: Any) -> Any:
    """A value as JSON has it: keys and days as text, decimals as decimal strings, lazy words as they read now."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) <= MOST else str(int(value))
    if isinstance(value, str | Promise):
        return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", str(value))
    if isinstance(value, Mapping):
        return {_plain(str(name)): _plain(inner) for name, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(inner) for inner in value), key=str)
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, models.Model):
        return str(value.pk)
    raise TypeError(f"{type(value).__name__} cannot stand in the journal: {value!r}")
