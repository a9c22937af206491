"""The model answers while it learns: greedy answers to a few questions, on the console and in samples.jsonl."""

import json
from typing import Any

import torch
from torch import Tensor, nn

from aquila2.base.distributed import is_first_process
from aquila2.base.log import note
from aquila2.chat.render import render_prompt, stops_for
from aquila2.parallel.parallelize import Parallel
from aquila2.recipes.finetune_options import Options
from aquila2.train.metrics import drop_after


class Show:
    """Answers when called. Every process must call it, for the model may lie on all of them."""

    def __init__(self, options: Options, base: Any, lessons: Any, parallel: Parallel) -> None:
        self._options, self._base, self._parallel = options, base, parallel
        self._path = options.out / "samples.jsonl"
        wanted = options.samples
        room = (options.max_seq_len or base.config.longest_context) - wanted.max_tokens
        self._prompts: list[list[int]] = []
        for text in wanted.prompts:
            messages = [{"role": "user", "content": text}]
            self._prompts.append(render_prompt(base.template, base.tokenizer, messages, room).input_ids)
        if not wanted.prompts:
            samples = lessons.learned if lessons.held_out is None else lessons.held_out
            for number in range(min(wanted.count, len(samples))):
                ids, loss = samples.documents(number)[0]
                begin = int(loss.argmax()) if loss.any() else len(ids)
                self._prompts.append(ids[: min(begin, room)].tolist())
        self._stops = stops_for(base.template, base.tokenizer, base.generation_config)

    def go_on_from(self, step: int) -> None:
        """The run goes on from there: what it answered later it will answer again."""
        if is_first_process():
            drop_after(self._path, step)

    def __call__(self, step: int) -> None:
        """Answer all questions, as the model of `step`."""
        (model,) = self._parallel.modules
        tokenizer = self._base.tokenizer
        for prompt in self._prompts:
            ids = greedy(model, prompt, self._options.samples.max_tokens, self._stops.ids, self._parallel.mesh.device)
            question, answer = tokenizer.decode(prompt), tokenizer.decode(ids)
            for stop in self._stops.strings:
                answer = answer.partition(stop)[0]
            if is_first_process():
                note(f"step {step:,}: {question!r}\n  -> {answer!r}")
                with open(self._path, "a", encoding="utf-8") as file:
                    line = {"step": step, "prompt": question, "answer": answer}
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")


@torch.no_grad()
def greedy(
    model: nn.Module, prompt: list[int], max_tokens: int, stop_ids: frozenset[int], device: torch.device
) -> list[int]:
    """The likeliest next token, again and again, without a cache: all that a model in training has. The row has one
    length throughout, so that a compiled model is compiled once."""
    ids_BS: Tensor = torch.zeros(1, len(prompt) + max_tokens, dtype=torch.int64, device=device)
    ids_BS[0, : len(prompt)] = torch.tensor(prompt, device=device)
    answer: list[int] = []
    for at in range(len(prompt) - 1, len(prompt) + max_tokens - 1):
        logits_B1V = model(ids_BS, select_S=torch.tensor([at], device=device))
        found = int(logits_B1V[0, 0].argmax())
        if found in stop_ids:
            break
        answer.append(found)
        ids_BS[0, at + 1] = found
    return answer
