"""An engine on a tiny random model, for tests of what is built on it."""

import torch

from aquila2.engine.cache_size import CacheSize
from aquila2.engine.engine import Engine
from aquila2.engine.model_runner import ModelRunner
from aquila2.engine.request import Request, Sequence
from aquila2.engine.sampling_params import SamplingParams
from aquila2.engine.scheduler import Work
from aquila2.model.config import AquilaConfig
from aquila2.model.fuse import fuse_projections
from aquila2.model.transformer import Transformer
from aquila2.tokenizer.stream import Stops
from tests.tiny_tokenizer import aquila_like

LONGEST = 64
CONFIG = AquilaConfig(
    vocab_size=aquila_like().vocab_size,
    hidden_size=32,
    intermediate_size=48,
    num_layers=2,
    num_heads=4,
    num_kv_heads=2,
    head_dim=8,
    context_length=64,
    init_std=0.25,
)


def tiny_model(dtype=torch.float32, **changes):
    """The same weights each time."""
    model = Transformer(CONFIG.replace(**changes)).init_weights(seed=4).to(dtype).eval().requires_grad_(False)
    return fuse_projections(model)


def tiny_engine(model=None, prepared=None, max_model_len=LONGEST, size=None, **settings):
    """Small blocks and steps, so that a few requests meet every case. `settings` are the engine's."""
    size = {"num_blocks": 200, "block_size": 4, "max_num_seqs": 8, "token_budget": 32, **(size or {})}
    runner = ModelRunner(model or tiny_model(), max_model_len, "auto", prepared, CacheSize(**size))
    return Engine(runner, aquila_like(), **settings)


def greedy_request(prompt, max_tokens=20, **settings):
    """The likeliest token each time."""
    return Request(list(prompt), SamplingParams(temperature=0, max_tokens=max_tokens, **settings), Stops())


def answers_of(engine, requests):
    """All at once through the engine: the token ids of each."""
    for request in requests:
        engine.add(request)
    ids = {request.id: [] for request in requests}
    while engine.has_work:
        for request, delta in engine.step():
            ids[request.id] += delta.token_ids
    return [ids[request.id] for request in requests]


@torch.inference_mode()
def engine_logits(engine, ids, more=()):
    """Logits through the engine's runner, [1 + more, V]: after a prompt, then after each of `more` tokens, which are
    decode steps."""
    request = Request(list(ids), SamplingParams(), Stops())
    sequence = Sequence(request, None, engine.max_model_len, b"", engine.manager.block_size)
    engine.manager.grow(sequence.block_table, len(ids) + len(more))
    rows = [engine.runner._logits([Work(sequence, 0, len(ids), draws=True)])[0].float().clone()]
    for token in more:
        sequence.token_ids.append(token)
        work = Work(sequence, len(sequence.token_ids) - 1, 1, draws=True)
        rows.append(engine.runner._logits([work])[0].float().clone())
    engine.manager.release(sequence.block_table)
    return torch.stack(rows)
