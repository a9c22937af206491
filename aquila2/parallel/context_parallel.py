"""Context parallelism: one row's tokens on several processes, for sequences that one does not hold.

A row is cut into 2 x cp chunks and process r takes chunks r and 2 cp - 1 - r: a token's work grows with the tokens
before it, so one early and one late chunk are equal work for all. Positions travel with the tokens, so rotary angles
are right.

Attention gathers the keys and values of the whole row on each process (their gradients are summed and scattered back),
and keeps its own queries. A ring would pass them round piece by piece and never hold them whole, but with grouped
key-value heads they are small (34B: 2,048 values a token, a third of the hidden state), packed documents would leave
its steps of unequal length, and the pieces' softmaxes would have to be merged. Llama 3 chose the same (arXiv
2407.21783, section 3.3.2).

Legend: B batch, S tokens of the row, L tokens of it that lie here, T packed tokens, N heads, K key-value heads,
H head dim.
"""

import itertools
from dataclasses import fields
from typing import cast

import torch
import torch.distributed as dist
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.kernels.rope import apply_rope
from aquila2.model.attention import Attend, causal_attention
from aquila2.model.batch import Batch
from aquila2.model.rope import Rotation
from aquila2.parallel.collectives import gather
from aquila2.parallel.mesh import Mesh


def tokens_of(rank: int, size: int, num_tokens: int) -> Tensor:
    """Which of a row's tokens process `rank` of `size` holds, in order: int64 [L].

    Raises:
        UserError: the row does not divide.
    """
    if num_tokens % (2 * size):
        raise UserError(
            f"cp={size}: rows of {num_tokens} tokens do not divide into {2 * size} chunks; change the length"
        )
    chunks = torch.arange(num_tokens).chunk(2 * size)
    return torch.cat((chunks[rank], chunks[2 * size - 1 - rank]))


def shard(batch: Batch, mesh: Mesh) -> Batch:
    """This process's tokens of every row."""
    if mesh.size("cp") == 1:
        return batch
    here_L = tokens_of(mesh.rank("cp"), mesh.size("cp"), batch.ids_BS.shape[1]).to(batch.ids_BS.device)
    return Batch(*(getattr(batch, field.name)[:, here_L] for field in fields(batch)))


def attend_for_shard(batch: Batch, mesh: Mesh) -> Attend:
    """How the tokens of this process's part see the whole row: causal, each document alone.

    `batch` is the whole one, before `shard`, and best still in host memory: a GPU would be waited for.
    """
    group = mesh.group("cp")
    assert group is not None
    size = mesh.size("cp")
    return _GatheredAttend(batch.documents_BS, mesh.rank("cp"), size, mesh.device, group)


class _GatheredAttend:
    """The row's keys and values gathered; own queries. By variable-length flash attention on GPUs, else by a mask."""

    def __init__(
        self, documents_BS: Tensor, rank: int, size: int, device: torch.device, group: dist.ProcessGroup | None
    ) -> None:
        S = documents_BS.shape[1]
        here_L = tokens_of(rank, size, S)
        gathered_S = torch.cat([tokens_of(r, size, S) for r in range(size)])
        self.group = group
        self.order_S = gathered_S.argsort().to(device)  # where in what is gathered each token of the row lies
        documents_BS = documents_BS.cpu()
        if device.type == "cuda":
            self.ranges = _Ranges(documents_BS, here_L, size, device)
        else:
            same_BLS = documents_BS[:, here_L, None] == documents_BS[:, None, :]
            self.mask_BLS = (same_BLS & (here_L[:, None] >= torch.arange(S))).to(device)

    def __call__(self, layer: int, q_BSNH: Tensor, k_BSKH: Tensor, v_BSKH: Tensor, rotation: Rotation) -> Tensor:
        q_BLNH, k_BLKH = apply_rope(q_BSNH, k_BSKH, rotation.cos_BSH, rotation.sin_BSH)
        both_BLKH = torch.cat((k_BLKH, v_BSKH), dim=2)  # one collective in place of two
        both_BSKH = both_BLKH if self.group is None else gather(both_BLKH, 1, self.group)
        k_BSKH, v_BSKH = both_BSKH[:, self.order_S].chunk(2, dim=2)
        if q_BLNH.is_cuda:
            return self.ranges.attend(q_BLNH, k_BSKH, v_BSKH)
        return causal_attention(q_BLNH, k_BSKH, v_BSKH, self.mask_BLS, "sdpa")


class _Ranges:
    """For each run of queries that follow each other in one document: the keys from the document's begin to the run's
    end. Flash attention aligns a causal mask to the lower right corner, which is what such a pair needs."""

    def __init__(self, documents_BS: Tensor, here_L: Tensor, size: int, device: torch.device) -> None:
        B, S = documents_BS.shape
        chunk = S // (2 * size)
        begins_BS = torch.ones_like(documents_BS, dtype=torch.bool)
        begins_BS[:, 1:] = documents_BS[:, 1:] != documents_BS[:, :-1]
        queries, keys, index = [0], [0], []
        for b in range(B):
            starts = [*begins_BS[b].nonzero().flatten().tolist(), S]
            for first in (int(here_L[0]), int(here_L[chunk])):
                for start, end in itertools.pairwise(starts):
                    low, high = max(start, first), min(end, first + chunk)
                    if low < high:
                        queries.append(queries[-1] + high - low)
                        keys.append(keys[-1] + high - start)
                        index.append(torch.arange(start, high) + b * S)
        self.longest_query = max(b - a for a, b in itertools.pairwise(queries))
        self.longest_key = max(b - a for a, b in itertools.pairwise(keys))
        self.queries = torch.tensor(queries, dtype=torch.int32).to(device, non_blocking=True)
        self.keys = torch.tensor(keys, dtype=torch.int32).to(device, non_blocking=True)
        self.index_T = torch.cat(index).to(device, non_blocking=True)

    def attend(self, q_BLNH: Tensor, k_BSKH: Tensor, v_BSKH: Tensor) -> Tensor:
        from torch.nn.attention.varlen import varlen_attn

        k_TKH, v_TKH = (x.flatten(0, 1).index_select(0, self.index_T) for x in (k_BSKH, v_BSKH))
        groups = q_BLNH.shape[2] // k_TKH.shape[1]
        if groups > 1:
            k_TKH, v_TKH = k_TKH.repeat_interleave(groups, 1), v_TKH.repeat_interleave(groups, 1)
        out_TNH = varlen_attn(
            q_BLNH.flatten(0, 1),
            k_TKH,
            v_TKH,
            self.queries,
            self.keys,
            self.longest_query,
            self.longest_key,
            window_size=(-1, 0),
        )
        return cast(Tensor, out_TNH).view(q_BLNH.shape)
