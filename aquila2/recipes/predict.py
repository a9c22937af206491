"""`predict`: the release's way to ask, on our model or on a transformers one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch

from aquila2.base.errors import UserError
from aquila2.chat.messages import Template
from aquila2.chat.render import render_prompt, stops_for
from aquila2.chat.templates import get_template
from aquila2.engine.output import Answer, collect
from aquila2.engine.sampling_params import SamplingParams
from aquila2.hub.registry import find_entry
from aquila2.tokenizer.stream import Stops
from aquila2.tokenizer.tokenizer import Tokenizer

if TYPE_CHECKING:
    from aquila2.recipes.llm import LLM

Turn = dict[str, str] | tuple[str, str]


def predict(
    model: "LLM | Any",
    text: str,
    tokenizer: Any = None,
    max_gen_len: int = 200,
    top_p: float = 0.9,
    seed: int | None = 123,
    topk: int = 15,
    temperature: float = 1.0,
    sft: bool = True,
    convo_template: str = "",
    device: str | torch.device | None = None,
    model_name: str | None = None,
    history: list[Any] | None = None,
) -> str:
    """Answer `text`, by the argument names of the Aquila2 release.

    Args:
        model: what `AutoLoader.get_model()` gives, an `LLM`, or a transformers causal language model.
        text: the question; a text to continue where `sft=False`.
        tokenizer: needed for a transformers model (its own fast tokenizer, or ours); an `LLM` has one.
        max_gen_len: tokens of the answer at most.
        top_p, topk, temperature: as `SamplingParams`, in its order (the release applied the temperature last).
        seed: the same seed, the same answer; None, 0 and below draw a new one.
        sft: False for base models: `text` is continued as it stands, without a template.
        convo_template: a chat template by name, before the checkpoint's own.
        device: where a transformers model's inputs go; its own device when not given.
        model_name: a published name whose template is taken when the checkpoint carries none.
        history: earlier turns, oldest first, `{"role", "content"}` or ("USER" | "ASSISTANT", text). It gains this
            question and its answer, in the form of its entries, and loses nothing.

    Raises:
        UserError: an unknown template, a wrong setting, a question that does not fit into the context.
    """
    params = SamplingParams(
        temperature=temperature,
        top_k=topk,
        top_p=top_p,
        seed=seed if seed is not None and seed > 0 else None,
        max_tokens=max_gen_len,
    )
    asked = get_template(convo_template) if convo_template else None
    answer_one = _answer_ours if hasattr(model, "engine") else _answer_transformers
    messages = [*as_messages(history), {"role": "user", "content": text}] if sft else None
    answer = answer_one(model, tokenizer, messages, text, params, asked, model_name, device)
    if history is not None:
        _append(history, text, answer)
    return answer


def _answer_ours(
    model: "LLM",
    tokenizer: Any,
    messages: list[dict[str, str]] | None,
    text: str,
    params: SamplingParams,
    asked: Template | None,
    model_name: str | None,
    device: Any,
) -> str:
    if device is not None and torch.device(device).type != model.engine.runner.device.type:
        raise UserError(f"device={device}: the model was loaded on {model.engine.runner.device}; load it there")
    if messages is None:
        return model.generate(text, params)[0].text
    template = asked or model.template or _template_of_name(model_name)
    if template is None:
        raise UserError(f"{model.folder} has no chat template: say convo_template=NAME, or sft=False")
    if template is model.template:
        return model.chat(messages, params)[0].text
    room = min(params.max_tokens or 1, model.max_model_len // 2)
    prompt = render_prompt(template, model.tokenizer, messages, model.max_model_len - room)
    stops = stops_for(template, model.tokenizer, {"eos_token_id": sorted(model.stops.ids)})
    deltas = model.engine.stream(prompt.input_ids, params, stops, template.answer_start)
    return collect(deltas, prompt.input_ids).text


def _answer_transformers(
    model: Any,
    tokenizer: Any,
    messages: list[dict[str, str]] | None,
    text: str,
    params: SamplingParams,
    asked: Template | None,
    model_name: str | None,
    device: Any,
) -> str:
    """Through the model's own `generate`, stopped by our rules."""
    from transformers import StoppingCriteria, StoppingCriteriaList

    from aquila2.recipes.hf_tokenizer import template_of, wrap_tokenizer

    if tokenizer is None:
        raise UserError("tokenizer=None: a transformers model needs its tokenizer")
    ours = tokenizer if isinstance(tokenizer, Tokenizer) else wrap_tokenizer(tokenizer)
    eos = getattr(getattr(model, "generation_config", None), "eos_token_id", None)
    generation_config = {"eos_token_id": eos}
    template: Template | None = None
    if messages is not None:
        template = asked or template_of(tokenizer) or _template_of_name(model_name)
        if template is None:
            raise UserError("the tokenizer has no chat template: say convo_template=NAME, or sft=False")
        context = getattr(model.config, "max_position_embeddings", 2048)
        ids = render_prompt(template, ours, messages, context - min(params.max_tokens or 1, context // 2)).input_ids
    else:
        ids = ours.encode(text)
    stops: Stops = stops_for(template, ours, generation_config)
    answer = Answer(ours, params, stops, template.answer_start if template else "")
    shown: list[str] = []

    class Follow(StoppingCriteria):
        def __call__(self, input_ids: torch.Tensor, scores: Any, **kwargs: Any) -> torch.Tensor:
            shown.append(answer.push(int(input_ids[0, -1])))
            ended = answer.finish_reason is not None
            return torch.tensor([ended], device=input_ids.device)

    place = torch.device(device) if device is not None else model.device
    devices = [place] if place.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(params.seed) if params.seed is not None else torch.seed()
        input_ids = torch.tensor([ids], device=place)
        draws = {"temperature": params.temperature, "top_k": params.top_k, "top_p": params.top_p}
        model.generate(
            input_ids,
            attention_mask=torch.ones_like(input_ids),
            max_new_tokens=params.max_tokens,
            stopping_criteria=StoppingCriteriaList([Follow()]),
            pad_token_id=ours.pad_id if ours.pad_id is not None else min(stops.ids, default=0),
            do_sample=not params.greedy,
            **({} if params.greedy else draws),
        )
    return "".join(shown)


def _template_of_name(model_name: str | None) -> Template | None:
    entry = find_entry(model_name) if model_name else None
    return get_template(entry.template) if entry else None


def as_messages(history: Sequence[Turn] | None) -> list[dict[str, str]]:
    """A history in the form of messages, a list of its own.

    Raises:
        UserError: an entry that is no turn.
    """
    messages = []
    for index, turn in enumerate(history or []):
        if isinstance(turn, dict):
            messages.append(dict(turn))
        elif isinstance(turn, (tuple, list)) and len(turn) == 2 and str(turn[0]).upper() in ("USER", "ASSISTANT"):
            messages.append({"role": str(turn[0]).lower(), "content": turn[1]})
        else:
            raise UserError(f"history[{index}] must be {{'role', 'content'}} or ('USER' | 'ASSISTANT', text)")
    return messages


def _append(history: list[Any], text: str, answer: str) -> None:
    if history and not isinstance(history[-1], dict):
        history += [("USER", text), ("ASSISTANT", answer)]
    else:
        history += [{"role": "user", "content": text}, {"role": "assistant", "content": answer}]
