"""The consignment as a form. The form only carries text; what is right is decided by :mod:`chorsu.consignment` alone."""

import re

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chorsu.consignment import INCOTERMS
from chorsu.desks.language import engine_language
from chorsu.desks.plans.typed import plain_figure
from chorsu.desks.states import StateSelect, states
from chorsu.facts import Fault
from chorsu.planning import load_references

MOST_ITEMS = 20
CURRENCIES = ("CNY", "USD", "EUR", "KZT", "RUB", "UZS", "KGS", "TJS", "INR", "PKR", "IRR", "BYN")
UNITS = ("KGM", "TNE", "NAR", "LTR", "MTR", "MTK", "MTQ", "PR", "KWH", "CMQ", "KWT")


class Line(forms.TextInput):
    """A line of text, drawn without a template of its own: a page has forty."""

    def render(self, name, value, attrs=None, renderer=None):
        """The field as HTML."""
        written = self.format_value(value)
        given = {"type": self.input_type, "name": name} | ({} if written is None else {"value": written})
        return format_html("<input{}>", flatatt(given | self.build_attrs(self.attrs, attrs)))


def text(label, *, most=200, hint="", **attributes):
    """A line of text with a label and, where it helps, a hint."""
    mode = {key.replace("_", "-"): value for key, value in attributes.items()}
    widget = Line(attrs={"autocomplete": "off", **mode})
    return forms.CharField(label=label, max_length=most, required=False, help_text=hint, widget=widget)


class FigureField(forms.CharField):
    """A decimal figure as text: floats would not be what was written. It is read as the reader's language writes figures."""

    def to_python(self, value):
        """The figure as engines read it."""
        return plain_figure(super().to_python(value), engine_language())


def figure(label, hint=""):
    """A field for a figure."""
    widget = Line(attrs={"autocomplete": "off", "inputmode": "decimal", "class": "figure"})
    return FigureField(label=label, max_length=30, required=False, help_text=hint, widget=widget)


def currency():
    """A currency by its code of ISO 4217."""
    return text(_("Currency"), most=3, list="currencies", **{"class": "code"})


def state(label):
    """A choice of state."""
    return forms.ChoiceField(label=label, choices=states, required=False, widget=StateSelect)


class ConsignmentForm(forms.Form):
    """Who sends from where to where, when, and on what terms."""

    place_from = text(_("From"), hint=_("A place by name or UN/LOCODE"))
    place_to = text(_("To"), hint=_("A place by name or UN/LOCODE"))
    ready = forms.CharField(label=_("Ready on"), max_length=10, required=False, widget=Line(attrs={"type": "date"}))
    incoterm = forms.ChoiceField(label=_("Incoterm"), choices=[(term, term) for term in INCOTERMS], required=False)
    incoterm_place = text(_("Place of the Incoterm"))
    buyer_kind = forms.ChoiceField(
        label=_("Buyer"), choices=[("business", _("a business")), ("private", _("a private person"))], required=False
    )
    containers = text(_("Containers"), hint=_("Number and type, for example 1x45R1"))
    freight = figure(_("Freight"), hint=_("The whole carriage from the Incoterm's place; leave empty if not known"))
    freight_currency = currency()
    freight_after_entry = figure(_("Of this after entry"), hint=_("The part behind the place of entry"))
    insurance = figure(_("Insurance"))
    insurance_currency = currency()
    duties_included = figure(_("Duties in the price"), hint=_("Under DDP only"))
    duties_included_currency = currency()
    reference = text(_("Your reference"))
    consignor_name = text(_("Consignor"))
    consignor_country = state(_("Consignor's state"))
    consignor_address = text(_("Consignor's address"), most=500)
    consignee_name = text(_("Consignee"))
    consignee_country = state(_("Consignee's state"))
    consignee_address = text(_("Consignee's address"), most=500)


class ItemForm(forms.Form):
    """One line of goods."""

    hs = text(_("Goods"), most=300, hint=_("Words, or six digits of the Harmonized System"))
    description = text(_("Description in the papers"), most=500)
    origin = state(_("Made or grown in"))
    net_mass = figure(_("Net mass, kg"))
    gross_mass = figure(_("Gross mass, kg"))
    value = figure(_("Price of the item"))
    currency = currency()
    quantity = figure(_("Quantity"))
    unit = text(_("Unit"), most=3, list="units", **{"class": "code"})
    quantities = text(_("Further quantities"), hint=_("For example CMQ 1598; KWT 85"))
    codes = text(_("National codes"), hint=_("For example EAEU 0808108008; CN 08081000"))
    proofs = text(_("Proofs"), hint=_("Certificates that the goods will carry, for example CT-1"))
    producer = text(_("Producer"))
    packages = text(_("Packages"), hint=_("How many and of which type, for example 1111 CT"))


ItemForms = forms.formset_factory(ItemForm, extra=0, min_num=1, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS)

# What would be right in a field of the form, where the form offers more than the document that it makes.
RIGHT_HERE = {
    "hs": _("goods picked from the list that opens as you type, or six digits such as 080810"),
    "place_from": _("a place picked from the list that opens as you type, or its UN/LOCODE such as CNTAO"),
    "place_to": _("a place picked from the list that opens as you type, or its UN/LOCODE such as CNTAO"),
    "origin": _("a state chosen from the list"),
    "ready": _("the day on which the goods can be collected"),
}

# Fields of a document that stand in the form as they are.
SAME = ("ready", "incoterm", "incoterm_place", "buyer_kind", "reference")
SAME_OF_ITEM = ("description", "origin", "net_mass", "gross_mass", "value", "currency", "quantity", "producer", "unit")


def document_of(form: ConsignmentForm, items) -> dict:
    """The consignment's JSON form from what was written; what was left empty is left out."""
    given = _written(form)
    document = {name: given[name] for name in SAME if name in given}
    for name, field in (("from", "place_from"), ("to", "place_to")):
        if field in given:
            document[name] = code_in(given[field])
    if "freight" in given or "freight_after_entry" in given:
        document["freight"] = _money(given, "freight", after_entry=given.get("freight_after_entry"))
    for name in ("insurance", "duties_included"):
        if name in given:
            document[name] = _money(given, name)
    for party in ("consignor", "consignee"):
        fields = {part: given.get(f"{party}_{part}") for part in ("name", "country", "address")}
        if any(fields.values()):
            document[party] = {part: value for part, value in fields.items() if value}
    if "containers" in given:
        document["containers"] = [_container(box) for box in _listed(given["containers"])]
    document["items"] = [_item(_written(item)) for item in filled(items)]
    return document


def filled(items) -> list[ItemForm]:
    """The items in which something was written; the first where nothing was, so that its faults are told."""
    return [item for item in items if _written(item)] or list(items)[:1]


def _written(form: forms.Form) -> dict:
    return {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}


def _money(given: dict, name: str, **more) -> dict:
    fields = {"amount": given.get(name), "currency": given.get(f"{name}_currency", "").upper() or None, **more}
    return {part: value for part, value in fields.items() if value}


def _container(box: str) -> dict:
    count, cross, kind = re.sub(r"\s", "", box).replace("×", "x").rpartition("x")
    return {"type": kind.upper(), "count": count if cross else "1"}


def _item(given: dict) -> dict:
    item = {name: given[name] for name in SAME_OF_ITEM if name in given}
    for name in ("currency", "unit"):
        if name in item:
            item[name] = item[name].upper()
    if "hs" in given:
        digits = re.match(r"(\d{4})\.?(\d{2})(?!\d)", given["hs"])
        item["hs"] = digits[1] + digits[2] if digits else given["hs"]
    if "codes" in given:
        item["codes"] = {name: re.sub(r"[\s.]", "", code) for name, code in _pairs(given["codes"])}
    if "quantities" in given:
        item["quantities"] = dict(_pairs(given["quantities"]))
    if "proofs" in given:
        item["proofs"] = _listed(given["proofs"])
    if "packages" in given:
        count, _space, rest = given["packages"].strip().partition(" ")
        kind, _space, marks = rest.strip().partition(" ")
        item["packages"] = {name: word for name, word in (("count", count), ("type", kind.upper()), ("marks", marks)) if word}
    return item


def _pairs(words: str) -> list[tuple[str, str]]:
    parts = [part.partition(" ") for part in _listed(words)]
    return [(name.upper(), value.strip()) for name, _space, value in parts]


def _listed(words: str) -> list[str]:
    return [part.strip() for part in re.split("[;,；，]", words) if part.strip()]


def code_in(words: str) -> str:
    """The code of a place picked from the search (``Qingdao (CNTAO)``), else the words as they were typed."""
    picked = re.search(r"\(([A-Za-z0-9-]{3,40})\)\s*$", words)
    return picked[1] if picked and picked[1] in load_references().atlas.places else words


def written_in_form(document: dict, *, place_label, goods_label) -> tuple[dict, list[dict]]:
    """What the form shows of a document. ``place_label`` and ``goods_label`` put names beside codes in the reader's language."""
    fields = {name: document.get(name, "") for name in SAME}
    fields["place_from"] = place_label(document.get("from", ""))
    fields["place_to"] = place_label(document.get("to", ""))
    for name in ("freight", "insurance", "duties_included"):
        money = document.get(name) or {}
        fields[name], fields[f"{name}_currency"] = money.get("amount", ""), money.get("currency", "")
    fields["freight_after_entry"] = (document.get("freight") or {}).get("after_entry", "")
    for party in ("consignor", "consignee"):
        for part in ("name", "country", "address"):
            fields[f"{party}_{part}"] = (document.get(party) or {}).get(part, "")
    fields["containers"] = "; ".join(f"{box.get('count', 1)}x{box['type']}" for box in document.get("containers", []))
    return fields, [_item_fields(item, goods_label) for item in document.get("items", [])]


def _item_fields(item: dict, goods_label) -> dict:
    return {
        **{name: item.get(name, "") for name in SAME_OF_ITEM},
        "hs": goods_label(item.get("hs", "")),
        "codes": "; ".join(f"{name} {code}" for name, code in item.get("codes", {}).items()),
        "quantities": "; ".join(f"{unit} {number}" for unit, number in item.get("quantities", {}).items()),
        "proofs": "; ".join(item.get("proofs", [])),
        "packages": " ".join(str(word) for word in (item.get("packages") or {}).values()),
    }


def field_of(path: str) -> tuple[int | None, str]:
    """Where a fault of the document stands in the form: the item's index (None for the consignment) and the field's name."""
    item = re.fullmatch(r"items\[(\d+)\]\.(\w+).*", path)
    if item:
        return int(item[1]), item[2]
    name = path.replace(".", "_")
    name = re.sub(r"^(containers).*", r"\1", name)
    name = {"from": "place_from", "to": "place_to"}.get(name, name)
    return None, re.sub(r"^(freight|insurance|duties_included)_amount$", r"\1", name)


def show_faults(faults: tuple[Fault, ...], form: ConsignmentForm, items, language: str) -> None:
    """Put each fault beside its field; what has no field of its own stands at the head of the form."""
    written = filled(items)
    for fault in faults:
        index, name = field_of(fault.path)
        target = form if index is None else written[index] if index < len(written) else None
        message = told(fault, language, RIGHT_HERE.get(name, ""))
        if target is not None and name in target.fields:
            target.add_error(name, message)
        else:
            form.add_error(None, f"{fault.path}: {message}" if fault.path else message)


def told(fault: Fault, language: str, right="") -> str:
    """A fault with what would be right: as the page says it (``right``), else as the engine does."""
    message = fault.message.in_(language)
    expected = str(right) or (fault.expected.in_(language) if fault.expected is not None else "")
    if not expected:
        return message
    return gettext("%(fault)s Right would be: %(expected)s.") % {"fault": message, "expected": expected.rstrip(".")}
