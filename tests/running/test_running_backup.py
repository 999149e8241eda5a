"""Fill an installation, back it up, lose everything, restore: every row and file is there again, or nothing was touched."""

import io
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import psycopg
import pytest

from chorsu.portal.backup import Unfit, opened, verify
from tests.postgresql import cluster
from tests.running.served import CHORSU, chorsu, environ

FILL = [sys.executable, "-m", "tests.running.fill"]
ROOT = Path(__file__).parents[2]


def fill(data: Path, **more: str) -> None:
    assert chorsu("serve", "--check", data=data, **more).returncode == 0
    env = environ(data, DJANGO_SETTINGS_MODULE="chorsu.portal.settings", **more)
    subprocess.run([*FILL, "quiet"], env=env, cwd=ROOT, check=True, capture_output=True)


def rows_of(data: Path) -> dict[str, list]:
    with sqlite3.connect(data / "chorsu.sqlite3") as database:
        names = [
            name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if "sqlite" not in name
        ]
        return {
            name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"')))
            for name in names
            if name not in ("django_migrations", "cache")
        }


def files_of(data: Path) -> dict[str, bytes]:
    kept = (path for path in data.rglob("*") if path.is_file() and not path.name.startswith((".", "chorsu.sqlite3")))
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in kept
        if path.parts[len(data.parts)] not in ("static", "replaced")
    }


def archived(file: Path) -> dict[str, list]:
    """The rows of an archive, in no order, for databases sort letters each in its own way."""
    with zipfile.ZipFile(file) as archive:
        return {
            name: sorted(json.dumps(json.loads(line), sort_keys=True) for line in archive.read(name).splitlines())
            for name in archive.namelist()
            if name.startswith("rows/")
        }


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "data"
    fill(folder)
    done = chorsu("backup", str(folder.parent / "backup.zip"), data=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def backup(filled, tmp_path) -> Path:
    return Path(shutil.copy(filled.parent / "backup.zip", tmp_path / "backup.zip"))


def test_what_was_lost_is_put_back_row_by_row_and_file_by_file(filled, backup, tmp_path):
    assert backup.stat().st_mode & 0o077 == 0
    done = chorsu("restore", str(backup), "--json", data=tmp_path / "new")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["breaks"] == []
    assert told["entries"] >= 5
    before, after = rows_of(filled), rows_of(tmp_path / "new")
    assert before == after
    files = files_of(filled)
    assert files.pop("files/ab/abd.0.part")
    assert files_of(tmp_path / "new") == files
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o077 == 0
    assert chorsu("serve", "--check", data=tmp_path / "new").returncode == 0


def test_it_moves_from_sqlite_to_postgresql_and_back(filled, backup, tmp_path):
    with cluster() as address:
        more = {"DATABASE_URL": address}
        assert chorsu("restore", str(backup), data=tmp_path / "there", **more).returncode == 0
        # Keys that the database numbers go on after the last one.
        with psycopg.connect(address) as database:
            last = database.execute("SELECT max(id) FROM plans_keptplan").fetchone()[0]
            assert database.execute("SELECT nextval(pg_get_serial_sequence('plans_keptplan', 'id'))").fetchone() == (last + 1,)
        assert chorsu("backup", str(tmp_path / "second.zip"), data=tmp_path / "there", **more).returncode == 0
        assert archived(tmp_path / "second.zip") == archived(backup)
        # Again, over itself: in one transaction, and what was there is kept.
        done = chorsu("restore", str(tmp_path / "second.zip"), "--replace", "--json", data=tmp_path / "there", **more)
        assert done.returncode == 0, done.stderr
        assert archived(Path(json.loads(done.stdout)["kept"])) == archived(backup)
    assert chorsu("restore", str(tmp_path / "second.zip"), data=tmp_path / "back").returncode == 0
    assert chorsu("backup", str(tmp_path / "third.zip"), data=tmp_path / "back").returncode == 0
    assert archived(tmp_path / "third.zip") == archived(backup)


def test_a_backup_taken_while_others_write_holds_one_moment(tmp_path):
    data = tmp_path / "data"
    assert chorsu("serve", "--check", data=data).returncode == 0
    env = environ(data, DJANGO_SETTINGS_MODULE="chorsu.portal.settings")
    writers = [
        subprocess.Popen([*FILL, "on", f"Writer {number}"], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for number in range(2)
    ]
    try:
        said = [writer.stdout.readline() and writer.stdout.readline().split() for writer in writers]  # each has written twice
        for number in range(2):
            assert chorsu("backup", str(tmp_path / f"{number}.zip"), data=data).returncode == 0
        still = [writer.poll() for writer in writers]
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert still == [None, None]
    done = chorsu("restore", str(tmp_path / "1.zip"), "--json", data=tmp_path / "new")
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(tmp_path / "new" / "chorsu.sqlite3") as database:
        for organisation, entries in said:
            (number,) = database.execute(
                "SELECT number FROM journal_stream WHERE name = ?", [f"organisation:{organisation}"]
            ).fetchone()
            assert number >= int(entries)
            about = database.execute("SELECT about FROM organisations_organisation WHERE id = ?", [organisation.replace("-", "")])
            assert about.fetchone() == (f"change {number - 2}",), "the row and its entry are of one moment"


def _altered(archive: Path, change) -> None:
    with zipfile.ZipFile(archive) as old:
        held = {name: old.read(name) for name in old.namelist()}
    change(held)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in held.items():
            new.writestr(name, content)


def _manifest(held: dict, change) -> None:
    manifest = json.loads(held["manifest.json"])
    change(manifest)
    held["manifest.json"] = json.dumps(manifest).encode()


def _lead_out(held):
    held["data/../../stolen"] = b""
    _manifest(held, lambda manifest: manifest["files"].update({"../../stolen": {"size": 0, "sha256": _EMPTY}}))


def _lead_to_the_root(held):
    held["data//tmp/stolen"] = b""
    _manifest(held, lambda manifest: manifest["files"].update({"/tmp/stolen": {"size": 0, "sha256": _EMPTY}}))


_EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
FAULTS = {
    "a row altered": lambda held: held.update(
        {"rows/journal_entry.jsonl": held["rows/journal_entry.jsonl"].replace(b"CN", b"KZ")}
    ),
    "a table missing": lambda held: held.pop("rows/journal_entry.jsonl"),
    "a file too much": lambda held: held.update({"data/more": b"more"}),
    "no manifest": lambda held: held.pop("manifest.json"),
    "a name that leads out": _lead_out,
    "a name that leads to the root": _lead_to_the_root,
    "another format": lambda held: _manifest(held, lambda manifest: manifest.update(format=2)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_archive_that_is_not_whole_is_no_backup(backup, fault):
    with backup.open("rb") as source, opened(source) as archive:
        assert verify(archive)[1].entries >= 5
    _altered(backup, FAULTS[fault])
    with backup.open("rb") as source, opened(source) as archive, pytest.raises(Unfit):
        verify(archive)


def test_what_is_no_backup_is_refused_and_nothing_is_touched(backup, tmp_path):
    backup.write_bytes(backup.read_bytes()[:-1000])
    verified = chorsu("backup", str(backup), "--verify", data=tmp_path / "new")
    assert (verified.returncode, verified.stdout) == (1, "")
    done = chorsu("restore", str(backup), data=tmp_path / "new")
    assert (done.returncode, "cut off" in done.stderr) == (2, True)
    assert {path.name for path in (tmp_path / "new").iterdir()} <= {"secret-key"}


def test_an_archive_of_a_newer_version_is_refused_whole(filled, backup, tmp_path):
    _altered(backup, lambda held: _manifest(held, lambda manifest: manifest["migrations"].append(["plans", "9999_later"])))
    data = _copy(filled, tmp_path)
    (data / "measures" / "own.toml").write_text("# mine since")
    (data / "files" / "ab" / "abc").unlink()
    before = files_of(data)
    done = chorsu("restore", str(backup), "--replace", data=data)
    assert done.returncode == 2
    assert "newer version" in done.stderr
    assert rows_of(data) == rows_of(filled)
    assert files_of(data) == before, "facts of the backup beside the rows of before"
    assert not [path.name for path in data.iterdir() if path.name.startswith(".")]


def test_an_installation_that_has_something_is_replaced_only_when_told_and_is_kept(filled, backup, tmp_path):
    data = _copy(filled, tmp_path)
    with sqlite3.connect(data / "chorsu.sqlite3") as database:
        database.execute("UPDATE organisations_organisation SET about = 'lately'")
    (data / "rates.csv").write_text("of today")
    (data / "measures" / "own.toml").write_text("# mine since")
    refused = chorsu("restore", str(backup), data=data)
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    done = chorsu("restore", str(backup), "--replace", "--json", data=data)
    assert done.returncode == 0, done.stderr
    assert rows_of(data) == rows_of(filled)
    files, there = files_of(filled), files_of(data)
    assert (files.pop("files/ab/abd.0.part"), there.pop("files/ab/abd.0.part")) == (b"half", b"half")
    assert there == files, "what was imported since is gone with the rows of its day"
    kept = archived(Path(json.loads(done.stdout)["kept"]))
    assert "lately" in str(kept["rows/organisations_organisation.jsonl"])


def test_a_portal_that_runs_is_not_replaced(filled, backup, tmp_path):
    data = _copy(filled, tmp_path)
    with sqlite3.connect(data / "chorsu.sqlite3") as database:
        database.execute("INSERT INTO portal_worker VALUES ('one', datetime('now'), datetime('now'))")
    refused = chorsu("restore", str(backup), "--replace", data=data)
    assert (refused.returncode, "is running" in refused.stderr) == (2, True)


def test_it_can_be_written_to_a_pipe_and_without_the_key(filled, tmp_path):
    done = subprocess.run([*CHORSU, "backup", "-", "--without-key"], env=environ(filled), capture_output=True, check=True)
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        assert "data/secret-key" not in archive.namelist()
        assert "data/measures/own.toml" in archive.namelist()
    assert b"without the secret key" in done.stderr


def _copy(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "copy"))
