"""The programs of examples/, each run as it stands where small weights lie under the real names."""

import runpy
from pathlib import Path

import pytest

from aquila2.hub.sources import Place
from tests.hub_server import held, put, serve
from tests.tiny_adapter import write_tiny_adapter
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_quantized import write_quantized

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("user")
    names = {
        "AquilaChat2-7B": "aquila-v1",
        "Aquila2-34B": None,
        "AquilaChat2-34B": "aquila-legacy",
        "AquilaChat2-70B-Expr": "aquila-v2",
    }
    for name, template in names.items():
        write_tiny_checkpoint(
            folder / "checkpoints" / name, template, num_layers=1, context_length=512 if "34B" in name else 200
        )
    # small contexts cut long answers short: a step in 4 bits is slow on a CPU
    for name, method in (("AquilaChat2-34B-Int4-GPTQ", "gptq"), ("AquilaChat2-34B-AWQ", "awq")):
        write_quantized(folder / "checkpoints" / name, method, template="aquila-legacy", num_layers=1)
    base = folder / "checkpoints" / "AquilaChat2-7B"
    write_tiny_adapter(folder / "checkpoints" / "lora" / "aquila2chat-hf", base)
    write_tiny_adapter(folder / "checkpoints" / "qlora" / "aquila2chat-hf", base, nf4=True)
    return folder


# what has to stand in what it shows
SHOWN = {
    "predict_base": "The three primary colors are",
    "predict_chat": "",
    "predict_chat_history": "6 messages",
    "predict_chat_70b": "",
    "predict_chat_mgpu": "",
    "predict_chat_mgpu_streaming": "",
    "predict_chat_quantize": "",
    "predict_chat_awq": "",
    "predict_chat_gptq": "seconds",
    "predict_lora": "",
    "predict_qlora": "",
}


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_runs(name, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name="__main__")
    shown = capsys.readouterr().out
    assert shown.strip()
    assert SHOWN[name] in shown


def test_the_adapters_and_the_4_bits_make_a_difference(folder, monkeypatch, capsys):
    """The programs differ in what they load, not in name alone."""
    monkeypatch.chdir(folder)
    answers = {}
    for name in ("predict_chat", "predict_chat_quantize", "predict_lora", "predict_qlora"):
        program = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
        scope = {"__name__": name}
        exec(compile(program.partition("\nfor ")[0], name, "exec"), scope)
        answers[name] = scope["model"].predict(
            "hello there", tokenizer=scope["tokenizer"], temperature=0.0, max_gen_len=6
        )
    assert len(set(answers.values())) == 4, answers


def test_the_download(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AQUILA2_OFFLINE")
    files = held(folder / "checkpoints" / "AquilaChat2-34B-AWQ")
    with serve() as hub:
        put(hub, files)
        place = Place("url", f"{hub.url}/m/")
        monkeypatch.setattr("aquila2.hub.download.places_for", lambda name, source: (name, [place]))
        runpy.run_path(str(EXAMPLES / "modelhub_download.py"), run_name="__main__")
    shown = capsys.readouterr().out
    assert all(name in shown for name in files)
    assert held(tmp_path / "checkpoints" / "AquilaChat2-34B-AWQ") == files


def test_the_knowledge_base(folder, tmp_path, monkeypatch, capsys):
    """As it stands, but for the embedder: by words alone."""
    pytest.importorskip("aquila2.rag", reason="this installation has no knowledge bases")
    monkeypatch.chdir(tmp_path)
    write_tiny_checkpoint(tmp_path / "checkpoints" / "AquilaChat2-34B-16K", "aquila", num_layers=1, context_length=4096)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "beijing.txt").write_text("北京的名胜古迹有故宫和长城。The palace was built in 1420.")
    program = (EXAMPLES / "Aquila_BGE_langchain.py").read_text(encoding="utf-8")
    assert 'embedder = "BAAI/bge-m3"' in program
    program = program.replace('embedder = "BAAI/bge-m3"', 'embedder = "none"')
    with pytest.raises(SystemExit) as done:
        exec(compile(program, "Aquila_BGE_langchain", "exec"), {"__name__": "__main__"})
    shown = capsys.readouterr()
    assert done.value.code == 0, shown.err
    assert "my-documents: 1 added" in shown.out


def test_every_example_is_run():
    others = {"modelhub_download", "Aquila_BGE_langchain"}
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(SHOWN) | others
