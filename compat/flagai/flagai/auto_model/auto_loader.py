"""`AutoLoader`, which is aquila2's."""

from aquila2 import AutoLoader

__all__ = ["AutoLoader"]
