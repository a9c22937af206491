"""How fast a run is: tokens a second, the part of the hardware's peak (MFU), memory."""

import time

import torch

from aquila2.base.errors import UserError
from aquila2.base.memory import resident_bytes
from aquila2.model.config import AquilaConfig
from aquila2.parallel.gpus import find_gpu
from aquila2.parallel.timing import flops_per_token


class Speed:
    """Measures steps. MFU counts 6 operations a parameter and token and attention's, not what is computed again."""

    def __init__(self, config: AquilaConfig, seq: int, device: torch.device, world_size: int) -> None:
        self.device = device
        self._flops = flops_per_token(config, seq)
        peak = peak_flops(device)
        self._peak = None if peak is None else peak * world_size
        self._start = time.perf_counter()
        if device.type == "cuda":
            torch.cuda.reset_peak_memory_stats(device)

    def step(self, tokens: int) -> dict[str, float | None]:
        """The figures of a step of so many tokens, all processes together, that ends now."""
        now = time.perf_counter()
        seconds, self._start = max(now - self._start, 1e-9), now
        rate = tokens / seconds
        return {
            "seconds": round(seconds, 4),
            "tokens_per_second": round(rate, 1),
            "mfu": None if self._peak is None else round(rate * self._flops / self._peak, 4),
            "memory_bytes": self.memory_bytes(),
        }

    def pause(self) -> None:
        """What went on since the last step is no training: leave it out."""
        self._start = time.perf_counter()

    def memory_bytes(self) -> int:
        """The most that the GPU has held so far; on a CPU what the process takes now."""
        return torch.cuda.max_memory_allocated(self.device) if self.device.type == "cuda" else resident_bytes()


def peak_flops(device: torch.device) -> float | None:
    """The device's peak of dense bf16 products, None where it is not in the planner's table."""
    if device.type != "cuda":
        return None
    name = torch.cuda.get_device_name(device).upper().replace("NVIDIA", "").replace("GEFORCE", "").split()
    for word in [w.split("-")[0] for w in name]:
        try:
            return find_gpu(word).peak_flops
        except UserError:
            continue
    return None
