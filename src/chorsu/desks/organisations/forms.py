"""What people of this desk write: the organisation, an invitation, a mandate, a token, a reason: services decide what holds."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.organisations.models import Kind, Organisation, Role
from chorsu.desks.organisations.services import SCOPES
from chorsu.desks.states import StateSelect, states

KINDS = [(kind.value, kind.label) for kind in Kind if kind != Kind.ZONE]
_NAMES = {"zh": _("Name in Chinese"), "ru": _("Name in Russian"), "en": _("Name in English")}


class OrganisationForm(forms.Form):
    """An organisation as it says itself who it is."""

    name = forms.CharField(label=_("Name as registered"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=[("", "—"), *KINDS])
    country = forms.ChoiceField(label=_("State"), choices=states, widget=StateSelect)
    place = forms.CharField(label=_("Place"), max_length=100, required=False)
    registration = forms.CharField(
        label=_("Registration number"),
        max_length=60,
        required=False,
        help_text=_("Unified social credit code, BIN, INN or whatever number your state's register gives"),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)
    name_zh = forms.CharField(label=_NAMES["zh"], max_length=200, required=False)
    name_ru = forms.CharField(label=_NAMES["ru"], max_length=200, required=False)
    name_en = forms.CharField(label=_NAMES["en"], max_length=200, required=False)
    about = forms.CharField(
        label=_("About"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
        help_text=_("What you deal in or offer: partners read it in the directory"),
    )

    # How wide each field stands on the page.
    sizes = {
        "name": "wide",
        "kind": "third",
        "country": "third",
        "place": "third",
        "registration": "third",
        "website": "third",
    } | {f"name_{language}": "third" for language in _NAMES}

    def __init__(self, *args, fixed: bool = False, **kwargs):
        """``fixed``: what the zone has verified stands there and is not changed."""
        super().__init__(*args, **kwargs)
        if fixed:
            for name in ("name", "kind", "country", "registration"):
                self.fields[name].disabled = True
                self.fields[name].required = False

    def details(self) -> dict:
        """The fields as services take them."""
        given = dict(self.cleaned_data)
        names = {language: given.pop(f"name_{language}").strip() for language in _NAMES}
        return given | {"names": {language: name for language, name in names.items() if name}}

    @staticmethod
    def initial_of(organisation: Organisation) -> dict:
        """What stands in the form of an organisation that is there."""
        said = {
            name: getattr(organisation, name) for name in ("name", "kind", "country", "place", "registration", "website", "about")
        }
        return said | {f"name_{language}": organisation.names.get(language, "") for language in _NAMES}


class ReasonForm(forms.Form):
    """Why the zone refuses or suspends."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
        help_text=_("The organisation reads it: say what would be right."),
    )


class InvitationForm(forms.Form):
    """Whom an administrator invites, and as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.STAFF)


class MandateForm(forms.Form):
    """Which broker acts for the trader, from when until when."""

    broker = forms.ModelChoiceField(label=_("Broker"), queryset=Organisation.objects.none())
    valid_from = forms.DateField(
        label=pgettext_lazy("day", "From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=pgettext_lazy("day", "Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, brokers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["broker"].queryset = brokers


class TokenForm(forms.Form):
    """What a program may do, and until when."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Which program it is for"))
    expires_on = forms.DateField(
        label=_("Ends on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most a year from today"),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
