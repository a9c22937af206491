"""How queries meet keys and values. The model calls an `Attend`; which one decides about caches, masks and packing.

Legend: B batch, S queries, P keys, N heads, K key-value heads, H head dim.
"""

from typing import Literal, Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.kernels.rope import apply_rope
from aquila2.model.rope import Rotation

Implementation = Literal["auto", "sdpa", "flash"]


class Attend(Protocol):
    """What a layer hands its unturned queries, keys and values to."""

    def __call__(self, layer: int, q_BSNH: Tensor, k_BSKH: Tensor, v_BSKH: Tensor, rotation: Rotation) -> Tensor:
        """The attended values, shape [B, S, N, H]."""
        ...


class CausalAttend:
    """Whole sequences at once, nothing cached: training, scoring, tests.

    `mask_BS` (bool, True where a token is real) hides padding, on either side; what padding attends to is undefined.
    """

    def __init__(self, mask_BS: Tensor | None = None, attention: Implementation = "auto") -> None:
        self.attention: Implementation = check_implementation(attention)
        self.mask_BSP = None if mask_BS is None else padded_causal_mask(mask_BS)

    def __call__(self, layer: int, q_BSNH: Tensor, k_BSKH: Tensor, v_BSKH: Tensor, rotation: Rotation) -> Tensor:
        q_BSNH, k_BSKH = apply_rope(q_BSNH, k_BSKH, rotation.cos_BSH, rotation.sin_BSH)
        return causal_attention(q_BSNH, k_BSKH, v_BSKH, self.mask_BSP, self.attention)


def causal_attention(
    q_BSNH: Tensor, k_BPKH: Tensor, v_BPKH: Tensor, mask_BSP: Tensor | None, attention: Implementation
) -> Tensor:
    """Softmax attention where query s of S sees the keys up to P - S + s, or what `mask_BSP` (True: seen) says."""
    if mask_BSP is None and _use_flash(q_BSNH, attention):
        from flash_attn import flash_attn_func

        attended: Tensor = flash_attn_func(q_BSNH, k_BPKH, v_BPKH, causal=True)
        return attended
    S, P = q_BSNH.shape[1], k_BPKH.shape[1]
    if mask_BSP is None and S not in (1, P):
        # torch aligns its own causal mask to the upper left corner; a later chunk needs the lower right one
        mask_BSP = torch.ones(S, P, dtype=torch.bool, device=q_BSNH.device).tril(P - S)[None]
    out_BNSH = F.scaled_dot_product_attention(
        q_BSNH.transpose(1, 2),
        k_BPKH.transpose(1, 2),
        v_BPKH.transpose(1, 2),
        attn_mask=None if mask_BSP is None else mask_BSP[:, None],
        is_causal=mask_BSP is None and S > 1,
        enable_gqa=q_BSNH.shape[2] != k_BPKH.shape[2],
    )
    return out_BNSH.transpose(1, 2)


def padded_causal_mask(mask_BP: Tensor, num_queries: int | None = None) -> Tensor:
    """Which keys each of the last `num_queries` tokens sees: [B, S, P], causal and real. A token always sees itself,
    so that no row of padding is empty (softmax of nothing is NaN, and NaN times zero spreads)."""
    P = mask_BP.shape[1]
    S = P if num_queries is None else num_queries
    ones_SP = torch.ones(S, P, dtype=torch.bool, device=mask_BP.device)
    causal_SP, itself_SP = ones_SP.tril(P - S), ones_SP.tril(P - S).triu(P - S)
    return (causal_SP[None] & mask_BP.bool()[:, None, :]) | itself_SP[None]


def check_implementation(attention: Implementation) -> Implementation:
    """Refuse an unknown implementation, and `flash` where flash-attn is not installed; there `auto` becomes `sdpa`."""
    if attention not in ("auto", "sdpa", "flash"):
        raise UserError(f"attention={attention}: choose one of auto, sdpa, flash")
    if attention == "flash" and not _flash_installed():
        raise UserError("attention=flash needs the package flash-attn, which is not installed; say attention=sdpa")
    return "sdpa" if attention == "auto" and not _flash_installed() else attention


def _use_flash(q: Tensor, attention: Implementation) -> bool:
    """flash-attn computes in half precision on GPUs only; `auto` takes it there, `flash` insists. (Whether it is
    installed was asked by `check_implementation`: here the compiler would stumble over the question.)"""
    possible = q.is_cuda and q.dtype in (torch.float16, torch.bfloat16)
    if attention == "flash":
        if not possible:
            raise UserError(f"attention=flash runs on a GPU in float16 or bfloat16, not {q.dtype} on {q.device.type}")
        return True
    return attention == "auto" and possible


def _flash_installed() -> bool:
    import importlib.util
    import sys

    return "flash_attn" in sys.modules or importlib.util.find_spec("flash_attn") is not None
