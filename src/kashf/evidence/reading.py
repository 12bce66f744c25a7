"""Which format a file has, and its text in the one shape that all share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

from kashf import registry
from kashf.errors import UnknownFormatError, UsageError
from kashf.evidence.formats import GROUPS, HEAD, Draft, Format, Head, Source, read_bytes
from kashf.evidence.texts import Text
from kashf.evidence.times import check_times

__all__ = ["detect", "formats", "read"]

_SURROGATE = re.compile("[\ud800-\udfff]")
# What detectors call files whose format only their content tells
_GENERAL = frozenset(
    {
        "text/plain", "application/json", "text/xml", "application/xml", "application/zip",
        "application/octet-stream",
    }
)  # fmt: skip
_KINDS = ("document", "transcript")


def formats(kinds: tuple[str, ...] = _KINDS) -> Iterator[tuple[str, Format]]:
    """Kind and format, for each that is there."""
    for kind in kinds:
        for name in registry.names(GROUPS[kind]):
            yield kind, registry.load(GROUPS[kind], name).FORMAT


def detect(path: Path, kinds: tuple[str, ...] = _KINDS) -> Format | None:
    """The format that fits the content of ``path`` best."""
    found = _best(path, kinds)
    return None if found is None else found[1]


def _best(path: Path, kinds: tuple[str, ...]) -> tuple[str, Format] | None:
    head = Head(path, _head(path))
    best: tuple[float, str, Format] | None = None
    for kind, format_ in formats(kinds):
        sure = format_.sniff(head)
        if sure > 0 and (best is None or sure > best[0]):
            best = (sure, kind, format_)
    return None if best is None else best[1:]


def _head(path: Path) -> bytes:
    if not path.is_file():
        read_bytes(path, 0)  # raises, and says why
    with path.open("rb") as file:
        return file.read(HEAD)


def _chosen(path: Path, media_type: str | None, kinds: tuple[str, ...]) -> tuple[str, Format]:
    if media_type is not None and media_type not in _GENERAL:
        for kind, format_ in formats(kinds):
            if media_type in format_.media_types:
                return kind, format_
    found = _best(path, kinds)
    if found is None:
        wanted = "a transcript" if kinds == ("transcript",) else "a document or transcript"
        raise UnknownFormatError(
            f"This is not {wanted} that can be read.",
            file=path,
            hint=f"Read are: {', '.join(format_.title for _, format_ in formats(kinds))}.",
        )
    return found


def read(
    path: Path,
    *,
    media_type: str | None = None,
    encoding: str | None = None,
    words: Path | None = None,
    duration_ms: int | None = None,
    kinds: tuple[str, ...] = _KINDS,
) -> Text:
    """See :func:`kashf.evidence.texts.read_text` and ``read_transcript``."""
    kind, format_ = _chosen(path, media_type, kinds)
    if words is not None and not format_.takes_words:
        raise UsageError(
            f"A file of words does not go with {format_.title}.", hint="It goes with RTTM."
        )
    draft = format_.read(Source(path, encoding, words))
    _replace_surrogates(draft)
    notes = draft.notes
    if kind == "transcript":
        notes += check_times(draft.parts, duration_ms)
    if not draft.parts:
        notes.append("There is no text in it.")
    return Text(
        text=draft.text,
        parts=tuple(draft.parts),
        kind=cast(Literal["document", "transcript"], kind),
        media_type=format_.media_type,
        encoding=draft.encoding,
        notes=tuple(notes),
    )


def _replace_surrogates(draft: Draft) -> None:
    """Halves of characters, which no file can hold, become U+FFFD; offsets stay."""
    draft.text, count = _SURROGATE.subn("\ufffd", draft.text)
    if count:
        draft.notes.append(f"{count:,} halves of characters are shown as U+FFFD.")
    draft.parts = [
        replace(part, speaker=_SURROGATE.sub("\ufffd", part.speaker)) if part.speaker else part
        for part in draft.parts
    ]
    draft.notes = [_SURROGATE.sub("\ufffd", note) for note in draft.notes]
