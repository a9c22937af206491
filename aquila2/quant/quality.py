"""What quantization costs, measured on the same windows of text before and after: what a checkpoint's receipt says.

Legend: B windows at a time, W windows, S sequence, D hidden, V vocab.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from aquila2.base.errors import WorkError
from aquila2.quant.calibrate import Windows


@dataclass
class Figures:
    """Sums over tokens that are predicted: all of a window's but the first."""

    tokens: int = 0
    loss_before: float = 0.0
    loss_after: float = 0.0
    divergence: float = 0.0
    agreeing: int = 0

    def add(self, other: "Figures") -> None:
        """Count another text's too."""
        self.tokens += other.tokens
        self.loss_before += other.loss_before
        self.loss_after += other.loss_after
        self.divergence += other.divergence
        self.agreeing += other.agreeing

    def summary(self) -> dict[str, Any]:
        """Means: perplexities, the KL divergence of the predictions before from those after in nats a token, the share
        of tokens where both find the same token likeliest."""
        n = max(self.tokens, 1)
        before, after = self.loss_before / n, self.loss_after / n
        return {
            "tokens": self.tokens,
            "perplexity_before": _perplexity(before),
            "perplexity_after": _perplexity(after),
            "ratio": round(_perplexity(after - before), 6),
            "kl_divergence": round(self.divergence / n, 6),
            "top1_agreement": round(self.agreeing / n, 6),
        }


@dataclass
class Quality:
    """Figures of every text."""

    texts: dict[str, Figures] = field(default_factory=dict)

    @property
    def total(self) -> Figures:
        """Of all together."""
        total = Figures()
        for figures in self.texts.values():
            total.add(figures)
        return total


@torch.no_grad()
def compare_logits(
    before: Windows, after: Windows, norm: nn.Module, head: nn.Module, texts: Mapping[str, Tensor], batch: int
) -> Quality:
    """The figures of windows that have passed through all layers, with the norm and head that both share.

    Args:
        texts: their ids [W, S], in the order in which `before` and `after` have them.
        batch: windows in a part of these.

    Raises:
        WorkError: predictions that are no numbers.
    """
    ids_WS = torch.cat(list(texts.values()))
    rows: list[Figures] = []
    for ids_BS, one, other in zip(ids_WS.split(batch), before.hidden, after.hidden, strict=True):
        for ids_S, before_SD, after_SD in zip(ids_BS, one, other, strict=True):
            logits = (head(norm(x_SD[:-1].to(before.device).unsqueeze(0))).squeeze(0) for x_SD in (before_SD, after_SD))
            rows.append(_figures(ids_S[1:].to(before.device), *logits))
    quality, start = Quality(), 0
    for name, ids in texts.items():
        quality.texts[name] = Figures()
        for figures in rows[start : start + len(ids)]:
            quality.texts[name].add(figures)
        start += len(ids)
    total = quality.total
    if not math.isfinite(total.loss_before + total.loss_after + total.divergence):
        which = "original" if not math.isfinite(total.loss_before) else "quantized"
        raise WorkError(f"the {which} model predicts NaN or infinity")
    return quality


def _figures(labels_S: Tensor, before_SV: Tensor, after_SV: Tensor) -> Figures:
    before_SV, after_SV = before_SV.float().log_softmax(1), after_SV.float().log_softmax(1)
    places_S1 = labels_S.unsqueeze(1)
    return Figures(
        tokens=len(labels_S),
        loss_before=-before_SV.gather(1, places_S1).double().sum().item(),
        loss_after=-after_SV.gather(1, places_S1).double().sum().item(),
        divergence=nn.functional.kl_div(after_SV, before_SV, reduction="sum", log_target=True).item(),
        agreeing=int((before_SV.argmax(1) == after_SV.argmax(1)).sum()),
    )


def _perplexity(loss: float) -> float:
    return round(math.exp(min(loss, 700.0)), 6)
