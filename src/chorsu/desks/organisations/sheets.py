"""The list of organisations as a sheet or as CSV: for the page and for programs alike."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from chorsu.desks import exports
from chorsu.desks.organisations.models import Organisation
from chorsu.desks.states import state_name

MOST = 10_000


def organisations(form: str, rows: QuerySet[Organisation]) -> HttpResponse:
    """Organisations as ``xlsx`` or ``csv``."""
    heads = [
        _("Name"),
        _("What it is"),
        _("State"),
        _("Place"),
        _("Registration number"),
        _("Standing"),
        _("Website"),
        _("Since (UTC)"),
    ]
    lines = (
        [
            str(each),
            each.get_kind_display(),
            state_name(each.country),
            each.place,
            each.registration,
            each.get_state_display(),
            each.website,
            each.made_at,
        ]
        for each in rows[:MOST]
    )
    return (exports.xlsx if form == "xlsx" else exports.as_csv)("organisations", heads, lines)
