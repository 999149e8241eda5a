"""Invoices that are sent in: looked at, put right, made a case, forgotten after a day."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks import files
from chorsu.desks.actor import SYSTEM, Actor, System
from chorsu.desks.journal import services as journal
from chorsu.desks.language import engine_language
from chorsu.desks.organisations.models import Organisation
from chorsu.desks.permissions import require
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case, Upload
from chorsu.desks.trade.permissions import may
from chorsu.desks.trade.previews import preview_of
from chorsu.desks.trade.services.cases import begin_case
from chorsu.desks.trade.services.files import opened_upload
from chorsu.documents.invoices import KINDS, MOST_BYTES, Choices, Preview
from chorsu.facts import Faulty

MOST_UPLOADS = 50


def receive_invoice(name: str, content: bytes, *, by: Actor, at: datetime) -> Upload:
    """Take an invoice in, to be looked at. Refused, with nothing kept, where it is none, is not safe, or is too large."""
    require(may.begin, by)
    received = files.receive(name, content, kinds=KINDS, most=MOST_BYTES)
    try:
        preview = preview_of(received.digest, Choices(), content)
    except Faulty as faulty:
        raise Refused(_told(faulty)) from None
    return _receive(received, preview, by=by, at=at)


def _told(faulty: Faulty) -> str:
    language = engine_language()
    fault = faulty.faults[0]
    right = fault.expected.in_(language) if fault.expected else ""
    message = fault.message.in_(language)
    return str(_("%(fault)s Right would be: %(expected)s.")) % {"fault": message, "expected": right} if right else message


@transaction.atomic
def _receive(received: files.Received, preview: Preview, *, by: Actor, at: datetime) -> Upload:
    Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    if Upload.objects.filter(organisation=by.organisation, case=None).count() >= MOST_UPLOADS:
        raise Refused(_("You have %(most)s invoices that were not made a case. Delete some first."), most=MOST_UPLOADS)
    # The bytes are on the disk before the row names them; what no row names is swept away later.
    files.keep(received)
    upload = Upload.objects.create(
        organisation=by.organisation,
        made_by=by.person,
        name=received.name,
        digest=received.digest,
        preview=_kept(Choices(), preview),
        made_at=at,
    )
    counts = {"kind": preview.kind, "rows": len(preview.rows), "faults": len(preview.all_faults)}
    journal.record(
        "upload.received",
        upload,
        by=by,
        at=at,
        digest=upload.digest,
        size=received.size,
        **counts,
        personal={"name": upload.name},
    )
    return upload


def _kept(choices: Choices, preview: Preview) -> dict:
    """What a row remembers: the answers of whoever sent the file, and what the reading with them came to."""
    return {
        "choices": choices.to_json(),
        "kind": preview.kind,
        "rows": len(preview.rows),
        "faults": len(preview.all_faults),
        "guesses": len(preview.open_guesses),
    }


def change_upload(upload: Upload, choices: Choices, *, by: Actor, at: datetime) -> Upload:
    """Read the invoice again with what was answered: columns, meanings, cells, fields. Raises Refused where it cannot be."""
    require(may.begin, by)
    try:
        preview = preview_of(upload.digest, choices)
    except Faulty as faulty:
        raise Refused(_told(faulty)) from None
    return _change(upload, choices, preview, by=by, at=at)


@transaction.atomic
def _change(upload: Upload, choices: Choices, preview: Preview, *, by: Actor, at: datetime) -> Upload:
    upload = opened_upload(upload, by=by)
    before, after = upload.preview, _kept(choices, preview)
    if before == after:
        return upload
    upload.preview = after
    upload.save(update_fields=["preview"])
    told = ("rows", "faults", "guesses")
    journal.record(
        "upload.changed",
        upload,
        by=by,
        at=at,
        before={name: before.get(name) for name in told},
        after={name: after[name] for name in told},
        personal={"choices": after["choices"]},
    )
    return upload


def make_case(upload: Upload, *, by: Actor, at: datetime) -> Case:
    """Begin a case with the invoice's consignment, and lay the invoice on it. Raises Faulty where it cannot be planned.

    Refused while a cell has a fault or a guess is not confirmed: nothing is taken silently.
    """
    require(may.begin, by)
    preview = preview_of(upload.digest, Choices.of(upload.preview["choices"]))
    if preview.all_faults:
        raise Refused(_("%(count)s faults are left. Mend them first; nothing is taken halfway."), count=len(preview.all_faults))
    if preview.open_guesses:
        raise Refused(_("%(count)s guesses are not confirmed yet. Look at each."), count=len(preview.open_guesses))
    return begin_case(dict(preview.document), by=by, at=at, upload=upload)


@transaction.atomic
def forget_upload(upload: Upload, *, by: Actor | System, at: datetime) -> None:
    """Forget an invoice that was not made a case. Its bytes go with the next sweep."""
    if isinstance(by, Actor):
        require(may.begin, by)
    rows = Upload.objects.filter(organisation=by.organisation) if isinstance(by, Actor) else Upload.objects
    upload = rows.select_for_update().filter(pk=upload.pk).first()
    if upload is None:
        return
    journal.record("upload.forgotten", upload, by=by, at=at, concerns=[upload.organisation_id])
    upload.delete()


def forget_uploads(*, before: datetime, at: datetime) -> int:
    """Forget the invoices sent in before; gives how many. For the worker. A case keeps its invoice as a file of its own."""
    rows = Upload.objects.filter(made_at__lt=before).order_by("made_at")[:1_000]
    for upload in rows:
        forget_upload(upload, by=SYSTEM, at=at)
    return len(rows)
