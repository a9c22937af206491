"""WiseModel, whose models are git repositories with Git LFS: git brings the small files and the pointers, and the LFS
server (its batch API: https://github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md) says where the large ones are.
"""

import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aquila2.hub.listing import Address, Listing, RemoteFile, SourceError, make_listing
from aquila2.hub.transfer import Transfer

SOURCE = "wisemodel"
SITE = "https://www.wisemodel.cn"

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-.*\n)*oid sha256:([0-9a-f]{64})\nsize (\d+)\n"
)
_JSON = "application/vnd.git-lfs+json"
_SECONDS = 600


def list_files(repository: str, revision: str | None, transfer: Transfer, site: str = SITE) -> Listing:
    """The files of `OWNER/NAME` at the commit that a branch or tag is now; large ones carry their SHA-256, small ones
    their contents.

    Raises:
        SourceError: git is not installed, cannot reach the repository, or knows no such revision.
    """
    url = f"{site}/{repository}.git"
    if revision is not None and not re.fullmatch(r"[\w][\w./-]*", revision):
        raise SourceError(f"revision={revision} is no branch or tag")
    with tempfile.TemporaryDirectory(prefix="aquila2-git-") as scratch:
        folder = Path(scratch) / "clone"
        branch = ["--branch", revision] if revision else []
        _git(["clone", "--quiet", "--depth", "1", "--single-branch", *branch, "--", url, str(folder)])
        commit = _git(["-C", str(folder), "rev-parse", "HEAD"]).decode().strip()
        names = _git(["-C", str(folder), "ls-files", "-z"]).decode("utf-8", "replace").split("\0")
        files = [_file(folder, name, _lfs(transfer, url)) for name in names if name]
    return make_listing(SOURCE, repository, commit, files, revision)


def _file(folder: Path, name: str, lfs: Callable[[str, int], Address]) -> RemoteFile:
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise SourceError(f"{name} is a link or no plain file in the repository: refused")
    data = path.read_bytes()
    pointer = _POINTER.fullmatch(data)
    if pointer is None:
        return RemoteFile(name, len(data), content=data)
    digest, size = pointer[1].decode(), int(pointer[2])
    return RemoteFile(name, size, lambda: lfs(digest, size), sha256=digest)


def _lfs(transfer: Transfer, url: str) -> Callable[[str, int], Address]:
    """Asks the LFS server where an object is now; its links live for minutes."""

    def address(digest: str, size: int) -> Address:
        asked = {"operation": "download", "transfers": ["basic"], "objects": [{"oid": digest, "size": size}]}
        answer: Any = transfer.get_json(
            "POST", f"{url}/info/lfs/objects/batch", json=asked, headers={"Accept": _JSON, "Content-Type": _JSON}
        )
        try:
            action = answer["objects"][0]["actions"]["download"]
            return Address(str(action["href"]), {str(k): str(v) for k, v in (action.get("header") or {}).items()})
        except (KeyError, IndexError, TypeError):
            raise SourceError(f"the LFS server of {url} does not have {digest}") from None

    return address


def _git(words: list[str]) -> bytes:
    """Run git on words of ours, without a shell, without questions, without its filters for large files."""
    settings = ["-c", "core.symlinks=false", "-c", "core.autocrlf=false", "-c", "protocol.allow=never"]
    settings += ["-c", "protocol.https.allow=always", "-c", "protocol.http.allow=always", "-c", "core.hooksPath="]
    settings += ["-c", "filter.lfs.smudge=", "-c", "filter.lfs.process=", "-c", "filter.lfs.required=false"]
    settings += ["-c", "credential.helper=", "-c", "core.askPass=true"]
    try:
        done = subprocess.run(
            ["git", *settings, *words],
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # without a terminal it cannot ask for a password, and fails
        )
    except FileNotFoundError:
        raise SourceError("git is not installed, and WiseModel's models are git repositories") from None
    except subprocess.TimeoutExpired:
        raise SourceError(f"git took more than {_SECONDS} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SourceError(f"git: {said[-1] if said else f'exit status {done.returncode}'}")
    return done.stdout
