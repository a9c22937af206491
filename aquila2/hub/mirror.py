"""A web server as a source: a folder that `aquila2 download` made, with its manifest, or any folder whose index lists
its files. With the manifest every chunk is checked as it comes; without one only sizes and the server's own word for
the version hold a file together.
"""

import html.parser
import re
import urllib.parse
from collections.abc import Callable

from aquila2.base.errors import UserError
from aquila2.hub.listing import Address, Listing, RemoteFile, SourceError, make_listing
from aquila2.hub.manifest import MANIFEST, Manifest, parse_manifest
from aquila2.hub.transfer import Transfer

SOURCE = "url"


def list_files(url: str, revision: str | None, transfer: Transfer) -> Listing:
    """The files below an address.

    Raises:
        SourceError: it cannot be reached, or is no folder of files; it holds another revision than the one asked for.
    """
    base = url if url.endswith("/") else url + "/"
    found = transfer.get("GET", base + MANIFEST, missing_ok=True)
    if found.status_code == 404:
        if revision is not None:
            raise SourceError(f"{base} has no {MANIFEST}, which would say its revision: leave revision= out")
        return make_listing(SOURCE, base, "none", _indexed(base, transfer))
    try:
        values = found.json()
        manifest = parse_manifest(values if isinstance(values, dict) else {}, base + MANIFEST)
    except (UserError, ValueError) as error:
        raise SourceError(str(error)) from None
    if revision not in (None, manifest.revision, manifest.asked):
        raise SourceError(f"{base} holds revision {manifest.revision}, not {revision}")
    return make_listing(SOURCE, base, manifest.revision, _recorded(base, manifest), revision)


def _recorded(base: str, manifest: Manifest) -> list[RemoteFile]:
    return [
        RemoteFile(file.path, file.size, _at(base, file.path), sha256=file.sha256, chunks=tuple(file.chunks))
        for file in manifest.files
    ]


def _at(base: str, path: str) -> Callable[[], Address]:
    address = Address(base + urllib.parse.quote(path))
    return lambda: address


def _indexed(base: str, transfer: Transfer) -> list[RemoteFile]:
    """The files that a server's index page links to; folders below are not read."""
    page = transfer.get("GET", base)
    links = _Links()
    links.feed(page.text)
    names = []
    for link in links.found:
        there = urllib.parse.urljoin(str(page.url), link).partition("?")[0].partition("#")[0]
        name = urllib.parse.unquote(there.removeprefix(str(page.url)))
        if there.startswith(str(page.url)) and name and "/" not in name and name not in names:
            names.append(name)
    if not names:
        raise SourceError(f"{base} is no folder: it has neither {MANIFEST} nor an index of files")
    return [_asked(base, name, transfer) for name in names]


def _asked(base: str, name: str, transfer: Transfer) -> RemoteFile:
    """A file as the server describes it when asked for no bytes of it."""
    address = _at(base, name)
    response = transfer.get("HEAD", address().url)
    length = response.headers.get("content-length", "")
    if not re.fullmatch(r"\d+", length):
        raise SourceError(f"{address().url}: the server does not say how large it is")
    version = response.headers.get("etag") or response.headers.get("last-modified")
    return RemoteFile(name, int(length), address, version=version)


class _Links(html.parser.HTMLParser):
    """Where a page's links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for key, value in attrs if key == "href" and value]
