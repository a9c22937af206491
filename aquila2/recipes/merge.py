"""`aquila2 merge`: an adapter and its base as one checkpoint that any engine loads, a matrix at a time."""

import dataclasses
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor

from aquila2.base.config import option
from aquila2.base.device import DTYPES, resolve_device
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.log import note, say
from aquila2.base.memory import parse_size
from aquila2.base.outputs import fingerprint, record_output
from aquila2.checkpoint.checkpoint import read_config
from aquila2.checkpoint.fingerprint import fingerprint as fingerprint_of_weights
from aquila2.checkpoint.names import published_name
from aquila2.checkpoint.shards import DEFAULT_SHARD_BYTES, StoredTensor, TensorFile
from aquila2.kernels.nf4 import dequantize_nf4, quantize_nf4
from aquila2.lora.adapter import adapter_digest, load_adapter
from aquila2.lora.layer import adapters, rounding
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4
from aquila2.quant.nf4 import Nf4Linear
from aquila2.recipes.adapted import Given, base_of, check_fit, given_adapter, template_for
from aquila2.recipes.build import choose_template, read_generation_config
from aquila2.recipes.conversion import check_place, dtype_name, open_folder, progress, write_folder, written_bytes
from aquila2.recipes.locate import locate
from aquila2.tokenizer.tokenizer import Tokenizer


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 merge`."""

    out: Path = option(help="the folder to write")
    lora_dir: Path | None = option(None, help="the adapter, PEFT's or ours")
    qlora_dir: Path | None = option(None, help="the same, one that was made on a base in NF4")
    model: str | None = option(None, help="its base: a folder, or a model's name [the one that the adapter names]")
    onto: Literal["nf4", "original"] | None = option(
        None, help="the base's weights as NF4 gives them back, or as they are [as it was made]"
    )
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = option("auto", help="number format; auto keeps it")
    device: str = option("cpu", help="where the sums are computed: auto, cpu, cuda or cuda:N")
    template: str | None = option(None, help="a chat template by name, in place of the adapter's own")
    max_shard_size: str | None = option(None, help="size above which safetensors are split, such as 500MB [5GB]")
    model_dir: Path = option(Path("./checkpoints"), help="where models called by name lie")
    overwrite: bool = option(False, help="replace what stands at out=, whatever it is (a rerun may always)")


def run(options: Options) -> dict[str, Any]:
    """Merge. Returns `out`, `bytes` (of all files written), `onto`, and `kept`: the share of what the adapter adds that
    is left once the sums are rounded to the number format, None where it adds nothing."""
    given = given_adapter(options.lora_dir, options.qlora_dir)
    if given is None:
        raise UserError("no adapter: say lora_dir=DIR, or qlora_dir=DIR for one that was made on a base in NF4")
    limit = options.max_shard_size
    max_shard_bytes = DEFAULT_SHARD_BYTES if limit is None else parse_size(limit, "max_shard_size")
    device = resolve_device(options.device)
    model = base_of(options.model, given, options.model_dir)
    folder = locate(model, options.model_dir)
    record = given.adapter.record
    nf4 = given.nf4 or (record is not None and record.quantized == "nf4")
    onto = options.onto or ("nf4" if nf4 else "original")
    made_from = {
        "command": "merge",
        "model": fingerprint(folder),
        "base": fingerprint_of_weights(folder),
        "adapter": adapter_digest(given.folder),
        "onto": onto,
        "dtype": options.dtype,
        "template": options.template,
        "max_shard_bytes": max_shard_bytes,
    }
    check_place(options.out, [folder, given.folder], made_from, options.overwrite)

    def template(config: AquilaConfig) -> str | None:
        own = choose_template(folder, config, options.template, model)
        chosen = template_for(given, own, asked=bool(options.template))
        return None if chosen is None else chosen.to_jinja()

    check_fit(given, folder, Tokenizer.load(folder))
    source = open_folder(folder, template, read_generation_config(folder))
    dtype = None if options.dtype == "auto" else DTYPES[options.dtype]
    merged = Merged(given, read_config(folder), source.tensors, onto == "nf4", dtype, device)
    source = dataclasses.replace(source, tensors=merged.tensors())
    with (
        atomic_folder(options.out, overwrite=True) as beside,
        progress("merging", written_bytes(source, dtype)) as advance,
    ):
        write_folder(source, beside, dtype, max_shard_bytes, advance)
        record_output(beside, made_from)
    size = sum(file.stat().st_size for file in options.out.iterdir())
    say(f"{options.out}: {size / 1e6:,.1f} MB, {given.folder} merged into {folder} ({onto})")
    if merged.kept is not None and merged.kept < 0.99:
        note(
            f"rounding left {100 * merged.kept:.0f} % of what the adapter adds, the rest is less than half a step of"
            " the number format; dtype=float32 keeps it, and so does the adapter beside its base"
        )
    return {"out": str(options.out), "bytes": size, "onto": onto, "kept": merged.kept}


class Merged(TensorFile):
    """A base's tensors with an adapter in them, as a file under their published names. Nothing but the adapter is in
    memory, and the matrix that is read.

    Args:
        stored: the base's tensors.
        nf4: all of the layers' matrices become what comes back from NF4, as they were in training, those without an
            adapter too.
        dtype: of the matrices that have changed; None: the base's.
        device: where they are computed.
    """

    def __init__(
        self,
        given: Given,
        config: AquilaConfig,
        stored: dict[str, StoredTensor],
        nf4: bool,
        dtype: torch.dtype | None,
        device: torch.device,
    ) -> None:
        super().__init__(given.folder)
        self._stored, self._nf4, self._dtype, self._device = stored, nf4, dtype, device
        with torch.device("meta"):
            model = Transformer(config)
        if nf4:
            apply_nf4(model)
        quantized = [name for name, module in model.named_modules() if isinstance(module, Nf4Linear)]
        load_adapter(model, given.folder, dtype=torch.float32, device=device)
        self._adapters = {published_name(f"{name}.weight"): module for name, module in adapters(model)}
        self._changed = {*self._adapters, *(published_name(f"{name}.weight") for name in quantized)}
        self._held: tuple[str, Tensor] = ("", torch.empty(0))
        self._added = self._left = 0.0

    @property
    def kept(self) -> float | None:
        """The share of what the adapter adds that is left after rounding, over all matrices read so far. None where
        nothing is added."""
        return round(self._left / self._added, 4) if self._added else None

    def tensors(self) -> dict[str, StoredTensor]:
        """All of them; those that change in their new format."""
        found = dict(self._stored)
        for name in self._changed:
            found[name] = StoredTensor(name, found[name].shape, self._dtype or found[name].dtype, self)
        return found

    def rows(self, name: str, start: int, stop: int) -> Tensor:
        """Rows of a matrix that changes."""
        if self._held[0] != name:
            self._held = ("", torch.empty(0))  # first let go
            self._held = (name, self._matrix(name))
        return self._held[1][start:stop]

    @torch.no_grad()
    def _matrix(self, name: str) -> Tensor:
        stored = self._stored[name]
        dtype = self._dtype or stored.dtype
        weight = torch.empty(stored.shape, dtype=stored.dtype, device=self._device)
        stored.copy_to(weight)
        if self._nf4:
            weight = dequantize_nf4(quantize_nf4(weight), (weight.shape[0], weight.shape[1]), weight.dtype)
        if name not in self._adapters:
            return weight.to("cpu", dtype)
        exact = self._adapters[name].merged(torch.float32, weight)
        added, left = rounding(exact, weight, dtype)
        self._added, self._left = self._added + added, self._left + left
        if not math.isfinite(self._left):
            raise UserError(f"{name}, merged, goes beyond the range of {dtype_name(dtype)}: say dtype=float32")
        return exact.to("cpu", dtype)
