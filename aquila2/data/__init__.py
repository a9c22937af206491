"""Data for training: text to token shards, and rows of tokens from them."""
