"""A request that is sent twice is done once: the second gets the answer of the first (header ``Idempotency-Key``)."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from chorsu.desks.api.models import Answer
from chorsu.desks.api.problems import Problem

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
MOST_KEY = 200
# What a header's value is written in here: what can be seen, without spaces.
LETTERS = re.compile(f"[!-~]{{1,{MOST_KEY}}}")
HEADERS = ("Content-Type", "Location", "ETag")


def whole(run: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a change in one transaction: whole, or, where the answer is a failure, not at all."""
    with transaction.atomic():
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def once(request: HttpRequest, run: Callable[[], HttpResponse], *, secret: str = "") -> HttpResponse:
    """As :func:`whole`; where the request has a key, the answer is kept in the same transaction, and given again for a day.

    Another request with the key is refused: with another body or address (422), or while the first is being answered (409).
    A failure is not kept: nothing was changed, and what was wrong may be mended. ``secret`` is a field of the answer that is told
    once: it is kept as null.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return whole(run)
    if not LETTERS.fullmatch(key):
        raise Problem("faulty", _("An Idempotency-Key has at most %(most)s printable letters.") % {"most": MOST_KEY})
    digest, now = _digest(request), timezone.now()
    kept = _claim(request, key, digest, now)
    with transaction.atomic():
        try:
            # Whoever answers holds the row; on SQLite, whose writers queue, the second finds the answer of the first.
            kept = Answer.objects.select_for_update(nowait=True).filter(pk=kept.pk).first()
        except OperationalError:
            raise Problem("in-progress", headers={"Retry-After": "1"}) from None
        if kept is None:
            raise Problem("in-progress", headers={"Retry-After": "1"})
        if kept.digest != digest:
            raise Problem("key-used")
        if kept.status is not None:
            return _again(kept)
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            kept.status, kept.body = response.status_code, _without(secret, response)
            kept.headers = {name: response[name] for name in HEADERS if name in response}
            kept.save(update_fields=["status", "body", "headers"])
    if response.status_code >= 400:
        Answer.objects.filter(pk=kept.pk, status=None).delete()
    return response


def forget_answers(*, at: datetime) -> int:
    """Delete the answers that are a day old; gives how many."""
    return Answer.objects.filter(made_at__lt=at - KEPT).delete()[0]


def _claim(request: HttpRequest, key: str, digest: str, now: datetime) -> Answer:
    """The row of the key: the one that is there and not too old, else a new one without an answer."""
    # Who belongs to no organisation yet has keys of their own.
    whose = {"person": request.person.pk, "organisation": (request.actor.organisation if request.actor else request.person).pk}
    mine = Answer.objects.filter(**whose, key=key)
    mine.filter(made_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            return Answer.objects.create(**whose, key=key, digest=digest, made_at=now)
    except IntegrityError:
        found = mine.first()
        if found is None:  # the first was refused just now and is gone
            raise Problem("in-progress", headers={"Retry-After": "1"}) from None
        return found


def _digest(request: HttpRequest) -> str:
    """What is asked: method, address and body. A file counts by its bytes: the borders between its parts differ each time."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            found.update(repr((name, values)).encode())
        for name, file in sorted(request.FILES.items()):
            found.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                found.update(chunk)
            file.seek(0)
    else:
        found.update(request.body)
    return found.hexdigest()


def _without(secret: str, response: HttpResponse) -> str:
    text = response.content.decode()
    return json.dumps(json.loads(text) | {secret: None}) if secret else text


def _again(kept: Answer) -> HttpResponse:
    response = HttpResponse(kept.body, status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response
