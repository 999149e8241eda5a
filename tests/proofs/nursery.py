"""Where processes that will be killed are born: set up once, forked in milliseconds.

Told on standard input, one a line: ``write NAME`` (an organisation changes itself again and again, and puts a job in the queue
with each change), ``work KEY`` (a worker), ``check`` (everything that was acknowledged is there, and the chains hold), ``drain``
(do what is left), ``quit``. Answers one line each: a process number, or what was found. A writer writes into the file acks/NAME
what was acknowledged to it: the organisation and the number of its change.
"""

import contextlib
import os
import signal
import sys
import time
import uuid
from itertools import count
from pathlib import Path


def main() -> None:
    import django

    django.setup()
    print("ready", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed need nobody to wait for them
    for line in sys.stdin:
        verb, *words = line.split()
        if verb == "quit":
            return
        if verb in ("write", "work"):
            number = os.fork()
            if number == 0:
                _born(verb, words[0])
            print(number, flush=True)
        else:
            print(asked({"check": check, "drain": drain}[verb]), flush=True)


def _born(verb: str, word: str) -> None:
    from chorsu.portal import duties, work

    with contextlib.suppress(BaseException):
        if verb == "write":
            write(word)
        else:
            duties.DUTIES = ()
            work.IDLE = 0.01
            work.work(word, work.Stopped())
    os._exit(0)


def write(name: str) -> None:
    """Write until killed; tell of each change after it was acknowledged, never before."""
    from django.db import transaction
    from django.utils import timezone

    from chorsu.desks.actor import Actor
    from chorsu.desks.organisations import services
    from chorsu.desks.organisations.models import Person, Role
    from tests.running import jobs

    person = Person.objects.create_user(f"{uuid.uuid4().hex}@example.org", None, name=name)
    own = services.register_organisation({"name": name, "kind": "trader", "country": "CN"}, by=person, at=timezone.now())
    actor = Actor(person, own, Role.ADMINISTRATOR)
    with open(_acks() / name, "w") as told:
        for number in count(1):
            with transaction.atomic():
                services.change_organisation(own, {"about": str(number)}, by=actor, at=timezone.now())
                jobs.leave_a_row.enqueue(f"{own.pk} {number}")
            print(own.pk, number, file=told, flush=True)
            time.sleep(0.01)  # what proves is the kills; each change leaves a job, and all of these are done at the end


def check() -> str:
    """``ok`` and how many changes were acknowledged, or what is wrong."""
    from chorsu.desks.journal import proving
    from chorsu.desks.journal.models import Stream
    from chorsu.desks.organisations.models import Organisation

    acknowledged = 0
    for file in sorted(_acks().iterdir()):
        lines = file.read_text().splitlines()
        if not lines:
            continue
        key, last = lines[-1].split()
        acknowledged += len(lines)
        about, number = Organisation.objects.get(pk=key).about, Stream.objects.get(name=f"organisation:{key}").number
        if int(about) < int(last):
            return f"lost: change {last} of {key} was acknowledged, there is {about}"
        if number != int(about) + 1:
            return f"torn: {key} has change {about} and {number} entries"
    breaks = list(proving.breaks())
    return f"broken: {breaks[0]}" if breaks else f"ok {acknowledged}"


def drain() -> str:
    """Do what is left; ``ok`` and how many jobs there were, if each was done once."""
    from django.db.models import Count
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from chorsu.desks.organisations.models import Organisation
    from chorsu.desks.plans.models import KeptPlan
    from chorsu.portal import duties, work

    duties.DUTIES = ()
    work.begin("worker", at=timezone.now())
    while work.once("worker", at=timezone.now()):
        pass
    twice = KeptPlan.objects.values("words").annotate(times=Count("pk")).filter(times__gt=1)
    if twice:
        return f"twice: {twice[0]}"
    undone = DBTaskResult.objects.exclude(status="SUCCESSFUL").count()
    wanted = sum(int(about) for about in Organisation.objects.exclude(about="").values_list("about", flat=True))
    done = KeptPlan.objects.count()
    return f"ok {done}" if not undone and done == wanted else f"undone: {undone} jobs are not done; {done} rows of {wanted}"


def asked(question) -> str:
    """The answer of a child, so that this process never opens the database itself: it could not be forked then."""
    read, written = os.pipe()
    if os.fork() == 0:
        try:
            answer = question()
        except BaseException as fault:
            answer = f"failed: {type(fault).__name__}: {fault}".replace("\n", " ")
        os.write(written, answer.encode())
        os._exit(0)
    os.close(written)
    with os.fdopen(read) as pipe:
        return pipe.read()


def _acks() -> Path:
    folder = Path(os.environ["CHORSU_DATA"]) / "acks"
    folder.mkdir(exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
