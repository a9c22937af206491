"""Bundles: there and back, and tars that nobody should unpack."""

import io
import json
import tarfile

import pytest

from aquila2.base.errors import UserError, WorkError
from aquila2.hub.bundle import pack, unpack
from aquila2.hub.manifest import MANIFEST, manifest_of, read_manifest
from tests.hub_server import held


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "from" / "My-Model"
    (made / "below").mkdir(parents=True)
    for name in ("config.json", "model.safetensors", "below/more.txt"):
        (made / name).write_bytes(name.encode() * 1000)
    (made / "empty").touch()
    return made


@pytest.fixture
def bundle(folder, tmp_path):
    pack(folder, tmp_path / "b.tar", overwrite=False)
    return tmp_path / "b.tar"


def test_there_and_back(folder, bundle, tmp_path):
    there, manifest = unpack(bundle, tmp_path / "to", overwrite=False)
    assert there == tmp_path / "to" / "My-Model"
    assert held(there) == held(folder)
    assert read_manifest(there) == manifest
    assert [p.name for p in (tmp_path / "to").iterdir() if p.name != "My-Model"] == [".My-Model.lock"]
    # again: it is there; packed again, byte for byte the same
    assert unpack(bundle, tmp_path / "to", overwrite=False)[0] == there
    pack(there, tmp_path / "again.tar", overwrite=False)
    assert (tmp_path / "again.tar").read_bytes() == bundle.read_bytes()


def test_nothing_is_replaced_unasked(folder, bundle, tmp_path):
    with pytest.raises(UserError, match="already there"):
        pack(folder, bundle, overwrite=False)
    (tmp_path / "to" / "my-model").mkdir(parents=True)
    (tmp_path / "to" / "my-model" / "mine").write_text("mine")
    with pytest.raises(UserError, match="already there"):
        unpack(bundle, tmp_path / "to", overwrite=False)
    assert held(tmp_path / "to" / "my-model") == {"mine": b"mine"}
    assert held(unpack(bundle, tmp_path / "to", overwrite=True)[0]) == held(folder)


def test_a_folder_that_is_not_what_its_manifest_says_is_not_packed(folder, tmp_path):
    manifest_of(folder, "My-Model").write(folder)
    (folder / "config.json").write_bytes(b"x" + b"config.json" * 999 + b"onfig.json")
    with pytest.raises(WorkError, match=r"config.json has not the bytes"):
        pack(folder, tmp_path / "b.tar", overwrite=False)
    (folder / "config.json").write_bytes(b"short")
    with pytest.raises(WorkError, match=r"config.json has 5 bytes, not 11,000"):
        pack(folder, tmp_path / "b.tar", overwrite=False)
    (folder / "config.json").unlink()
    with pytest.raises(WorkError, match=r"config.json is missing"):
        pack(folder, tmp_path / "b.tar", overwrite=False)
    assert not (tmp_path / "b.tar").exists()


def test_links_are_not_packed(folder, tmp_path):
    (folder / "link").symlink_to("/etc/passwd")
    with pytest.raises(UserError, match="is a link"):
        pack(folder, tmp_path / "b.tar", overwrite=False)


def rewrite(bundle, change):
    """The bundle with its members changed: a list of (TarInfo, bytes)."""
    with tarfile.open(bundle) as tar:
        members = [(info, tar.extractfile(info).read()) for info in tar]
    members = change(members)
    with tarfile.open(bundle, "w") as tar:
        for info, data in members:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def kind(members, type, linkname="/etc/passwd"):
    info = tarfile.TarInfo(members[1][0].name)
    info.type, info.linkname = type, linkname
    return [members[0], (info, b""), *members[2:]]


def renamed(members, at, name):
    info = tarfile.TarInfo(name)
    return [*members[:at], (info, members[at][1]), *members[at + 1 :]]


def record(members, change):
    values = json.loads(members[0][1])
    change(values)
    return [(members[0][0], json.dumps(values).encode()), *members[1:]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: kind(m, tarfile.SYMTYPE), "refused"),
        (lambda m: kind(m, tarfile.LNKTYPE), "refused"),
        (lambda m: kind(m, tarfile.CHRTYPE), "refused"),
        (lambda m: kind(m, tarfile.DIRTYPE), "refused"),
        (lambda m: renamed(m, 1, "My-Model/../../evil"), "refused"),
        (lambda m: renamed(m, 1, "/tmp/evil"), "refused"),
        (lambda m: renamed(m, 0, "My-Model/other"), "does not begin with"),
        (lambda m: renamed(m, 0, f"../{MANIFEST}"), "called 'My-Model' in a folder '..'"),
        (lambda m: record(m, lambda v: v.update(name="..")), "called '..'"),
        (lambda m: record(m, lambda v: v["files"][0].update(path="../../evil")), "does not stay inside"),
        (
            lambda m: [*m, (tarfile.TarInfo("My-Model/extra"), b"x")],
            "extra', which its manifest does not have",
        ),
        (lambda m: m[:-1], "ends before"),
        (lambda m: [*m[:-1], (m[-1][0], b"?" + m[-1][1][1:])], "has not the bytes"),
        (lambda m: [*m[:-1], (m[-1][0], m[-1][1] + b"more")], "refused"),
        (lambda m: [(m[0][0], b"{nonsense")], "of format None"),
        (lambda m: [], "does not begin with"),
    ],
)
def test_what_is_no_bundle_is_refused_and_leaves_nothing(bundle, tmp_path, change, message):
    rewrite(bundle, change)
    before = sorted(p for p in tmp_path.rglob("*"))
    with pytest.raises((UserError, WorkError), match=message):
        unpack(bundle, tmp_path / "to", overwrite=False)
    left = [p for p in sorted(tmp_path.rglob("*")) if p not in before and p.name != ".My-Model.lock"]
    assert left in ([], [tmp_path / "to"])


@pytest.mark.parametrize("keep", [100, 700, 20_000])
def test_a_bundle_that_was_cut_off(bundle, tmp_path, keep):
    bundle.write_bytes(bundle.read_bytes()[:keep])
    with pytest.raises((UserError, WorkError)):
        unpack(bundle, tmp_path / "to", overwrite=False)
    assert not (tmp_path / "to" / "My-Model").exists()


def test_other_files(tmp_path):
    (tmp_path / "x.tar").write_bytes(b"hello")
    with pytest.raises(UserError, match="is no bundle"):
        unpack(tmp_path / "x.tar", tmp_path, overwrite=False)
