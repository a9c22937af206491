"""An adapter brought together with its base: which base that is, which template and special tokens belong to it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from aquila2.base.errors import UserError
from aquila2.base.log import note
from aquila2.chat.messages import Template
from aquila2.chat.templates import TEMPLATES, load_template
from aquila2.checkpoint.fingerprint import fingerprint
from aquila2.checkpoint.shards import some
from aquila2.hub.registry import DEFAULT_MODEL
from aquila2.lora.adapter import Adapter, AdapterRecord, check_base, read_adapter
from aquila2.recipes.locate import locate
from aquila2.tokenizer.tokenizer import Tokenizer


@dataclass(frozen=True)
class Given:
    """An adapter that the user named. `nf4`: as `qlora_dir`, so its base is to be in NF4."""

    folder: Path
    adapter: Adapter
    nf4: bool


def given_adapter(lora_dir: str | Path | None, qlora_dir: str | Path | None) -> Given | None:
    """The adapter in one of the two folders; None where neither is given.

    Raises:
        UserError: both are given, or no adapter that we can compute lies there.
    """
    if lora_dir is not None and qlora_dir is not None:
        raise UserError("lora_dir= and qlora_dir= are both given: give one, qlora_dir= for a base in NF4")
    named = lora_dir if qlora_dir is None else qlora_dir
    if named is None:
        return None
    folder = Path(named).expanduser()
    return Given(folder, read_adapter(folder), qlora_dir is not None)


def base_of(model: str | None, given: Given | None, model_dir: str | Path) -> str:
    """The model to load: the one that the user names, else the adapter's base, else the default.

    Raises:
        UserError: the adapter names no base, or one that is not here.
    """
    if model is not None or given is None:
        return model or DEFAULT_MODEL
    named = given.adapter.base_model
    if not named:
        raise UserError(f"{given.folder} does not name the base it was made on: say model=")
    try:
        locate(named, model_dir)
    except UserError:
        raise UserError(
            f"{given.folder} was made on {named}, which is not here: say where its base is, model="
        ) from None
    note(f"{given.folder} was made on {named}: model={named}")
    return named


def check_fit(given: Given, base: Path, tokenizer: Tokenizer, quantized: bool = False) -> None:
    """Refuse a base with other weights or special tokens than those that the adapter was made on.

    Args:
        quantized: the base's files are, so that their weights cannot be compared.

    Raises:
        UserError: it has. What the adapter has no record of passes with a note.
    """
    if quantized:
        note(f"{base} is quantized: that {given.folder} was made on the model behind it is not checked")
    else:
        check_base(given.adapter, given.folder, base)
    record = given.adapter.record
    if record is None:
        return
    theirs, ours = record.special_tokens, tokenizer.special_tokens
    changed = [t for t in sorted({*theirs, *ours}) if theirs.get(t) != ours.get(t)] if theirs else []
    if changed:
        told = some([f"{token} was {theirs.get(token, 'none')} and is {ours.get(token, 'none')}" for token in changed])
        raise UserError(
            f"the adapter {given.folder} was made with other special tokens than those of {base}: {told}; take the"
            " tokenizer's files that it was made with"
        )


def note_other_format(given: Given) -> None:
    """Tell the user where the adapter was made on a base in another format than the one that is loaded."""
    record = given.adapter.record
    if record is not None and (record.quantized == "nf4") != given.nf4:
        was, other = ("in NF4", "qlora_dir=") if record.quantized else ("that was not quantized", "lora_dir=")
        note(f"{given.folder} was made on a base {was}: {other} loads it onto such a one")


def template_for(given: Given, own: Template | None, asked: bool) -> Template | None:
    """The chat template that the adapter was made with.

    Args:
        own: the base's, or the one that the user asked for.
        asked: whether the user did: it is taken, with a note where it is another.

    Raises:
        UserError: it was made with one that is not here.
    """
    record = given.adapter.record
    sha256 = None if record is None else record.template_sha256
    if asked:
        if sha256 is not None and template_sha256(own) != sha256:
            assert record is not None
            note(f"{given.folder} was made with the template {record.template}, not with the one that template= names")
        return own
    carried = load_template(given.folder)
    if record is None or sha256 is None:
        return carried or own
    for template in (TEMPLATES.get(record.template or ""), carried, own):
        if template is not None and template_sha256(template) == sha256:
            return template
    raise UserError(
        f"{given.folder} was made with the template {record.template} as it stood in the base's files, and now stands"
        " otherwise: take those files again, or say template=NAME"
    )


def template_sha256(template: Template | None) -> str | None:
    """What an adapter's record says of its template: the SHA-256 of its Jinja, in hex."""
    return None if template is None else hashlib.sha256(template.to_jinja().encode()).hexdigest()


def record_for(base: Path, tokenizer: Tokenizer, template: Template | None, nf4: bool) -> AdapterRecord:
    """The record of an adapter that is trained on the checkpoint in `base`."""
    return AdapterRecord(
        base=fingerprint(base),
        template=None if template is None else template.name,
        template_sha256=template_sha256(template),
        special_tokens=dict(tokenizer.special_tokens),
        quantized="nf4" if nf4 else None,
    )
