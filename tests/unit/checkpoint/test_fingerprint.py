"""A fingerprint follows the weights, not the files they lie in."""

import hashlib

import torch

from aquila2.checkpoint.fingerprint import fingerprint
from aquila2.checkpoint.shards import write_shards


def tensors() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return {
        "b": torch.randn(300, 70, generator=generator).bfloat16(),
        "a": torch.randn(5000, generator=generator),
        "tiny": torch.tensor([1.0, 2.0]),
        "scalar": torch.tensor(3.0),
        "wide": torch.randn(3, 9000, generator=generator),
    }


def test_it_is_what_its_page_says(tmp_path):
    write_shards(tmp_path, tensors())
    lines = []
    for name, tensor in sorted(tensors().items()):
        raw = tensor.flatten().view(torch.uint8).numpy().tobytes()
        shape, dtype = "x".join(map(str, tensor.shape)), str(tensor.dtype).removeprefix("torch.")
        lines.append(f"{name} {shape} {dtype} {hashlib.sha256(raw[:4096] + raw[-4096:]).hexdigest()}\n")
    assert fingerprint(tmp_path) == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_files_make_no_difference(tmp_path):
    stored = tensors()
    write_shards(tmp_path / "one", stored)
    write_shards(tmp_path / "several", dict(reversed(stored.items())), max_shard_bytes=30_000)
    (tmp_path / "bin").mkdir()
    torch.save(stored, tmp_path / "bin" / "pytorch_model.bin")
    write_shards(tmp_path / "old", {**stored, "model.layers.0.self_attn.rotary_emb.inv_freq": torch.ones(4)})
    assert len({fingerprint(tmp_path / name) for name in ("one", "several", "bin", "old")}) == 1


def test_numbers_shapes_names_and_formats_do(tmp_path):
    stored = tensors()
    changed = {**stored, "wide": stored["wide"].clone()}
    changed["wide"][2, -1] += 1
    renamed = {("c" if name == "b" else name): tensor for name, tensor in stored.items()}
    variants = [
        stored,
        changed,
        renamed,
        {**stored, "b": stored["b"].view(70, 300)},
        {**stored, "b": stored["b"].view(torch.float16)},
    ]
    for i, variant in enumerate(variants):
        write_shards(tmp_path / str(i), variant)
    assert len({fingerprint(tmp_path / str(i)) for i in range(len(variants))}) == len(variants)
