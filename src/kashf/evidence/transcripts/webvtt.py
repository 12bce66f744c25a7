"""WebVTT (W3C): cues; `<v Name>` is the speaker, times inside a cue are those of its words."""

from __future__ import annotations

import re
from html import unescape

from kashf.evidence.formats import Builder, Draft, Format, Head, MiB, Source
from kashf.evidence.transcripts._cues import Piece, add_words, blocks, cue_time

__all__ = ["FORMAT"]

_TAG = re.compile(r"<([^<>]{0,2000})>")
_TIME = re.compile(r"[\d:]+\.\d{3}", re.ASCII)
_VOICE = re.compile(r"v(?:\.\S*)?[ \t\n]+(.*)", re.DOTALL)


def _sniff(head: Head) -> float:
    return 0.95 if re.match(r"WEBVTT(?:[ \t\r\n]|$)", head.text) else 0.0


def _read(source: Source) -> Draft:
    draft, builder = Draft(), Builder("\n")
    text = source.text(64 * MiB, draft)
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        raise source.error("A WebVTT file begins with WEBVTT.", line=1)
    empty = skipped = 0
    for line, block in blocks(text):
        if line == 1 and not any("-->" in row for row in block):
            continue
        if re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", block[0]) and "-->" not in block[0]:
            skipped += 1
            continue
        at = next((i for i, row in enumerate(block[: 3 if line == 1 else 2]) if "-->" in row), None)
        if at is None:
            raise source.error("A cue has no times.", line=line)
        before, _, after = block[at].partition("-->")
        start = cue_time(before, source, line + at)
        times = after.split()
        if not times:
            raise source.error("A cue has no end.", line=line + at)
        end = cue_time(times[0], source, line + at)
        empty += not _add(builder, "\n".join(block[at + 1 :]), start, end, (source, line + at + 1))
    if skipped:
        draft.notes.append(f"{skipped:,} blocks of notes or style are left out.")
    if empty:
        draft.notes.append(f"{empty:,} cues have no text and are left out.")
    return builder.into(draft)


def _add(builder: Builder, text: str, start: int, end: int, place: tuple[Source, int]) -> bool:
    """A part for each voice of the cue; false when there is no text."""
    added = False
    for speaker, pieces in _voices(text, *place):
        said, words = add_words(pieces, start, end)
        added |= builder.add(said, speaker=speaker, start_ms=start, end_ms=end, words=words)
    return added


def _voices(text: str, source: Source, line: int) -> list[tuple[str | None, list[Piece]]]:
    voices: list[tuple[str | None, list[Piece]]] = [(None, [("", None)])]
    position = 0
    for match in [*_TAG.finditer(text), None]:
        end = len(text) if match is None else match.start()
        piece, time = voices[-1][1][-1]
        voices[-1][1][-1] = (piece + text[position:end], time)
        if match is None:
            break
        position = match.end()
        tag = match[1]
        if _TIME.fullmatch(tag):
            here = line + text.count("\n", 0, match.start())
            voices[-1][1].append(("", cue_time(tag, source, here)))
        elif voice := _VOICE.fullmatch(tag):
            voices.append((" ".join(unescape(voice[1]).split()) or None, [("", None)]))
        elif re.fullmatch(r"/v\s*", tag):
            voices.append((None, [("", None)]))
    return voices


FORMAT = Format("webvtt", "WebVTT", ("text/vtt",), _sniff, _read)
