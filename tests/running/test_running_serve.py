"""`chorsu serve` as it runs: health, figures, logs; processes that die; a stop that finishes what was begun."""

import contextlib
import os
import re
import signal
import sqlite3
import threading

import httpx
import psutil
import pytest

from tests.running.served import serving


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    (folder / "data").mkdir()
    with serving(folder / "data", "--workers", "2") as served:
        served.data = folder / "data"
        yield served


def test_it_says_that_it_lives_and_is_ready(portal):
    assert portal.client.get("/health/live").json() == {"live": True}
    told = portal.wait_for(lambda: (answer := portal.client.get("/health/ready").json())["checks"]["worker"] == "ok" and answer)
    assert told == {"ready": True, "degraded": False, "checks": dict.fromkeys(("database", "migrations", "data", "worker"), "ok")}


def test_figures_are_counted_over_all_processes_and_shown_to_this_machine_alone(portal):
    for _ in range(20):
        assert portal.client.get("/en/", headers={"Connection": "close"}).status_code == 200
    text = portal.client.get("/metrics").text
    counted = re.search(r'chorsu_requests_total\{method="GET",route="home",status="200"\} (\d+)', text)
    assert counted
    assert int(counted[1]) >= 20
    assert 'chorsu_request_seconds_bucket{le="0.1",route="home"}' in text
    for figure in (
        "chorsu_database_up 1.0",
        'chorsu_jobs{state="ready"} 0.0',
        "chorsu_outbox_lag_seconds 0.0",
        "chorsu_worker_age_seconds",
    ):
        assert figure in text, figure
    # What a proxy on this machine passes on comes from anywhere.
    assert portal.client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_the_log_names_routes_and_never_paths_queries_or_what_was_typed(portal):
    assert portal.send("/en/example/", page="/en/").status_code == 302
    with sqlite3.connect(portal.data / "chorsu.sqlite3") as database:
        (token,) = database.execute("SELECT token FROM plans_keptplan").fetchone()
    answer = portal.client.get(
        f"/en/plans/{token}/?secret-query=1", headers={"X-Request-ID": "0" * 32, "User-Agent": "secret-agent"}
    )
    assert answer.status_code == 200
    assert answer.headers["X-Request-ID"] == "0" * 32
    portal.client.get(f"/en/plans/{token}x/")
    portal.client.get("/en/no-such-page/secret-path/")
    typed = {"login": "secret-name@example.org", "password": "secret-password"}
    assert portal.send("/en/accounts/login/", page="/en/accounts/login/", **typed).status_code == 200
    portal.client.get("/en/", headers={"Host": "secret-host.example"})
    line = portal.wait_for(lambda: next((line for line in portal.lines() if line.get("request") == "0" * 32), None))
    assert line["route"] == "plans:plan"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert isinstance(line["ms"], float)
    text = "\n".join(map(str, portal.lines()))
    assert "secret" not in text
    assert token not in text


def test_a_request_is_named_anew_unless_the_name_it_brings_is_plain(portal):
    for given in ("a@b.example", "x" * 32, "0" * 31, ""):
        answer = portal.client.get("/health/live", headers={"X-Request-ID": given})
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"]), given


def test_browsers_that_keep_their_connections_open_keep_nobody_out(portal):
    with contextlib.ExitStack() as held:
        for _ in range(100):
            client = held.enter_context(httpx.Client(base_url=portal.address, timeout=60))
            assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize("kind", ["web", "worker"])
def test_a_process_that_is_killed_is_started_again(portal, kind):
    before = portal.wait_for(lambda: portal.of(kind))
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    portal.wait_for(lambda: len(portal.of(kind)) == len(before) and victim not in portal.of(kind))
    portal.wait_for(lambda: portal.client.get("/health/ready").json()["degraded"] is False)


def test_sigterm_finishes_what_is_being_answered(tmp_path):
    (tmp_path / "data").mkdir()
    answers = []
    with serving(tmp_path / "data", "--workers", "1") as served:
        served.wait_for(lambda: served.client.get("/health/ready").json()["degraded"] is False)
        (web,) = map(psutil.Process, served.of("web"))
        send = served.filled("/en/example/", page="/en/")
        before = web.cpu_times().user
        asking = threading.Thread(target=lambda: answers.append(send()))
        with sqlite3.connect(tmp_path / "data" / "chorsu.sqlite3", isolation_level=None) as database:
            database.execute("BEGIN IMMEDIATE")  # what it writes has to wait
            asking.start()
            served.wait_for(lambda: web.cpu_times().user > before)  # nothing else is asked of it: it has begun
            served.process.send_signal(signal.SIGTERM)
            asking.join(1)
            assert asking.is_alive()
            database.execute("ROLLBACK")
        asking.join(60)
        assert served.process.wait(60) == 0
        assert served.children() == {}
    assert [answer.status_code for answer in answers] == [302]
    with sqlite3.connect(tmp_path / "data" / "chorsu.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM plans_keptplan").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM portal_worker").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM portal_duty WHERE holder <> ''").fetchone() == (0,)
