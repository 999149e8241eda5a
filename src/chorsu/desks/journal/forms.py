"""What people type on the pages of the journal."""

from datetime import UTC, datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.journal import addresses, telling
from chorsu.desks.journal.models import Webhook, When
from chorsu.desks.journal.outbox import USUAL
from chorsu.desks.organisations.models import Person


class Day(forms.DateInput):
    """A day, chosen as the browser lets people choose days."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _events() -> list:
    """Every verb by its kind, as a list to choose from."""
    verbs: dict[str, list] = {}
    for verb in sorted(telling.events()):
        verbs.setdefault(verb.partition(".")[0], []).append((verb, telling.label(verb)))
    names = telling.kinds()
    return [
        (str(names.get(kind, kind)), choices) for kind, choices in sorted(verbs.items(), key=lambda row: str(names.get(row[0])))
    ]


class Find(forms.Form):
    """Narrow the list of entries: an event or a whole kind, a person of the own organisation, from a day to a day."""

    verb = forms.ChoiceField(label=_("Event"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    since = forms.DateField(label=pgettext_lazy("day", "From"), required=False, widget=Day())
    until = forms.DateField(label=pgettext_lazy("day", "Until"), required=False, widget=Day())

    def __init__(self, *given, actor, **more) -> None:
        super().__init__(*given, **more)
        kinds = [(f"{kind}.", str(name)) for kind, name in telling.kinds().items()]
        self.fields["verb"].choices = [("", _("all")), (_("Kinds"), kinds), *_events()]
        people = Person.objects.filter(memberships__organisation=actor.organisation).distinct().order_by("name")
        self.fields["person"].choices = [("", _("all")), *((str(each.pk), str(each)) for each in people)]

    def narrowed(self, rows):
        """The entries that are asked for; what cannot be read narrows nothing, and its fault is told beside it."""
        self.is_valid()
        asked = self.cleaned_data
        if verb := asked.get("verb"):
            rows = rows.filter(verb__startswith=verb) if verb.endswith(".") else rows.filter(verb=verb)
        if asked.get("person"):
            rows = rows.filter(person=asked["person"])
        if asked.get("since"):
            rows = rows.filter(at__gte=datetime.combine(asked["since"], time.min, UTC))
        if asked.get("until"):
            rows = rows.filter(at__lte=datetime.combine(asked["until"], time.max, UTC))
        return rows


class WebhookForm(forms.Form):
    """A webhook: its name, its address, and what it is told of."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("By which you know it again."))
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("HTTPS, and reachable from everywhere. It answers with a status from 200 to 299 within ten seconds."),
    )
    verbs = forms.MultipleChoiceField(
        label=_("Events"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Choose none, and it is told of all.")
    )

    def __init__(self, *given, webhook: Webhook | None = None, **more) -> None:
        if webhook is not None:
            more.setdefault("initial", {"name": webhook.name, "address": webhook.address, "verbs": webhook.verbs})
        super().__init__(*given, **more)
        self.fields["verbs"].choices = _events()

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        try:
            addresses.read(address)
        except addresses.NotCalled:
            raise forms.ValidationError(
                _("It must begin with https:// and have no name, password or # in it, for example https://example.org/chorsu.")
            ) from None
        return address


class NoticesForm(forms.Form):
    """When a person is written to about each kind of thing."""

    def __init__(self, *given, chosen: dict[str, str], **more) -> None:
        super().__init__(*given, **more)
        for kind, name in telling.kinds().items():
            self.fields[kind] = forms.ChoiceField(label=name, choices=When.choices, initial=chosen.get(kind, USUAL))


class EraseForm(forms.Form):
    """The confirmation before a person's data are erased: their own e-mail address, typed."""

    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("Type it to confirm."))

    def __init__(self, *given, person: Person, **more) -> None:
        super().__init__(*given, **more)
        self._person = person

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email.casefold() != self._person.email.casefold():
            raise forms.ValidationError(_("This is not the address with which you are signed in."))
        return email
