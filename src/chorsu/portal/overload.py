"""More requests than hands: some wait a little, the rest are refused at once and politely, and none is left hanging.

A process answers ``CHORSU_HANDS`` requests at the same time; twice as many wait, each for some seconds at most; more are told
503 with Retry-After, in the page's language or as problem+json. The same answer stands where the database is too busy or away: a
request that certainly changed nothing is tried again first.
"""

import json
import logging
import random
import sys
import threading
import time

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from chorsu.portal import metrics

RETRY_AFTER = 3
"""Seconds after which a refused client should ask again."""
WAIT = 4.0
"""Seconds that a request waits for a free hand."""
TRIES = 4
_SERIALIZATION = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available: rolled back for certain
_log = logging.getLogger("chorsu.overload")


class Hands:
    """The hands of one process: ``most`` work at a time, ``queue`` wait."""

    def __init__(self, most: int, queue: int, wait: float = WAIT) -> None:
        self._free = threading.BoundedSemaphore(most)
        self._places = threading.BoundedSemaphore(most + queue)
        self._wait = wait

    def take(self) -> bool:
        """Wait for a free hand; False where too many wait already, or it took too long."""
        if not self._places.acquire(blocking=False):
            return False
        if self._free.acquire(timeout=self._wait):
            return True
        self._places.release()
        return False

    def give_back(self) -> None:
        """The hand is free again."""
        self._free.release()
        self._places.release()


def gate(get_response):
    """Middleware: a request comes in when there is a hand for it."""
    hands = Hands(settings.HANDS, settings.HANDS * 2)

    def answer(request):
        if not hands.take():
            metrics.refuse("hands")
            return refusal(request)
        try:
            return get_response(request)
        finally:
            hands.give_back()

    return answer


class TryAgain:
    """Middleware: a view that lost a race for the database is called again, for its transaction was rolled back; else 503."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, fault):
        """An answer where the fault is the database's; None for other faults."""
        tries = 1
        while isinstance(fault, OperationalError | InterfaceError):
            if not certainly_undone(fault) or tries >= TRIES or connection.in_atomic_block:
                return database_is_busy(request, fault)
            time.sleep(random.uniform(0.02, 0.1) * 2**tries)  # noqa: S311 - spreads clients, guards nothing
            tries += 1
            close_old_connections()
            for file in request.FILES.values():
                file.seek(0)
            match = request.resolver_match
            try:
                return match.func(request, *match.args, **match.kwargs)
            except (OperationalError, InterfaceError) as again:
                fault = again
        return None


def certainly_undone(fault: BaseException) -> bool:
    """Whether the database says that nothing of the transaction was kept, so that trying again cannot do a thing twice."""
    state = getattr(fault.__cause__, "sqlstate", None)
    return state in _SERIALIZATION or (state is None and "locked" in str(fault))


def database_is_busy(request, fault: BaseException) -> HttpResponse:
    """The refusal where the database did not take a request."""
    metrics.refuse("database")
    _log.warning("the database is busy or away", exc_info=fault)
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    return refusal(request)


def fault(request) -> HttpResponse:
    """The answer to a fault of ours (``handler500``): 503 where it is the database's, else our 500 page."""
    raised = sys.exc_info()[1]
    if isinstance(raised, OperationalError | InterfaceError):
        return database_is_busy(request, raised)
    if _is_program(request):
        return _problem(500, "Internal Server Error", "Something went wrong on our side. It has been recorded.")
    try:
        return HttpResponse(render_to_string("500.html", request=request), status=500)
    except Exception:  # the page itself needs what is broken
        return HttpResponse(render_to_string("500_bare.html"), status=500)


def refusal(request) -> HttpResponse:
    """503 with Retry-After: a page in the reader's language, problem+json for a program."""
    if _is_program(request):
        return _problem(
            503, "Service Unavailable", "Too many requests at this moment. Nothing was changed; try again.", retry=True
        )
    language = translation.get_language_from_path(request.path_info) or translation.get_language_from_request(request)
    with translation.override(language):
        text = render_to_string("503.html", {"language": language})
    return HttpResponse(text, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


def _is_program(request) -> bool:
    return request.path_info.startswith("/api/")


def _problem(status: int, title: str, detail: str, *, retry: bool = False) -> HttpResponse:
    # The kinds that the description of the API names.
    kind = {500: "failed", 503: "busy"}[status]
    told = {"type": f"urn:chorsu:problem:{kind}", "title": title, "status": status, "detail": detail}
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": str(RETRY_AFTER)} if retry else {})
    return HttpResponse(json.dumps(told), status=status, content_type="application/problem+json", headers=headers)
