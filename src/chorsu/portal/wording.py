"""Sentences of the pages for signing in that the library's own catalogues leave in English or say badly: ours come first.

Nothing uses this module: it is what lets ``tools/gather_messages.py`` find the sentences.
A page that has a template of ours needs no line here.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SAID_ANEW = (
    _("Account Inactive"),
    _("Add Email"),
    _("Add Email Address"),
    _("An account already exists with this email address. Please sign in to that account first, then connect your %s account."),
    _("Bad Token"),
    _("Do you really want to remove the selected email address?"),
    _("Email Addresses"),
    _("Generate"),
    _("Or use a third-party"),
    _("Primary"),
    _("Primary email address set."),
    _("Re-send Verification"),
    _("Recipient"),
    _("Removed email address %(email)s."),
    _("Request Code"),
    _("Sign in with a passkey"),
    _("The following email addresses are associated with your account:"),
    _("The password reset token was invalid."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("You cannot remove your primary email address (%(email)s)."),
    _("You have confirmed %(email)s."),
    _("Your account has no verified email address."),
    ngettext_lazy("You have added %(count)s security key.", "You have added %(count)s security keys.", "count"),
)
