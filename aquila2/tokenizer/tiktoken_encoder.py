"""tiktoken beside `tokenizers`: the same ids, several times faster on one thread, where they are proven to be the same.

tiktoken merges the two neighbours whose joint bytes have the smallest id; `tokenizers` merges by the list of merges.
The two agree where ids are in the order of merges and each token comes of one merge alone, as training makes them.
That is looked up, and then tried on a text.
"""

import base64
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aquila2.base.errors import UserError
from aquila2.base.json_files import write_json
from aquila2.tokenizer.pretokenize import GPT2_PATTERN
from aquila2.tokenizer.tokenizer import Tokenizer

# every branch of the split pattern, several scripts, runs of twins, bytes that stand for no character of their own
PROBE = (
    "The quick brown fox doesn't jump; we'll say they're I'd I'm we've 's 'S  12345 6.78e-9\r\n\r\n\t  x = y[0] != z\n"
    "请给出10个要到北京旅游的理由。人工智能，大模型　全角空格，繁體中文與標點「」。日本語のテキスト、한국어 문장。"
    "Привет мир, Ελλάδα, مرحبا, नमस्ते, é ê e\u0301 \u00a0\u2003 🙂👩‍👩‍👧 𝒳 \u0000\u007f\ufeff "
    "aaaaaaaaaaaaaaaaaaaaaaaaaaa -------------------- ======= ........ \n\n\n\n      end  "
)


class TiktokenEncoder:
    """`Tokenizer.encode_batch` through tiktoken, on one thread: its own threads cost more than they give for texts of
    a line."""

    def __init__(self, encoding: Any) -> None:
        self._encoding = encoding

    def encode_batch(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text, special tokens being text like any other."""
        return [self._encoding.encode_ordinary(text) for text in texts]

    def encode_ended(self, texts: Sequence[bytes], end: str) -> np.ndarray:
        """The ids of UTF-8 texts one behind the other, each followed by that of the special token `end`: uint32.

        All in one call, without a Python object for each id and without the interpreter's lock: texts of a line take
        half the time, and threads do not wait for each other.
        """
        mark = end.encode("utf-8")
        joined = mark.join([*texts, b""])
        if joined.count(mark) == len(texts):
            return self._encode(joined.decode("utf-8"), {end})
        ended = self._encode(end, {end})  # `end` is written in a text, where it is text like any other
        parts = [part for text in texts for part in (self._encode(text.decode("utf-8"), set()), ended)]
        return np.concatenate(parts)

    def _encode(self, text: str, special: set[str]) -> np.ndarray:
        ids: np.ndarray = self._encoding.encode_to_numpy(text, allowed_special=special, disallowed_special=())
        return ids


def fast_encoder(tokenizer: Tokenizer, probe: str = "") -> "TiktokenEncoder | Tokenizer":
    """An object whose `encode_batch(texts)` gives the ids of the tokenizer's: through tiktoken where that is installed,
    can express the tokenizer and gives the same ids for a text of all kinds (and for `probe`); else the tokenizer."""
    try:
        import tiktoken

        parts = tiktoken_parts(tokenizer)
        encoder = TiktokenEncoder(tiktoken.Encoding("aquila2", **parts))
        texts = [text for text in (PROBE, probe) if text]
        same = encoder.encode_batch(texts) == tokenizer.encode_batch(texts)
    except (ImportError, UserError):
        return tokenizer
    except Exception as error:
        if "regex" not in str(error).lower():
            raise
        return tokenizer  # a split pattern that tiktoken cannot read
    return encoder if same else tokenizer


def tiktoken_parts(tokenizer: Tokenizer) -> dict[str, Any]:
    """`pat_str`, `mergeable_ranks` (bytes -> id) and `special_tokens` of a `tiktoken.Encoding` with the same ids.

    Raises:
        UserError: tiktoken cannot express this tokenizer, and why.
    """
    content = json.loads(tokenizer.to_json())
    model = content["model"]
    if not tokenizer.byte_level or model.get("type") != "BPE" or content.get("normalizer") is not None:
        raise UserError("tiktoken reads byte-level BPE without a normalizer, and this tokenizer is another kind")
    if model.get("dropout") or model.get("ignore_merges") or model.get("byte_fallback"):
        raise UserError("tiktoken has no dropout, ignore_merges or byte_fallback, and this tokenizer has")
    vocab, added = model["vocab"], {token["content"]: token for token in content["added_tokens"]}
    made = [vocab["".join(pair if isinstance(pair, list) else pair.split(" "))] for pair in model["merges"]]
    if any(a >= b for a, b in itertools.pairwise(made)):
        raise UserError("tiktoken merges in the order of ids, and the merges of this tokenizer are in another")
    special = {token: entry["id"] for token, entry in added.items() if entry["special"]}
    if len(special) < len(added):
        raise UserError("tiktoken has no added tokens but special ones, and this tokenizer has")
    ranks = {tokenizer.token_bytes(id): id for token, id in vocab.items() if token not in special}
    if len(ranks) < len(vocab) - len(special.keys() & vocab.keys()):
        raise UserError("two entries of the vocabulary stand for the same bytes")
    missing = [byte for byte in range(256) if bytes([byte]) not in ranks]
    if missing:
        raise UserError(f"tiktoken needs all 256 bytes in the vocabulary, and {len(missing)} are not")
    return {"pat_str": _pattern(content["pre_tokenizer"]), "mergeable_ranks": ranks, "special_tokens": special}


def save_tiktoken(tokenizer: Tokenizer, folder: Path) -> None:
    """Write tokenizer.tiktoken (a line for each entry: its bytes in base64, its id) and tiktoken.json (the split
    pattern and the special tokens), the arguments of a `tiktoken.Encoding`."""
    parts = tiktoken_parts(tokenizer)
    lines = [
        b"%s %d\n" % (base64.b64encode(token), id)
        for token, id in sorted(parts["mergeable_ranks"].items(), key=lambda item: int(item[1]))
    ]
    (folder / "tokenizer.tiktoken").write_bytes(b"".join(lines))
    write_json(folder / "tiktoken.json", {key: parts[key] for key in ("pat_str", "special_tokens")})


def _pattern(splitter: dict[str, Any] | None) -> str:
    """The one regular expression that a pre-tokenizer splits by."""
    steps = splitter["pretokenizers"] if splitter and splitter["type"] == "Sequence" else [splitter]
    last = steps[-1] or {}
    if last.get("type") == "ByteLevel" and not last.get("add_prefix_space"):
        if len(steps) == 1 and last.get("use_regex", True):
            return GPT2_PATTERN
        first = steps[0] or {}
        whole = first.get("type") == "Split" and first.get("behavior") == "Isolated" and not first.get("invert")
        if len(steps) == 2 and whole and not last.get("use_regex", True) and "Regex" in first["pattern"]:
            return str(first["pattern"]["Regex"])
    raise UserError("tiktoken splits by one regular expression, and this tokenizer does not")
