"""What a search finds at the trade desk: cases, offers and requests, partners."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chorsu.desks.finding import Asked, Found, Kind, have
from chorsu.desks.states import state_name
from chorsu.desks.trade import shown
from chorsu.desks.trade.models import Case, Offer, Partner
from chorsu.desks.trade.queries import visible_cases
from chorsu.desks.trade.queries_goods import visible_offers, visible_partners
from chorsu.desks.trade.views_offers import line_of


def _cases(asked: Asked):
    return visible_cases(asked.actor).filter(have(asked.words))


def _case(case: Case) -> Found:
    line = shown.line_of(case)
    more = f"{line['goods']}: {line['from']} → {line['to']} · {case.trader}" if line["from"] else f"{case.trader}"
    return Found(case.reference, more, case.get_absolute_url(), case.get_state_display())


def _offers(asked: Asked):
    return visible_offers(asked.actor, timezone.localdate()).filter(have(asked.words))


def _offer(offer: Offer) -> Found:
    line = line_of(offer, timezone.localdate())
    more = " · ".join(part for part in (line["goods"], str(offer.organisation)) if part)
    return Found(offer.title, more, offer.get_absolute_url(), offer.get_kind_display())


def _partners(asked: Asked):
    return visible_partners(asked.actor).filter(have(asked.words), removed_at=None)


def _partner(partner: Partner) -> Found:
    return Found(partner.name, state_name(partner.country), partner.get_absolute_url())


KINDS = (
    Kind("case", _("Cases"), "cases:read", _cases, _case),
    Kind("offer", _("Offers and requests"), "offers:read", _offers, _offer),
    Kind("partner", _("Partners"), "offers:read", _partners, _partner),
)
