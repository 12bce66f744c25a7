"""Length, channels and codec of sound and video, by PyAV (extra ``media``)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from kashf.errors import InputError, UsageError

__all__ = ["MediaFacts", "VideoFacts", "media_facts"]

_MOST_PACKETS = 50_000_000


@dataclass(frozen=True)
class VideoFacts:
    """Size in pixels, and frames a second where they are told."""

    width: int
    height: int
    frame_rate: float | None
    codec: str


@dataclass(frozen=True)
class MediaFacts:
    """What a recording is: of its first track of sound, and of its first of video.

    ``duration_ms`` is where its last packet ends, found by reading all of them: a header can say
    anything. ``stated_ms`` is what the header says. Times are milliseconds.
    """

    duration_ms: int
    stated_ms: int | None
    container: str
    channels: int | None
    sample_rate: int | None
    codec: str | None
    video: VideoFacts | None


def media_facts(path: Path) -> MediaFacts:
    """Facts about the recording at ``path``; nothing is decoded.

    Raises :class:`~kashf.errors.InputError` when it holds neither sound nor video or is damaged,
    and :class:`~kashf.errors.UsageError` when PyAV is not installed.
    """
    av = _av()
    if not path.is_file():
        raise InputError("There is no such file.", file=path, hint="Check the name.")
    with (
        _reading(av, path),
        path.open("rb") as file,
        av.open(file, metadata_errors="replace") as box,
    ):
        sound = next(iter(box.streams.audio), None)
        # a picture on the cover of a song is no video
        video = next((s for s in box.streams.video if not _is_cover(s)), None)
        if sound is None and video is None:
            raise InputError("There is neither sound nor video in it.", file=path)
        stated = None if box.duration is None or box.duration < 0 else round(box.duration / 1000)
        wanted: Any = sound if sound is not None else video
        return MediaFacts(
            duration_ms=_length(box, wanted, path),
            stated_ms=stated,
            container=box.format.name,
            channels=None if sound is None else sound.codec_context.channels,
            sample_rate=None if sound is None else sound.codec_context.sample_rate,
            codec=wanted.codec_context.name,
            video=None if video is None else _video(video),
        )


def _av() -> Any:
    try:
        import av
    except ImportError as error:
        raise UsageError(
            "Sound and video need PyAV, which is not installed.",
            hint="Install it with: pip install 'kashf[media]'.",
        ) from error
    return av


@contextlib.contextmanager
def _reading(av: Any, path: Path) -> Iterator[None]:
    try:
        yield
    except InputError:
        raise
    except (
        av.FFmpegError,
        OSError,
        ValueError,
        OverflowError,
        MemoryError,
        AttributeError,
    ) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise InputError(
            f"The recording can't be read ({reason}).",
            file=path,
            hint="It may be damaged, cut off, or not a recording at all.",
        ) from error


def _is_cover(stream: Any) -> bool:
    return "attached_pic" in str(getattr(stream, "disposition", "")).lower()


def _length(box: Any, stream: Any, path: Path) -> int:
    """Where the last packet of ``stream`` ends, in milliseconds from the start of the file."""
    begin: Fraction | None = None
    end = Fraction(0)
    packets = 0
    for packet in box.demux(stream):
        if packet.pts is None or packet.time_base is None:
            continue
        packets += 1
        if packets > _MOST_PACKETS:
            raise InputError(f"It has more than {_MOST_PACKETS:,} packets.", file=path)
        at = packet.pts * packet.time_base
        begin = at if begin is None else min(begin, at)
        end = max(end, at + (packet.duration or 0) * packet.time_base)
    if begin is None:
        raise InputError("There is no sound or picture in it, only a header.", file=path)
    return round((end - min(begin, Fraction(0))) * 1000)


def _video(stream: Any) -> VideoFacts:
    context = stream.codec_context
    rate = stream.average_rate
    return VideoFacts(
        width=context.width,
        height=context.height,
        frame_rate=None if not rate else round(float(rate), 3),
        codec=context.name,
    )
