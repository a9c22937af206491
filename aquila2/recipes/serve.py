"""`aquila2 serve`: a model behind an OpenAI-compatible API, with a chat page."""

import importlib.util
import ipaddress
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.log import note

if TYPE_CHECKING:
    from aquila2.chat.messages import Template
    from aquila2.recipes.llm import LLM
    from aquila2.serve.served import Served
    from aquila2.tokenizer.stream import Stops

_NEEDED = ("starlette", "uvicorn", "httptools", "pydantic", "prometheus_client")


@dataclass
class Options:
    """Settings of the command."""

    model: str | None = option(None, "a folder, or a model's name [the adapter's base, else the packaged one]")
    name: str | None = option(None, "what clients call the model [its folder's name, or the adapter's]")
    host: str = option("127.0.0.1", "the address to listen on; 0.0.0.0 is every one of this machine")
    port: int = option(8000, "the port, 0 for a free one")
    api_key: list[str] = option([], "keys, one of which every request must bring; others see them here: api_key_file=")
    api_key_file: Path | None = option(None, "the same, from a file, one key a line")
    lora: list[str] = option([], "adapters as models of their own: name=folder, comma-separated")
    lora_dir: Path | None = option(None, "one adapter as the model itself, PEFT's or ours")
    qlora_dir: Path | None = option(None, "the same, the model's layers in NF4")
    merge: bool | None = option(None, "lora_dir= into the weights, which is faster [where rounding keeps it]")
    lora_root: Path = option(Path("."), "the folder below which adapters may be loaded at run time")
    dtype: str = option("auto", "auto, float32, bfloat16 or float16")
    quantization: str | None = option(None, "nf4 or int8: the layers become that while they are loaded")
    tensor_parallel_size: int = option(1, "GPUs that share every layer")
    max_model_len: int | None = option(None, "tokens of prompt and answer together [the model's context]")
    device: str = option("auto", "auto, cpu, cuda or cuda:N")
    all_devices: bool = option(False, "spread the layers over all GPUs, and over the CPU what does not fit")
    attention: str = option("auto", "auto, sdpa or flash")
    template: str | None = option(None, "a chat template by name, in place of the checkpoint's own")
    model_dir: Path = option(Path("./checkpoints"), "where models called by name lie")
    max_num_seqs: int | None = option(None, "requests that run at once at most [256 on a GPU, 64 on the CPU]")
    memory_share: float = option(0.9, "of a GPU's memory that is taken, all together")
    prefix_caching: bool = option(True, "keep what prompts begin with, for others that begin the same")
    speculation: str | None = option(None, "prompt_lookup, or a draft model: several tokens a step, answers the same")
    max_waiting: int = option(256, "requests in the queue at most; beyond that, clients are asked to come again")
    max_body_bytes: int = option(8_000_000, "size of a request at most")
    drain_seconds: int = option(120, "time that answers have to end after SIGTERM")
    cors: list[str] = option([], "origins of other sites' pages that may ask, comma-separated; * for all")
    log_prompts: bool = option(False, "write what is asked to the log")
    page: bool = option(True, "the chat page at /")


def run(options: Options) -> dict[str, Any]:
    """Serve until SIGTERM or Ctrl-C, which let answers end."""
    _check(options)
    keys = read_keys(options.api_key, options.api_key_file)
    adapters = _adapters(options.lora)
    from aquila2.serve.listen import bind

    sock = bind(options.host, options.port)
    # imported here, for the seconds that torch takes: --help and mistakes are answered, and the socket is there, before
    from aquila2.serve.app import create_app
    from aquila2.serve.server import Patience, serve
    from aquila2.serve.service import Service, Settings

    settings = Settings(
        api_keys=keys,
        cors=options.cors,
        max_body_bytes=options.max_body_bytes,
        lora_root=options.lora_root,
        log_prompts=options.log_prompts,
        hosts=[] if keys or not is_loopback(options.host) else ["localhost", "127.0.0.1", "::1"],
    )
    if not keys and not is_loopback(options.host):
        note(f"host={options.host} without api_key_file=: everybody who reaches this machine may ask")
    service = Service(settings)
    port = sock.getsockname()[1]
    shown = f"[{options.host}]" if ":" in options.host else options.host
    note(f"listening on http://{shown}:{port}; the model is being loaded")
    start = time.perf_counter()

    def loaded() -> "Served":
        served = load(options, adapters)
        note(f"{', '.join(served.names())}: ready after {time.perf_counter() - start:.1f} s")
        return served

    serve(create_app(service, options.page), service, sock, loaded, Patience(drain_seconds=options.drain_seconds))
    stats = service.final_stats
    return {
        "port": port,
        "tokens_generated": stats.tokens_generated_total if stats else 0,
        "prompt_tokens": stats.prompt_tokens_total if stats else 0,
        "requests_aborted": stats.requests_aborted_total if stats else 0,
    }


def check_packages() -> None:
    """Raises UserError where the extra `serve` is not installed."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise UserError(f"serving needs {', '.join(missing)}: pip install 'aquila2[serve]'")


def _check(options: Options) -> None:
    check_packages()
    for name, least in (("port", 0), ("max_waiting", 1), ("max_body_bytes", 1), ("drain_seconds", 0)):
        if getattr(options, name) < least:
            raise UserError(f"{name}={getattr(options, name)} must be {least} or more")
    if options.lora and (options.lora_dir or options.qlora_dir):
        raise UserError(
            "lora= and lora_dir= or qlora_dir= are both given: the model is served plain, or with one adapter"
        )
    if options.port > 65535:
        raise UserError(f"port={options.port} must be at most 65535")


def read_keys(given: list[str], file: Path | None) -> list[str]:
    """Keys as given and from a file, one a line.

    Raises:
        UserError: the file cannot be read, or holds none.
    """
    keys = list(given)
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise UserError(f"cannot read api_key_file={file}: {error.strerror}") from None
        found = [line.strip() for line in lines if line.strip()]
        if not found:
            raise UserError(f"api_key_file={file} holds no key: write one a line")
        keys += found
    return keys


def _adapters(words: list[str]) -> dict[str, Path]:
    adapters: dict[str, Path] = {}
    for word in words:
        name, equals, folder = word.partition("=")
        if not (name and equals and folder):
            raise UserError(f"lora={word}: write name=folder")
        if name in adapters:
            raise UserError(f"lora={word}: the name {name} is given twice")
        if not Path(folder).expanduser().is_dir():
            raise UserError(f"lora={word}: there is no folder {folder}")
        adapters[name] = Path(folder).expanduser()
    return adapters


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load(options: Options, adapters: dict[str, Path]) -> "Served":
    """The model that the options name, and adapters by name, behind an engine of their own.

    Raises:
        UserError: anything wrong with them.
    """
    import asyncio

    from aquila2.engine.async_engine import AsyncEngine
    from aquila2.recipes.adapted import base_of, given_adapter
    from aquila2.recipes.build import recommended_sampling
    from aquila2.recipes.chat import SAMPLING
    from aquila2.recipes.llm import LLM
    from aquila2.serve.served import Served

    given = given_adapter(options.lora_dir, options.qlora_dir)
    model = base_of(options.model, given, options.model_dir)
    llm = LLM(
        model,
        dtype=options.dtype,
        quantization=options.quantization,
        tensor_parallel_size=options.tensor_parallel_size,
        max_model_len=options.max_model_len,
        device=options.device,
        all_devices=options.all_devices,
        attention=options.attention,  # type: ignore[arg-type]
        template=options.template,
        model_dir=options.model_dir,
        lora_dir=options.lora_dir,
        qlora_dir=options.qlora_dir,
        merge=options.merge,
        max_num_seqs=options.max_num_seqs,
        memory_share=options.memory_share,
        prefix_caching=options.prefix_caching,
        speculation=options.speculation,
    )
    _first_answer(llm)
    served = Served(
        options.name or (given.folder if given else Path(model)).resolve().name,
        AsyncEngine(llm.engine, options.max_waiting),
        llm.tokenizer,
        llm.template,
        llm.stops,
        llm.max_model_len,
        {**SAMPLING, **recommended_sampling(llm.folder)},
        lambda folder: _spoken(llm, folder, asked=options.template is not None),
    )

    async def load_adapters() -> None:
        for name, folder in adapters.items():
            await served.load_adapter(name, folder)

    asyncio.run(load_adapters())
    return served


def _first_answer(llm: "LLM") -> None:
    """An answer for nobody: what is compiled or captured when it is first used is there before anybody waits for it."""
    from aquila2.engine.sampling_params import SamplingParams

    llm.engine.runner.warm_up()
    tokens = min(4, llm.max_model_len - 1)
    prompt = [0] * (llm.max_model_len - tokens) if llm.max_model_len < 64 else [0] * 40
    llm.generate([prompt], SamplingParams(max_tokens=tokens, top_p=0.9, ignore_eos=True))


def _spoken(llm: "LLM", folder: Path, asked: bool) -> "tuple[Template | None, Stops]":
    """How an adapter is spoken to: with the template that it was made with. The engine checks that it fits.

    Raises:
        UserError: no adapter lies there, or its template is not here.
    """
    from aquila2.chat.render import stops_for
    from aquila2.recipes.adapted import given_adapter, template_for
    from aquila2.recipes.build import read_generation_config

    given = given_adapter(folder, None)
    assert given is not None
    template = template_for(given, llm.template, asked)
    return template, stops_for(template, llm.tokenizer, read_generation_config(llm.folder))
