"""`aquila2 rag ask`: a question answered from a knowledge base, with citations that were checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.log import note, say
from aquila2.rag.pipeline import Answer, AskOptions, Pipeline, Sources
from aquila2.rag.records import answer_record
from aquila2.rag.retriever import Mode, Retriever
from aquila2.recipes.rag_model import answering_model
from aquila2.recipes.rag_parts import base_of, reranker_for, searching_embedder


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 rag ask`."""

    text: list[str] = option(help="the question")
    kb: str = option(help="name of the knowledge base")
    dir: Path | None = option(None, help="folder of all knowledge bases [the user's own data folder]")
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
    embedder: str | None = option(None, help="the base's embedder, where it lies elsewhere now; none for BM25")
    min_likelihood: float = option(0.5, help="refuse where an answer is less likely in the base; 0 never")
    max_tokens: int = option(512, help="most tokens of the answer")
    temperature: float = option(0.0, help="0 takes the likeliest token each time")


def run(options: Options) -> dict[str, Any]:
    """Ask. Returns `answer`; `citations`: `number`, `document`, `page`, `start`, `end`, `text`, `supported` (null where
    that cannot be told), `quotes` (start, end); `refused` (null, evidence, model), `likelihood`, `unsupported`
    (sentences), `rewrites`, `hits`, `notes`."""
    question = " ".join(options.text).strip()
    if not question:
        raise UserError('ask something: rag ask "..." kb=NAME')
    asked = ask_options(options)
    store = base_of(options.kb, options.dir)
    embedder = None if options.mode == "sparse" else searching_embedder(store, options.embedder)
    retriever = Retriever(store, embedder, reranker_for(options.rerank))
    pipeline = Pipeline(retriever, answering_model(options))
    answer: Answer | None = None
    for event in pipeline.ask(question, asked):
        if isinstance(event, str):
            say(event, end="")
        elif isinstance(event, Answer):
            answer = event
        elif isinstance(event, Sources) and event.rewrites:
            note("also searched: " + " | ".join(event.rewrites))
    say()
    store.close()
    assert answer is not None
    found = answer_record(answer)
    for citation in found["citations"]:
        page = f", page {citation['page']}" if citation["page"] else ""
        mark = {True: "", False: " - NOT SUPPORTED by it", None: " - not checked: another language"}
        say(f"[{citation['number']}] {citation['document']}{page}{mark[citation['supported']]}")
    for sentence in found["unsupported"]:
        note(f"not supported by what it cites: {sentence}")
    for line in answer.notes:
        note(line)
    return found


def ask_options(options: Any) -> AskOptions:
    """The pipeline's options of a command's, checked."""
    if options.top_k < 1:
        raise UserError(f"top_k={options.top_k}: give at least 1")
    if not 0 <= options.rewrites <= 10:
        raise UserError(f"rewrites={options.rewrites}: give 0 to 10")
    if not 0 <= options.min_likelihood < 1:
        raise UserError(f"min_likelihood={options.min_likelihood}: give 0 to 1")
    if options.max_tokens < 1:
        raise UserError(f"max_tokens={options.max_tokens}: give at least 1")
    return AskOptions(
        options.top_k, options.mode, options.rewrites, options.min_likelihood, options.max_tokens, options.temperature
    )
