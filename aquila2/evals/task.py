"""A task of lm-evaluation-harness on local files: what one of `tasks/*.yaml` says becomes prompts and verdicts.

The library renders the templates, asks the model and gathers the outputs. Here are read: the items (`data/testsets`,
`docs`), the examples (`shots`); and outputs are judged (`strict`, `sandbox`). A YAML file's `metadata` says

    set      the test set (`data/testsets.SETS`)
    shots    `subject` where examples are of the item's own subject, else `any`
    labels   a set's own answers -> the words for them
    form     of generated answers: letter, label, number, text, code (a function's body), code_block (the whole function
             in a Markdown block), translation
    marker   what stands before an answer that reasoning may precede
    cot_marker  the same, where reasoning comes first only when it is asked for

and at run time `data_dir`, `seed`, and `cot` (reasoning before the answer) are added to it.
"""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lm_eval.api.samplers import ContextSampler
from lm_eval.api.task import ConfigurableTask

from aquila2.data.testsets import find_set, load_items
from aquila2.evals.docs import to_docs
from aquila2.evals.sandbox import run_program
from aquila2.evals.shots import Shots
from aquila2.evals.strict import Form, Verdict, judge

_REASONING_TOKENS = 512
_LIBRARYS = {"acc", "acc_norm"}  # metrics that are the library's own


class _Docs(list[dict[str, Any]]):
    """Records as the library reads them: it asks a split for its fields too. (Its own kind of dataset takes 0.1 ms a
    record, each of the three times that all are walked through.)"""

    @property
    def features(self) -> dict[str, None]:
        """The names of the fields."""
        return dict.fromkeys(self[0])


class _Sampler(ContextSampler):
    """The library's interface to `Shots`, which are made when the first are wanted."""

    def __init__(self, make: Callable[[], Shots]) -> None:
        super().__init__()
        self._make = functools.cache(make)

    def sample(self, n: int, eval_doc: Any = None, df: Any = None, **kwargs: Any) -> Sequence[dict[str, Any]]:
        """`n` examples for an item."""
        return self._make().of(eval_doc, n)


class LocalTask(ConfigurableTask):
    """One of our tasks. `verdicts` has the judgement of each generated answer, by the item's id."""

    def __init__(self, config: dict[str, Any]) -> None:
        own = {key: value for key, value in config.items() if key != "class"}
        # the split is the same for both, so that the library tells the sampler which item is asked
        own |= {"test_split": "items", "fewshot_split": "items", "dataset_path": "local"}
        self.verdicts: dict[str, Verdict] = {}
        self.cot = bool(own.get("metadata", {}).get("cot"))
        if not {metric["metric"] for metric in own["metric_list"]} <= _LIBRARYS:
            own["process_results"] = "process_results"  # anything, or the library looks for these metrics online
        if self.cot and "cot_marker" in own["metadata"]:
            own["generation_kwargs"] = {**own["generation_kwargs"], "max_gen_toks": _REASONING_TOKENS}
        super().__init__(config=own)
        self.sampler = _Sampler(self._shots)

    @property
    def about(self) -> dict[str, Any]:
        """The YAML file's `metadata`, with what the run adds."""
        return dict(self.config.metadata or {})

    @property
    def shots_from_items(self) -> bool:
        """Whether examples are other items of the split that is asked, for want of another."""
        return find_set(self.about["set"]).shots in (None, find_set(self.about["set"]).scored)

    def check_shots(self) -> None:
        """Refuse, before anything is asked, what there are too few examples for.

        Raises:
            UserError: see `Shots.of`.
        """
        for doc in {doc["subject"]: doc for doc in self.dataset["items"]}.values():
            if self.config.num_fewshot:
                self.sampler.sample(self.config.num_fewshot, doc)

    def download(self, dataset_kwargs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """Read the items."""
        self.dataset = {"items": _Docs(self._docs(None))}

    def process_results(self, doc: dict[str, Any], results: Any) -> dict[str, Any]:
        """An item's scores: the library's for log-likelihoods, `strict` and `lenient` for generated answers."""
        if self.OUTPUT_TYPE != "generate_until":
            if doc["set"] == "truthfulqa":
                return {"mc2": _share_of_true([score for score, _ in results], doc["true"])}
            scores: dict[str, Any] = super().process_results(doc, results)
            return scores
        (output,) = results
        form = self.about["form"]
        if form == "translation":
            return {"bleu": (doc["references"], output)}
        verdict = self._judge_code(doc, output) if form.startswith("code") else self._judge(doc, output)
        self.verdicts[doc["id"]] = verdict
        return {"strict": float(verdict.strict), "lenient": float(verdict.lenient)}

    def _judge(self, doc: dict[str, Any], output: str) -> Verdict:
        about = self.about
        choices = {"letter": doc["letters"], "label": doc["labels"]}.get(about["form"], [])
        marker = about.get("marker") or (about.get("cot_marker", "") if self.cot else "")
        form = Form(about["form"], tuple(choices), tuple(doc["options"]), marker)
        right = self.doc_to_target(doc)
        if form.kind == "number":
            right = doc["result"]
        elif form.marker:
            right = str(right).rpartition(form.marker)[2]
        return judge(output, (str(right),), form, getattr(output, "finish_reason", "stop"))

    def _judge_code(self, doc: dict[str, Any], output: str) -> Verdict:
        """Strictly the output is what was asked for and nothing else; leniently code is taken out of the words."""
        code = output.strip()
        if self.about["form"] == "code":
            asked = doc["question"] + output
        else:
            alone = code.startswith("```python\n") and code.endswith("```") and code.count("```") == 2
            asked = code.removeprefix("```python\n").removesuffix("```") if alone else ""
        strict = bool(asked) and self._passes(doc, asked)
        lenient = strict or self._passes(doc, _code_in(output, doc))
        reason: Any = "" if strict == lenient else "words around it"
        return Verdict(strict, lenient, reason if output.strip() else "empty", None)

    def _passes(self, doc: dict[str, Any], program: str) -> bool:
        checked = f"{program}\n{doc['test']}\ncheck({doc['entry_point']})\n"
        return run_program(checked).outcome == "passed"

    def _docs(self, split: str | None) -> list[dict[str, Any]]:
        about = self.about
        items = load_items(about["set"], Path(about["data_dir"]), split)
        docs = to_docs([item for item in items if item.set != "truthfulqa" or item.options], about.get("labels"))
        return [{**doc, "cot": self.cot} for doc in docs]

    def _shots(self) -> Shots:
        found = find_set(self.about["set"])
        own = self.shots_from_items
        pool = self.dataset["items"] if own else self._docs(found.shots)
        by_subject = self.about.get("shots") == "subject"
        ordered = by_subject and not own
        where = f"{found.name}'s split {found.scored if own else found.shots}"
        return Shots(pool, by_subject, None if ordered else self.about["seed"], where)


def chinese_bleu(pairs: Sequence[tuple[list[str], str]]) -> float:
    """BLEU, 0 to 100, of translations into Chinese: (references, translation) each; characters are its words."""
    import sacrebleu

    references = [list(column) for column in zip(*(right for right, _ in pairs), strict=True)]
    return float(sacrebleu.corpus_bleu([output for _, output in pairs], references, tokenize="zh").score)


def _share_of_true(scores: list[float], true: list[int]) -> float:
    """TruthfulQA's MC2: the probability that the true statements have among all."""
    import math

    most = max(scores)
    each = [math.exp(score - most) for score in scores]
    return sum(value for value, is_true in zip(each, true, strict=True) if is_true) / sum(each)


def _code_in(output: str, doc: dict[str, Any]) -> str:
    """The program in an answer: the first block of code, with the prompt before it where it holds a body alone."""
    parts = output.split("```")
    code = parts[1].removeprefix("python").removeprefix("py").lstrip("\n") if len(parts) > 2 else output
    return code if f"def {doc['entry_point']}" in code else doc["question"] + code
