"""The files of a finished model that the package carries, with the sampling that is recommended, and its card.

python -m examples.nano.pack model=DIR out=aquila2/assets/nano
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import load_options, option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.json_files import read_json, write_json
from aquila2.base.log import log_to_stderr, say
from aquila2.base.outputs import check_output, fingerprint, record_output

MOST_BYTES = 20_000_000
SAMPLING: dict[str, Any] = {"do_sample": True, "temperature": 0.8, "top_p": 0.9, "top_k": 50}
_KEPT = (
    "config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja",
    "*.safetensors", "*.index.json", "quality.json",
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """What to pack, and into which folder."""

    model: Path = option(help="a checkpoint that is ready to use")
    out: Path = option(help="the folder to write")
    overwrite: bool = option(False, help="replace another model that stands at out=")


def main(words: list[str]) -> None:
    """Pack.

    Raises:
        UserError: no checkpoint, more than `MOST_BYTES`, or another model in the way.
    """
    options = load_options(Options, words)
    if not (options.model / "config.json").is_file():
        raise UserError(f"model={options.model} holds no checkpoint: make one with examples/nano/make.sh")
    made_from = {"command": "examples.nano.pack", "model": fingerprint(options.model), "sampling": SAMPLING}
    check_output(options.out, made_from, options.overwrite)
    files = sorted(path for pattern in _KEPT for path in options.model.glob(pattern))
    with atomic_folder(options.out, overwrite=True) as folder:
        for path in files:
            shutil.copyfile(path, folder / path.name)
        generation = read_json(options.model / "generation_config.json")
        write_json(folder / "generation_config.json", {**generation, **SAMPLING})
        shutil.copyfile(Path(__file__).with_name("MODEL_CARD.md"), folder / "README.md")
        record_output(folder, made_from)
        size = sum(path.stat().st_size for path in folder.iterdir())
        if size > MOST_BYTES:
            raise UserError(
                f"model={options.model} has {size / 1e6:.1f} MB, the package carries at most {MOST_BYTES / 1e6:.0f}:"
                " quantize it"
            )
    say(f"{options.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    log_to_stderr()
    try:
        main(sys.argv[1:])
    except UserError as error:
        sys.exit(f"error: {error}")
