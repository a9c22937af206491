"""Hugging Face transformers knows Aquila2 once this module is imported, without code from the checkpoint:

    import aquila2.hf
    model = AutoModelForCausalLM.from_pretrained("AquilaChat2-7B")    # trust_remote_code is not needed

The layers are Llama's, so the classes are transformers' own with Aquila's defaults. The tokenizer is ours: the
published files name two of the eight special tokens, and transformers alone numbers them wrongly
(`tokenizer/special_tokens.py`).
"""

import json
from pathlib import Path
from typing import Any

try:
    from transformers import (
        AutoConfig,
        AutoModelForCausalLM,
        AutoTokenizer,
        LlamaConfig,
        LlamaForCausalLM,
        PreTrainedTokenizerFast,
    )
    from transformers.models.auto import tokenization_auto
except ImportError:
    raise ImportError("aquila2.hf needs transformers 5: pip install 'aquila2[hf]'") from None

from tokenizers import Tokenizer as Backend

from aquila2.base.errors import UserError
from aquila2.tokenizer.tokenizer import Tokenizer


class AquilaConfig(LlamaConfig):
    """`model_type` `aquila`: LlamaConfig with the release's defaults."""

    model_type = "aquila"

    vocab_size: int = 100008
    rms_norm_eps: float = 1e-5
    bos_token_id: int | None = 100006
    eos_token_id: int | list[int] | None = 100007


class Aquila2Config(AquilaConfig):
    """The same under the `model_type` `aquila2`."""

    model_type = "aquila2"


class AquilaForCausalLM(LlamaForCausalLM):
    """The architecture that published configs name."""

    config_class = AquilaConfig


class Aquila2ForCausalLM(LlamaForCausalLM):
    """The same for `Aquila2Config`."""

    config_class = Aquila2Config


class AquilaTokenizer(PreTrainedTokenizerFast):
    """The checkpoint's tokenizer as `aquila2.tokenizer` reads it, all special tokens at their ids."""

    vocab_files_names = {  # noqa: RUF012 (the base class declares it so)
        "vocab_file": "vocab.json",
        "merges_file": "merges.txt",
        "tokenizer_file": "tokenizer.json",
    }

    @classmethod
    def from_pretrained(cls, *args: Any, **kwargs: Any) -> Any:
        """As transformers does; roles given here (`pad_token=...`) go before the checkpoint's."""
        asked = [name for name in kwargs if name.endswith("_token")]
        return super().from_pretrained(*args, **kwargs, roles_asked_for=asked)

    @classmethod
    def convert_to_native_format(cls, trust_remote_code: bool = False, **kwargs: Any) -> dict[str, Any]:
        """From the checkpoint's files to a backend; transformers calls this with their paths."""
        asked = kwargs.pop("roles_asked_for", [])
        files = [kwargs.pop(name, None) for name in cls.vocab_files_names]
        folders = [Path(file).parent for file in files if file is not None]
        if not folders:
            raise UserError("no tokenizer there: it needs tokenizer.json, or vocab.json and merges.txt")
        tokenizer = Tokenizer.load(folders[0])
        return {
            **kwargs,
            **{role: token for role, token in tokenizer.roles.items() if role not in asked},
            "tokenizer_object": Backend.from_str(tokenizer.to_json()),
            "extra_special_tokens": [t for t in tokenizer.special_tokens if t not in tokenizer.roles.values()],
            "added_tokens_decoder": {},  # the backend has them, put right
            "clean_up_tokenization_spaces": False,  # published files say true, which deletes blanks when decoding
        }

    @classmethod
    def _patch_mistral_regex(cls, tokenizer: Any, *args: Any, **kwargs: Any) -> Any:
        """transformers warns of a wrong split pattern for any large vocabulary whose config names no version of it."""
        return tokenizer

    def save_pretrained(self, save_directory: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
        """As transformers does; the class is written as the generic one, which every version and engine has."""
        saved: tuple[str, ...] = super().save_pretrained(save_directory, *args, **kwargs)
        path = Path(save_directory) / "tokenizer_config.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        content["tokenizer_class"] = "PreTrainedTokenizerFast"
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        return saved


def _register() -> None:
    for config, model in ((AquilaConfig, AquilaForCausalLM), (Aquila2Config, Aquila2ForCausalLM)):
        AutoConfig.register(config.model_type, config, exist_ok=True)
        AutoModelForCausalLM.register(config, model, exist_ok=True)
        AutoTokenizer.register(config, AquilaTokenizer, exist_ok=True)
        # The published tokenizer_config.json names GPT2Tokenizer, and a named class goes before a registered one
        # unless the model type is listed as one whose files name the wrong class.
        tokenization_auto.TOKENIZER_MAPPING_NAMES[config.model_type] = AquilaTokenizer.__name__
        tokenization_auto.MODELS_WITH_INCORRECT_HUB_TOKENIZER_CLASS.add(config.model_type)


_register()
