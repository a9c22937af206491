"""The Hugging Face hub, or a mirror of it (`HF_ENDPOINT`): huggingface_hub lists, our own transfer reads."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from aquila2.base.network import hub_clients_are_offline
from aquila2.hub.listing import Address, Listing, RemoteFile, SourceError, make_listing

if TYPE_CHECKING:
    from huggingface_hub.hf_api import RepoFile

SOURCE = "huggingface"


def list_files(repository: str, revision: str | None, endpoint: str | None = None) -> Listing:
    """The files of `OWNER/NAME` at the commit that `revision` is now. Large ones carry their SHA-256, others git's
    name of their contents.

    Raises:
        SourceError: the hub cannot be reached, has no such model or revision, or wants a login.
    """
    if hub_clients_are_offline():
        raise SourceError("HF_HUB_OFFLINE forbids the hub's client")
    import httpx
    from huggingface_hub import HfApi, get_token
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled
    from huggingface_hub.hf_api import RepoFile

    api = HfApi(endpoint=endpoint, library_name="aquila2")
    try:
        commit = api.model_info(repository, revision=revision, timeout=30).sha or revision or "main"
        entries = list(api.list_repo_tree(repository, recursive=True, revision=commit))
    except (HfHubHTTPError, OfflineModeIsEnabled, httpx.HTTPError, ValueError) as error:  # what is no JSON, no name
        said = " ".join(str(error).split()) or type(error).__name__
        raise SourceError(f"{api.endpoint}: {said}") from None
    token = get_token()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    files = [
        _file(entry, _address(api, repository, commit, headers)) for entry in entries if isinstance(entry, RepoFile)
    ]
    return make_listing(SOURCE, repository, commit, files, revision)


def _address(api: object, repository: str, commit: str, headers: dict[str, str]) -> Callable[[str], Address]:
    from huggingface_hub import hf_hub_url

    endpoint = getattr(api, "endpoint", None)
    return lambda path: Address(hf_hub_url(repository, path, revision=commit, endpoint=endpoint), headers)


def _file(entry: "RepoFile", address: Callable[[str], Address]) -> RemoteFile:
    large = entry.lfs
    return RemoteFile(
        path=entry.path,
        size=large.size if large else entry.size,
        address=lambda: address(entry.path),
        sha256=large.sha256 if large else None,
        git_sha1=None if large else entry.blob_id,
    )
