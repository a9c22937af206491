"""Which blocks of the KV cache are whose. It knows blocks and hashes, neither requests nor tensors.

A block that nobody holds is free. One whose contents a hash names stays findable while it is free (prefix caching):
the next request that begins with the same tokens takes it as it is. Blocks are given out in the order in which they
became free, those without a hash first, so that what was used longest ago is forgotten first.
"""

from collections import OrderedDict
from collections.abc import Sequence


class KVCacheManager:
    """Blocks 0 to `num_blocks - 1` of `block_size` tokens each."""

    def __init__(self, num_blocks: int, block_size: int, prefix_caching: bool = True) -> None:
        self.num_blocks, self.block_size, self.prefix_caching = num_blocks, block_size, prefix_caching
        self._holders = [0] * num_blocks
        self._free: OrderedDict[int, None] = OrderedDict.fromkeys(range(num_blocks))
        self._hash_of: dict[int, bytes] = {}
        self._block_of: dict[bytes, int] = {}

    @property
    def num_free(self) -> int:
        """Blocks that can be given out, those that are kept as prefix cache included."""
        return len(self._free)

    @property
    def num_in_use(self) -> int:
        """Blocks that sequences hold."""
        return self.num_blocks - len(self._free)

    def blocks_for(self, num_tokens: int) -> int:
        """How many blocks hold so many tokens."""
        return -(-num_tokens // self.block_size)

    def find(self, hashes: Sequence[bytes]) -> list[int]:
        """The blocks that hold the beginning of what these hashes name, as far as they are there."""
        found = []
        for name in hashes if self.prefix_caching else ():
            block = self._block_of.get(name)
            if block is None:
                break
            found.append(block)
        return found

    def take(self, blocks: Sequence[int]) -> None:
        """Hold found blocks."""
        for block in blocks:
            if self._holders[block] == 0:
                del self._free[block]
            self._holders[block] += 1

    def grow(self, table: list[int], num_tokens: int) -> bool:
        """Add fresh blocks to a table until it holds `num_tokens`; nothing and False where too few are free."""
        more = self.blocks_for(num_tokens) - len(table)
        if more > len(self._free):
            return False
        for _ in range(more):
            block, _none = self._free.popitem(last=False)
            self._forget(block)
            self._holders[block] = 1
            table.append(block)
        return True

    def register(self, block: int, name: bytes) -> None:
        """Say what a held, full block contains. Of two blocks with the same contents the first is the one to find."""
        if self.prefix_caching and name not in self._block_of and block not in self._hash_of:
            self._block_of[name], self._hash_of[block] = block, name

    def release(self, table: list[int]) -> None:
        """Let go of a table's blocks, and empty it. A sequence's end is forgotten before its beginning."""
        for block in reversed(table):
            self._holders[block] -= 1
            if self._holders[block] == 0:
                self._free[block] = None
                if block not in self._hash_of:
                    self._free.move_to_end(block, last=False)
        table.clear()

    def forget(self) -> None:
        """Make nothing findable any more."""
        self._hash_of.clear()
        self._block_of.clear()

    def _forget(self, block: int) -> None:
        name = self._hash_of.pop(block, None)
        if name is not None:
            del self._block_of[name]
