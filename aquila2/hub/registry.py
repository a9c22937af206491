"""The models by name: those that the Aquila2 release published, the small one that this package carries, and one that
another Python package brings.

The release chose a chat template by the model's name; its checkpoints do not carry one. What this project saves does.
"""

from dataclasses import dataclass
from pathlib import Path

from aquila2.base.config import nearest
from aquila2.base.errors import UserError


@dataclass(frozen=True)
class ModelEntry:
    """A published model. `shape` names a preset of `model/config.py`; `chat` tells a chat model from a base model.

    `sources` are those of `SOURCES` that the release names for it, in the order in which they are tried.
    """

    name: str
    shape: str
    template: str
    chat: bool = True
    sources: tuple[str, ...] = ("huggingface", "modelscope", "wisemodel", "baai")


# With hashes and revisions first; BAAI's own hub, which has neither, last.
SOURCES = ("huggingface", "modelscope", "wisemodel", "baai")
_TWO = ("huggingface", "baai")  # what the release links some of its models to


# The base models share their chat models' template, so that a tuned base model is asked as the release's are.
MODELS = {
    entry.name: entry
    for entry in (
        ModelEntry("Aquila2-7B", "7b", "aquila-v1", chat=False, sources=_TWO),
        ModelEntry("Aquila2-34B", "34b", "aquila-legacy", chat=False),
        ModelEntry("Aquila2-70B-Expr", "70b", "aquila-v2", chat=False, sources=_TWO),
        ModelEntry("AquilaChat2-7B", "7b", "aquila-v1", sources=_TWO),
        ModelEntry("AquilaChat2-7B-16K", "7b-16k", "aquila", sources=_TWO),
        ModelEntry("AquilaChat2-34B", "34b", "aquila-legacy"),
        ModelEntry("AquilaChat2-34B-16K", "34b-16k", "aquila"),
        ModelEntry("AquilaChat2-34B-Int4-GPTQ", "34b", "aquila-legacy", sources=("modelscope", "wisemodel")),
        ModelEntry("AquilaChat2-34B-AWQ", "34b", "aquila-legacy", sources=("huggingface", "modelscope", "baai")),
        ModelEntry("AquilaChat2-70B-Expr", "70b", "aquila-v2", sources=_TWO),
    )
}

# The names of models that come with Python packages; `nano` with this one, where its files were made.
NANO = "nano"
NANO_FOLDER = Path(__file__).resolve().parents[1] / "assets" / NANO
SMOLLM2 = ("smollm2", "SmolLM2-135M-Instruct")
PACKAGED = (NANO, *SMOLLM2)
# The model that is asked when none is named.
DEFAULT_MODEL = NANO if (NANO_FOLDER / "config.json").is_file() else SMOLLM2[0]


def find_entry(name: str) -> ModelEntry | None:
    """The published model of this name, whatever the case of its letters; None where there is none."""
    return next((entry for key, entry in MODELS.items() if key.lower() == name.lower()), None)


def get_entry(name: str) -> ModelEntry:
    """As `find_entry`.

    Raises:
        UserError: no published model has this name; names the nearest.
    """
    entry = find_entry(name)
    if entry is None:
        raise UserError(f"no model is called {name!r}{nearest(name, [*MODELS, *PACKAGED])}")
    return entry


def template_of_shape(shape: str) -> str:
    """The template of the release's chat model with these sizes (its preset's name)."""
    return next(entry.template for entry in MODELS.values() if entry.shape == shape and entry.chat)
