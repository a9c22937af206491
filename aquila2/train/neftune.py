"""Noisy embeddings in fine-tuning (NEFTune, arXiv 2310.05914): answers get longer and follow the question better.

    x = embed(ids) + alpha / sqrt(L D) * e,  e uniform in -1 to 1

L is the length of the row, as in transformers and TRL; with several documents in a row each gets the noise of the whole
row's length, less than alone. The noise follows from the sample and the token (`model/position_hash.py`): a resumed
run repeats it, and so does another split into micro-batches.

Legend: B batch, S sequence, D hidden.
"""

import math
from typing import Any

from torch import Tensor, is_grad_enabled, nn

from aquila2.base.errors import UserError
from aquila2.model.position_hash import PositionHash, hashes
from aquila2.model.transformer import Transformer


def apply_neftune(model: Transformer, alpha: float, seed: int = 0) -> Transformer:
    """Add noise to what the embedding gives, in training mode where gradients are wanted; evaluation has none.

    `set_first_sample` says before each forward pass which samples its rows are. With adapters or without, before or
    after `apply_lora`, but before the model is spread (`parallelize`).

    Args:
        alpha: how much; the paper has 5, 10 and 15.

    Raises:
        UserError: an alpha that is no number above 0.
    """
    if not 0 < alpha < math.inf:
        raise UserError(f"neftune_alpha={alpha}: give a number above 0, such as 5")
    model.embed.noise = PositionHash(f"neftune {seed}", model.embed.weight.device)
    model.embed.register_forward_hook(_Noise(alpha))
    return model


class _Noise:
    def __init__(self, alpha: float) -> None:
        self.alpha = alpha

    def __call__(self, embed: nn.Module, args: tuple[Any, ...], x_BSD: Tensor) -> Tensor:
        if not (embed.training and is_grad_enabled()):
            return x_BSD
        noise, D = embed.noise, x_BSD.shape[-1]
        assert isinstance(noise, PositionHash)
        length = x_BSD.shape[1] * noise.num_pieces // len(noise.pieces)  # of the whole row
        bound = self.alpha / math.sqrt(length * D)
        # hashes are uniform in -2^31 to 2^31
        return x_BSD + (hashes(noise.rows(x_BSD), D) * (bound / 2**31)).to(x_BSD.dtype)
