"""The limits of sign-in are one for all processes, from the first migration on, on SQLite and on PostgreSQL."""

import json
import subprocess
import sys

from tests.postgresql import cluster
from tests.running.served import environ

# What a process does: asks for the page and tries a wrong password so often; says which were refused unread.
TRY = """
import json, sys, django
from django.conf import settings
django.setup()
from django.test import Client
client = Client(headers={"host": "localhost"})
given = {"login": "nobody@example.org", "password": "not the right one"}
said = [client.post("/en/accounts/login/", given).content.decode() for _ in range(int(sys.argv[1]))]
print(json.dumps(["Too many failed login attempts" in page for page in said]))
"""


def run(*words: str, given: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *words], env=given, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def attempts(times: int, given: dict[str, str]) -> list[bool]:
    return json.loads(run("-c", TRY, str(times), given=given).splitlines()[-1])


def one_limit_for_all(given: dict[str, str]) -> None:
    # Nothing but the migrations: no other step makes what the limits are counted in.
    run("-m", "django", "migrate", "--verbosity", "0", given=given)
    assert attempts(3, given) == [False] * 3
    # Another process counts on where the first ended: five wrong passwords of one person in five minutes, and no more.
    assert attempts(4, given) == [False, False, True, True]


def test_two_processes_count_together_on_sqlite(tmp_path):
    one_limit_for_all(environ(tmp_path, DJANGO_SETTINGS_MODULE="chorsu.portal.settings"))


def test_two_processes_count_together_on_postgresql(tmp_path):
    with cluster() as address:
        one_limit_for_all(environ(tmp_path, DJANGO_SETTINGS_MODULE="chorsu.portal.settings", DATABASE_URL=address))
