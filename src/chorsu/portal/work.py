"""The background worker: jobs that were put in a queue, and periodic duties. Any number of them share one database.

A worker says every few seconds that it lives. What it held when it died is given to others, so no job is lost. None is done
twice: a job of the queue ``default`` is done in one transaction with the mark that it is done, so either both are kept or neither
is. What leaves the house (a message to another server) or takes long cannot be part of a transaction: such jobs stand in the
queue ``outside``, may be begun again after a crash, and must bear it.
"""

import logging
import os
import secrets
import signal
import sys
import threading
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone

BEAT = 5.0
"""Seconds between two signs of life."""
IDLE = 1.0
"""Seconds between two looks at empty queues."""
ATTEMPTS = 5
"""How many workers may die over a job, and how often the database may be busy, before it is given up."""
OUTSIDE = "outside"
_log = logging.getLogger("chorsu.work")


class Stopped:
    """Tells the loop to stop after what it does now."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def now(self) -> None:
        """Stop."""
        self._event.set()

    def wait(self, seconds: float) -> None:
        """Wait so long, or until it is stopped."""
        self._event.wait(seconds)


def work(key: str, stopped: Stopped, *, parent: int | None = None) -> None:
    """Work until stopped. ``key`` is this worker's own; a worker that died under the same key left its work to this one.

    ``parent`` is the process that looks after this one: where it is gone, the work ends.
    """
    begin(key, at=timezone.now())
    beats = threading.Thread(target=_beat, args=(key, stopped, parent), daemon=True)
    beats.start()
    _log.info("begins", extra={"facts": {"worker": key}})
    while not stopped:
        try:
            if not once(key, at=timezone.now()):
                stopped.wait(IDLE)
        except (DatabaseError, InterfaceError) as fault:
            _log.warning("the database is busy or away", exc_info=fault)
            connection.close()
            stopped.wait(IDLE)
        close_old_connections()
    beats.join(timeout=BEAT)
    end(key)
    _log.info("ends", extra={"facts": {"worker": key}})


@transaction.atomic
def begin(key: str, *, at: datetime) -> None:
    """Sign on, and give back what an earlier worker of this key held."""
    from chorsu.portal.models import Worker

    _give_back(lambda holder: holder == key, at=at)
    Worker.objects.update_or_create(key=key, defaults={"began_at": at, "seen_at": at})


@transaction.atomic
def end(key: str) -> None:
    """Sign off."""
    from chorsu.portal.models import Worker

    Worker.objects.filter(key=key).delete()


def once(key: str, *, at: datetime) -> bool:
    """Do one job and the duties that are due; False where there was nothing to do."""
    release_lost(at=at)
    job = take_job(key)
    if job is not None:
        do_job(job, key)
    done = [duty for duty in _due(at) if take_duty(duty, key, at=at) and do_duty(duty, key, at=at)]
    return job is not None or bool(done)


def take_job(key: str):
    """The first job that is ready, marked as this worker's; None where there is none."""
    from django_tasks_db.models import DBTaskResult

    if not DBTaskResult.objects.ready().exists():
        return None
    with transaction.atomic():
        job = DBTaskResult.objects.ready().get_locked()
        if job is not None:
            job.claim(key)
    return job


def do_job(job, key: str) -> None:
    """Do a job that was taken: wholly once in the queue ``default``; at least once in ``outside``."""
    try:
        if job.queue_name == OUTSIDE:
            value = _call(job)
            with transaction.atomic():
                _finish(job, key, value)
        else:
            with transaction.atomic():
                if _mine(job, key):
                    _finish(job, key, _call(job))
    except Exception as fault:
        _log.exception("a job failed", extra={"facts": {"job": str(job.pk), "task": job.task_path}})
        _fail(job, key, fault)


def take_duty(duty, key: str, *, at: datetime) -> bool:
    """Hold a duty that is due and that nobody holds."""
    from chorsu.portal.models import Duty

    Duty.objects.get_or_create(name=duty.name, defaults={"due_at": at})
    free = Duty.objects.filter(name=duty.name, holder="", due_at__lte=at)
    return free.update(holder=key, began_at=at) == 1


def do_duty(duty, key: str, *, at: datetime) -> bool:
    """Do a duty that is held, and say when it is due again; where it failed, soon. Whether it did anything."""
    from chorsu.portal.models import Duty

    done, fault, again = None, "", duty.every
    try:
        done = duty.do(at=at)
        again = timedelta() if duty.until_none and done else again
    except Exception as raised:
        _log.exception("a duty failed", extra={"facts": {"duty": duty.name}})
        fault, again = type(raised).__name__, min(duty.every, timedelta(minutes=1))
        if isinstance(raised, OperationalError | InterfaceError):
            connection.close_if_unusable_or_obsolete()
    now = timezone.now()
    Duty.objects.filter(name=duty.name, holder=key).update(
        holder="", ended_at=now, due_at=at + again, done=done, fault=fault[:100]
    )
    return bool(done)


def release_lost(*, at: datetime) -> int:
    """Give to others what silent workers held; how many things that were."""
    from django_tasks_db.models import DBTaskResult

    from chorsu.portal.models import Duty, Worker
    from chorsu.portal.watch import SILENT

    alive = set(Worker.objects.filter(seen_at__gte=at - SILENT).values_list("key", flat=True))
    held = [ids[-1] for ids in DBTaskResult.objects.running().values_list("worker_ids", flat=True) if ids]
    held += Duty.objects.exclude(holder="").values_list("holder", flat=True)
    if not set(held) - alive:
        return 0
    with transaction.atomic():
        Worker.objects.filter(seen_at__lt=at - timedelta(days=1)).delete()
        return _give_back(lambda holder: holder not in alive, at=at)


def _give_back(is_lost, *, at: datetime) -> int:
    """Within a transaction. A job whose worker still works on it, however silent, is locked and left alone."""
    from django_tasks_db.models import DBTaskResult

    from chorsu.portal.models import Duty

    found = 0
    for job in DBTaskResult.objects.running().select_for_update(skip_locked=True):
        if not job.worker_ids or is_lost(job.worker_ids[-1]):
            found += 1
            if len(job.worker_ids) >= ATTEMPTS:
                _log.error("a job was given up", extra={"facts": {"job": str(job.pk), "task": job.task_path}})
                job.status, job.finished_at, job.exception_class_path = "FAILED", at, "chorsu.portal.work.Died"
            else:
                job.status = "READY"
            job.save(update_fields=["status", "finished_at", "exception_class_path"])
    lost = [duty.pk for duty in Duty.objects.exclude(holder="").select_for_update(skip_locked=True) if is_lost(duty.holder)]
    return found + Duty.objects.filter(pk__in=lost).update(holder="")


def _due(at: datetime):
    from chorsu.portal.duties import DUTIES
    from chorsu.portal.models import Duty

    waiting = set(Duty.objects.filter(due_at__gt=at).values_list("name", flat=True))
    return [duty for duty in DUTIES if duty.name not in waiting]


def _mine(job, key: str) -> bool:
    """Whether the job is still this worker's, its row locked until the transaction ends."""
    row = type(job).objects.select_for_update().filter(pk=job.pk, status="RUNNING").first()
    return row is not None and row.worker_ids[-1:] == [key]


def _call(job):
    task, given = job.task, job.args_kwargs
    if task.takes_context:
        from django_tasks_db.compat import TaskContext

        return task.call(TaskContext(task_result=job.task_result), *given["args"], **given["kwargs"])
    return task.call(*given["args"], **given["kwargs"])


def _finish(job, key: str, value) -> None:
    if _mine(job, key):
        job.set_successful(value)


@transaction.atomic
def _fail(job, key: str, fault: Exception) -> None:
    """Put a job back where the database was busy, to be tried again later; else it has failed, and its kind of fault is kept."""
    from chorsu.portal.logs import told

    if not _mine(job, key):
        return
    row = type(job).objects.get(pk=job.pk)
    if isinstance(fault, OperationalError | InterfaceError) and len(row.worker_ids) < ATTEMPTS:
        row.status, row.run_after = "READY", timezone.now() + timedelta(seconds=2 ** len(row.worker_ids))
    else:
        facts = told(fault)
        row.status, row.finished_at = "FAILED", timezone.now()
        # The message of a fault may hold what people wrote; its kind and its places in the code do not.
        row.exception_class_path, row.traceback = facts["fault"], "\n".join(facts["calls"])
    row.save(update_fields=["status", "run_after", "finished_at", "exception_class_path", "traceback"])


def _beat(key: str, stopped: Stopped, parent: int | None) -> None:
    """The sign of life, on a connection of its own thread."""
    from chorsu.portal.models import Worker

    while not stopped:
        now = timezone.now()
        try:
            if not Worker.objects.filter(key=key).update(seen_at=now):
                Worker.objects.create(key=key, began_at=now, seen_at=now)
        except (DatabaseError, InterfaceError):
            connection.close()
        if parent is not None and os.getppid() != parent:
            _log.warning("the service that started this worker is gone")
            stopped.now()
        stopped.wait(BEAT)
    connection.close()


def new_worker_key() -> str:
    """A key for a new worker."""
    return secrets.token_hex(16)


def main(key: str = "") -> int:
    """Run a worker until it is told to stop (SIGTERM, SIGINT): it finishes the job that it does, and ends."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chorsu.portal.settings")
    if not apps.ready:
        django.setup()
    stopped = Stopped()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.now())
    work(key or new_worker_key(), stopped, parent=os.getppid() if key else None)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
