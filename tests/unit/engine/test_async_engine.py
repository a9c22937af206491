"""Many tasks on one engine: answers, ends from outside, refusals, faults."""

import asyncio
import threading

import pytest

from aquila2.base.errors import UserError
from aquila2.engine.async_engine import AsyncEngine, EngineBusy, EngineFailed
from tests.tiny_engine import answers_of, greedy_request, tiny_engine, tiny_model

MODEL = tiny_model()


def run(work, max_waiting=256, engine=None):
    """A coroutine function of an `AsyncEngine`, from start to end; leaves no thread."""

    async def main():
        served = AsyncEngine(engine or tiny_engine(MODEL), max_waiting)
        try:
            return await asyncio.wait_for(work(served), 60)
        finally:
            await served.close()

    result = asyncio.run(main())
    assert not any(thread.name == "engine" for thread in threading.enumerate())
    return result


async def read(stream):
    return [i async for delta in stream for i in delta.token_ids]


async def idle(engine):
    """When everything that was asked of the thread is done."""
    while engine._commands or engine._engine.has_work:
        await asyncio.sleep(0.001)


def test_many_at_once_and_the_figures():
    prompts = [[i, 2, 3] for i in range(12)]
    wanted = answers_of(tiny_engine(MODEL), [greedy_request(p) for p in prompts])

    async def work(engine):
        found = await asyncio.gather(*(read(engine.stream(greedy_request(p))) for p in prompts))
        assert found == wanted
        stats = engine.stats()
        assert (stats.requests_running, stats.requests_waiting, stats.kv_blocks_in_use) == (0, 0, 0)
        assert stats.tokens_generated_total == 12 * 20
        assert stats.prompt_tokens_total == 36
        assert stats.requests_aborted_total == 0
        assert stats.kv_blocks_total == 200

    run(work)


@pytest.mark.parametrize("how", ["aclose", "cancel", "drop"])
def test_who_leaves_frees_the_blocks_before_the_next_step(how):
    async def work(engine):
        stream = engine.stream(greedy_request([1, 2, 3], 60))
        await anext(stream)
        in_use = []
        step = engine._engine.step

        def spy():
            in_use.append(engine.stats().kv_blocks_in_use)
            return step()

        other = asyncio.create_task(read(engine.stream(greedy_request([9], 30))))
        await asyncio.sleep(0)
        if how == "aclose":
            await stream.aclose()
            await stream.aclose()
        elif how == "cancel":
            while not stream._mailbox.queue.empty():
                await anext(stream)
            with engine._wake:  # the thread is held back, so that the task surely waits
                task = asyncio.create_task(anext(stream))
                await asyncio.sleep(0)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
        else:
            del stream
        engine._engine.step = spy
        assert len(await other) == 30
        await idle(engine)
        assert in_use[1] <= 9  # the other's alone
        assert engine.stats().kv_blocks_in_use == 0
        assert engine.stats().requests_aborted_total == 1

    run(work)


def test_refusals_come_at_once():
    async def work(engine):
        with pytest.raises(UserError, match="empty"):
            engine.stream(greedy_request([]))
        with engine._wake:
            waiting = [engine.stream(greedy_request([1], 2)) for _ in range(3)]
            with pytest.raises(EngineBusy, match="3 requests are waiting"):
                engine.stream(greedy_request([1], 2))
        assert [len(await read(stream)) for stream in waiting] == [2, 2, 2]
        running = asyncio.create_task(read(engine.stream(greedy_request([1], 40))))
        await asyncio.sleep(0)
        drained = asyncio.create_task(engine.drain())
        await asyncio.sleep(0)
        with pytest.raises(EngineBusy, match="shutting down"):
            engine.stream(greedy_request([1]))
        await drained
        assert len(await running) == 40

    run(work, max_waiting=3)


def test_closing_ends_what_runs():
    async def work(engine):
        stream = engine.stream(greedy_request([1], 60))
        await engine.close()
        with pytest.raises(EngineBusy, match="shut down"):
            await read(stream)
        assert [i async for i in stream] == []

    run(work)


def test_a_step_that_fails_ends_its_requests_and_not_the_engine(monkeypatch):
    engine = tiny_engine(MODEL)
    forward, broken = engine.runner.run, [True]

    def fails_once(works):
        if broken:
            broken.clear()
            raise MemoryError("no room")
        return forward(works)

    monkeypatch.setattr(engine.runner, "run", fails_once)

    async def work(served):
        with pytest.raises(EngineFailed, match="no room"):
            await read(served.stream(greedy_request([1, 2], 5)))
        await idle(served)
        assert served.stats().kv_blocks_in_use == 0
        assert len(await read(served.stream(greedy_request([1, 2], 5)))) == 5

    run(work, engine=engine)
