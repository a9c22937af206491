"""Fast kernels, each beside the plain PyTorch twin that defines it and serves every other device."""
