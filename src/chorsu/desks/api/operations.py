"""How an operation of a desk is declared: its address, its scope, its answer. What all of them do is done here, once."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.decorators import decorate_view

from chorsu.desks.api.faults import fault
from chorsu.desks.api.limits import JSON, check_media_type, check_size, limit_rate
from chorsu.desks.api.problems import Problem
from chorsu.desks.api.repeats import LETTERS, once, whole
from chorsu.desks.api.signing import sign, who

MULTIPART = "multipart/form-data"
# What the borders between the parts of a body take, beside the file itself.
BORDERS = 16 * 1024

IF_MATCH = {
    "parameters": [
        {
            "in": "header",
            "name": "If-Match",
            "required": False,
            "description": "The `ETag` of the state that is to be changed: where somebody was quicker, nothing is changed (412).",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        }
    ]
}
BYTES = {"schema": {"type": "string", "format": "binary"}}
DOWNLOAD = {"responses": {200: {"description": "The file.", "content": {"*/*": BYTES}}}}
# One that may be JSON, which is read as such.
JSON_OR_BYTES = {"application/json": {"schema": {"type": "object"}}, "*/*": BYTES}
PAPER = {"responses": {200: {"description": "The file.", "content": JSON_OR_BYTES}}}


class Desk(Router):
    """The operations of one desk, under one tag."""

    def reads(self, path: str, *, scope: str, answer: Any, method: str = "GET", newcomers: bool = False, **more: Any) -> Callable:
        """Declare an operation that changes nothing. ``method`` POST where what is asked does not fit into an address.

        ``newcomers``: also for a person who belongs to no organisation yet; ``request.actor`` is None then.
        """
        return self._declared(method, path, answer, 200, Guard(scope, newcomers=newcomers), **more)

    def changes(
        self,
        method: str,
        path: str,
        *,
        scope: str,
        answer: Any,
        status: int = 200,
        most: int | None = None,
        secret: str = "",
        newcomers: bool = False,
        ahead: Callable[..., None] | None = None,
        **more: Any,
    ) -> Callable:
        """Declare an operation that changes something, in one transaction.

        ``most`` is the largest file in bytes. ``secret`` is a field of the answer that is told once and never kept.
        ``ahead`` does with the request and the parts of its address what takes long and need not be in the transaction.
        """
        guard = Guard(scope, changes=True, most=most, secret=secret, newcomers=newcomers, ahead=ahead)
        return self._declared(method, path, answer, status, guard, **more)

    def _declared(self, method: str, path: str, answer: Any, status: int, guard: "Guard", **more: Any) -> Callable:
        def declare(view: Callable) -> Callable:
            view.guard = guard
            summary, _line, description = inspect.cleandoc(view.__doc__).partition("\n")
            self.api_operation(
                [method],
                path,
                response={status: answer},
                operation_id=view.__name__,
                summary=summary.rstrip("."),
                description=description.strip() or summary,
                **more,
            )(decorate_view(guard.before)(view))
            return view

        return declare


@dataclass(frozen=True)
class Guard:
    """What comes before an operation: who asks, how often, how much, in which form, by which names."""

    scope: str
    changes: bool = False
    most: int | None = None
    secret: str = ""
    newcomers: bool = False
    ahead: Callable[..., None] | None = None

    def before(self, run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """The operation ``run`` with all that before it."""
        operation = run.__self__

        @wraps(run)
        def answer(request: HttpRequest, **values: Any) -> HttpResponse:
            try:
                self._check(request, operation)
                if self.ahead is not None:
                    self.ahead(request, **values)
                response = self._answer(request, lambda: run(request, **values))
                if hasattr(request, "etag") and response.status_code < 300:
                    response["ETag"] = request.etag
                return response
            except (Problem, RequestDataTooBig) as problem:
                return operation.api.on_exception(request, problem)
            except OperationalError:
                # The database did not get to it in time: nothing was changed.
                return operation.api.on_exception(request, Problem("busy", headers={"Retry-After": "1"}))

        return answer

    def _check(self, request: HttpRequest, operation) -> None:
        sign(request, self.scope, newcomers=self.newcomers)
        limit_rate(who(request))
        check_size(request, self.most + BORDERS if self.most else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        check_media_type(request, media_type_of(operation))
        _check_names(request, operation)

    def _answer(self, request: HttpRequest, run: Callable[[], HttpResponse]) -> HttpResponse:
        if not self.changes:
            return run()
        if request.method == "POST":
            return once(request, run, secret=self.secret)
        return whole(run)


def now_by(request: HttpRequest) -> dict:
    """What every service asks: by whom and when."""
    return {"by": request.actor, "at": timezone.now()}


def tag_of(changed_at) -> str:
    """The ETag of a thing by the time of its last change."""
    return f'"{changed_at.timestamp():.6f}"'


def tagged(request: HttpRequest, thing):
    """The thing, and its ETag on the answer."""
    request.etag = tag_of(thing.changed_at)
    return thing


def check_unchanged(request: HttpRequest, changed_at) -> None:
    """Raise Problem where the request says by ``If-Match`` which state it changes, and the thing is in another by now."""
    wanted = request.headers.get("If-Match", "*")
    if not LETTERS.fullmatch(wanted):
        raise Problem("faulty", faults=[fault("If-Match", _("This is no ETag."), tag_of(changed_at))])
    if wanted != "*" and tag_of(changed_at) not in wanted.split(","):
        raise Problem("changed-meanwhile")


def media_type_of(operation) -> str | None:
    """The media type of the body that an operation takes; None where it takes none."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    return MULTIPART if "file" in sources or "form" in sources else JSON if "body" in sources else None


def _check_names(request: HttpRequest, operation) -> None:
    """A name in the query that nobody reads is a fault: a filter with a slip of the keyboard would filter nothing."""
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in (model.__ninja_flatten_map__ or model.model_fields)
    }
    strange = [name for name in request.GET if name not in known]
    if strange:
        expected = ", ".join(sorted(known))
        raise Problem("faulty", faults=[fault(name, _("No such field is read here."), expected) for name in strange])
