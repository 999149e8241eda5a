"""The lists of the trade desk as a sheet or as CSV: for the pages and for programs alike."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chorsu.desks import exports
from chorsu.desks.language import engine_language
from chorsu.desks.plans import search
from chorsu.desks.plans.cells import day, estimated, number
from chorsu.desks.states import state_name
from chorsu.desks.trade import shown
from chorsu.desks.trade.models import Case, Offer, Partner

MOST = 10_000
MOST_PARTNERS = 20_000


def cases(form: str, rows: QuerySet[Case]) -> HttpResponse:
    """Cases as ``xlsx`` or ``csv``."""
    heads = (_("Reference"), pgettext("case", "State"), _("Trader"), _("Broker"), _("Carrier or forwarder"), _("Goods"),
             _("From"), _("To"), _("Ready on"), _("Incoterm"), _("Landed cost"), _("Currency"), _("Estimated"),
             _("Arrives (median)"), _("Question open"), _("Changed (UTC)"))  # fmt: skip
    return _write(form)("chorsu-cases", heads, (_case(case) for case in rows[:MOST]))


def offers(form: str, rows: QuerySet[Offer]) -> HttpResponse:
    """Offers and requests as ``xlsx`` or ``csv``."""
    heads = (pgettext("goods", "What it is"), _("Title"), _("HS code"), _("Goods"), _("Made or grown in"), _("Quantity"),
             _("Unit"), _("Price per unit"), _("Currency"), _("Incoterm"), _("Place"), _("Valid until"), _("Organisation"),
             _("State of the offer"), _("Changed (UTC)"))  # fmt: skip
    return _write(form)("chorsu-offers", heads, (_offer(offer) for offer in rows[:MOST]))


def partners(form: str, rows: QuerySet[Partner]) -> HttpResponse:
    """The address book as ``xlsx`` or ``csv``."""
    heads = (
        _("Name"),
        _("State"),
        pgettext("postal", "Address"),
        _("E-mail address"),
        _("In the zone"),
        pgettext("remark", "Note"),
    )
    cells = ([row.name, row.country, row.address, row.email, str(row.member or ""), row.note] for row in rows[:MOST_PARTNERS])
    return _write(form)("chorsu-partners", heads, cells)


def _write(form: str):
    return exports.xlsx if form == "xlsx" else exports.as_csv


def _case(case: Case) -> list:
    line = shown.line_of(case)
    return [
        case.reference,
        case.get_state_display(),
        str(case.trader),
        str(case.broker or ""),
        str(case.carrier or ""),
        line["goods"],
        line["from"],
        line["to"],
        day(line["ready"]),
        line["term"],
        number(line["total"]),
        line["currency"] or "",
        estimated(line["estimated"]),
        day((line["p50"] or "")[:10]),
        _("yes") if case.has_question else "",
        case.changed_at,
    ]


def _offer(offer: Offer) -> list:
    language = engine_language()
    goods = search.nearest_name(offer.hs, language) if offer.hs else ""
    place = search.place_label(offer.place, language) if offer.place else ""
    return [
        offer.get_kind_display(), offer.title, offer.hs, goods, state_name(offer.origin), offer.quantity, offer.unit, offer.price,
        offer.currency, offer.incoterm, place, offer.valid_to, str(offer.organisation), offer.get_state_display(),
        offer.changed_at,
    ]  # fmt: skip
