"""`aquila2 finetune`: full, LoRA, Q-LoRA and preference tuning, on one process or, under torchrun, on many.

The data is read and checked first, and shown; then the run is forecast; then it begins.
"""

import dataclasses
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aquila2.base.errors import UserError
from aquila2.base.log import note, say
from aquila2.chat.messages import Template
from aquila2.data.loader import prefetch
from aquila2.data.sft import load_samples
from aquila2.data.sft_report import Report, render_marked
from aquila2.data.sft_rows import HeldOutLoader, SampleLoader
from aquila2.data.sft_samples import Samples
from aquila2.model.config import AquilaConfig
from aquila2.recipes.audit_texts import find_items, texts_of_samples
from aquila2.recipes.finetune_options import Options, check, job_of, updates_in_backward
from aquila2.recipes.run_folder import claim, result, state_folder
from aquila2.tokenizer.tokenizer import Tokenizer

__all__ = ["Options", "run"]

_SHOWN = 5  # samples that are shown with their loss marked


@dataclass(frozen=True)
class Base:
    """The model that a run starts from."""

    folder: Path
    config: AquilaConfig
    tokenizer: Tokenizer
    template: Template
    generation_config: dict[str, Any]


@dataclass(frozen=True)
class Lessons:
    """What is learned, and what is held out."""

    learned: Samples
    held_out: Samples | None
    report: Report
    held_out_lines: list[str]  # about files of their own
    train: SampleLoader
    valid: HeldOutLoader | None


def run(options: Options) -> dict[str, Any]:
    """Fine-tune. Returns `out`, `steps`, `train_loss`, `eval_loss`, `seconds_per_step`, `tokens_per_second`, `mfu`,
    `peak_memory_bytes`; with `check_only` the report's figures and the forecast."""
    from aquila2.base.distributed import is_first_process, num_processes, process_group
    from aquila2.checkpoint.fingerprint import fingerprint
    from aquila2.parallel.mesh import Mesh
    from aquila2.recipes.adapted import template_sha256
    from aquila2.recipes.finetune_output import write_result

    check(options, num_processes())
    with process_group(options.device) as device:
        first = is_first_process()
        base = _open_base(options)
        lessons = _lessons(options, base)
        if first:
            _show(lessons, base.tokenizer)
        mesh = Mesh(options.parallel, base.config, device)
        work = _planned(options, base.config, mesh)
        forecast = _forecast(work, device, first)
        if options.check_only:
            return {**dataclasses.asdict(lessons.report), **forecast}
        job = job_of(
            options,
            {"samples": _digest(lessons.learned), "held_out": lessons.held_out and _digest(lessons.held_out)},
            fingerprint(base.folder),
            template_sha256(base.template) or "",
        )
        job["model"] = base.config.to_published()
        claim(options.out, job, options.overwrite, first, lambda state: base.tokenizer.save(state / "tokenizer"))
        trainer = _trainer(options, base, lessons, job, mesh, work.kinds)
        record = trainer.run()
        outcome = result(options.out, record)
        if trainer.metrics is not None:
            trainer.metrics.close()
            step = write_result(options, base, trainer.position, job)
            loss = "not a number" if outcome["train_loss"] is None else f"{outcome['train_loss']:.4f}"
            say(f"{options.out}: step {step:,} of {trainer.position.step:,}, loss {loss}; it loads as it is")
        return outcome


def _open_base(options: Options) -> Base:
    from aquila2.checkpoint.checkpoint import read_config
    from aquila2.recipes.build import choose_template, read_generation_config
    from aquila2.recipes.locate import locate

    folder = locate(options.model, options.model_dir)
    config = read_config(folder)
    tokenizer = Tokenizer.load(folder)
    if tokenizer.vocab_size > config.vocab_size:
        raise UserError(f"{folder}: the tokenizer has {tokenizer.vocab_size} entries, the model {config.vocab_size}")
    template = choose_template(folder, config, options.template, options.model)
    if template is None:
        raise UserError(f"model={options.model} has no chat template: give one by name, such as template=aquila-v1")
    longest = config.longest_context
    if options.max_seq_len is not None and options.max_seq_len > longest:
        raise UserError(f"max_seq_len={options.max_seq_len} is beyond the model's context of {longest}: give less")
    asked, size = options.samples, options.max_seq_len or longest
    if asked.every and asked.max_tokens >= size:
        raise UserError(
            f"samples.max_tokens={asked.max_tokens} leaves no room for a question in {size} tokens: give less"
        )
    return Base(folder, config, tokenizer, template, read_generation_config(folder))


def _lessons(options: Options, base: Base) -> Lessons:
    pairs = options.objective == "dpo"
    size = options.max_seq_len or base.config.longest_context
    how: dict[str, Any] = {"pairs": pairs, "too_long": options.data.too_long, "on_error": options.data.on_error}
    learned, report = load_samples(options.data.files, base.template, base.tokenizer, size, **how)
    held_out: Samples | None = None
    held_out_lines: list[str] = []
    if options.data.eval_files:
        files = options.data.eval_files
        held_out, about = load_samples(files, base.template, base.tokenizer, size, option="data.eval_files", **how)
        held_out_lines = [f"held out: {line}" for line in about.lines()]
        if shared := int(np.isin(held_out.keys, learned.keys).sum()):
            held_out_lines.append(f"held out: {shared:,} of these are learned too, so their loss tells little")
    elif options.data.eval_fraction:
        learned, held_out = learned.split(options.data.eval_fraction)
    if options.data.audit is not None:
        found = find_items(options.data.audit, texts_of_samples(options.data.files))
        report = dataclasses.replace(report, test_items=dataclasses.asdict(found))
        if not (options.check_only or options.data.allow_overlap):
            found.refuse(f"data={','.join(options.data.files)}", "data.allow_overlap")
    loader = SampleLoader(learned, options.seed, options.packing)
    report = dataclasses.replace(report, packing_efficiency=loader.efficiency(options.micro_batch_size))
    valid = None if held_out is None else HeldOutLoader(held_out, options.packing)
    return Lessons(learned, held_out, report, held_out_lines, loader, valid)


def _show(lessons: Lessons, tokenizer: Tokenizer) -> None:
    for line in [*lessons.report.lines(), *lessons.held_out_lines]:
        note(line)
    for number in range(min(_SHOWN, len(lessons.learned))):
        note(f"{lessons.learned.place(number)}\n{render_marked(lessons.learned, number, tokenizer)}")


def _digest(samples: Samples) -> str:
    """What identifies samples as they are learned: all their tokens."""
    digest = hashlib.sha256()
    for array in (samples.ids, samples.loss, samples.bounds):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _work(options: Options, config: AquilaConfig, parallel: Any) -> Any:
    """The step as the planner knows it."""
    from aquila2.kernels.nf4 import BYTES
    from aquila2.parallel.memory import Tuning, Work, layer_matrices
    from aquila2.recipes.finetune_output import lora_config

    bytes_each = 2 if options.precision == "bf16" else 4
    many = parallel.data_size * parallel.cp > 1
    narrow = options.moments == "8bit"
    if options.method == "full":
        masters = 0.0 if bytes_each == 4 or many else 4.0
        tuning = Tuning(
            trained=config.num_parameters,
            weight_bytes=(4 if many and not narrow else bytes_each) * config.num_parameters,
            state_bytes=2.03 if narrow else 8.0 + masters,
            gradient_bytes=0.0 if updates_in_backward(options, parallel.world_size) else bytes_each,
            frozen=False,
            paged=options.paged,
        )
    else:
        sides = _sides(config)
        trained = options.lora.rank * config.num_layers
        trained *= sum(sum(sides[target]) for target in lora_config(options.lora).targets)
        held: float = bytes_each * (config.num_parameters + trained)
        if options.method == "qlora":
            held += (BYTES - bytes_each) * config.num_layers * layer_matrices(config)
        tuning = Tuning(trained, held, quantized=options.method == "qlora", paged=options.paged)
    size = options.max_seq_len or config.longest_context
    micro = options.micro_batch_size
    return Work(
        config,
        parallel,
        batch=max(options.global_batch_size or micro * parallel.data_size, micro * parallel.data_size),
        micro_batch=micro,
        seq=size,
        bytes_each=bytes_each,
        fused=parallel.compile,
        packed=options.packing,
        tuning=tuning,
        chunk=options.logits_at_a_time,
        fp8=options.fp8,
    )


def _sides(config: AquilaConfig) -> dict[str, tuple[int, int]]:
    """Input and output of each linear of a layer."""
    D, I = config.hidden_size, config.intermediate_size  # noqa: E741
    q, kv = config.num_heads * config.head_dim, config.num_kv_heads * config.head_dim
    return {
        "q_proj": (D, q), "k_proj": (D, kv), "v_proj": (D, kv), "o_proj": (q, D),
        "gate_proj": (D, I), "up_proj": (D, I), "down_proj": (I, D),
    }  # fmt: skip


def _planned(options: Options, config: AquilaConfig, mesh: Any) -> Any:
    """The step, with how each layer is recomputed: with `auto`, as little as the memory that is free allows."""
    from aquila2.base.device import free_memory
    from aquila2.parallel.planner import recompute_kinds

    work = _work(options, config, mesh.config)
    return dataclasses.replace(work, kinds=tuple(recompute_kinds(work, free_memory(mesh.device))))


def _forecast(work: Any, device: Any, first: bool) -> dict[str, Any]:
    """The planner's forecast: memory everywhere, time on a GPU that it knows."""
    import torch

    from aquila2.parallel.gpus import find_gpu
    from aquila2.parallel.memory import rank_memory
    from aquila2.parallel.planner import forecast

    ranks = range(work.parallel.pp)
    found: dict[str, Any] = {"memory_bytes": max(sum(rank_memory(work, rank).values()) for rank in ranks)}
    line = f"forecast: {found['memory_bytes'] / 1e9:.1f} GB a process"
    if device.type == "cuda":
        for word in torch.cuda.get_device_name(device).split():
            try:
                gpu = find_gpu(word)
            except UserError:
                continue
            found["seconds_per_step"] = forecast(work, [gpu] * len(ranks)).seconds_per_step
            line += f", {found['seconds_per_step']:.2f} s a step"
            break
    if first:
        note(line)
    return found


def _trainer(options: Options, base: Base, lessons: Lessons, job: dict[str, Any], mesh: Any, kinds: Any) -> Any:
    import torch

    from aquila2.base.distributed import is_first_process
    from aquila2.checkpoint.checkpoint import expected_shapes, select_tensors
    from aquila2.checkpoint.names import published_name
    from aquila2.checkpoint.shards import open_shards
    from aquila2.parallel.data_parallel import Precision
    from aquila2.recipes.finetune_lessons import batches, held_out_batches, make_objective
    from aquila2.recipes.finetune_output import lora_config
    from aquila2.recipes.finetune_show import Show
    from aquila2.recipes.trainable import build_trainable, check_fp8
    from aquila2.train.checkpoints import Checkpoints
    from aquila2.train.meters import Speed
    from aquila2.train.metrics import Metrics
    from aquila2.train.optim import AdamW
    from aquila2.train.trainer import Trainer

    device = mesh.device
    if options.fp8:
        check_fp8(options.precision, mesh.config.tp, device)
    plan = _plan(options, lessons, mesh.size("data"))
    stored = select_tensors(open_shards(base.folder), expected_shapes(base.config), str(base.folder))
    compute = torch.bfloat16 if options.precision == "bf16" else torch.float32
    parallel = build_trainable(
        base.config,
        mesh,
        options.method,
        lora_config(options.lora),
        Precision(compute),
        lambda name, shape: stored[published_name(name)].read(),
        kinds,
        options.seed,
        options.neftune_alpha,
        options.fp8,
    )
    world = mesh.config.world_size
    optimizer = AdamW(
        parallel.named_parameters(),
        (options.betas[0], options.betas[1]),
        options.eps,
        options.weight_decay,
        sum_in_float32=plan.batch_size.final // mesh.size("data") > options.micro_batch_size,
        moments=options.moments,
        in_backward=updates_in_backward(options, world),
        paged=options.paged,
        seed=options.seed,
    )
    state = state_folder(options.out)
    show = Show(options, base, lessons, parallel) if options.samples.every else None
    trainer = Trainer(
        parallel,
        optimizer,
        plan,
        lambda requests: prefetch(lambda request: batches(lessons.train, *request, mesh, options.objective), requests),
        held_out_batches(options, lessons.valid, len(lessons.learned), mesh),
        Checkpoints(state, options.keep_checkpoints),
        None,
        Speed(base.config, lessons.train.seq_len, device, world),
        {"job": job},
        lambda sample: {"epoch": lessons.train.describe(sample)["epoch"]},
        show=show,
    )
    resumed = trainer.resume()
    if show is not None:
        show.go_on_from(trainer.position.step)
    trainer.objective = make_objective(options, lessons, parallel, state, resumed)
    if resumed and is_first_process():
        note(f"going on from step {trainer.position.step:,}")
    if is_first_process():
        trainer.metrics = Metrics(options.out, trainer.position.step, options.tensorboard, options.wandb)
    return trainer


def _plan(options: Options, lessons: Lessons, data_size: int) -> Any:
    from aquila2.train.schedule import BatchSize, LearningRate
    from aquila2.train.trainer import Plan

    rows = options.global_batch_size or options.micro_batch_size * data_size
    if rows % data_size:
        raise UserError(f"global_batch_size={rows} does not divide into {data_size} processes: make it a multiple")
    if options.max_steps is not None:
        samples = options.max_steps * rows
    else:
        samples = lessons.train.samples_in(options.epochs)
        samples -= samples % data_size
    if samples < 1:
        raise UserError(
            f"epochs={options.epochs} of {lessons.train.samples_per_epoch} rows makes no row for each of {data_size}"
            " processes: give more samples or epochs"
        )
    held_out = lessons.valid is not None
    return Plan(
        samples,
        LearningRate(
            options.learning_rate,
            options.min_learning_rate,
            round(options.warmup * samples),
            samples,
            options.decay,
        ),
        BatchSize(rows),
        options.micro_batch_size,
        options.clip or 1.0,
        options.save_every,
        options.eval_every,
        options.log_every,
        options.on_bad,
        show_every=options.samples.every,
        patience=options.patience if held_out else 0,
        keep_best=options.keep_best and held_out,
    )
