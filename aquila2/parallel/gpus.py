"""GPUs by name: what the planner knows of each.

Peak rates are of dense bf16 products with float32 sums, from the makers' data sheets; links are what one GPU sends
while it receives as much (half of the advertised sum of both ways). The network is the usual one of such machines, one
card a GPU. `efficiency` is the part of the peak that whole training runs reach in their products alone: from the H100's
(690 to 835 TFLOP/s in bursts over the 7B's shapes; clocks fall in long runs), on the A100 from the step times of arXiv
2205.05198, table 5, and for others taken from their kin.

    A100, A800   NVIDIA A100 data sheet (2022), A800's NVLink 400 GB/s both ways
    H100 to H20  NVIDIA H100 (2023), H200 (2024) data sheets; H800's NVLink 400 GB/s; H20: 148 TFLOP/s, 4.0 TB/s
    B200         NVIDIA Blackwell brief (2024)
    L40S, 4090, 3090, 5090   NVIDIA Ada, Ampere GA102 and Blackwell white papers; PCIe 4 or 5, 16 lanes
"""

import re
from dataclasses import dataclass

from aquila2.base.config import nearest
from aquila2.base.errors import UserError

_GIB = 2**30
_T, _G = 1e12, 1e9


@dataclass(frozen=True)
class Gpu:
    """Rates a second: floating-point operations, bytes of memory, bytes to a GPU of its machine and to others."""

    name: str
    memory_bytes: float
    peak_flops: float
    memory_rate: float
    link_rate: float
    network_rate: float
    efficiency: float
    attention_efficiency: float
    per_machine: int = 8

    @property
    def usable_bytes(self) -> float:
        """For tensors: without the driver's, CUDA's and NCCL's part and the allocator's gaps."""
        return self.memory_bytes * 0.97 - 2e9


def _gpu(
    name: str, gib: float, tflops: float, memory: float, link: float, network: float, eff: float, attend: float
) -> Gpu:
    return Gpu(name, gib * _GIB, tflops * _T, memory * _G, link * _G, network * _G, eff, attend)


GPUS = {
    gpu.name: gpu
    for gpu in (
        #    name         GiB  TFLOP/s GB/s   link  network
        _gpu("A100-40G", 39.4, 312.0, 1555, 300.0, 25.0, 0.70, 0.45),
        _gpu("A100-80G", 79.2, 312.0, 2039, 300.0, 25.0, 0.70, 0.45),
        _gpu("A800-40G", 39.4, 312.0, 1555, 200.0, 25.0, 0.70, 0.45),
        _gpu("A800-80G", 79.2, 312.0, 2039, 200.0, 25.0, 0.70, 0.45),
        _gpu("H100-80G", 79.2, 989.4, 3350, 450.0, 50.0, 0.74, 0.40),
        _gpu("H800", 79.2, 989.4, 3350, 200.0, 50.0, 0.74, 0.40),
        _gpu("H200", 139.8, 989.4, 4800, 450.0, 50.0, 0.75, 0.40),
        _gpu("H20", 95.0, 148.0, 4000, 450.0, 50.0, 0.85, 0.60),
        _gpu("B200", 178.0, 2250.0, 8000, 900.0, 50.0, 0.65, 0.35),
        _gpu("L40S", 44.5, 362.0, 864, 26.0, 12.0, 0.55, 0.35),
        _gpu("4090", 23.5, 165.2, 1008, 13.0, 12.0, 0.80, 0.60),
        _gpu("3090", 23.5, 71.0, 936, 13.0, 12.0, 0.80, 0.60),
        _gpu("5090", 31.4, 209.5, 1792, 26.0, 12.0, 0.80, 0.55),
    )
}


def find_gpu(name: str) -> Gpu:
    """The GPU of this name, whatever the case of its letters; `A100`, `A800` and `H100` are those of 80 GB.

    Raises:
        UserError: no such GPU in the table.
    """
    short = {"A100": "A100-80G", "A800": "A800-80G", "H100": "H100-80G", "H800-80G": "H800", "RTX4090": "4090"}
    known = {key.lower(): gpu for key, gpu in GPUS.items()} | {k.lower(): GPUS[v] for k, v in short.items()}
    if name.lower() not in known:
        raise UserError(f"no GPU is called {name!r}{nearest(name, GPUS)}")
    return known[name.lower()]


def read_gpus(words: list[str], gpu: str | None) -> list[tuple[int, Gpu]]:
    """`32` with a GPU's name beside it, or `16xA800-80G`, `16xA100-40G`: how many of which, in order.

    Raises:
        UserError: neither form, or an unknown GPU.
    """
    found = []
    for word in words:
        match = re.fullmatch(r"([1-9]\d*)(?:[xX*](.+))?", word.strip())
        name = gpu if match is None or match[2] is None else match[2]
        if match is None or name is None or (match[2] is None and len(words) > 1):
            raise UserError(f"gpus={word}: give a number and gpu=NAME, or NUMBERxNAME for each kind (16xA800-80G)")
        found.append((int(match[1]), find_gpu(name)))
    return found
