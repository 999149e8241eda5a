"""The portal on a real PostgreSQL: a private cluster of the packaged server, made for this test and taken away after it."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.postgresql import cluster


@pytest.fixture
def address():
    with cluster() as made:
        yield made


def test_the_demo_zone_is_made_in_postgresql_and_the_portal_answers(address, tmp_path):
    chorsu = Path(sys.executable).with_name("chorsu")
    settings = {**os.environ, "DATABASE_URL": address, "CHORSU_DATA": str(tmp_path / "installation")}
    for _ in range(2):  # again on the same database: migrated already, the demo made once
        ended = subprocess.run([chorsu, "serve", "--demo", "--check"], env=settings, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr
        assert "/ru/" in ended.stdout
    assert not (tmp_path / "installation" / "chorsu.sqlite3").exists()
    with psycopg.connect(address) as connection:
        tables = {name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        assert {"plans_keptplan", "plans_version"} <= tables
        assert connection.execute("SELECT count(*) FROM trade_case").fetchone() == (30,)
