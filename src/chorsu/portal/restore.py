"""Put an installation back from its backup: the same rows, the same files, whichever database it came from; or nothing at all."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from chorsu.installation import write_whole
from chorsu.portal import snapshot
from chorsu.portal.backup import KEY, Summary, Unfit, backup, files_of, verify
from chorsu.portal.watch import SILENT, worker_age


def restore(archive: zipfile.ZipFile, *, data: Path, at: datetime, replace: bool = False) -> tuple[Summary, Path | None]:
    """Put back what the archive holds, then bring it up to this version; and where what was there before has been kept.

    The archive is verified whole before anything is touched. An installation that has anything of its own is replaced only where
    ``replace`` says so; a backup of it is written to ``replaced/`` in the data folder first. The database changes over at once:
    it is built beside and renamed (SQLite), or made in one transaction (PostgreSQL); files lie ready by then and are renamed into
    their places after it. Raises Unfit, and then neither a row nor a file was changed.
    """
    manifest, summary = verify(archive)
    filled = _is_filled(data)
    if filled and not replace:
        raise Unfit("This installation is not empty. Restore into an empty one, or say --replace: it is backed up first.")
    if filled and _is_served(at):
        raise Unfit("The portal is running: a worker was seen just now. Stop it first (chorsu serve, chorsu work).")
    kept = _keep(data, at) if filled else None
    with _laid_ready(archive, manifest, data) as stage:
        if connection.vendor == "sqlite":
            _into_file(archive, manifest)
        else:
            with transaction.atomic():
                _drop_tables()
                _fill(archive, manifest)
        _into_place(stage, manifest, data)
    return summary, kept


def restore_here(archive: zipfile.ZipFile, *, replace: bool = False) -> tuple[Summary, Path | None]:
    """Restore into this installation, now."""
    from django.conf import settings
    from django.utils import timezone

    return restore(archive, data=settings.DATA, at=timezone.now(), replace=replace)


def _fill(archive: zipfile.ZipFile, manifest: dict) -> None:
    """The tables as they were, their rows, then this version's tables; all or nothing within the caller's transaction or file."""
    using = connection.alias
    try:
        snapshot.migrate_to(manifest["migrations"], using)
        tables = {model._meta.db_table: model for model in snapshot.models_of(using, manifest["migrations"])}
    except LookupError as unknown:
        raise Unfit(f"The backup is of a newer version of Chorsu ({manifest['version']}): it has {unknown}.") from None
    if set(tables) != set(manifest["tables"]):
        odd = sorted(set(tables) ^ set(manifest["tables"]))
        raise Unfit(f"The tables of the backup are not those of its version: {', '.join(odd)}.")
    with transaction.atomic(using=using):
        if connection.vendor == "postgresql":
            # Making the tables has let some of them be checked row by row; rows come in no such order.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        snapshot.empty(list(tables.values()), using)
        for name, model in tables.items():
            with archive.open(f"rows/{name}.jsonl") as rows:
                found = snapshot.load(model, iter(rows), using)
            if found != manifest["tables"][name]["rows"]:
                raise Unfit(f"rows/{name}.jsonl has {found} rows, the manifest says {manifest['tables'][name]['rows']}.")
        snapshot.count_on(list(tables.values()), using)
        connection.check_constraints()
    call_command("migrate", interactive=False, verbosity=0)
    if snapshot.digest_of_heads(using) != manifest["journal"]:
        raise Unfit("The heads of the journal are not those of the manifest.")


def _into_file(archive: zipfile.ZipFile, manifest: dict) -> None:
    """SQLite: build another file, and put it in the place of the one there is."""
    path = Path(connection.settings_dict["NAME"])
    beside = path.with_name(f".{path.name}.restored")
    _remove(beside)
    connection.close()
    # Some migrations ask for the database by its name, so it is this name that means the new file meanwhile.
    connection.settings_dict["NAME"] = beside
    try:
        _fill(archive, manifest)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except BaseException:
        connection.close()
        _remove(beside)
        raise
    finally:
        connection.close()
        connection.settings_dict["NAME"] = path
    _remove(path, itself=False)
    beside.replace(path)
    _remove(beside)


def _remove(path: Path, *, itself: bool = True) -> None:
    for end in ("-wal", "-shm", *([""] if itself else [])):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _drop_tables() -> None:
    """PostgreSQL: take all tables of the portal away, within the transaction that makes them anew."""
    with connection.cursor() as cursor:
        ours = {model._meta.db_table for model in snapshot.models_of("default", snapshot.migrations("default"))}
        there = set(connection.introspection.table_names(cursor))
        for name in sorted((ours | {"django_migrations"}) & there):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")


@contextmanager
def _laid_ready(archive: zipfile.ZipFile, manifest: dict, data: Path) -> Iterator[Path]:
    """The files of the archive in a folder beside their places, which is gone afterwards."""
    stage = data / ".restored"
    shutil.rmtree(stage, ignore_errors=True)
    try:
        stage.mkdir(mode=0o700)
        for name in manifest["files"]:
            write_whole(stage / name, archive.read(f"data/{name}"))
            if name == KEY:
                (stage / name).chmod(0o600)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _into_place(stage: Path, manifest: dict, data: Path) -> None:
    """Rename the files into their places, and take away what the archive does not have: its rows know nothing of it."""
    for name in manifest["files"]:
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).replace(data / name)
    for path in files_of(data, with_key=False):
        if path.relative_to(data).as_posix() not in manifest["files"]:
            path.unlink()


def _is_filled(data: Path) -> bool:
    """Whether the installation has anything of its own: a row that people made, a file."""
    ours = (".", "chorsu.sqlite3", "static", KEY)
    if any(not path.name.startswith(ours) for path in data.iterdir()):
        return True
    if not MigrationRecorder(connection).has_table():
        return False
    made_by_itself = {"django_content_type", "auth_permission", "portal_worker", "portal_duty"}
    tables = snapshot.models_of("default", snapshot.migrations("default"))
    there = set(connection.introspection.table_names())
    asked = [model for model in tables if model._meta.db_table in there - made_by_itself]
    return any(model._base_manager.using("default").exists() for model in asked)


def _is_served(at: datetime) -> bool:
    from django.db import Error

    try:
        with transaction.atomic():
            age = worker_age(at=at)
    except Error:  # the tables of an older version
        return False
    return age is not None and age < SILENT.total_seconds()


def _keep(data: Path, at: datetime) -> Path:
    folder = data / "replaced"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{at:%Y%m%dT%H%M%S}.zip"
    with path.open("xb") as file:
        path.chmod(0o600)
        backup(file, data=data, at=at)
    return path
