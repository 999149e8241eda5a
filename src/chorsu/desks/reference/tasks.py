"""What the worker does for the desk: looks drafts through, and follows a publication."""

from django.utils import timezone
from django_tasks import task


@task()
def examine(examination: str) -> None:
    """Look a draft through."""
    from chorsu.desks.reference.examining import run

    run(examination, at=timezone.now())


@task()
def follow() -> None:
    """After a publication: the files say what the database says, and the open cases that it alters are found."""
    from chorsu.desks.reference.layer import keep_up
    from chorsu.desks.trade.services import find_alterations

    keep_up()
    find_alterations(at=timezone.now())
