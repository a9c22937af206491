"""ModelScope: the package modelscope-hub lists, our own transfer reads.

A revision is a branch or a tag there; what pins a download is the SHA-256 that it gives for every file.
"""

import logging

from aquila2.base.network import hub_clients_are_offline
from aquila2.hub.listing import Address, Listing, RemoteFile, SourceError, make_listing

SOURCE = "modelscope"


def list_files(repository: str, revision: str | None, endpoint: str | None = None) -> Listing:
    """The files of `OWNER/NAME` at a branch or tag, each with its SHA-256.

    Raises:
        SourceError: ModelScope cannot be reached, or has no such model; or its client is not installed.
    """
    if hub_clients_are_offline():
        raise SourceError("HF_HUB_OFFLINE forbids the hubs' clients")
    try:
        from modelscope_hub import HubApi
        from modelscope_hub.errors import HubError
    except ImportError:
        raise SourceError("ModelScope's client is not installed: pip install 'aquila2[hub]'") from None
    import requests

    logging.getLogger("modelscope_hub").setLevel(logging.ERROR)  # it warns of every retry
    api = HubApi(endpoint=endpoint)
    at = revision or "master"
    try:
        entries = [entry for entry in api.list_repo_files(repository, "model", revision=at) if not entry.is_dir]
    except (HubError, requests.RequestException, ValueError) as error:
        raise SourceError(f"modelscope: {' '.join(str(error).split()) or type(error).__name__}") from None
    token = api.config.token if hasattr(api, "config") else None
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    def remote(path: str, size: int, sha256: str | None) -> RemoteFile:
        url = api.legacy.get_download_url(repository, "model", path, at)
        return RemoteFile(path, size, lambda: Address(url, headers), (sha256 or "").lower() or None)

    files = [remote(entry.path, entry.size, entry.sha256) for entry in entries]
    return make_listing(SOURCE, repository, at, files, revision)
