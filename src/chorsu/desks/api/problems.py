"""Every failure as ``application/problem+json`` (RFC 9457), in the language of the request."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as Invalid
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError, ValidationError

from chorsu.desks.api.faults import faults_of, invalid_faults
from chorsu.desks.language import engine_language
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.facts import Faulty

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of failure: its name (the end of its ``type``), its status, what it is called and what to do."""

    name: str
    status: int
    title: Promise
    detail: Promise

    @property
    def type(self) -> str:
        """The address that names the kind."""
        return f"urn:chorsu:problem:{self.name}"


KINDS = {
    kind.name: kind
    for kind in (
        Kind("unreadable", 400, _("The request cannot be read"), _("Send the body as JSON in UTF-8.")),
        Kind(
            "not-signed-in",
            401,
            _("You are not signed in"),
            _("Send a token as “Authorization: Bearer …”. You make tokens on the page of your organisation."),
        ),
        Kind("not-allowed", 403, _("You may not do this"), _("Your role does not allow this, or the state it is in does not.")),
        Kind("missing", 404, _("There is no such thing"), _("There is none under this address, or it is not yours to see.")),
        Kind("wrong-method", 405, _("This address does not take that method"), _("The header Allow names those that it takes.")),
        Kind("refused", 409, _("This is not possible now"), _("The state of the thing does not allow it.")),
        Kind(
            "in-progress",
            409,
            _("The same request is being answered"),
            _("Another request with this Idempotency-Key is not finished. Send it again in a moment."),
        ),
        Kind(
            "changed-meanwhile",
            412,
            _("It was changed meanwhile"),
            _("Somebody changed it after you read it. Read it again, and send your change with its new ETag."),
        ),
        Kind("too-large", 413, _("The request is too large"), _("Send less in one request.")),
        Kind("wrong-media-type", 415, _("The body has the wrong media type"), _("Send the body as the description asks.")),
        Kind("faulty", 422, _("The request has faults"), _("Nothing was changed. Mend each fault and send it again.")),
        Kind(
            "key-used",
            422,
            _("This Idempotency-Key belongs to another request"),
            _("The same key came before with another body or address. Take a new key for a new request."),
        ),
        Kind("too-many", 429, _("Too many requests"), _("Wait as many seconds as the header Retry-After says.")),
        Kind("failed", 500, _("The portal failed"), _("Nothing was changed. The fault is in the portal, not in your request.")),
        Kind("busy", 503, _("The portal is busy"), _("Send it again in a moment.")),
    )
}
OF_STATUS = {400: "unreadable", 403: "not-allowed", 404: "missing", 405: "wrong-method", 413: "too-large", 429: "too-many"}


@dataclass
class Problem(Exception):
    """A failure that is answered: its kind, what it is about, every fault, headers that go with it."""

    kind: str
    detail: str | Promise = ""
    faults: list[dict] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_of(fault: Exception) -> Problem | None:
    """What a failure is as a problem; None for one that nobody foresaw."""
    if isinstance(fault, Problem):
        return fault
    if isinstance(fault, Faulty):
        return Problem("faulty", faults=[row.to_json(engine_language()) for row in fault.faults])
    if isinstance(fault, ValidationError):
        return Problem("faulty", faults=faults_of(fault.errors))
    if isinstance(fault, Invalid):
        return Problem("faulty", faults=invalid_faults(fault))
    if isinstance(fault, NotAllowed):
        return Problem("not-allowed", str(fault))
    if isinstance(fault, Refused):
        return Problem("refused", str(fault))
    if isinstance(fault, Http404):
        return Problem("missing")
    if isinstance(fault, RequestDataTooBig):
        return Problem("too-large")
    if isinstance(fault, SuspiciousOperation):
        return Problem("unreadable")
    if isinstance(fault, HttpError):
        return Problem(OF_STATUS.get(fault.status_code, "unreadable"))
    return None


def answer(problem: Problem, request: HttpRequest, headers: Iterable[tuple[str, str]] = ()) -> HttpResponse:
    """The problem as a response."""
    kind = KINDS[problem.kind]
    body = {
        "type": kind.type,
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(problem.detail or kind.detail),
        "instance": request.path,
    }
    if problem.faults:
        body["faults"] = problem.faults
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=kind.status, content_type=MEDIA_TYPE)
    for name, value in (*headers, *problem.headers.items()):
        response[name] = value
    if kind.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Chorsu"'
    return response


def kind_of_status(status: int) -> str:
    """The kind of problem that an answer of this status is, where nobody said more."""
    return OF_STATUS.get(status, "failed" if status >= 500 else "unreadable")
