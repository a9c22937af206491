"""A run's checkpoint as a published one, and the other way: exact to the bit, whatever the processes were."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from aquila2 import __version__
from aquila2.base.files import atomic_folder
from aquila2.base.json_files import read_json, write_json
from aquila2.checkpoint.checkpoint import expected_shapes, select_tensors
from aquila2.checkpoint.names import our_name, published_name
from aquila2.checkpoint.shards import StoredTensor, TensorFile, open_shards
from aquila2.model.config import AquilaConfig
from aquila2.parallel.parallelize import Parallel
from aquila2.parallel.weights import fill
from aquila2.recipes.conversion import Source, write_folder
from aquila2.tokenizer.tokenizer import Tokenizer
from aquila2.train.checkpoints import load_checkpoint, shapes_in

_WEIGHTS = "weights."


class _RunFile(TensorFile):
    """A checkpoint of a run as a file of tensors under their published names. One tensor is in memory at a time."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._held: tuple[str, Tensor] = ("", torch.empty(0))

    def tensors(self) -> dict[str, StoredTensor]:
        """The float32 weights."""
        found = {}
        for key, shape in shapes_in(self.path).items():
            if key.startswith(_WEIGHTS):
                name = published_name(key.removeprefix(_WEIGHTS))
                found[name] = StoredTensor(name, shape, torch.float32, self)
        return found

    def rows(self, name: str, start: int, stop: int) -> Tensor:
        """Rows of a tensor."""
        if self._held[0] != name:
            ours = our_name(name)
            assert ours is not None
            whole = torch.empty(shapes_in(self.path)[_WEIGHTS + ours])
            load_checkpoint(self.path, {_WEIGHTS[:-1]: {ours: whole}})
            self._held = (name, whole)
        return self._held[1][start:stop]


def open_run(path: Path) -> Source:
    """The model in a run's checkpoint (`state/step-...`); its tokenizer lies beside, in `state/tokenizer`.

    Raises:
        UserError: it cannot be read.
    """
    config = AquilaConfig.from_published(read_json(path / "run.json")["job"]["model"])
    tensors = select_tensors(_RunFile(path).tensors(), expected_shapes(config), str(path))
    tokenizer = Tokenizer.load(path.parent / "tokenizer")
    return Source(path.name, config.replace(dtype="float32"), tensors, tokenizer, None, None, torch.float32)


def write_trained(
    state: Path,
    step: int,
    out: Path,
    job: Mapping[str, Any],
    dtype: torch.dtype = torch.float32,
    chat_template: str | None = None,
    generation_config: dict[str, Any] | None = None,
) -> None:
    """Put a run's model into its folder, beside what else lies there, with what it was trained on, and with the
    template (Jinja) and settings that it is to be asked with."""
    source = open_run(state / f"step-{step:08d}")
    source = dataclasses.replace(source, chat_template=chat_template, generation_config=generation_config)
    with atomic_folder(out / ".model") as beside:
        write_folder(source, beside, dtype)
        write_json(beside / "training.json", {"aquila2": __version__, "steps": step, **job})
    for file in (out / ".model").iterdir():
        file.replace(out / file.name)
    (out / ".model").rmdir()


def fill_from(parallel: Parallel, folder: Path, config: AquilaConfig) -> None:
    """Give a model spread over processes the weights of a published checkpoint.

    Raises:
        UserError: they are not there, or do not fit.
    """
    stored = select_tensors(open_shards(folder), expected_shapes(config), str(folder))

    def whole(name: str, shape: torch.Size) -> Tensor:
        return stored[published_name(name)].read()

    fill(parallel, whole)
