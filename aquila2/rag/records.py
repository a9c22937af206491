"""Hits and answers as JSON, the same for the command line and the server."""

from typing import Any

from aquila2.rag.pipeline import Answer
from aquila2.rag.retriever import Hit


def hit_record(hit: Hit) -> dict[str, Any]:
    """`document`, `start`, `end` (characters of its text), `text`, `score`, `page`, `chunk`, `above`, `dense`,
    `sparse`."""
    p = hit.passage
    return {
        "document": p.document,
        "start": p.start,
        "end": p.end,
        "text": p.text,
        "score": hit.score,
        "page": p.page,
        "chunk": p.number,
        "above": p.above,
        "dense": hit.dense,
        "sparse": hit.sparse,
    }


def answer_record(answer: Answer) -> dict[str, Any]:
    """`answer`, `citations`, `refused`, `likelihood`, `unsupported`, `rewrites`, `hits`, `notes`."""
    sentences = answer.checked.sentences
    citations = []
    for number in answer.checked.cited:
        passage = answer.hits[number - 1].passage
        verdicts = [s.supported for s in sentences if number in s.numbers]
        citations.append(
            {
                "number": number,
                "document": passage.document,
                "page": passage.page,
                "start": passage.start,
                "end": passage.end,
                "text": passage.text,
                "supported": False if False in verdicts else None if None in verdicts else True,
                "quotes": [{"start": q.start, "end": q.end} for q in answer.checked.quotes if q.number == number],
            }
        )
    return {
        "answer": answer.text,
        "citations": citations,
        "refused": answer.refused,
        "likelihood": round(answer.likelihood, 4),
        "unsupported": [answer.text[s.start : s.end] for s in sentences if s.supported is False],
        "rewrites": answer.rewrites,
        "hits": [hit_record(hit) for hit in answer.hits],
        "notes": answer.notes,
    }
