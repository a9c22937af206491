"""An adapter after its training, through the command line: asked beside its base, merged, described, refused."""

import json
import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

from aquila2 import LLM, AutoLoader, SamplingParams
from aquila2.chat.templates import load_template
from aquila2.checkpoint.shards import iter_tensors
from aquila2.cli import main
from aquila2.kernels.nf4 import dequantize_nf4, quantize_nf4
from aquila2.lora.layer import LoraConfig, LoraLinear
from aquila2.model.layers import Linear
from aquila2.quant.nf4 import Nf4Linear
from tests.tiny_adapter import write_tiny_adapter
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_engine import engine_logits

IDS = [5, 90, 33, 7, 210, 61]
DORA = LoraConfig(rank=3, alpha=6, target_modules="all-linear", use_dora=True, dropout=0.0)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return write_tiny_checkpoint(tmp_path_factory.mktemp("models") / "tiny", "aquila-v1")


@pytest.fixture(scope="module")
def adapter(base, tmp_path_factory):
    """Made with another template than the base carries."""
    return write_tiny_adapter(tmp_path_factory.mktemp("adapters") / "adapter", base, template="aquila-v2")


@pytest.fixture
def aquila2(capsys):
    def run(*words):
        capsys.readouterr()
        assert main([*map(str, words), "--json"]) == 0
        shown = capsys.readouterr()
        return json.loads(shown.out.splitlines()[-1]), shown.err

    return run


def logits(folder, **settings):
    """Of a prompt, then of a token more, [2, V]: the second is a decode step."""
    llm = LLM(folder, max_model_len=64, **settings)
    return engine_logits(llm.engine, IDS, [11]), llm


def test_asked_beside_its_base_it_says_what_the_merged_model_says(aquila2, base, adapter, tmp_path):
    question = ("prompt=北京", "temperature=0", "max_tokens=12")
    plain, _ = aquila2("chat", f"model={base}", *question)
    beside, _ = aquila2("chat", f"model={base}", f"lora_dir={adapter}", "merge=false", *question)
    into, _ = aquila2("chat", f"model={base}", f"lora_dir={adapter}", *question)
    merged, said = aquila2("merge", f"model={base}", f"lora_dir={adapter}", f"out={tmp_path / 'm'}")
    assert said == ""
    assert {"out", "bytes", "seconds", "version"} <= set(merged)
    assert (merged["onto"], merged["kept"]) == ("original", 1.0)
    assert merged["bytes"] == sum(path.stat().st_size for path in (tmp_path / "m").iterdir())
    whole, _ = aquila2("chat", f"model={tmp_path / 'm'}", *question)
    assert beside["text"] == into["text"] == whole["text"] != plain["text"]
    # the adapter's template, not the base's; the merged model carries it
    assert beside["usage"]["prompt_tokens"] == whole["usage"]["prompt_tokens"] > plain["usage"]["prompt_tokens"]
    assert load_template(tmp_path / "m").name == "aquila-v2"
    assert {"base", "adapter", "model"} <= set(json.loads((tmp_path / "m" / "aquila2.json").read_text()))


@pytest.mark.parametrize("config", [None, DORA], ids=["lora", "dora"])
def test_merged_logits_are_the_unmerged(base, tmp_path, aquila2, config):
    adapter = write_tiny_adapter(tmp_path / "a", base, **({"config": config} if config else {}))
    unmerged, llm = logits(base, lora_dir=adapter, merge=False)
    assert isinstance(llm.model.layers[0].attention.q_proj, LoraLinear)
    merged, llm = logits(base, lora_dir=adapter)
    assert not any(isinstance(module, LoraLinear) for module in llm.model.modules())
    torch.testing.assert_close(merged, unmerged, rtol=0, atol=2e-4)
    aquila2("merge", f"lora_dir={adapter}", f"out={tmp_path / 'm'}", "max_shard_size=100KB")
    again, _ = logits(tmp_path / "m")
    torch.testing.assert_close(again, merged, rtol=0, atol=1e-5)
    assert (merged - logits(base)[0]).abs().max() > 0.5


def test_what_sixteen_bits_would_round_away_stays_beside(tmp_path, aquila2, capsys):
    low = write_tiny_checkpoint(tmp_path / "low", dtype="bfloat16")
    strong = write_tiny_adapter(tmp_path / "strong", low)
    adapter = write_tiny_adapter(tmp_path / "a", low, std=0.01)

    def kind(**settings):
        return type(LLM(low, max_model_len=64, **settings).model.layers[1].mlp.down_proj)

    assert kind(lora_dir=strong) is Linear
    assert capsys.readouterr().err == ""
    assert kind(lora_dir=adapter, merge=True) is Linear
    assert kind(lora_dir=adapter) is LoraLinear
    assert "a stays beside the weights, which is slower: rounding to bfloat16 would" in capsys.readouterr().err
    result, said = aquila2("merge", f"lora_dir={adapter}", f"out={tmp_path / 'm'}")
    assert 0.01 < result["kept"] < 0.9
    assert f"rounding left {100 * result['kept']:.0f} % of what the adapter adds" in said
    exact, said = aquila2("merge", f"lora_dir={adapter}", f"out={tmp_path / 'e'}", "dtype=float32")
    assert exact["kept"] == 1.0
    assert "rounding" not in said
    assert dict(iter_tensors(tmp_path / "e"))["model.layers.0.self_attn.q_proj.weight"].dtype is torch.float32


def test_an_adapter_made_on_nf4(base, tmp_path, aquila2):
    """Beside a base in NF4; merged into what NF4 gives back, in the matrices that have no adapter too."""
    adapter = write_tiny_adapter(tmp_path / "a", base, nf4=True)
    beside, llm = logits(base, qlora_dir=adapter)
    assert isinstance(llm.model.layers[0].attention.k_proj, Nf4Linear)
    assert isinstance(llm.model.layers[0].attention.q_proj.base, Nf4Linear)
    merged, _ = aquila2("merge", f"lora_dir={adapter}", f"out={tmp_path / 'm'}")
    assert merged["onto"] == "nf4"
    torch.testing.assert_close(logits(tmp_path / "m")[0], beside, rtol=0, atol=2e-4)
    before, after = dict(iter_tensors(base)), dict(iter_tensors(tmp_path / "m"))
    name = "model.layers.0.self_attn.k_proj.weight"
    assert torch.equal(after[name], dequantize_nf4(quantize_nf4(before[name]), before[name].shape, torch.float32))
    assert torch.equal(after["model.embed_tokens.weight"], before["model.embed_tokens.weight"])
    original, said = aquila2("merge", f"qlora_dir={adapter}", f"out={tmp_path / 'o'}", "onto=original")
    assert original["onto"] == "original"
    assert "made on the base's nf4 weights and is merged onto original: onto=nf4" in said
    assert torch.equal(dict(iter_tensors(tmp_path / "o"))[name], before[name])


def test_auto_loader_takes_both_folders(base, adapter, tmp_path, capsys):
    def answer(**settings):
        loader = AutoLoader("aquila2", model_name=base, device="cpu", **settings)
        return loader.get_model().predict("北京", tokenizer=loader.get_tokenizer(), max_gen_len=5, temperature=0)

    question = [{"role": "user", "content": "北京"}]
    greedy = SamplingParams(temperature=0, max_tokens=5)
    assert answer(lora_dir=adapter) == LLM(base, lora_dir=adapter).chat(question, greedy)[0].text != answer()
    on_nf4 = write_tiny_adapter(tmp_path / "a", base, nf4=True)
    assert capsys.readouterr().err == ""
    assert answer(qlora_dir=on_nf4) == LLM(base, qlora_dir=on_nf4).chat(question, greedy)[0].text
    assert capsys.readouterr().err == ""
    LLM(base, lora_dir=on_nf4)
    assert "was made on a base in NF4: qlora_dir=" in capsys.readouterr().err
    LLM(base, qlora_dir=adapter)
    assert "not quantized: lora_dir=" in capsys.readouterr().err


def test_the_base_may_be_left_to_the_adapter(base, adapter, aquila2):
    words = ("prompt=北京", "temperature=0", "max_tokens=3")
    named, said = aquila2("chat", f"lora_dir={adapter}", *words)
    assert said == f"{adapter} was made on {base}: model={base}\n"
    assert named["text"] == aquila2("chat", f"model={base}", f"lora_dir={adapter}", *words)[0]["text"]


def test_another_template_is_taken_when_asked_for(base, adapter, aquila2):
    words = ("prompt=北京", "temperature=0", "max_tokens=3", f"model={base}", f"lora_dir={adapter}")
    asked, said = aquila2("chat", *words, "template=aquila-v1")
    assert said == f"{adapter} was made with the template aquila-v2, not with the one that template= names\n"
    assert asked["usage"]["prompt_tokens"] < aquila2("chat", *words)[0]["usage"]["prompt_tokens"]
    assert aquila2("chat", *words, "template=aquila-v2")[1] == ""


def test_a_merged_model_answers_in_transformers_as_peft_has_it(base, tmp_path, aquila2):
    peft, transformers = pytest.importorskip("peft"), pytest.importorskip("transformers")
    llama = write_tiny_checkpoint(tmp_path / "llama", model_type="llama")
    adapter = write_tiny_adapter(tmp_path / "a", llama)
    theirs = transformers.AutoModelForCausalLM.from_pretrained(llama, dtype=torch.float32)
    theirs = peft.PeftModel.from_pretrained(theirs, adapter).merge_and_unload()
    aquila2("merge", f"lora_dir={adapter}", f"out={tmp_path / 'm'}")
    ours = transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "m", dtype=torch.float32)
    ids = torch.tensor([IDS])
    with torch.no_grad():
        torch.testing.assert_close(ours(ids).logits, theirs(ids).logits, rtol=0, atol=1e-5)
    assert transformers.AutoTokenizer.from_pretrained(tmp_path / "m").chat_template == load_template(llama).to_jinja()


def test_info_says_what_an_adapter_is(base, adapter, aquila2, capsys):
    about, _ = aquila2("info", f"model={adapter}")
    assert about["base"] == str(base)
    assert (about["kind"], about["rank"], about["scale"], about["template"]) == ("LoRA", 4, 2.0, "aquila-v2")
    assert about["target_modules"] == ["q_proj", "v_proj", "down_proj"]
    assert about["parameters"] == 2 * 4 * ((64 + 64) + (64 + 32) + (128 + 64))
    assert main(["info", f"model={adapter}", "template=aquila-v1"]) == 2
    assert "is an adapter" in capsys.readouterr().err
    assert main(["info", f"model={adapter}"]) == 0
    assert "target modules" in capsys.readouterr().out


def test_a_rerun_replaces_its_result_and_nothing_else(base, adapter, tmp_path, aquila2, capsys):
    words = ["merge", f"model={base}", f"lora_dir={adapter}", f"out={tmp_path / 'm'}"]
    for _ in range(2):
        aquila2(*words)
    assert main([*words, "dtype=bfloat16"]) == 2
    assert "already there" in capsys.readouterr().err
    aquila2(*words, "dtype=bfloat16", "overwrite=true")


def without(folder, name):
    (folder / name).unlink()


def edit(folder, name, **changes):
    path = folder / name
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def spoil(folder, change):
    path = folder / "adapter_model.safetensors"
    tensors = load_file(path)
    change(tensors)
    save_file(tensors, path)


A = "base_model.model.model.layers.1.self_attn.v_proj.lora_A.weight"


@pytest.mark.parametrize(
    ("damage", "words", "says"),
    [
        (lambda f: without(f, "adapter_config.json"), "", "no adapter_config.json"),
        (lambda f: without(f, "adapter_model.safetensors"), "", "no adapter_model.safetensors"),
        (lambda f: spoil(f, lambda t: t.update({A: t[A][:, :9].clone()})), "", "v_proj.lora_A.weight is [4, 9]"),
        (lambda f: spoil(f, lambda t: t[A].view(-1)[3:4].fill_(float("nan"))), "", f"hold NaN or infinity ({A})"),
        (lambda f: edit(f, "aquila2_adapter.json", base="0" * 64), "", "made on another base"),
        (lambda f: edit(f, "aquila2_adapter.json", special_tokens={"<s>": 1}), "", "<s> was 1 and is none"),
        (lambda f: edit(f, "aquila2_adapter.json", template_sha256="0" * 64), "", "say template=NAME"),
        (lambda f: edit(f, "aquila2_adapter.json", quantized="int3"), "", "'int3', which is not known"),
        (lambda f: None, "qlora_dir=adapter", "lora_dir= and qlora_dir= are both given"),
        (lambda f: None, "model=nowhere", "model=nowhere"),
        (lambda f: None, "model=adapter", "model=adapter is an adapter: give its base"),
        (lambda f: edit(f, "adapter_config.json", base_model_name_or_path=None), "model=", "say model="),
        (lambda f: edit(f, "adapter_config.json", base_model_name_or_path="gone/away"), "model=", "gone/away, which"),
    ],
)
@pytest.mark.parametrize("command", ["chat prompt=x max_tokens=2", "merge out=m"])
def test_a_wrong_input_is_one_line_and_exit_2(
    base, adapter, tmp_path, monkeypatch, capsys, command, damage, words, says
):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(adapter, "adapter")
    damage(tmp_path / "adapter")
    model = [] if words.startswith("model=") else [f"model={base}"]
    given = [word for word in words.split() if word != "model="]
    assert main([*command.split(), "lora_dir=adapter", *model, *given]) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.err.count("\n") == 1
    assert shown.out == ""
    assert not (tmp_path / "m").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("merge out=m", "no adapter: say lora_dir=DIR"),
        ("merge lora_dir=adapter out=adapter overwrite=true", "would replace adapter, which is read"),
        ("merge lora_dir=adapter out=m dtype=int8", "dtype"),
        ("merge lora_dir=adapter out=m device=cuda:77", "cuda:77"),
        ("merge lora_dir=adapter out=m max_shard_size=much", "max_shard_size=much"),
        ("chat prompt=x merge=true", "merge=true is for lora_dir="),
        ("chat prompt=x merge=false qlora_dir=adapter", "merge=false is for lora_dir="),
        ("chat prompt=x lora_dir=nowhere", "no such folder: nowhere"),
        ("chat prompt=x qlora_dir=.", "no adapter_config.json"),
    ],
)
def test_settings_that_do_not_fit(base, adapter, tmp_path, monkeypatch, capsys, words, says):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(adapter, "adapter")
    assert main([*words.split(), f"model={base}"]) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.err.count("\n") == 1


def test_numbers_beyond_the_format_are_refused_and_leave_nothing(base, tmp_path, capsys):
    adapter = write_tiny_adapter(tmp_path / "a", base, std=300.0)
    assert main(["merge", f"lora_dir={adapter}", f"out={tmp_path / 'm'}", "dtype=float16"]) == 2
    assert "merged, goes beyond the range of float16: say dtype=float32" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()


def test_an_adapter_that_changes_nothing_gets_a_note(base, tmp_path, aquila2):
    adapter = write_tiny_adapter(tmp_path / "a", base)
    spoil(adapter, lambda tensors: [tensor.zero_() for name, tensor in tensors.items() if "lora_B" in name])
    result, said = aquila2("merge", f"lora_dir={adapter}", f"model={base}", f"out={tmp_path / 'm'}")
    assert result["kept"] is None
    assert said == f"{adapter}: every B of the adapter is zero, so it changes nothing: was it trained?\n"
    before, after = dict(iter_tensors(base)), dict(iter_tensors(tmp_path / "m"))
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())


def test_pefts_adapter_passes_with_a_note(base, adapter, tmp_path, aquila2):
    shutil.copytree(adapter, tmp_path / "a")
    without(tmp_path / "a", "aquila2_adapter.json")
    _, said = aquila2("chat", f"model={base}", f"lora_dir={tmp_path / 'a'}", "prompt=x", "max_tokens=2")
    assert "does not say which weights it was made on" in said
