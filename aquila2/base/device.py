"""Devices and number formats: what a name means, what is there, how much memory it has."""

import os

import torch

from aquila2.base.errors import UserError

DTYPES = {
    "float32": torch.float32,
    "fp32": torch.float32,
    "bfloat16": torch.bfloat16,
    "bf16": torch.bfloat16,
    "float16": torch.float16,
    "fp16": torch.float16,
}


def resolve_device(device: str | torch.device | None = None) -> torch.device:
    """The device a name means; None and "auto" take the first GPU, else the CPU.

    Raises:
        UserError: an unknown name, or a device that is not there.
    """
    if device is None or device == "auto":
        return torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")
    try:
        found = torch.device(device)
    except RuntimeError:
        raise UserError(f"device={device}: give auto, cpu, cuda or cuda:N") from None
    if found.type == "cuda":
        count = torch.cuda.device_count()
        if (found.index or 0) >= count:
            raise UserError(
                f"device={device}: this machine shows {count} GPUs, counted from cuda:0; give one of them or cpu"
            )
        return torch.device("cuda", found.index or 0)
    if found.type != "cpu":
        raise UserError(f"device={device}: give auto, cpu, cuda or cuda:N")
    return found


def resolve_dtype(dtype: str | torch.dtype | None, stored: torch.dtype, device: torch.device) -> torch.dtype:
    """The number format to compute in. None and "auto" keep the checkpoint's own, but float16 on a CPU,
    which has no fast unit for it, becomes float32.

    Raises:
        UserError: not the name of a floating-point format we compute in.
    """
    if dtype is None or dtype == "auto":
        return torch.float32 if stored is torch.float16 and device.type == "cpu" else stored
    if isinstance(dtype, torch.dtype):
        if dtype in DTYPES.values():
            return dtype
    elif dtype in DTYPES:
        return DTYPES[dtype]
    raise UserError(f"dtype={dtype}: give auto, {', '.join(k for k in DTYPES if not k.startswith(('fp', 'bf1')))}")


def free_memory(device: torch.device) -> int:
    """Bytes that can still be allocated on `device`: the GPU's free memory, or the machine's available memory."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            for line in file:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    if hasattr(os, "sysconf") and "SC_AVPHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 0


def upload(tensor: torch.Tensor, device: torch.device) -> torch.Tensor:
    """A host tensor on `device`, through pinned memory, so that the host does not wait for what the GPU does now. On
    the CPU it is the tensor itself."""
    return tensor if device.type == "cpu" else tensor.pin_memory().to(device, non_blocking=True)
