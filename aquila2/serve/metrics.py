"""What Prometheus reads at `/metrics`."""

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from aquila2.engine.async_engine import EngineStats

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_GAUGES = {
    "requests_running": "Requests that are being computed",
    "requests_waiting": "Requests in the queue",
    "kv_blocks_in_use": "Blocks of the KV cache that requests hold; what is kept only as prefix cache is free",
    "kv_blocks_total": "Blocks of the KV cache",
}
_COUNTERS = {
    "requests_aborted_total": "Requests that ended because their client went away",
    "tokens_generated_total": "Tokens drawn",
    "prompt_tokens_total": "Tokens of prompts",
    "preemptions_total": "Times that a request gave its blocks to others and began again",
    "prefix_cached_tokens_total": "Tokens of prompts that an earlier request had computed",
}
# From a small model's step to a long prompt's reading.
_FIRST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_EACH = (0.001, 0.0025, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5)


class Metrics:
    """One server's metrics; `stats` asks the engine when somebody reads."""

    def __init__(self, stats: Callable[[], EngineStats | None]) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(_EngineCollector(stats))
        self.seconds_to_first_token = Histogram(
            "aquila2_time_to_first_token_seconds",
            "From a request's arrival to its first token",
            buckets=_FIRST,
            registry=self.registry,
        )
        self.seconds_per_token = Histogram(
            "aquila2_time_per_output_token_seconds",
            "Between two tokens of an answer, its mean",
            buckets=_EACH,
            registry=self.registry,
        )
        self.responses = Counter(
            "aquila2_http_responses",
            "Answers by path and status",
            ["path", "status"],
            registry=self.registry,
        )

    def text(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self.registry)


class _EngineCollector(Collector):
    def __init__(self, stats: Callable[[], EngineStats | None]) -> None:
        self._stats = stats

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        stats = self._stats()
        for name, about in _GAUGES.items():
            yield GaugeMetricFamily(f"aquila2_{name}", about, value=getattr(stats, name) if stats else 0)
        for name, about in _COUNTERS.items():
            yield CounterMetricFamily(f"aquila2_{name}", about, value=getattr(stats, name) if stats else 0)
