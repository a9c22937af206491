"""Decode steps on the CPU without Python between the kernels: what CUDA graphs are to a GPU.

A token of SmolLM2-135M in bfloat16 is 10 ms of reading weights; 270 calls from Python, a few microseconds each for
checks, allocation and launch, and as many regions of threads, add 5.
"""

from typing import Protocol, cast

import torch
from torch import Tensor, nn

from aquila2.kernels import cpu
from aquila2.kernels.dispatch import use_cpu
from aquila2.model.fuse import FusedAttention, FusedMLP
from aquila2.model.kv_cache import PagedKVCache
from aquila2.model.layers import Linear, RMSNorm
from aquila2.model.rope import Rotation
from aquila2.model.transformer import Transformer


class Decodes(Protocol):
    """A linear that is not plain and knows the kernel calls of a decode step."""

    decode_workspace: int  # float32 numbers

    def decode_calls(self, x: Tensor, y: Tensor, workspace: Tensor) -> list[cpu.Call]:
        """Calls after which `y` [1, 1, out] is this layer's output for `x` [1, 1, in]."""
        ...


def can_decode(model: Transformer) -> bool:
    """Whether a `DecodeProgram` computes this model: on the CPU, projections packed, every module the plain one; or a
    linear that is `Decodes`."""
    for layer in model.layers:
        attention, mlp = layer.attention, layer.mlp
        if type(attention) is not FusedAttention or type(mlp) is not FusedMLP:
            return False
        if not all(type(linear) is Linear or hasattr(linear, "decode_calls") for linear in _linears(attention, mlp)):
            return False
        if type(layer.attention_norm) is not RMSNorm or type(layer.mlp_norm) is not RMSNorm:
            return False
    if type(model.lm_head) is not Linear or type(model.norm) is not RMSNorm:
        return False
    weights = [weight.detach() for weight in model.parameters()]
    on_cpu = all(buffer.is_cpu for buffer in model.buffers())
    return on_cpu and use_cpu(*weights) and all(weight.is_contiguous() for weight in weights)


def _linears(attention: FusedAttention, mlp: FusedMLP) -> tuple[nn.Module, ...]:
    return attention.qkv_proj, attention.o_proj, mlp.gate_up_proj, mlp.down_proj


class DecodeProgram:
    """One token of one sequence through the kernels that the model's own modules call, on fixed memory.

    The program holds the addresses of the weights and of the cache: neither may be replaced while it is used.

    Args:
        model: see `can_decode`.
        cache: where the sequences' blocks are.
        max_model_len: tokens of a sequence at most.
    """

    def __init__(self, model: Transformer, cache: PagedKVCache, max_model_len: int) -> None:
        self.model, self.cache, self._longest = model, cache, max_model_len
        config = model.config
        N, K, H = config.num_heads, config.num_kv_heads, config.head_dim
        dtype = model.embed.weight.dtype

        def buffer(*shape: int, dtype: torch.dtype = dtype) -> Tensor:
            return torch.empty(shape, dtype=dtype)

        self._x = buffer(1, 1, config.hidden_size)
        self._cos, self._sin = buffer(1, 1, H), buffer(1, 1, H)
        self._slot, self._length = torch.zeros(1, 1, dtype=torch.long), torch.zeros(1, dtype=torch.int32)
        self._table = torch.zeros(1, -(-max_model_len // cache.block_size), dtype=torch.int32)
        self._logits = buffer(1, 1, config.vocab_size)
        self._normed, self._out, self._other = (buffer(1, 1, config.hidden_size) for _ in range(3))
        self._qkv, self._q = buffer(1, 1, (N + 2 * K) * H), buffer(1, 1, N, H)
        self._mixed = buffer(1, 1, N, H)
        self._gate_up = buffer(1, 1, 2 * config.intermediate_size)
        self._wide = buffer(1, 1, config.intermediate_size)
        self._workspace = buffer(N * (max_model_len + H), dtype=torch.float32)
        needed = [getattr(module, "decode_workspace", 0) for module in model.modules()]
        self._linear_workspace = buffer(max(needed), dtype=torch.float32)
        self._threads = 0

    @torch.inference_mode()
    def decode(self, token: int, position: int, table: list[int], rotation: Rotation) -> Tensor:
        """Read a token at a position of the sequence that has these blocks; logits of the next, [V], which the next
        call overwrites. `rotation` is the token's."""
        if self._threads != torch.get_num_threads():
            self._threads, self._program = torch.get_num_threads(), cpu.Program(self._calls())
        block, place = divmod(position, self.cache.block_size)
        self._cos.copy_(rotation.cos_BSH)
        self._sin.copy_(rotation.sin_BSH)
        self._x.copy_(self.model.embed.weight[token])
        self._slot.fill_(table[block] * self.cache.block_size + place)
        self._length.fill_(position + 1)
        self._table[0, : block + 1] = torch.tensor(table[: block + 1], dtype=torch.int32)
        self._program.run()
        return self._logits[0, 0]

    def _calls(self) -> list[cpu.Call]:
        """`Transformer.forward` for one token, as kernel calls."""
        calls = list[cpu.Call]()
        x, other = self._x, self._other  # the residual stream, in turn: a sum is not written over what it adds
        branch: Tensor | None = None  # what is still to be added to it
        config = self.model.config
        N, K, H = config.num_heads, config.num_kv_heads, config.head_dim
        q, k, v = (part.view(1, 1, -1, H) for part in self._qkv.split([N * H, K * H, K * H], dim=-1))

        def add_and_norm(norm: RMSNorm) -> None:
            nonlocal x, other
            if branch is None:
                calls.append(cpu.rms_norm_call(x, None, norm.weight, self._normed, x, norm.eps))
            else:
                calls.append(cpu.rms_norm_call(branch, x, norm.weight, self._normed, other, norm.eps))
                x, other = other, x

        def linear(module: nn.Module, x: Tensor, y: Tensor) -> list[cpu.Call]:
            if isinstance(module, Linear):
                return [cpu.gemv_call(x, module.weight, y)]
            return cast(Decodes, module).decode_calls(x, y, self._linear_workspace)

        for layer, cached in zip(self.model.layers, self.cache.layers, strict=True):
            attention, mlp = layer.attention, layer.mlp
            assert isinstance(attention, FusedAttention)
            assert isinstance(mlp, FusedMLP)
            add_and_norm(layer.attention_norm)
            caches = cached.k_CKPH, cached.v_CKPH
            calls += [
                *linear(attention.qkv_proj, self._normed, self._qkv),
                cpu.rope_append_call(q, k, v, self._cos, self._sin, self._q, *caches, self._slot),
                cpu.decode_attention_call(
                    self._q[0],
                    *caches,
                    self._mixed[0],
                    self._length,
                    self._table,
                    self._longest,
                    self._workspace,
                ),
                *linear(attention.o_proj, self._mixed, self._out),
            ]
            branch = self._out
            add_and_norm(layer.mlp_norm)
            calls += [
                *linear(mlp.gate_up_proj, self._normed, self._gate_up),
                cpu.silu_mul_packed_call(self._gate_up, self._wide),
                *linear(mlp.down_proj, self._wide, self._out),
            ]
        add_and_norm(self.model.norm)
        calls.append(cpu.gemv_call(self._normed, self.model.lm_head.weight, self._logits))
        return calls
