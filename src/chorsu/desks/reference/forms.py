"""Forms of the desk: one for the facts of each dataset, made of its fields; for drafts; for files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import tomli
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chorsu.desks.language import engine_language
from chorsu.desks.reference.datasets import family_of, flat
from chorsu.desks.reference.fields import FIELDS, Field, own_fields
from chorsu.desks.reference.models import Change, Dataset, Draft
from chorsu.desks.reference.tables import plain_row, toml
from chorsu.facts import Fault

MOST_TEXT = 4_000
MOST_FURTHER = 60_000
_LISTS = ("conditions", "replaces", "of")
_WAYS = (Dataset.SERVICE, Dataset.CROSSING)


class FactForm(forms.Form):
    """The fields of one fact. ``row`` is the fact on file that it begins with; what has no field of its own is kept from it."""

    def __init__(self, dataset: str, data=None, *, row: Mapping[str, Any] | None = None) -> None:
        self.dataset, self.row = Dataset(dataset), dict(row or {})
        super().__init__(data, initial=_initial(self.dataset, self.row), prefix="fact")
        self.sizes = {}
        for field in FIELDS[self.dataset]:
            self.fields[field.name] = _field(field)
            self.sizes[field.name] = field.size

    def lines(self):
        """The bound fields, each with its width."""
        return [(self[name], size) for name, size in self.sizes.items()]

    def clean_further(self) -> dict[str, Any]:
        """What is written in TOML, read; its fault beside the field."""
        written = self.cleaned_data["further"]
        try:
            return plain_row(tomli.loads(written.replace("\r\n", "\n")))
        except (tomli.TOMLDecodeError, RecursionError) as mistake:
            raise forms.ValidationError(
                gettext("This is not TOML: %(mistake)s"), params={"mistake": str(mistake)[:200]}
            ) from None

    def typed(self) -> dict[str, Any]:
        """The row as it was typed, with what the fact on file has beside the form's fields."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        if self.dataset in _WAYS:
            return _way(given)
        if self.dataset in (Dataset.RATE, Dataset.PLACE):
            return given
        own = own_fields(self.dataset)
        kept = {
            name: value for name, value in self.row.items() if name not in own and name not in ("text", "expression", "scheme")
        }
        words = {name[5:]: given.pop(name) for name in ("text_en", "text_zh", "text_ru") if name in given}
        if not words and self.dataset == Dataset.MEASURE and self.row.get("text"):
            words = self.row["text"]
        return {**kept, **given, **({"text": words} if words else {}), "source": _source(given, self.row)}

    def tell(self, faults: tuple[Fault, ...]) -> None:
        """Put the faults of a row beside their fields; one of no field of the form stands above them all."""
        language = engine_language()
        for fault in faults:
            name = fault.path.split(".")[0].split("[")[0]
            name = {"text": "text_en", "source": "source_title"}.get(name, name)
            name = "checked_on" if fault.path.endswith("checked_on") else name
            said = fault.message.in_(language)
            if fault.expected is not None:
                said = gettext("%(fault)s Right would be: %(right)s.") % {"fault": said, "right": fault.expected.in_(language)}
            if name not in self.fields and "further" in self.fields:
                name, said = "further", f"{fault.path}: {said}"
            self.add_error(name if name in self.fields else None, said)


def _field(field: Field) -> forms.Field:
    given = {"label": field.label, "help_text": field.help, "required": False}
    if field.kind == "choice":
        return forms.ChoiceField(choices=[(name, name or "—") for name in field.choices], **given)
    if field.kind == "words":
        most, rows = (MOST_FURTHER, 14) if field.name == "further" else (MOST_TEXT, 3)
        attributes = {"rows": rows} | ({} if field.name == "further" else {"class": "words"}) | {"spellcheck": "false"}
        return forms.CharField(widget=forms.Textarea(attributes), max_length=most, **given)
    attributes = {"class": "figure", "inputmode": "decimal"} if field.kind == "figure" else {}
    if field.kind == "day":
        attributes = {"placeholder": "YYYY-MM-DD", "inputmode": "numeric"}
    return forms.CharField(widget=forms.TextInput({**attributes, "autocomplete": "off"}), max_length=500, **given)


def _initial(dataset: Dataset, row: Mapping[str, Any]) -> dict[str, str]:
    names = [field.name for field in FIELDS[dataset]]
    initial = dict(zip(names, flat(row, names), strict=True))
    if dataset in _WAYS:
        further = {name: value for name, value in row.items() if name not in own_fields(dataset)}
        initial["further"] = _written(further)
    return initial


def _written(further: Mapping[str, Any]) -> str:
    """Fields as TOML: those of one line first, then the tables, a field a line."""
    tables = {
        name: value for name, value in further.items() if isinstance(value, list) and value and isinstance(value[0], Mapping)
    }
    single = {name: value for name, value in further.items() if name not in tables}
    head = toml({"row": [single]}).partition("\n")[2] if single else ""
    return "\n".join(filter(None, (head.strip(), toml(tables).strip()))) + "\n" if further else ""


def _way(given: dict[str, Any]) -> dict[str, Any]:
    further = given.pop("further", {})
    names = {name[5:]: given.pop(name) for name in ("name_en", "name_zh", "name_ru") if name in given}
    source = {
        "title": given.pop("source_title", ""),
        "address": given.pop("source_address", ""),
        "checked_on": given.pop("checked_on", ""),
    }
    source = {name: value for name, value in source.items() if value}
    return {**given, "names": names, **({"source": source} if source else {}), **further}


def _source(given: dict[str, Any], row: Mapping[str, Any]) -> dict[str, str]:
    fields = {"title": "source_title", "address": "source_address", "checked_on": "checked_on"}
    source = {name: given.pop(field) for name, field in fields.items() if field in given}
    before = row.get("source") or {}
    if source.get("title") == before.get("title") and source.get("address") == before.get("address"):
        source = {**{name: before[name] for name in ("as_of", "also") if name in before}, **source}
    return source


class DraftForm(forms.ModelForm):
    """What a draft is for."""

    class Meta:
        model = Draft
        fields = ("title", "why", "effective")

    def __init__(self, *args, **given) -> None:
        super().__init__(*args, **given)
        self.fields["why"].widget = forms.Textarea({"rows": 3, "class": "words"})
        self.fields["title"].help_text = _("What changes, for example: VAT of Kazakhstan from 2027.")
        self.fields["why"].help_text = _("Which law or notice says so, and what you were not sure of. The reviewer reads it.")
        self.fields["effective"].help_text = _(
            "From when it holds, in words; each row has its own days. For example: from 2027-01-01."
        )


class ChangeForm(forms.Form):
    """Into which draft a change goes: one that is open, or a new one by its title."""

    draft = forms.ModelChoiceField(Draft.objects.none(), label=_("Draft"), required=False, empty_label=_("a new draft"))
    title = forms.CharField(
        label=_("Title of the new draft"), max_length=200, required=False,
        help_text=_("What changes, for example: VAT of Kazakhstan from 2027."),
    )  # fmt: skip

    def __init__(self, data=None, *, drafts, initial=None) -> None:
        super().__init__(data, initial=initial)
        self.fields["draft"].queryset = drafts

    def clean(self):
        """A new draft needs a title."""
        given = super().clean()
        if not given.get("draft") and not (given.get("title") or "").strip():
            self.add_error("title", _("Give the new draft a title, or choose one that is open."))
        return given


class EndForm(forms.Form):
    """The last day of a fact."""

    last = forms.DateField(
        label=_("Last day"), input_formats=["%Y-%m-%d"], help_text=_("The last day on which it holds, for example 2026-12-31."),
        widget=forms.DateInput({"placeholder": "YYYY-MM-DD", "inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why a draft comes back."""

    reason = forms.CharField(
        label=_("Why it comes back"), max_length=4000, widget=forms.Textarea({"rows": 3, "class": "words"}),
        help_text=_("For its writer: what is wrong, and what would be right."),
    )  # fmt: skip


class ImportForm(forms.Form):
    """A file of changes: of which dataset, and what holds for every row that does not say it."""

    dataset = forms.ChoiceField(label=_("What the file has"), choices=Dataset.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV in UTF-8, XLSX or TOML; its columns are the fields of the form. At most 10 MB and 20,000 rows."),
    )
    jurisdiction = forms.CharField(
        label=_("Jurisdiction"), max_length=20, required=False, help_text=_("For measures: if no column says it.")
    )
    authority = forms.CharField(
        label=_("Authority"),
        max_length=2,
        required=False,
        help_text=_("For exchange rates: the state whose bank publishes the table, if no column says it."),
    )
    official = forms.BooleanField(label=_("The rates are official"), required=False, initial=True)
    source = forms.CharField(
        label=_("Source"), max_length=500, required=False, help_text=_("Where the table was read, if no column says it.")
    )
    source_address = forms.CharField(label=_("Address of the source"), max_length=500, required=False)
    checked_on = forms.DateField(
        label=_("Read on"), required=False, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"placeholder": "YYYY-MM-DD", "inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def given(self) -> dict[str, str]:
        """What holds for every row, by the names of columns."""
        said = self.cleaned_data
        day: date | None = said["checked_on"]
        if said["dataset"] == Dataset.RATE:
            found = {
                "authority": said["authority"],
                "official": "true" if said["official"] else "false",
                "source": said["source"],
            }
        else:
            found = {
                "source_title": said["source"],
                "source_address": said["source_address"],
                "checked_on": day.isoformat() if day else "",
            }
            if family_of(said["dataset"]) == Dataset.MEASURE:
                found["jurisdiction"] = said["jurisdiction"]
        return {name: value for name, value in found.items() if value}


OPERATIONS = (Change.Operation.REPLACE, Change.Operation.END, Change.Operation.REMOVE)
