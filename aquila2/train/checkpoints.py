"""Checkpoints of a run: PyTorch's Distributed Checkpoint, whole or not there at all.

```
state/step-00000200/    complete: *.distcp and .metadata (tensors, whole ones put together from every process's shards),
                        run.json (where the run is)
state/.step-00000300/   being written; it gets its name when everything is on the disk, and is thrown away otherwise
```

Tensors are read into whatever layout the reading process has: another number of processes, or one.
"""

import json
import shutil
import warnings
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import torch.distributed as dist
from torch import Tensor
from torch.distributed.checkpoint.api import CheckpointException
from torch.distributed.checkpoint.filesystem import FileSystemReader
from torch.distributed.checkpoint.state_dict_loader import load as load_tensors
from torch.distributed.checkpoint.state_dict_saver import async_save, save

from aquila2.base.errors import UserError, WorkError
from aquila2.base.files import sync_folder
from aquila2.base.json_files import read_json, write_json

# one process alone is no reason for a warning; for good, because it comes from the writing thread too
warnings.filterwarnings("ignore", message="torch.distributed is disabled")

Tensors = Mapping[str, Mapping[str, Tensor]]
_RUN = "run.json"
_LITTLE = 100e6  # bytes left on a disk, below which torch's own words for a failed write need help
_FAILURES = (Exception, CheckpointException)  # the latter is no Exception


class CheckpointError(WorkError):
    """A checkpoint could not be written; those before it are whole."""


class Checkpoints:
    """The checkpoints of one run.

    Args:
        folder: where they lie; the same for all processes.
        keep: how many of the last ones stay.
        keep_every: those of every so many steps stay for good; 0 for none.
        background: write while training goes on; tensors are copied to host memory first.
    """

    def __init__(self, folder: Path, keep: int = 2, keep_every: int = 0, background: bool = True) -> None:
        self.folder, self.keep, self.keep_every, self.background = folder, keep, keep_every, background
        self.spared = 0  # a step whose checkpoint stays too
        self._alone = not dist.is_initialized()
        self._first = self._alone or dist.get_rank() == 0
        # collectives of the writing thread must not mix with those of training
        self._group = None if self._alone else dist.new_group(backend="gloo")
        self._writing: tuple[int, dict[str, Any], Future[Any]] | None = None
        if self._first and folder.exists():
            for left in folder.glob(".step-*"):
                shutil.rmtree(left)

    def save(self, step: int, tensors: Tensors, run: dict[str, Any]) -> None:
        """Write the tensors and `run` (anything JSON) as the checkpoint of `step`. Waits for one still being written.

        Raises:
            CheckpointError: this one, or the one before, could not be written.
        """
        self.finish()
        path = self._path(step, whole=False)
        if self._first:
            path.mkdir(parents=True, exist_ok=True)
        if not self._alone:
            dist.barrier(self._group)
        options: dict[str, Any] = {"checkpoint_id": path, "process_group": self._group, "no_dist": self._alone}
        try:
            future: Any = async_save(_flat(tensors), **options) if self.background else Future()
            if not self.background:
                future.set_result(save(_flat(tensors), **options))
        except _FAILURES as error:
            raise self._failed(step, error) from error
        self._writing = (step, run, future)
        if not self.background:
            self.finish()

    def poll(self) -> None:
        """Give a checkpoint that has been written its name; call it after each step.

        Raises:
            CheckpointError: it could not be written.
        """
        if self._writing is not None and self._writing[2].done():
            self.finish()

    def finish(self) -> None:
        """Wait for the checkpoint that is being written.

        Raises:
            CheckpointError: it could not be written.
        """
        if self._writing is None:
            return
        step, run, future = self._writing
        self._writing = None
        try:
            future.result()
            if self._first:
                write_json(self._path(step, whole=False) / _RUN, run)
                sync_folder(self._path(step, whole=False))
                shutil.rmtree(self._path(step), ignore_errors=True)
                self._path(step, whole=False).rename(self._path(step))
                sync_folder(self.folder)
                self._prune()
        except _FAILURES as error:
            raise self._failed(step, error) from error

    def latest(self) -> int | None:
        """The step of the last whole checkpoint."""
        return max(self._steps(), default=None)

    def has(self, step: int) -> bool:
        """Whether the checkpoint of a step is there, whole."""
        return self._path(step).is_dir()

    def load(self, step: int, tensors: Tensors) -> dict[str, Any]:
        """Read a checkpoint into these tensors, in place. Returns its `run`.

        Raises:
            UserError: it lacks one of them or has another shape, or its files are broken.
        """
        return load_checkpoint(self._path(step), tensors, no_dist=self._alone, group=self._group)

    def _path(self, step: int, whole: bool = True) -> Path:
        return self.folder / f"{'' if whole else '.'}step-{step:08d}"

    def _steps(self) -> list[int]:
        return sorted(int(path.name.removeprefix("step-")) for path in self.folder.glob("step-*"))

    def _prune(self) -> None:
        for step in self._steps()[: -self.keep]:
            if (not self.keep_every or step % self.keep_every) and step != self.spared:
                shutil.rmtree(self._path(step))

    def _failed(self, step: int, error: BaseException) -> CheckpointError:
        free = shutil.disk_usage(self.folder).free  # before what was written is removed
        full = f" (the disk has {free / 1e6:,.1f} MB left)" if free < _LITTLE else ""
        if self._first:
            shutil.rmtree(self._path(step, whole=False), ignore_errors=True)
        before = self.latest()
        return CheckpointError(
            f"the checkpoint of step {step} could not be written: {_cause(error)}{full}; "
            + ("there is none before it" if before is None else f"that of step {before} is whole")
        )


def load_checkpoint(
    path: Path, tensors: Tensors, no_dist: bool = True, group: dist.ProcessGroup | None = None
) -> dict[str, Any]:
    """Read the checkpoint at `path` into tensors, in place, and return its `run`.

    Raises:
        UserError: it lacks one of them or has another shape, or its files are broken.
    """
    run = read_json(path / _RUN)
    try:
        load_tensors(_flat(tensors), checkpoint_id=path, process_group=group, no_dist=no_dist)
    except _FAILURES as error:
        raise UserError(f"the checkpoint {path} cannot be read: {_cause(error)}") from error
    return run


def shapes_in(path: Path) -> dict[str, tuple[int, ...]]:
    """The tensors that a checkpoint holds, by their names in it (`weights.layers.0...`), and their shapes."""
    metadata = FileSystemReader(path).read_metadata()
    return {name: tuple(entry.size) for name, entry in metadata.state_dict_metadata.items() if hasattr(entry, "size")}


def _flat(tensors: Tensors) -> dict[str, Any]:
    return {f"{kind}.{name}": tensor for kind, named in tensors.items() for name, tensor in named.items()}


def _cause(error: BaseException) -> str:
    """What went wrong, in a line: Distributed Checkpoint wraps each process's error with its traceback."""
    failures = getattr(error, "failures", None)
    if failures:
        error = next(iter(failures.values()))[0]
    return " ".join(json.dumps(str(error), ensure_ascii=False).strip('"').split("\\n")[0].split())[:300]
