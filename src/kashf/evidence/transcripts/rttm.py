"""RTTM (turns of speakers) with CTM (words), as NIST's rich transcription has them.

Each word goes to the turn that holds most of it. Words outside of every turn are kept without a
speaker, and reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from kashf.evidence.formats import Builder, Draft, Format, Head, MiB, Source
from kashf.evidence.times import LISTED, clock, milliseconds

__all__ = ["FORMAT"]

_LINE = re.compile(
    r"\s*(?:;;[^\n]*\n\s*)*(?:SPEAKER|SPKR-INFO|NON-SPEECH|LEXEME|SEGMENT)[ \t]+\S+[ \t]+\S+[ \t]+\S+"
)


@dataclass(frozen=True)
class _Span:
    line: int
    channel: str
    start: int
    end: int
    text: str  # name of the speaker, or the word


def _sniff(head: Head) -> float:
    return 0.9 if _LINE.match(head.text) else 0.0


def _read(source: Source) -> Draft:
    draft = Draft()
    turns = _spans(source, draft, rttm=True)
    if source.words is None:
        raise source.error(
            "RTTM says who spoke when, but not what.",
            hint="Give the CTM file with the words as well (--words).",
        )
    words = _spans(Source(source.words, source.encoding), draft, rttm=False)
    return _joined(turns, words, draft)


def _spans(source: Source, draft: Draft, *, rttm: bool) -> list[_Span]:
    name = "RTTM" if rttm else "CTM"
    spans: list[_Span] = []
    recordings: dict[str, None] = {}
    for line, row in enumerate(source.text(64 * MiB, draft).split("\n"), start=1):
        fields = row.split()
        if not fields or row.lstrip().startswith((";;", "#")):
            continue
        if rttm and fields[0] != "SPEAKER":
            continue
        fields = fields[1:] if rttm else fields
        if len(fields) < (7 if rttm else 5):
            raise source.error(f"A line of {name} has too few fields ({len(fields)}).", line=line)
        try:
            start, length = milliseconds(fields[2]), milliseconds(fields[3])
            end = milliseconds(float(fields[2]) + float(fields[3]))
        except ValueError as error:
            raise source.error(f"{error}.", line=line) from error
        recordings[fields[0]] = None
        text = fields[6] if rttm else fields[4]
        spans.append(_Span(line, fields[1], start, end if length else start, text))
    if len(recordings) > 1:
        shown = ", ".join(list(recordings)[:3])
        raise source.error(
            f"The {name} file is about {len(recordings):,} recordings ({shown} …).",
            hint="Keep the lines of one recording.",
        )
    if not spans:
        raise source.error(f"The {name} file has no {'turns' if rttm else 'words'}.")
    return spans


def _joined(turns: list[_Span], words: list[_Span], draft: Draft) -> Draft:
    turns = sorted(turns, key=lambda turn: (turn.start, turn.line))
    channels = {turn.channel for turn in turns}
    by_channel = len(channels) > 1 and {word.channel for word in words} <= channels
    holders = _Holders(turns, by_channel=by_channel)
    order = sorted(words, key=lambda word: (word.start, word.line))
    groups: dict[int | None, list[_Span]] = {}
    stray: list[_Span] = []
    for word in order:
        index = holders.holder(word)
        if index is None:
            stray.append(word)
        else:
            groups.setdefault(index, []).append(word)
    segments = [
        (turns[i].start, turns[i].line, turns[i].text, turns[i].end, said)
        for i, said in groups.items()
        if i is not None
    ]
    segments += [(w.start, w.line, "", w.end, [w]) for w in stray]
    builder = Builder("\n")
    for start, _, speaker, end, said in sorted(segments, key=lambda s: s[:3]):
        text, places = "", []
        for word in said:
            text += " " if text else ""
            places.append((len(text), len(text) + len(word.text), word.start, word.end))
            text += word.text
        builder.add(text, speaker=speaker, start_ms=start, end_ms=end, words=places)
    _notes(draft, stray, len(turns) - len(groups))
    return builder.into(draft)


class _Holders:
    """Finds the turn that holds most of a word; the earliest of several."""

    def __init__(self, turns: list[_Span], *, by_channel: bool) -> None:
        self._turns = turns
        self._by_channel = by_channel
        self._starts = [turn.start for turn in turns]
        self._latest = []  # the latest end of the turns so far: where going back can stop
        latest = turns[0].end
        for turn in turns:
            latest = max(latest, turn.end)
            self._latest.append(latest)

    def holder(self, word: _Span) -> int | None:
        best: tuple[int, int] | None = None
        index = bisect_right(self._starts, max(word.start, word.end)) - 1
        while index >= 0 and self._latest[index] >= word.start:
            turn = self._turns[index]
            shared = min(turn.end, word.end) - max(turn.start, word.start)
            held = shared > 0 or (shared == 0 and word.start == word.end)
            if held and (not self._by_channel or turn.channel == word.channel):
                best = max(best or (-1, 0), (shared, -index))
            index -= 1
        return None if best is None else -best[1]


def _notes(draft: Draft, stray: list[_Span], silent: int) -> None:
    if stray:
        times = ", ".join(clock(word.start, precise=True) for word in stray[:LISTED])
        draft.notes.append(
            f"{len(stray):,} words are in no turn; they have no speaker: {times}"
            f"{' …' if len(stray) > LISTED else ''}."
        )
    if silent:
        draft.notes.append(f"{silent:,} turns have no words and are left out.")


FORMAT = Format("rttm", "RTTM with CTM", ("text/x-rttm",), _sniff, _read, takes_words=True)
