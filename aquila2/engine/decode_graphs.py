"""Decode steps on a GPU as CUDA graphs: hundreds of small kernels, which Python launches more slowly than they run,
become one launch.

There is a graph for each of a few numbers of rows; a step takes the next larger one, and its further rows write to a
block that belongs to nobody. What changes from step to step (tokens, positions, blocks) lies in fixed memory.

Legend: R rows, M blocks of a row at most, V vocab, H head dim.
"""

from typing import Any

import torch
from torch import Tensor

from aquila2.base.device import upload
from aquila2.model.kv_cache import PagedAttend, PagedKVCache
from aquila2.model.rope import Rotation
from aquila2.model.transformer import Transformer


def graph_sizes(most: int) -> list[int]:
    """Numbers of rows to capture graphs for: every one that a product on tensor cores would round up to, thinned."""
    sizes = [1, 2, 4, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, *range(160, most + 32, 32)]
    return [size for size in sizes if size < most] + [most]


class DecodeGraphs:
    """Captured steps of up to `max_rows` rows.

    Args:
        model: on one GPU.
        cache: its last block belongs to no sequence.
        max_model_len: tokens of a sequence at most.
        last_tokens: int64, on the device: the last drawn token of each slot.
        max_rows: of a step.
    """

    def __init__(
        self, model: Transformer, cache: PagedKVCache, max_model_len: int, last_tokens: Tensor, max_rows: int
    ) -> None:
        self.model, self.cache, self._last_tokens = model, cache, last_tokens
        self._device, self._dtype = model.embed.weight.device, model.embed.weight.dtype
        self._longest = max_model_len
        M, H = -(-max_model_len // cache.block_size), model.config.head_dim
        # token (or -1: the slot's last one), slot, position
        self._heads_R3 = torch.zeros(max_rows, 3, dtype=torch.int32, device=self._device)
        self._tables_RM = torch.full((max_rows, M), cache.num_blocks - 1, dtype=torch.int32, device=self._device)
        self._own_angles: Rotation | None = None
        if model.rotary.depends_on_length:
            self._own_angles = Rotation(
                *torch.zeros(2, 1, max_rows, H, dtype=self._dtype, device=self._device).unbind()
            )
        self.sizes = graph_sizes(max_rows)
        self._graphs: dict[int, tuple[torch.cuda.CUDAGraph, Tensor]] = {}
        self._pool: Any = None

    def capture(self) -> None:
        """Make all graphs. The largest comes first: the others use its memory."""
        for size in reversed(self.sizes):
            self._capture(size)

    @torch.inference_mode()
    def decode(self, heads_R3: Tensor, tables_RM: Tensor, angles: Rotation | None) -> Tensor:
        """Logits [R, V], which the next call overwrites. All arguments but `angles` are int32 in host memory; those
        are given where they depend on the sequence's length."""
        R = heads_R3.shape[0]
        size = next(size for size in self.sizes if size >= R)
        if size not in self._graphs:
            self._capture(size)
        graph, logits_RV = self._graphs[size]
        if size > R:  # rows that stand for nothing: the first slot of the block that belongs to nobody
            more, nowhere = size - R, self.cache.num_blocks - 1
            heads_R3 = torch.cat((heads_R3, torch.zeros(more, 3, dtype=torch.int32)))
            filling = torch.full((more, tables_RM.shape[1]), nowhere, dtype=torch.int32)
            tables_RM = torch.cat((tables_RM, filling))
        self._heads_R3[:size].copy_(upload(heads_R3, self._device))
        self._tables_RM[:size, : tables_RM.shape[1]].copy_(upload(tables_RM, self._device))
        if angles is not None and self._own_angles is not None:
            for fixed, given in zip(self._own_angles, angles, strict=True):
                fixed[:, :R].copy_(given)
        graph.replay()
        return logits_RV[:R]

    def _step(self, size: int) -> Tensor:
        heads_R3, tables_RM = self._heads_R3[:size], self._tables_RM[:size]
        tokens_R, slots_R, positions_R = heads_R3.long().unbind(1)
        ids_R = torch.where(tokens_R < 0, self._last_tokens[slots_R], tokens_R)
        P = self.cache.block_size
        blocks_R = tables_RM.gather(1, (positions_R // P)[:, None])[:, 0].long()
        attend = PagedAttend(self.cache, blocks_R * P + positions_R % P, (positions_R + 1).int(), tables_RM)
        if self._own_angles is not None:
            rotation = Rotation(*(table[:, :size] for table in self._own_angles))
        else:
            rotation = self.model.rotary.at(positions_R[None], self._longest, self._dtype)
        logits_1RV: Tensor = self.model(ids_R[None], attend=attend, rotation=rotation)
        return logits_1RV[0]

    @torch.inference_mode()
    def _capture(self, size: int) -> None:
        self._heads_R3[:size] = 0
        self._tables_RM[:size] = self.cache.num_blocks - 1
        # Warm up on another stream, as capture demands: kernels compile, tables and workspaces are allocated.
        stream = torch.cuda.Stream(self._device)
        stream.wait_stream(torch.cuda.current_stream(self._device))
        with torch.cuda.device(self._device), torch.cuda.stream(stream):
            self._step(size)
        torch.cuda.current_stream(self._device).wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.device(self._device), torch.cuda.graph(graph, pool=self._pool):
            logits_RV = self._step(size)
        self._pool = graph.pool()
        self._graphs[size] = graph, logits_RV
