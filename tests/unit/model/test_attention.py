"""Masks, chunks and the choice of an implementation."""

import sys
import types

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.model.attention import CausalAttend, causal_attention, check_implementation, padded_causal_mask


def qkv(S, P, N=4, K=2, H=8):
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(2, length, heads, H, generator=generator) for length, heads in ((S, N), (P, K), (P, K))]


def by_hand(q, k, v, sees):
    """Query s of head n over the keys that `sees(s, p)` allows, one number at a time."""
    B, S, N, H = q.shape
    out = torch.zeros_like(q)
    for b in range(B):
        for s in range(S):
            for n in range(N):
                group = n // (N // k.shape[2])
                at = [p for p in range(k.shape[1]) if sees(b, s, p)]
                weights = torch.tensor([float(q[b, s, n] @ k[b, p, group]) / H**0.5 for p in at]).softmax(0)
                out[b, s, n] = sum(w * v[b, p, group] for w, p in zip(weights, at, strict=True))
    return out


@pytest.mark.parametrize(("S", "P"), [(5, 5), (1, 5), (2, 6), (6, 6)])
def test_a_chunk_sees_all_before_it_and_itself(S, P):
    q, k, v = qkv(S, P)
    got = causal_attention(q, k, v, None, "auto")
    torch.testing.assert_close(got, by_hand(q, k, v, lambda b, s, p: p <= P - S + s))


def test_padding_is_not_seen_and_no_row_is_empty():
    real = torch.tensor([[0, 0, 1, 1, 1], [1, 1, 1, 0, 0]]).bool()
    mask = padded_causal_mask(real)
    q, k, v = qkv(5, 5)
    got = causal_attention(q, k, v, mask, "sdpa")
    wanted = by_hand(q, k, v, lambda b, s, p: p == s or (p < s and bool(real[b, p])))
    torch.testing.assert_close(got, wanted)
    assert torch.equal(padded_causal_mask(real, 2), mask[:, -2:])


def test_unknown_and_missing_implementations():
    with pytest.raises(UserError, match="auto, sdpa, flash"):
        check_implementation("fast")
    if "flash_attn" not in sys.modules:
        with pytest.raises(UserError, match="flash-attn"):
            CausalAttend(attention="flash")


def test_flash_on_a_cpu_is_refused_and_auto_goes_on(monkeypatch):
    monkeypatch.setitem(sys.modules, "flash_attn", types.ModuleType("flash_attn"))
    q, k, v = qkv(3, 3)
    with pytest.raises(UserError, match="float32 on cpu"):
        causal_attention(q, k, v, None, "flash")
    assert causal_attention(q, k, v, None, "auto").shape == q.shape
