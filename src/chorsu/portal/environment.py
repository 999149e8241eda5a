"""What an installation may set, read from the environment.

``CHORSU_DATA`` the data folder · ``CHORSU_SECRET_KEY`` · ``CHORSU_HOSTS`` names under which the portal answers, separated by
commas · ``CHORSU_API_RATE`` requests of one token in a minute · ``CHORSU_HANDS`` requests that a process answers at a time ·
``CHORSU_METRICS_TOKEN`` who may read the figures · ``CHORSU_DEBUG`` · ``CHORSU_HTTPS`` set to 1 behind a proxy that speaks
HTTPS · ``DATABASE_URL`` for PostgreSQL.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from chorsu.installation import data_folder

__all__ = ["data_folder", "database", "demo", "flag", "hosts", "number", "secret_key"]

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
YES = {"1", "true", "yes", "on"}


def flag(name: str) -> bool:
    """Whether a setting is switched on (1, true, yes, on)."""
    return os.environ.get(name, "").strip().lower() in YES


def number(name: str, otherwise: int) -> int:
    """A whole number from 1 on, else ``otherwise``. Raises ImproperlyConfigured for what is none."""
    written = os.environ.get(name, "").strip()
    if not written:
        return otherwise
    if not (written.isascii() and written.isdigit() and 0 < int(written) < 10**9):
        raise ImproperlyConfigured(f"{name} must be a whole number from 1 on, for example {otherwise}, not {written!r}")
    return int(written)


def secret_key(folder: Path) -> str:
    """``CHORSU_SECRET_KEY``, else a key made once and kept in the data folder, readable by its owner alone."""
    if os.environ.get("CHORSU_SECRET_KEY"):
        return os.environ["CHORSU_SECRET_KEY"]
    path = folder / "secret-key"
    if not path.exists():
        # Written whole under another name and then linked: two workers that start together agree on one key.
        draft = folder / f"secret-key.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def secret_keys_before() -> list[str]:
    """``CHORSU_SECRET_KEY_BEFORE``: the key that was replaced, by which second factors and sessions can still be read."""
    before = os.environ.get("CHORSU_SECRET_KEY_BEFORE", "").strip()
    return [before] if before else []


def password_words() -> tuple[str, ...]:
    """``CHORSU_PASSWORD_WORDS``: the zone's own words that make no password, beside ours."""
    return tuple(word.strip() for word in os.environ.get("CHORSU_PASSWORD_WORDS", "").split(",") if word.strip())


def hosts() -> list[str]:
    """The names under which the portal answers."""
    named = [name.strip() for name in os.environ.get("CHORSU_HOSTS", "").split(",") if name.strip()]
    return named or ["localhost", "127.0.0.1", "[::1]"]


def demo() -> bool:
    """Whether the demo's sign-in by one click is there: switched on, and this machine alone can reach the portal.

    ``CHORSU_DEMO`` is set by ``chorsu serve --demo``. An installation that answers under names of its own, or by HTTPS, is real:
    the switch does nothing there.
    """
    return flag("CHORSU_DEMO") and not flag("CHORSU_HTTPS") and set(hosts()) <= LOOPBACK


def database(folder: Path) -> dict:
    """SQLite in the data folder, or what ``DATABASE_URL`` names: ``postgresql://user:password@host:port/name?sslmode=require``."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "chorsu.sqlite3",
            "OPTIONS": {
                # A transaction that means to write says so at its start, so that it waits for others instead of failing midway.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what was acknowledged outlives a power cut, not only a crash of ours.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgresql://, for example postgresql://user:password@host:5432/chorsu"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def proxies() -> int:
    """``CHORSU_PROXIES``: how many proxies stand before the portal; with ``CHORSU_HTTPS`` one, else none."""
    return number("CHORSU_PROXIES", 1 if flag("CHORSU_HTTPS") else 0)


def second_factor_for() -> tuple[str, ...]:
    """``CHORSU_SECOND_FACTOR``: the kinds of organisation whose administrators need a second factor; ``none`` for nobody's."""
    named = os.environ.get("CHORSU_SECOND_FACTOR", "zone,agency")
    return tuple(kind.strip() for kind in named.split(",") if kind.strip() and kind.strip() != "none")


def sign_in_elsewhere() -> dict:
    """OpenID Connect of an agency: nothing unless all are set.

    ``CHORSU_OIDC_SERVER`` · ``CHORSU_OIDC_CLIENT`` · ``CHORSU_OIDC_SECRET`` · ``CHORSU_OIDC_NAME``.

    The server is known by its address: ``https://login.example.org/realms/agency``; what it needs more it tells itself.
    """
    given = {name: os.environ.get(f"CHORSU_OIDC_{name}", "").strip() for name in ("SERVER", "CLIENT", "SECRET", "NAME")}
    if not any(given.values()):
        return {}
    missing = [f"CHORSU_OIDC_{name}" for name, value in given.items() if not value]
    if missing or not given["SERVER"].startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise ImproperlyConfigured(
            f"For sign-in by OpenID Connect, set {', '.join(missing) or 'CHORSU_OIDC_SERVER to an address that begins with https://'}"
        )
    app = {
        "provider_id": "agency",
        "name": given["NAME"],
        "client_id": given["CLIENT"],
        "secret": given["SECRET"],
        "settings": {"server_url": given["SERVER"], "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def sign_in_origins() -> tuple[str, ...]:
    """The origins of the servers that people may sign in at, besides here."""
    apps = sign_in_elsewhere().get("openid_connect", {}).get("APPS", ())
    parts = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return tuple(f"{each.scheme}://{each.netloc}" for each in parts)
