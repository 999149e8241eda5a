"""Several writers at once on SQLite in a file, where they meet: the tests' own database is in memory. PostgreSQL: make test."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_the_journal_holds_on_sqlite_in_a_file(tmp_path):
    given = {
        **os.environ,
        "CHORSU_DATA": str(tmp_path),
        "PYTEST_ADDOPTS": "",
        "JOURNAL_TEST_FILE": str(tmp_path / "journal.sqlite3"),
    }
    for name in ("PYTEST_XDIST_WORKER", "DATABASE_URL"):
        given.pop(name, None)
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", str(HERE / "at_once.py")]
    ended = subprocess.run(words, env=given, cwd=HERE.parents[1], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-5000:] + ended.stderr[-2000:]
