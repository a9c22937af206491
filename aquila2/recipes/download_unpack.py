"""`aquila2 download unpack`: a model out of the file that `download pack` wrote, every byte checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.log import say
from aquila2.hub.bundle import unpack
from aquila2.recipes.conversion import progress


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 download unpack`."""

    bundle: Path = option(help="the file that aquila2 download pack wrote")
    model_dir: Path = option(Path("./checkpoints"), help="the files go to model_dir/NAME")
    overwrite: bool = option(False, help="replace a folder of that name")


def run(options: Options) -> dict[str, Any]:
    """Unpack. Returns `folder`, `model`, `files` and `bytes`."""
    if not options.bundle.is_file():
        raise UserError(f"bundle={options.bundle} is no file: give what aquila2 download pack wrote")
    with progress("unpacking", options.bundle.stat().st_size) as advance:
        folder, manifest = unpack(options.bundle, options.model_dir, options.overwrite, advance)
    say(f"{folder}: {len(manifest.files)} files, {manifest.nbytes / 1e9:.2f} GB, all right")
    return {"folder": str(folder), "model": manifest.name, "files": len(manifest.files), "bytes": manifest.nbytes}
