"""`aquila2 serve bench`: load on any OpenAI-compatible server, and what its clients meet.

Prompts are random words; how many make a token is asked of the server first, so that no tokenizer is needed here.
"""

import importlib.util
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aquila2.base.config import option
from aquila2.base.errors import UserError, WorkError
from aquila2.base.log import Progress, say

if TYPE_CHECKING:
    from aquila2.serve.load import Ask

_WORDS = (  # noqa: SIM905
    "time year people way day man thing woman life child world school state family student group country problem hand "
    "part place case week company system program question work government number night point home water room mother "
    "area money story fact month lot right study book eye job word business issue side kind head house service friend "
    "father power hour game line end member law car city community name president team minute idea body information"
).split()
_WORDS_ASKED = 200


@dataclass
class Options:
    """Settings of the command."""

    url: str = option(help="the server: http://127.0.0.1:8000")
    model: str | None = option(None, "the model's name there [the first of its list]")
    api_key: str | None = option(None, "its key; others see it here: api_key_file=")
    api_key_file: Path | None = option(None, "the same, from a file")
    endpoint: Literal["chat", "completions"] = option("chat", "chat or completions")
    rate: float | None = option(None, "requests a second, at random (Poisson) times [as fast as concurrency= allows]")
    concurrency: int | None = option(None, "requests at once at most [16, with rate= no limit]")
    num_requests: int = option(100, "how many")
    prompt_tokens: str = option("256", "tokens of a prompt, one number or a range: 32-512")
    answer_tokens: str = option("128", "tokens of an answer, one number or a range")
    shared_prefix: float = option(0.0, "share of each prompt, from 0 to 1, with which all begin")
    disconnects: float = option(0.0, "share of the clients that go away in the middle of an answer")
    ignore_eos: bool = option(True, "ask for whole answers; false for servers that do not know the field")
    temperature: float = option(0.0, "of the answers")
    timeout: float = option(600.0, "seconds for one request at most")
    seed: int = option(0, "of prompts, lengths and arrival times")


def run(options: Options) -> dict[str, Any]:
    """Make the load; the figures are the result."""
    prompt_range, answer_range = _range(options, "prompt_tokens"), _range(options, "answer_tokens")
    _check(options)
    # imported here, so that --help and mistakes are answered at once
    import asyncio

    return asyncio.run(_run(options, prompt_range, answer_range))


def _check(options: Options) -> None:
    if importlib.util.find_spec("aiohttp") is None:
        raise UserError("the load generator needs aiohttp: pip install 'aquila2[serve]'")
    if not options.url.startswith(("http://", "https://")):
        raise UserError(f"url={options.url}: it must begin with http:// or https://")
    for name in ("rate", "concurrency", "num_requests", "timeout"):
        if (value := getattr(options, name)) is not None and value <= 0:
            raise UserError(f"{name}={value} must be above 0")
    for name in ("shared_prefix", "disconnects"):
        if not 0 <= getattr(options, name) <= 1:
            raise UserError(f"{name}={getattr(options, name)} must be from 0 to 1")
    if options.temperature < 0:
        raise UserError(f"temperature={options.temperature} must be 0 or more")


def _range(options: Options, name: str) -> tuple[int, int]:
    word = getattr(options, name)
    low, dash, high = word.partition("-")
    if not (low.isdigit() and (high.isdigit() or not dash)) or not 1 <= int(low) <= int(high or low):
        raise UserError(f"{name}={word}: give a number, or a range as 32-512")
    return int(low), int(high or low)


def _key(options: Options) -> str | None:
    if options.api_key_file is None:
        return options.api_key
    if options.api_key is not None:
        raise UserError("api_key= and api_key_file= are both given: give one")
    try:
        words = options.api_key_file.read_text(encoding="utf-8").split()
    except OSError as error:
        raise UserError(f"cannot read api_key_file={options.api_key_file}: {error.strerror}") from None
    if not words:
        raise UserError(f"api_key_file={options.api_key_file} holds no key")
    return words[0]


async def _run(options: Options, prompts: tuple[int, int], answers: tuple[int, int]) -> dict[str, Any]:
    from aquila2.serve.load import run_load

    url, key = options.url.rstrip("/").removesuffix("/v1"), _key(options)
    model = options.model or await _first_model(url, key)
    words_a_token, given_tokens = await _measure_words(options, url, key, model)
    draw = random.Random(options.seed)
    shared = [draw.choice(_WORDS) for _ in range(prompts[1])]

    def ask() -> "Ask":
        num_tokens, answer_tokens = draw.randint(*prompts), draw.randint(*answers)
        count = max(1, round((num_tokens - given_tokens) * words_a_token))
        kept = round(count * options.shared_prefix)
        words = (shared * (1 + kept // len(shared)))[:kept] + [draw.choice(_WORDS) for _ in range(count - kept)]
        leaves = draw.random() if draw.random() < options.disconnects else None
        return _ask(options, model, " ".join(words), answer_tokens, leaves)

    asks = [ask() for _ in range(options.num_requests)]
    concurrency = options.concurrency or (None if options.rate else 16)
    with Progress("requests", len(asks)) as progress:
        report = await run_load(
            url, asks, options.rate, concurrency, key, options.seed, options.timeout, lambda _: progress.advance()
        )
    figures = {"model": model, "rate": options.rate, "concurrency": concurrency, **report.figures()}
    _show(figures)
    if not figures["completed"] and not figures["left"]:
        told = ", ".join(f"{count} x {what}" for what, count in report.errors.items())
        raise WorkError(f"no request was answered: {told}")
    return figures


def _ask(options: Options, model: str, text: str, answer_tokens: int, leaves: float | None) -> "Ask":
    from aquila2.serve.load import Ask

    body: dict[str, Any] = {"model": model, "max_tokens": answer_tokens, "temperature": options.temperature}
    if options.ignore_eos:
        body["ignore_eos"] = True
    if options.endpoint == "completions":
        return Ask("/v1/completions", {**body, "prompt": text}, leaves)
    return Ask("/v1/chat/completions", {**body, "messages": [{"role": "user", "content": text}]}, leaves)


async def _first_model(url: str, key: str | None) -> str:
    import aiohttp

    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with aiohttp.ClientSession(url, headers=headers) as session, session.get("/v1/models") as response:
            found = await response.json(content_type=None)
            if response.status != 200:
                raise UserError(f"url={url}: it answers {response.status} when asked for its models")
            return str(found["data"][0]["id"])
    except (aiohttp.ClientError, OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise UserError(f"url={url}: no OpenAI-compatible server answers there ({type(error).__name__})") from None


async def _measure_words(options: Options, url: str, key: str | None, model: str) -> tuple[float, int]:
    """Words a token, and the tokens that the server's template adds to a prompt, from two short requests."""
    from aquila2.serve.load import run_load

    draw = random.Random(options.seed + 1)
    few, many = (" ".join(draw.choice(_WORDS) for _ in range(count)) for count in (1, _WORDS_ASKED))
    asks = [_ask(options, model, text, 1, None) for text in (few, many)]
    first, second = (await run_load(url, asks, None, 1, key, timeout=options.timeout)).outcomes
    for outcome in (first, second):
        if outcome.error is not None:
            raise WorkError(f"the server does not answer a short request: {outcome.error}")
    tokens = second.prompt_tokens - first.prompt_tokens
    if tokens <= 0:
        raise WorkError("the server does not tell how many tokens a prompt has (stream_options.include_usage)")
    words_a_token = (_WORDS_ASKED - 1) / tokens
    return words_a_token, max(0, first.prompt_tokens - 1)


def _show(figures: dict[str, Any]) -> None:
    errors = ", ".join(f"{count} x {what}" for what, count in figures["errors"].items()) or "none"
    completed = max(figures["completed"], 1)
    say(f"model        {figures['model']}")
    say(f"requests     {figures['completed']} completed, {figures['left']} went away, errors: {errors}")
    prompt, answer = figures["prompt_tokens"] / completed, figures["answer_tokens"] / completed
    say(f"lengths      {prompt:.0f} + {answer:.0f} tokens on average")
    say(f"time         {figures['seconds']:.2f} s")
    say(
        f"throughput   {figures['requests_per_second']:.2f} requests/s, {figures['answer_tokens_per_second']:.1f}"
        f" answer tokens/s, {figures['prompt_tokens_per_second']:.1f} prompt tokens/s"
    )
    say(f"{'ms':<12} {'mean':>10} {'p50':>10} {'p90':>10} {'p99':>10} {'max':>10}")
    for name, key in (("first token", "ttft_ms"), ("each token", "tpot_ms"), ("whole", "e2e_ms")):
        values = [figures[key][part] for part in ("mean", "p50", "p90", "p99", "max")]
        say(f"{name:<12} " + " ".join(f"{'-' if value is None else f'{value:.1f}':>10}" for value in values))
