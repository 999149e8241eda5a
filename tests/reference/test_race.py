"""Two reviewers at once, on a real PostgreSQL: one publishes, the other is told why not."""

import os
import subprocess
import sys
from pathlib import Path

import pgserver

HERE = Path(__file__).parent


def test_what_two_publish_at_once_is_published_once(tmp_path):
    server = pgserver.get_server(tmp_path / "cluster")
    given = {**os.environ, "CHORSU_DATA": str(tmp_path), "PYTEST_ADDOPTS": "", "DATABASE_URL": server.get_uri()}
    given.pop("PYTEST_XDIST_WORKER", None)
    try:
        words = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", str(HERE / "at_once.py")]
        ended = subprocess.run(words, env=given, cwd=HERE.parents[1], capture_output=True, text=True, check=False)
    finally:
        server.cleanup()
    assert ended.returncode == 0, ended.stdout[-5000:] + ended.stderr[-2000:]
