"""The journal on the databases that it is kept in: the same tests on SQLite in a file and on a real PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pgserver
import pytest

HERE = Path(__file__).parent
TESTS = (
    "test_record.py",
    "at_once.py",
    "test_delivering.py::test_a_lease_keeps_others_away_and_ends_when_its_worker_was_killed",
    "test_delivering.py::test_many_are_delivered_in_batches_and_each_once",
    "test_delivering.py::test_the_daily_mail_holds_all_of_a_day",
    "test_erasure.py",
)


@pytest.mark.proof
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_journal_holds_on(database, tmp_path):
    environment = {**os.environ, "CHORSU_DATA": str(tmp_path), "PYTEST_ADDOPTS": ""}
    environment.pop("PYTEST_XDIST_WORKER", None)
    server = None
    if database == "postgresql":
        # Not below pytest's own folder: every pytest that starts shuts it to the user that the server runs as.
        folder = Path(tempfile.mkdtemp(prefix="chorsu-journal-"))
        server = pgserver.get_server(folder / "cluster")
        environment["DATABASE_URL"] = server.get_uri()
    else:
        environment.pop("DATABASE_URL", None)
        environment["JOURNAL_TEST_FILE"] = str(tmp_path / "journal.sqlite3")
    try:
        words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *(str(HERE / name) for name in TESTS)]
        ended = subprocess.run(words, env=environment, cwd=HERE.parents[1], capture_output=True, text=True, check=False)
    finally:
        if server is not None:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)
    assert ended.returncode == 0, ended.stdout[-5000:] + ended.stderr[-2000:]
