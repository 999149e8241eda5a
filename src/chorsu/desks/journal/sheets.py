"""The journal as a sheet or as CSV: for the page and for programs alike."""

from itertools import islice

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from chorsu.desks.actor import Actor
from chorsu.desks.exports import as_csv, xlsx
from chorsu.desks.journal import telling
from chorsu.desks.journal.models import Entry

MOST = 10_000
CHUNK = 500


def entries(form: str, rows: QuerySet[Entry], actor: Actor) -> HttpResponse:
    """Entries as ``xlsx`` or ``csv``, told as the actor may read them."""
    heads = [
        _("When (UTC)"),
        _("What"),
        _("Of what"),
        _("By whom"),
        _("Person"),
        _("Event"),
        _("Stream"),
        _("Number"),
        _("Hash"),
    ]
    return (xlsx if form == "xlsx" else as_csv)("journal", heads, _lines(rows[:MOST], actor))


def _lines(rows, actor):
    """The lines of a sheet, some hundred entries in memory at a time."""
    found = iter(rows.iterator(chunk_size=CHUNK))
    while chunk := list(islice(found, CHUNK)):
        for told in telling.tell(chunk, actor):
            row = told.entry
            yield (
                told.at,
                told.sentence,
                told.thing,
                told.organisation,
                told.person,
                row.verb,
                row.stream_id,
                row.number,
                row.hash,
            )
