"""After `import aquila2.hf`, transformers loads an aquila checkpoint, and computes and encodes as we do."""

import json
import subprocess
import sys

import pytest
import torch

from aquila2.checkpoint.checkpoint import load_weights, read_config
from aquila2.model.config import RopeScaling
from aquila2.model.transformer import Transformer
from aquila2.tokenizer.special_tokens import AQUILA_SPECIALS
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_checkpoint import write_tiny_checkpoint

transformers = pytest.importorskip("transformers")
hf = pytest.importorskip("aquila2.hf")

TEXT = "<|startofpiece|>请给出10个要到北京旅游的理由。 It isn't . 's<|endofpiece|>query 4567</s>"


@pytest.fixture
def folder(tmp_path):
    return write_tiny_checkpoint(tmp_path / "tiny")


def our_logits(folder, ids):
    with torch.device("meta"):
        model = Transformer(read_config(folder))
    load_weights(model, folder, torch.float32, torch.device("cpu"))
    with torch.no_grad():
        return model(ids)


def their_logits(folder, ids):
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    assert type(model).__module__ == "aquila2.hf"
    with torch.no_grad():
        return model(ids).logits


def random_ids(folder, length=90):
    generator = torch.Generator().manual_seed(1)
    return torch.randint(0, read_config(folder).vocab_size, (2, length), generator=generator)


def test_config_model_and_tokenizer(folder):
    config = transformers.AutoConfig.from_pretrained(folder)
    assert type(config) is hf.AquilaConfig
    assert config.rms_norm_eps == read_config(folder).norm_eps
    ids = random_ids(folder)
    torch.testing.assert_close(their_logits(folder, ids), our_logits(folder, ids), rtol=0, atol=1e-4)
    ours, theirs = Tokenizer.load(folder), transformers.AutoTokenizer.from_pretrained(folder)
    assert theirs(TEXT).input_ids == ours.encode(TEXT, allow_special=True)
    assert theirs.decode(theirs(TEXT).input_ids) == TEXT
    assert {token: theirs.convert_tokens_to_ids(token) for token in theirs.all_special_tokens} == ours.special_tokens
    assert theirs.chat_template


def make_published(folder, scaling=None, **changes):
    """Rewrite config.json as the release's are: code to be trusted, old keys, no version-5 ones."""
    published = read_config(folder).replace(rope_scaling=scaling).to_published()
    for key in ("rope_parameters", "dtype", "rope_scaling"):
        published.pop(key, None)
    published |= {
        "auto_map": {
            "AutoConfig": "configuration_aquila.AquilaConfig",
            "AutoModelForCausalLM": "modeling_aquila.AquilaForCausalLM",
        },
        "transformers_version": "4.31.0",
        "use_cache": True,
        **changes,
    }
    if scaling is not None:
        published["rope_scaling"] = {"type": scaling.type, "factor": scaling.factor}
    (folder / "config.json").write_text(json.dumps(published))


@pytest.mark.parametrize("model_type", ["aquila", "aquila2"])
@pytest.mark.parametrize("scaling", [None, RopeScaling("linear", 8.0), RopeScaling("dynamic", 2.0)])
def test_a_published_config_with_code_to_be_trusted(folder, scaling, model_type):
    make_published(folder, scaling, model_type=model_type, torch_dtype="float32", max_position_embeddings=32)
    assert read_config(folder).rope_scaling is None or read_config(folder).rope_scaling.type == scaling.type
    ids = random_ids(folder)
    torch.testing.assert_close(their_logits(folder, ids), our_logits(folder, ids), rtol=0, atol=1e-4)
    assert transformers.AutoConfig.from_pretrained(folder, trust_remote_code=True).model_type == model_type
    assert type(transformers.AutoTokenizer.from_pretrained(folder)) is hf.AquilaTokenizer


def test_yarn_and_tied_embeddings(tmp_path):
    scaling = RopeScaling("yarn", 4.0, original_context_length=32, attention_factor=1.2)
    folder = write_tiny_checkpoint(tmp_path / "tiny", rope_scaling=scaling, tie_embeddings=True)
    ids = random_ids(folder)
    torch.testing.assert_close(their_logits(folder, ids), our_logits(folder, ids), rtol=0, atol=1e-4)


@pytest.mark.parametrize("named", ["GPT2Tokenizer", "GPT2TokenizerFast", "PreTrainedTokenizerFast", None])
def test_our_tokenizer_is_taken_whatever_class_is_named(folder, named):
    path = folder / "tokenizer_config.json"
    content = json.loads(path.read_text())
    content.pop("tokenizer_class")
    path.write_text(json.dumps(content | ({"tokenizer_class": named} if named else {})))
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    assert type(tokenizer) is hf.AquilaTokenizer
    assert tokenizer(TEXT).input_ids == Tokenizer.load(folder).encode(TEXT, allow_special=True)


def test_a_role_given_by_the_caller_goes_first(folder):
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, pad_token="[MASK]")
    assert (tokenizer.pad_token, tokenizer.eos_token, tokenizer.bos_token) == ("[MASK]", "</s>", "[CLS]")


RELOAD = """
import json, sys, torch
from transformers import AutoModelForCausalLM, AutoTokenizer
if sys.argv[2] == "hf":
    import aquila2.hf
    model = AutoModelForCausalLM.from_pretrained(sys.argv[1])
    torch.save(model.state_dict(), sys.argv[1] + "/reloaded.pt")
tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
print(json.dumps([type(tokenizer).__name__, tokenizer(sys.argv[3]).input_ids, tokenizer.eos_token_id]))
"""


def test_what_transformers_saves_is_read_in_a_fresh_process(folder, tmp_path):
    saved = tmp_path / "saved"
    model = transformers.AutoModelForCausalLM.from_pretrained(folder)
    model.save_pretrained(saved)
    transformers.AutoTokenizer.from_pretrained(folder).save_pretrained(saved)
    ids = Tokenizer.load(folder).encode(TEXT, allow_special=True)
    for how, name in (("hf", "AquilaTokenizer"), ("alone", "TokenizersBackend")):
        command = [sys.executable, "-c", RELOAD, saved, how, TEXT]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
        assert json.loads(answer.stdout) == [name, ids, model.config.eos_token_id]
        assert "incorrect" not in answer.stderr
    reloaded = torch.load(saved / "reloaded.pt", weights_only=True)
    assert all(torch.equal(reloaded[name], tensor) for name, tensor in model.state_dict().items())
    # and by us
    assert Tokenizer.load(saved).special_tokens == Tokenizer.load(folder).special_tokens
    assert read_config(saved) == read_config(folder)
    torch.testing.assert_close(our_logits(saved, random_ids(saved)), our_logits(folder, random_ids(folder)))


def test_it_generates_and_stops(folder):
    model = transformers.AutoModelForCausalLM.from_pretrained(folder)
    ids = random_ids(folder, 8)[:1]
    answer = model.generate(ids, max_new_tokens=6, do_sample=False)
    expected = ids
    for _ in range(answer.shape[1] - 8):
        expected = torch.cat([expected, our_logits(folder, expected)[:, -1:].argmax(-1)], dim=1)
    assert torch.equal(answer, expected)


@pytest.mark.real
@pytest.mark.parametrize("named", ["flagai_tokenizer_hf", "flagscale_tokenizer_hf"])
def test_the_published_tokenizer_has_its_eight_special_tokens(tmp_path, shared, named, caplog):
    """vocab.json and merges.txt alone, with the release's tokenizer_config.json, which names two of the eight."""
    files = shared / "data" / "aquila-tokenizer"
    if not files.is_dir():
        pytest.skip("the data folder lacks aquila-tokenizer/")
    for path in (*(files / "flagscale_tokenizer").glob("[vm]*"), *(files / named).glob("*_config.json")):
        (tmp_path / path.name).symlink_to(path)
    config = {"model_type": "aquila", "auto_map": {"AutoConfig": "configuration_aquila.AquilaConfig"}}
    (tmp_path / "config.json").write_text(json.dumps({**hf.AquilaConfig().to_dict(), **config}))
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path)
    assert tokenizer.convert_tokens_to_ids(list(AQUILA_SPECIALS)) == list(range(100000, 100008))
    assert len(tokenizer) == 100008
    assert (tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id) == (100006, 100007, 0)
    assert tokenizer("<|startofpiece|>你好<|endofpiece|></s>").input_ids == [100000, 34856, 100001, 100007]
    ids = tokenizer("请给出10个要到北京旅游的理由。").input_ids
    assert ids == [1486, 19743, 865, 424, 50927, 2557, 3063, 32345, 278]
    assert tokenizer.decode([100000, *ids], skip_special_tokens=True) == "请给出10个要到北京旅游的理由。"
    assert "incorrect" not in caplog.text
