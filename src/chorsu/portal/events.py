"""What the log tells of signing in: done or failed, factors and addresses that changed; by key and never by name."""

import logging
from functools import partial

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib.auth import signals as auth

_log = logging.getLogger("chorsu.security")
_EVENTS = (
    (auth.user_logged_in, "signed in"),
    (auth.user_logged_out, "signed out"),
    (auth.user_login_failed, "sign-in failed"),
    (account.user_signed_up, "signed up"),
    (account.password_set, "password set"),
    (account.password_changed, "password changed"),
    (account.password_reset, "password reset"),
    (account.email_changed, "address changed"),
    (factors.authenticator_added, "factor added"),
    (factors.authenticator_removed, "factor removed"),
    (factors.authenticator_reset, "factors reset"),
    (factors.authentication_failed, "factor failed"),
)


def listen() -> None:
    """Tell of each event from now on."""
    for signal, event in _EVENTS:
        signal.connect(partial(_tell, event), weak=False, dispatch_uid=f"chorsu.security.{event}")


def _tell(event: str, *, user=None, **_given) -> None:
    _log.info(event, extra={"facts": {"person": str(user.pk)} if getattr(user, "pk", None) else {}})
