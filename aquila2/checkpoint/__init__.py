"""Checkpoints on disk: safetensors and `.bin` shards, GGUF, and the names of the tensors in them."""
