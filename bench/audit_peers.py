"""What the audit is compared with, in a process of its own: `python audit_peers.py NAME TEXTS.jsonl DATA.jsonl WORK`.

`lm-eval`: the functions of `lm_eval.decontamination.janitor` in Python, 13-grams of words. `datatrove`: its filter
`NGramsDecontFilter`, 12-grams. Both get the test texts of our index as what must not stand in the data. The last
line is JSON.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any


def lm_eval(texts: list[str], documents: list[str], work: Path) -> dict[str, Any]:
    """Whether a document has an n-gram: the fastest that its functions can be put together, and no cleaning."""
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        from lm_eval.decontamination.janitor import Janitor, word_ngrams

    janitor = Janitor()
    for text in texts:
        janitor.register_contaminant_python(text)
    start, cpu = time.perf_counter(), time.process_time()
    hits = sum(
        any(gram in janitor.dirt_ngrams for gram in word_ngrams(janitor.normalize_string(document), janitor.ngram_n))
        for document in documents
    )
    return {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": time.process_time() - cpu,
        "hits": hits,
        "ngrams": len(janitor.dirt_ngrams),
    }


def datatrove(texts: list[str], documents: list[str], work: Path) -> dict[str, Any]:
    """Each document filtered."""
    import numpy as np
    from datatrove.data import Document
    from datatrove.pipeline.decont.n_grams import NGramsDecontConfig, NGramsDecontFilter
    from datatrove.utils.text import ngrams, simplify_text

    config = NGramsDecontConfig()
    work.mkdir(parents=True, exist_ok=True)
    block = NGramsDecontFilter(str(work), config=config)
    hashes: set[int] = set()
    for text in texts:  # as its indexer does, which wants lighteval's tasks
        tokens = block.tokenizer.word_tokenize(simplify_text(text, config.norm_config))
        hashes.update(map(block.hash_func, map(" ".join, ngrams(tokens, config.n_grams))))
    np.array(sorted(hashes), np.uint64).tofile(work / "all.index.hashes")
    found = [Document(text=text, id=str(number)) for number, text in enumerate(documents)]
    block.filter(Document(text="one two three", id="x"))  # loads the index
    start, cpu = time.perf_counter(), time.process_time()
    hits = sum(block.filter(document) is not True for document in found)
    return {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": time.process_time() - cpu,
        "hits": hits,
        "ngrams": len(hashes),
    }


def main() -> None:
    name, texts, data, work = sys.argv[1], *map(Path, sys.argv[2:])
    tests = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    documents = [json.loads(line)["text"] for line in data.read_text(encoding="utf-8").splitlines()]
    if name == "datatrove":
        tests = tests[::20]  # its index takes long to make, and its size does not change the filter's speed
    found = {"lm-eval": lm_eval, "datatrove": datatrove}[name](tests, documents, work)
    size = sum(len(document.encode()) for document in documents)
    print(
        json.dumps(
            {
                **found,
                "bytes": size,
                "mb_per_second": size / found["seconds"] / 1e6,
                "mb_per_cpu_second": size / found["cpu_seconds"] / 1e6,
            }
        )
    )


if __name__ == "__main__":
    main()
