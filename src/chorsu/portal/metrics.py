"""Figures for a monitoring system (Prometheus): requests by route, how long they took, the database, jobs, duties."""

import os
import time
from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_requests = Counter("chorsu_requests", "Requests answered", ("route", "method", "status"))
_seconds = Histogram(
    "chorsu_request_seconds",
    "How long answers took",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_refused = Counter("chorsu_refused", "Requests refused because all hands were busy, or the database was", ("why",))


def count(route: str, method: str | None, status: int, seconds: float) -> None:
    """Count one request."""
    _requests.labels(route or "none", method if method in METHODS else "other", str(status)).inc()
    _seconds.labels(route or "none").observe(seconds)


def refuse(why: str) -> None:
    """Count a polite refusal."""
    _refused.labels(why).inc()


def page() -> tuple[bytes, str]:
    """All figures in the text form of Prometheus, and its media type. Counters are those of all worker processes together."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)
    registry.register(Standing())
    return generate_latest(registry), CONTENT_TYPE_LATEST


class Standing:
    """What is asked of the database when the figures are read."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Gauges; only ``chorsu_database_up`` where the database does not answer."""
        from django.db import Error

        began = time.perf_counter()
        try:
            gauges = list(_gauges())
        except Error:
            yield GaugeMetricFamily("chorsu_database_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("chorsu_database_up", "Whether the database answers", value=1)
        yield GaugeMetricFamily("chorsu_database_seconds", "How long it took to ask", value=time.perf_counter() - began)
        yield from gauges


def _gauges() -> Iterator[GaugeMetricFamily]:
    from django.utils import timezone

    from chorsu.portal import watch

    now = timezone.now()
    jobs = GaugeMetricFamily("chorsu_jobs", "Background jobs by state", labels=["state"])
    for state, number in watch.jobs().items():
        jobs.add_metric([state], number)
    yield jobs
    age = watch.worker_age(at=now)
    yield GaugeMetricFamily(
        "chorsu_worker_age_seconds", "Since a worker was last seen; -1 for never", value=-1 if age is None else age
    )
    yield GaugeMetricFamily("chorsu_outbox_lag_seconds", "Age of the oldest delivery that is due", value=watch.outbox_lag(at=now))
    duties = GaugeMetricFamily("chorsu_duty_age_seconds", "Since a duty was last done", labels=["duty"])
    for name, seconds in watch.duties(at=now).items():
        duties.add_metric([name], seconds)
    yield duties
