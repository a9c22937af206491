"""Cross entropy of the next token, from the last hidden states and the head's weight, with logits never whole.

Logits of 8,192 tokens over 100,008 entries are 3.3 GB in float32, three times over with their gradient. Here they exist
for a chunk of tokens at a time: each chunk's logits become its loss and at once its gradients (of the hidden states
and of the weight), which wait for the backward pass.

Legend: B batch, S sequence, T tokens, C tokens of a chunk, D hidden, V vocab (this rank's part of it).
"""

from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from aquila2.kernels.cross_entropy import logit_sums, softmax_grad_

IGNORED = -100
_CHUNK = 2048


class CrossEntropy:
    """A `Head` for training: the sum of the tokens' losses, divided by `divisor`.

    Args:
        labels_BS: what each token is to predict, -100 where that does not count.
        divisor: the number of labels that count in the whole step, all ranks and micro-batches together, so that
            every real token weighs the same however they are spread.
        chunk: tokens whose logits exist at a time.
    """

    def __init__(self, labels_BS: Tensor, divisor: float, chunk: int = _CHUNK) -> None:
        self.labels_BS, self.divisor, self.chunk = labels_BS, divisor, chunk

    def __call__(self, x_BSD: Tensor, lm_head: nn.Module) -> Tensor:
        """A scalar in float32. A head that is sharded by rows (tensor parallel) is used as it lies."""
        weight, group = head_weight(lm_head)
        scale = 1.0 / self.divisor
        return linear_cross_entropy(x_BSD.flatten(0, 1), weight, self.labels_BS.flatten(), self.chunk, group, scale)


def head_weight(lm_head: nn.Module) -> tuple[Tensor, dist.ProcessGroup | None]:
    """The head's rows that lie here, and the processes that have the others; None where all lie here."""
    weight: Any = lm_head.weight
    if hasattr(weight, "device_mesh"):  # a DTensor
        return weight.to_local(), weight.device_mesh.get_group()
    return weight, None


def linear_cross_entropy_plain(x_TD: Tensor, weight_VD: Tensor, labels_T: Tensor) -> Tensor:
    """The definition: the sum of the losses, float32."""
    logits_TV = nn.functional.linear(x_TD, weight_VD).float()
    return nn.functional.cross_entropy(logits_TV, labels_T, ignore_index=IGNORED, reduction="sum")


def linear_cross_entropy(
    x_TD: Tensor,
    weight_VD: Tensor,
    labels_T: Tensor,
    chunk: int = _CHUNK,
    group: dist.ProcessGroup | None = None,
    scale: float = 1.0,
    weights_T: Tensor | None = None,
) -> Tensor:
    """`linear_cross_entropy_plain` times `scale`, chunk by chunk.

    With `group`, each rank holds V rows of the weight, in order of rank, and all hold the same `x` and labels; each
    returns the same sum, and the gradient of `x` is that of the whole. With `weights_T` (float32, of any sign) each
    token's loss is multiplied by its own.
    """
    loss: Tensor = _LinearCrossEntropy.apply(x_TD, weight_VD, labels_T, chunk, group, scale, weights_T)
    return loss


@torch.no_grad()
def token_losses(
    x_TD: Tensor,
    weight_VD: Tensor,
    labels_T: Tensor,
    chunk: int = _CHUNK,
    group: dist.ProcessGroup | None = None,
) -> Tensor:
    """Each token's own loss, float32 [T], 0 where it has no label; without gradients, chunk by chunk."""
    parts = zip(x_TD.split(chunk), labels_T.split(chunk), strict=True)
    return torch.cat([_chunk_losses(x_CD, weight_VD, labels_C, group, None)[0] for x_CD, labels_C in parts])


class _LinearCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        x_TD: Tensor,
        weight_VD: Tensor,
        labels_T: Tensor,
        chunk: int,
        group: dist.ProcessGroup | None,
        scale: float,
        weights_T: Tensor | None,
    ) -> Tensor:
        wants_x, wants_weight = ctx.needs_input_grad[:2]
        grad_x_TD = torch.empty_like(x_TD) if wants_x else None
        # summed over the chunks: in float32, or roundings of many chunks would add up
        several = len(x_TD) > chunk
        grad_weight_VD = torch.zeros_like(weight_VD, dtype=torch.float32) if wants_weight and several else None
        total = torch.zeros((), dtype=torch.float32, device=x_TD.device)
        for start in range(0, len(x_TD), chunk):
            x_CD, labels_C = x_TD[start : start + chunk], labels_T[start : start + chunk]
            counts_C = (labels_C != IGNORED).float() * scale
            if weights_T is not None:
                counts_C *= weights_T[start : start + chunk]
            losses_C, grad_CV = _chunk_losses(
                x_CD, weight_VD, labels_C, group, counts_C if wants_x or wants_weight else None
            )
            total += (losses_C * counts_C).sum()
            if grad_x_TD is not None:
                torch.mm(grad_CV, weight_VD, out=grad_x_TD[start : start + chunk])
            if grad_weight_VD is not None:
                _add_product(grad_weight_VD, grad_CV.T, x_CD)
            elif wants_weight:
                grad_weight_VD = grad_CV.T @ x_CD
        if grad_x_TD is not None and group is not None:
            dist.all_reduce(grad_x_TD, group=group)
        if grad_weight_VD is not None:
            grad_weight_VD = grad_weight_VD.to(weight_VD.dtype)
        ctx.save_for_backward(grad_x_TD, grad_weight_VD)
        return total

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        grad_x_TD, grad_weight_VD = ctx.saved_tensors
        held = [grad for grad in (grad_x_TD, grad_weight_VD) if grad is not None]
        # in place: the graph is walked once, and a second copy of the head's gradient is a GB. (foreach: a scalar that
        # lies on the device is slow to multiply by otherwise, 0.9 TB/s.)
        torch._foreach_mul_(held, grads[0].to(held[0].dtype))
        return grad_x_TD, grad_weight_VD, None, None, None, None, None


def _add_product(total: Tensor, left: Tensor, right: Tensor) -> None:
    """`total += left @ right`, with `total` in float32 whatever the others are."""
    if total.is_cuda and left.dtype != torch.float32:
        torch.addmm(total, left, right, out_dtype=torch.float32, out=total)
    else:
        total += left @ right


def _chunk_losses(
    x_CD: Tensor, weight_VD: Tensor, labels_C: Tensor, group: dist.ProcessGroup | None, counts_C: Tensor | None
) -> tuple[Tensor, Tensor]:
    """Each token's loss, 0 without a label; and the logits, which become the gradient of `counts_C @ losses` where
    that is given."""
    logits_CV = nn.functional.linear(x_CD, weight_VD)
    V = weight_VD.shape[0]
    columns_C = labels_C - (0 if group is None else V * dist.get_rank(group))
    counted_C = labels_C != IGNORED
    columns_C = torch.where((columns_C >= 0) & (columns_C < V) & counted_C, columns_C, -1)
    highest_C, sum_C, label_C = logit_sums(logits_CV, columns_C)
    if group is not None:
        mine_C = highest_C.clone()
        dist.all_reduce(highest_C, dist.ReduceOp.MAX, group=group)
        sum_C *= (mine_C - highest_C).exp()
        dist.all_reduce(sum_C, group=group)
        dist.all_reduce(label_C, group=group)
    losses_C = torch.where(counted_C, highest_C + sum_C.log() - label_C, 0)
    if counts_C is not None:
        softmax_grad_(logits_CV, highest_C, sum_C, columns_C, counts_C)
    return losses_C, logits_CV
