"""One process of several: what torchrun says of it, and the process group."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch.distributed.distributed_c10d import PrefixStore
from torch.distributed.rendezvous import rendezvous

from aquila2.base.device import resolve_device


@contextmanager
def process_group(device: str | None = None) -> Iterator[torch.device]:
    """Join the other processes that torchrun started (RANK, WORLD_SIZE, LOCAL_RANK), if any; yields the device to use.

    GPUs talk through NCCL and, for what lies in host memory, gloo; CPUs through gloo.
    """
    if num_processes() == 1:
        yield resolve_device(device)
        return
    wants_gpu = device in (None, "auto", "cuda") and torch.cuda.is_available()
    place = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if wants_gpu else torch.device("cpu")
    if wants_gpu:
        torch.cuda.set_device(place)
    # torchrun keeps its store when it starts processes again; what the dead ones wrote there, their addresses, must not
    # be found
    store, rank, size = next(rendezvous("env://"))
    store = PrefixStore(f"attempt {os.environ.get('TORCHELASTIC_RESTART_COUNT', '0')}", store)
    backend = "cpu:gloo,cuda:nccl" if wants_gpu else "gloo"
    dist.init_process_group(backend, store=store, rank=rank, world_size=size)
    try:
        yield place
    finally:
        dist.destroy_process_group()


def num_processes() -> int:
    """How many processes torchrun started; 1 without it."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def is_first_process() -> bool:
    """Whether this process speaks for all of them."""
    return not dist.is_initialized() or dist.get_rank() == 0
