"""Softmax cross entropy of logits that become their own gradient: two passes over them, in place.

Legend: C tokens of a chunk, V vocab (this rank's part of it).
"""

import torch
from torch import Tensor

from aquila2.kernels.dispatch import use_triton_for_update


def logit_sums_plain(logits_CV: Tensor, columns_C: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The definition, in float32: each row's highest logit, the sum of exp(logit - highest), and the logit at
    `columns` (0 where that is negative: the label is not here)."""
    wide_CV = logits_CV.float()
    highest_C = wide_CV.amax(-1)
    sum_C = (wide_CV - highest_C[:, None]).exp().sum(-1)
    label_C = wide_CV.gather(1, columns_C.clamp(min=0)[:, None])[:, 0]
    return highest_C, sum_C, torch.where(columns_C >= 0, label_C, 0.0)


@torch.no_grad()
def logit_sums(logits_CV: Tensor, columns_C: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """`logit_sums_plain`; on a GPU the logits are read once."""
    if use_triton_for_update(logits_CV):
        from aquila2.kernels import gpu_cross_entropy

        return gpu_cross_entropy.logit_sums(logits_CV, columns_C)
    return logit_sums_plain(logits_CV, columns_C)


def softmax_grad_plain_(
    logits_CV: Tensor, highest_C: Tensor, sum_C: Tensor, columns_C: Tensor, counts_C: Tensor
) -> None:
    """The definition: logits become `counts * (softmax - one at the column)`, the loss's gradient.

    `counts` is what a row counts, float32: 0 where it has no label.
    """
    soft_CV = (logits_CV.float() - highest_C[:, None]).exp_().mul_((counts_C / sum_C)[:, None])
    here_C = torch.where(columns_C >= 0, counts_C, 0.0)
    soft_CV.scatter_add_(1, columns_C.clamp(min=0)[:, None], -here_C[:, None])
    logits_CV.copy_(soft_CV)


@torch.no_grad()
def softmax_grad_(logits_CV: Tensor, highest_C: Tensor, sum_C: Tensor, columns_C: Tensor, counts_C: Tensor) -> None:
    """`softmax_grad_plain_`; on a GPU the logits are read and written once."""
    if use_triton_for_update(logits_CV):
        from aquila2.kernels import gpu_cross_entropy

        gpu_cross_entropy.softmax_grad_(logits_CV, highest_C, sum_C, columns_C, counts_C)
    else:
        softmax_grad_plain_(logits_CV, highest_C, sum_C, columns_C, counts_C)
