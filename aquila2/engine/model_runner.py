"""Runs the model for one sequence: reads prompts in chunks, decodes a token at a time.

A decode step is hundreds of small kernels, which Python launches more slowly than they run. So steps are prepared
where they can be: on a GPU as a CUDA graph, on the CPU as a `DecodeProgram`.
"""

import torch
from torch import Tensor

from aquila2.engine.decode_program import DecodeProgram, can_decode
from aquila2.kernels.decode_attention import decode_attention
from aquila2.kernels.rope import append_rotated
from aquila2.model.attention import Implementation
from aquila2.model.kv_cache import KVCache
from aquila2.model.rope import Rotation
from aquila2.model.transformer import Transformer

# Tokens of a prompt that go through the model at once: enough to fill a GPU, few enough that the activations of a
# 16K prompt do not need gigabytes.
PREFILL_CHUNK = 2048


class ModelRunner:
    """A model with a KV cache of one row.

    Args:
        model: in evaluation mode, weights in place.
        capacity: tokens the cache holds, prompt and answer together.
        attention: implementation for prompts.
        prepared: decode by prepared steps; None: where the model allows it.
    """

    def __init__(
        self,
        model: Transformer,
        capacity: int,
        attention: Implementation = "auto",
        prepared: bool | None = None,
    ) -> None:
        self.model, self.attention = model, attention
        self.device = model.embed.weight.device
        devices = [layer.mlp_norm.weight.device for layer in model.layers]
        self.cache = KVCache(model.config, 1, capacity, model.embed.weight.dtype, devices)
        self.logits_device = model.norm.weight.device
        self._steps = None if prepared is False else self._prepare(devices)
        if prepared and self._steps is None:
            raise ValueError("prepared=True: decode steps are prepared on one GPU, or on the CPU for a fused model")

    def _prepare(self, devices: list[torch.device]) -> "DecodeGraphs | DecodeProgram | None":
        if self.device.type == "cuda" and set(devices) == {self.device}:
            return DecodeGraphs(self.model, self.cache)
        return DecodeProgram(self.model, self.cache) if can_decode(self.model) else None

    @torch.inference_mode()
    def prefill(self, ids: list[int], length: int) -> Tensor:
        """Read `ids` after what is cached; logits of the token after the last, [V].

        `length` is the longest this sequence may become: dynamic rope scaling takes its angles from it.
        """
        self.cache.require(len(ids))
        last = torch.tensor([-1], device=self.device)
        for start in range(0, len(ids), PREFILL_CHUNK):
            chunk = torch.tensor([ids[start : start + PREFILL_CHUNK]], device=self.device)
            end = self.cache.length + chunk.shape[1]
            positions_BS = torch.arange(self.cache.length, end, device=self.device)[None]
            attend = self.cache.attend(attention=self.attention)
            logits_BSV = self.model(chunk, positions_BS, attend, select_S=last, length=length)
            self.cache.advance(chunk.shape[1])
        return logits_BSV[0, 0]

    @torch.inference_mode()
    def decode(self, token: Tensor, length: int) -> Tensor:
        """Read one token (no dimensions); logits of the next, [V]. Overwritten by the next call."""
        self.cache.require(1)
        if self._steps is not None:
            logits_V = self._steps.decode(token, length)
        else:
            positions_BS = torch.full((1, 1), self.cache.length, device=self.device)
            attend = self.cache.attend(attention=self.attention)
            logits_V = self.model(token.view(1, 1).to(self.device), positions_BS, attend, length=length)[0, 0]
        self.cache.advance(1)
        return logits_V


class DecodeGraphs:
    """Decode steps captured as CUDA graphs, one for each power of two of cached tokens.

    A graph is launched once for a whole step. Its shapes are fixed, so the position lies in device memory, and the
    attention's grid covers `span` slots, of which it reads those that are filled.
    """

    def __init__(self, model: Transformer, cache: KVCache) -> None:
        self.model, self.cache = model, cache
        device = model.embed.weight.device
        self._token_BS = torch.zeros(1, 1, dtype=torch.long, device=device)
        self._position_BS = torch.zeros(1, 1, dtype=torch.long, device=device)
        self._length_B = torch.zeros(1, dtype=torch.int32, device=device)
        self._graphs: dict[tuple[int, int], tuple[torch.cuda.CUDAGraph, Tensor]] = {}

    def decode(self, token: Tensor, length: int) -> Tensor:
        """As `ModelRunner.decode`."""
        span = min(max(256, 1 << self.cache.length.bit_length()), self.cache.capacity)
        # Other scalings have the same tables for every length: one graph serves them all.
        length = length if self.model.rotary.depends_on_length else self.cache.capacity
        if (span, length) not in self._graphs:
            self._graphs[span, length] = self._capture(span, length)
        graph, logits_V = self._graphs[span, length]
        self._token_BS.copy_(token.view(1, 1))
        self._set_position()
        graph.replay()
        return logits_V

    def _set_position(self) -> None:
        self._position_BS.fill_(self.cache.length)
        self._length_B.fill_(self.cache.length + 1)

    def _capture(self, span: int, length: int) -> tuple[torch.cuda.CUDAGraph, Tensor]:
        attend = GraphAttend(self.cache, self._position_BS[0], self._length_B, span)
        self._set_position()

        def step() -> Tensor:
            logits_BSV: Tensor = self.model(self._token_BS, self._position_BS, attend, length=length)
            return logits_BSV[0, 0]

        # Warm up on another stream, as capture demands: kernels compile, tables and workspaces are allocated. What
        # this writes into the cache is overwritten by the replay.
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            step()
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            logits_V = step()
        return graph, logits_V


class GraphAttend:
    """One new token whose position is known to the device alone; attends over at most `span` slots."""

    def __init__(self, cache: KVCache, position_B: Tensor, length_B: Tensor, span: int) -> None:
        self.cache, self.position_B, self.length_B, self.span = cache, position_B, length_B, span

    def __call__(self, layer: int, q_BSNH: Tensor, k_BSKH: Tensor, v_BSKH: Tensor, rotation: Rotation) -> Tensor:
        cached = self.cache.layers[layer]
        cos_BSH, sin_BSH = rotation
        k_BKPH, v_BKPH = cached.k_BKPH[:, :, : self.span], cached.v_BKPH[:, :, : self.span]
        q_BSNH = append_rotated(q_BSNH, k_BSKH, v_BSKH, cos_BSH, sin_BSH, k_BKPH, v_BKPH, self.position_B)
        return decode_attention(q_BSNH[:, 0], k_BKPH, v_BKPH, self.length_B)[:, None]
