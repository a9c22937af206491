"""Each kind of source, spoken to as its server speaks; which are asked for which model, in which order."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from aquila2.base.errors import UserError, WorkError
from aquila2.hub import baai, huggingface, mirror, modelscope, wisemodel
from aquila2.hub.download import download_model
from aquila2.hub.listing import SourceError
from aquila2.hub.registry import MODELS, SOURCES
from aquila2.hub.sources import Place, places_for
from aquila2.hub.transfer import Transfer
from tests.hub_server import CHUNK, QUICK, held

NAME = "AquilaChat2-34B"
REPO = f"BAAI/{NAME}"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def answer(data, status=200):
    body = data.encode() if isinstance(data, str) else json.dumps(data).encode()
    kind = "text/plain" if isinstance(data, str) else "application/json"
    return lambda request: (status, {"Content-Type": kind}, body)


def git_name(data):
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


@pytest.fixture
def as_huggingface(hub, files, monkeypatch):
    """The hub's API for one model, large files with LFS' hash and small ones with git's."""
    constants = pytest.importorskip("huggingface_hub.constants")
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(huggingface.list_files, "__defaults__", (hub.url,))
    entries = []
    for name, data in files.items():
        entry = {"type": "file", "path": name, "size": len(data), "oid": git_name(data)}
        if len(data) > CHUNK:
            entry["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
        entries.append(entry)
        hub.put(f"{REPO}/resolve/{COMMIT}/{name}", data)
    about = {"id": REPO, "sha": COMMIT, "modelId": REPO, "siblings": [], "tags": []}
    for at in ("", "/revision/main", f"/revision/{COMMIT}", "/revision/v1.2"):
        hub.answers["GET", f"/api/models/{REPO}{at}"] = answer(about)
    hub.answers["GET", f"/api/models/{REPO}/tree/{COMMIT}"] = answer(entries)
    return hub


def test_huggingface_pins_the_commit_and_checks_both_kinds_of_hash(as_huggingface, files, tmp_path):
    done = download_model(NAME, tmp_path, source="huggingface", revision="v1.2", patience=QUICK)
    assert held(done.folder) == files
    assert (done.manifest.revision, done.manifest.asked) == (COMMIT, "v1.2")
    by = {file.path: file.checked_by for file in done.manifest.files}
    assert (by["model.safetensors"], by["config.json"]) == ("sha256", "git sha-1")
    path = f"/{REPO}/resolve/{COMMIT}/config.json"
    as_huggingface.files[path] = b'{"model_type": "aquilb"}'
    with pytest.raises(WorkError, match=r"the bytes of config.json are not those that huggingface lists"):
        download_model(NAME, tmp_path / "other", source="huggingface", patience=QUICK)


def test_a_login_goes_to_the_hub_alone(as_huggingface, hub, files, tmp_path, monkeypatch):
    monkeypatch.setattr("huggingface_hub.get_token", lambda: "hf_secret")
    listing = huggingface.list_files(REPO, None)
    assert listing.files[0].address().headers == {"Authorization": "Bearer hf_secret"}
    # the hub sends large files to another host; what it is told there is the transfer's own
    seen = []
    other = hub.url.replace("127.0.0.1", "localhost")
    hub.answers["GET", "/cdn"] = lambda request: (seen.append(request.headers.get("Authorization")), (404, {}, b""))[1]
    path = f"/{REPO}/resolve/{COMMIT}/model.safetensors"
    hub.answers["GET", path] = lambda request: (302, {"Location": f"{other}/cdn"}, b"")
    with Transfer(QUICK) as transfer, pytest.raises(SourceError, match="404"):
        next(transfer.stream(listing.files[-1], 0, 10))
    assert seen == [None]


@pytest.mark.parametrize(
    ("status", "message"),
    [(404, "404"), (401, "401|does not exist|Invalid"), (500, "500"), (200, "JSON|json|Expecting")],
)
def test_huggingface_says_what_is_wrong(as_huggingface, status, message):
    as_huggingface.answers["GET", f"/api/models/{REPO}"] = answer("<html>" if status == 200 else {}, status)
    with pytest.raises(SourceError, match=message):
        huggingface.list_files(REPO, None)


def test_the_hubs_clients_can_be_forbidden(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for client in (huggingface, modelscope):
        with pytest.raises(SourceError, match="HF_HUB_OFFLINE forbids"):
            client.list_files(REPO, None)


def test_modelscope(hub, files, monkeypatch, tmp_path):
    pytest.importorskip("modelscope_hub")
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MODELSCOPE_CREDENTIALS_PATH", str(tmp_path / "none"))
    entries = [
        {"Path": name, "Size": len(data), "Sha256": hashlib.sha256(data).hexdigest(), "Type": "blob"}
        for name, data in files.items()
    ]
    entries.append({"Path": "folder", "Size": 0, "Type": "tree"})
    hub.answers["GET", f"/api/v1/models/{REPO}/repo/files"] = answer({"Code": 200, "Data": {"Files": entries}})

    def content(request):
        from urllib.parse import parse_qs, urlsplit

        asked = parse_qs(urlsplit(request.path).query)
        assert asked["Revision"] == ["v1.0"]
        return 302, {"Location": f"/m/{asked['FilePath'][0]}"}, b""

    hub.answers["GET", f"/api/v1/models/{REPO}/repo"] = content
    listing = modelscope.list_files(REPO, "v1.0", endpoint=hub.url)
    assert {file.path for file in listing.files} == set(files)
    with Transfer(QUICK) as transfer:
        for file in listing.files:
            assert b"".join(transfer.stream(file, 0, file.size)) == files[file.path]
            assert file.sha256 == hashlib.sha256(files[file.path]).hexdigest()
    hub.answers["GET", f"/api/v1/models/{REPO}/repo/files"] = answer({"Code": 404, "Message": "no such model"}, 404)
    with pytest.raises(SourceError, match="modelscope: "):
        modelscope.list_files(REPO, None, endpoint=hub.url)


@pytest.fixture
def git_site(hub, files, tmp_path):
    """A git repository with LFS pointers, served by git itself, and an LFS server whose links hold once."""
    repo = tmp_path / "site" / "BAAI" / f"{NAME}.git"
    work = tmp_path / "work"
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    env |= {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def git(*words):
        subprocess.run(["git", *map(str, words)], check=True, env=env, capture_output=True)

    git("init", "-q", "-b", "main", work)
    digest = {}
    for name, data in files.items():
        if len(data) > CHUNK:
            digest[hashlib.sha256(data).hexdigest()] = name
            pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{hashlib.sha256(data).hexdigest()}\n"
            data = f"{pointer}size {len(data)}\n".encode()
        (work / name).write_bytes(data)
    (work / ".gitattributes").write_text("*.safetensors filter=lfs diff=lfs merge=lfs -text\n")
    git("-C", work, "add", ".")
    git("-C", work, "commit", "-q", "-m", "files")
    git("-C", work, "tag", "v1.2")
    git("clone", "-q", "--bare", work, repo)
    links = iter(range(1000))

    def batch(request):
        asked = json.loads(request.body())["objects"][0]
        link = f"/link{next(links)}"

        def once(request):
            del hub.answers["GET", link]
            return 302, {"Location": f"/m/{digest[asked['oid']]}"}, b""

        hub.answers["GET", link] = once
        action = {"href": hub.url + link, "header": {"X-Ticket": "1"}}
        return 200, {}, json.dumps({"objects": [{**asked, "actions": {"download": action}}]}).encode()

    hub.answers["POST", f"/{REPO}.git/info/lfs/objects/batch"] = batch
    for method, path in (("GET", "info/refs"), ("POST", "git-upload-pack")):
        hub.answers[method, f"/{REPO}.git/{path}"] = lambda request: cgi(request, repo.parent.parent, env)
    return hub


def cgi(request, root: Path, env):
    """git's own server program."""
    path, _, query = request.path.partition("?")
    found = subprocess.run(
        ["git", "http-backend"],
        input=request.body(),
        env={
            **env,
            "GIT_PROJECT_ROOT": str(root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": request.command,
            "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
        },
        capture_output=True,
        check=True,
    ).stdout
    head, _, body = found.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
    return int(headers.pop("Status", "200").split()[0]), headers, body


def test_wisemodel_is_git_with_lfs(git_site, files, tmp_path, monkeypatch):
    monkeypatch.setattr(wisemodel.list_files, "__defaults__", (git_site.url,))
    done = download_model(NAME, tmp_path / "models", source="wisemodel", revision="v1.2", patience=QUICK)
    found = held(done.folder)
    assert found.pop(".gitattributes").startswith(b"*.safetensors filter=lfs")
    assert found == files
    assert len(done.manifest.revision) == 40
    assert {f.path: f.checked_by for f in done.manifest.files}["model.safetensors"] == "sha256"
    with pytest.raises(WorkError, match=r"wisemodel: git: .*v9"):
        download_model(NAME, tmp_path / "other", source="wisemodel", revision="v9", patience=QUICK)
    with Transfer(QUICK) as transfer, pytest.raises(SourceError, match="no branch or tag"):
        wisemodel.list_files(REPO, "--upload-pack=touch /tmp/x", transfer, git_site.url)


def test_baai_whose_links_live_for_minutes(hub, files, tmp_path, monkeypatch):
    monkeypatch.setattr(baai.list_files, "__defaults__", (hub.url,))
    hub.answers["GET", "/api/searchModleByName"] = answer("100116")
    hub.answers["GET", "/api/searchModelFileByName"] = answer(str([*files]))
    times = []

    def link(request):
        asked = json.loads(request.body())
        assert asked["model_id"] == "100116"
        name = asked["checkpoint_name"]
        times.append(name)
        if name not in files:
            return 200, {}, json.dumps({"code": "40002", "files": [*files]}).encode()
        return 200, {}, json.dumps({"code": "200", "url": f"{hub.url}/m/{name}", "size": len(files[name])}).encode()

    hub.answers["POST", "/api/downloadCode"] = link
    done = download_model(NAME, tmp_path / "models", source="baai", patience=QUICK)
    assert held(done.folder) == files
    assert {file.checked_by for file in done.manifest.files} == {"size"}
    assert times.count("model.safetensors") > 5  # a new link for every request
    with Transfer(QUICK) as transfer:
        with pytest.raises(SourceError, match="keeps one version"):
            baai.list_files(NAME, "v1", transfer)
        hub.answers["GET", "/api/searchModelFileByName"] = answer("['gone.bin']")
        with pytest.raises(SourceError, match=r"lists gone.bin and does not have it"):
            baai.list_files(NAME, None, transfer)
        hub.answers["GET", "/api/searchModelFileByName"] = answer("__import__('os').system('true')")
        with pytest.raises(SourceError, match="no list of files"):
            baai.list_files(NAME, None, transfer)
        hub.answers["GET", "/api/searchModleByName"] = answer("null")
        with pytest.raises(SourceError, match="ModelHub has no"):
            baai.list_files(NAME, None, transfer)


def test_sources_are_tried_in_order_and_go_on_with_each_others_bytes(
    as_huggingface, hub, files, tmp_path, monkeypatch, capsys
):
    """The first breaks off in the middle of the large file; the second has the same bytes and gives the rest."""
    path = f"{REPO}/resolve/{COMMIT}/model.safetensors"
    hub.fail(path, None, None, *[("status", 410)] * 50)
    places = [Place("huggingface", REPO), Place("url", f"{hub.url}/m/")]
    monkeypatch.setattr("aquila2.hub.download.places_for", lambda name, source: (name, places))
    hashed = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    asked = mirror._asked

    def with_hash(base, name, transfer):
        import dataclasses

        return dataclasses.replace(asked(base, name, transfer), sha256=hashed[name])

    monkeypatch.setattr(mirror, "_asked", with_hash)
    done = download_model(NAME, tmp_path, workers=1, patience=QUICK)
    assert held(done.folder) == files
    assert done.manifest.source == "url"
    assert hub.asked("m/model.safetensors")[0] == f"bytes={16 * CHUNK}-{24 * CHUNK - 1}"
    told = capsys.readouterr().err
    assert f"asking huggingface ({REPO})" in told
    assert "not from huggingface: model.safetensors: 127.0.0.1 answers 410" in told


class TestPlaces:
    def test_every_model_of_the_release_in_order(self):
        for name, entry in MODELS.items():
            own, places = places_for(name.upper(), "auto")
            assert own == name
            assert tuple(place.source for place in places) == entry.sources
            assert set(entry.sources) <= set(SOURCES)
        assert [str(place) for place in places_for("aquila2-7b", "auto")[1]] == [
            "huggingface (BAAI/Aquila2-7B)",
            "baai (Aquila2-7B)",
        ]
        assert places_for("BAAI/Aquila2-7B", "wisemodel")[1] == [Place("wisemodel", "BAAI/Aquila2-7B")]

    def test_others(self):
        assert places_for("me/my-model", "huggingface") == ("my-model", [Place("huggingface", "me/my-model")])
        url = "https://example.org/models/x/"
        assert places_for("x", url) == ("x", [Place("url", url)])
        assert places_for("aquila2-7b", url) == ("Aquila2-7B", [Place("url", url)])

    @pytest.mark.parametrize(
        ("name", "source", "message"),
        [
            ("AquilaChat3-7B", "auto", "did you mean 'AquilaChat2-7B'"),
            ("aquilachat27b", "auto", "did you mean 'AquilaChat2-7B'"),
            ("Aquila2-7B", "hugingface", "give auto, huggingface, modelscope, wisemodel, baai, or an address"),
            ("Aquila2-7B", "ftp://example.org/x", "is not known"),
            ("smollm2", "auto", "needs no download"),
            ("me/x", "auto", "for OWNER/NAME say source="),
            ("../x", "https://example.org/", "cannot be a folder's name"),
            (".x", "https://example.org/", "cannot be a folder's name"),
            ("me/..", "huggingface", "cannot be a folder's name"),
        ],
    )
    def test_wrong(self, name, source, message):
        with pytest.raises(UserError, match=message):
            places_for(name, source)
