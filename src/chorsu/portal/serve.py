"""Serve the portal: bring the database and the static files up to date, then answer."""

import os
from collections.abc import Callable


def serve(host: str = "127.0.0.1", port: int = 8000, *, workers: int = 1, check: bool = False) -> None:
    """Serve the portal at ``host:port`` until interrupted.

    Migrates the database and collects the static files into the data folder first. With ``check`` it proves that the first page
    and the example answer, and returns without serving. Raises RuntimeError where they do not.
    """
    _prepare(host)
    if check:
        print(f"The portal answers: {', '.join(_proved())}.")
        return
    # Imported here: checking needs no server.
    from granian import Granian
    from granian.constants import Interfaces

    shown = f"[{host}]" if ":" in host else host
    print(f"Chorsu is served at http://{shown}:{port}/  (Ctrl+C stops it)", flush=True)
    Granian(
        "chorsu.portal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        log_access=False,
        log_level="warning",
    ).serve()


def seed_demo(progress: Callable[[str], None] = lambda _said: None) -> str:
    """Make the demo zone, once, so that there is something to look at. Gives the path of the page on which to sign in.

    ``progress`` is told of each case that is made. Raises NotADemo (of ``chorsu.portal.demo``) in a real installation.
    """
    os.environ["CHORSU_DEMO"] = "1"
    _prepare("127.0.0.1")
    from django.urls import reverse
    from django.utils import timezone

    from chorsu.portal.demo import seed_zone

    seed_zone(at=timezone.now(), progress=progress)
    return reverse("demo:zone")


def _prepare(host: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chorsu.portal.settings")
    os.environ["CHORSU_COLLECTED"] = "1"
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - a comparison, not a binding
        named = f"[{host}]" if ":" in host else host
        os.environ.setdefault("CHORSU_HOSTS", f"localhost,127.0.0.1,[::1],{named}")

    import django
    from django.apps import apps
    from django.core.management import call_command

    if not apps.ready:
        django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def _proved() -> list[str]:
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    addresses = [f"/{code}/" for code, _ in settings.LANGUAGES]
    for address in addresses:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
    return addresses
