"""Verify and repair: every wrong range is found, those alone come again, and what is half mended stands nowhere."""

import json

import pytest

from aquila2.base.errors import UserError, WorkError
from aquila2.hub.download import download_model
from aquila2.hub.manifest import MANIFEST, find_damage, read_manifest
from aquila2.hub.repair import repair_folder
from tests.hub_server import CHUNK, QUICK, held

BIG = "m/model.safetensors"


@pytest.fixture
def folder(hub, files, tmp_path):
    done = download_model("Aquila2-7B", tmp_path, source=f"{hub.url}/m", patience=QUICK)
    hub.requests.clear()
    return done.folder


def spoil(path, *places):
    data = bytearray(path.read_bytes())
    for place in places:
        data[place] ^= 0xFF
    path.write_bytes(data)


def damage_of(folder):
    return {d.file.path: (d.why, d.ranges) for d in find_damage(folder, read_manifest(folder).files)}


def test_only_what_is_wrong_comes_again(hub, files, folder):
    spoil(folder / "model.safetensors", 5 * CHUNK, 6 * CHUNK + 9, 40 * CHUNK + 122)
    assert damage_of(folder) == {
        "model.safetensors": ("has wrong bytes", [(5 * CHUNK, 7 * CHUNK), (40 * CHUNK, 40 * CHUNK + 123)])
    }
    done = repair_folder(folder, patience=QUICK)
    assert held(folder) == files
    assert done.fetched_bytes == 2 * CHUNK + 123
    assert hub.asked(BIG) == [f"bytes={5 * CHUNK}-{7 * CHUNK - 1}", f"bytes={40 * CHUNK}-{40 * CHUNK + 122}"]
    assert sorted(p.name for p in folder.parent.iterdir()) == [".Aquila2-7B.lock", "Aquila2-7B"]
    assert repair_folder(folder).damage == []


@pytest.mark.parametrize(
    ("change", "why", "fetched"),
    [
        (lambda path: path.unlink(), "is missing", 3 * CHUNK),
        (lambda path: path.write_bytes(path.read_bytes()[: CHUNK + 5]), f"has {CHUNK + 5:,} bytes", 2 * CHUNK),
        (lambda path: path.write_bytes(path.read_bytes() + b"more"), f"has {3 * CHUNK + 4:,} bytes", 0),
        (lambda path: (path.unlink(), path.symlink_to("nowhere")), "leads nowhere", 3 * CHUNK),
    ],
)
def test_missing_short_long_and_dangling(hub, files, folder, change, why, fetched):
    change(folder / "exact.bin")
    assert damage_of(folder)["exact.bin"][0].startswith(why)
    assert repair_folder(folder, patience=QUICK).fetched_bytes == fetched
    assert held(folder) == files


def test_a_repair_that_breaks_off_goes_on_and_leaves_no_half_mended_file(hub, files, folder):
    spoil(folder / "model.safetensors", 5, 20 * CHUNK)
    hub.fail(BIG, None, *[("status", 410)] * 9)
    with pytest.raises(WorkError, match=r"could not be repaired: url: .*410.*What is broken lies in .*\.repair"):
        repair_folder(folder, f"{hub.url}/m", QUICK)
    assert not (folder / "model.safetensors").exists()
    hub.faults.clear()
    hub.requests.clear()
    assert repair_folder(folder, f"{hub.url}/m", QUICK).fetched_bytes == CHUNK
    assert held(folder) == files


def test_a_source_with_other_bytes_mends_nothing(hub, files, folder):
    spoil(folder / "model.safetensors", 5)
    hub.files["/" + BIG] = bytes(len(files["model.safetensors"]))
    with pytest.raises(WorkError, match="bytes 0-4095 come wrong each time"):
        repair_folder(folder, f"{hub.url}/m", QUICK)
    hub.files["/" + BIG] = b"short"
    with pytest.raises(WorkError, match=r"has another model.safetensors by now"):
        repair_folder(folder, f"{hub.url}/m", QUICK)


def test_without_a_network_damage_is_told_and_nothing_moves(files, folder, monkeypatch):
    monkeypatch.setenv("AQUILA2_OFFLINE", "1")
    assert repair_folder(folder).damage == []
    spoil(folder / "config.json", 3)
    with pytest.raises(UserError, match="offline=true"):
        repair_folder(folder)
    assert (folder / "config.json").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda record: record.update(format=9), "of format 9"),
        (lambda record: record["files"][0].update(size=-1), "is damaged"),
        (lambda record: record["files"][0].update(size=10**9), "its size and its chunks do not fit"),
        (lambda record: record["files"][0].update(sha256="0"), "a hash is none"),
        (lambda record: record["files"][0].update(path="../x"), "does not stay inside"),
        (lambda record: record["files"][0].pop("path"), "is damaged"),
        (lambda record: record.update(files=3), "is damaged"),
        (lambda record: record.update(surprise=1), "unknown option 'surprise'"),
    ],
)
def test_a_record_that_makes_no_sense(folder, change, message):
    record = json.loads((folder / MANIFEST).read_text())
    change(record)
    (folder / MANIFEST).write_text(json.dumps(record))
    with pytest.raises(UserError, match=message):
        read_manifest(folder)
