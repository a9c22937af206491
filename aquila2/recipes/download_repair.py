"""`aquila2 download repair`: what is wrong with a downloaded model, fetched again; nothing else is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.log import say
from aquila2.hub.repair import repair_folder
from aquila2.recipes.locate import locate


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 download repair`."""

    model: str = option(help="a downloaded model's name, or its folder")
    source: str | None = option(None, help="another source than it came from, with the same bytes")
    model_dir: Path = option(Path("./checkpoints"), help="where models called by name lie")


def run(options: Options) -> dict[str, Any]:
    """Repair. Returns `folder`, `repaired` (`path`, `why`, `ranges`) and `fetched_bytes`."""
    folder = locate(options.model, options.model_dir, fetch=False)
    done = repair_folder(folder, options.source)
    if done.damage:
        say(f"{folder}: {len(done.damage)} files mended with {done.fetched_bytes:,} bytes; all right now")
    else:
        say(f"{folder}: all right, nothing to mend")
    return {
        "folder": str(folder),
        "repaired": [{"path": d.file.path, "why": d.why, "ranges": d.ranges} for d in done.damage],
        "fetched_bytes": done.fetched_bytes,
    }
