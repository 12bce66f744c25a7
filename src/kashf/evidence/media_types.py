"""What a file is, by its content; the ending of its name only decides between kinds of plain text.

Signatures are those of the formats' own specifications. The answer is a media type as the IANA
registers it, or the usual one where none is registered.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path, PurePath

__all__ = ["media_type_of"]

_HEAD = 1 << 16
_TAIL = 1 << 18

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"caff\x00\x01", "audio/x-caf"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"\x7fELF", "application/x-executable"),
)
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/vnd.avi", b"WEBP": "image/webp"}
_BRANDS = {
    b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"heic": "image/heic",
    b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif", b"3gp": "video/3gpp",
}  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument."
_IN_ZIP = (
    (b"word/document.xml", f"{_OFFICE}wordprocessingml.document"),
    (b"xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet"),
    (b"ppt/presentation.xml", f"{_OFFICE}presentationml.presentation"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CUE = re.compile(r"\s*\d+\s*\n\s*\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s+-->\s+\d{1,3}:\d\d")
_HTML = re.compile(r"<!doctype\s+html|<(html|head|body|title|article|meta|div|p|br)\b[^<>]*>", re.I)
_ROOT = re.compile(r"^(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>|\s)*<([\w:.-]+)", re.S)
_HEADER = re.compile(
    r"^(from|to|cc|subject|date|message-id|received|return-path|mime-version|content-type"
    r"|reply-to|delivered-to|x-[\w-]+|dkim-signature|arc-[\w-]+)\s*:",
    re.IGNORECASE,
)
_RTTM = re.compile(r"^SPEAKER \S+ \d+ \d+(\.\d+)? \d+(\.\d+)? <NA> <NA> \S+")
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.M), re.compile(r"\[[^\]\n]+\]\([^)\s]+\)"),
    re.compile(r"^```", re.M), re.compile(r"\*\*[^*\n]+\*\*"), re.compile(r"^[*-] \S", re.M),
    re.compile(r"^> \S", re.M), re.compile(r"^(=+|-{3,})\s*$", re.M),
)  # fmt: skip


def media_type_of(path: Path, *, name: str | None = None) -> str:
    """Media type of the file; ``name`` is what it was called where ``path`` does not say so.

    ``application/octet-stream`` where nothing fits. Reads some 300 KB at most.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
    binary = _binary(head, tail)
    if binary is not None:
        return binary
    text = _text(head, size)
    if text is None:
        return "application/octet-stream"
    return _kind_of_text(text, PurePath(name or path.name).suffix.lower(), size <= len(head))


def _binary(head: bytes, tail: bytes) -> str | None:  # noqa: PLR0911 - one a format
    for offset, magic, media_type in _MAGIC:
        if head.startswith(magic, offset):
            return media_type
    for magic, find in _CONTAINERS.items():
        if head.startswith(magic):
            return find(head, tail)
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return _BRANDS.get(brand) or _BRANDS.get(brand[:3]) or "video/mp4"
    if head[4:8] in {b"moov", b"mdat", b"wide"}:
        return "video/quicktime"
    if head[:2] == b"BM" and len(head) > 18 and head[14:18] in {b"\x28\0\0\0", b"\x7c\0\0\0"}:
        return "image/bmp"
    if head[:2] == b"MZ" and b"\0" in head[:64]:
        return "application/vnd.microsoft.portable-executable"
    return _frames(head)


def _frames(head: bytes) -> str | None:
    """Sound without a header: its frames begin with a pattern of 11 or 12 bits."""
    if len(head) < 4 or head[0] != 0xFF or head[1] == 0xFE:  # FF FE begins UTF-16
        return None
    if head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    version, layer, rate = head[1] >> 3 & 3, head[1] >> 1 & 3, head[2] >> 4
    if head[1] & 0xE0 == 0xE0 and version != 1 and layer and 0 < rate < 15:
        return "audio/mpeg"
    return None


def _zip(head: bytes, tail: bytes) -> str:
    if head[30:38] == b"mimetype":
        stored = re.match(rb"application/[\w.+-]{1,80}", head[38:130])
        if stored is not None:
            # The name of the next entry follows at once where the sizes stand before it.
            size = int.from_bytes(head[18:22], "little")
            return (stored[0][:size] if 0 < size < 100 else stored[0]).decode()
    for name, media_type in _IN_ZIP:
        if name in head or name in tail:
            return media_type
    return "application/zip"


def _riff(head: bytes, _tail: bytes) -> str:
    return _RIFF.get(head[8:12], "application/octet-stream")


def _aiff(head: bytes, _tail: bytes) -> str:
    return "audio/aiff" if head[8:12] in {b"AIFF", b"AIFC"} else "application/octet-stream"


def _matroska(head: bytes, _tail: bytes) -> str:
    return "video/webm" if b"webm" in head[:64] else "video/matroska"


def _ogg(head: bytes, _tail: bytes) -> str:
    return "video/ogg" if b"theora" in head[:512] else "audio/ogg"


_CONTAINERS: dict[bytes, Callable[[bytes, bytes], str]] = {
    b"PK\x03\x04": _zip,
    b"PK\x05\x06": _zip,
    b"RIFF": _riff,
    b"FORM": _aiff,
    b"\x1aE\xdf\xa3": _matroska,
    b"OggS": _ogg,
}


def _text(head: bytes, size: int) -> str | None:
    """The beginning as text with ``\\n`` as line end; None for what is no text."""
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):  # fmt: skip
        if head.startswith(bom):
            return _lines(head[len(bom) :].decode(encoding, "replace"))
    if _CONTROL.search(head):
        return None
    try:
        decoder = codecs.getincrementaldecoder("utf-8")()
        return _lines(decoder.decode(head, final=size <= len(head)))
    except UnicodeDecodeError:
        # Another encoding: how the ASCII in it stands is enough to tell the kind.
        high = sum(byte >= 0x80 for byte in head)
        return _lines(head.decode("latin-1")) if high < 0.95 * len(head) else None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _kind_of_text(text: str, suffix: str, whole: bool) -> str:  # noqa: PLR0911 - one a format
    start = text.lstrip("\ufeff \t\n")
    if re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        return "text/vtt"
    if _CUE.match(text):
        return "application/x-subrip"
    if start[:1] in {"{", "["} and (found := _json(start, whole)):
        return found
    if start[:1] == "<" and (found := _markup(start)):
        return found
    if text.startswith("From ") and _HEADER.match(text.partition("\n")[2]):
        return "application/mbox"
    if _is_mail(text):
        return "message/rfc822"
    if _RTTM.match(start):
        return "text/x-rttm"
    separated = _separated(text, whole)
    if separated is not None:
        return separated
    if suffix in {".md", ".markdown"} or sum(bool(p.search(text)) for p in _MARKDOWN) >= 2:
        return "text/markdown"
    return "text/plain"


def _json(start: str, whole: bool) -> str | None:
    try:
        _, end = json.JSONDecoder().raw_decode(start)
    except (ValueError, RecursionError):
        # Cut off in the middle: it looks like JSON if a key or a value follows the bracket.
        likely = re.match(r'\{\s*"(?:[^"\\]|\\.)*"\s*:|\[\s*(?:[\[{"\d-]|null|true|false)', start)
        return "application/json" if likely and not whole else None
    rest = start[end:].strip()
    if not rest:
        return "application/json"
    return "application/x-ndjson" if start[end] == "\n" and rest[0] in "{[" else None


def _markup(start: str) -> str | None:
    root = _ROOT.match(start)
    name = "" if root is None else root[1].lower().rpartition(":")[2]
    xml = start.startswith("<?xml")
    if name == "svg":
        return "image/svg+xml"
    if name == "html":
        return "application/xhtml+xml" if xml else "text/html"
    if xml:
        return "application/xml"
    if _HTML.search(start[:4096]):
        return "text/html"
    return "application/xml" if name and f"</{root[1] if root else ''}>" in start else None


def _is_mail(text: str) -> bool:
    """Whether the text begins with header fields of a mail (RFC 5322), three of them known."""
    known, at_all = set(), 0
    for line in text.split("\n")[:200]:
        if not line:
            break
        if line[0] in " \t":
            continue
        at_all += 1
        match = _HEADER.match(line)
        if match is not None:
            known.add(match[1].lower())
        elif not re.match(r"^[!-9;-~]+:", line):
            return False
    return len(known) >= 3 and bool(known & {"from", "received", "return-path", "message-id"})


def _separated(text: str, whole: bool) -> str | None:
    """CSV or TSV: the same number of cells, two or more, in each of the first rows."""
    lines = text.split("\n")
    sample = "\n".join(lines if whole else lines[:-1])[:20_000]
    for delimiter, media_type in (("\t", "text/tab-separated-values"), (",", "text/csv"),
                                  (";", "text/csv")):  # fmt: skip
        try:
            rows = [row for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
        except csv.Error:
            continue
        rows = rows[:20] if len(rows) > 20 else rows[: None if len(sample) < 20_000 else -1]
        widths = {len(row) for row in rows}
        if len(rows) >= 2 and len(widths) == 1 and widths.pop() >= 2:
            header = rows[0]
            if all(cell.strip() and len(cell) <= 100 for cell in header):
                return media_type
    return None
