"""Files of tensors: each form is read, each damage is named."""

import json
import pickle
import subprocess
import sys

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from aquila2.base.errors import UserError
from aquila2.checkpoint import shards
from aquila2.checkpoint.shards import iter_tensors, open_shards, write_shards


@pytest.fixture
def tensors():
    generator = torch.Generator().manual_seed(0)
    return {
        "a": torch.randn(7, 5, generator=generator),
        "b": torch.randn(11, generator=generator).to(torch.bfloat16),
        "c": torch.tensor(3.5, dtype=torch.float64),
        "d": torch.arange(12, dtype=torch.int32).reshape(2, 3, 2),
        "e": torch.zeros(0, 4, dtype=torch.float16),
        "f": torch.arange(5, dtype=torch.uint8),
    }


def assert_holds(folder, tensors):
    read = dict(iter_tensors(folder))
    assert set(read) == set(tensors)
    for name, tensor in tensors.items():
        assert read[name].dtype == tensor.dtype, name
        assert torch.equal(read[name], tensor), name


def test_written_files_are_what_the_library_reads(tmp_path, tensors):
    assert write_shards(tmp_path, tensors) == sum(t.nbytes for t in tensors.values())
    read = load_file(tmp_path / "model.safetensors")
    assert all(torch.equal(read[name], tensor) and read[name].dtype == tensor.dtype for name, tensor in tensors.items())
    with safe_open(tmp_path / "model.safetensors", "pt") as file:
        assert file.metadata() == {"format": "pt"}


@pytest.mark.parametrize("piece_bytes", [1, 40, 2**24])
def test_reading_in_pieces_of_any_size(tmp_path, tensors, monkeypatch, piece_bytes):
    monkeypatch.setattr(shards, "PIECE_BYTES", piece_bytes)
    write_shards(tmp_path, tensors, max_shard_bytes=50)
    assert_holds(tmp_path, tensors)


def test_bin_in_one_file_and_in_shards(tmp_path, tensors):
    torch.save(tensors, tmp_path / "pytorch_model.bin")
    assert_holds(tmp_path, tensors)
    (tmp_path / "pytorch_model.bin").unlink()
    parts = {"x.bin": ["a", "b"], "y.bin": ["c", "d", "e", "f"]}
    for file, names in parts.items():
        torch.save({name: tensors[name] for name in names}, tmp_path / file)
    weight_map = {name: file for file, names in parts.items() for name in names}
    (tmp_path / "pytorch_model.bin.index.json").write_text(json.dumps({"weight_map": weight_map}))
    assert_holds(tmp_path, tensors)


def test_a_transposed_tensor_of_a_bin_file_is_read_right(tmp_path):
    whole = torch.arange(12.0).reshape(3, 4)
    torch.save({"t": whole.T, "part": whole[1:, 1:]}, tmp_path / "pytorch_model.bin")
    assert_holds(tmp_path, {"t": whole.T, "part": whole[1:, 1:]})


def test_dtype_converts_on_writing(tmp_path, tensors):
    floats = {name: tensors[name] for name in ("a", "b", "c")}
    write_shards(tmp_path, floats, dtype=torch.float16)
    assert_holds(tmp_path, {name: tensor.half() for name, tensor in floats.items()})


def test_shards_stay_below_their_size_and_carry_an_index(tmp_path):
    tensors = {f"t{i}": torch.full((10,), float(i)) for i in range(7)} | {"large": torch.zeros(100)}
    reported = []
    write_shards(tmp_path, tensors, max_shard_bytes=100, advance=reported.append)
    index = json.loads((tmp_path / "model.safetensors.index.json").read_text())
    assert index["metadata"]["total_size"] == sum(reported) == 680
    files = sorted(path.name for path in tmp_path.glob("*.safetensors"))
    assert files == [f"model-{i:05}-of-00005.safetensors" for i in range(1, 6)]
    held = [set(load_file(tmp_path / file)) for file in files]
    assert held == [{"t0", "t1"}, {"t2", "t3"}, {"t4", "t5"}, {"t6"}, {"large"}]
    assert index["weight_map"] == {name: file for file, names in zip(files, held, strict=True) for name in names}


def test_nothing_is_left_when_writing_fails(tmp_path, tensors):
    def fail(nbytes):
        raise RuntimeError("disk")

    with pytest.raises(RuntimeError, match="disk"):
        write_shards(tmp_path, tensors, max_shard_bytes=50, advance=fail)
    assert list(tmp_path.iterdir()) == []


def truncate(path, keep=0.6):
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])


class TestDamage:
    def refused(self, folder, *words):
        with pytest.raises(UserError) as caught:
            open_shards(folder)
        message = str(caught.value)
        assert "\n" not in message
        for word in words:
            assert word in message
        return message

    def test_no_such_folder(self, tmp_path):
        self.refused(tmp_path / "nowhere", "no such folder", "nowhere")

    def test_a_file_in_place_of_the_folder(self, tmp_path):
        (tmp_path / "model.gguf").write_bytes(b"GGUF")
        self.refused(tmp_path / "model.gguf", "model.gguf", "aquila2 convert")

    def test_a_folder_without_weights(self, tmp_path):
        self.refused(tmp_path, "holds no weights", "model.safetensors", "pytorch_model.bin")

    @pytest.mark.parametrize("keep", [0.0, 0.05, 0.6, 0.99])
    def test_truncated_safetensors(self, tmp_path, tensors, keep):
        write_shards(tmp_path, tensors)
        truncate(tmp_path / "model.safetensors", keep)
        self.refused(tmp_path, "model.safetensors", "truncated or damaged", "again")

    @pytest.mark.parametrize("keep", [0.0, 0.6, 0.99])
    def test_truncated_bin(self, tmp_path, tensors, keep):
        torch.save(tensors, tmp_path / "pytorch_model.bin")
        truncate(tmp_path / "pytorch_model.bin", keep)
        self.refused(tmp_path, "pytorch_model.bin", "truncated", "again")

    def test_damaged_bin(self, tmp_path, tensors):
        torch.save(tensors, tmp_path / "pytorch_model.bin")
        content = bytearray((tmp_path / "pytorch_model.bin").read_bytes())
        content[40:200] = bytes(160)
        (tmp_path / "pytorch_model.bin").write_bytes(content)
        self.refused(tmp_path, "pytorch_model.bin", "again")

    def test_an_unreadable_file(self, tmp_path):
        (tmp_path / "model.safetensors").mkdir()
        self.refused(tmp_path, "cannot read", "model.safetensors", "directory")

    def test_a_program_in_a_bin_file_does_not_run(self, tmp_path):
        marker = tmp_path / "ran"

        class Program:
            def __reduce__(self):
                return marker.touch, ()

        torch.save({"a": Program()}, tmp_path / "pytorch_model.bin")
        self.refused(tmp_path, "pytorch_model.bin", "program")
        assert not marker.exists()

    def test_a_bare_pickle_is_not_a_checkpoint(self, tmp_path):
        (tmp_path / "pytorch_model.bin").write_bytes(pickle.dumps({"a": 1}))
        self.refused(tmp_path, "pytorch_model.bin", "torch 1.6")

    @pytest.mark.parametrize("content", [[torch.zeros(2)], {"state_dict": {"a": torch.zeros(2)}, "epoch": 3}])
    def test_a_bin_file_that_is_no_state_dict(self, tmp_path, content):
        torch.save(content, tmp_path / "pytorch_model.bin")
        self.refused(tmp_path, "pytorch_model.bin", "not a state dict")

    @pytest.fixture
    def sharded(self, tmp_path, tensors):
        write_shards(tmp_path, tensors, max_shard_bytes=50)
        return tmp_path, tmp_path / "model.safetensors.index.json"

    def test_a_missing_shard(self, sharded):
        folder, _ = sharded
        shard = sorted(folder.glob("model-*"))[1]
        shard.unlink()
        self.refused(folder, shard.name, "missing", "index.json")

    def test_a_truncated_shard(self, sharded):
        folder, _ = sharded
        shard = sorted(folder.glob("model-*"))[0]
        truncate(shard)
        self.refused(folder, shard.name, "truncated or damaged")

    def test_a_shard_that_lacks_what_the_index_promises(self, sharded):
        folder, _ = sharded
        shard = sorted(folder.glob("model-*"))[0]
        (name,) = load_file(shard)
        save_file({"other": torch.zeros(1)}, shard)
        self.refused(folder, shard.name, f"lacks {name}", "index.json")

    def test_a_tensor_outside_the_index_is_not_dropped(self, sharded):
        folder, _ = sharded
        shard = sorted(folder.glob("model-*"))[0]
        save_file({**load_file(shard), "other": torch.zeros(1)}, shard)
        assert "other" in open_shards(folder)

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("{", "not JSON"),
            ("[]", "JSON object"),
            ("{}", "no weight_map"),
            ('{"weight_map": {}}', "no weight_map"),
            ('{"weight_map": {"a": 3}}', "no weight_map"),
            ('{"weight_map": {"a": "../elsewhere.safetensors"}}', "not a plain file name"),
        ],
    )
    def test_a_broken_index(self, sharded, content, words):
        folder, index = sharded
        index.write_text(content)
        self.refused(folder, words, "index.json")

    def test_a_number_format_we_do_not_read(self, tmp_path):
        save_file({"a": torch.zeros(2, dtype=torch.complex64)}, tmp_path / "model.safetensors")
        self.refused(tmp_path, "a is stored as C64")


STREAM = """
import sys, torch
from aquila2.checkpoint.shards import open_shards, write_shards

def kilobytes(key):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(key))

open("/proc/self/clear_refs", "w").write("5")  # the high-water mark starts again from here
before = kilobytes("VmRSS")
write_shards(sys.argv[2], open_shards(sys.argv[1]), dtype=torch.bfloat16)
print(1024 * (kilobytes("VmHWM") - before))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the high-water mark of Linux' /proc")
def test_converting_holds_a_few_pieces_in_memory(tmp_path):
    """200 MB of float32 into one shard of bfloat16: what is in memory does not grow with the checkpoint."""
    write_shards(tmp_path / "in", {f"t{i}": torch.full((5000, 1000), float(i)) for i in range(10)})
    command = [sys.executable, "-c", STREAM, tmp_path / "in", tmp_path / "out"]
    peak = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert peak < 8 * shards.PIECE_BYTES  # 134 of 200 MB; 60 to 96 were seen
    assert float(dict(iter_tensors(tmp_path / "out"))["t7"].float().mean()) == 7.0
