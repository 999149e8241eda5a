"""A process that publishes one draft after another and dies where it is told: run by test_kill.py.

    python -m tests.reference.dying WHERE

WHERE: ``commit`` after the database has the publication, ``written`` when its folder is there, ``pointed`` at the end.
"""

import os
import signal
import sys


def die() -> None:
    """As by kill -9: nothing is closed, nothing is told."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(where: str) -> None:
    """Publish the rise of a tax, and die."""
    import django

    django.setup()
    from chorsu.desks.reference import layer, services
    from chorsu.desks.reference.services import publishing
    from tests.matrix.things.reference import examined
    from tests.people import AT
    from tests.reference.drafts import rise, zone

    writer, reader = zone()
    draft = services.submit(examined(rise(writer)), by=writer, at=AT)
    if where == "commit":
        publishing.keep_up = die
    elif where == "written":
        layer.write_whole = lambda path, raw: die() if path.name == "current" else path.write_bytes(raw)
    elif where == "within":
        layer._rates = lambda *_: die()
    services.publish(draft, by=reader, at=AT)
    die()


if __name__ == "__main__":
    main(sys.argv[1])
