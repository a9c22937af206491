"""BAAI's ModelHub, by the three calls that the release's own programs make: a model's number by its name, its files by
its name, and for each file a link that lives for minutes. It knows sizes, no hashes and no revisions.
"""

import ast
import json
from typing import Any

from aquila2.hub.listing import Address, Listing, RemoteFile, SourceError, make_listing
from aquila2.hub.transfer import Transfer

SOURCE = "baai"
SITE = "https://model.baai.ac.cn"


def list_files(name: str, revision: str | None, transfer: Transfer, site: str = SITE) -> Listing:
    """The files of a model by its name.

    Raises:
        SourceError: the hub cannot be reached or does not have it; a revision is asked for.
    """
    if revision is not None:
        raise SourceError(f"ModelHub keeps one version, no revision={revision}")
    number = transfer.get("GET", f"{site}/api/searchModleByName", params={"model_name": name}).text.strip().strip('"')
    if not number.isdigit():
        raise SourceError(f"ModelHub has no {name}")
    names = _names(transfer.get("GET", f"{site}/api/searchModelFileByName", params={"model_name": name}).text)
    files = [_file(transfer, site, number, path) for path in names]
    return make_listing(SOURCE, name, f"model {number}", files)


def _names(text: str) -> list[str]:
    """A list of names, as JSON or as Python writes it."""
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text)
        except (ValueError, SyntaxError):
            continue
        if isinstance(found, list) and all(isinstance(name, str) for name in found):
            return found
    raise SourceError("ModelHub answers with no list of files")


def _file(transfer: Transfer, site: str, number: str, path: str) -> RemoteFile:
    def ask() -> dict[str, Any]:
        asked = {"model_id": number, "checkpoint_name": path}
        answer = transfer.get_json("POST", f"{site}/api/downloadCode", json=asked)
        if not isinstance(answer, dict) or str(answer.get("code")) == "40002" or "url" not in answer:
            raise SourceError(f"ModelHub lists {path} and does not have it")
        return answer

    size = ask().get("size")
    if not isinstance(size, int):
        raise SourceError(f"ModelHub does not say how large {path} is")
    return RemoteFile(path, size, lambda: Address(str(ask()["url"])))
