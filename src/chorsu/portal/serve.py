"""Serve the portal: bring the database and the static files up to date, then answer, with a background worker beside."""

import atexit
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial

from django.utils.module_loading import import_string

WAITING = 3
"""Threads for each hand: one works, two wait for their turn; some more refuse whoever comes then (see overload.py)."""
REFUSING = 8
CONNECTIONS = 1024
"""Connections that a process holds open at the same time."""
STOP_WITHIN = 30
"""Seconds in which what is being done is finished after SIGTERM."""


def serve(host: str = "127.0.0.1", port: int = 8000, *, processes: int = 1, check: bool = False, worker: bool = True) -> None:
    """Serve the portal at ``host:port`` until interrupted, with so many web ``processes`` and, unless told otherwise, a worker.

    Migrates the database and collects the static files into the data folder first. A process that dies is started again; where
    this one is killed, the others end. SIGTERM and SIGINT end it gracefully. With ``check`` it proves that the first page answers
    in each language, and returns without serving. Raises RuntimeError where it does not.
    """
    _prepare(host)
    if check:
        print(f"The portal answers: {', '.join(_proved())}.")
        return
    # Imported here: checking needs no server.
    from django.conf import settings
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from chorsu.portal.beside import Beside

    connections.close_all()  # a process that forks must not share one
    shown = f"[{host}]" if ":" in host else host
    print(f"Chorsu is served at http://{shown}:{port}/  (Ctrl+C stops it)", flush=True)
    server = Granian(
        "chorsu.portal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=settings.HANDS * WAITING + REFUSING,
        # Connections, not requests: a browser keeps its own open while it asks nothing, and the next one must still be heard.
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_WITHIN,
        log_access=False,
        log_level="error",
        log_dictconfig=settings.LOGGING,
    )
    beside = Beside() if worker else None
    try:
        if beside is not None:
            beside.start()
        server.serve(target_loader=partial(_load, parent=os.getpid()))
    finally:
        if beside is not None:
            beside.stop(within=STOP_WITHIN)


def _load(target: str, *, parent: int) -> Callable:
    """The application, in a web process, which ends when the process that looks after it is gone: it would hold the port."""
    threading.Thread(target=_leave_with, args=(parent,), name="leave", daemon=True).start()
    return import_string(target.replace(":", "."))


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_WITHIN)
    os._exit(1)


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


def set_up() -> None:
    """Set Django up, where that is not done yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chorsu.portal.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def prepare() -> None:
    """Set Django up, and bring the database up to this version."""
    set_up()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from chorsu.desks.reference.layer import catch_up

    catch_up()  # a process that died while it published left the files behind the database


def _prepare(host: str) -> None:
    os.environ["CHORSU_COLLECTED"] = "1"
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        # Where the processes count together; said before the library that counts is imported.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures = tempfile.mkdtemp(prefix="chorsu-figures-")
        atexit.register(_forget, figures, os.getpid())
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - a comparison, not a binding
        named = f"[{host}]" if ":" in host else host
        os.environ.setdefault("CHORSU_HOSTS", f"localhost,127.0.0.1,[::1],{named}")
    prepare()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def _forget(figures: str, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(figures, ignore_errors=True)


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
