"""How people sign up and sign in: what of django-allauth is ours."""

import base64
from collections.abc import Iterable
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chorsu.desks.organisations import services

# Words of every zone, which are the first that anybody would try here.
WORDS = ("chorsu", "customs", "broker", "carrier", "trader", "agency", "declaration", "password", "таможня", "брокер", "пароль")


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


class WordsOfTheZone:
    """Refuses a password that is little more than words which everybody knows: the zone's own, ``words``, and :data:`WORDS`."""

    LEFT = 8
    """So many letters must be left without those words, figures and marks."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = sorted({word.casefold() for word in (*WORDS, *words)}, key=len, reverse=True)

    def validate(self, password: str, user=None) -> None:
        """Raises ValidationError for such a password."""
        rest = password.casefold()
        found = [word for word in self.words if word in rest]
        for word in found:
            rest = rest.replace(word, "")
        if found and sum(letter.isalpha() for letter in rest) < self.LEFT:
            raise ValidationError(
                _("This password is little more than the word “%(word)s”, which others try first."),
                code="word_of_the_zone",
                params={"word": found[0]},
            )

    def get_help_text(self) -> str:
        """What is asked, for the page."""
        return _("Your password can’t be made of words that everybody in the zone knows.")


class SignInElsewhere(DefaultSocialAccountAdapter):
    """Sign-in at an agency's own server: it tells who the person is, and nothing of where they belong."""

    def save_user(self, request, sociallogin, form=None):
        """The person made, under the name that the server tells."""
        person = super().save_user(request, sociallogin, form)
        told = sociallogin.account.get_provider_account().get_user_data() or {}
        services.introduce(person, str(told.get("name") or "").strip()[:150], get_language(), at=timezone.now())
        return person


class SecondFactor(DefaultMFAAdapter):
    """The authenticator app and passkeys, under the name of the portal; secrets in the database are encrypted by its key."""

    def encrypt(self, text: str) -> str:
        """A secret of a second factor as it is kept."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A kept secret. One that no key opens gives a new secret that nobody has: every code is wrong then."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def get_totp_issuer(self) -> str:
        """The name under which an app lists the account: Chorsu and the zone's own address."""
        return f"Chorsu {urlsplit(settings.PORTAL_ADDRESS).hostname}"

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, to stand in the page itself: a picture from elsewhere is not let in."""
        return super().build_totp_svg(url).partition("?>")[2].strip()


def _cipher() -> MultiFernet:
    """Encrypts by the installation's key; opens what that or the key before encrypted."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"chorsu.second-factor").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
