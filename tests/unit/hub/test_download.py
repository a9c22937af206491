"""Downloads from a server that misbehaves: in the end the bytes are right, or the error says what is wrong; what is not
whole never stands where a whole model would."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aquila2.base.errors import UserError, WorkError
from aquila2.hub import part
from aquila2.hub.download import download_model
from aquila2.hub.manifest import MANIFEST, find_damage, read_manifest
from tests.hub_server import CHUNK, QUICK, held, put

BIG = "m/model.safetensors"


def download(hub, tmp_path, **options):
    settings = {"source": f"{hub.url}/m/", "workers": 3, "patience": QUICK, **options}
    return download_model("AquilaChat2-7B", tmp_path / "models", **settings)


def serve_manifest(hub, tmp_path, files):
    """Make the server's folder one that says its hashes."""
    done = download(hub, tmp_path / "first")
    hub.put(f"m/{MANIFEST}", (done.folder / MANIFEST).read_bytes())
    hub.requests.clear()


def test_all_files_in_parallel_ranges(hub, files, tmp_path):
    done = download(hub, tmp_path)
    assert done.folder == tmp_path / "models" / "AquilaChat2-7B"
    assert held(done.folder) == files
    assert done.fetched_bytes == done.manifest.nbytes == sum(map(len, files.values()))
    assert {file.path: file.sha256 for file in done.manifest.files} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }
    assert len(hub.asked(BIG)) == 6  # 41 chunks, eight a request
    assert sorted(p.name for p in done.folder.parent.iterdir()) == [".AquilaChat2-7B.lock", "AquilaChat2-7B"]


def test_what_is_there_is_read_and_not_fetched(hub, files, tmp_path):
    download(hub, tmp_path)
    hub.requests.clear()
    assert download(hub, tmp_path).fetched_bytes == 0
    assert download(hub, tmp_path, source="auto").fetched_bytes == 0
    assert hub.requests == []


@pytest.mark.parametrize(
    "faults",
    [
        [("drop", 10_000)],
        [("drop", 0), ("drop", 5000), ("drop", 1)],
        ["wrong range"],
        [("status", 503), ("status", 500)],
        [("busy", 1)],
        ["elsewhere"],
        [("stall", 1)],
        [("trickle", 3)],
    ],
    ids=str,
)
def test_what_passes_is_waited_out(hub, files, tmp_path, faults):
    hub.put(f"moved/{BIG}", files["model.safetensors"])
    hub.fail(BIG, *faults)
    begun = time.monotonic()
    done = download(hub, tmp_path)
    assert held(done.folder) == files
    if "busy" in str(faults):
        assert time.monotonic() - begun >= 1  # as Retry-After said


def test_a_dropped_connection_is_gone_on_with_from_its_last_byte(hub, files, tmp_path):
    hub.fail(BIG, ("drop", CHUNK + 100))
    download(hub, tmp_path, workers=1)
    assert hub.asked(BIG)[:2] == [f"bytes=0-{8 * CHUNK - 1}", f"bytes={CHUNK + 100}-{8 * CHUNK - 1}"]


@pytest.mark.parametrize("has_etags", [True, False])
def test_a_server_without_ranges(hub, files, tmp_path, has_etags):
    hub.knows_ranges, hub.has_etags = False, has_etags
    hub.fail(BIG, ("drop", 9 * CHUNK))
    assert held(download(hub, tmp_path).folder) == files
    assert len(hub.asked(BIG)) == 2  # the first part, then all the rest at once


@pytest.mark.parametrize(
    ("faults", "message"),
    [
        ([("status", 403)] * 9, "answers 403: it wants a login"),
        ([("status", 410)], "answers 410"),
        ([("status", 502)] * 50, "answers 502, 4 times"),
        ([("busy", 60)], "asks to wait 60 seconds"),
        (["redirect"] * 50, "redirects"),
        (["wrong range"] * 50, "asked for bytes 0-32767, sent 'bytes 1-"),
        ([("drop", 0)] * 50, "4 times"),
    ],
    ids=str,
)
def test_what_does_not_pass_is_told_and_nothing_stands_there(hub, files, tmp_path, faults, message):
    hub.fail(BIG, *faults)
    with pytest.raises(WorkError, match=r"could not be downloaded: url: .*run it again to go on") as error:
        download(hub, tmp_path)
    assert message in str(error.value)
    assert not (tmp_path / "models" / "AquilaChat2-7B").exists()


def test_a_second_run_fetches_only_what_is_missing(hub, files, tmp_path):
    hub.fail(BIG, None, None, *[("status", 404)] * 9)
    with pytest.raises(WorkError):
        download(hub, tmp_path, workers=1)
    hub.faults.clear()
    hub.requests.clear()
    done = download(hub, tmp_path, workers=1)
    assert held(done.folder) == files
    assert done.fetched_bytes == len(files["model.safetensors"]) - 16 * CHUNK
    assert hub.asked("m/exact.bin") == []
    assert hub.asked(BIG)[0] == f"bytes={16 * CHUNK}-{24 * CHUNK - 1}"


def test_wrong_bytes_are_found_as_they_come_where_the_source_says_hashes(hub, files, tmp_path):
    serve_manifest(hub, tmp_path, files)
    hub.fail(BIG, "wrong bytes")
    assert held(download(hub, tmp_path).folder) == files
    hub.fail("m/config.json", *["wrong bytes"] * 99)
    with pytest.raises(WorkError, match=r"config.json: bytes 0-23 come wrong each time"):
        download(hub, tmp_path / "other")
    assert not (tmp_path / "other" / "models" / "AquilaChat2-7B").exists()


def test_wrong_bytes_are_found_at_the_end_where_only_the_whole_has_a_hash(hub, files, tmp_path, monkeypatch):
    serve_manifest(hub, tmp_path, files)
    monkeypatch.setattr("aquila2.hub.listing.RemoteFile.is_wrong", lambda *given: False)
    hub.fail(BIG, "wrong bytes")
    done = download(hub, tmp_path)
    assert held(done.folder) == files
    # the chunk that is wrong is known by its hash: it alone came twice
    assert done.fetched_bytes == sum(map(len, files.values())) + CHUNK


def test_bytes_that_the_disk_changed_are_fetched_again(hub, files, tmp_path, monkeypatch):
    """What is hashed is what lies on the disk, not what came."""
    write, spoiled = part.Part.write, []

    def write_badly(self, index, data):
        write(self, index, data)
        if self.file.path == "model.safetensors" and index == 5 and not spoiled:
            spoiled.append(index)
            with open(self.path, "r+b") as file:
                file.seek(5 * CHUNK + 7)
                file.write(b"\0\0\0")

    monkeypatch.setattr(part.Part, "write", write_badly)
    done = download(hub, tmp_path)
    assert spoiled
    assert held(done.folder) == files
    assert done.fetched_bytes == sum(map(len, files.values())) + CHUNK


@pytest.mark.parametrize("with_hashes", [True, False])
def test_a_file_that_changes_while_it_is_read(hub, files, tmp_path, with_hashes):
    """Never a mixture of two versions: all of the new one where the listing can be had anew, else an error."""
    if with_hashes:
        serve_manifest(hub, tmp_path, files)
    hub.fail(BIG, None, None, "change")
    if with_hashes:
        with pytest.raises(WorkError, match="come wrong each time"):
            download(hub, tmp_path)
        assert not (tmp_path / "models" / "AquilaChat2-7B").exists()
    else:
        done = download(hub, tmp_path)
        assert held(done.folder)["model.safetensors"] == hub.files["/" + BIG] != files["model.safetensors"]


def test_a_file_that_changes_its_length(hub, files, tmp_path):
    asked = hub.next_fault

    def grow(path):
        if path == "/" + BIG and len(hub.asked(BIG)) == 3:
            hub.put(BIG, files["model.safetensors"] + b"more")
        return asked(path)

    hub.next_fault = grow
    assert held(download(hub, tmp_path).folder)["model.safetensors"] == files["model.safetensors"] + b"more"


def test_a_file_that_never_rests(hub, files, tmp_path):
    hub.fail(BIG, *[None, "change"] * 50)
    with pytest.raises(WorkError, match=r"model.safetensors changed at the server while it was being read"):
        download(hub, tmp_path)
    assert not (tmp_path / "models" / "AquilaChat2-7B").exists()


def test_a_full_disk_is_told_and_the_rest_comes_when_there_is_room(hub, files, tmp_path, monkeypatch):
    real, room = os.pwrite, [6]

    def pwrite(handle, data, offset):
        if room[0] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= 1
        return real(handle, data, offset)

    monkeypatch.setattr(os, "pwrite", pwrite)
    with pytest.raises(WorkError, match=r"the disk of .*models is full: make room, or say model_dir="):
        download(hub, tmp_path)
    assert not (tmp_path / "models" / "AquilaChat2-7B").exists()
    room[0] = -1
    done = download(hub, tmp_path)
    assert held(done.folder) == files
    assert done.fetched_bytes < sum(map(len, files.values()))


def test_too_little_room_is_told_before_anything_comes(hub, files, tmp_path, monkeypatch):
    monkeypatch.setattr("aquila2.hub.receive.shutil.disk_usage", lambda path: _Free)
    with pytest.raises(WorkError, match=r"0.00 GB are still to come and .* has 0.00 GB free"):
        download(hub, tmp_path)
    assert hub.asked(BIG) == []


class _Free:
    free = 1000


def other_process(hub, tmp_path):
    """The same download by another process."""
    program = (
        "import sys; from pathlib import Path; from aquila2.hub import listing, manifest, part\n"
        f"for m in (listing, manifest, part): m.CHUNK_BYTES = {CHUNK}\n"
        "from aquila2.hub.download import download_model\n"
        f"done = download_model('AquilaChat2-7B', Path({str(tmp_path / 'models')!r}), "
        f"source='{hub.url}/m/', workers=1)\n"
        "print(done.fetched_bytes)"
    )
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def wait_until(process, true):
    while not true():
        assert process.poll() is None
        time.sleep(0.02)


def test_two_processes_at_once_fetch_it_once(hub, files, tmp_path, capsys):
    hub.fail(BIG, ("stall", 0.5))
    process = other_process(hub, tmp_path)
    wait_until(process, lambda: hub.asked(BIG))
    assert download(hub, tmp_path).fetched_bytes == 0
    assert "another process is at it, waiting for it" in capsys.readouterr().err
    assert int(process.communicate()[0]) == sum(map(len, files.values()))
    assert held(tmp_path / "models" / "AquilaChat2-7B") == files


def test_a_process_that_is_killed_leaves_its_lock_and_its_chunks(hub, files, tmp_path):
    hub.fail(BIG, None, ("stall", 30))
    process = other_process(hub, tmp_path)
    wait_until(process, lambda: len(hub.asked(BIG)) >= 2)
    process.kill()
    process.communicate()
    assert not (tmp_path / "models" / "AquilaChat2-7B").exists()
    done = download(hub, tmp_path)
    assert held(done.folder) == files
    assert done.fetched_bytes <= len(files["model.safetensors"]) - 8 * CHUNK


def test_include_and_what_it_leaves_out_later(hub, files, tmp_path):
    done = download(hub, tmp_path, include=["*.json"])
    assert held(done.folder) == {"config.json": files["config.json"]}
    assert held(download(hub, tmp_path, include=["exact.bin"]).folder).keys() == {"config.json", "exact.bin"}
    assert download(hub, tmp_path, include=["*.json"]).fetched_bytes == 0
    done = download(hub, tmp_path)
    assert held(done.folder) == files
    assert done.fetched_bytes == len(files["model.safetensors"])
    assert read_manifest(done.folder).include == []
    with pytest.raises(UserError, match=r"include=\*.gguf fits none of the files: config.json, empty.txt"):
        download(hub, tmp_path / "other", include=["*.gguf"])


def test_a_folder_that_is_there_is_not_touched_unasked(hub, files, tmp_path):
    mine = tmp_path / "models" / "aquilachat2-7b"
    mine.mkdir(parents=True)
    (mine / "exact.bin").write_bytes(files["exact.bin"])
    (mine / "config.json").write_bytes(b"mine")
    with pytest.raises(UserError, match="is there and no download made it: say overwrite=true"):
        download(hub, tmp_path)
    assert held(mine)["config.json"] == b"mine"
    assert held(download(hub, tmp_path, overwrite=True).folder) == files
    put(hub, {"config.json": b"new"}, "other")
    with pytest.raises(UserError, match="came from url"):
        download(hub, tmp_path, source=f"{hub.url}/other")
    with pytest.raises(UserError, match="holds revision none: say overwrite=true to replace it by v2"):
        download(hub, tmp_path, revision="v2")
    assert held(download(hub, tmp_path, source=f"{hub.url}/other", overwrite=True).folder) == {"config.json": b"new"}


def test_what_is_right_is_kept_by_overwrite(hub, files, tmp_path):
    serve_manifest(hub, tmp_path, files)
    mine = tmp_path / "models" / "AquilaChat2-7B"
    mine.mkdir(parents=True)
    (mine / "model.safetensors").write_bytes(files["model.safetensors"])
    (mine / "exact.bin").write_bytes(files["exact.bin"][:-1] + b"?")
    done = download(hub, tmp_path, overwrite=True)
    assert held(done.folder) == files
    assert hub.asked(BIG) == []
    assert done.fetched_bytes == len(files["exact.bin"]) + len(files["config.json"])


def test_a_damaged_folder_is_completed_from_where_it_came(hub, files, tmp_path):
    folder = download(hub, tmp_path).folder
    (folder / "exact.bin").unlink()
    (folder / "config.json").write_bytes(b"0" * 24)
    assert len(find_damage(folder, read_manifest(folder).files)) == 2
    done = download(hub, tmp_path, source="auto")
    assert held(done.folder) == files
    assert done.fetched_bytes == len(files["exact.bin"]) + len(files["config.json"])


def test_a_source_that_has_other_files_by_now_does_not_complete_a_folder(hub, files, tmp_path):
    """What was downloaded at one time is not mixed with what the same address holds later."""
    folder = download(hub, tmp_path, include=["*.json"]).folder
    hub.put("m/config.json", b'{"model_type": "changed"}')
    with pytest.raises(WorkError, match=r"has another config.json by now; overwrite=true takes it"):
        download(hub, tmp_path)
    assert held(folder) == {"config.json": files["config.json"]}
    assert held(download(hub, tmp_path, overwrite=True).folder)["config.json"] == b'{"model_type": "changed"}'


def test_a_process_that_is_killed_while_renaming_lost_nothing(hub, files, tmp_path, monkeypatch):
    serve_manifest(hub, tmp_path, files)

    def killed(self, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", lambda self, target: killed(self, target) if ".partial" in self.name else 0)
        download(hub, tmp_path)
    assert not (tmp_path / "models" / "AquilaChat2-7B").exists()
    done = download(hub, tmp_path)
    assert (held(done.folder), done.fetched_bytes) == (files, 0)


@pytest.mark.parametrize("path", ["../evil", "/etc/evil", "a/../../evil", "C:\\evil", "a\\b", "", "a//b"])
def test_a_listing_cannot_write_elsewhere(hub, files, tmp_path, path):
    serve_manifest(hub, tmp_path, files)
    record = json.loads(hub.files[f"/m/{MANIFEST}"])
    record["files"][0]["path"] = path
    hub.put(f"m/{MANIFEST}", json.dumps(record).encode())
    with pytest.raises(WorkError, match="does not stay inside the model's folder"):
        download(hub, tmp_path)
    assert not (tmp_path / "models" / "AquilaChat2-7B").exists()


def test_no_network_no_download(tmp_path, monkeypatch):
    monkeypatch.setenv("AQUILA2_OFFLINE", "1")
    with pytest.raises(UserError, match="offline=true"):
        download_model("AquilaChat2-7B", tmp_path / "models")
    assert Path(tmp_path / "models").is_dir()
