"""What a training step reads, and the attention that keeps its documents apart.

Legend: B batch, S sequence, T packed tokens, N heads, K key-value heads, H head dim.
"""

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import torch
from torch import Tensor

from aquila2.kernels.rope import apply_rope
from aquila2.model.attention import Attend, CausalAttend, causal_attention
from aquila2.model.rope import Rotation

BatchT = TypeVar("BatchT", bound="Batch")


@dataclass(frozen=True)
class Batch:
    """Rows of tokens, several documents in each (sequence packing). All four are int64 [B, S]."""

    ids_BS: Tensor
    labels_BS: Tensor  # what each token is to predict, -100 where that does not count
    positions_BS: Tensor  # in its document, from 0
    documents_BS: Tensor  # number of the document in its row; tokens see their own alone

    @classmethod
    def of(cls, ids_BS: Tensor) -> "Batch":
        """One document a row, each token predicts the next."""
        positions = torch.arange(ids_BS.shape[1], device=ids_BS.device).expand_as(ids_BS)
        labels_BS = torch.nn.functional.pad(ids_BS[:, 1:], (0, 1), value=-100)
        return cls(ids_BS, labels_BS, positions, torch.zeros_like(ids_BS))

    def to(self: BatchT, device: torch.device) -> BatchT:
        """The same batch on another device."""
        return type(self)(*(getattr(self, field.name).to(device, non_blocking=True) for field in fields(self)))

    def split(self: BatchT, rows: int) -> list[BatchT]:
        """Micro-batches of up to `rows` rows."""
        parts = zip(*(getattr(self, field.name).split(rows) for field in fields(self)), strict=True)
        return [type(self)(*part) for part in parts]

    @property
    def num_labels(self) -> int:
        """Labels that count."""
        return int((self.labels_BS != -100).sum())


def attend_for(batch: Batch, device: torch.device | None = None) -> Attend:
    """How the tokens of a batch see each other: causal, each document alone. Call it on a batch that still lies in
    host memory, so that no GPU is waited for; the tensors it needs go to `device`."""
    device = batch.ids_BS.device if device is None else device
    documents_BS = batch.documents_BS
    if bool((documents_BS == documents_BS[:, :1]).all()):
        return CausalAttend()
    if device.type == "cuda":
        return _VarlenAttend(documents_BS, device)
    return _MaskedAttend(documents_BS.to(device))


class _MaskedAttend:
    """By a mask over the whole row: the definition, and what CPUs use."""

    def __init__(self, documents_BS: Tensor) -> None:
        S = documents_BS.shape[1]
        causal_SS = torch.ones(S, S, dtype=torch.bool, device=documents_BS.device).tril()
        self.mask_BSS = (documents_BS[:, :, None] == documents_BS[:, None, :]) & causal_SS

    def __call__(self, layer: int, q_BSNH: Tensor, k_BSKH: Tensor, v_BSKH: Tensor, rotation: Rotation) -> Tensor:
        q_BSNH, k_BSKH = apply_rope(q_BSNH, k_BSKH, rotation.cos_BSH, rotation.sin_BSH)
        return causal_attention(q_BSNH, k_BSKH, v_BSKH, self.mask_BSS, "sdpa")


class _VarlenAttend:
    """By PyTorch's variable-length flash attention: work grows with the documents, not with the rows."""

    def __init__(self, documents_BS: Tensor, device: torch.device) -> None:
        begins_BS = torch.ones_like(documents_BS, dtype=torch.bool)
        begins_BS[:, 1:] = documents_BS[:, 1:] != documents_BS[:, :-1]
        starts = begins_BS.flatten().nonzero().flatten().int()
        cu_seqlens = torch.cat([starts, torch.tensor([documents_BS.numel()], dtype=torch.int32, device=starts.device)])
        self.longest = int(cu_seqlens.diff().max())
        self.cu_seqlens = cu_seqlens.to(device, non_blocking=True)

    def __call__(self, layer: int, q_BSNH: Tensor, k_BSKH: Tensor, v_BSKH: Tensor, rotation: Rotation) -> Tensor:
        from torch.nn.attention.varlen import varlen_attn

        q_BSNH, k_BSKH = apply_rope(q_BSNH, k_BSKH, rotation.cos_BSH, rotation.sin_BSH)
        groups = q_BSNH.shape[2] // k_BSKH.shape[2]
        if groups > 1:
            k_BSKH, v_BSKH = k_BSKH.repeat_interleave(groups, 2), v_BSKH.repeat_interleave(groups, 2)
        flat = (q_BSNH.flatten(0, 1), k_BSKH.flatten(0, 1), v_BSKH.flatten(0, 1))
        out_TNH: Any = varlen_attn(
            *flat, self.cu_seqlens, self.cu_seqlens, self.longest, self.longest, window_size=(-1, 0)
        )
        attended: Tensor = out_TNH.view(q_BSNH.shape)
        return attended
