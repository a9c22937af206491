"""The transformer, innocent of quantization, LoRA, parallelism and serving: those are passes over it."""
