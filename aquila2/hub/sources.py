"""Where models come from, in the order in which they are tried."""

from dataclasses import dataclass

from aquila2.base.config import nearest
from aquila2.base.errors import UserError
from aquila2.hub import baai, huggingface, mirror, modelscope, wisemodel
from aquila2.hub.listing import Listing
from aquila2.hub.registry import MODELS, PACKAGED, SOURCES, ModelEntry, find_entry
from aquila2.hub.transfer import Transfer


@dataclass(frozen=True)
class Place:
    """A source, and what the model is called there: `OWNER/NAME`, or an address."""

    source: str
    repository: str

    def list_files(self, revision: str | None, transfer: Transfer) -> Listing:
        """Its files there.

        Raises:
            SourceError: it has none, or cannot be asked.
        """
        if self.source == huggingface.SOURCE:
            return huggingface.list_files(self.repository, revision)
        if self.source == modelscope.SOURCE:
            return modelscope.list_files(self.repository, revision)
        if self.source == wisemodel.SOURCE:
            return wisemodel.list_files(self.repository, revision, transfer)
        if self.source == baai.SOURCE:
            return baai.list_files(self.repository, revision, transfer)
        return mirror.list_files(self.repository, revision, transfer)

    def __str__(self) -> str:
        return self.repository if self.source == mirror.SOURCE else f"{self.source} ({self.repository})"


def places_for(name: str, source: str) -> tuple[str, list[Place]]:
    """The model's own spelling of its name, and where it is looked for, in order.

    Args:
        name: one that the release published, whatever the case of its letters; or `OWNER/NAME` with a source that has
            owners; or any with an address.
        source: "auto", one of `SOURCES`, or an address (http or https).

    Raises:
        UserError: an unknown name or source.
    """
    if name.lower() in {known.lower() for known in PACKAGED}:
        raise UserError(f"{name} comes with a Python package and needs no download: say model={name}")
    if source.partition("://")[0].lower() in ("http", "https"):
        entry = find_entry(name)
        own = entry.name if entry else _folder_name(name)
        return own, [Place(mirror.SOURCE, source)]
    if source != "auto" and source not in SOURCES:
        raise UserError(f"source={source} is not known: give auto, {', '.join(SOURCES)}, or an address (https://...)")
    entry = find_entry(name)
    if entry is None:
        owner, slash, own = name.partition("/")
        if slash and owner == "BAAI" and find_entry(own) is not None:
            return places_for(own, source)
        if slash and source in (huggingface.SOURCE, modelscope.SOURCE, wisemodel.SOURCE):
            return _folder_name(own), [Place(source, name)]
        hint = "; for OWNER/NAME say source=" if slash else nearest(name, MODELS)
        raise UserError(f"no model is called {name!r}{hint}")
    sources = entry.sources if source == "auto" else (source,)
    return entry.name, [Place(each, _repository(entry, each)) for each in sources]


def _repository(entry: ModelEntry, source: str) -> str:
    return entry.name if source == baai.SOURCE else f"BAAI/{entry.name}"


def _folder_name(name: str) -> str:
    if not name or name in (".", "..") or any(c in name for c in '/\\:*?"<>|') or name.startswith("."):
        raise UserError(f"{name!r} cannot be a folder's name: give the model a plain name")
    return name
