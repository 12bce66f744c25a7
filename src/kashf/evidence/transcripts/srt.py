"""SubRip (SRT): numbered cues; tags of style are taken off, a break within a cue is a space."""

from __future__ import annotations

import re

from kashf.evidence.formats import Builder, Draft, Format, Head, MiB, Source
from kashf.evidence.transcripts._cues import blocks, cue_time, one_line

__all__ = ["FORMAT"]

_ARROW = re.compile(r"-->")
_SNIFF = re.compile(
    r"\s*\d+[^\S\n]*\r?\n-?\d{1,6}:\d\d:\d\d[,.]\d{1,3}\s*-->\s*-?\d{1,6}:\d\d:\d\d[,.]\d"
)
_STYLE = re.compile(r"</?(?:b|i|u|s|font)\b[^<>]{0,200}>|\{\\[^{}]{0,200}\}", re.IGNORECASE)


def _sniff(head: Head) -> float:
    if _SNIFF.match(head.text):
        return 0.9
    return 0.6 if head.suffix == ".srt" and "-->" in head.text else 0.0


def _read(source: Source) -> Draft:
    draft, builder = Draft(), Builder("\n")
    text = source.text(64 * MiB, draft)
    expected = 1
    odd = 0
    for line, block in blocks(text):
        at = 0 if _ARROW.search(block[0]) else 1
        if at >= len(block) or not _ARROW.search(block[at]):
            if builder.parts and not block[0].strip().isdigit():
                raise source.error(
                    "A cue begins with its number and its times; this line is neither.", line=line
                )
            raise source.error("A cue has no times.", line=line)
        if at and not block[0].strip().isdigit():
            raise source.error(f"{block[0].strip()[:40]!r} is not the number of a cue.", line=line)
        if at and int(block[0].strip()[:9]) != expected:
            odd += 1
        expected += 1
        start, _, end = block[at].partition("-->")
        builder.add(
            one_line(_STYLE.sub("", " ".join(block[at + 1 :]))),
            start_ms=cue_time(start, source, line + at),
            end_ms=cue_time(end.split("X1:")[0], source, line + at),
        )
    if odd:
        draft.notes.append(f"{odd:,} cues are not numbered 1, 2, 3 …: some may be missing.")
    if builder.empty:
        draft.notes.append(f"{builder.empty:,} cues have no text and are left out.")
    return builder.into(draft)


FORMAT = Format("srt", "SubRip (SRT)", ("application/x-subrip", "text/srt"), _sniff, _read)
