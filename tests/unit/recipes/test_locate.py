"""The small model that the package carries, by its name."""

import shutil
from pathlib import Path

import pytest

from aquila2 import LLM, AutoLoader
from aquila2.base.errors import UserError
from aquila2.recipes import locate
from tests.tiny_checkpoint import write_tiny_checkpoint


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_tiny_checkpoint(tmp_path / "assets" / "nano")
    monkeypatch.setattr(locate, "NANO_FOLDER", folder)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize("name", ["nano", "Nano"])
def test_nano_is_a_name_wherever_a_model_is_asked_for(assets: Path, name: str) -> None:
    assert LLM(name).folder == assets
    assert AutoLoader("aquila2", model_name=name).get_model().folder == assets


def test_a_folder_of_that_name_goes_first(assets: Path) -> None:
    shutil.copytree(assets, "nano")
    assert locate.locate("nano") == Path("nano")


def test_an_installation_without_it_says_so(assets: Path) -> None:
    shutil.rmtree(assets)
    with pytest.raises(UserError, match=r"does not carry its files: make them with examples/nano/make\.sh"):
        locate.locate("nano")


@pytest.mark.parametrize("name", ["AquilaChat2-7B", "aquilachat2-7b", "BAAI/AquilaChat2-7B"])
def test_a_published_name_finds_its_folder_in_any_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=r"is not in \./checkpoints: put its files into checkpoints/AquilaChat2-7B"):
        locate.locate(name)
    (tmp_path / "checkpoints" / "aquilachat2-7B").mkdir(parents=True)
    assert locate.locate(name) == Path("checkpoints/aquilachat2-7B")


def test_an_unknown_name_is_not_looked_for_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locate, "is_offline", lambda: False)
    monkeypatch.setattr(locate, "download_model", lambda *given: pytest.fail("asked the network"))
    with pytest.raises(UserError, match="did you mean 'AquilaChat2-34B-16K'"):
        locate.locate("aquilachat2-34b-16", tmp_path)
    with pytest.raises(UserError, match="as aquila2 download Aquila2-7B does"):
        locate.locate("Aquila2-7B", tmp_path, fetch=False)
