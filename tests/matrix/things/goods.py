"""Things of the goods' rooms: the owner's offers in each state, the broker's enquiry about one, the owner's partners."""

from django.utils import timezone

from chorsu.desks.trade import services

APPLES = {"kind": "offer", "title": "Fresh apples", "language": "en", "hs": "080810", "origin": "CN", "place": "CNTAO"}
PARTNER = {"name": "Almaty Foods LLP", "country": "KZ"}


def things(cast) -> dict:
    """An offer for each state, an enquiry, two partners; the forms of the files."""
    who = {"by": cast.staff, "at": timezone.now()}
    offer, withdrawn = (services.publish_offer(services.new_offer(APPLES, **who), **who) for _ in range(2))
    enquiry = services.ask_about(offer, "Is it still there?", by=cast.broker, at=who["at"])
    gone = services.add_partner({**PARTNER, "name": "Gone"}, **who)
    return {
        "offer": offer,
        "draft": services.new_offer(APPLES, **who),
        "withdrawn": services.withdraw_offer(withdrawn, **who),
        "enquiry": enquiry,
        "partner": services.add_partner(PARTNER, **who),
        "gone": services.remove_partner(gone, **who),
        "csv": "csv",
        "trade:new_offer POST": APPLES,
        "trade:change_offer POST": {**APPLES, "title": "Fresher apples"},
        "trade:ask_about POST": {"text": "How much for twenty tonnes?"},
        "trade:write_enquiry POST": {"text": "Yes, it is."},
        "trade:new_partner POST": {"name": "Another", "country": "UZ"},
        "trade:change_partner POST": {**PARTNER, "address": "Abay 1"},
    }
