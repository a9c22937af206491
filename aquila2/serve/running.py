"""Requests on the engine, as one stream; what they took goes to the metrics."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

from aquila2.engine.async_engine import AsyncEngine, EngineBusy
from aquila2.engine.output import Delta
from aquila2.engine.request import Request
from aquila2.serve.errors import not_ready
from aquila2.serve.metrics import Metrics


async def run_all(
    engine: AsyncEngine, requests: list[Request], metrics: Metrics
) -> AsyncGenerator[tuple[int, Delta], None]:
    """Each delta of each request with the request's place in the list, as they come.

    Closing it, or cancelling the task that reads it, aborts all that have not ended.

    Raises:
        EngineBusy, UserError: one of them was refused; the others are aborted.
    """
    start = time.perf_counter()
    if len(requests) == 1:
        async with aclosing(_measured(engine, requests[0], start, metrics)) as deltas:
            async for delta in deltas:
                yield 0, delta
        return
    queue: asyncio.Queue[tuple[int, Delta | Exception]] = asyncio.Queue()

    async def pump(index: int) -> None:
        try:
            async with aclosing(_measured(engine, requests[index], start, metrics)) as deltas:
                async for delta in deltas:
                    queue.put_nowait((index, delta))
        except Exception as error:
            queue.put_nowait((index, error))

    tasks = [asyncio.create_task(pump(index)) for index in range(len(requests))]
    left = len(tasks)
    try:
        while left:
            index, item = await queue.get()
            if isinstance(item, Exception):
                raise item
            left -= item.finish_reason is not None
            yield index, item
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _measured(
    engine: AsyncEngine, request: Request, start: float, metrics: Metrics
) -> AsyncGenerator[Delta, None]:
    first = 0.0
    try:
        async with aclosing(cast(Any, engine.stream(request))) as deltas:
            async for delta in deltas:
                now = time.perf_counter()
                if not first:
                    first = now
                    metrics.seconds_to_first_token.observe(first - start)
                if delta.usage is not None and delta.usage.completion_tokens > 1:
                    metrics.seconds_per_token.observe((now - first) / (delta.usage.completion_tokens - 1))
                yield delta
    except EngineBusy as error:
        if first:  # it was let in, and the engine was closed under it
            raise not_ready(str(error)) from None
        raise
