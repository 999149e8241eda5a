"""The worker: every job is done, none twice, whoever dies; duties are done when due, by one worker at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from chorsu.desks.plans.models import KeptPlan
from chorsu.portal import duties, watch, work
from chorsu.portal.models import Duty, Worker
from tests.running import jobs

pytestmark = pytest.mark.django_db
NOW = timezone.now
EVERY = duties.DUTIES


@pytest.fixture(autouse=True)
def no_duties(monkeypatch):
    monkeypatch.setattr(duties, "DUTIES", ())


def rows() -> list[str]:
    return list(KeptPlan.objects.values_list("words", flat=True))


def states() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


def drain(key: str) -> None:
    work.begin(key, at=NOW())
    while work.once(key, at=NOW()):
        pass


@pytest.mark.parametrize("job", [jobs.leave_a_row, jobs.leave_a_row_outside])
def test_a_job_is_done_once(job):
    for number in range(3):
        job.enqueue(f"row {number}")
    drain("one")
    assert rows() == ["row 0", "row 1", "row 2"]
    assert states() == ["SUCCESSFUL"] * 3
    assert watch.jobs() == {"ready": 0, "running": 0, "successful": 3, "failed": 0}


def test_what_a_failed_job_wrote_is_undone_and_its_message_is_not_kept():
    jobs.leave_a_row_and_fail.enqueue("row")
    drain("one")
    assert rows() == []
    job = DBTaskResult.objects.get()
    assert (job.status, job.exception_class_path) == ("FAILED", "builtins.ValueError")
    assert "secret" not in job.traceback
    assert "jobs.py" in job.traceback


def test_a_job_that_finds_the_database_busy_is_tried_again_later_and_given_up_in_the_end():
    jobs.find_the_database_busy.enqueue("row")
    for attempt in range(1, work.ATTEMPTS):
        drain("one")
        assert states() == ["READY"], attempt
        assert DBTaskResult.objects.get().run_after > NOW()
        DBTaskResult.objects.update(run_after=NOW())
    drain("one")
    assert states() == ["FAILED"]
    assert rows() == []


def test_what_a_dead_worker_held_is_done_by_another_once_it_is_silent():
    jobs.leave_a_row.enqueue("row")
    work.begin("dead", at=NOW())
    assert work.take_job("dead") is not None
    drain("other")
    assert rows() == [], "the first is alive for all that the other knows"
    Worker.objects.filter(key="dead").update(seen_at=NOW() - 2 * watch.SILENT)
    drain("other")
    assert rows() == ["row"]
    assert DBTaskResult.objects.get().worker_ids == ["dead", "other"]


def test_a_worker_that_starts_again_under_its_key_takes_over_at_once():
    jobs.leave_a_row.enqueue("row")
    work.begin("one", at=NOW())
    assert work.take_job("one") is not None
    drain("one")
    assert rows() == ["row"]


def test_a_worker_that_was_only_slow_does_not_do_a_job_that_another_has_done():
    jobs.leave_a_row.enqueue("row")
    work.begin("slow", at=NOW())
    job = work.take_job("slow")
    Worker.objects.filter(key="slow").update(seen_at=NOW() - 2 * watch.SILENT)
    drain("other")
    work.do_job(job, "slow")
    assert rows() == ["row"]
    assert DBTaskResult.objects.get().worker_ids == ["slow", "other"]


def test_a_job_that_kills_its_workers_is_given_up():
    jobs.leave_a_row.enqueue("row")
    for _ in range(work.ATTEMPTS):
        work.begin("one", at=NOW())
        assert work.take_job("one") is not None
    work.begin("one", at=NOW())
    assert work.take_job("one") is None
    assert states() == ["FAILED"]


def test_a_duty_is_done_when_due_by_one_worker_at_a_time(monkeypatch):
    done = []
    monkeypatch.setattr(duties, "noted", lambda *, at: done.append(at) or 2, raising=False)
    duty = duties.Periodic("noted", timedelta(minutes=5), "chorsu.portal.duties.noted")
    monkeypatch.setattr(duties, "DUTIES", (duty,))
    at = NOW()
    assert work.take_duty(duty, "one", at=at)
    assert not work.take_duty(duty, "other", at=at)
    assert work.do_duty(duty, "one", at=at)
    row = Duty.objects.get()
    assert (row.done, row.fault, row.holder, row.due_at) == (2, "", "", at + timedelta(minutes=5))
    for minutes, times in ((1, 1), (4, 1), (5, 2), (6, 2), (11, 3)):
        work.once("one", at=at + timedelta(minutes=minutes))
        assert len(done) == times, minutes


def test_every_duty_can_be_done():
    for duty in EVERY:
        assert duty.do(at=NOW()) == 0, duty.name


def test_a_duty_that_does_a_part_at_a_time_goes_on_until_it_has_nothing_to_do(monkeypatch):
    left = [2, 1, 0]
    monkeypatch.setattr(duties, "part", lambda *, at: left.pop(0), raising=False)
    duty = duties.Periodic("part", timedelta(hours=5), "chorsu.portal.duties.part", until_none=True)
    monkeypatch.setattr(duties, "DUTIES", (duty,))
    at = NOW()
    while work.once("one", at=at):
        pass
    assert left == []
    assert Duty.objects.get().due_at == at + timedelta(hours=5)


def test_a_duty_that_fails_is_due_again_within_a_minute_and_says_what_kind_of_fault_it_was(monkeypatch):
    duty = duties.Periodic("broken", timedelta(hours=5), "chorsu.portal.duties.no_such_thing")
    monkeypatch.setattr(duties, "DUTIES", (duty,))
    at = NOW()
    work.once("one", at=at)
    row = Duty.objects.get()
    assert (row.done, row.fault, row.holder, row.due_at) == (None, "ImportError", "", at + timedelta(minutes=1))


def test_a_duty_of_a_dead_worker_is_free_again(monkeypatch):
    duty = duties.Periodic("portal.forget_jobs", timedelta(hours=5), "chorsu.portal.duties.forget_jobs")
    work.begin("dead", at=NOW())
    assert work.take_duty(duty, "dead", at=NOW())
    Worker.objects.filter(key="dead").update(seen_at=NOW() - 2 * watch.SILENT)
    assert work.release_lost(at=NOW()) == 1
    assert work.take_duty(duty, "other", at=NOW())
