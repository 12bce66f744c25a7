"""Sound for an invented call: tones in place of speech."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Sequence

import numpy as np

__all__ = ["tones"]

_RATE = 8000
_PITCHES = (40, 28)  # samples of one period: 200 Hz and 286 Hz
_SYLLABLE = 1600  # samples: a tone for three quarters of it, then silence


def tones(turns: Sequence[tuple[int, int, int]], length: int, comment: str) -> bytes:
    """A WAV (8,000 samples a second, 8 bits, mono) of ``length`` milliseconds.

    ``turns`` are speaker (0 or 1), start and end in milliseconds. ``comment`` (ASCII) goes into the
    file's INFO. All is computed in whole numbers: the same bytes everywhere.
    """
    samples = np.full(length * _RATE // 1000, 128, dtype=np.int16)
    for speaker, start, end in turns:
        first, last = start * _RATE // 1000, end * _RATE // 1000
        at = np.arange(last - first)
        period = _PITCHES[speaker]
        wave_ = np.abs(at % period - period // 2) * 80 // period - 20
        samples[first:last] += np.where(at % _SYLLABLE < _SYLLABLE * 3 // 4, wave_, 0).astype(
            np.int16
        )
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(_RATE)
        file.writeframes(samples.astype(np.uint8).tobytes())
    return _with_comment(made.getvalue(), comment.encode("ascii"))


def _with_comment(sound: bytes, comment: bytes) -> bytes:
    comment += b"\0" * (2 - len(comment) % 2)
    info = b"INFOICMT" + struct.pack("<I", len(comment)) + comment
    body = sound[8:] + b"\0" * (len(sound) % 2) + b"LIST" + struct.pack("<I", len(info)) + info
    return b"RIFF" + struct.pack("<I", len(body)) + body
