"""The text of a document or a transcript, with a stable address for each character.

Offsets are code points of :attr:`Text.text`. What a format does to get there stands in
``docs/reference/texts.md``; the bytes of the file are never changed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from kashf.errors import UsageError

__all__ = ["Part", "Text", "Word", "detect_media_type", "read_text", "read_transcript"]


@dataclass(frozen=True)
class Word:
    """A word of a transcript: ``start`` and ``end`` are offsets into the text."""

    start: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Part:
    """A paragraph of a document or a segment of a transcript; parts are in order and don't overlap.

    ``number`` counts from 1: paragraphs of the document (of the page, in a PDF) or segments.
    Times are milliseconds from the start of the recording.
    """

    start: int
    end: int
    number: int
    page: int | None = None
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text, its parts, and what was noticed while it was read (``notes``).

    ``encoding`` is that of the file's characters, where the format leaves it open.
    """

    text: str
    parts: tuple[Part, ...]
    kind: Literal["document", "transcript"]
    media_type: str
    encoding: str | None
    notes: tuple[str, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [part.start for part in self.parts]

    def address(self, start: int, end: int, *, exact: bool = False) -> str:
        """Where the characters from ``start`` up to ``end`` stand.

        Documents: ``¶4``, ``¶4–6``, ``p. 2 ¶1``. Transcripts: ``00:12:05–00:12:31``, narrowed to
        the words where their times are known; ``¶4`` (the segment) where a time is missing.
        With ``exact``: ``¶4:13–30`` or ``¶4:13–¶6:2``, characters of the part counted from 1, both
        ends included. What stands between two parts belongs to the one before.
        Raises :class:`ValueError` for offsets outside of the text.
        """
        from kashf.evidence import citations

        return citations.address(self, start, end, exact=exact)

    def resolve(self, address: str) -> tuple[int, int]:
        """The span that an address of :meth:`address` means, at least as wide as what was cited.

        Raises :class:`~kashf.errors.InputError` when the address is malformed or leads nowhere.
        """
        from kashf.evidence import citations

        return citations.resolve(self, address)

    def to_json(self) -> dict[str, Any]:
        """The text as plain data; each part with its ``address`` and its ``text``."""
        parts = []
        for part in self.parts:
            known = {name: value for name, value in asdict(part).items() if value not in (None, ())}
            parts.append(
                {"address": self.address(part.start, part.end)}
                | known
                | {"text": self.text[part.start : part.end]}
            )
        return {
            "kind": self.kind,
            "media_type": self.media_type,
            "encoding": self.encoding,
            "notes": list(self.notes),
            "text": self.text,
            "parts": parts,
        }


def read_text(path: Path, *, media_type: str | None = None, encoding: str | None = None) -> Text:
    """Read a document or a transcript.

    ``media_type`` says what it is; without it, or where it is general (``text/plain``), the
    content decides. ``encoding`` overrides what is found for formats that leave it open.
    Raises :class:`~kashf.errors.UnknownFormatError` when no format fits, and
    :class:`~kashf.errors.InputError` when the file is damaged or too large.
    """
    from kashf.evidence import reading

    _check_encoding(encoding)
    return reading.read(Path(path), media_type=media_type, encoding=encoding)


def read_transcript(
    path: Path,
    *,
    words: Path | None = None,
    recording: Path | None = None,
    duration_ms: int | None = None,
    media_type: str | None = None,
    encoding: str | None = None,
) -> Text:
    """Read a transcript, and note each time in it that can't be.

    ``words`` is the CTM file that goes with an RTTM file. The length of the sound is
    ``duration_ms``, or is read from ``recording``. Nothing is mended. Raises as
    :func:`read_text`, and :class:`~kashf.errors.UsageError` when ``words`` doesn't fit the format.
    """
    from kashf.evidence import reading
    from kashf.evidence.media import media_facts

    _check_encoding(encoding)
    if duration_ms is None and recording is not None:
        duration_ms = media_facts(recording).duration_ms
    return reading.read(
        Path(path),
        media_type=media_type,
        encoding=encoding,
        words=words,
        duration_ms=duration_ms,
        kinds=("transcript",),
    )


def detect_media_type(path: Path) -> str | None:
    """Media type of a document or transcript by its content; ``None`` when no format fits."""
    from kashf.evidence import reading

    found = reading.detect(Path(path))
    return None if found is None else found.media_type


def _check_encoding(encoding: str | None) -> None:
    import codecs

    if encoding is None:
        return
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise UsageError(
            f"There is no encoding called {encoding!r}.", hint="E.g. utf-8 or windows-1256."
        ) from error
