"""A question to an answer that cites: rewrite, search, decide, generate, check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from aquila2.base.errors import UserError
from aquila2.rag.citations import Checked, check_citations
from aquila2.rag.evidence import likelihood
from aquila2.rag.model import Message, Model
from aquila2.rag.prompts import NO_ANSWER, answer_messages, language_of, read_rewrites, rewrite_messages
from aquila2.rag.retriever import Evidence, Hit, Mode, Retriever


@dataclass(frozen=True)
class AskOptions:
    """How questions are answered. `min_likelihood` 0 never refuses before the model has spoken."""

    top_k: int = 5
    mode: Mode = "hybrid"
    rewrites: int = 3
    min_likelihood: float = 0.5
    max_tokens: int = 512
    temperature: float = 0.0


@dataclass
class Answer:
    """An answer and what it rests on. `refused` says who found that there is none: the evidence, before anything was
    generated, or the model."""

    text: str
    hits: list[Hit]
    checked: Checked
    refused: Literal["evidence", "model"] | None
    likelihood: float
    rewrites: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sources:
    """The passages that the model is about to read."""

    hits: list[Hit]
    rewrites: list[str]


class Pipeline:
    """Answers from one knowledge base with one model."""

    def __init__(self, retriever: Retriever, model: Model) -> None:
        self.retriever, self.model = retriever, model

    def ask(
        self, question: str, options: AskOptions | None = None, history: Sequence[Message] = ()
    ) -> Iterator[Sources | str | Answer]:
        """Yields the sources, then the answer's pieces as they come, then the whole checked `Answer`.

        Args:
            history: earlier turns, `{"role": "user" | "assistant", "content"}`.

        Raises:
            UserError: an empty question, wrong options.
        """
        options = options or AskOptions()
        question = question.strip()
        if not question:
            raise UserError("the question is empty")
        notes: list[str] = []
        rewrites = self._rewrites(question, options, history, notes)
        found = self.retriever.search([question, *rewrites], options.top_k, options.mode, judge=True)
        notes += found.notes
        hits = self._that_fit(question, found.hits, options, history, notes)
        yield Sources(hits, rewrites)
        likely = self._likelihood(found.evidence or Evidence(None, 0.0))
        if not hits or likely < options.min_likelihood:
            text = NO_ANSWER[language_of(question)]
            yield text
            yield Answer(text, hits, check_citations("", []), "evidence", likely, rewrites, notes)
            return
        passages = [hit.passage for hit in hits]
        pieces = []
        messages = answer_messages(question, passages, history)
        for piece in self.model.stream(messages, options.max_tokens, options.temperature):
            pieces.append(piece)
            yield piece
        checked = check_citations("".join(pieces).strip(), passages)
        if checked.missing:
            notes.append(f"left out citations of what is not there: {', '.join(f'[{n}]' for n in checked.missing)}")
        refused: Literal["model"] | None = "model" if _says_no(checked.text) else None
        if refused is None and not checked.cited:
            notes.append("the answer cites nothing: nothing of it was checked")
        yield Answer(checked.text, hits, checked, refused, likely, rewrites, notes)

    def _rewrites(self, question: str, options: AskOptions, history: Sequence[Message], notes: list[str]) -> list[str]:
        if options.rewrites < 1:
            return []
        messages = rewrite_messages(question, options.rewrites, history)
        try:
            answer = "".join(self.model.stream(messages, 40 * options.rewrites + 40, 0.0))
        except Exception as error:
            notes.append(f"rewriting the question failed, searched as asked: {type(error).__name__}: {error}")
            return []
        found = read_rewrites(answer, question, options.rewrites)
        if not found:
            notes.append("the model gave no other wording of the question: searched as asked")
        return found

    def _likelihood(self, evidence: Evidence) -> float:
        embedder = self.retriever.embedder
        return likelihood(evidence, None if embedder is None else embedder.name)

    def _that_fit(
        self,
        question: str,
        hits: Sequence[Hit],
        options: AskOptions,
        history: Sequence[Message],
        notes: list[str],
    ) -> list[Hit]:
        """The best passages, as many as the model's context holds beside the answer."""
        room = self.model.room - min(options.max_tokens, self.model.room // 2) - 64
        kept = list(hits)

        def size() -> int:
            messages = answer_messages(question, [hit.passage for hit in kept], history)
            return self.model.count_tokens("\n".join(message["content"] for message in messages))

        while kept and size() > room:
            kept.pop()
        if hits and not kept:
            raise UserError(f"the question and one passage do not fit the model's context of {self.model.room} tokens")
        if len(kept) < len(hits):
            notes.append(f"{len(kept)} of {len(hits)} passages fit the model's context of {self.model.room} tokens")
        return kept


def _says_no(answer: str) -> bool:
    """Whether the model said the sentence that it was told to say, alone or among a few words more."""
    plain = answer.strip().strip('"“”「」')
    return not plain or any(no.rstrip("。.") in plain and len(plain) < 2 * len(no) + 20 for no in NO_ANSWER.values())
