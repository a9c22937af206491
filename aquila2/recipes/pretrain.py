"""`aquila2 pretrain`: from prepared tokens to a base model, on one process or, under torchrun, on many."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np

from aquila2.base.errors import UserError
from aquila2.base.log import note, say
from aquila2.data.indexed import TokenShards
from aquila2.data.loader import TrainLoader, ValidLoader, prefetch
from aquila2.data.packing import Rows
from aquila2.model.config import AquilaConfig
from aquila2.recipes.pretrain_options import Options, check, job_of
from aquila2.recipes.run_folder import claim, result, state_folder
from aquila2.tokenizer.tokenizer import Tokenizer

__all__ = ["Options", "run"]


def run(options: Options) -> dict[str, Any]:
    """Pretrain. Returns `out`, `steps`, `train_loss`, `eval_loss`, `seconds_per_step`, `tokens_per_second`, `mfu`,
    `peak_memory_bytes`."""
    from aquila2.base.distributed import is_first_process, process_group
    from aquila2.recipes.trained import write_trained

    check(options)
    with process_group(options.device) as device:
        shards = [TokenShards.open(folder) for folder in options.data]
        if not shards:
            raise UserError("missing data=: give folders from aquila2 prepare-data")
        tokenizer = Tokenizer.load(options.data[0] / "tokenizer")
        config = _model_config(options, tokenizer)
        loader = TrainLoader(shards, config.context_length, options.seed, options.data_weights or None)
        data = [_receipt(part) for part in shards]
        job = job_of(options, data, config)
        claim(
            options.out, job, options.overwrite, is_first_process(), lambda state: tokenizer.save(state / "tokenizer")
        )
        trainer = _trainer(options, config, loader, job, device)
        if trainer.metrics is not None:
            _tell(options, config, loader, trainer)
        record = trainer.run()
        outcome = result(options.out, record)
        if trainer.metrics is not None:
            trainer.metrics.close()
            write_trained(state_folder(options.out), trainer.position.step, options.out, job)
            loss = "not a number" if outcome["train_loss"] is None else f"{outcome['train_loss']:.4f}"
            say(f"{options.out}: {trainer.position.step:,} steps, loss {loss}; it loads as it is")
        return outcome


def _model_config(options: Options, tokenizer: Tokenizer) -> AquilaConfig:
    from aquila2.checkpoint.checkpoint import read_config
    from aquila2.model.config import preset

    if options.init_from is not None:
        if any(value is not None for value in dataclasses.asdict(options.model).values()):
            raise UserError(f"init_from={options.init_from} brings the model's sizes: leave model.* out")
        config = read_config(options.init_from)
        if config.vocab_size < tokenizer.vocab_size:
            raise UserError(
                f"init_from={options.init_from} has {config.vocab_size} entries, the data's tokenizer"
                f" {tokenizer.vocab_size}: prepare the data with the model's tokenizer"
            )
        return config.replace(context_length=options.max_seq_len or config.context_length)
    shape = options.model.preset
    length = options.max_seq_len or (preset(shape).context_length if shape else 2048)
    ids = {"bos_token_id": tokenizer.bos_id, "eos_token_id": tokenizer.eos_id, "pad_token_id": tokenizer.pad_id}
    known = {name: id for name, id in ids.items() if id is not None}
    return options.model.config(tokenizer.vocab_size, length, known).replace(dtype="float32")


def _receipt(part: TokenShards) -> dict[str, Any]:
    """What identifies a prepared folder: its manifest, but for what does not change the tokens."""
    manifest = part.manifest
    return {"tokenizer": manifest["tokenizer"], "splits": manifest["splits"]}


def _trainer(options: Options, config: AquilaConfig, loader: TrainLoader, job: dict[str, Any], device: Any) -> Any:
    import torch

    from aquila2.base.distributed import is_first_process
    from aquila2.model.transformer import Transformer
    from aquila2.parallel.data_parallel import Precision
    from aquila2.parallel.mesh import Mesh
    from aquila2.parallel.parallelize import parallelize
    from aquila2.parallel.weights import fill_fresh
    from aquila2.recipes.trainable import check_fp8
    from aquila2.recipes.trained import fill_from
    from aquila2.train.checkpoints import Checkpoints
    from aquila2.train.fp8 import apply_fp8
    from aquila2.train.meters import Speed
    from aquila2.train.metrics import Metrics
    from aquila2.train.optim import AdamW
    from aquila2.train.trainer import Trainer

    mesh = Mesh(options.parallel, config, device)
    plan = _plan(options, loader, mesh.size("data"))
    precision = Precision(torch.bfloat16 if options.precision == "bf16" else torch.float32)
    with torch.device("meta"):
        model = Transformer(config)
    if options.fp8:
        check_fp8(options.precision, options.parallel.tp, device)
        apply_fp8(model)
    parallel = parallelize(model, mesh, precision, _recompute(options, config, mesh))
    accumulates = plan.batch_size.final // mesh.size("data") > options.micro_batch_size
    if options.init_from is not None:
        fill_from(parallel, options.init_from, config)
    else:
        fill_fresh(parallel, config.init_std, options.norm_init, options.seed)
    optimizer = AdamW(
        parallel.named_parameters(),
        (options.betas[0], options.betas[1]),
        options.eps,
        options.weight_decay,
        sum_in_float32=accumulates,
    )
    world = torch.distributed.get_world_size() if torch.distributed.is_initialized() else 1
    trainer = Trainer(
        parallel,
        optimizer,
        plan,
        lambda requests: _batches(options, loader, requests, mesh),
        _held_out(options, config, mesh),
        Checkpoints(state_folder(options.out), options.keep_checkpoints, options.keep_every, options.background_save),
        None,
        Speed(config, config.context_length, device, world),
        {"job": job},
        lambda sample: {"epoch": loader.describe(sample)["epoch"]},
    )
    if trainer.resume() and is_first_process():
        note(f"going on from step {trainer.position.step:,}")
    if is_first_process():
        trainer.metrics = Metrics(options.out, trainer.position.step, options.tensorboard, options.wandb)
    return trainer


def _plan(options: Options, loader: TrainLoader, data_size: int) -> Any:
    from aquila2.train.schedule import BatchSize, LearningRate
    from aquila2.train.trainer import Plan

    if len(options.rampup) not in (0, 3):
        raise UserError(f"rampup={','.join(map(str, options.rampup))}: give start,increment,samples")
    size = BatchSize(options.global_batch_size, *options.rampup)
    part = data_size * options.micro_batch_size
    for name, rows in (("global_batch_size", size.final), ("rampup's start", size.start or size.final)):
        if rows % part:
            raise UserError(
                f"{name}={rows} does not divide into {data_size} processes"
                f" x micro_batch_size={options.micro_batch_size}"
            )
    if size.start is not None and size.increment % part:
        raise UserError(f"rampup's increment={size.increment} must be a multiple of {part}, a micro-batch everywhere")
    lengths = [name for name in ("samples", "max_steps", "epochs") if getattr(options, name) is not None]
    if len(lengths) != 1:
        raise UserError(f"how long? give one of samples=, max_steps=, epochs= (given: {', '.join(lengths) or 'none'})")
    samples = _samples(options, size, loader.samples_per_epoch)
    samples -= samples % part
    if samples < 1:
        raise UserError(f"{lengths[0]}={getattr(options, lengths[0])} makes no whole step of {part} rows: give more")
    warmup = samples // 100 if options.warmup_samples is None else options.warmup_samples
    return Plan(
        samples,
        LearningRate(options.learning_rate, options.min_learning_rate, warmup, samples, options.decay),
        size,
        options.micro_batch_size,
        options.clip,
        options.save_every,
        options.eval_every,
        options.log_every,
        options.on_bad,
        options.spike_factor,
    )


def _samples(options: Options, size: Any, per_epoch: int) -> int:
    if options.samples is not None:
        return options.samples
    if options.epochs is not None:
        return int(options.epochs * per_epoch)
    samples, steps = 0, options.max_steps or 0
    while steps and samples < size.samples:  # the batch grows
        samples, steps = samples + size.at(samples), steps - 1
    return samples + steps * size.final


def _recompute(options: Options, config: AquilaConfig, mesh: Any) -> Any:
    from aquila2.base.device import free_memory
    from aquila2.parallel.memory import Work
    from aquila2.parallel.planner import recompute_kinds

    work = Work(
        config,
        mesh.config,
        batch=options.global_batch_size,
        micro_batch=options.micro_batch_size,
        seq=config.context_length,
        bytes_each=2 if options.precision == "bf16" else 4,
        fused=mesh.config.compile,
        packed=options.documents == "apart",
        fp8=options.fp8,
    )
    return recompute_kinds(work, free_memory(mesh.device))


def _batches(options: Options, loader: TrainLoader, requests: Iterator[tuple[int, int]], mesh: Any) -> Iterator[Any]:
    from aquila2.train.trainer import to_batch

    rank, size = mesh.rank("data"), mesh.size("data")

    def batch(request: tuple[int, int]) -> Any:
        return to_batch(_seen(loader.global_batch(*request, rank, size), options))

    return prefetch(batch, requests)


def _held_out(options: Options, config: AquilaConfig, mesh: Any) -> Any:
    """What makes the evaluation's batches, None where there is nothing to evaluate on."""
    from aquila2.train.trainer import to_batch

    if not options.eval_tokens:
        return None
    parts = [TokenShards.open(folder, "valid") for folder in options.data]
    loaders = [ValidLoader(part, config.context_length) for part in parts if part.num_tokens > 1]
    if not loaders:
        return None
    rank, size = mesh.rank("data"), mesh.size("data")
    rows = size * options.micro_batch_size * mesh.config.num_stages  # a pipeline needs as many micro-batches as stages
    most = max(options.eval_tokens // config.context_length // len(loaders), 1)

    def batches() -> list[Any]:
        return [
            to_batch(_seen(loader.batch(first, rows, rank, size), options))
            for loader in loaders
            for first in range(0, min(loader.num_rows, most), rows)
        ]

    return batches


def _seen(rows: Rows, options: Options) -> Rows:
    """Rows as the options have it: documents apart, or a row as one."""
    if options.documents == "apart":
        return rows
    places = np.broadcast_to(np.arange(rows.ids.shape[1]), rows.ids.shape).copy()
    return dataclasses.replace(rows, positions=places, documents=np.zeros_like(rows.documents))


def _tell(options: Options, config: AquilaConfig, loader: TrainLoader, trainer: Any) -> None:
    """A line about the run, before it begins."""
    plan, tokens = trainer.plan, trainer.plan.samples * config.context_length
    note(
        f"{config.num_parameters:,} parameters, {tokens:,} tokens ({plan.samples / loader.samples_per_epoch:.2f}"
        f" epochs), {plan.batch_size.final} x {config.context_length} a step"
    )
