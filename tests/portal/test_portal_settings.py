"""What an installation may set, and what is made where nothing is set."""

import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from chorsu.portal import environment


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("CHORSU_SECRET_KEY", raising=False)
    key = environment.secret_key(tmp_path)
    assert len(key) >= 64
    assert environment.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    monkeypatch.setenv("CHORSU_SECRET_KEY", "given")
    assert environment.secret_key(tmp_path) == "given"


def test_sqlite_waits_for_other_writers_unless_a_database_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = environment.database(tmp_path)
    assert settings["ENGINE"].endswith("sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in settings["OPTIONS"]["init_command"]


def test_a_database_address_is_read_with_its_escapes(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://zone:p%40ss@db.example:6432/chorsu?sslmode=require")
    settings = environment.database(tmp_path)
    assert {name: settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "chorsu", "USER": "zone", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "6432",
    }  # fmt: skip
    assert settings["OPTIONS"] == {"sslmode": "require"}
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    with pytest.raises(ImproperlyConfigured):
        environment.database(tmp_path)


def test_without_settings_it_answers_this_machine_alone_and_shows_no_errors(monkeypatch):
    monkeypatch.delenv("CHORSU_HOSTS", raising=False)
    monkeypatch.delenv("CHORSU_DEBUG", raising=False)
    assert environment.hosts() == ["localhost", "127.0.0.1", "[::1]"]
    assert environment.flag("CHORSU_DEBUG") is False


def test_a_fresh_installation_proves_its_first_pages_and_keeps_a_demo(tmp_path):
    program = "from chorsu.portal import seed_demo, serve; print(seed_demo()); print(seed_demo()); serve(check=True)"
    environ = {**os.environ, "CHORSU_DATA": str(tmp_path / "new")}
    done = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    first, second, said = done.stdout.splitlines()
    assert "/en/, /zh-hans/, /ru/" in said
    assert first == second == "/en/demo/"
    assert (tmp_path / "new" / "chorsu.sqlite3").exists()
    assert list((tmp_path / "new" / "static").glob("chorsu/land.*.json"))
