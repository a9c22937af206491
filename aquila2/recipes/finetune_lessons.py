"""A fine-tuning run's batches and what it makes small: answers, or preferred ones."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from aquila2.base.distributed import is_first_process
from aquila2.base.log import note
from aquila2.data.sft_rows import HeldOutLoader, SampleLoader
from aquila2.model.batch import Batch
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.parallelize import Parallel
from aquila2.recipes.finetune_options import Options
from aquila2.train.objective import NextToken, Objective, Preference
from aquila2.train.preference import PairBatch, PreferenceConfig, load_reference, reference_logps, save_reference
from aquila2.train.trainer import to_batch


def batches(loader: SampleLoader, first: int, count: int, mesh: Mesh, objective: str) -> Batch:
    """This data rank's part of a step."""
    place = (first, count, mesh.rank("data"), mesh.size("data"))
    batch = to_batch(loader.global_batch(*place))
    return PairBatch.of_rows(batch, loader.members(*place)) if objective == "dpo" else batch


def held_out_batches(
    options: Options, loader: HeldOutLoader | None, learned: int, mesh: Mesh
) -> Callable[[], list[Batch]] | None:
    """What makes the batches of an evaluation; the held-out pairs' numbers follow those of the `learned` ones."""
    if loader is None:
        return None
    return lambda: list(_rows(loader, options, learned, mesh))


def make_objective(options: Options, lessons: Any, parallel: Parallel, state: Path, resumed: bool) -> Objective:
    """The loss. For pairs, what the untouched model gives them is found first, or read where a run goes on."""
    if options.objective == "sft":
        return NextToken(options.logits_at_a_time)
    config = PreferenceConfig(options.dpo.beta, options.dpo.label_smoothing)
    groups = [lessons.learned] + ([] if lessons.held_out is None else [lessons.held_out])
    keys = np.concatenate([group.keys for group in groups])
    path, device = state / "reference.safetensors", parallel.mesh.device
    if resumed:
        return Preference(config, load_reference(path, keys, device), options.logits_at_a_time)
    if is_first_process():
        note(f"what the model gives {len(keys):,} pairs before it learns")
    found = []
    for group in groups:
        rows = _rows(HeldOutLoader(group, options.packing), options, 0, parallel.mesh)
        found.append(reference_logps(parallel, rows, len(group), options.micro_batch_size))
    reference_N2 = torch.cat(found)
    if is_first_process():
        save_reference(path, keys, reference_N2)
    return Preference(config, reference_N2, options.logits_at_a_time)


def _rows(loader: HeldOutLoader, options: Options, offset: int, mesh: Mesh) -> Iterator[Any]:
    """Held-out rows in batches; a pipeline needs as many micro-batches as it has stages."""
    rank, size = mesh.rank("data"), mesh.size("data")
    rows = size * options.micro_batch_size * mesh.config.num_stages
    for first in range(0, loader.num_rows, rows):
        batch = to_batch(loader.batch(first, rows, rank, size))
        if options.objective == "sft":
            yield batch
        else:
            members = [numbers + offset for numbers in loader.members(first, rows, rank, size)]
            yield PairBatch.of_rows(batch, members)
