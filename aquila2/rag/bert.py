"""A BERT encoder for embeddings: tokens in, one normalised mean vector a text out."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class _Layer(nn.Module):
    def __init__(self, hidden_size: int, num_heads: int, intermediate_size: int, eps: float) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.q = nn.Linear(hidden_size, hidden_size)
        self.k = nn.Linear(hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, hidden_size)
        self.ao = nn.Linear(hidden_size, hidden_size)
        self.aln = nn.LayerNorm(hidden_size, eps)
        self.fi = nn.Linear(hidden_size, intermediate_size)
        self.fo = nn.Linear(intermediate_size, hidden_size)
        self.oln = nn.LayerNorm(hidden_size, eps)

    def forward(self, x_BSD: Tensor, mask_B11S: Tensor | None) -> Tensor:
        def heads(linear: nn.Linear) -> Tensor:
            return linear(x_BSD).unflatten(-1, (self.num_heads, -1)).transpose(1, 2)

        mixed = F.scaled_dot_product_attention(heads(self.q), heads(self.k), heads(self.v), attn_mask=mask_B11S)
        x_BSD = self.aln(x_BSD + self.ao(mixed.transpose(1, 2).flatten(2)))
        return self.oln(x_BSD + self.fo(F.gelu(self.fi(x_BSD))))


class BertEncoder(nn.Module):
    """Post-norm BERT (Devlin et al. 2018) with mean pooling, as multilingual-e5 uses it.

    The word embeddings are looked up in the format that they are stored in: they are nine tenths of such a model, and
    a text needs a few rows of them.
    """

    def __init__(
        self,
        hidden_size: int,
        num_layers: int,
        num_heads: int,
        intermediate_size: int,
        vocab_size: int,
        max_positions: int,
        eps: float,
    ) -> None:
        super().__init__()
        self.word = nn.Embedding(vocab_size, hidden_size)
        self.pos = nn.Embedding(max_positions, hidden_size)
        self.kind = nn.Parameter(torch.zeros(hidden_size))
        self.ln = nn.LayerNorm(hidden_size, eps)
        self.layers = nn.ModuleList(_Layer(hidden_size, num_heads, intermediate_size, eps) for _ in range(num_layers))

    def forward(self, input_ids_BS: Tensor, lengths_B: Tensor) -> Tensor:
        """Vectors of length one, float32 [B, D]. Row b has `lengths_B[b]` tokens; those behind are ignored."""
        length = input_ids_BS.shape[1]
        x = self.word(input_ids_BS).to(self.pos.weight.dtype) + self.pos.weight[:length] + self.kind
        x = self.ln(x)
        real_BS = torch.arange(length) < lengths_B[:, None]
        mask = None if bool(real_BS.all()) else real_BS[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        total = (x.float() * real_BS[..., None]).sum(1)
        return F.normalize(total / lengths_B[:, None], dim=-1)
