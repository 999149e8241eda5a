"""What may stand in an offer or a request: every field checked, every fault told beside its field."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chorsu.consignment import INCOTERMS
from chorsu.desks.plans import search
from chorsu.desks.states import is_state
from chorsu.desks.trade.models import Offer
from chorsu.geography import load_atlas
from chorsu.nomenclature import load_edition
from chorsu.text import LANGUAGES

FIELDS = (
    "kind", "title", "text", "language", "hs", "origin", "quantity", "unit", "price", "currency", "incoterm", "place", "valid_to",
)  # fmt: skip
MOST = {"title": 200, "text": 4_000}
MOST_WORDS = 6_000
# Nothing that cannot be seen, but for the ends of lines.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an offer as they are kept: what is absent is empty. Raises ValidationError with a fault for each field."""
    given = {name: _tidy(fields.get(name)) for name in FIELDS}
    faults: dict[str, Any] = {}
    for name, right, message in _rules(given):
        if given[name] not in ("", None) and not right:
            faults[name] = message
    if not given["title"]:
        faults["title"] = _("Say in a few words what is offered or asked for.")
    if given["kind"] not in Offer.Kind.values:
        faults["kind"] = _("Choose an offer or a request.")
    for name, places in (("quantity", 3), ("price", 4)):
        given[name] = _figure(given[name], name, places, faults)
    if given["quantity"] is not None and not given["unit"]:
        faults.setdefault("unit", _("Say in which unit the quantity is."))
    if given["price"] is not None and not given["currency"]:
        faults.setdefault("currency", _("Say in which currency the price is."))
    given["valid_to"] = _day(given["valid_to"], faults)
    if faults:
        raise ValidationError(faults)
    return given | {"language": given["language"] or "en"}


def _rules(given: Mapping[str, Any]):
    edition, places = load_edition(), load_atlas().places
    yield "title", len(str(given["title"])) <= MOST["title"], _("At most 200 letters.")
    yield "text", len(str(given["text"])) <= MOST["text"], _("At most 4,000 letters.")
    yield "language", given["language"] in LANGUAGES, _("Choose one of the three languages.")
    yield (
        "hs",
        bool(edition.get(str(given["hs"]))) and len(str(given["hs"])) == 6,
        _("Not in the Harmonized System 2022. Pick goods from the list that opens, or write six digits."),
    )
    yield "origin", is_state(str(given["origin"])), _("Choose a state from the list.")
    yield "unit", re.fullmatch("[A-Z0-9]{2,3}", str(given["unit"])), _("Write a unit by its code, such as KGM or TNE.")
    yield "currency", given["currency"] in Locale("en").currencies, _("Write a currency by its three letters, such as CNY.")
    yield "incoterm", given["incoterm"] in INCOTERMS, _("Choose an Incoterm from the list.")
    yield "place", given["place"] in places, _("Pick a place from the list that opens as you type, or write its UN/LOCODE.")


def words_of(offer: Offer) -> str:
    """What a search for offers looks through: what was written, and the goods, the place and the origin in every language."""
    said = [offer.title, offer.text, offer.hs, offer.organisation.name, *offer.organisation.names.values()]
    for language in LANGUAGES:
        said += [search.goods_label(offer.hs, language), search.nearest_name(offer.hs, language)] if offer.hs else []
        said.append(search.place_label(offer.place, language) if offer.place else "")
        said.append(Locale(language).territories.get(offer.origin, "") if offer.origin else "")
    return " ".join(dict.fromkeys(said)).casefold()[:MOST_WORDS]


def _tidy(value: Any) -> Any:
    return _UNSEEN.sub(" ", value.replace("\r\n", "\n")).strip() if isinstance(value, str) else "" if value is None else value


def _figure(value: Any, name: str, places: int, faults: dict) -> Decimal | None:
    if value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    least_is_zero = name == "price"
    if not number.is_finite() or number < 0 or (number == 0 and not least_is_zero):
        faults[name] = _("Write a figure above zero.")
        return None
    if number >= 10**14 or number != number.quantize(Decimal(1).scaleb(-places)):
        faults[name] = _("At most 14 digits before the point and %(places)s after it.") % {"places": places}
        return None
    return number


def _day(value: Any, faults: dict) -> date | None:
    if value == "" or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        faults["valid_to"] = _("Write a day as 2027-01-31.")
        return None
