"""JSON of Whisper (openai-whisper, WhisperX, whisper.cpp), and of `kashf transcribe`."""

from __future__ import annotations

import re
from typing import Any

from kashf.evidence.formats import Builder, Draft, Format, Head, MiB, Source
from kashf.evidence.times import LISTED, milliseconds
from kashf.evidence.transcripts._cues import find_words, one_line

__all__ = ["FORMAT"]

_KEYS = re.compile(r'"(?:segments|transcription|text|language)"\s*:')


def _sniff(head: Head) -> float:
    text = head.text.lstrip()
    return 0.8 if text.startswith("{") and _KEYS.search(text) else 0.0


def _read(source: Source) -> Draft:
    draft, builder = Draft(encoding="utf-8"), Builder("\n")
    whole = _parse(source)
    ours = whole.get("kashf")
    if isinstance(ours, dict):
        draft.notes += _about(ours)
    segments, shape = whole.get("segments"), _segment
    if segments is None and "transcription" in whole:
        segments, shape = whole["transcription"], _segment_of_cpp
    if not isinstance(segments, list):
        raise source.error("There is no list 'segments' in it: this is not JSON of Whisper.")
    lost = 0
    for number, segment in enumerate(segments, start=1):
        if not isinstance(segment, dict):
            raise source.error(f"Segment {number:,} is not an object.")
        try:
            known = shape(segment)
            words = [_word(word) for word in segment.get("words") or ()]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            reason = f"{error} is missing" if isinstance(error, KeyError) else error
            raise source.error(f"Segment {number:,}: {reason}.") from error
        found, missing = find_words(known["text"], [word for word in words if word is not None])
        untimed = words.count(None)
        if missing + untimed and lost < LISTED:
            draft.notes.append(
                f"Segment {len(builder.parts) + 1}: {missing + untimed} words have no times of "
                "their own (none given, or not in its text)."
            )
        lost += bool(missing + untimed)
        builder.add(**known, words=found)
    if lost > LISTED:
        draft.notes.append(f"… and {lost - LISTED:,} more segments with such words.")
    if builder.empty:
        draft.notes.append(f"{builder.empty:,} segments have no text and are left out.")
    return builder.into(draft)


def _parse(source: Source) -> dict[str, Any]:
    import orjson

    data = source.data(64 * MiB).removeprefix(b"\xef\xbb\xbf")
    try:
        whole = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise source.error(f"The JSON is broken: {error.msg}.", line=error.lineno) from error
    if not isinstance(whole, dict):
        raise source.error("This is not JSON of Whisper: the outermost value is not an object.")
    return whole


def _speaker(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str | int):
        raise ValueError("the speaker is not a text")
    return " ".join(str(value).split())[:200] or None


def _text(segment: dict[str, Any]) -> str:
    text = segment["text"]
    if not isinstance(text, str):
        raise ValueError("its text is not a text")
    return one_line(text)


def _time(value: object) -> int | None:
    return None if value is None else milliseconds(value)


def _segment(segment: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": _text(segment),
        "start_ms": _time(segment["start"]),
        "end_ms": _time(segment["end"]),
        "speaker": _speaker(segment.get("speaker")),
    }


def _segment_of_cpp(segment: dict[str, Any]) -> dict[str, Any]:
    offsets = segment["offsets"]
    return {
        "text": _text(segment),
        "start_ms": milliseconds(offsets["from"] / 1000),
        "end_ms": milliseconds(offsets["to"] / 1000),
        "speaker": _speaker(segment.get("speaker")),
    }


def _word(word: object) -> tuple[str, int, int] | None:
    """Text and times; none where WhisperX could not place it."""
    if not isinstance(word, dict):
        raise ValueError("a word is not an object")
    text = word.get("word", word.get("text"))
    if not isinstance(text, str):
        raise ValueError("a word has no text")
    if word.get("start") is None or word.get("end") is None:
        return None
    return one_line(text), milliseconds(word["start"]), milliseconds(word["end"])


def _about(ours: dict[str, Any]) -> list[str]:
    notes = ["A machine wrote this transcript: words can be wrong, missing or made up."]
    refused = ours.get("refused")
    if isinstance(refused, list) and refused:
        notes.append(f"{len(refused):,} times beyond the end of the sound were refused: "
                     "see 'refused' in the file.")  # fmt: skip
    return notes


FORMAT = Format(
    "whisper_json", "JSON of Whisper", ("application/vnd.whisper+json", "application/json"),
    _sniff, _read,
)  # fmt: skip
