"""Run when Python starts (`aquila2_flagai.pth`): old programs find what they import. It imports nothing itself.

Two finders of modules. One sees that transformers knows `aquila` before a program takes an `Auto...` class from it. The
other stands last in line and finds `predict`, `awq` and `auto_gptq`, where nothing else of that name is installed.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

_STAND_INS = Path(__file__).parent / "stand_ins"


class _Transformers(importlib.abc.MetaPathFinder):
    """Watches for the import of transformers, once."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != "transformers":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        loader = spec.loader if spec is not None else None
        if loader is not None:
            run = loader.exec_module

            def run_and_watch(module: ModuleType) -> None:
                run(module)
                _watch(sys.modules.get(fullname, module))

            loader.exec_module = run_and_watch  # type: ignore[method-assign]
        return spec


def _watch(transformers: ModuleType) -> None:
    """transformers imports its classes when they are first taken: before the first `Auto...`, ours are registered."""
    lazy: Any = type(transformers)

    class Watched(lazy):
        def __getattr__(self, name: str) -> Any:
            if name.startswith("Auto"):
                self.__class__ = lazy
                importlib.import_module("aquila2.hf")
            return lazy.__getattr__(self, name)

    if hasattr(lazy, "__getattr__"):
        transformers.__class__ = Watched


class _StandIns(importlib.abc.MetaPathFinder):
    """Finds the modules of `stand_ins`, after everybody else has been asked."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        file = _STAND_INS / f"{fullname}.py"
        if path is None and fullname.isidentifier() and file.is_file():
            return importlib.util.spec_from_file_location(fullname, file)
        return None


def start() -> None:
    """Put both finders in place, once."""
    if not any(type(finder).__name__ == _StandIns.__name__ for finder in sys.meta_path):
        if "transformers" not in sys.modules:
            sys.meta_path.insert(0, _Transformers())
        sys.meta_path.append(_StandIns())


start()
