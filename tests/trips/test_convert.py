"""`aquila2 convert` through the command line: each form in, each form out, and everything a user can get wrong."""

import json
import os
import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

from aquila2.chat.templates import get_template, load_template
from aquila2.checkpoint.checkpoint import read_config
from aquila2.checkpoint.gguf import read_gguf
from aquila2.checkpoint.shards import iter_tensors
from aquila2.cli import main
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_checkpoint import write_tiny_checkpoint

TEXT = "请给出10个要到北京旅游的理由。 query again 4567<|endofpiece|>"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A small Aquila model in float16-exact float32, with the template whose stops are special tokens."""
    folder = write_tiny_checkpoint(tmp_path_factory.mktemp("models") / "tiny", "aquila-v2", num_kv_heads=2)
    tensors = {name: tensor.half().float() for name, tensor in load_file(folder / "model.safetensors").items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


@pytest.fixture
def convert(capsys):
    def run(*words):
        assert main(["convert", *map(str, words), "--json"]) == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        return json.loads(shown.out.splitlines()[-1])

    return run


def tensors_of(folder):
    return dict(iter_tensors(folder))


def assert_same_tensors(one, other):
    assert set(one) == set(other)
    for name, tensor in one.items():
        assert tensor.dtype == other[name].dtype, name
        assert torch.equal(tensor, other[name]), name


def assert_talks_the_same(folder, model):
    """The same ids, template, stops and special tokens as the model it was made from."""
    ours, theirs = Tokenizer.load(folder), Tokenizer.load(model)
    assert ours.encode(TEXT, allow_special=True) == theirs.encode(TEXT, allow_special=True)
    assert ours.special_tokens == theirs.special_tokens
    assert ours.roles == theirs.roles
    assert load_template(folder) == load_template(model) == get_template("aquila-v2")
    generation = json.loads((folder / "generation_config.json").read_text())
    specials = theirs.special_tokens
    ends = {specials[t] for t in ("</s>", "<|endoftext|>", "<|startofpiece|>", "<|endofpiece|>")}
    assert generation["eos_token_id"][0] == theirs.eos_id
    assert set(generation["eos_token_id"]) == ends
    config = read_config(folder)
    assert (config.bos_token_id, config.eos_token_id, config.pad_token_id) == (
        theirs.bos_id, theirs.eos_id, theirs.pad_id,
    )  # fmt: skip


def test_safetensors_to_shards(convert, model, tmp_path):
    out = tmp_path / "out"
    result = convert(f"model={model}", f"out={out}", "max_shard_size=100KB")
    assert result["to"] == "safetensors"
    assert result["dtype"] == "float32"
    assert result["parameters"] == read_config(model).num_parameters
    assert result["bytes"] == sum(path.stat().st_size for path in out.iterdir())
    assert len(list(out.glob("model-*.safetensors"))) > 3
    assert_same_tensors(tensors_of(out), tensors_of(model))
    assert_talks_the_same(out, model)
    assert read_config(out) == read_config(model)


def test_bin_to_safetensors(convert, model, tmp_path):
    source, out = tmp_path / "bin", tmp_path / "out"
    shutil.copytree(model, source)
    tensors = load_file(source / "model.safetensors")
    (source / "model.safetensors").unlink()
    inv_freq = {"model.layers.0.self_attn.rotary_emb.inv_freq": torch.ones(8)}
    torch.save({**tensors, **inv_freq}, source / "pytorch_model.bin")
    convert(f"model={source}", f"out={out}")
    assert_same_tensors(tensors_of(out), tensors)
    assert_talks_the_same(out, model)


def test_dtype(convert, model, tmp_path):
    result = convert(f"model={model}", f"out={tmp_path / 'out'}", "dtype=bfloat16")
    assert result["dtype"] == read_config(tmp_path / "out").dtype == "bfloat16"
    expected = {name: tensor.bfloat16() for name, tensor in tensors_of(model).items()}
    assert_same_tensors(tensors_of(tmp_path / "out"), expected)


def test_plain_llama_is_read_by_transformers_alone(convert, model, tmp_path):
    transformers = pytest.importorskip("transformers")
    from aquila2.recipes.build import load

    out = tmp_path / "out"
    convert(f"model={model}", f"out={out}", "to=llama", "max_shard_size=200KB")
    theirs = transformers.AutoModelForCausalLM.from_pretrained(out)
    assert type(theirs) is transformers.LlamaForCausalLM
    assert theirs.dtype == torch.float32
    ours = load(model, device="cpu")
    ids = torch.tensor([ours.tokenizer.encode(TEXT, allow_special=True)])
    with torch.no_grad():
        torch.testing.assert_close(theirs(ids).logits, ours.model(ids), rtol=0, atol=1e-4)
    assert set(theirs.generation_config.eos_token_id) == set(ours.stops.ids)
    tokenizer = transformers.AutoTokenizer.from_pretrained(out)
    assert tokenizer(TEXT).input_ids == ids[0].tolist()
    messages = [{"role": "user", "content": "北京"}]
    rendered = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    assert rendered.endswith("<|startofpiece|>北京<|endofpiece|>")


def test_gguf_f16_and_back(convert, model, tmp_path):
    path, out = tmp_path / "m.gguf", tmp_path / "out"
    result = convert(f"model={model}", f"out={path}")
    assert result["to"] == "gguf"
    assert result["outtype"] == "f16"
    assert result["bytes"] == path.stat().st_size
    written = read_gguf(path)
    assert written.vocab.pre == "gpt-2"
    assert written.name == "tiny"
    result = convert(f"model={path}", f"out={out}")
    assert result["dtype"] == "float16"
    # the weights were made exact in float16
    expected = {name: tensor.half() for name, tensor in tensors_of(model).items()}
    assert_same_tensors(tensors_of(out), expected)
    assert_talks_the_same(out, model)
    assert read_config(out) == read_config(model).replace(model_type="llama", dtype="float16", init_std=0.02)


def test_gguf_says_every_token_that_ends_an_answer(model, tmp_path, capsys):
    """llama.cpp knows `<|endoftext|>` by its name; the others have to be said, and what cannot be is told."""
    gguf = pytest.importorskip("gguf")
    assert main(["convert", f"model={model}", f"out={tmp_path / 'm.gguf'}"]) == 0
    fields = gguf.GGUFReader(tmp_path / "m.gguf").fields
    specials = Tokenizer.load(model).special_tokens
    ends = {fields[f"tokenizer.ggml.{key}_token_id"].contents() for key in ("eos", "eot", "eom")}
    assert ends == {specials[token] for token in ("</s>", "<|startofpiece|>", "<|endofpiece|>")}
    capsys.readouterr()
    other = write_tiny_checkpoint(tmp_path / "other", "aquila-chat")
    assert main(["convert", f"model={other}", f"out={tmp_path / 'o.gguf'}"]) == 0
    assert "a GGUF has no place for ###" in capsys.readouterr().err
    assert "tokenizer.ggml.eot_token_id" not in gguf.GGUFReader(tmp_path / "o.gguf").fields


def test_gguf_q8_0(convert, model, tmp_path):
    path, out = tmp_path / "m.gguf", tmp_path / "out"
    assert convert(f"model={model}", f"out={path}", "to=gguf", "outtype=q8_0")["outtype"] == "q8_0"
    convert(f"model={path}", f"out={out}", "dtype=float32")
    for name, tensor in tensors_of(out).items():
        original = tensors_of(model)[name]
        # half a step of rounding, and the scale's own rounding to float16 times 127 steps
        assert (tensor - original).abs().max() <= original.abs().max() / 127 * (0.5 + 127 / 2048), name


def test_overwrite(convert, model, tmp_path):
    out = tmp_path / "out"
    convert(f"model={model}", f"out={out}", "max_shard_size=100KB")
    convert(f"model={model}", f"out={out}", "overwrite=true")
    assert [path.name for path in out.glob("*.safetensors*")] == ["model.safetensors"]
    for _ in range(2):
        convert(f"model={model}", f"out={tmp_path / 'm.gguf'}", "overwrite=true")


class TestWrongInput:
    @pytest.fixture(autouse=True)
    def surroundings(self, tmp_path, model, monkeypatch):
        monkeypatch.chdir(tmp_path)
        shutil.copytree(model, "model")
        (tmp_path / "notes").mkdir()
        (tmp_path / "notes" / "diary.txt").write_text("dear diary")
        (tmp_path / "old.gguf").write_bytes(b"GGUF, a broken one")
        (tmp_path / "plain.txt").write_text("hello")
        (tmp_path / "folder.gguf").mkdir()

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ("model=nowhere/at/all out=o", "nowhere/at/all"),
            ("model=plain.txt out=o", "no GGUF"),
            ("model=old.gguf out=o", "old.gguf is truncated or damaged"),
            ("model=notes out=o", "no config.json"),
            ("model=model", "out="),
            ("out=o", "model="),
            ("model=model out=o to=onnx", "choose one of safetensors, llama, gguf"),
            ("model=model out=o dtype=int8", "choose one of auto, float32, bfloat16, float16"),
            ("model=model out=o.gguf outtype=q4_0", "choose one of f16, q8_0"),
            ("model=model out=o.gguf dtype=bfloat16", "outtype="),
            ("model=model out=o.gguf max_shard_size=1GB", "one file"),
            ("model=model out=o outtype=f16", "outtype=f16 is for GGUF"),
            ("model=model out=o to=gguf", "ends in .gguf"),
            ("model=model out=o.gguf to=llama", "ends in .gguf"),
            ("model=model out=o max_shard_size=much", "max_shard_size=much"),
            ("model=model out=o max_shard_size=0GB", "max_shard_size=0GB"),
            ("model=model out=old.gguf", "already there"),
            ("model=model out=notes", "already there"),
            ("model=model out=notes overwrite=true", "no checkpoint"),
            ("model=model out=plain.txt overwrite=true", "is a file"),
            ("model=model out=folder.gguf", "is a folder"),
            ("model=model out=model overwrite=true", "which is read: choose another place"),
            ("model=model out=. overwrite=true", "which is read: choose another place"),
            ("model=old.gguf out=old.gguf overwrite=true", "which is read: choose another place"),
            ("model=model out=o overwrit=true", "did you mean 'overwrite'"),
        ],
    )
    def test_one_line_and_exit_2(self, tmp_path, capsys, words, message):
        before = sorted(tmp_path.rglob("*"))
        assert main(["convert", *words.split()]) == 2
        shown = capsys.readouterr()
        assert message in shown.err
        assert len(shown.err.splitlines()) == 1
        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.parametrize("words", ["out=o to=llama", "out=o.gguf"])
    def test_a_rerun_replaces_its_result_and_nothing_else(self, tmp_path, capsys, words):
        command = ["convert", "model=model", *words.split()]
        assert main(command) == 0
        assert main(command) == 0
        other = "dtype=float16" if "llama" in words else "outtype=q8_0"
        assert main([*command, other]) == 2
        assert "already there" in capsys.readouterr().err
        (tmp_path / "model" / "config.json").touch()
        os.utime(tmp_path / "model" / "config.json", ns=(1, 1))
        assert main(command) == 2  # the input is no longer the same

    def test_a_checkpoint_without_a_tokenizer(self, tmp_path, capsys):
        (tmp_path / "model" / "tokenizer.json").unlink()
        (tmp_path / "model" / "vocab.json").unlink()
        assert main(["convert", "model=model", "out=o"]) == 2
        assert "no tokenizer" in capsys.readouterr().err
        assert not (tmp_path / "o").exists()

    def test_a_truncated_shard(self, tmp_path, capsys):
        path = tmp_path / "model" / "model.safetensors"
        path.write_bytes(path.read_bytes()[:1000])
        assert main(["convert", "model=model", "out=o"]) == 2
        assert "model.safetensors is truncated or damaged" in capsys.readouterr().err
