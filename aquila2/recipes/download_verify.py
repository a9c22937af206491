"""`aquila2 download verify`: a downloaded model compared with its manifest byte by byte, without a network."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.log import say
from aquila2.hub.manifest import find_damage, read_manifest
from aquila2.recipes.conversion import progress
from aquila2.recipes.locate import locate


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 download verify`."""

    model: str = option(help="a downloaded model's name, or its folder")
    model_dir: Path = option(Path("./checkpoints"), help="where models called by name lie")


def run(options: Options) -> dict[str, Any]:
    """Verify. Returns `folder`, `files`, `bytes` and `damage` (`path`, `why`, `ranges`); exit status 1 where there is
    any."""
    folder = locate(options.model, options.model_dir, fetch=False)
    manifest = read_manifest(folder)
    with progress("verifying", manifest.nbytes) as advance:
        damage = find_damage(folder, manifest.files, advance)
    for broken in damage:
        say(str(broken))
    if damage:
        say(
            f"{folder}: {len(damage)} of {len(manifest.files)} files are wrong: aquila2 download repair {options.model}"
        )
    else:
        say(f"{folder}: {len(manifest.files)} files, {manifest.nbytes / 1e9:.2f} GB, all right")
    return {
        "folder": str(folder),
        "files": len(manifest.files),
        "bytes": manifest.nbytes,
        "damage": [{"path": d.file.path, "why": d.why, "ranges": d.ranges} for d in damage],
        "exit_code": 1 if damage else 0,
    }
