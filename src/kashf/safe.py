"""Texts that adversaries wrote, made fit to be looked at: nothing hidden, nothing endless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pyarrow as pa

__all__ = ["clip", "pieces", "readable_url", "shown", "visible"]

# What changes the order of reading, or has no business in a text: controls other than tab and
# line end, embeddings, overrides and isolates, deprecated formats, annotations, lone surrogates,
# non-characters. Joiners and the marks U+200E, U+200F and U+061C are normal in Arabic and Persian.
_HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u206a-\u206f"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
)
# In an id or an address every invisible character matters.
_INVISIBLE = "\t\n\r\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff\U000e0000-\U000e007f"
_TEXT = re.compile(f"([{_HIDDEN}])")
_STRICT = re.compile(f"([{_HIDDEN}{_INVISIBLE}])")
# Whatever visible() may change; whether it does is decided there.
_MAY_HIDE = re.compile(r"[^\x20-\x7e\u0620-\u06ff]")
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def pieces(text: str, *, strict: bool = False) -> Iterator[tuple[str, bool]]:
    """Split ``text`` into parts: plain ones, and single hidden characters (``True``).

    ``strict`` counts every invisible character, as fits ids and addresses.
    """
    for index, part in enumerate((_STRICT if strict else _TEXT).split(text)):
        if part:
            yield part, bool(index % 2)


def visible(text: str, *, strict: bool = False) -> str:
    """``text`` with hidden characters written out, e.g. ``[U+202E]``."""
    return "".join(
        f"[U+{ord(part):04X}]" if hidden else part for part, hidden in pieces(text, strict=strict)
    )


def shown(column: pa.Array, *, strict: bool = False) -> pa.Array:
    """A column of texts, each as :func:`visible` gives it."""
    values = (
        visible(value, strict=strict) if value is not None and _MAY_HIDE.search(value) else value
        for value in column.to_pylist()
    )
    return pa.array(values, pa.string())


def clip(text: str, length: int) -> tuple[str, bool]:
    """The first ``length`` characters of ``text``, and whether any were left out.

    Does not cut between a letter and the marks that belong to it.
    """
    if len(text) <= length:
        return text, False
    end = length
    while end > max(0, length - 32) and (
        unicodedata.combining(text[end]) or "\u200d" in text[end - 1 : end + 1]
    ):
        end -= 1
    return text[:end].rstrip(), True


def readable_url(url: str) -> str:
    """``url`` with percent-encoded letters of other scripts decoded, all else as it stands.

    Encoded ASCII (``%2F``, ``%3C`` …) stays encoded, so that the address still reads as one.
    """

    def decode(match: re.Match[str]) -> str:
        try:
            text = bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]
        return text if text.isprintable() else match[0]

    return _ENCODED.sub(decode, url)
