"""Minutes of mixed load on a server: every answer is compared with the same request's alone, memory is watched.

A pool of requests (chats and completions, greedy and seeded, short and long, some that share a beginning) is first
asked one by one. Then clients come at random and ask for some of the pool; a part of them goes away in the middle of an
answer, some ask for nonsense. At the end nothing may be left: no running request, no block in use, no memory that grew.

python bench/serve_soak.py model=smollm2 minutes=10
"""

import asyncio
import json
import random
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from provenance import save

from aquila2.base.config import load_options, option
from aquila2.base.errors import UserError
from aquila2.base.log import say
from aquila2.serve.listen import bind
from aquila2.serve.load import Ask, Outcome, send

TEXTS = (
    "The lighthouse keeper counted the ships that came by night and wrote their names into a book",
    "北京是中国的首都，有很多名胜古迹。请给出要到北京旅游的理由，并说明哪个季节去最好",
    "def longest(text: str) -> str:\n    words = text.split()\n    best = words[0]\n    for word in words:\n",
    "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
)
NONSENSE = (
    ({"model": "nobody", "messages": [{"role": "user", "content": "x"}]}, 404),
    ({"messages": [{"role": "user", "content": "x"}]}, 400),
    ({"model": "soak", "messages": [{"role": "user", "content": "x"}], "temperature": "hot"}, 400),
    ({"model": "soak", "messages": [{"role": "user", "content": "x " * 100_000}]}, 400),
)


@dataclass
class Options:
    """Settings of the script."""

    model: str = option("smollm2", "a name or a folder")
    minutes: float = option(10.0, "of load")
    pool: int = option(48, "different requests")
    clients: int = option(12, "at once on average")
    disconnects: float = option(0.3, "share of the clients that go away")
    answer_tokens: int = option(48, "of an answer at most")
    max_model_len: int = option(1024, "of the server")
    growth: float = option(0.03, "of memory, from the first fifth to the last, at most")
    seed: int = option(0, "of everything that is random here")
    write: bool = option(True, "write bench/results/serve_soak.json")


@dataclass
class Server:
    """`aquila2 serve` as a process of its own."""

    process: subprocess.Popen[bytes]
    url: str

    def megabytes(self) -> float:
        """Resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def metrics(self) -> dict[str, float]:
        """Every number of /metrics without labels."""
        with urllib.request.urlopen(self.url + "/metrics", timeout=30) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, value in re.findall(r"^(\w+) (\S+)$", "\n".join(lines), re.M)}


def start(options: Options) -> Server:
    """A server that is ready. float32: there the same request has exactly the same answer in any company."""
    with bind("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
    words = [f"model={options.model}", "name=soak", f"port={port}", "dtype=float32", "device=cpu"]
    words += [f"max_model_len={options.max_model_len}", "max_waiting=64"]
    process = subprocess.Popen([sys.executable, "-m", "aquila2.cli", "serve", *words], stderr=subprocess.DEVNULL)
    server = Server(process, f"http://127.0.0.1:{port}")
    for _ in range(600):
        if process.poll() is not None:
            raise UserError(f"the server ended with {process.returncode}: start it by hand to see why")
        try:
            urllib.request.urlopen(server.url + "/ready", timeout=5)
            return server
        except OSError:
            time.sleep(0.1)
    raise UserError("the server was not ready within a minute")


def pool_of(options: Options) -> list[Ask]:
    """The requests: of every kind some, all different."""
    draw, asks = random.Random(options.seed), []
    for index in range(options.pool):
        text = TEXTS[index % len(TEXTS)] + " and again" * draw.randint(0, 40) + f" {index}"
        body: dict[str, Any] = {"model": "soak", "max_tokens": draw.randint(1, options.answer_tokens)}
        body |= {"ignore_eos": True} if draw.random() < 0.5 else {}
        if draw.random() < 0.5:
            body |= {"temperature": 0}
        else:
            body |= {"temperature": 0.8, "top_p": 0.9, "seed": index}
        if draw.random() < 0.2:
            body["stop"] = [" the"]
        if draw.random() < 0.5:
            messages = [{"role": "system", "content": TEXTS[0]}, {"role": "user", "content": text}]
            asks.append(Ask("/v1/chat/completions", {**body, "messages": messages}))
        else:
            asks.append(Ask("/v1/completions", {**body, "prompt": text}))
    return asks


@dataclass
class Tally:
    """What came of the load."""

    completed: int = 0
    left: int = 0
    nonsense: int = 0
    busy: int = 0
    wrong: int = 0
    failed: int = 0


async def soak(options: Options, server: Server) -> tuple[Tally, list[float]]:
    """The load; what came of it, and the server's memory in MB every second."""
    asks, draw, tally = pool_of(options), random.Random(options.seed + 1), Tally()
    memory: list[float] = []
    async with aiohttp.ClientSession(server.url, connector=aiohttp.TCPConnector(limit=0)) as session:
        alone = [await send(session, ask) for ask in asks]
        if any(outcome.error for outcome in alone):
            raise UserError(f"alone, a request fails: {next(o.error for o in alone if o.error)}")
        end = time.monotonic() + 60 * options.minutes

        async def client() -> None:
            while time.monotonic() < end:
                await asyncio.sleep(draw.expovariate(10))
                if draw.random() < 0.05:
                    await _nonsense(session, draw, tally)
                    continue
                index = draw.randrange(len(asks))
                leaves = draw.random() * 2 if draw.random() < options.disconnects else None
                outcome = await send(session, Ask(asks[index].path, asks[index].body, leaves))
                _count(outcome, alone[index], tally)

        async def watch() -> None:
            while time.monotonic() < end:
                memory.append(server.megabytes())
                await asyncio.sleep(1)

        await asyncio.gather(watch(), *(client() for _ in range(options.clients)))
    return tally, memory


async def _nonsense(session: aiohttp.ClientSession, draw: random.Random, tally: Tally) -> None:
    body, expected = draw.choice(NONSENSE)
    async with session.post("/v1/chat/completions", json=body) as response:
        await response.read()
        tally.nonsense += 1
        tally.wrong += response.status != expected


def _count(outcome: Outcome, alone: Outcome, tally: Tally) -> None:
    if outcome.left:
        tally.left += 1
        tally.wrong += not alone.text.startswith(outcome.text)
    elif outcome.error == "HTTP 429":
        tally.busy += 1
    elif outcome.error is not None:
        tally.failed += 1
    else:
        tally.completed += 1
        tally.wrong += (outcome.text, outcome.answer_tokens) != (alone.text, alone.answer_tokens)


def run(options: Options) -> dict[str, Any]:
    """Everything; the figures, with `ok` and what was not."""
    server = start(options)
    try:
        tally, memory = asyncio.run(soak(options, server))
        time.sleep(1)
        left = {
            name: server.metrics()[f"aquila2_{name}"]
            for name in ("requests_running", "requests_waiting", "kv_blocks_in_use")
        }
        aborted = server.metrics()["aquila2_requests_aborted_total"]
        server.process.terminate()
        code = server.process.wait(timeout=60)
    finally:
        server.process.kill()
        server.process.wait()
    fifth = max(1, len(memory) // 5)
    first, last = sum(memory[:fifth]) / fifth, sum(memory[-fifth:]) / fifth
    faults = {
        "answers that were not those of the request alone": tally.wrong,
        "requests that failed": tally.failed,
        **{f"{name} at the end": int(count) for name, count in left.items()},
        "growth of memory": int(last > first * (1 + options.growth)),
        "exit status after SIGTERM": code,
    }
    return {
        "ok": not any(faults.values()),
        "faults": faults,
        "minutes": options.minutes,
        **vars(tally),
        "aborted": int(aborted),
        "memory_mb": {"first": round(first, 1), "last": round(last, 1), "most": round(max(memory), 1)},
    }


def main() -> int:
    options = load_options(Options, sys.argv[1:])
    results = run(options)
    say(json.dumps(results, indent=2))
    if options.write:
        say(f"written to {save('serve_soak', results).name}")
    return 0 if results["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
