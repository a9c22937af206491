"""What the forward pass keeps for the backward one, tensor by tensor.

This follows the model's code: a change there that keeps another tensor belongs here too, and
`tests/unit/parallel/test_activations.py` counts what a layer really keeps.

`fused`: norms and SwiGLU as kernels that keep their inputs and compute the rest again (compiled layers, and the Triton
training kernels); otherwise each PyTorch operation keeps what it needs.
"""

from dataclasses import dataclass

from aquila2.model.config import AquilaConfig
from aquila2.parallel.config import Kept


@dataclass(frozen=True)
class Share:
    """One process's part of a micro-batch and of a layer.

    `tokens` are the micro-batch's here, after cp and before sequence parallelism; `bytes_each` of the compute dtype;
    `packed`: several documents a row, whose attention (as that of cp) repeats grouped keys and values for each query
    head; `frozen`: the matrices are not trained, so their inputs are kept for nothing else than what made them.
    """

    tokens: int
    tp: int = 1
    cp: int = 1
    sequence_parallel: bool = True
    bytes_each: int = 2
    fused: bool = False
    packed: bool = False
    frozen: bool = False


def layer_activations(config: AquilaConfig, share: Share, kept: Kept = "none") -> dict[str, float]:
    """Bytes that one layer keeps, by tensor."""
    e, tokens, tp = share.bytes_each, share.tokens, share.tp
    hidden = tokens * config.hidden_size  # after a gather: all of it
    mine = hidden / tp if share.sequence_parallel else hidden  # between the blocks
    rows = mine / config.hidden_size
    queries = tokens * config.num_heads * config.head_dim / tp
    heads = config.num_heads if share.packed or share.cp > 1 else config.num_kv_heads
    keys = share.cp * tokens * heads * config.head_dim / tp
    middle = tokens * config.intermediate_size / tp
    attended = {"attended": e * queries, "softmax sums": 4 * tokens * config.num_heads / tp}
    if kept == "full":
        return {"layer input": e * mine}
    if kept in ("selective", "mlp"):
        own_keys = tokens * config.num_kv_heads * config.head_dim / tp
        return {
            "layer input": e * mine,
            "q, k, v products": e * (queries + 2 * own_keys),
            **attended,
            "o product": e * hidden,
            **({} if kept == "mlp" else {"gate and up products": 2 * e * middle}),
            **({} if kept == "mlp" or share.fused else {"down product": e * hidden}),
        }
    norm = {"input": e * mine if share.fused else 4 * mine, "root mean square": 4 * rows}
    if not share.fused and not share.frozen:
        norm["normed"] = e * mine
    read = 0.0 if share.frozen and not share.fused else e * hidden  # the compiler keeps what the norms made
    return {
        **{f"attention norm {name}": size for name, size in norm.items()},
        "q, k, v input": read,
        "queries": e * queries,
        "keys": e * keys,
        "values": e * keys,
        **attended,
        **{f"mlp norm {name}": size for name, size in norm.items()},
        "gate and up input": read,
        "gate": e * middle,
        "up": e * middle,
        **({} if share.fused else {"silu of gate": e * middle}),
        **({} if share.frozen else {"down input": e * middle}),
    }


def working_bytes(config: AquilaConfig, share: Share, kept: Kept) -> float:
    """What the backward pass of one layer needs for a moment: gradients of the middle, and what is computed again."""
    middle = share.tokens * config.intermediate_size / share.tp
    gradients = share.bytes_each * (4 * middle + 2 * share.tokens * config.hidden_size)
    again = 0.0
    if kept != "none":
        again = sum(layer_activations(config, share).values()) - sum(layer_activations(config, share, kept).values())
    return gradients + max(again, 0.0)


def head_activations(config: AquilaConfig, share: Share) -> dict[str, float]:
    """Bytes that the last norm and the loss keep, but the gradient of the head's weight."""
    hidden = share.tokens * config.hidden_size
    mine = hidden / share.tp if share.sequence_parallel else hidden
    e = share.bytes_each
    norm = e * mine if share.fused else (4 + e) * mine
    return {"last norm": norm + 4 * mine / config.hidden_size, "hidden states' gradient": e * hidden}


def loss_workspace(config: AquilaConfig, share: Share, chunk: int = 8192) -> float:
    """Bytes that the chunked cross entropy needs at its height: a chunk's logits and the weight's gradient, which is in
    float32 where several chunks add to it."""
    entries, e = config.vocab_size / share.tp, share.bytes_each
    weight = 0.0 if share.frozen else entries * config.hidden_size * (e if share.tokens <= chunk else 4)
    return e * min(chunk, share.tokens) * entries + weight
