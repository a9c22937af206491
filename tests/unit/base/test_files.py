"""Nothing is ever half-written, and nothing of the user's is lost."""

import sys
from pathlib import Path

import pytest

from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file, atomic_folder, cache_dir, refuse_existing


class CrashError(Exception):
    pass


def test_a_file_appears_whole_and_only_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "file.txt"
    with atomic_file(target) as beside:
        beside.write_text("new")
        assert not target.exists()
        assert beside.parent == target.parent
    assert target.read_text() == "new"
    assert list(target.parent.iterdir()) == [target]


def test_a_crash_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "file.txt"
    target.write_text("old")
    with pytest.raises(CrashError), atomic_file(target) as beside:
        beside.write_text("half")
        raise CrashError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_gets_the_users_permissions(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    with atomic_file(tmp_path / "atomic") as beside:
        beside.write_text("")
    assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_folder_appears_whole_and_only_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    with atomic_folder(target) as beside:
        (beside / "inner").mkdir()
        (beside / "inner" / "a").write_text("a")
        assert not target.exists()
    assert (target / "inner" / "a").read_text() == "a"
    assert list(target.parent.iterdir()) == [target]
    (tmp_path / "plain").mkdir()
    assert target.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_crash_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CrashError), atomic_folder(tmp_path / "out") as beside:
        (beside / "a").write_text("half")
        raise CrashError
    assert list(tmp_path.iterdir()) == []


def test_overwrite_replaces_the_whole_folder(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "old").write_text("old")
    with atomic_folder(target, overwrite=True) as beside:
        (beside / "new").write_text("new")
        assert (target / "old").exists()
    assert [path.name for path in target.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_crash_while_overwriting_leaves_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "old").write_text("old")
    with pytest.raises(CrashError), atomic_folder(target, overwrite=True):
        raise CrashError
    assert (target / "old").read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_overwrite_replaces_a_file_by_a_folder(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("a file")
    with atomic_folder(target, overwrite=True) as beside:
        (beside / "new").write_text("new")
    assert (target / "new").read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_something_there_is_refused_before_any_work(tmp_path: Path) -> None:
    file, folder, empty = tmp_path / "file", tmp_path / "folder", tmp_path / "empty"
    file.write_text("x")
    folder.mkdir()
    (folder / "x").write_text("x")
    empty.mkdir()
    for path in (file, folder):
        with pytest.raises(UserError, match=r"is already there: choose another, or say overwrite=true"):
            refuse_existing(path, overwrite=False)
        with pytest.raises(UserError), atomic_folder(path):
            pytest.fail("the block must not run")
        refuse_existing(path, overwrite=True)
    with atomic_folder(empty) as beside:
        (beside / "x").write_text("x")
    assert (empty / "x").exists()
    refuse_existing(tmp_path / "gone", overwrite=False)


def test_the_cache_lies_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_dir() == tmp_path / "aquila2"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    for platform, folder in (("linux", ".cache"), ("darwin", "Library/Caches"), ("win32", "AppData/Local")):
        monkeypatch.setattr(sys, "platform", platform)
        assert cache_dir() == tmp_path / folder / "aquila2"
