"""`aquila2 merge`: an adapter and its base as one checkpoint that any engine loads, a matrix at a time."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.log import note, say
from aquila2.base.memory import parse_size
from aquila2.base.outputs import fingerprint, record_output

if TYPE_CHECKING:
    from aquila2.model.config import AquilaConfig


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
    if options.lora_dir is None and options.qlora_dir is None:
        raise UserError("no adapter: say lora_dir=DIR, or qlora_dir=DIR for one that was made on a base in NF4")
    limit = None if options.max_shard_size is None else parse_size(options.max_shard_size, "max_shard_size")
    # imported here, so that --help and mistakes are answered without the seconds that torch takes
    from aquila2.base.device import DTYPES, resolve_device
    from aquila2.checkpoint.checkpoint import read_config
    from aquila2.checkpoint.fingerprint import fingerprint as weights_fingerprint
    from aquila2.checkpoint.shards import DEFAULT_SHARD_BYTES
    from aquila2.lora.adapter import adapter_digest
    from aquila2.recipes.adapted import base_of, check_fit, given_adapter, template_for
    from aquila2.recipes.build import choose_template, read_generation_config
    from aquila2.recipes.conversion import check_place, open_folder, progress, write_folder, written_bytes
    from aquila2.recipes.locate import locate
    from aquila2.recipes.merged import Merged
    from aquila2.tokenizer.tokenizer import Tokenizer

    given = given_adapter(options.lora_dir, options.qlora_dir)
    assert given is not None
    max_shard_bytes = limit or DEFAULT_SHARD_BYTES
    device = resolve_device(options.device)
    model = base_of(options.model, given, options.model_dir)
    folder = locate(model, options.model_dir)
    record = given.adapter.record
    made_on = None if record is None else record.quantized or "original"
    onto = options.onto or ("nf4" if given.nf4 else made_on or "original")
    made_from = {
        "command": "merge",
        "model": fingerprint(folder),
        "base": weights_fingerprint(folder),
        "adapter": adapter_digest(given.folder),
        "onto": onto,
        "dtype": options.dtype,
        "template": options.template,
        "max_shard_bytes": max_shard_bytes,
    }
    check_place(options.out, [folder, given.folder], made_from, options.overwrite)

    def template(config: "AquilaConfig") -> str | None:
        own = choose_template(folder, config, options.template, model)
        chosen = template_for(given, own, asked=bool(options.template))
        return None if chosen is None else chosen.to_jinja()

    check_fit(given, folder, Tokenizer.load(folder))
    if made_on is not None and onto != made_on:
        note(f"{given.folder} was made on the base's {made_on} weights and is merged onto {onto}: onto={made_on}")
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
