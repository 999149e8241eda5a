"""The forms of offers, enquiries and partners. They carry what was typed; what is right is decided by the services."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.consignment import INCOTERMS
from chorsu.desks.language import engine_language
from chorsu.desks.organisations.models import Organisation
from chorsu.desks.plans import search
from chorsu.desks.plans.forms import CURRENCIES, UNITS, Line, code_in, currency, figure, state, text
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade.forms import MessageForm, words
from chorsu.desks.trade.models import Offer, Partner

LANGUAGES = [("en", "English"), ("zh", "中文"), ("ru", "Русский")]
_FIGURES = ("quantity", "price")


class OfferForm(forms.Form):
    """An offer or a request."""

    kind = forms.ChoiceField(label=pgettext_lazy("goods", "What it is"), choices=[("", "—"), *Offer.Kind.choices], required=False)
    title = text(_("Title"), hint=_("In a few words: what it is, which sort or quality"))
    hs = text(_("Goods"), most=300, hint=_("Words, or six digits of the Harmonized System"))
    origin = state(_("Made or grown in"))
    quantity = figure(_("Quantity"))
    unit = text(_("Unit"), most=10, list="units", **{"class": "code"})
    price = figure(_("Price per unit"))
    currency = currency()
    incoterm = forms.ChoiceField(label=_("Incoterm"), choices=[("", "—"), *((term, term) for term in INCOTERMS)], required=False)
    place = text(_("Place"), hint=_("Where it is handed over: a place by name or UN/LOCODE"))
    valid_to = forms.CharField(
        label=_("Valid until"),
        max_length=10,
        required=False,
        widget=Line(attrs={"type": "date"}),
        help_text=_("Empty: until you withdraw it"),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES, required=False)
    text = words(
        pgettext_lazy("offer", "Description"),
        rows=5,
        hint=_("Quality, packing, delivery, certificates: every verified organisation reads it."),
    )

    units, currencies = UNITS, CURRENCIES

    def details(self) -> dict:
        """The fields as services take them: goods and places picked from a list by their codes."""
        given = dict(self.cleaned_data)
        digits = re.match(r"(\d{4})\.?(\d{2})(?!\d)", given["hs"])
        given["hs"] = digits[1] + digits[2] if digits else given["hs"]
        given["place"] = code_in(given["place"])
        given["unit"], given["currency"] = given["unit"].upper(), given["currency"].upper()
        return given

    @staticmethod
    def initial_of(offer: Offer) -> dict:
        """What stands in the form of an offer that is there."""
        language = engine_language()
        said = {name: getattr(offer, name) for name in OfferForm.base_fields}
        said |= {name: f"{said[name].normalize():f}" for name in _FIGURES if said[name] is not None}
        said["hs"] = search.goods_label(offer.hs, language) if offer.hs else ""
        said["place"] = search.place_label(offer.place, language) if offer.place else ""
        return said | {"valid_to": offer.valid_to.isoformat() if offer.valid_to else ""}

    def suggest(self) -> None:
        """Put what the reader may have meant beside the goods and the place that could not be understood."""
        for name, find in (("hs", search.goods), ("place", search.places)):
            if self.has_error(name):
                self.fields[name].suggestions = find(self.data.get(name, ""), engine_language())[:5]


class PartnerForm(forms.Form):
    """A partner in the address book."""

    name = text(_("Name"), most=250)
    country = state(_("State"))
    address = text(pgettext_lazy("postal", "Address"), most=400)
    email = text(_("E-mail address"), most=300, type="email")
    member = forms.ModelChoiceField(
        label=_("In the zone"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("If it is registered here: its offers and its page stand beside it."),
    )
    note = words(pgettext_lazy("remark", "Note"), hint=_("Only your organisation reads it."))

    def __init__(self, *given, members, **named) -> None:
        super().__init__(*given, **named)
        self.fields["member"].queryset = members

    def details(self) -> dict:
        """The fields as services take them."""
        given = dict(self.cleaned_data)
        return {"fields": {name: value for name, value in given.items() if name != "member"}, "member": given["member"]}

    @staticmethod
    def initial_of(partner: Partner) -> dict:
        """What stands in the form of a partner that is there."""
        return {name: getattr(partner, name) for name in PartnerForm.base_fields}


def show(faults: ValidationError, form: forms.Form) -> None:
    """Put each fault of a service beside its field; what has no field stands at the head of the form."""
    for name, told in faults.message_dict.items():
        for message in told:
            form.add_error(name if name in form.fields else None, message)


def refused_message(request, refused: Refused) -> MessageForm:
    """The message as it was sent, with the reason beside it why it was not. What one may not do is raised again."""
    if isinstance(refused, NotAllowed):
        raise refused
    form = MessageForm(request.POST)
    if form.is_valid():
        form.add_error("text", str(refused))
    return form
