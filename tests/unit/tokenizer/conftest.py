"""Folders with tokenizers: a small one in every published form, and Aquila's vocabulary in its real size."""

import json
from pathlib import Path

import pytest

from aquila2.tokenizer.byte_level import CHAR_TO_BYTE
from tests.tiny_tokenizer import trained_backend


@pytest.fixture
def vocab_folder(tmp_path: Path) -> Path:
    """vocab.json and merges.txt of a small vocabulary whose entry 0 is `<|endoftext|>`; nothing else."""
    folder = tmp_path / "vocab"
    folder.mkdir()
    trained_backend(["<|endoftext|>"]).model.save(str(folder))
    return folder


@pytest.fixture
def json_folder(tmp_path: Path) -> Path:
    """tokenizer.json of the same vocabulary; `<|endoftext|>` is its only added token."""
    folder = tmp_path / "json"
    folder.mkdir()
    trained_backend(["<|endoftext|>"]).save(str(folder / "tokenizer.json"))
    return folder


def write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def aquila_folder(tmp_path: Path) -> Path:
    """100,000 entries that are Aquila's where it is told from others, with a few merges."""
    tokens = ["<|endoftext|>", *sorted(CHAR_TO_BYTE), "ĠĠ", "ä¸", "Ġt", "ï¼"]
    tokens += [f"filler-{id}" for id in range(len(tokens), 99_999)] + ["çŃīè¯¾ç¨ĭ"]
    folder = tmp_path / "some-name"
    folder.mkdir()
    write(folder / "vocab.json", {token: id for id, token in enumerate(tokens)})
    (folder / "merges.txt").write_text("#version: 0.2\nĠ Ġ\nä ¸\nĠ t\nï ¼\n", encoding="utf-8")
    write(folder / "tokenizer_config.json", {"bos_token": "[CLS]", "eos_token": "</s>", "unk_token": "<|endoftext|>"})
    return folder
