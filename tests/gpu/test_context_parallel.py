"""Context parallel attention on a GPU: flash attention over ranges, against the mask that defines it."""

import pytest
import torch

from aquila2.model.attention import causal_attention
from aquila2.parallel.context_parallel import _Ranges, tokens_of

pytestmark = pytest.mark.gpu


@pytest.mark.parametrize("documents", ["one", "many"])
def test_ranges_attend_as_the_mask_does(documents: str) -> None:
    B, S, N, K, H, size = 2, 256, 4, 2, 64, 4
    generator = torch.Generator().manual_seed(0)
    documents_BS = torch.zeros(B, S, dtype=torch.int64)
    if documents == "many":
        documents_BS = (torch.rand(B, S, generator=generator) < 0.03).long().cumsum(1)
    k, v = (torch.randn(B, S, K, H, generator=generator).cuda().bfloat16().requires_grad_() for _ in range(2))
    for rank in range(size):
        here = tokens_of(rank, size, S)
        q = torch.randn(B, len(here), N, H, generator=generator).cuda().bfloat16().requires_grad_()
        mask = (documents_BS[:, here, None] == documents_BS[:, None, :]) & (here[:, None] >= torch.arange(S))
        weight = torch.randn(B, len(here), N, H, generator=generator).cuda().bfloat16()
        got = _Ranges(documents_BS, here, size, torch.device("cuda", 0)).attend(q, k, v)
        wanted = causal_attention(q, k, v, mask.cuda(), "sdpa")
        torch.testing.assert_close(got, wanted, rtol=0.02, atol=0.02)
        grads = (torch.autograd.grad((out * weight).sum(), (q, k, v)) for out in (got, wanted))
        for ours, theirs in zip(*grads, strict=True):
            torch.testing.assert_close(ours, theirs, rtol=0.05, atol=0.05)
