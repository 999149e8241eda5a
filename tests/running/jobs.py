"""Jobs for the tests of the worker: each leaves a row, so that one sees how often it was done."""

from django.db import OperationalError
from django.utils import timezone
from django_tasks import task

from chorsu.desks.plans.models import KeptPlan


@task()
def leave_a_row(words: str) -> str:
    KeptPlan.objects.create(words=words, made_at=timezone.now(), changed_at=timezone.now())
    return words


@task(queue_name="outside")
def leave_a_row_outside(words: str) -> str:
    return leave_a_row.func(words)


@task()
def leave_a_row_and_fail(words: str) -> None:
    leave_a_row.func(words)
    raise ValueError(f"secret {words}")


@task()
def find_the_database_busy(words: str) -> None:
    leave_a_row.func(words)
    raise OperationalError("database is locked")
