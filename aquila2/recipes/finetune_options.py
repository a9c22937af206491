"""What a fine-tuning run can be told, and what of it makes it another run."""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.parallel.config import ParallelConfig


@dataclass(frozen=True)
class Data:
    """What is learned from."""

    MAIN: ClassVar[str] = "files"

    files: list[str] = option(help="conversations or pairs: .json, .jsonl (.gz, .zst), or folders of them")
    eval_files: list[str] = option([], help="held-out ones in files of their own")
    eval_fraction: float = option(0.0, help="a part of the samples to hold out, where there are no eval_files")
    on_error: Literal["stop", "skip"] = option("stop", help="what to do with a record that is no sample")
    too_long: Literal["truncate", "skip"] = option("truncate", help="what to do with one beyond max_seq_len")
    audit: Path | None = option(None, help="an index of test items (audit build) that the files must not hold")
    allow_overlap: bool = option(False, help="learn on though the files hold test items")


@dataclass(frozen=True)
class Lora:
    """The adapter."""

    rank: int = option(8, help="of its matrices")
    alpha: float = option(16, help="its product is scaled by alpha / rank")
    dropout: float = option(0.05, help="share of its input that it does not see in training")
    target_modules: list[str] = option(["q_proj", "v_proj"], help="linears with an adapter, or all-linear")
    use_rslora: bool = option(False, help="scale by alpha / sqrt(rank) (arXiv 2312.03732)")
    use_dora: bool = option(False, help="train the rows' magnitudes too (arXiv 2402.09353)")


@dataclass(frozen=True)
class Dpo:
    """Preference tuning."""

    beta: float = option(0.1, help="how dear it is to leave the reference")
    label_smoothing: float = option(0.0, help="share of pairs that are taken to be the wrong way round")


@dataclass(frozen=True)
class Samples:
    """What the model is asked while it learns."""

    MAIN: ClassVar[str] = "prompts"

    prompts: list[str] = option([], help="questions, one a line [the first of the held-out samples]")
    every: int = option(0, help="steps between answers; 0 for none")
    count: int = option(2, help="questions to take where none are given")
    max_tokens: int = option(64, help="longest answer")


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 finetune`."""

    data: Data = option(help="files to learn from; data.on_error=skip and others")
    out: Path = option(help="folder of the run; at its end the adapter, or the checkpoint, that loads as it is")
    model: str = option("AquilaChat2-7B", help="the model to start from: a folder, or a name in model_dir")
    model_dir: Path = option(Path("checkpoints"), help="folder that holds models by name")
    method: Literal["full", "lora", "qlora"] = option("lora", help="train all weights, or an adapter; qlora: on NF4")
    objective: Literal["sft", "dpo"] = option("sft", help="answers, or pairs of a better and a worse one")
    lora: Lora = field(default_factory=Lora, metadata={"help": "the adapter, as in lora.rank=16"})
    dpo: Dpo = field(default_factory=Dpo, metadata={"help": "preference tuning, as in dpo.beta=0.1"})
    template: str | None = option(None, help="chat template by name [the model's]")
    max_seq_len: int | None = option(None, help="tokens of a row, and of a sample [the model's context]")
    packing: bool = option(True, help="several samples a row; they do not see each other")
    max_steps: int | None = option(None, help="steps to train for, in place of epochs")
    epochs: float = option(1.0, help="passes over the samples")
    global_batch_size: int | None = option(None, help="rows of a step [micro_batch_size on each process]")
    micro_batch_size: int = option(4, help="rows of a process that are computed at a time")
    learning_rate: float = option(9.65e-6, help="highest learning rate")
    min_learning_rate: float = option(0.0, help="learning rate at the end")
    warmup: float = option(0.1, help="share of the run over which the learning rate rises")
    decay: Literal["cosine", "linear", "constant"] = option("linear", help="how the learning rate falls")
    betas: list[float] = option([0.9, 0.999], help="AdamW's")
    eps: float = option(1e-8, help="AdamW's")
    weight_decay: float = option(0.0, help="AdamW's")
    clip: float | None = option(None, help="highest norm of the gradient [1; none with update=in_backward]")
    moments: Literal["float32", "8bit"] = option("float32", help="AdamW's; 8bit has no float32 weights either")
    update: Literal["auto", "after", "in_backward"] = option(
        "auto",
        help="of a weight as its gradient comes, or after all have [the first with 8bit on one card]",
    )
    paged: bool = option(False, help="AdamW's moments in host memory")
    neftune_alpha: float = option(0.0, help="noise on the embeddings (arXiv 2310.05914)")
    precision: Literal["bf16", "fp32"] = option("bf16", help="of products")
    fp8: bool = option(False, help="8-bit products in the layers, on GPUs that have them (Hopper, Ada)")
    logits_at_a_time: int = option(2048, help="tokens whose logits exist at a time")
    parallel: ParallelConfig = field(
        default_factory=lambda: ParallelConfig(recompute="auto"),
        metadata={"help": "how the step is spread over processes and memory, as in parallel.recompute=full"},
    )
    device: str | None = option(None, help="cpu or cuda [a GPU where there is one]")
    seed: int = option(0, help="of the order, the adapter's first values, dropout and noise")
    check_only: bool = option(False, help="report on the data, forecast the run, and stop")
    save_every: int = option(200, help="steps between checkpoints; 0 writes one at the end")
    keep_checkpoints: int = option(2, help="last checkpoints that stay")
    keep_best: bool = option(True, help="with held-out samples: the result is the step that was best on them")
    eval_every: int = option(100, help="steps between evaluations; 0 evaluates at the end")
    patience: int = option(0, help="end after so many evaluations without a better one; 0: never")
    samples: Samples = field(
        default_factory=Samples, metadata={"help": "questions on the way, as in samples.every=100"}
    )
    log_every: int = option(10, help="steps between lines on the console")
    tensorboard: bool | None = option(None, help="TensorBoard files [where the package is installed]")
    wandb: str | None = option(None, help="a Weights & Biases project to write to")
    on_bad: Literal["stop", "skip"] = option("stop", help="what to do when NaN or infinity comes up")
    overwrite: bool = option(False, help="throw away another run that stands at out=")


# Options that change how a run goes about its work, not what comes of it; they may differ when it goes on.
FREE = {
    "out", "model", "model_dir", "micro_batch_size", "paged", "logits_at_a_time", "parallel", "device", "check_only",
    "save_every", "keep_checkpoints", "keep_best", "eval_every", "patience", "samples", "log_every", "tensorboard",
    "wandb", "on_bad", "overwrite", "data",
}  # fmt: skip


def check(options: Options, world: int) -> None:
    """Refuse what means nothing, or does not go together.

    Args:
        world: processes.

    Raises:
        UserError: names the first one.
    """
    if options.data.eval_files and options.data.eval_fraction:
        raise UserError("data.eval_files and data.eval_fraction are both given: give one of them")
    for name, least in (
        ("micro_batch_size", 1), ("keep_checkpoints", 1), ("logits_at_a_time", 1), ("save_every", 0),
        ("eval_every", 0), ("patience", 0), ("log_every", 0), ("neftune_alpha", 0), ("weight_decay", 0),
    ):  # fmt: skip
        if getattr(options, name) < least:
            raise UserError(f"{name}={getattr(options, name)}: give {least} or more")
    for name in ("max_seq_len", "global_batch_size", "max_steps"):
        value = getattr(options, name)
        if value is not None and value < (2 if name == "max_seq_len" else 1):
            raise UserError(f"{name}={value}: give {2 if name == 'max_seq_len' else 1} or more")
    for name in ("every", "count", "max_tokens"):
        if getattr(options.samples, name) < (0 if name == "every" else 1):
            raise UserError(f"samples.{name}={getattr(options.samples, name)}: give more")
    for name, wants in (("lora", "method=lora or qlora"), ("dpo", "objective=dpo")):
        used = options.method != "full" if name == "lora" else options.objective == "dpo"
        if not used and getattr(options, name) != (Lora() if name == "lora" else Dpo()):
            raise UserError(f"{name}.* goes with {wants}: leave it out, or say that")
    if options.patience and not (options.data.eval_files or options.data.eval_fraction):
        raise UserError(f"patience={options.patience} needs held-out samples: data.eval_fraction= or data.eval_files=")
    if options.samples.prompts and not options.samples.every:
        raise UserError("samples.prompts are asked every samples.every steps: give that too")
    if options.data.allow_overlap and options.data.audit is None:
        raise UserError("data.allow_overlap= goes with an index of test items: give data.audit=, or leave it out")
    if options.epochs <= 0:
        raise UserError(f"epochs={options.epochs}: give more than 0")
    if not 0 <= options.warmup < 1:
        raise UserError(f"warmup={options.warmup}: give a share of the run, 0 to below 1")
    if options.clip is not None and options.clip <= 0:
        raise UserError(f"clip={options.clip}: give more than 0")
    if len(options.betas) != 2 or not all(0 <= beta < 1 for beta in options.betas):
        raise UserError(f"betas={','.join(map(str, options.betas))}: give two from 0 to below 1, such as 0.9,0.999")
    if options.update == "in_backward":
        if options.clip is not None:
            raise UserError("clip= does not go with update=in_backward, where no norm is known yet: leave one out")
        if not _can_update_in_backward(options, world):
            raise UserError(
                "update=in_backward goes with one process and one micro-batch a step: gradients are not summed; leave"
                " global_batch_size out, or say update=after"
            )
    parallel = options.parallel
    if options.method != "full" and (parallel.tp > 1 or parallel.pp > 1):
        raise UserError(
            f"method={options.method} goes with data and context parallelism, not parallel.tp={parallel.tp}"
            f" parallel.pp={parallel.pp}: leave them at 1"
        )
    if options.objective == "dpo" and parallel.cp > 1:
        raise UserError(f"objective=dpo does not go with parallel.cp={parallel.cp}: an answer must lie on one process")
    if options.samples.every and (parallel.tp > 1 or parallel.pp > 1):
        raise UserError("samples.every goes with data parallelism: leave it out, or parallel.tp and parallel.pp at 1")
    if options.neftune_alpha and parallel.pp > 1:
        raise UserError(f"neftune_alpha= does not go with parallel.pp={parallel.pp}: leave one of them out")
    if options.paged and world > 1:
        raise UserError("paged=true goes with one process; on several the moments are shared out already")


def updates_in_backward(options: Options, world: int) -> bool:
    """Whether weights are updated in the backward pass."""
    if options.update != "auto":
        return options.update == "in_backward"
    return options.moments == "8bit" and options.clip is None and _can_update_in_backward(options, world)


def _can_update_in_backward(options: Options, world: int) -> bool:
    return world == 1 and options.global_batch_size in (None, options.micro_batch_size)


def job_of(options: Options, data: dict[str, Any], base: str, template: str) -> dict[str, Any]:
    """What makes a run this run: its options but for the free ones, its samples, base and template, as JSON values."""
    kept = {k: v for k, v in dataclasses.asdict(options).items() if k not in FREE}
    return {**kept, "data": data, "base": base, "template": template}
