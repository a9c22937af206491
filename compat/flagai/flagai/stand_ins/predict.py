"""`from predict import predict`: the function that lies beside the release's programs."""

from aquila2 import predict

__all__ = ["predict"]
