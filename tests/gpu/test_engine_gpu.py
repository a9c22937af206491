"""The engine on a GPU: graphs decode what plain passes decode, layers may lie on several devices."""

import random
import time

import pytest
import torch

from aquila2 import LLM, SamplingParams
from aquila2.engine.cache_size import CacheSize
from aquila2.engine.engine import Engine
from aquila2.engine.model_runner import ModelRunner
from aquila2.engine.output import collect
from aquila2.engine.request import Request
from aquila2.lora.adapter import adapter_tensors
from aquila2.lora.layer import LoraConfig, adapters, apply_lora, init_adapter
from aquila2.model.config import RopeScaling
from aquila2.model.fuse import fuse_projections
from aquila2.model.placement import Placement, place_layers
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4
from aquila2.tokenizer.stream import Stops
from tests.tiny_adapter import write_tiny_adapter
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_engine import answers_of
from tests.tiny_tokenizer import aquila_like

pytestmark = pytest.mark.gpu

PROMPT = list(range(5, 30))
GREEDY = SamplingParams(temperature=0, max_tokens=60)
GPU, CPU = "cuda:0", "cpu"


def model_of(tiny_config, **changes):
    config = tiny_config.replace(vocab_size=aquila_like().vocab_size, init_std=0.15, context_length=600, **changes)
    return Transformer(config).init_weights(seed=4).eval().requires_grad_(False)


def engine_of(model, **settings):
    return Engine(ModelRunner(model, model.config.longest_context, **settings), aquila_like())


def answer(model, prompt=PROMPT, params=GREEDY, **settings):
    return collect(engine_of(model, **settings).stream(prompt, params, Stops()), prompt).token_ids


@pytest.mark.parametrize("scaling", [None, RopeScaling("dynamic", 4.0)])
def test_graphs_decode_the_cpus_tokens(tiny_config, scaling):
    model = model_of(tiny_config, rope_scaling=scaling)
    wanted = answer(model)
    fuse_projections(model.to(GPU))
    assert answer(model, prepared=False) == wanted
    assert answer(model) == wanted


def test_graphs_over_many_blocks(tiny_config):
    """From 200 cached tokens past 256 and 512: one captured graph, one answer."""
    model = model_of(tiny_config).to(GPU)
    prompt = [i % 500 for i in range(200)]
    params = SamplingParams(temperature=0, max_tokens=380)
    assert answer(model, prompt, params) == answer(model, prompt, params, prepared=False)


def test_an_engine_is_used_again(tiny_config):
    model = model_of(tiny_config).to(GPU)
    engine = engine_of(model)
    other = [7, 8, 9]
    for prompt in (PROMPT, other, PROMPT, [*PROMPT, 4]):
        got = collect(engine.stream(prompt, GREEDY, Stops()), prompt).token_ids
        assert got == answer(model, prompt, prepared=False)


@pytest.mark.parametrize("greedy", [True, False])
@pytest.mark.parametrize("prepared", [None, False])
@pytest.mark.parametrize(
    "size",
    [CacheSize(300, 16, 40, 64), CacheSize(38, 16, 20, 40), CacheSize(80, 8, 4, 4)],
    ids=["roomy", "preempting", "small steps"],
)
def test_a_batch_gives_what_each_gives_alone(tiny_config, size, prepared, greedy):
    """Overlapped steps, padded graphs, mixed steps, preemption: in float32, against the plain path on the CPU."""
    model = model_of(tiny_config)

    def requests():
        chance = random.Random(1)
        lengths = [(chance.randrange(1, 120), chance.randrange(1, 60)) for _ in range(30)]
        settings = {"temperature": 0} if greedy else {"seed": 5, "top_k": 20}
        return [
            Request(chance.choices(range(500), k=n), SamplingParams(**settings, max_tokens=new), Stops())
            for n, new in lengths
        ]

    wanted = [answers_of(engine_of(model), [request])[0] for request in requests()]
    fuse_projections(model.to(GPU))
    engine = engine_of(model, prepared=prepared, size=size)
    assert answers_of(engine, requests()) == wanted
    assert engine.manager.num_in_use == 0
    if size.num_blocks == 38:
        assert engine.scheduler.num_preemptions


def test_an_abort_in_flight(tiny_config):
    """Given up while its next token is being computed: its blocks go to others, whose answers are theirs."""
    model = fuse_projections(model_of(tiny_config).to(GPU))
    engine = engine_of(model, size=CacheSize(38, 16, 4, 64))
    wanted = answer(model)
    for _ in range(5):
        given_up = Request([9, 8, 7], GREEDY, Stops())
        engine.add(given_up)
        for _ in range(7):
            engine.step()
        engine.abort(given_up)
        assert engine.manager.num_in_use == 0
        assert answers_of(engine, [Request(PROMPT, GREEDY, Stops())]) == [wanted]


def test_a_start_takes_seconds_and_nine_tenths_of_the_card(tiny_config):
    model = fuse_projections(model_of(tiny_config).to(GPU, torch.bfloat16))
    start = time.perf_counter()
    engine = engine_of(model)
    engine.runner.warm_up()
    assert time.perf_counter() - start < 20
    assert len(answers_of(engine, [Request([i], GREEDY, Stops()) for i in range(200)])) == 200
    free, total = torch.cuda.mem_get_info()
    assert free >= 0.08 * total


@pytest.mark.parametrize("dora", [False, True])
@pytest.mark.parametrize("nf4", [False, True])
def test_graphs_with_an_adapter_beside_the_weights(tiny_config, nf4, dora):
    """Where q and v have one, k, gate and up stay apart; the other linears are plain, or NF4."""
    model = model_of(tiny_config)
    if nf4:
        apply_nf4(model)
    apply_lora(model, LoraConfig(rank=4, target_modules=("q_proj", "v_proj", "down_proj"), use_dora=dora))
    init_adapter(model)
    for name, tensor in adapter_tensors(model).items():
        if name.endswith("lora_b"):
            tensor.normal_(std=0.2, generator=torch.Generator().manual_seed(len(name)))
    model.eval()
    for _, module in adapters(model):
        module.fix_norms()
    wanted = answer(model)
    fuse_projections(model.to(GPU))
    assert answer(model, prepared=False) == wanted
    assert answer(model, prepared=True) == wanted


@torch.inference_mode()
def logits_of(llm):
    return llm.model(torch.tensor([PROMPT], device=llm.model.embed.weight.device))[0, -1].float()


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_an_adapter_by_its_folder(tmp_path, dtype):
    base = write_tiny_checkpoint(tmp_path / "tiny")
    adapter = write_tiny_adapter(tmp_path / "adapter", base)
    ways = ({"lora_dir": adapter}, {"lora_dir": adapter, "merge": False}, {"qlora_dir": adapter})
    found = []
    for way in ways:
        llm = LLM(base, dtype=dtype, **way)
        assert all(tensor.is_cuda for tensor in (*llm.model.parameters(), *llm.model.buffers()))
        found.append(logits_of(llm))
        assert llm.generate(PROMPT, GREEDY)[0].usage.completion_tokens > 1
    on_cpu = logits_of(LLM(base, dtype=dtype, device="cpu", qlora_dir=adapter))
    tolerance = 1e-3 if dtype == "float32" else 0.06
    for one, other in ((found[0], found[1]), (found[2].cpu(), on_cpu)):
        assert (one - other).norm() < tolerance * other.norm()


def test_layers_on_gpu_and_cpu(tiny_config):
    model = model_of(tiny_config)
    wanted = answer(model)
    gpu, cpu = torch.device(GPU), torch.device(CPU)
    model.embed.to(gpu), model.layers[0].to(gpu)
    place_layers(model, Placement([gpu, cpu], cpu, "", 0))
    assert answer(model) == wanted


def test_seed_and_precision(tmp_path):
    folder = write_tiny_checkpoint(tmp_path / "tiny")
    params = SamplingParams(seed=3, top_p=0.9, max_tokens=20)
    for dtype in ("float32", "bfloat16", "float16"):
        llm = LLM(folder, dtype=dtype)
        assert llm.model.embed.weight.is_cuda
        (once,), (again,) = llm.generate("北京", params), llm.generate("北京", params)
        assert once.token_ids == again.token_ids


def test_all_devices(tmp_path, capsys):
    folder = write_tiny_checkpoint(tmp_path / "tiny")
    (wanted,) = LLM(folder, device="cpu").generate("北京", GREEDY)
    (got,) = LLM(folder, all_devices=True).generate("北京", GREEDY)
    assert got.token_ids == wanted.token_ids
    assert "layers" in capsys.readouterr().err
