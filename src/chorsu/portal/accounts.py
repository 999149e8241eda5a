"""How people sign up and sign in: what of django-allauth is ours."""

from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chorsu.desks.organisations import services


class SignupForm(forms.Form):
    """What is asked at sign-up beside address and password: how to call the person, and in which language to write to them."""

    name = forms.CharField(label=_("Your name"), max_length=150, help_text=_("Colleagues and partners see it beside what you do"))
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "password1", "language")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["language"].initial = get_language()

    def signup(self, request, person):
        """Called once the person is made, before the first letter to them."""
        services.introduce(person, self.cleaned_data["name"], self.cleaned_data["language"], at=timezone.now())


class SecondFactor(DefaultMFAAdapter):
    """The authenticator app and passkeys, under the name of the portal."""

    def get_totp_issuer(self) -> str:
        """The name under which an app lists the account: Chorsu and the zone's own address."""
        return f"Chorsu {urlsplit(settings.PORTAL_ADDRESS).hostname}"

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, to stand in the page itself: a picture from elsewhere is not let in."""
        return super().build_totp_svg(url).partition("?>")[2].strip()
