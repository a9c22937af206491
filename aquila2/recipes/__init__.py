"""One file a command, and `build.py`, the only place where a model is put together."""
