"""`aquila2 rag serve`: knowledge bases behind a page, a REST API and an OpenAI-compatible one."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aquila2.base.config import option
from aquila2.base.log import note
from aquila2.rag.bases import bases_folder, names, open_base
from aquila2.rag.retriever import Mode
from aquila2.recipes.rag_ask import ask_options
from aquila2.recipes.rag_model import answering_model
from aquila2.recipes.rag_parts import embedder_for, reranker_for
from aquila2.recipes.serve import check_packages, is_loopback, read_keys

if TYPE_CHECKING:
    from aquila2.rag.knowledge import Knowledge


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 rag serve`."""

    kb: str | None = option(None, help="a knowledge base that is made if it is not there; all are served")
    dir: Path | None = option(None, help="folder of all knowledge bases [the user's own data folder]")
    host: str = option("127.0.0.1", help="the address to listen on; 0.0.0.0 is every one of this machine")
    port: int = option(8001, help="the port, 0 for a free one")
    api_key_file: Path | None = option(None, help="keys, one a line, of which every request must bring one")
    model: str = option("smollm2", help="a checkpoint's folder or a name; with url=, the model's name there")
    model_dir: Path = option(Path("./checkpoints"), help="where models called by name lie")
    url: str | None = option(None, help="an OpenAI-compatible address, such as http://127.0.0.1:8000/v1")
    api_key: Path | None = option(None, help="a file with the key for url=")
    context: int = option(8192, help="tokens that the model at url= reads")
    device: str | None = option(None, help="cpu, cuda, cuda:1 [the first GPU, else cpu]")
    quantization: str | None = option(None, help="nf4 or int8: layers in fewer bits")
    top_k: int = option(5, help="passages that the model reads, at most")
    mode: Mode = option("hybrid", help="hybrid, dense (meaning alone) or sparse (words alone, BM25)")
    rewrites: int = option(3, help="other wordings of the question that are searched too; 0 for none")
    rerank: str | None = option(None, help="a reranker by name or folder, such as BAAI/bge-reranker-v2-m3")
    embedder: str | None = option(None, help="none (BM25 alone), a name, a folder [each base's own, or e5]")
    min_likelihood: float = option(0.5, help="refuse where an answer is less likely in the base; 0 never")
    max_tokens: int = option(512, help="most tokens of an answer")
    temperature: float = option(0.0, help="0 takes the likeliest token each time")
    max_upload_bytes: int = option(200_000_000, help="size of a file that is sent, at most")
    page: bool = option(True, help="the page at /")


def run(options: Options) -> dict[str, Any]:
    """Serve until SIGTERM or Ctrl-C. Returns `port`."""
    check_packages()
    keys = read_keys([], options.api_key_file)
    ask_options(options)
    if options.kb is not None and options.kb not in names(bases_folder(options.dir)):
        open_base(bases_folder(options.dir), options.kb, create=True).close()

    import uvicorn

    from aquila2.rag.app import create_app
    from aquila2.serve.listen import bind

    sock = bind(options.host, options.port)
    port = sock.getsockname()[1]
    knowledge = knowledge_of(options)
    hosts = [] if keys or not is_loopback(options.host) else ["localhost", "127.0.0.1", "::1"]
    if not keys and not is_loopback(options.host):
        note(f"host={options.host} without api_key_file=: everybody who reaches this machine may ask")
    app = create_app(knowledge, keys, hosts, options.page)
    shown = f"[{options.host}]" if ":" in options.host else options.host
    note(f"listening on http://{shown}:{port}; knowledge bases: {', '.join(knowledge.names()) or 'none yet'}")
    config = uvicorn.Config(app, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[sock])
    knowledge.close()
    return {"port": port}


def knowledge_of(options: Options) -> "Knowledge":
    """The bases that the options name, with their model."""
    from aquila2.rag.knowledge import Knowledge
    from aquila2.rag.parsed import Limits

    return Knowledge(
        bases_folder(options.dir),
        answering_model(options),
        lambda store: None if options.mode == "sparse" else embedder_for(store, options.embedder),
        reranker_for(options.rerank),
        ask_options(options),
        Limits(file_bytes=options.max_upload_bytes),
    )
