"""`aquila2 download pack`: a model as one file, to carry it to where there is no network."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.log import say
from aquila2.hub.bundle import pack
from aquila2.recipes.conversion import progress
from aquila2.recipes.locate import locate


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 download pack`."""

    model: str = option(help="a model's name, or a checkpoint's folder")
    out: Path | None = option(None, help="the bundle to write [FOLDER'S NAME.tar]")
    model_dir: Path = option(Path("./checkpoints"), help="where models called by name lie")
    overwrite: bool = option(False, help="replace what stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Pack. Returns `out`, `model`, `files` and `bytes` (of the bundle)."""
    folder = locate(options.model, options.model_dir, fetch=False)
    out = options.out or Path(f"{folder.resolve().name}.tar")
    total = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with progress("packing", total) as advance:
        manifest = pack(folder, out, options.overwrite, advance)
    size = out.stat().st_size
    say(f"{out}: {len(manifest.files)} files, {size / 1e9:.2f} GB; unpack it with aquila2 download unpack {out.name}")
    return {"out": str(out), "model": manifest.name, "files": len(manifest.files), "bytes": size}
