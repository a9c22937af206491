"""GGUF: every form is read in the right order of rows, what is written is read back, each mistake is named."""

import sys

import numpy as np
import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.checkpoint.checkpoint import expected_shapes, select_tensors
from aquila2.checkpoint.gguf import is_gguf, read_gguf, write_gguf
from aquila2.checkpoint.gguf_vocab import CONTROL, NORMAL, UNUSED, GgufVocab
from aquila2.model.config import RopeScaling

gguf = pytest.importorskip("gguf")


@pytest.fixture
def config(config):
    return config.replace(model_type="llama", init_std=0.02, bos_token_id=0, eos_token_id=1, pad_token_id=1)


@pytest.fixture
def vocab(config):
    tokens = [f"t{i}" for i in range(config.vocab_size)]
    kinds = [CONTROL, CONTROL] + [NORMAL] * (config.vocab_size - 2)
    return GgufVocab(
        tokens, kinds, ["t2 t3"], "gpt-2", {"bos_token": 0, "eos_token": 1, "pad_token": 1}, "{{ messages }}"
    )


@pytest.fixture
def tensors(config):
    generator = torch.Generator().manual_seed(3)
    return {name: torch.randn(shape, generator=generator) for name, shape in expected_shapes(config).items()}


def read_all(path, config):
    model = read_gguf(path)
    return {name: t.read() for name, t in select_tensors(model.tensors, expected_shapes(config), str(path)).items()}


def test_f16_comes_back_rounded_to_float16(tmp_path, config, vocab, tensors):
    path = tmp_path / "m.gguf"
    counted = []
    write_gguf(path, config, tensors, vocab, name="a model", advance=counted.append)
    model = read_gguf(path)
    assert model.config == config.replace(dtype="float16")
    assert model.vocab == vocab
    assert model.name == "a model"
    assert sum(counted) == config.num_parameters
    for name, tensor in read_all(path, config).items():
        assert torch.equal(tensor, tensors[name].half() if tensor.ndim > 1 else tensors[name]), name


def test_q8_0_comes_back_within_its_step(tmp_path, config, vocab, tensors):
    path = tmp_path / "m.gguf"
    write_gguf(path, config, tensors, vocab, outtype="q8_0")
    assert read_gguf(path).config.dtype == "bfloat16"
    for name, tensor in read_all(path, config).items():
        if tensor.ndim == 1:
            assert torch.equal(tensor, tensors[name]), name
            continue
        blocks, original = tensor.reshape(-1, 32), tensors[name].reshape(-1, 32)
        step = original.abs().amax(1, keepdim=True) / 127
        # half a step of rounding, and the scale's own rounding to float16 (11 bits) times 127 steps
        assert ((blocks - original).abs() <= step * (0.5 + 127 / 2048) + 1e-7).all(), name
        assert (blocks != original).any(), name


def test_a_row_no_multiple_of_32_stays_f16_in_a_q8_0_file(tmp_path, config, vocab):
    config = config.replace(intermediate_size=100)
    generator = torch.Generator().manual_seed(4)
    tensors = {name: torch.randn(shape, generator=generator) for name, shape in expected_shapes(config).items()}
    write_gguf(tmp_path / "m.gguf", config, tensors, vocab, outtype="q8_0")
    kinds = {t.name: t.tensor_type.name for t in gguf.GGUFReader(tmp_path / "m.gguf").tensors}
    assert kinds["blk.0.ffn_down.weight"] == "F16"
    assert kinds["blk.0.ffn_up.weight"] == "Q8_0"
    assert kinds["blk.0.ffn_norm.weight"] == "F32"
    down = "model.layers.0.mlp.down_proj.weight"
    assert torch.equal(read_all(tmp_path / "m.gguf", config)[down], tensors[down].half())


def test_tied_embeddings_stay_tied(tmp_path, config, vocab):
    config = config.replace(tie_embeddings=True)
    tensors = {name: torch.ones(shape) for name, shape in expected_shapes(config).items()}
    write_gguf(tmp_path / "m.gguf", config, tensors, vocab)
    assert "output.weight" not in {t.name for t in gguf.GGUFReader(tmp_path / "m.gguf").tensors}
    assert read_gguf(tmp_path / "m.gguf").config.tie_embeddings


@pytest.mark.parametrize(
    "scaling",
    [
        RopeScaling("linear", 8.0),
        RopeScaling("yarn", 4.0, original_context_length=32),
        RopeScaling("yarn", 4.0, original_context_length=32, attention_factor=1.25),
    ],
)
def test_rope_scaling_comes_back(tmp_path, config, vocab, tensors, scaling):
    write_gguf(tmp_path / "m.gguf", config.replace(rope_scaling=scaling), tensors, vocab)
    read = read_gguf(tmp_path / "m.gguf").config.rope_scaling
    factor = read.attention_factor
    assert factor == scaling.attention_factor or factor == pytest.approx(scaling.attention_factor, rel=1e-6)
    assert read == RopeScaling(**{**vars(scaling), "attention_factor": factor})


FORMS = ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_XS"]


@pytest.mark.filterwarnings("ignore:invalid value")  # random bytes make scales that are no numbers
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_with_its_rows_in_order(tmp_path, config, vocab, form):
    """Random bytes of each form, dequantized by the library as a whole, then its rows moved one by one."""
    config = config.replace(hidden_size=256, head_dim=8, num_heads=4, num_kv_heads=2)
    kind = gguf.GGMLQuantizationType[form]
    rng = np.random.default_rng(0)
    raw = {
        name: rng.integers(0, 256, gguf.quant_shape_to_byte_shape((rows, 256), kind), dtype=np.uint8)
        for name, rows in (("token_embd", 96), ("blk.0.attn_q", 32), ("blk.0.attn_k", 16), ("blk.0.attn_v", 16))
    }
    write_by_hand(tmp_path / "m.gguf", config, raw, kind)
    tensors = read_gguf(tmp_path / "m.gguf").tensors

    def expected(name):
        if form == "BF16":
            return torch.from_numpy(raw[name]).view(torch.bfloat16)
        whole = torch.from_numpy(gguf.dequantize(raw[name], kind))
        return whole.half() if form == "F16" else whole

    def equal(one, other):
        return one.dtype == other.dtype and torch.allclose(one, other, rtol=0, atol=0, equal_nan=True)

    assert equal(tensors["model.embed_tokens.weight"].read(), expected("token_embd"))
    assert equal(tensors["model.layers.0.self_attn.v_proj.weight"].read(), expected("blk.0.attn_v"))
    for name, heads in (("q", 4), ("k", 2)):
        pairs, halves = expected(f"blk.0.attn_{name}"), tensors[f"model.layers.0.self_attn.{name}_proj.weight"].read()
        for head in range(heads):
            for i in range(4):
                assert equal(halves[8 * head + i], pairs[8 * head + 2 * i])
                assert equal(halves[8 * head + 4 + i], pairs[8 * head + 2 * i + 1])


def write_by_hand(path, config, raw, kind, **fields):
    writer = gguf.GGUFWriter(path, fields.pop("architecture", "llama"))
    values = {
        "embedding_length": config.hidden_size,
        "block_count": 1,
        "feed_forward_length": 64,
        "context_length": 64,
        "attention.head_count": config.num_heads,
        "attention.head_count_kv": config.num_kv_heads,
        "attention.key_length": config.head_dim,
        **fields.pop("values", {}),
    }
    for key, value in values.items():
        if isinstance(value, float):
            writer.add_float32(f"llama.{key}", value)
        elif value is not None:
            writer.add_uint32(f"llama.{key}", value)
    writer.add_float32("llama.attention.layer_norm_rms_epsilon", 1e-5)
    for key, value in fields.items():
        writer.add_string(key.replace("__", "."), value)
    if "tokenizer__ggml__model" not in fields:
        writer.add_tokenizer_model("gpt2")
    writer.add_token_list(["a", "b"])
    for name, data in raw.items():
        writer.add_tensor(f"{name}.weight", data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


F32 = gguf.GGMLQuantizationType.F32


def test_yarn_as_others_write_it(tmp_path, config):
    values = {"rope.scaling.factor": 4.0, "rope.scaling.yarn_beta_fast": 16.0, "rope.scaling.yarn_beta_slow": 2.0}
    embedding = np.zeros((2, 64 * 4), np.uint8)
    fields = {"values": values, "llama__rope__scaling__type": "yarn"}
    write_by_hand(tmp_path / "m.gguf", config, {"token_embd": embedding}, F32, **fields)
    # without a length of its own, the context is the one that the model was trained for
    expected = RopeScaling("yarn", 4.0, original_context_length=64, beta_fast=16.0, beta_slow=2.0)
    assert read_gguf(tmp_path / "m.gguf").config.rope_scaling == expected


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"architecture": "qwen2"}, "architecture 'qwen2'"),
            ({"values": {"block_count": None}}, "lacks llama.block_count"),
            ({"values": {"expert_count": 8}}, "llama.expert_count 8 is not supported"),
            ({"values": {"rope.dimension_count": 8}}, "llama.rope.dimension_count 8 is not supported, only 16"),
            ({"tokenizer__ggml__model": "llama"}, "tokenizer of kind 'llama'"),
            ({"llama__rope__scaling__type": "longrope"}, "'longrope' is not supported"),
        ],
    )
    def test_a_model_that_is_not_ours(self, tmp_path, config, fields, words):
        embedding = np.zeros((2, 64 * 4), np.uint8)
        write_by_hand(tmp_path / "m.gguf", config, {"token_embd": embedding}, F32, **fields)
        with pytest.raises(UserError, match=words):
            read_gguf(tmp_path / "m.gguf")

    def test_a_file_without_an_embedding(self, tmp_path, config):
        write_by_hand(tmp_path / "m.gguf", config, {"output": np.zeros((2, 64 * 4), np.uint8)}, F32)
        with pytest.raises(UserError, match=r"no token_embd\.weight"):
            read_gguf(tmp_path / "m.gguf")

    def test_a_tensor_the_model_does_not_have(self, tmp_path, config, vocab, tensors):
        write_gguf(tmp_path / "m.gguf", config, tensors, vocab)
        model = read_gguf(tmp_path / "m.gguf")
        shapes = expected_shapes(config.replace(num_layers=1))
        with pytest.raises(UserError, match=r"9 unknown \(model\.layers\.1\."):
            select_tensors(model.tensors, shapes, "m.gguf")

    @pytest.mark.parametrize("keep", [0.02, 0.3, 0.95])
    def test_a_truncated_file(self, tmp_path, config, vocab, tensors, keep):
        path = tmp_path / "m.gguf"
        write_gguf(path, config, tensors, vocab)
        path.write_bytes(path.read_bytes()[: int(keep * path.stat().st_size)])
        with pytest.raises(UserError, match="truncated or damaged"):
            read_gguf(path)

    def test_no_gguf_file(self, tmp_path):
        (tmp_path / "m.gguf").write_text("hello")
        assert not is_gguf(tmp_path / "m.gguf")
        assert not is_gguf(tmp_path)
        with pytest.raises(UserError, match="is not a GGUF file"):
            read_gguf(tmp_path / "m.gguf")
        with pytest.raises(UserError, match="no such file"):
            read_gguf(tmp_path / "other.gguf")

    def test_without_the_library(self, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "gguf", None)
        with pytest.raises(UserError, match=r"pip install 'aquila2\[gguf\]'"):
            read_gguf(tmp_path / "m.gguf")

    @pytest.mark.parametrize(
        ("scaling", "words"),
        [
            (RopeScaling("dynamic", 2.0), "no dynamic rope scaling"),
            (RopeScaling("yarn", 4.0, 32, beta_fast=16.0), "beta_fast 16 and beta_slow 1 cannot be a GGUF"),
        ],
    )
    def test_rope_scaling_that_llama_cpp_does_not_compute(self, tmp_path, config, vocab, tensors, scaling, words):
        config = config.replace(rope_scaling=scaling)
        with pytest.raises(UserError, match=words):
            write_gguf(tmp_path / "m.gguf", config, tensors, vocab)
        assert not (tmp_path / "m.gguf").exists()

    @pytest.mark.parametrize(("outtype", "value"), [("f16", 65520.0), ("q8_0", 8.4e6), ("f16", float("nan"))])
    def test_a_value_too_large_for_float16(self, tmp_path, config, vocab, tensors, outtype, value):
        name = "model.layers.1.mlp.up_proj.weight"
        tensors[name][3, 5] = value
        with pytest.raises(UserError, match=f"{name} has a value beyond"):
            write_gguf(tmp_path / "m.gguf", config, tensors, vocab, outtype=outtype)
        assert list(tmp_path.iterdir()) == []


TOKENS = ["<|end|>", *"abc0123456789", "Ġ", "ab", "Ġab", "<|user|>", "<|tool|>", "[PAD18]", "[PAD19]"]
KINDS = [CONTROL, *[NORMAL] * 14, NORMAL, NORMAL, CONTROL, 4, UNUSED, UNUSED]


class TestVocab:
    @pytest.fixture
    def vocab(self):
        return GgufVocab(TOKENS, KINDS, ["a b", "Ġ ab"], "smollm", {"eos_token": 0}, None)

    def test_the_tokenizer_encodes(self, vocab):
        tokenizer = vocab.to_tokenizer()
        assert tokenizer.encode("ab ab<|user|>c<|tool|>12<|end|>").tokens == [
            "ab", "Ġab", "<|user|>", "c", "<|tool|>", "1", "2", "<|end|>"
        ]  # fmt: skip
        assert tokenizer.decode(tokenizer.encode("ab ab").ids) == "ab ab"
        added = tokenizer.get_added_tokens_decoder()
        assert {id: (t.content, t.special) for id, t in added.items()} == {
            0: ("<|end|>", True),
            17: ("<|user|>", True),
            18: ("<|tool|>", False),
        }

    def test_it_comes_back_from_the_tokenizer(self, vocab):
        text = vocab.to_tokenizer().to_str()
        back = GgufVocab.from_tokenizer_json(text, len(TOKENS), {"eos_token": 0}, None)
        assert back.tokens[:19] == TOKENS[:19]
        assert back.tokens[19:] == ["[PAD19]", "[PAD20]"]
        assert (back.kinds, back.merges, back.pre, back.roles) == (vocab.kinds, vocab.merges, "smollm", vocab.roles)

    def test_digits_split_by_smollm_alone(self, vocab):
        merges = [*vocab.merges, "1 2"]
        tokens = [*TOKENS[:17], "12"]
        kinds = [CONTROL] + [NORMAL] * 17
        for pre, expected in (("smollm", ["1", "2"]), ("gpt-2", ["12"])):
            assert GgufVocab(tokens, kinds, merges, pre).to_tokenizer().encode("12").tokens == expected

    def test_an_unknown_split_is_named(self, vocab):
        with pytest.raises(UserError, match="'llama-bpe': gpt-2 and smollm are known"):
            GgufVocab(vocab.tokens, vocab.kinds, [], "llama-bpe").to_tokenizer()

    def test_a_merge_of_unknown_tokens(self, vocab):
        with pytest.raises(UserError, match="tokenizer is broken"):
            GgufVocab(vocab.tokens, vocab.kinds, ["x y"], "gpt-2").to_tokenizer()

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda t: setattr(t, "pre_tokenizer", pretokenizers().Whitespace()), "no word here"),
            (lambda t: setattr(t, "pre_tokenizer", pretokenizers().ByteLevel(add_prefix_space=True)), "no word here"),
            (lambda t: setattr(t, "normalizer", normalizers().Lowercase()), "no word here"),
        ],
    )
    def test_another_tokenizer_cannot_be_written(self, vocab, change, words):
        tokenizer = vocab.to_tokenizer()
        change(tokenizer)
        with pytest.raises(UserError, match=words):
            GgufVocab.from_tokenizer_json(tokenizer.to_str(), 30, {}, None)

    def test_more_tokens_than_embeddings(self, vocab):
        with pytest.raises(UserError, match="has id 18, the model has 18 embeddings"):
            GgufVocab.from_tokenizer_json(vocab.to_tokenizer().to_str(), 18, {}, None)

    def test_a_model_of_another_kind(self):
        with pytest.raises(UserError, match="byte-level BPE"):
            GgufVocab.from_tokenizer_json('{"model": {"type": "Unigram"}, "added_tokens": []}', 8, {}, None)


def pretokenizers():
    from tokenizers import pre_tokenizers

    return pre_tokenizers


def normalizers():
    from tokenizers import normalizers

    return normalizers
