"""A rerun replaces its own result; nothing else is ever written over unasked."""

import pytest

from aquila2.base.errors import UserError
from aquila2.base.outputs import check_output, fingerprint, record_of, record_output

MADE = {"command": "convert", "to": "llama", "model": {"模型.json": [3, 5]}}
OTHER = {**MADE, "to": "safetensors"}


def test_a_folder(tmp_path):
    check_output(tmp_path / "new", MADE, overwrite=False)
    check_output(tmp_path, MADE, overwrite=False)  # empty
    record_output(tmp_path, MADE)
    check_output(tmp_path, MADE, overwrite=False)
    with pytest.raises(UserError, match="already there"):
        check_output(tmp_path, OTHER, overwrite=False)
    check_output(tmp_path, OTHER, overwrite=True)
    (tmp_path / "aquila2.json").write_text("")
    with pytest.raises(UserError, match="already there"):
        check_output(tmp_path, MADE, overwrite=False)


def test_a_file(tmp_path):
    out = tmp_path / "m.gguf"
    out.write_bytes(b"GGUF\0\1" + record_of(MADE).encode() + b"\0" * 100_000)
    check_output(out, MADE, overwrite=False)
    with pytest.raises(UserError, match="already there"):
        check_output(out, OTHER, overwrite=False)
    check_output(out, OTHER, overwrite=True)


def test_a_fingerprint_changes_with_the_input(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").write_text("1")
    before = fingerprint(tmp_path / "a")
    assert before == fingerprint(tmp_path / "a")
    assert list(before) == ["x"]
    (tmp_path / "a" / "x").write_text("12")
    assert fingerprint(tmp_path / "a") != before
    assert list(fingerprint(tmp_path / "a" / "x")) == ["x"]
