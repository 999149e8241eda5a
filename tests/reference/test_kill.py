"""Killed between the database and the files: what was published is there when the next process starts."""

import os
import signal
import subprocess
import sys

import pytest

RECOVER = """
import django; django.setup()
from chorsu.desks.reference.models import Publication
from chorsu.desks.reference import layer
layer.keep_up()
from chorsu.planning import load_references
book = load_references().book
print(Publication.objects.count(), book.named("KZ-vat-17") is not None, book.named("KZ-vat-2026").valid_to)
"""


def run(installation, *command):
    env = {**os.environ, "CHORSU_DATA": str(installation), "DATABASE_URL": ""}
    return subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=False)


@pytest.mark.whole_book
@pytest.mark.parametrize("where", ["commit", "within", "written", "pointed"])
def test_what_was_published_is_there_after_kill_9(where, tmp_path):
    installation = tmp_path / "home"
    installation.mkdir()
    assert run(installation, "-m", "django", "migrate", "-v", "0").returncode == 0
    died = run(installation, "-m", "tests.reference.dying", where)
    assert died.returncode == -signal.SIGKILL, died.stderr
    found = run(installation, "-c", RECOVER)
    assert found.stdout == "1 True 2026-11-30\n", found.stderr
    left = [each.name for each in (installation / "published").iterdir() if each.name.startswith("000001-")]
    assert len(left) == 1
