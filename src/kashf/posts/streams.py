"""Bytes of an input file: hashed, decompressed and decoded while they are read.

The container is recognised by its first bytes, never by the name of the file.
"""

from __future__ import annotations

import codecs
import hashlib
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import zstandard

from kashf.errors import InputError

__all__ = ["BLOCK", "ByteStream", "open_input", "seekable"]

BLOCK = 1 << 20
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_PACKED = 1 << 12  # small, since a few packed bytes may become very many
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def open_input(path: Path) -> _Hashed:
    """Open ``path`` for reading; what stands in the way becomes one :class:`InputError`."""
    try:
        return _Hashed(path)
    except FileNotFoundError as error:
        raise InputError("There is no such file.", file=path, hint="Check the name.") from error
    except PermissionError as error:
        raise InputError(
            "The file may not be read.", file=path, hint="Check its permissions."
        ) from error
    except OSError as error:
        raise InputError(f"The file can't be opened ({error.strerror}).", file=path) from error


@contextmanager
def seekable(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """``path``, or its content in a file of ``folder`` if it is packed: Parquet is read from its end."""
    with path.open("rb") as file:
        packed = file.read(4).startswith((_GZIP, _ZSTD))
    if not packed:
        yield path
        return
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".parquet") as plain:
        with ByteStream(path) as stream:
            while block := stream.read(BLOCK):
                plain.write(block)
        plain.flush()
        yield Path(plain.name)


class _Hashed:
    """The bytes on disk, with their SHA-256 and their number."""

    def __init__(self, path: Path) -> None:
        self.closed = False
        self._file = path.open("rb")
        self._digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._digest.update(block)
        self.size += len(block)
        return block

    def finish(self) -> str:
        """Read what is left and return the SHA-256 of the whole file."""
        while self.read(BLOCK):
            pass
        return self._digest.hexdigest()

    def close(self) -> None:
        self.closed = True
        self._file.close()

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False


class ByteStream:
    """The text of ``path`` as UTF-8 bytes without byte order mark, whatever it is packed in.

    ``encoding`` overrides what the byte order mark says. A compressed file that is cut short
    or damaged ends early, and :attr:`cut` says why. ``done`` counts the bytes taken from disk.
    """

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        self.closed = False
        self.cut: str | None = None
        self.sha256 = ""
        self._raw = open_input(path)
        try:
            head = self._raw.read(4)
            source = _Ahead(head, self._raw)
            packed = head.startswith((_GZIP, _ZSTD))
            self._plain = _Unpacked(source, head.startswith(_GZIP)) if packed else source
            self._start(encoding)
        except BaseException:
            self._raw.close()
            raise

    def _start(self, encoding: str | None) -> None:
        head = b""
        while len(head) < 4 and (more := self._take(4 - len(head))):
            head += more
        self._decoder: codecs.IncrementalDecoder | None = None
        for bom, name in _BOMS:
            if head.startswith(bom):
                encoding = encoding or name
                if encoding.lower().replace("_", "-") == "utf-8":
                    head = head[len(bom) :]
                break
        self.encoding = encoding or "utf-8"
        if codecs.lookup(self.encoding).name != "utf-8":
            self._decoder = codecs.getincrementaldecoder(self.encoding)("replace")
            head = self._decoder.decode(head).encode()
        self._head = head

    @property
    def done(self) -> int:
        """Bytes taken from disk so far."""
        return self._raw.size

    def _take(self, size: int) -> bytes:
        block = self._plain.read(size)
        if not block:
            self.cut = self._plain.cut
        return block

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes (about as many where text is decoded); empty at the end."""
        if size == 0:
            return b""
        if self._head:
            head, self._head = self._head, b""
            return head
        if size < 0:
            size = BLOCK
        while block := self._take(size):
            if self._decoder is None:
                return block
            if text := self._decoder.decode(block).encode():
                return text
        if self._decoder is not None:
            tail = self._decoder.decode(b"", final=True).encode()
            self._decoder = None
            return tail
        return b""

    def finish(self) -> str:
        """SHA-256 of the bytes on disk; reads what is left of them."""
        self.sha256 = self._raw.finish()
        return self.sha256

    def close(self) -> None:
        """Close the file."""
        self.closed = True
        self._raw.close()

    def readable(self) -> bool:
        """Part of the file protocol."""
        return True

    def writable(self) -> bool:
        """Part of the file protocol."""
        return False

    def seekable(self) -> bool:
        """Part of the file protocol."""
        return False

    def __enter__(self) -> ByteStream:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Ahead:
    """A file whose first bytes were read already."""

    cut: str | None = None

    def __init__(self, head: bytes, rest: _Hashed) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int) -> bytes:
        if not self._head:
            return self._rest.read(size)
        block, self._head = self._head[:size], self._head[size:]
        return block


class _Unpacked:
    """The content of gzip members or zstd frames, as far as they are whole."""

    def __init__(self, packed: _Ahead, is_gzip: bool) -> None:
        self._packed = packed
        self._is_gzip = is_gzip
        self._ready = b""
        self._rest = b""
        self._inside = False
        self._ended = False
        self.cut: str | None = None

    def read(self, size: int) -> bytes:
        parts = [self._ready]
        have = len(self._ready)
        while have < size and not self._ended:
            block = self._next(size)
            parts.append(block)
            have += len(block)
        joined = b"".join(parts)
        self._ready = joined[size:]
        return joined[:size]

    def _next(self, size: int) -> bytes:
        block = self._rest or self._packed.read(_PACKED)
        self._rest = b""
        if not block:
            self._ended = True
            if self._inside:
                self.cut = "the compressed file ends too early"
            return b""
        if not self._inside:
            self._gzip, self._zstd = (
                zlib.decompressobj(31),
                zstandard.ZstdDecompressor().decompressobj(),
            )
            self._inside = True
        try:
            if self._is_gzip:
                plain = self._gzip.decompress(block, size)
                self._rest = self._gzip.unconsumed_tail or self._gzip.unused_data
                self._inside = not self._gzip.eof
            else:
                plain = self._zstd.decompress(block)
                self._rest = self._zstd.unused_data
                self._inside = not self._zstd.eof
        except (zlib.error, zstandard.ZstdError) as error:
            self._ended = True
            self.cut = f"the compressed file is damaged ({error})"
            return b""
        return plain
