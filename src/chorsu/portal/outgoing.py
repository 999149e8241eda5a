"""What an installation may set about what it sends out, and for how long it keeps what.

``CHORSU_ADDRESS`` where people reach the portal · ``CHORSU_MAIL`` the server that takes its mail · ``CHORSU_MAIL_FROM`` ·
``CHORSU_NOTICE_HOUR`` · ``CHORSU_DELIVERY_DAYS`` · ``CHORSU_WEBHOOKS_LOOPBACK`` · ``CHORSU_RETENTION_…`` in days.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

RETENTION = {
    "uploads": ("CHORSU_RETENTION_UPLOADS", 1),
    "mails": ("CHORSU_RETENTION_MAILS", 90),
    "deliveries": ("CHORSU_RETENTION_DELIVERIES", 90),
    "invitations": ("CHORSU_RETENTION_INVITATIONS", 365),
    "words": ("CHORSU_RETENTION_WORDS", 1826),
}
"""What is forgotten after how many days: the variable, and the days unless it is set."""


def between(name: str, otherwise: int, *, least: int, most: int) -> int:
    """A whole number from ``least`` to ``most``. Raises ImproperlyConfigured for anything else."""
    given = os.environ.get(name, "").strip() or str(otherwise)
    if not (given.isascii() and given.isdigit() and least <= int(given) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, for example {otherwise}")
    return int(given)


def retention() -> dict[str, int]:
    """For how many days each kind of thing is kept."""
    return {kind: between(name, days, least=1, most=36_525) for kind, (name, days) in RETENTION.items()}


def address() -> str:
    """Where people reach the portal, for the links in mails: ``https://zone.example.org``."""
    given = os.environ.get("CHORSU_ADDRESS", "").strip() or "http://localhost:8000"
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ImproperlyConfigured("CHORSU_ADDRESS must be where people reach the portal, for example https://zone.example.org")
    return given.rstrip("/")


def mail(folder: Path) -> dict:
    """Django's settings of mail, from ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://…:465``.

    Where no server is named, each letter is a file of ``mail/`` in the data ``folder``: none is lost, no key printed.
    """
    given = os.environ.get("CHORSU_MAIL", "").strip()
    sender = os.environ.get("CHORSU_MAIL_FROM", "").strip() or "chorsu@localhost"
    if not given:
        files = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": files, "EMAIL_FILE_PATH": folder / "mail", "DEFAULT_FROM_EMAIL": sender}
    parts = urlsplit(given)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("CHORSU_MAIL must begin with smtp:// or smtps://, for example smtp://user:password@mail:587")
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A server on this machine is not asked for a certificate that it does not have.
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not local,
        "EMAIL_TIMEOUT": 15,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }
