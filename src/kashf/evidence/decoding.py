"""Bytes to characters: byte order marks, declarations, UTF-8, then a guess that is stated."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kashf.errors import InputError

__all__ = ["bom", "decode", "one_line_end", "utf_16"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED = 1 << 18
_WESTERN = frozenset("àâäáãåæçèéêëíîïñóôöõøœùúûüßÀÂÄÁÅÆÇÈÉÊËÍÎÑÓÔÖØŒÙÚÛÜ")
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


def decode(  # noqa: PLR0911 - one return for each way to know
    data: bytes, path: Path, *, encoding: str | None = None, declared: str | None = None
) -> tuple[str, str, list[str]]:
    """Characters, name of the encoding, and notes.

    In this order: ``encoding`` (asked for), the byte order mark, what the file has ``declared``,
    UTF-16 without mark, UTF-8, Arabic in Windows-1256 or ISO 8859-6, Windows-1252, and what
    charset-normalizer thinks. Raises :class:`InputError` when the asked or marked encoding doesn't fit.
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
    if name_16 := utf_16(data):
        text = _strict(data, name_16, path, "it seems to be")
        return text, name_16, [*notes, f"The encoding {name_16} is a guess: it has no mark."]
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
        if codec.name != "utf-8" and not data.isascii() and _is_utf_8(data):
            return None, f"The file declares the encoding {safe!r}, but it is UTF-8."
        return data.decode(codec.name), ""
    except (LookupError, ValueError):
        return None, f"The file declares the encoding {safe!r}, which does not fit it."


def _western(data: bytes) -> str | None:
    """The text in Windows-1252, where its letters are mostly ASCII with a few usual accents."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = [char for char in text[:_GUESSED] if char.isalpha()]
    accented = [char for char in letters if not char.isascii()]
    usual = sum(char in _WESTERN for char in accented)
    few = len(accented) <= len(letters) // 3
    return text if letters and few and usual >= 0.9 * len(accented) else None


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


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
    scores = {name: _arabic(data, name) for name in ("cp1256", "iso8859_6")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.6:
        return data.decode(best, "replace"), "windows-1256" if best == "cp1256" else "iso-8859-6"
    if (western := _western(data)) is not None:
        return western, "windows-1252"
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


def utf_16(data: bytes) -> str | None:
    """UTF-16 without a mark: the high bytes of Latin and Arabic are 0 and 6 and stand in step."""
    sample = data[:4096]
    if len(data) % 2 or len(data) < 4:
        return None
    shares = [
        sum(byte in b"\0\x06" for byte in side) / len(side) for side in (sample[0::2], sample[1::2])
    ]
    if max(shares) < 0.8 or min(shares) > 0.2:
        return None
    return "utf-16-be" if shares[0] > shares[1] else "utf-16-le"


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
