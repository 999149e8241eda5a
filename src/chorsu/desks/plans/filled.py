"""The form of a consignment on a page: empty, as a document has it, as it was sent, with what the reader may have meant."""

import re

from chorsu.desks.language import engine_language
from chorsu.desks.plans import search
from chorsu.desks.plans.forms import CURRENCIES, MOST_ITEMS, UNITS, ConsignmentForm, ItemForms, document_of, written_in_form

UNPROCESSABLE = 422
MOST_SUGGESTIONS = 5


def status_of(request):
    """A form that asked for room for one more item is no failure."""
    return 200 if "more" in request.POST else UNPROCESSABLE


def _choices():
    return {"currencies": CURRENCIES, "units": UNITS}


def empty_forms():
    """The form with nothing written in it."""
    form = ConsignmentForm(initial={"incoterm": "DAP", "buyer_kind": "business"})
    return {
        "form": form,
        "items": ItemForms(prefix="items", initial=[{"unit": "KGM", "origin": "", "currency": "USD"}]),
        **_choices(),
    }


def forms_of(document):
    """The form as a document fills it."""
    language = engine_language()
    fields, items = written_in_form(
        document,
        place_label=lambda code: search.place_label(code, language),
        goods_label=lambda hs: search.goods_label(hs, language),
    )
    return {"form": ConsignmentForm(initial=fields), "items": ItemForms(prefix="items", initial=items), **_choices()}


def read_forms(request):
    """The forms as they were sent, and the document they make; None where it cannot be read or one more item was asked for."""
    data = request.POST.copy()
    if "more" in data:
        written = data.get("items-TOTAL_FORMS", "")
        data["items-TOTAL_FORMS"] = min(int(written) + 1, MOST_ITEMS) if written.isascii() and written.isdigit() else 1
    if "add_proof" in data:
        _add_proof(data, data["add_proof"][:100])
    form, items = ConsignmentForm(data), ItemForms(data, prefix="items")
    forms = {"form": form, "items": items, **_choices()}
    # Both are asked, so that the faults of both are shown at once.
    if all([form.is_valid(), items.is_valid()]) and "more" not in data:
        return forms, document_of(form, items)
    return forms, None


def _add_proof(data, proof):
    """What if the goods carried this proof: it is added to every item that does not name it."""
    for name in [name for name in data if re.fullmatch(r"items-\d+-proofs", name)]:
        written = [part.strip() for part in data[name].split(";") if part.strip()]
        if proof not in written:
            data[name] = "; ".join([*written, proof])


def bound_forms(document):
    """The forms of a document as if it had been sent, so that faults can stand beside its fields."""
    forms = forms_of(document)
    data = dict(forms["form"].initial)
    for index, fields in enumerate(forms["items"].initial):
        data |= {f"items-{index}-{name}": value for name, value in fields.items()}
    count = len(forms["items"].initial)
    data |= {
        "items-TOTAL_FORMS": count,
        "items-INITIAL_FORMS": count,
        "items-MIN_NUM_FORMS": 1,
        "items-MAX_NUM_FORMS": MOST_ITEMS,
    }
    bound = {"form": ConsignmentForm(data), "items": ItemForms(data, prefix="items"), **_choices()}
    bound["form"].is_valid(), bound["items"].is_valid()
    return bound


def suggested(forms):
    """Put what the reader may have meant beside the fields of places and goods that could not be understood."""
    language = engine_language()
    for form, name, find in (
        (forms["form"], "place_from", search.places),
        (forms["form"], "place_to", search.places),
        *((item, "hs", search.goods) for item in forms["items"]),
    ):
        if form.has_error(name):
            form.fields[name].suggestions = find(form.data.get(form.add_prefix(name), ""), language)[:MOST_SUGGESTIONS]
    return forms
