"""What an earlier release left is taken over whole by the version of today, on SQLite and on PostgreSQL, and can be backed up."""

import json
import sqlite3
import tomllib
from pathlib import Path

import psycopg
import pytest

from tests.postgresql import cluster
from tests.running.served import chorsu

RELEASES = sorted(path for path in (Path(__file__).parent / "releases").iterdir() if path.is_dir() and path.name != "__pycache__")
# The framework's own: what was applied grows, sessions and kinds of content are made anew.
OURS = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'django_%'"


def same(before: dict, after: dict) -> bool:
    """Whether a row of before is there: every column that it had, unchanged; new columns may stand beside."""
    return all(after.get(name) == value for name, value in before.items())


def assert_kept(release: Path, before: dict[str, list[dict]], after) -> None:
    names = tomllib.loads((release / "kept.toml").read_text())["tables"]
    assert sum(map(len, before.values())) > 10
    for table, rows in before.items():
        found = after(names.get(table, table))
        assert len(found) == len(rows), table
        lost = [row for row in rows if not any(same(row, each) for each in found)]
        assert lost == [], table


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_an_installation_with_sqlite_goes_on(release, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    with sqlite3.connect(data / "chorsu.sqlite3") as database:
        database.executescript((release / "sqlite.sql").read_text())
        database.row_factory = sqlite3.Row

        def rows(table):
            return [dict(row) for row in database.execute(f'SELECT * FROM "{table}"')]

        before = {name: rows(name) for (name,) in database.execute(OURS).fetchall()}
        assert chorsu("serve", "--check", data=data).returncode == 0
        assert_kept(release, before, rows)
    assert chorsu("backup", str(tmp_path / "backup.zip"), data=data).returncode == 0
    done = chorsu("restore", str(tmp_path / "backup.zip"), "--json", data=tmp_path / "new")
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(tmp_path / "new" / "chorsu.sqlite3") as database:
        database.row_factory = sqlite3.Row
        assert_kept(release, before, lambda table: [dict(row) for row in database.execute(f'SELECT * FROM "{table}"')])


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_an_installation_with_postgresql_goes_on(release, tmp_path):
    with cluster() as address:
        with psycopg.connect(address, autocommit=True, row_factory=psycopg.rows.dict_row) as database:
            database.execute((release / "postgresql.sql").read_text())

            def rows(table):
                return database.execute(f'SELECT * FROM "{table}"').fetchall()

            named = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            before = {row["tablename"]: rows(row["tablename"]) for row in named if not row["tablename"].startswith("django_")}
            done = chorsu("serve", "--check", data=tmp_path / "data", DATABASE_URL=address)
            assert done.returncode == 0, done.stderr
            assert_kept(release, before, rows)
        backup = chorsu("backup", str(tmp_path / "backup.zip"), "--json", data=tmp_path / "data", DATABASE_URL=address)
        assert backup.returncode == 0, backup.stderr
        assert json.loads(backup.stdout)["rows"] > 10
