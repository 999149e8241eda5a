"""A backup: all that an installation has, in one archive that proves itself whole.

The archive is a ZIP file: ``rows/TABLE.jsonl`` for each table, as the database was at one moment; ``data/…`` for the data
folder (files, imported measures and rates, the secret key); last ``manifest.json``, with the hash and size of each, the
migrations, and the heads of the journal. It holds everything, passwords' hashes and the key that signs among it: keep it as you
keep the installation.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from chorsu.portal import snapshot

FORMAT = 1
MANIFEST = "manifest.json"
KEY = "secret-key"
CHUNK = 1 << 20
MOST_MANIFEST = 64 << 20
# What is made anew from the rest, or is the database itself.
_DERIVED = ("static", "replaced")
_DATABASE = "chorsu.sqlite3"


class Unfit(Exception):
    """The archive or the installation is not fit for this; the message says why and what would be right."""


@dataclass(frozen=True)
class Summary:
    """What an archive holds. ``seal`` is the hash of its manifest: kept elsewhere, it proves the archive."""

    made_at: str
    version: str
    rows: int
    files: int
    entries: int
    has_key: bool
    seal: str


def backup(out: IO[bytes], *, data: Path, at: datetime, with_key: bool = True) -> Summary:
    """Write the archive to ``out``, while others go on writing. Raises Unfit where the database is of a newer version."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        with snapshot.snapshot() as using:
            try:
                applied = snapshot.migrations(using)
            except LookupError as unknown:
                raise Unfit(f"The database is of a newer version of Chorsu: it has {unknown}.") from None
            journal = snapshot.digest_of_heads(using)
            tables = {}
            for model in snapshot.models_of(using, applied):
                name = model._meta.db_table
                size, digest, count = _put(archive, f"rows/{name}.jsonl", snapshot.lines(model, using))
                tables[name] = {"rows": count - 1, "size": size, "sha256": digest}
        # After the rows: a file is whole in its place before its row is written.
        files = {}
        for path in files_of(data, with_key=with_key):
            name = path.relative_to(data).as_posix()
            try:
                size, digest, _count = _put(archive, f"data/{name}", _chunks(path))
            except FileNotFoundError:
                continue  # swept away since: no row names it
            files[name] = {"size": size, "sha256": digest}
        manifest = {
            "format": FORMAT,
            "version": version("chorsu"),
            "made_at": at.isoformat(),
            "migrations": [list(node) for node in applied],
            "journal": journal,
            "tables": tables,
            "files": files,
        }
        raw = json.dumps(manifest, indent=1, sort_keys=True).encode()
        archive.writestr(MANIFEST, raw)
    return _summary(manifest, raw)


def backup_here(out: IO[bytes], *, with_key: bool = True) -> Summary:
    """Back up this installation, as it is now."""
    from django.conf import settings
    from django.utils import timezone

    return backup(out, data=settings.DATA, at=timezone.now(), with_key=with_key)


def verify(archive: zipfile.ZipFile) -> tuple[dict, Summary]:
    """Read the whole archive against its manifest. Raises Unfit with the first thing that is missing, altered or too much."""
    try:
        if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise Unfit(f"The manifest has more than {MOST_MANIFEST} bytes: this is no backup of Chorsu.")
        raw = archive.read(MANIFEST)
        manifest = json.loads(raw)
    except (KeyError, ValueError, zipfile.BadZipFile):
        raise Unfit("This is no backup of Chorsu, or it was cut off: it has no manifest.") from None
    if manifest.get("format") != FORMAT:
        raise Unfit(f"The backup has format {manifest.get('format')}; this version reads format {FORMAT}.")
    wanted = {f"rows/{name}.jsonl": row for name, row in manifest["tables"].items()}
    wanted |= {f"data/{name}": row for name, row in manifest["files"].items()}
    there = [info.filename for info in archive.infolist() if info.filename != MANIFEST]
    if sorted(there) != sorted(wanted):
        odd = sorted(set(there) ^ set(wanted)) or sorted(there)
        raise Unfit(f"{odd[0]} is not as the manifest says: it is missing, too much or twice there.")
    for name, row in wanted.items():
        _check_name(name)
        hashed, size = hashlib.sha256(), 0
        try:
            with archive.open(name) as content:
                while chunk := content.read(CHUNK):
                    hashed.update(chunk)
                    size += len(chunk)
                    if size > row["size"]:
                        break
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as fault:
            raise Unfit(f"{name} cannot be read: {fault}") from None
        if (size, hashed.hexdigest()) != (row["size"], row["sha256"]):
            raise Unfit(f"{name} was altered: its hash is not the one in the manifest.")
    return manifest, _summary(manifest, raw)


def opened(source: IO[bytes]) -> zipfile.ZipFile:
    """An archive to read. Raises Unfit where it is none."""
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as fault:
        raise Unfit(f"This is no backup of Chorsu, or it was cut off: {fault}.") from None


def _put(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> tuple[int, str, int]:
    hashed, size, count = hashlib.sha256(), 0, 0
    parts = iter(parts)
    first = next(parts, b"")
    with archive.open(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), "w", force_zip64=True) as entry:
        for part in _again(first, parts):
            entry.write(part)
            hashed.update(part)
            size, count = size + len(part), count + 1
    return size, hashed.hexdigest(), count


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def files_of(data: Path, *, with_key: bool) -> list[Path]:
    """What the data folder holds of its own: not the database, not what is made anew, no half-written file."""
    found = []
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data)
        if path.is_symlink() or not path.is_file() or name.parts[0] in _DERIVED or name.parts[0].startswith(_DATABASE):
            continue
        if path.name.startswith(".") or path.suffix == ".part" or (str(name) == KEY and not with_key):
            continue
        found.append(path)
    return found


def _check_name(name: str) -> None:
    # An empty part would hide a name that begins at the root: data//etc/passwd.
    if {"", ".", ".."} & set(name.split("/")) or "\\" in name or ":" in name or "\0" in name:
        raise Unfit(f"{name} would lead out of the data folder.")


def _summary(manifest: dict, raw: bytes) -> Summary:
    return Summary(
        made_at=manifest["made_at"],
        version=manifest["version"],
        rows=sum(row["rows"] for row in manifest["tables"].values()),
        files=len(manifest["files"]),
        entries=manifest["journal"]["entries"],
        has_key=KEY in manifest["files"],
        seal=hashlib.sha256(raw).hexdigest(),
    )
