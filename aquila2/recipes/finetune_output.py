"""What a fine-tuning run leaves at the top of its folder: an adapter, or a checkpoint; either loads as it is."""

from pathlib import Path
from typing import Any

import torch

from aquila2 import __version__
from aquila2.base.json_files import write_json
from aquila2.lora.adapter import write_adapter
from aquila2.lora.layer import LoraConfig
from aquila2.recipes.adapted import record_for
from aquila2.recipes.finetune_options import Lora, Options
from aquila2.recipes.run_folder import state_folder
from aquila2.recipes.trained import write_trained
from aquila2.train.checkpoints import load_checkpoint, shapes_in


def lora_config(options: Lora) -> LoraConfig:
    """The adapter's shape.

    Raises:
        UserError: a number out of range, or a linear of that name that there is not.
    """
    targets = tuple(options.target_modules)
    return LoraConfig(options.rank, options.alpha, options.dropout, targets, options.use_rslora, options.use_dora)


def write_result(options: Options, base: Any, position: Any, job: dict[str, Any]) -> int:
    """Write the model of the best step where that is known and wanted, else of the last. Returns which it is."""
    best = position.best_step if options.keep_best and position.best_step else position.step
    state = state_folder(options.out)
    if options.method == "full":
        dtype = getattr(torch, base.config.dtype)
        write_trained(state, best, options.out, job, dtype, base.template.to_jinja(), base.generation_config)
        return int(best)
    checkpoint = state / f"step-{best:08d}"
    tensors = {
        name.removeprefix("weights."): torch.empty(shape)
        for name, shape in shapes_in(checkpoint).items()
        if name.startswith("weights.")
    }
    load_checkpoint(checkpoint, {"weights": tensors})
    record = record_for(base.folder, base.tokenizer, base.template, options.method == "qlora")
    write_json(options.out / "training.json", {"aquila2": __version__, "steps": int(best), **job})
    write_adapter(options.out, tensors, lora_config(options.lora), _name_of(options.model, base.folder), record)
    return int(best)


def _name_of(model: str, folder: Path) -> str:
    """What an adapter calls its base: the name that the user gave, a folder in full."""
    return str(folder.resolve()) if Path(model).is_dir() else model
