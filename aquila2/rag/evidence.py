"""Whether a knowledge base speaks of a question at all, told before anything is generated.

The likelihood that an answer is there is a logistic function of the best cosine and of the words covered (`Evidence`).
Its numbers were found on CMRC 2018 trial and DRCD test, on questions with their paragraph and without, so that one in
twenty of the first is refused; bench/rag_refusal.py has the whole curve, also for sets that it was not found on.
"""

import math

from aquila2.rag.retriever import Evidence

# embedder -> weights of 1, the cosine and the coverage; None: words alone. Zero is the border.
_WEIGHTS: dict[str | None, tuple[float, float, float]] = {
    "multilingual-e5-small": (-52.68, 55.53, 13.93),
    None: (-4.18, 0.0, 17.08),
}


def likelihood(evidence: Evidence, embedder: str | None) -> float:
    """How likely an answer is in the base, in (0, 1); below a half it is refused. An embedder whose cosines were never
    calibrated counts for nothing: the words decide."""
    known = embedder if evidence.cosine is not None and embedder in _WEIGHTS else None
    bias, by_cosine, by_words = _WEIGHTS[known]
    total = bias + by_cosine * (evidence.cosine or 0.0) + by_words * evidence.coverage
    return 1 / (1 + math.exp(-max(min(total, 50.0), -50.0)))
