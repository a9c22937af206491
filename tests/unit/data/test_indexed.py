"""Token shards: what is written is read, across borders; what was changed is named."""

from pathlib import Path

import numpy as np
import pytest

from aquila2.base.errors import UserError
from aquila2.data.indexed import Origin, TokenShards, token_dtype
from tests.tiny_shards import documents_of, write_shards

LENGTHS = [5, 1, 7, 3, 3, 12, 1, 1, 9, 4]


@pytest.fixture
def documents() -> list[np.ndarray]:
    return documents_of(LENGTHS)


@pytest.mark.parametrize("per_shard", [1, 3, 100])
def test_every_range_is_read_as_it_was_written(tmp_path: Path, documents: list[np.ndarray], per_shard: int) -> None:
    shards = write_shards(tmp_path, documents, per_shard)
    stream = np.concatenate(documents)
    starts = np.cumsum([0, *LENGTHS[:-1]])
    assert (shards.num_tokens, shards.num_documents) == (len(stream), len(documents))
    for start in range(len(stream) + 1):
        for stop in range(start, len(stream) + 1):
            found = shards.read(start, stop)
            assert found.dtype == np.int64
            assert np.array_equal(found, stream[start:stop])
            assert shards.document_starts(start, stop).tolist() == [s for s in starts if start <= s < stop]
    for start, stop in ((-1, 3), (3, 2), (0, len(stream) + 1)):
        with pytest.raises(IndexError):
            shards.read(start, stop)


def test_origins_lead_back_to_the_sources(tmp_path: Path, documents: list[np.ndarray]) -> None:
    shards = write_shards(tmp_path, documents, per_shard=3)
    number = np.repeat(np.arange(len(LENGTHS)), LENGTHS)
    for start in range(shards.num_tokens):
        for stop in range(start + 1, shards.num_tokens + 1):
            expected = [Origin("book.txt", n, f"train/{n // 3:05}") for n in sorted(set(number[start:stop].tolist()))]
            assert shards.origins(start, stop) == expected


@pytest.mark.parametrize(("vocab_size", "bytes_a_token"), [(300, 2), (65_536, 2), (65_537, 4)])
def test_the_files_are_what_the_format_says(tmp_path: Path, vocab_size: int, bytes_a_token: int) -> None:
    documents = documents_of(LENGTHS, vocab_size=vocab_size)
    documents[0][0] = vocab_size - 1
    shards = write_shards(tmp_path, documents, 100, vocab_size)
    assert token_dtype(vocab_size).itemsize == bytes_a_token
    data = (tmp_path / "train" / "00000.tokens").read_bytes()
    assert len(data) == bytes_a_token * sum(LENGTHS)
    assert int.from_bytes(data[:bytes_a_token], "little") == vocab_size - 1 == shards.read(0, 1)[0]
    assert np.fromfile(tmp_path / "train" / "00000.ends", "<i8").tolist() == np.cumsum(LENGTHS).tolist()


def test_a_changed_shard_is_named(tmp_path: Path, documents: list[np.ndarray]) -> None:
    write_shards(tmp_path, documents)
    path = tmp_path / "train" / "00001.tokens"
    data = bytearray(path.read_bytes())
    data[2] ^= 1
    path.write_bytes(data)
    TokenShards.open(tmp_path)
    with pytest.raises(UserError, match=r"train/00001\.tokens is not as it was written"):
        TokenShards.open(tmp_path, verify=True)
    path.write_bytes(data[:-2])
    with pytest.raises(UserError, match=r"train/00001\.tokens has 34 bytes, not 36: prepare"):
        TokenShards.open(tmp_path)
    path.unlink()
    with pytest.raises(UserError, match=r"train/00001\.tokens is missing"):
        TokenShards.open(tmp_path)


def test_what_is_no_prepared_folder_is_refused(tmp_path: Path, documents: list[np.ndarray]) -> None:
    with pytest.raises(UserError, match="holds no prepared data"):
        TokenShards.open(tmp_path)
    write_shards(tmp_path, documents)
    with pytest.raises(UserError, match=r"split=test: .* has train, valid"):
        TokenShards.open(tmp_path, "test")
    manifest = tmp_path / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 9'))
    with pytest.raises(UserError, match="format 9 is not 1"):
        TokenShards.open(tmp_path)
