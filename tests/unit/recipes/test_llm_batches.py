"""`LLM` on many prompts, and what of its engine can be set."""

import pytest

from aquila2 import LLM, SamplingParams
from aquila2.base.errors import UserError
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_tokenizer import chatml_like

GREEDY = SamplingParams(temperature=0, max_tokens=6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_tiny_checkpoint(tmp_path_factory.mktemp("models") / "tiny")


def test_many_prompts_in_order(folder, capsys, monkeypatch):
    monkeypatch.setattr("aquila2.recipes.llm.Progress", every_line)
    prompts = [[5, 6, *range(7, 7 + i % 9)] for i in range(30)]
    outputs = LLM(folder, max_num_seqs=5).generate(prompts, GREEDY)
    assert [output.prompt_token_ids for output in outputs] == prompts
    one_by_one = LLM(folder, prefix_caching=False)
    assert [o.token_ids for o in outputs[:6]] == [one_by_one.generate([p], GREEDY)[0].token_ids for p in prompts[:6]]
    assert "answers: 30/30 (100 %)" in capsys.readouterr().err


def every_line(what, total):
    from aquila2.base.log import Progress

    return Progress(what, total, every_seconds=0)


def test_a_refused_prompt_leaves_nothing_behind(folder):
    llm = LLM(folder)
    with pytest.raises(UserError, match="empty"):
        llm.generate([[5], []], GREEDY)
    assert not llm.engine.has_work
    assert len(llm.generate([5, 6], GREEDY)) == 1


def test_a_stream_that_is_left_holds_no_blocks(folder):
    llm = LLM(folder)
    stream = llm.stream("北京", GREEDY)
    next(stream)
    assert llm.engine.manager.num_in_use > 0
    stream.close()
    assert llm.engine.manager.num_in_use == 0
    never_begun = llm.stream("北京", GREEDY)
    del never_begun
    assert not llm.engine.has_work


def test_speculation_by_name(folder, tmp_path):
    prompts = [[5, 6, 7, 8] * 5, [9, 10, 11]]
    wanted = [output.token_ids for output in LLM(folder).generate(prompts, GREEDY)]
    small = write_tiny_checkpoint(tmp_path / "small", num_layers=1)
    for speculation in ("prompt_lookup", small):
        llm = LLM(folder, speculation=speculation)
        assert [output.token_ids for output in llm.generate(prompts, GREEDY)] == wanted
        assert (llm.engine.speculation.num_proposed > 0) == (speculation == small)  # nothing here is said twice
    with pytest.raises(UserError, match="nowhere"):
        LLM(folder, speculation=tmp_path / "nowhere")


def test_a_draft_model_of_another_vocabulary_is_refused(folder, tmp_path):
    other = write_tiny_checkpoint(tmp_path / "other", template=None, tokenizer=chatml_like())
    with pytest.raises(UserError, match="its tokenizer is another"):
        LLM(folder, speculation=other)
