"""Our GGUF files in llama.cpp (package llama-cpp-python): the same ids, the same answers, and an end to them."""

import gzip
import itertools
import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from aquila2.cli import main
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_checkpoint import write_tiny_checkpoint

llama_cpp = pytest.importorskip("llama_cpp", reason="pip install llama-cpp-python, which builds llama.cpp")
pytest.importorskip("gguf")

pytestmark = pytest.mark.slow


def to_gguf(model: Path, out: Path) -> Path:
    assert main(["convert", f"model={model}", f"out={out}"]) == 0
    return out


def english(data: Path):
    for name in ("corpus/wikitext-2/test.txt.gz", "corpus/jargon_file/jargon.txt.gz"):
        with gzip.open(data / name, "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file if line.strip())


def chinese(data: Path):
    for path in sorted((data / "corpus" / "novels_zh").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in itertools.islice(file, 40):
                yield from (part for part in json.loads(line)["text"].split("\n") if part.strip())


@pytest.mark.real
@pytest.mark.parametrize("lines", [english, chinese])
def test_the_real_tokenizer_gives_the_same_ids_on_3000_lines(shared, tmp_path, lines):
    tokenizer = Tokenizer.load(shared / "data" / "aquila-tokenizer" / "flagscale_tokenizer")
    model = write_tiny_checkpoint(tmp_path / "m", "aquila-v2", tokenizer, hidden_size=32, head_dim=8, num_layers=1)
    llama = llama_cpp.Llama(str(to_gguf(model, tmp_path / "m.gguf")), vocab_only=True, verbose=False)
    texts = list(itertools.islice(lines(shared / "data"), 3000))
    assert len(texts) == 3000
    for text in texts:
        found = llama.tokenize(text.encode(), add_bos=False, special=False)
        assert found == tokenizer.encode(text), text
    marked = "<|startofpiece|>你好<|endofpiece|></s>"
    assert llama.tokenize(marked.encode(), add_bos=False, special=True) == [100000, 34856, 100001, 100007]


def always(model: Path, token: str) -> Path:
    """Change a tiny checkpoint so that it says one token whatever it reads: nothing is added to embeddings of ones, and
    one row of the head alone is not zero."""
    tokenizer = Tokenizer.load(model)
    tensors = load_file(model / "model.safetensors")
    for name, tensor in tensors.items():
        tensor.fill_(1.0 if "norm" in name or "embed" in name else 0.0)
    tensors["lm_head.weight"][tokenizer.token_to_id(token)] = 1.0
    save_file(tensors, model / "model.safetensors", metadata={"format": "pt"})
    return model


@pytest.mark.parametrize(
    ("template", "token", "stops"),
    [
        ("aquila-v1", "</s>", True),
        ("aquila-v1", "<|endoftext|>", True),
        ("aquila-v2", "<|startofpiece|>", True),
        ("aquila-v2", "<|endofpiece|>", True),
        ("aquila", "</s>", True),
        ("aquila-legacy", "</s>", True),
        ("aquila-v1", "e", False),
    ],
)
def test_an_answer_ends_where_its_template_says(tmp_path, template, token, stops):
    """By llama.cpp's own means, from what stands in the file alone."""
    model = always(write_tiny_checkpoint(tmp_path / "m", template), token)
    llama = llama_cpp.Llama(str(to_gguf(model, tmp_path / "m.gguf")), n_ctx=256, verbose=False)
    question = [{"role": "user", "content": "hello"}]
    (choice,) = llama.create_chat_completion(question, max_tokens=8, temperature=0.0)["choices"]
    assert choice["finish_reason"] == ("stop" if stops else "length")
    assert choice["message"]["content"] == ("" if stops else "e" * 8)


@pytest.mark.real
def test_real_weights_answer_the_same_and_stop(smollm2_dir, tmp_path):
    from aquila2 import LLM, SamplingParams

    question = [{"role": "user", "content": "What is the capital of France?"}]
    llama = llama_cpp.Llama(str(to_gguf(smollm2_dir, tmp_path / "m.gguf")), n_ctx=512, verbose=False)
    (choice,) = llama.create_chat_completion(question, max_tokens=60, temperature=0.0)["choices"]
    [ours] = LLM(smollm2_dir, device="cpu").chat(question, SamplingParams(max_tokens=60, temperature=0.0))
    assert choice["message"]["content"].strip() == ours.text.strip()
    assert "Paris" in ours.text
    assert choice["finish_reason"] == ours.finish_reason == "stop"


def test_a_step_of_llama_cpp_is_ours(tmp_path):
    """Logits of a tiny model, keys and values shared by two heads each."""
    from aquila2.recipes.build import load

    model = write_tiny_checkpoint(tmp_path / "m", num_kv_heads=2)
    llama = llama_cpp.Llama(str(to_gguf(model, tmp_path / "m.gguf")), n_ctx=64, logits_all=True, verbose=False)
    loaded = load(model, device="cpu")
    ids = loaded.tokenizer.encode("请给出10个要到北京旅游的理由。")[:40]
    llama.eval(ids)
    with torch.inference_mode():
        ours = loaded.model(torch.tensor([ids]))[0]
    theirs = torch.tensor(llama.scores[: len(ids)])
    # weights and products in float16 there
    assert (theirs - ours).abs().max() <= 0.02 * ours.abs().max()
