"""What the service writes down about itself: one line of JSON for each request and event, and nothing about people.

A line names the route, never the path (the address of a plan is the key to it); the actor by key, never by name; an exception
by its kind and the places in the code, never by its message, for databases and libraries put values into messages.
"""

import contextvars
import logging
import re
import sys
import time
import traceback
import uuid
from datetime import UTC, datetime

from pythonjsonlogger.json import JsonFormatter

from chorsu.portal import metrics

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_request: contextvars.ContextVar[str] = contextvars.ContextVar("request", default="")
_log = logging.getLogger("chorsu.request")
# Whose messages name no people: ours, and the web server's about its processes.
_OURS = ("chorsu", "_granian")


class Line(JsonFormatter):
    """A record as one line of JSON."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record. Of other libraries' records the pattern of the message is kept, without what was filled in."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if _request.get():
            line["request"] = _request.get()
        if record.name.split(".")[0] in _OURS:
            line["event"] = record.getMessage()
            line |= getattr(record, "facts", {})
        else:
            line["event"] = str(record.msg) if record.args else "see where"
            line["where"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            line |= told(record.exc_info[1])
        return self.serialize_log_record(line)


def told(fault: BaseException) -> dict:
    """A fault as a line tells it: its kind and the calls that led to it, without its message."""
    frames = traceback.extract_tb(fault.__traceback__)[-12:]
    return {
        "fault": f"{type(fault).__module__}.{type(fault).__qualname__}",
        "calls": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def settings(level: str = "INFO") -> dict:
    """The settings of Python's logging: every line as JSON on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": Line}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "chorsu": {"handlers": ["lines"], "level": level, "propagate": False},
            # A refused request is told by our own line; the framework's own says its path.
            "django.request": {"handlers": ["lines"], "level": "ERROR", "propagate": False},
            "django.security": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
            # Standard names of the server (granian): it configures these itself unless they are given.
            "_granian": {"handlers": ["lines"], "level": "ERROR", "propagate": False},
            "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }


def requests(get_response):
    """Middleware, the outermost: names the request, counts it, and writes its line."""

    def answer(request):
        given = request.headers.get(HEADER, "").lower()
        request.key = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        token, began = _request.set(request.key), time.perf_counter()
        try:
            response = get_response(request)
            response.headers[HEADER] = request.key
            took = time.perf_counter() - began
            route = route_of(request)
            metrics.count(route, request.method, response.status_code, took)
            _log.info("answered", extra={"facts": _facts(request, route, response.status_code, took)})
            return response
        finally:
            _request.reset(token)

    return answer


def route_of(request) -> str:
    """The name of the page or operation that answered; empty where none did."""
    match = getattr(request, "resolver_match", None)
    return getattr(request, "route", "") or (match.view_name if match else "") or ""


def _facts(request, route: str, status: int, took: float) -> dict:
    facts = {
        "route": route,
        "method": request.method if request.method in metrics.METHODS else "other",
        "status": status,
        "ms": round(took * 1000, 1),
    }
    actor = getattr(request, "actor", None)
    if actor is not None:
        facts |= {"person": str(actor.person.pk), "organisation": str(actor.organisation.pk)}
    return facts


def _short(path: str) -> str:
    """A file within its package: where the machine keeps it is nobody's business."""
    for root in sorted(filter(None, sys.path), key=len, reverse=True):
        if path.startswith(root):
            return path[len(root) :].lstrip("/\\")
    return path.rsplit("/", 1)[-1]
