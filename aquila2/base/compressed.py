"""Files read as streams of bytes, decompressed as they come; one that is cut short gives all that is in it."""

import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from aquila2.base.errors import UserError

_BLOCK = 1 << 20
_PIECE = 1 << 11  # compressed bytes at a time: 2 KB of zstandard may stand for 64 MB, more is not needed
_MOST = 1 << 22  # decompressed bytes at a time


class TruncatedError(Exception):
    """A compressed file ends, or is broken, before its end. `rest` is what was read and not given out yet."""

    def __init__(self, reason: str, rest: bytes) -> None:
        super().__init__(reason)
        self.rest = rest


class Stream:
    """Bytes of a file, from a `.gz` or `.zst` file decompressed."""

    def __init__(self, path: Path, advance: Callable[[int], None]) -> None:
        self._file = open(path, "rb")  # noqa: SIM115 (closed by __exit__)
        self._advance = advance
        self._start: Callable[[], Any] = zlib.decompressobj
        self._plain = False
        self._limits: tuple[int, ...] = ()
        if path.name.endswith(".gz"):
            self._start = lambda: zlib.decompressobj(wbits=31)
            self._limits = (_MOST,)
        elif path.name.endswith(".zst"):
            self._start = zstandard_module().ZstdDecompressor().decompressobj
        else:
            self._plain = True
        self._decoder: Any = None
        self._input, self._at = b"", 0
        self._output: list[bytes] = []
        self._ready = 0

    def seek_line(self, position: int) -> int:
        """Go to the first line of a plain file that begins at `position` or behind it, and return where that is."""
        self._file.seek(position - 1)
        while (line := self._file.readline(_BLOCK)) and not line.endswith(b"\n"):
            pass
        return self._file.tell()

    def read(self, size: int) -> bytes:
        """Some bytes, about `size` of them, none at the end.

        Raises:
            TruncatedError: the compressed file is broken here.
        """
        if self._plain:
            data = self._file.read(size)
            self._advance(len(data))
            return data
        while self._ready < size:
            if self._at >= len(self._input):
                self._input, self._at = self._file.read(_BLOCK), 0
                self._advance(len(self._input))
            if not self._input:
                if self._decoder is not None:
                    raise TruncatedError("the compressed file is cut short", self._take())
                break
            self._decode()
        return self._take()

    def _decode(self) -> None:
        if self._decoder is None:
            if self._input[self._at] == 0:  # zeros may fill the end of a .gz file
                self._at += 1
                return
            self._decoder = self._start()
        piece = self._input[self._at : self._at + _PIECE]
        self._at += len(piece)
        try:
            data = self._decoder.decompress(piece, *self._limits)
        except Exception as error:  # zlib.error, zstandard.ZstdError
            raise TruncatedError(f"the compressed file is broken: {error}", self._take()) from None
        self._output.append(data)
        self._ready += len(data)
        if self._decoder.eof:
            self._at -= len(self._decoder.unused_data)
            self._decoder = None
        elif self._limits:
            self._at -= len(self._decoder.unconsumed_tail)

    def _take(self) -> bytes:
        data = b"".join(self._output)
        self._output, self._ready = [], 0
        return data

    def __enter__(self) -> "Stream":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def open_stream(path: Path, advance: Callable[[int], None] = lambda count: None) -> Stream:
    """Open a file to read. `advance` is told how many of the file's own bytes were read.

    Raises:
        UserError: the package that reads its compression is not installed.
    """
    return Stream(path, advance)


def zstandard_module() -> Any:
    """The package `zstandard`.

    Raises:
        UserError: it is not installed.
    """
    try:
        import zstandard
    except ImportError:
        raise UserError("reading .zst needs zstandard: pip install 'aquila2[data]'") from None
    return zstandard
