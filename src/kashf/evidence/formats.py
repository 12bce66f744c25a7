"""What a reader of documents or transcripts declares, is given, and gives back.

A module in ``kashf/evidence/documents`` or ``kashf/evidence/transcripts`` exposes one ``FORMAT``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kashf.errors import InputError
from kashf.evidence.texts import Part, Word

__all__ = ["GROUPS", "HEAD", "Builder", "Draft", "Format", "Head", "Source", "read_bytes"]

GROUPS = {"document": "kashf.evidence.documents", "transcript": "kashf.evidence.transcripts"}
HEAD = 1 << 16
MiB = 1 << 20


@dataclass(frozen=True)
class Head:
    """The beginning of a file, for telling what it is."""

    path: Path
    data: bytes

    @cached_property
    def text(self) -> str:
        """Its characters, without byte order mark; what can't be decoded is U+FFFD."""
        from kashf.evidence.decoding import bom

        known = bom(self.data)
        name, length = known or ("utf-8", 0)
        return self.data[length:].decode(name, "replace")

    @property
    def suffix(self) -> str:
        """Ending of the file name, lower case, with its dot."""
        return self.path.suffix.lower()


@dataclass(frozen=True)
class Source:
    """A file to read; ``encoding`` and ``words`` (a second file) are the user's."""

    path: Path
    encoding: str | None = None
    words: Path | None = None

    def data(self, limit: int) -> bytes:
        """All bytes; raises :class:`InputError` when there are more than ``limit``."""
        return read_bytes(self.path, limit)

    def text(self, limit: int, draft: Draft) -> str:
        """All characters, with ``\\n`` as line end; fills encoding and notes of ``draft``."""
        from kashf.evidence.decoding import decode, one_line_end

        text, draft.encoding, notes = decode(self.data(limit), self.path, encoding=self.encoding)
        text, more = one_line_end(text)
        draft.notes += [*notes, *more]
        return text

    def error(self, what: str, *, line: int | None = None, hint: str | None = None) -> InputError:
        """An error in this file, in this line."""
        where = "" if line is None else f"Line {line:,}: "
        return InputError(where + what, file=self.path, hint=hint)


@dataclass
class Draft:
    """What a reader gives back."""

    text: str = ""
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    encoding: str | None = None


@dataclass(frozen=True)
class Format:
    """A format: how sure ``sniff`` is that a file has it (0 to 1), and how to ``read`` it.

    ``media_types`` has the format's own first.
    """

    name: str
    title: str
    media_types: tuple[str, ...]
    sniff: Callable[[Head], float]
    read: Callable[[Source], Draft]
    takes_words: bool = False

    @property
    def media_type(self) -> str:
        """The format's own media type."""
        return self.media_types[0]


class Builder:
    """Puts parts into one text, with ``between`` between them; parts without text are left out."""

    def __init__(self, between: str) -> None:
        self._between = between
        self.pieces: list[str] = []
        self._length = 0
        self.parts: list[Part] = []
        self.empty = 0

    def add(
        self,
        text: str,
        *,
        number: int | None = None,
        page: int | None = None,
        speaker: str | None = None,
        start_ms: int | None = None,
        end_ms: int | None = None,
        words: Sequence[tuple[int, int, int, int]] = (),
    ) -> bool:
        """Add a part; ``words`` are offsets into ``text`` and times. False when it has no text."""
        lead = len(text) - len(text.lstrip())
        stripped = text.strip()
        if not stripped:
            self.empty += 1
            return False
        if self.parts:
            self.pieces.append(self._between)
            self._length += len(self._between)
        start, end = self._length, self._length + len(stripped)
        self.pieces.append(stripped)
        self._length = end
        self.parts.append(
            Part(
                start=start,
                end=end,
                number=len(self.parts) + 1 if number is None else number,
                page=page,
                speaker=speaker or None,
                start_ms=start_ms,
                end_ms=end_ms,
                words=tuple(
                    Word(max(start + a - lead, start), min(start + b - lead, end), low, high)
                    for a, b, low, high in words
                    if a - lead < len(stripped) and b > lead
                ),
            )
        )
        return True

    def into(self, draft: Draft) -> Draft:
        """Fill ``draft`` with the text and the parts."""
        draft.text = "".join(self.pieces)
        draft.parts = self.parts
        return draft


def read_bytes(path: Path, limit: int) -> bytes:
    """All bytes of ``path``; what stands in the way, or is too much, is one :class:`InputError`."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise InputError("This is not an ordinary file.", file=path)  # a pipe would wait
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise InputError("There is no such file.", file=path, hint="Check the name.") from error
    except IsADirectoryError as error:
        raise InputError("This is a folder.", file=path, hint="Name one file.") from error
    except OSError as error:
        raise InputError(f"The file can't be read ({error.strerror}).", file=path) from error
    if len(data) > limit:
        raise InputError(
            f"The file is larger than the {limit // MiB:,} MiB that are read of this format.",
            file=path,
            hint="Split it, or convert it to plain text.",
        )
    return data
