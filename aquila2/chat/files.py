"""What a checkpoint carries so that other software chats and stops as we do: the template and the end tokens."""

from pathlib import Path
from typing import Any

from aquila2.base.files import atomic_file
from aquila2.base.json_files import read_json_if_there, write_json
from aquila2.chat.messages import Template
from aquila2.chat.render import stops_for
from aquila2.tokenizer.tokenizer import Tokenizer


def write_chat_files(
    folder: str | Path,
    template: Template | None,
    tokenizer: Tokenizer,
    generation_config: dict[str, Any] | None = None,
) -> None:
    """Add the chat template to a folder that `Tokenizer.save` wrote, and write its generation_config.json.

    The template goes to `chat_template.jinja` (transformers 5 writes it there) and to `chat_template` in
    tokenizer_config.json (where older software looks). `eos_token_id` becomes every id that ends an answer: an int,
    or a list with the tokenizer's eos first. Other keys of `generation_config` (temperature, ...) are kept.

    Stop strings that are no single token (`###`) have no place here that does not break `generate` elsewhere.
    """
    folder = Path(folder)
    if template is not None:
        source = template.to_jinja()
        with atomic_file(folder / "chat_template.jinja") as beside:
            beside.write_text(source, encoding="utf-8")
        write_json(
            folder / "tokenizer_config.json",
            {**read_json_if_there(folder / "tokenizer_config.json"), "chat_template": source},
        )
    ids = stops_for(template, tokenizer, generation_config).ids
    eos = sorted(ids, key=lambda id: (id != tokenizer.eos_id, id))
    written: dict[str, Any] = dict(generation_config or {})
    for key, value in (
        ("bos_token_id", tokenizer.bos_id),
        ("eos_token_id", eos[0] if len(eos) == 1 else eos or None),
        ("pad_token_id", tokenizer.pad_id),
    ):
        if value is not None:
            written[key] = value
    write_json(folder / "generation_config.json", written)
