"""What a search finds at this desk: organisations."""

from django.utils.translation import gettext_lazy as _

from chorsu.desks.finding import Asked, Found, Kind
from chorsu.desks.organisations.models import Organisation
from chorsu.desks.organisations.queries import having_words, visible_organisations
from chorsu.desks.places import place_named
from chorsu.desks.states import state_name


def _rows(asked: Asked):
    return having_words(visible_organisations(asked.actor), asked.words).order_by("name")


def _shown(organisation: Organisation) -> Found:
    parts = (organisation.get_kind_display(), place_named(organisation.place), state_name(organisation.country))
    more = ", ".join(part for part in parts if part)
    return Found(str(organisation), more, organisation.get_absolute_url(), organisation.get_state_display())


KINDS = (Kind("organisations", _("Organisations"), "organisations:read", _rows, _shown),)
