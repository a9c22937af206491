"""A real model nobody here made: SmolLM2-135M-Instruct, against transformers on the same weights, in float32."""

import gzip

import pytest
import torch

from aquila2 import LLM, SamplingParams

transformers = pytest.importorskip("transformers")
pytestmark = pytest.mark.real

QUESTIONS = [
    "What is the capital of France?",
    "Write a haiku about autumn rain.",
    "Explain photosynthesis to a child.",
    "List three uses of a paper clip.",
    "Translate 'good morning' into Spanish.",
    "What is 17 times 6?",
    "Who wrote Hamlet?",
    "Give me a recipe for pancakes.",
    "Why is the sky blue?",
    "Write a Python function that reverses a list.",
]
TEXTS = [
    "The quick brown fox",
    "In 1969, the first humans",
    "def fibonacci(n):\n    ",
    "The three primary colors are",
    "Once upon a time, in a small village by the sea,",
    "Water boils at",
    "北京是中国的",
    "To be, or not to be,",
    "Dear Sir or Madam,\n\n",
    "1, 1, 2, 3, 5, 8,",
]
NEW_TOKENS = 16

# wikitext-2 test, the first 20,480 tokens, windows without overlap or BOS, computed by transformers in float32
PERPLEXITY = {512: 25.603, 1024: 20.618}


@pytest.fixture(scope="module")
def llm(smollm2_dir):
    return LLM(smollm2_dir, dtype="float32", max_model_len=1024)


@pytest.fixture(scope="module")
def reference(smollm2_dir):
    return transformers.AutoModelForCausalLM.from_pretrained(smollm2_dir, dtype=torch.float32).eval()


@torch.inference_mode()
def test_logits(llm, reference):
    ids = torch.tensor([llm.tokenizer.encode("".join(TEXTS))])
    torch.testing.assert_close(llm.model(ids), reference(ids).logits, atol=1e-3, rtol=1e-5)


@pytest.mark.parametrize("chat", [True, False], ids=["chat", "text"])
@torch.inference_mode()
@pytest.mark.slow
def test_greedy_continuations_are_token_identical(llm, reference, smollm2_dir, chat):
    """Ten questions through the checkpoint's chat template and ten plain texts."""
    theirs = transformers.AutoTokenizer.from_pretrained(smollm2_dir)
    params = SamplingParams(temperature=0, max_tokens=NEW_TOKENS)
    for text in QUESTIONS if chat else TEXTS:
        if chat:
            messages = [{"role": "user", "content": text}]
            (ours,) = llm.chat(messages, params)
            ids = theirs.apply_chat_template(messages, add_generation_prompt=True, return_dict=True)["input_ids"]
        else:
            (ours,) = llm.generate(text, params)
            ids = theirs(text)["input_ids"]
        assert ours.prompt_token_ids == list(ids)
        wanted = reference.generate(
            torch.tensor([ids]),
            attention_mask=torch.ones(1, len(ids)),
            max_new_tokens=NEW_TOKENS,
            do_sample=False,
            pad_token_id=0,
        )
        assert ours.token_ids == wanted[0, len(ids) :].tolist(), text


@pytest.mark.parametrize("window", [512, pytest.param(1024, marks=pytest.mark.long)])
@torch.inference_mode()
@pytest.mark.slow
def test_wikitext_perplexity(llm, reference, shared, window):
    with gzip.open(shared / "data" / "corpus" / "wikitext-2" / "test.txt.gz", "rt", encoding="utf-8") as file:
        ids = torch.tensor(llm.tokenizer.encode(file.read())[:20480]).view(-1, window)
    total = 0.0
    for row in ids.split(2):
        losses = next_token_losses(llm.model(row), row)
        if total == 0.0:  # the same window by window, so shown on the first
            torch.testing.assert_close(losses, next_token_losses(reference(row).logits, row), atol=1e-3, rtol=0)
        total += float(losses.sum())
    perplexity = torch.tensor(total / (ids.shape[0] * (window - 1))).exp()
    assert float(perplexity) == pytest.approx(PERPLEXITY[window], rel=1e-3)


def next_token_losses(logits, ids):
    # flattened: over a transposed view the same takes five times as long
    losses = torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten(), reduction="none")
    return losses.view(ids.shape[0], -1)
