"""Bytes to characters: byte order marks, declarations, UTF-8, then a guess that is stated."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kashf.errors import InputError

__all__ = ["bom", "decode", "one_line_end"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED = 1 << 18
_ARABIC_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset("المينورتبدةأعكسفق")
# Names that browsers take for the wider encoding (WHATWG Encoding Standard)
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}


def bom(data: bytes) -> tuple[str, int] | None:
    """Encoding and length of a byte order mark."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name, len(mark)
    return None


def decode(
    data: bytes, path: Path, *, encoding: str | None = None, declared: str | None = None
) -> tuple[str, str, list[str]]:
    """Characters, name of the encoding, and notes.

    In this order: ``encoding`` (asked for), the byte order mark, what the file has ``declared``,
    UTF-8, UTF-16 without mark, Arabic in Windows-1256 or ISO 8859-6, and what charset-normalizer
    thinks. Raises :class:`InputError` when the asked or marked encoding doesn't fit.
    """
    marked = bom(data)
    if encoding is not None:
        body = data[marked[1] :] if marked and _name(encoding) in marked[0] else data
        return _strict(body, encoding, path, "was asked for"), _name(encoding), []
    if marked is not None:
        name, length = marked
        return _strict(data[length:], name, path, "its byte order mark tells"), name, []
    notes = []
    if declared is not None:
        text, problem = _declared(data, declared)
        if text is not None:
            return text, _declared_name(declared), []
        notes.append(problem)
    try:
        return data.decode("utf-8"), "utf-8", notes
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            text = data[: error.start].decode("utf-8")
            notes.append("The file ends in the middle of a character: it was probably cut off.")
            return text + "\ufffd", "utf-8", notes
    text, name = _guess(data, path)
    notes.append(f"The encoding {name} is a guess: nothing in the file tells it.")
    return text, name, notes


def one_line_end(text: str) -> tuple[str, list[str]]:
    """``text`` with ``\\n`` for ``\\r\\n`` and lone ``\\r``, and a note if there were any."""
    count = text.count("\r")
    if not count:
        return text, []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, [f"{count:,} line ends of other systems count as one character each."]


def _name(encoding: str) -> str:
    return codecs.lookup(encoding).name


def _declared_name(declared: str) -> str:
    name = _name(declared)
    return _WIDER.get(name, name)


def _declared(data: bytes, declared: str) -> tuple[str | None, str]:
    safe = declared[:40]
    try:
        codec = codecs.lookup(_declared_name(declared))
        if not getattr(codec, "_is_text_encoding", True):
            raise LookupError
        return data.decode(codec.name), ""
    except (LookupError, ValueError):
        return None, f"The file declares the encoding {safe!r}, which does not fit it."


def _strict(data: bytes, encoding: str, path: Path, why: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        at = f" (byte {error.start:,})" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(
            f"The file is not in {encoding}, as {why}{at}.",
            file=path,
            hint="It may be cut off; or name its encoding with --encoding.",
        ) from error


def _guess(data: bytes, path: Path) -> tuple[str, str]:
    for name, zeros in (("utf-16-le", data[1:2000:2]), ("utf-16-be", data[0:2000:2])):
        if zeros.count(0) > len(zeros) // 4 or _high_bytes_arabic(zeros):
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                continue
    scores = {name: _arabic(data, name) for name in ("cp1256", "iso8859_6")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.6:
        return data.decode(best, "replace"), "windows-1256" if best == "cp1256" else "iso-8859-6"
    from charset_normalizer import from_bytes

    found = from_bytes(data[:_GUESSED]).best()
    if found is None:
        raise InputError(
            "The encoding of the file can't be told.", file=path, hint="Name it with --encoding."
        )
    try:
        return data.decode(found.encoding), found.encoding.replace("_", "-")
    except UnicodeDecodeError as error:
        raise InputError(
            f"The file begins in {found.encoding}, but does not go on in it.",
            file=path,
            hint="Name its encoding with --encoding.",
        ) from error


def _high_bytes_arabic(high: bytes) -> bool:
    return len(high) >= 8 and high.count(6) > len(high) // 2


def _arabic(data: bytes, name: str) -> float:
    """How much the text looks like Arabic in this encoding, 0 to 1.

    The product of the share of words with non-ASCII letters that are wholly Arabic and of the
    share of their letters that Arabic uses most; other encodings read as this one mix scripts.
    """
    try:
        text = data[:_GUESSED].decode(name)
    except UnicodeDecodeError:
        return 0.0
    words = [word for word in _ARABIC_WORD.findall(text) if not word.isascii()]
    pure = ["".join(word) for word in words if all("\u0600" <= c <= "\u06ff" for c in word)]
    letters = "".join(pure)
    if len(letters) < 3 or not words:
        return 0.0
    return len(pure) / len(words) * sum(c in _COMMON for c in letters) / len(letters)
