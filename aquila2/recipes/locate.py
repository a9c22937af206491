"""From what the user calls a model to the folder it lies in."""

from pathlib import Path

from aquila2.base.config import nearest
from aquila2.base.errors import UserError
from aquila2.base.network import is_offline
from aquila2.hub.download import download_model, existing_folder
from aquila2.hub.registry import MODELS, NANO, NANO_FOLDER, PACKAGED, SMOLLM2, find_entry
from aquila2.lora.adapter import CONFIG_FILE
from aquila2.recipes.smollm2 import smollm2_folder


def locate(model: str | Path, model_dir: str | Path = "./checkpoints", fetch: bool = True) -> Path:
    """The folder of a model: a path that is there, a name below `model_dir`, or a packaged model. One that the release
    published and that is not there is downloaded, unless the network is forbidden (`base/network.py`) or `fetch` false.

    Raises:
        UserError: nothing of that name; says where it was looked for, and which known name is near. An adapter.
        WorkError: it could not be downloaded.
    """
    path, name = Path(model).expanduser(), str(model)
    if is_adapter(path):
        raise UserError(
            f"model={model} is an adapter: give its base as model= and this folder as lora_dir= (or qlora_dir=), or"
            f" put both into one model with aquila2 merge lora_dir={model} out=DIR"
        )
    if path.is_dir():
        return path
    if path.is_file():
        raise UserError(
            f"model={model} is a file: give its folder, or make one with aquila2 convert model={model} out=DIR"
        )
    if name.lower() == NANO:
        return _nano_folder()
    if name.lower() in {known.lower() for known in SMOLLM2}:
        return smollm2_folder()
    known = find_entry(name.removeprefix("BAAI/"))
    below = existing_folder(Path(model_dir).expanduser(), known.name if known else name)
    if below is not None:
        return below
    if known is not None:
        if fetch and not is_offline():
            return download_model(known.name, Path(model_dir).expanduser()).folder
        forbidden = ", or leave offline=true (AQUILA2_OFFLINE) out" if fetch else ""
        raise UserError(
            f"model={model} is not in {model_dir}: put its files into {Path(model_dir) / known.name}, as aquila2"
            f" download {known.name} does, or give model_dir={forbidden}"
        )
    if path.parent != Path():  # written like a path
        raise UserError(f"model={model}: there is no such folder")
    raise UserError(
        f"model={model}: no folder of that name here or in {model_dir}{nearest(name, [*MODELS, *PACKAGED])}"
    )


def is_adapter(folder: Path) -> bool:
    """Whether an adapter lies in a folder, and no whole model."""
    return (folder / CONFIG_FILE).is_file() and not (folder / "config.json").exists()


def _nano_folder() -> Path:
    if not (NANO_FOLDER / "config.json").is_file():
        raise UserError(
            f"model={NANO}: this installation does not carry its files: make them with examples/nano/make.sh of the"
            " repository, or give another model="
        )
    return NANO_FOLDER
