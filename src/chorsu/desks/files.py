"""Files from outside: looked at by what they hold, kept under the digest of their bytes, given back so that no browser runs them.

The bytes lie in the store ``files`` of Django's storages: a folder by default, an S3-compatible one where ``STORAGES`` names it.
A row names a file by a :class:`Digest` field. The bytes are there before the row is; what no row names is swept away.
"""

import fcntl
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import models
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from chorsu.desks.language import engine_language
from chorsu.desks.refusals import Refused
from chorsu.documents.invoices.sniff import KINDS, Kind, kind_of
from chorsu.facts import Faulty

MOST_BYTES = 20_000_000
MOST_NAME = 200
# How long bytes may lie without a row that names them: a row comes within seconds, and a sweep must not be faster.
GRACE = timedelta(hours=1)
_DIGEST = re.compile("[0-9a-f]{64}")
_SANDBOX = "default-src 'none'; sandbox"


class Digest(models.CharField):
    """Names the bytes of a file in the store by their SHA-256. Whatever a row names so is kept."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **{"max_length": 64} | options)

    def deconstruct(self):
        """A column of text to migrations: what it means is known to :func:`sweep` alone."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class WholeFiles(FileSystemStorage):
    """A folder in which a file is there whole or not at all: written under another name, forced to the disk, then renamed."""

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.parent / f"{path.name}.{secrets.token_hex(8)}.part"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            with self.lock(exclusive=False):
                draft.replace(path)
            self._force(path.parent)
        finally:
            draft.unlink(missing_ok=True)
        return name

    def get_available_name(self, name, max_length=None):
        """The same name again: the same bytes may be written over themselves."""
        return name

    def delete_if_old(self, name: str, before: datetime) -> bool:
        """Delete a file unless it was written since ``before``; whoever writes it anew meanwhile waits."""
        with self.lock(exclusive=True):
            try:
                if self.get_modified_time(name) >= before:
                    return False
                self.delete(name)
            except FileNotFoundError:
                return False
        return True

    @contextmanager
    def lock(self, *, exclusive: bool) -> Iterator[None]:
        """Hold the folder's lock: shared by those who put files into their place, exclusive for the one who takes them away."""
        Path(self.location).mkdir(parents=True, exist_ok=True)
        with open(Path(self.location) / ".lock", "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            yield

    @staticmethod
    def _force(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@dataclass(frozen=True)
class Received:
    """A file that was looked at and may be kept: its clean name, its kind by content, its size, its digest."""

    name: str
    kind: Kind
    size: int
    digest: str
    content: bytes


def store() -> Storage:
    """Where the bytes lie."""
    return storages["files"]


def receive(name: str, content: bytes, *, kinds: tuple[Kind, ...] = KINDS, most: int = MOST_BYTES) -> Received:
    """Look at a file before anything is done with it. Raises Refused: too large, empty, or not of the kinds taken."""
    if len(content) > most:
        raise too_large(most)
    try:
        kind = kind_of(content)
    except Faulty as faulty:
        raise Refused(faulty.faults[0].message.in_(engine_language())) from None
    if kind not in kinds:
        taken = ", ".join(each.name.upper() for each in kinds)
        raise Refused(_("This is a file of %(kind)s. Taken here are: %(taken)s."), kind=kind.name.upper(), taken=taken)
    return Received(clean_name(name, kind), kind, len(content), sha256(content).hexdigest(), content)


def read_sent(sent, *, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file that a form sent, its size looked at first. Raises Refused."""
    if sent.size > most:
        raise too_large(most)
    return sent.read()


def too_large(most: int) -> Refused:
    """The refusal of a file that is too large."""
    return Refused(_("The file has more than %(most)s MB, the most that is taken here."), most=most // 1_000_000)


def keep(received: Received) -> str:
    """Lay the bytes into the store and give their digest. They are on the disk when this returns; write the row after it."""
    store().save(place_of(received.digest), ContentFile(received.content))
    return received.digest


def content_of(digest: str) -> bytes:
    """The bytes of a file. Raises FileNotFoundError where they are gone, and ValueError where they are not what was kept."""
    with store().open(place_of(digest)) as file:
        content = file.read()
    if sha256(content).hexdigest() != digest:
        raise ValueError(f"the bytes of {digest} were altered")
    return content


def answer(digest: str, name: str, media_type: str) -> HttpResponse:
    """The file as a download: never shown in the page, never run, under the name it came with."""
    return HttpResponse(
        content_of(digest),
        content_type=media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "Content-Security-Policy": _SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def clean_name(name: str, kind: Kind) -> str:
    """A name that can be shown and saved: no folders, no control or direction marks, at most 200 letters, the kind's ending."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name[:10_000]))[-1]
    kept = "".join(" " if letter.isspace() else letter for letter in last if unicodedata.category(letter) not in _UNSEEN)
    stem = re.sub(r'[<>:"|?*]', "", re.sub(" +", " ", kept)).strip(" .")
    endings = (kind.ending, ".jpeg") if kind.ending == ".jpg" else (kind.ending,)
    found = next((ending for ending in endings if stem.lower().endswith(ending)), "")
    ending = found or kind.ending
    stem = (stem[: -len(found)] if found else stem).strip(" .")[: MOST_NAME - len(ending)].strip(" .")
    return f"{stem or 'file'}{ending}"


# Control, format (direction marks, zero width), surrogate, private and unassigned code points; line and paragraph separators.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def sweep(*, at: datetime) -> int:
    """Delete what no row names any more and what a broken-off write left; gives how many files went. For the worker.

    Only what is older than an hour goes: the row of younger bytes may still be on its way.
    """
    gone, before = 0, at - GRACE
    for name in list(_all(store(), "")):
        digest = name.rpartition("/")[2]
        is_draft = digest.endswith(".part")
        if not is_draft and (not _DIGEST.fullmatch(digest) or _is_named(digest)):
            continue
        if store().get_modified_time(name) < before:
            gone += _delete(name, before)
    return gone


def _delete(name: str, before: datetime) -> bool:
    if isinstance(store(), WholeFiles):
        return store().delete_if_old(name, before)
    store().delete(name)
    return True


def _is_named(digest: str) -> bool:
    fields = (field for model in apps.get_models() for field in model._meta.local_fields if isinstance(field, Digest))
    return any(field.model._base_manager.filter(**{field.name: digest}).exists() for field in fields)


def _all(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}{name}"
    for each in folders:
        yield from _all(storage, f"{folder}{each}/")


def place_of(digest: str) -> str:
    """Where the bytes of a digest lie. A digest is 64 hexadecimal digits, so no place is outside of the store."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not a digest")
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
