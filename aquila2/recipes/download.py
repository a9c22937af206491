"""`aquila2 download`: a model's files by its name, from the first source that gives them, every byte checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.log import say
from aquila2.hub.download import download_model


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 download`."""

    name: str = option(help="a model of the release (any case), or OWNER/NAME with source=")
    source: str = option("auto", help="huggingface, modelscope, wisemodel, baai, an address; auto tries them in order")
    revision: str | None = option(None, help="branch, tag or commit as the source names it [its newest]")
    include: list[str] = option([], help="patterns of files to take, such as *.json [all]")
    model_dir: Path = option(Path("./checkpoints"), help="the files go to model_dir/NAME")
    workers: int = option(8, help="connections at once")
    overwrite: bool = option(False, help="the folder may become another download's: right files stay, others go")


def run(options: Options) -> dict[str, Any]:
    """Download. Returns `model`, `folder`, `source`, `repository`, `revision`, `files`, `bytes` and `fetched_bytes`."""
    if not 1 <= options.workers <= 64:
        raise UserError(f"workers={options.workers}: give 1 to 64")
    done = download_model(
        options.name,
        options.model_dir,
        source=options.source,
        revision=options.revision,
        include=options.include,
        workers=options.workers,
        overwrite=options.overwrite,
    )
    manifest = done.manifest
    say(
        f"{done.folder}: {len(manifest.files)} files, {manifest.nbytes / 1e9:.2f} GB, from {manifest.source} at"
        f" {manifest.revision}; every file read back and right"
    )
    return {
        "model": manifest.name,
        "folder": str(done.folder),
        "source": manifest.source,
        "repository": manifest.repository,
        "revision": manifest.revision,
        "files": len(manifest.files),
        "bytes": manifest.nbytes,
        "fetched_bytes": done.fetched_bytes,
    }
