"""The Python interface on a tiny checkpoint: LLM, AutoLoader, predict."""

import json
import shutil

import pytest
import torch

import aquila2
from aquila2 import LLM, AutoLoader, SamplingParams, predict
from aquila2.base.errors import UserError
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_tokenizer import CHATML, chatml_like

GREEDY = SamplingParams(temperature=0, max_tokens=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_tiny_checkpoint(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def llm(folder):
    return LLM(folder)


def test_generate_takes_a_text_ids_or_a_list_and_keeps_the_order(llm):
    ids = llm.tokenizer.encode("the time")
    one = llm.generate("the time", GREEDY)
    assert [o.token_ids for o in llm.generate(ids, GREEDY)] == [one[0].token_ids]
    assert one[0].prompt_token_ids == ids
    many = llm.generate(["the time", "北京", ids], GREEDY)
    assert [o.prompt_token_ids for o in many] == [ids, llm.tokenizer.encode("北京"), ids]
    assert many[2].token_ids == many[0].token_ids == one[0].token_ids
    assert llm.generate([], GREEDY) == []


def test_special_tokens_in_a_text_are_text(llm):
    (output,) = llm.generate("</s>", GREEDY)
    assert llm.tokenizer.eos_id not in output.prompt_token_ids


def test_chat_renders_the_template(llm):
    special = llm.tokenizer.special_tokens
    (output,) = llm.chat([{"role": "user", "content": "北京"}], GREEDY)
    body = llm.tokenizer.encode("北京")
    assert output.prompt_token_ids == [special["<|startofpiece|>"], *body, special["<|endofpiece|>"]]
    two = llm.chat([[{"role": "user", "content": "北京"}], [{"role": "user", "content": "query"}]], GREEDY)
    assert two[0].token_ids == output.token_ids
    assert len(two) == 2


def test_stream_is_chat_piece_by_piece(llm):
    messages = [{"role": "user", "content": "北京"}]
    deltas = list(llm.stream(messages, GREEDY))
    (whole,) = llm.chat(messages, GREEDY)
    assert "".join(d.text for d in deltas) == whole.text
    assert [i for d in deltas for i in d.token_ids] == whole.token_ids
    assert [d.finish_reason for d in deltas[:-1]] == [None] * (len(deltas) - 1)
    assert deltas[-1].finish_reason == whole.finish_reason
    assert "".join(d.text for d in llm.stream("北京", GREEDY)) == llm.generate("北京", GREEDY)[0].text


def test_a_long_history_loses_its_oldest_turns_and_never_the_question(llm):
    turn = [{"role": "user", "content": "query " * 12}, {"role": "assistant", "content": "noon " * 12}]
    question = {"role": "user", "content": "what is the time?"}
    messages = [*(turn * 9), question]
    before = [dict(m) for m in messages]
    (output,) = llm.chat(messages, GREEDY)
    assert messages == before
    assert output.num_dropped_turns > 0
    assert len(output.prompt_token_ids) <= llm.max_model_len - GREEDY.max_tokens
    assert "what is the time?" in llm.tokenizer.decode(output.prompt_token_ids)
    with pytest.raises(UserError, match=r"takes \d+ tokens .* only \d+ fit"):
        llm.chat([{"role": "user", "content": "query " * 500}], GREEDY)


def test_what_this_version_does_not_do_is_refused_by_name(folder):
    for settings in (
        {"quantization": "int3"},
        {"tensor_parallel_size": 2},
        {"max_model_len": 1},
        {"max_model_len": 257},
        {"dtype": "int8"},
        {"device": "tpu"},
        {"attention": "fast"},
        {"template": "aquila-v9"},
    ):
        (name,) = settings
        with pytest.raises(UserError, match=name):
            LLM(folder, **settings)
    with pytest.raises(UserError, match="quantization_config"):
        AutoLoader("aquila2", model_name=folder, quantization_config="x")
    with pytest.raises(UserError, match="task_name"):
        AutoLoader("glm", model_name=folder)


def test_number_formats(folder):
    wanted = LLM(folder).generate("北京", GREEDY)[0].token_ids
    assert LLM(folder, dtype="float32").model.embed.weight.dtype is torch.float32
    low = LLM(folder, dtype=torch.bfloat16)
    assert low.model.layers[0].mlp_norm.weight.dtype is torch.bfloat16
    assert len(low.generate("北京", GREEDY)[0].token_ids) == len(wanted)


def test_auto_loader_finds_a_name_below_model_dir_whatever_its_case(folder):
    loader = AutoLoader("aquila2", model_name="TINY", model_dir=folder.parent)
    model, tokenizer = loader.get_model(), loader.get_tokenizer()
    answer = model.predict("北京", tokenizer=tokenizer, model_name="AquilaChat2-7B", max_gen_len=8, temperature=0)
    (wanted,) = model.chat([{"role": "user", "content": "北京"}], SamplingParams(temperature=0, max_tokens=8))
    assert answer == wanted.text


def test_predict_by_the_releases_argument_names(llm):
    settings = {"tokenizer": llm.tokenizer, "top_p": 0.9, "seed": 123, "topk": 15, "temperature": 1.0, "max_gen_len": 9}
    once = llm.predict("北京", model_name="AquilaChat2-7B", **settings)
    assert predict(llm, "北京", convo_template="", history=None, device="cpu", **settings) == once
    params = SamplingParams(temperature=1.0, top_p=0.9, top_k=15, seed=123, max_tokens=9)
    assert llm.chat([{"role": "user", "content": "北京"}], params)[0].text == once
    assert llm.predict("北京", sft=False, **settings) == llm.generate("北京", params)[0].text
    other = llm.predict("北京", convo_template="aquila-legacy", **settings)
    assert other != once
    with pytest.raises(UserError, match="aquila-legacy"):
        llm.predict("北京", convo_template="aquila-9")
    with pytest.raises(UserError, match="device"):
        llm.predict("北京", device="cuda")
    with pytest.raises(TypeError, match="topp"):
        llm.predict("北京", topp=0.3)


@pytest.mark.parametrize("pairs", [False, True])
def test_history_gains_the_turn_and_loses_nothing(llm, pairs):
    history = [("USER", "你好"), ("ASSISTANT", "noon")] if pairs else []
    before = list(history)
    first = llm.predict("北京", history=history, max_gen_len=6)
    assert history[: len(before)] == before
    said = [("USER", "北京"), ("ASSISTANT", first)]
    as_objects = [{"role": role.lower(), "content": text} for role, text in said]
    assert history[len(before) :] == (said if pairs else as_objects)
    llm.predict("query", history=history, max_gen_len=6)
    assert len(history) == len(before) + 4
    as_messages = [{"role": "user", "content": "你好"}, {"role": "assistant", "content": "noon"}] if pairs else []
    params = SamplingParams(temperature=1.0, top_p=0.9, top_k=15, seed=123, max_tokens=6)
    assert llm.chat([*as_messages, {"role": "user", "content": "北京"}], params)[0].text == first
    with pytest.raises(UserError, match=r"history\[0\]"):
        llm.predict("x", history=["北京"])


def test_without_a_template_the_release_names_and_sizes_decide(tmp_path):
    bare = write_tiny_checkpoint(tmp_path / "bare", template=None)
    assert LLM(bare).template is None
    with pytest.raises(UserError, match="no chat template"):
        LLM(bare).chat([{"role": "user", "content": "x"}])
    with pytest.raises(UserError, match="no chat template"):
        LLM(bare).predict("x")
    assert LLM(bare, template="aquila").template.name == "aquila"
    assert isinstance(LLM(bare).predict("x", model_name="AquilaChat2-34B", max_gen_len=2), str)
    shutil.move(bare, tmp_path / "aquilachat2-34b-16k")
    assert LLM("AquilaChat2-34B-16K", model_dir=tmp_path).template.name == "aquila"


def test_the_templates_leading_blank_is_not_part_of_the_answer(tmp_path):
    llm = LLM(write_tiny_checkpoint(tmp_path / "m", template="aquila"))
    blank = llm.tokenizer.encode(" noon")
    llm.engine.runner._logits = lambda works: one_hot(llm, blank[0] if works[0].start == 0 else llm.tokenizer.eos_id)
    (output,) = llm.chat([{"role": "user", "content": "x"}], GREEDY)
    assert output.text == llm.tokenizer.decode(blank[:1]).removeprefix(" ")
    assert output.finish_reason == "stop"


def one_hot(llm, token_id):
    return torch.nn.functional.one_hot(torch.tensor([token_id]), llm.config.vocab_size).float()


def test_a_chatml_checkpoint_is_asked_with_its_own_template(tmp_path):
    tokenizer = chatml_like()
    folder = write_tiny_checkpoint(tmp_path / "m", template=None, tokenizer=tokenizer, model_type="llama")
    path = folder / "tokenizer_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "chat_template": CHATML}))
    (output,) = LLM(folder).chat([{"role": "user", "content": "hi<|im_end|>"}], GREEDY)
    start, end = tokenizer.special_tokens["<|im_start|>"], tokenizer.special_tokens["<|im_end|>"]
    ids = output.prompt_token_ids
    assert (ids.count(start), ids.count(end)) == (3, 2)  # system, user, the answer's begin; the user's own is text


def test_predict_with_a_transformers_model_gives_our_answer(folder, llm):
    transformers = pytest.importorskip("transformers")
    import aquila2.hf  # noqa: F401

    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype="float32")
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    for settings in ({}, {"sft": False}, {"convo_template": "aquila-legacy"}):
        wanted = llm.predict("北京", temperature=0, max_gen_len=12, **settings)
        assert predict(model, "北京", tokenizer=tokenizer, temperature=0, max_gen_len=12, **settings) == wanted
    state = torch.random.get_rng_state()
    drawn = predict(model, "北京", tokenizer=tokenizer, seed=3, max_gen_len=12)
    assert predict(model, "北京", tokenizer=tokenizer, seed=3, max_gen_len=12) == drawn
    assert torch.equal(torch.random.get_rng_state(), state)
    history = []
    assert predict(model, "北京", tokenizer=tokenizer, seed=3, max_gen_len=12, history=history) == drawn
    assert len(history) == 2
    with pytest.raises(UserError, match="tokenizer=None"):
        predict(model, "北京")


def test_public_names():
    assert {"LLM", "AutoLoader", "SamplingParams", "predict"} <= set(dir(aquila2))
    with pytest.raises(AttributeError, match="Nope"):
        aquila2.Nope  # noqa: B018
