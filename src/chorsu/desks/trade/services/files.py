"""Files on a case: looked at before they are kept, removed and brought back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks import files
from chorsu.desks.actor import Actor
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade.models import Case, File, Upload
from chorsu.desks.trade.services.opened import opened, tell
from chorsu.documents.invoices import KINDS

MOST_FILES = 100


def add_file(case: Case, name: str, content: bytes, *, by: Actor, at: datetime) -> File:
    """Lay a file on the case, read by everybody who sees the case. Refused where it is too large or of no kind that is taken."""
    return _add(case, files.receive(name, content), by=by, at=at)


@transaction.atomic
def _add(case: Case, received: files.Received, *, by: Actor, at: datetime) -> File:
    case = opened(case, "add_file", by=by, at=at)
    there = case.files.filter(removed_at=None)
    if there.filter(digest=received.digest).exists():
        raise Refused(_("This file is on the case already."))
    if there.count() >= MOST_FILES:
        raise Refused(_("A case holds at most %(most)s files; remove one that is not needed."), most=MOST_FILES)
    # The bytes are on the disk before the row names them; what no row names is swept away later.
    files.keep(received)
    file = File.objects.create(
        case=case,
        organisation=by.organisation,
        name=received.name,
        media_type=received.kind.media_type,
        size=received.size,
        digest=received.digest,
        made_by=by.person,
        made_at=at,
    )
    case.changed_at = at
    case.save(update_fields=["changed_at"])
    facts = {"file": file.pk, "digest": file.digest, "size": file.size, "media_type": file.media_type}
    tell("case.file_added", case, by=by, at=at, personal={"name": file.name}, **facts)
    return file


@transaction.atomic
def remove_file(file: File, *, by: Actor, at: datetime) -> File:
    """Take a file off the case: by the organisation that laid it there. It can be brought back while the case is open."""
    file = _of(file, by=by, at=at)
    if file.removed_at is None:
        file.removed_at = at
        file.save(update_fields=["removed_at"])
        tell("case.file_removed", file.case, by=by, at=at, file=file.pk, digest=file.digest)
    return file


@transaction.atomic
def restore_file(file: File, *, by: Actor, at: datetime) -> File:
    """Bring a removed file back."""
    file = _of(file, by=by, at=at)
    if file.removed_at is not None:
        file.removed_at = None
        file.save(update_fields=["removed_at"])
        tell("case.file_restored", file.case, by=by, at=at, file=file.pk, digest=file.digest)
    return file


def _of(file: File, *, by: Actor, at: datetime) -> File:
    """The file as it is now, on its case, if it is of the actor's own organisation."""
    case = opened(file.case, "remove_file", by=by, at=at)
    file = case.files.select_for_update().get(pk=file.pk)
    if file.organisation_id != by.organisation.pk:
        raise NotAllowed(_("A file is removed by the organisation that added it to the case."))
    file.case = case
    return file


def opened_upload(upload: Upload, *, by: Actor) -> Upload:
    """The invoice that was sent in as it is now, locked. Refused where it was made a case or forgotten meanwhile."""
    now = Upload.objects.select_for_update().filter(pk=upload.pk, organisation=by.organisation).first()
    if now is None:
        raise Refused(_("The invoice was deleted meanwhile. Send it again."))
    if now.case_id is not None:
        raise Refused(_("The invoice was made a case already."))
    return now


def lay_upload(upload: Upload, case: Case, *, by: Actor, at: datetime) -> File:
    """Make the invoice that a case begins with a file of the case: in the transaction, and the entry, of the case's beginning."""
    upload = opened_upload(upload, by=by)
    upload.case = case
    upload.save(update_fields=["case"])
    size = files.store().size(files.place_of(upload.digest))
    kind = next(kind for kind in KINDS if kind.name == upload.preview["kind"])
    return File.objects.create(
        case=case,
        organisation=by.organisation,
        name=upload.name,
        media_type=kind.media_type,
        size=size,
        digest=upload.digest,
        made_by=by.person,
        made_at=at,
    )
