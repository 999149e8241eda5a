"""For those who watch over the service: does it live, is it ready, its figures. Three addresses without a language or a session.

``/health/live``: the process answers. ``/health/ready``: the database answers and has the tables of this version, the data
folder can be written, a worker was seen lately. ``/metrics``: to this machine, or to whoever shows ``CHORSU_METRICS_TOKEN``.
"""

import hmac
import ipaddress
import os
import secrets
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.models import Min
from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from chorsu.portal import metrics

SILENT = timedelta(seconds=60)
"""A worker that was not seen for so long is taken for dead."""
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Via")


def addresses(get_response):
    """Middleware: answers the three addresses before anything asks for a host name, a session or HTTPS."""
    pages = {"/health/live": live, "/health/ready": ready, "/metrics": figures}

    def answer(request):
        page = pages.get(request.path_info)
        if page is None:
            return get_response(request)
        request.route = f"watch:{page.__name__}"
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = page(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return answer


def live(request) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"live": True})


def ready(request) -> HttpResponse:
    """Whether requests can be served: 200 or 503, with each check. A worker that is late makes it ``degraded``, not unready."""
    checks = {"database": _database(), "migrations": "unknown", "data": _data(), "worker": "unknown"}
    if checks["database"] == "ok":
        checks["migrations"] = "ok" if _migrated() else "behind"
        checks["worker"] = _worker() if checks["migrations"] == "ok" else "unknown"
    is_ready = all(checks[name] == "ok" for name in ("database", "migrations", "data"))
    told = {"ready": is_ready, "degraded": is_ready and checks["worker"] != "ok", "checks": checks}
    return JsonResponse(told, status=200 if is_ready else 503)


def figures(request) -> HttpResponse:
    """The figures for Prometheus; 404 for whoever may not read them."""
    if not _may_read(request):
        return HttpResponse(status=404)
    content, media_type = metrics.page()
    return HttpResponse(content, content_type=media_type)


def jobs() -> dict[str, int]:
    """How many background jobs there are in each state."""
    from django.db.models import Count
    from django_tasks_db.models import DBTaskResult

    counted = dict(DBTaskResult.objects.values_list("status").annotate(number=Count("pk")).order_by())
    return {state: counted.get(state.upper(), 0) for state in ("ready", "running", "successful", "failed")}


def worker_age(*, at: datetime) -> float | None:
    """Seconds since a worker was last seen; None where none ever was."""
    from chorsu.portal.models import Worker

    seen = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    return max(0.0, (at - seen).total_seconds()) if seen else None


def duties(*, at: datetime) -> dict[str, float]:
    """Seconds since each periodic duty was last done."""
    from chorsu.portal.models import Duty

    rows = Duty.objects.exclude(ended_at=None).values_list("name", "ended_at")
    return {name: max(0.0, (at - ended).total_seconds()) for name, ended in rows}


def outbox_lag(*, at: datetime) -> float:
    """For how many seconds the oldest delivery of the outbox (a webhook's, a notice) has been due."""
    from chorsu.desks.journal.models import Delivery, Notice, Outgoing

    waiting = {"state": Outgoing.State.WAITING, "due_at__lte": at}
    due = [rows.filter(**waiting).aggregate(oldest=Min("due_at"))["oldest"] for rows in (Delivery.objects, Notice.objects)]
    return max((max(0.0, (at - each).total_seconds()) for each in due if each), default=0.0)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()
        return "down"
    return "ok"


def _data() -> str:
    probe = settings.DATA / f".probe-{secrets.token_hex(8)}"
    try:
        probe.write_bytes(b"1")
        probe.unlink()
    except OSError:
        return "not writable"
    return "ok"


def _worker() -> str:
    age = worker_age(at=timezone.now())
    if age is None:
        return "never seen"
    return "ok" if age < SILENT.total_seconds() else "late"


def _migrated() -> bool:
    """Whether the database has the tables of this version. Asked until it is so: tables do not go away."""
    if not _known_migrated and not _pending():
        _known_migrated.append(True)
    return bool(_known_migrated)


_known_migrated: list[bool] = []


def _pending() -> bool:
    from django.db.migrations.recorder import MigrationRecorder

    return bool(_of_this_version() - set(MigrationRecorder(connection).applied_migrations()))


@cache
def _of_this_version() -> frozenset:
    from django.db.migrations.loader import MigrationLoader

    # Of migrations that were made one, those they replace count as done.
    loader = MigrationLoader(connection)
    return frozenset(loader.graph.nodes)


def _may_read(request) -> bool:
    token = os.environ.get("CHORSU_METRICS_TOKEN", "")
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    if any(name in request.headers for name in _FORWARDED):
        return False  # it came through a proxy on this machine, from anywhere
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
