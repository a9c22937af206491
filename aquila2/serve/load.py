"""A client that makes load on an OpenAI-compatible server and measures what each request met.

Arrivals are open-loop where a rate is given: requests start when a Poisson process says so, whether or not earlier
ones have ended. A client that waits for answers before it asks again hides a slow server's delays from itself.
"""

import asyncio
import contextlib
import json
import math
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class Outcome:
    """One request, in seconds from its start: first token, last token; and what came."""

    first: float | None = None
    last: float | None = None
    text: str = ""
    prompt_tokens: int = 0
    answer_tokens: int = 0
    error: str | None = None
    left: bool = False  # the client went away on purpose

    @property
    def each(self) -> float | None:
        """Seconds a token after the first (TPOT)."""
        if self.first is None or self.last is None or self.answer_tokens < 2:
            return None
        return (self.last - self.first) / (self.answer_tokens - 1)


@dataclass(frozen=True)
class Ask:
    """A request's body for `path`; `leaves_after`: seconds from the first token until the client goes away."""

    path: str
    body: dict[str, Any]
    leaves_after: float | None = None


@dataclass
class Report:
    """All outcomes of a run, and how long it took."""

    outcomes: list[Outcome]
    seconds: float
    errors: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for outcome in self.outcomes:
            if outcome.error is not None:
                self.errors[outcome.error] = self.errors.get(outcome.error, 0) + 1

    def figures(self) -> dict[str, Any]:
        """The numbers: rates over the whole run, delays as percentiles in milliseconds."""
        done = [o for o in self.outcomes if o.error is None and not o.left]
        answered = sum(o.answer_tokens for o in done)
        return {
            "requests": len(self.outcomes),
            "completed": len(done),
            "left": sum(o.left for o in self.outcomes),
            "errors": self.errors,
            "seconds": round(self.seconds, 3),
            "requests_per_second": round(len(done) / self.seconds, 3),
            "answer_tokens_per_second": round(answered / self.seconds, 2),
            "prompt_tokens_per_second": round(sum(o.prompt_tokens for o in done) / self.seconds, 2),
            "prompt_tokens": sum(o.prompt_tokens for o in done),
            "answer_tokens": answered,
            "ttft_ms": percentiles([o.first for o in done]),
            "tpot_ms": percentiles([o.each for o in done]),
            "e2e_ms": percentiles([o.last for o in done]),
        }


def percentiles(seconds: Sequence[float | None]) -> dict[str, float | None]:
    """Mean and percentiles in milliseconds; None where there is nothing to take them of."""
    found = sorted(value * 1000 for value in seconds if value is not None)
    if not found:
        return dict.fromkeys(("mean", "p50", "p90", "p99", "max"))
    at = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    return {
        "mean": round(sum(found) / len(found), 3),
        # the smallest value that at least this share does not exceed: no value is invented between two
        **{name: round(found[math.ceil(share * len(found)) - 1], 3) for name, share in at.items()},
    }


async def run_load(
    url: str,
    asks: Sequence[Ask],
    rate: float | None,
    concurrency: int | None,
    api_key: str | None = None,
    seed: int = 0,
    timeout: float = 600.0,
    done: Callable[[Outcome], None] | None = None,
) -> Report:
    """Send all requests and wait for all answers.

    Args:
        url: the server, without `/v1`.
        asks: what is sent, in order.
        rate: requests a second on average, at Poisson times; None sends as `concurrency` allows.
        concurrency: requests at once at most; None: no limit.
        api_key: sent with each.
        seed: of the arrival times.
        timeout: seconds for one request.
        done: called with each outcome.
    """
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    limit = asyncio.Semaphore(concurrency) if concurrency else None
    client = aiohttp.ClientTimeout(total=timeout)
    connector = aiohttp.TCPConnector(limit=0)
    start = time.perf_counter()
    async with aiohttp.ClientSession(url, headers=headers, timeout=client, connector=connector) as session:

        async def one(ask: Ask, arrival: float) -> Outcome:
            begun = None
            if rate is not None:
                await asyncio.sleep(max(0.0, start + arrival - time.perf_counter()))
                begun = time.perf_counter()  # from here its client waits, for a place among `concurrency` too
            async with limit or contextlib.nullcontext():
                outcome = await send(session, ask, begun)
            if done is not None:
                done(outcome)
            return outcome

        arrivals = _arrivals(len(asks), rate, seed)
        outcomes = await asyncio.gather(*(one(ask, at) for ask, at in zip(asks, arrivals, strict=True)))
    return Report(list(outcomes), time.perf_counter() - start)


def _arrivals(count: int, rate: float | None, seed: int) -> list[float]:
    """Seconds from the start: with a rate, gaps drawn from the exponential distribution."""
    if rate is None:
        return [0.0] * count
    draw, at, found = random.Random(seed), 0.0, []
    for _ in range(count):
        found.append(at)
        at += draw.expovariate(rate)
    return found


async def send(session: aiohttp.ClientSession, ask: Ask, begun: float | None = None) -> Outcome:
    """One streamed request. Nothing is raised: what goes wrong is the outcome's `error`."""
    outcome = Outcome()
    begun = time.perf_counter() if begun is None else begun
    body = {**ask.body, "stream": True, "stream_options": {"include_usage": True}}
    try:
        async with session.post(ask.path, json=body) as response:
            if response.status != 200:
                outcome.error = f"HTTP {response.status}"
                return outcome
            finished = False
            async for value in _events(response):
                now = time.perf_counter() - begun
                if "error" in value:
                    outcome.error = "an error in the stream"
                    return outcome
                for choice in value.get("choices", ()):
                    text = choice.get("text") or (choice.get("delta") or {}).get("content") or ""
                    outcome.text += text
                    finished = finished or choice.get("finish_reason") is not None
                    if text or choice.get("finish_reason") is not None:
                        outcome.first = now if outcome.first is None else outcome.first
                        outcome.last = now
                usage = value.get("usage")
                if usage:
                    outcome.prompt_tokens = usage["prompt_tokens"]
                    outcome.answer_tokens = usage["completion_tokens"]
                leaves = ask.leaves_after is not None and outcome.first is not None and not finished
                if leaves and now - outcome.first >= ask.leaves_after:  # type: ignore[operator]
                    outcome.left = True
                    response.close()
                    return outcome
            if not finished:
                outcome.error = "the stream ended early"
    except asyncio.TimeoutError:
        outcome.error = "timeout"
    except (aiohttp.ClientError, OSError) as error:
        outcome.error = type(error).__name__
    except (ValueError, KeyError, TypeError):
        outcome.error = "not the API's form"
    return outcome


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
    """The JSON of each server-sent event until `[DONE]`."""
    async for line in response.content:
        if line.startswith(b"data:"):
            data = line[5:].strip()
            if data == b"[DONE]":
                return
            yield json.loads(data)
