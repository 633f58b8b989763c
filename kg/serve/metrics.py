"""Figures of a running server, for Prometheus: requests, queries, workers, memory.

    GET /metrics     https://prometheus.io/docs/instrumenting/exposition_formats/

Labels have few values whatever is asked: the first part of a path that is served, the outcome
of a query, the cause for which a worker ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Measured", "Metrics"]

#: Seconds; queries take from a millisecond to their limit.
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """The figures of one server. `state` gives what is so at the moment (see `_State`)."""

    def __init__(self, state: Callable[[], dict[str, float]],
                 lost: Callable[[], dict[str, int]]) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "kg_requests", "Requests, by the first part of the path.",
            ("path", "method", "status"), registry=self._registry)
        self.request_seconds = Histogram(
            "kg_request_seconds", "Seconds from a request to the end of its answer.",
            ("path",), buckets=_BUCKETS, registry=self._registry)
        self.queries = Counter(
            "kg_queries", "Queries, by what became of them.", ("outcome",),
            registry=self._registry)
        self.query_seconds = Histogram(
            "kg_query_seconds", "Seconds that queries took, without waiting for a worker.",
            buckets=_BUCKETS, registry=self._registry)
        self.answer_bytes = Counter(
            "kg_answer_bytes", "Bytes of answers to queries.", registry=self._registry)
        started = Gauge("kg_start_time_seconds", "When the server started, since the epoch.",
                        registry=self._registry)
        started.set(time.time())
        self._registry.register(_State(state, lost))

    def exposition(self) -> tuple[bytes, str]:
        """All figures as text, and its media type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST


class _State(Collector):
    """What is looked up when it is asked for."""

    _ABOUT: Final = {
        "kg_queries_running": "Queries that run now.",
        "kg_queries_waiting": "Queries that wait for a worker.",
        "kg_workers": "Processes that answer queries.",
        "kg_workers_resident_bytes": "Memory of those processes together.",
        "kg_server_resident_bytes": "Memory of the server's own process.",
        "kg_snapshot_number": "How many states of the store have been asked since the start.",
        "kg_behind": "1 while the store holds something newer that cannot be asked yet.",
    }

    def __init__(self, state: Callable[[], dict[str, float]],
                 lost: Callable[[], dict[str, int]]) -> None:
        self._state, self._lost = state, lost

    def describe(self) -> Iterable[Metric]:
        """Nothing ahead: figures are made when they are collected."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The figures as they are now."""
        for name, value in self._state().items():
            yield GaugeMetricFamily(name, self._ABOUT[name], value=value)
        lost = CounterMetricFamily(
            "kg_workers_lost", "Workers that were ended or ended, by cause.", labels=("cause",))
        for cause, count in sorted(self._lost().items()):
            lost.add_metric((cause,), count)
        yield lost


class Measured:
    """Counts every request; the outermost layer."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, paths: frozenset[str]) -> None:
        self.app, self.metrics, self.paths = app, metrics, paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        first = "/" + scope["path"].lstrip("/").partition("/")[0]
        path = first if first in self.paths else "other"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        # Nothing is sent to a client that has gone.
        status, started = "gone", time.perf_counter()

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            self.metrics.requests.labels(path, method, status).inc()
            self.metrics.request_seconds.labels(path).observe(time.perf_counter() - started)


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})


def resident_bytes(pids: Iterable[int]) -> int:
    """Memory that processes hold together, without what they share with others more than once
    where the system tells (Linux); 0 where it does not."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return total
