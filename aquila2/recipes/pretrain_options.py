"""What a pretraining run can be told, and what of it makes it another run."""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.model.config import AquilaConfig, preset
from aquila2.parallel.config import ParallelConfig


@dataclass(frozen=True)
class Shape:
    """The model's sizes: a published shape, or sizes of one's own, or one with some sizes changed."""

    preset: str | None = option(None, help="a published shape: 7b, 34b, 70b")
    vocab_size: int | None = option(None, help="entries of the embedding [the tokenizer's]")
    hidden_size: int | None = option(None, help="width of the residual stream")
    intermediate_size: int | None = option(None, help="width of the MLP")
    num_layers: int | None = option(None, help="layers")
    num_heads: int | None = option(None, help="query heads")
    num_kv_heads: int | None = option(None, help="key and value heads [as many as query heads]")
    rope_theta: float | None = option(None, help="base of the rotary positions [10000]")
    tie_embeddings: bool | None = option(None, help="one matrix for embedding and head [false]")
    init_std: float | None = option(None, help="standard deviation of fresh weights [0.02]")

    def config(self, vocab_size: int, context_length: int, specials: dict[str, int]) -> AquilaConfig:
        """The model's config for a tokenizer of `vocab_size` entries.

        Raises:
            UserError: a size is missing, or they do not fit each other.
        """
        given = {k: v for k, v in dataclasses.asdict(self).items() if v is not None and k != "preset"}
        if given.get("vocab_size", vocab_size) < vocab_size:
            raise UserError(f"model.vocab_size={given['vocab_size']}: the tokenizer has {vocab_size} entries")
        fresh = {"vocab_size": vocab_size, "context_length": context_length, **specials}
        if self.preset is not None:
            return preset(self.preset).replace(**{**fresh, **given})
        needed = ("hidden_size", "intermediate_size", "num_layers", "num_heads")
        missing = [f"model.{name}=" for name in needed if name not in given]
        if missing:
            raise UserError(f"missing {', '.join(missing)}: give them, or model.preset=7b for a published shape")
        if given["hidden_size"] % given["num_heads"]:
            raise UserError(
                f"model.hidden_size={given['hidden_size']} does not divide into model.num_heads={given['num_heads']}"
            )
        given.setdefault("num_kv_heads", given["num_heads"])
        return AquilaConfig(**{**fresh, **given, "head_dim": given["hidden_size"] // given["num_heads"]})


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 pretrain`."""

    data: list[Path] = option(help="folders from prepare-data")
    out: Path = option(help="folder of the run, at its end a checkpoint that loads anywhere")
    model: Shape = field(default_factory=Shape, metadata={"help": "the model's sizes, as in model.hidden_size=384"})
    init_from: Path | None = option(None, help="a checkpoint folder to go on from, in place of fresh weights")
    data_weights: list[float] = option([], help="each folder's part of the samples [by its size]")
    max_seq_len: int | None = option(None, help="tokens of a row [the preset's context, else 2048]")
    global_batch_size: int = option(256, help="rows of a step, all processes together")
    micro_batch_size: int = option(1, help="rows of a process that are computed at a time")
    rampup: list[int] = option([], help="start,increment,samples: the batch grows from start over so many samples")
    samples: int | None = option(None, help="rows to train on; or max_steps=, or epochs=")
    max_steps: int | None = option(None, help="steps to train for")
    epochs: float | None = option(None, help="passes over the data")
    learning_rate: float = option(3e-4, help="highest learning rate")
    min_learning_rate: float = option(3e-5, help="learning rate at the end")
    warmup_samples: int | None = option(None, help="rows over which the learning rate rises [a hundredth of all]")
    decay: Literal["cosine", "linear", "constant"] = option("cosine", help="how the learning rate falls")
    betas: list[float] = option([0.9, 0.95], help="AdamW's")
    eps: float = option(1e-8, help="AdamW's")
    weight_decay: float = option(0.1, help="AdamW's; norms do not decay")
    clip: float = option(1.0, help="highest norm of the gradient")
    norm_init: float = option(1.0, help="initial weight of norms")
    precision: Literal["bf16", "fp32"] = option("bf16", help="of products; masters and sums are float32")
    fp8: bool = option(False, help="8-bit products in the layers, on GPUs that have them (Hopper, Ada)")
    documents: Literal["apart", "joined"] = option("apart", help="whether a row's documents see each other")
    parallel: ParallelConfig = field(
        default_factory=ParallelConfig, metadata={"help": "how the step is spread over processes, as in parallel.tp=4"}
    )
    device: str | None = option(None, help="cpu or cuda [a GPU where there is one]")
    seed: int = option(0, help="of fresh weights and the data's order")
    save_every: int = option(500, help="steps between checkpoints; 0 writes one at the end")
    keep_checkpoints: int = option(2, help="last checkpoints that stay")
    keep_every: int = option(0, help="checkpoints of every so many steps stay for good")
    background_save: bool = option(True, help="write checkpoints while training goes on")
    eval_every: int = option(500, help="steps between evaluations; 0 evaluates at the end")
    eval_tokens: int = option(1_000_000, help="most held-out tokens to evaluate on; 0 for none")
    log_every: int = option(10, help="steps between lines on the console")
    tensorboard: bool | None = option(None, help="TensorBoard files [where the package is installed]")
    wandb: str | None = option(None, help="a Weights & Biases project to write to")
    on_bad: Literal["stop", "skip"] = option("stop", help="what to do when NaN or infinity comes up")
    spike_factor: float = option(6.0, help="deviations above the mean at which a loss is called a spike")
    overwrite: bool = option(False, help="throw away another run that stands at out=")


# Options that change how a run goes about its work, not what comes of it; they may differ when it goes on.
FREE = {
    "out", "micro_batch_size", "parallel", "device", "save_every", "keep_checkpoints", "keep_every",
    "background_save", "eval_every", "eval_tokens", "log_every", "tensorboard", "wandb", "on_bad", "spike_factor",
    "overwrite", "data", "init_from",
}  # fmt: skip


def check(options: Options) -> None:
    """Refuse numbers that mean nothing.

    Raises:
        UserError: names the first one.
    """
    for name, least in (
        ("micro_batch_size", 1), ("keep_checkpoints", 1), ("save_every", 0), ("keep_every", 0), ("eval_every", 0),
        ("eval_tokens", 0), ("log_every", 0),
    ):  # fmt: skip
        if getattr(options, name) < least:
            raise UserError(f"{name}={getattr(options, name)}: give {least} or more")
    if options.clip <= 0:
        raise UserError(f"clip={options.clip}: give more than 0")
    if len(options.betas) != 2 or not all(0 <= beta < 1 for beta in options.betas):
        raise UserError(f"betas={','.join(map(str, options.betas))}: give two from 0 to below 1, such as 0.9,0.95")


def job_of(options: Options, data: list[dict[str, Any]], config: AquilaConfig) -> dict[str, Any]:
    """What makes a run this run: its options but for the free ones, its data and its model, as JSON values."""
    kept = {k: v for k, v in dataclasses.asdict(options).items() if k not in FREE | {"model"}}
    return {**kept, "data": data, "model": config.to_published(), "init_from": str(options.init_from or "")}
