"""8-bit moments of sharded matrices: one checkpoint whatever the processes were."""

import os
from pathlib import Path

import pytest
import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.tensor import Replicate, Shard, distribute_tensor

from aquila2.base.errors import UserError
from aquila2.train.checkpoints import Checkpoints
from aquila2.train.optim import AdamW
from tests.distributed.processes import check_together

SHAPES = {"uneven rows": (5, 300), "columns": (3, 1200), "copies": (3, 7), "norm": (7,)}
PLACEMENTS = {"uneven rows": Shard(0), "columns": Shard(1), "copies": Replicate(), "norm": Shard(0)}
FOLDER = "AQUILA2_TEST_FOLDER"


def grad(name: str) -> torch.Tensor:
    return torch.randn(SHAPES[name], generator=torch.Generator().manual_seed(len(name)))


def decoded(optimizer: AdamW, name: str) -> torch.Tensor:
    """The first moment."""
    kinds = {kind: named[name] for kind, named in optimizer.tensors().items() if name in named}
    if "first" in kinds:
        return kinds["first"]
    blocks = torch.nn.functional.pad(kinds["first8"].float(), (0, -kinds["first8"].shape[-1] % 256))
    widened = blocks.unflatten(-1, (-1, 256)) * kinds["first_scale"].unsqueeze(-1)
    return widened.flatten(-2)[:, : kinds["first8"].shape[-1]]


def two() -> None:
    mesh = init_device_mesh("cpu", (2,))
    held = {
        name: nn.Parameter(distribute_tensor(torch.zeros(shape), mesh, [PLACEMENTS[name]]))
        for name, shape in SHAPES.items()
    }
    optimizer = AdamW(held, moments="8bit")
    for name, parameter in held.items():
        parameter.grad = distribute_tensor(grad(name), mesh, [PLACEMENTS[name]])
    optimizer.step(0.1, torch.tensor(1.0))
    store = Checkpoints(Path(os.environ[FOLDER]), background=False)
    store.save(1, optimizer.tensors(), {})
    dist.barrier()  # the first process gives it its name
    again = AdamW(held, moments="8bit")
    store.load(1, again.tensors())
    for kind, named in optimizer.tensors().items():
        for name, tensor in named.items():
            mine, its = (t.to_local() for t in (tensor, again.tensors()[kind][name]))
            assert torch.equal(mine.float(), its.float()), (kind, name, dist.get_rank())


@pytest.mark.slow
def test_what_two_processes_save_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "state"))
    check_together("tests.distributed.test_optim:two", 2, tmp_path)
    alone = AdamW({name: nn.Parameter(torch.zeros(shape)) for name, shape in SHAPES.items()}, moments="8bit")
    # columns are cut into blocks a shard: 600 numbers are three blocks, twice, where 1200 are five
    store = Checkpoints(tmp_path / "state")
    with pytest.raises(UserError, match="columns"):
        store.load(1, alone.tensors())
    alone = AdamW({name: p for name, p in alone.parameters.items() if name != "columns"}, moments="8bit")
    store.load(1, alone.tensors())
    for name in alone.parameters:
        found, exact = decoded(alone, name), 0.1 * grad(name)
        assert ((found - exact).abs() <= exact.abs() / 8 + exact.abs().max() / 2**17).all(), name
