"""The release's own programs: each Python block of its README, run as it stands, with small weights under real names.

Only `cuda:0` becomes the device at hand. The compat distribution (compat/flagai) gives the import paths.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_quantized import write_quantized

COMPAT = Path(__file__).resolve().parents[2] / "compat" / "flagai"
# As when it is installed: Python reads the folder's .pth file when it starts.
START = f"import site, sys; site.addsitedir({str(COMPAT)!r}); sys.path.insert(0, ''); exec(sys.stdin.read())"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the release's user stands."""
    folder = tmp_path_factory.mktemp("release")
    for name, template in (("AquilaChat2-7B", "aquila-v1"), ("AquilaChat2-70B-Expr", "aquila-v2")):
        write_tiny_checkpoint(folder / "checkpoints" / name, template, num_layers=1)
    (folder / "BAAI").mkdir()
    (folder / "BAAI" / "AquilaChat2-7B").symlink_to(folder / "checkpoints" / "AquilaChat2-7B")
    for name, method in (("Aquilachat34b-4bit", "gptq"), ("aquilachat2-34b-awq", "awq")):
        write_quantized(folder / "checkpoints" / name, method, template="aquila-legacy", num_layers=1)
    return folder


def run(program, folder):
    return subprocess.run(
        [sys.executable, "-c", START],
        input=program,
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


# All in one process, for imports take most of the time; each as a program of its own. The one that takes a model of
# transformers comes first: nothing but the distribution's start may have made `aquila` known there.
ALL = """
import json, sys
for number, block in json.loads(BLOCKS):
    print(f"<<{number}>>", flush=True)
    exec(compile(block, f"block {number}", "exec"), {"__name__": "__main__"})
"""
PROGRAMS = {
    1: "AutoModelForCausalLM.from_pretrained",
    0: "model_name = 'AquilaChat2-7B'",
    2: "all_devices=True",
    3: "BitsAndBytesConfig",
    4: "AutoGPTQForCausalLM",
    5: "AutoAWQForCausalLM",
}


@pytest.fixture(scope="module")
def answers(shared, folder):
    """What each block of the README shows."""
    pytest.importorskip("bitsandbytes")
    text = (shared / "data" / "published" / "aquila2_readme_cn.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
    assert len(blocks) == len(PROGRAMS)
    for number, has in PROGRAMS.items():
        assert has in blocks[number]
    if not torch.cuda.is_available():
        blocks = [block.replace("cuda:0", "cpu") for block in blocks]
    inputs = json.dumps([(number, blocks[number]) for number in PROGRAMS])
    found = run(f"BLOCKS = {inputs!r}\n{ALL}", folder)
    assert found.returncode == 0, found.stderr
    parts = re.split(r"<<(\d)>>\n", found.stdout)
    return dict(zip(map(int, parts[1::2]), parts[2::2], strict=True))


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("number", PROGRAMS)
def test_a_block_of_the_readme_runs_as_it_stands(answers, number):
    assert answers[number].strip()


def test_ids_and_quantized_models(folder):
    """For both kinds of tokenizer; the history stays whole; a limit takes the oldest turns. And quantized models take
    and give ids as transformers' models do, and say what they cannot do."""
    program = """
from transformers import AutoTokenizer
from aquila2 import LLM
from aquila2.chat.render import render_prompt
from aquila2.chat.templates import get_template
from flagai.model.aquila2.utils import covert_prompt_to_input_ids_with_history as covert
llm = LLM("checkpoints/AquilaChat2-7B", device="cpu")
theirs = AutoTokenizer.from_pretrained("checkpoints/AquilaChat2-7B")
history = [("USER", "hello"), ("ASSISTANT", "good day"), ("USER", "and"), ("ASSISTANT", "so on")]
for name in ("aquila-chat", "aquila", "aquila-legacy", "aquila-v1", "aquila-v2"):
    ids = covert("why?", history, llm.tokenizer, 250, convo_template=name)
    assert type(ids) is list and set(map(type, ids)) == {int}, ids
    assert ids == covert("why?", history, theirs, 250, convo_template=name)
    assert len(history) == 4
    roles = {"USER": "user", "ASSISTANT": "assistant"}
    messages = [{"role": roles[who], "content": text} for who, text in [*history, ("USER", "why?")]]
    assert ids == render_prompt(get_template(name), llm.tokenizer, messages).input_ids
    alone = covert("why?", None, llm.tokenizer, 250, name)
    assert covert("why?", history, llm.tokenizer, len(alone), name) == alone
assert covert("why?", [], theirs, 250) == covert("why?", None, theirs, 250, "aquila-chat")

import torch
from auto_gptq import AutoGPTQForCausalLM
model = AutoGPTQForCausalLM.from_quantized("checkpoints/Aquilachat34b-4bit", device="cpu").eval().to("cpu")
ids = torch.tensor([[5, 6, 7]])
out = model.generate(ids, max_new_tokens=4)
assert out.shape[1] <= 7 and out[0, :3].tolist() == [5, 6, 7]
assert out.equal(model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=4))
seeded = dict(do_sample=True, seed=3, top_p=0.9, max_new_tokens=4)
assert model.generate(ids, **seeded).equal(model.generate(ids, **seeded))
assert model.generate([5, 6, 7])[0].text is not None

from aquila2.base.errors import UserError
for wrong, said in (
    (lambda: model.to("cuda:0"), "the model was loaded on cpu"),
    (lambda: AutoGPTQForCausalLM.from_quantized("checkpoints/Aquilachat34b-4bit", max_memory=3), "max_memory"),
    (lambda: AutoGPTQForCausalLM.from_quantized("checkpoints/nothing"), "there is no such folder"),
):
    try:
        wrong()
    except UserError as error:
        assert said in str(error), error
    else:
        raise SystemExit(f"no error that says {said}")
print("good")
"""
    found = run(program, folder)
    assert found.stdout.strip() == "good", found.stderr


def test_what_is_installed_goes_before_a_stand_in(folder, tmp_path):
    (tmp_path / "predict.py").write_text("print('my own')")
    assert run("import predict", tmp_path).stdout == "my own\n"
    found = run("import awq, auto_gptq, predict; print(awq.__file__)", folder)
    assert Path(found.stdout.strip()) == COMPAT / "flagai" / "stand_ins" / "awq.py"
    assert run("import sys; import transformers; print('aquila2.hf' in sys.modules)", folder).stdout == "False\n"
