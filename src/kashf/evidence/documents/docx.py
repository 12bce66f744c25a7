"""DOCX (ECMA-376): the paragraphs of the body in order, then footnotes and endnotes.

Deleted text of tracked changes and hidden text stay out, with a note; text in white stays in, with
a note, since white on a dark ground is usual.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from kashf.evidence.formats import Builder, Draft, Format, Head, MiB, Source, read_bytes
from kashf.evidence.xml import parse_xml

__all__ = ["FORMAT"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODY = "word/document.xml"
_MOST_FILES = 20_000
_MOST_XML = 64 * MiB
_OFF = ("0", "false", "off", "none")


def _sniff(head: Head) -> float:
    if not head.data.startswith(b"PK\x03\x04"):
        return 0.0
    if b"word/document.xml" in head.data or b"word/" in head.data:
        return 0.9
    if head.suffix == ".docx":
        return 0.8  # damaged, or packed in an odd order: the reader says which
    try:
        with zipfile.ZipFile(head.path) as package:
            return 0.9 if _BODY in package.NameToInfo else 0.0
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return 0.0


def _read(source: Source) -> Draft:
    read_bytes(source.path, 1 << 9) if source.path.stat().st_size == 0 else None
    if source.path.stat().st_size > 512 * MiB:
        read_bytes(source.path, 512 * MiB)
    draft, builder, seen = Draft(), Builder("\n\n"), _Seen()
    try:
        with zipfile.ZipFile(source.path) as package:
            if len(package.namelist()) > _MOST_FILES:
                raise source.error(f"The package holds more than {_MOST_FILES:,} files.")
            names = set(package.namelist())
            if _BODY not in names:
                raise source.error(f"The package holds no {_BODY}: it is not a Word document.")
            for name in (_BODY, "word/footnotes.xml", "word/endnotes.xml"):
                if name in names:
                    root = parse_xml(_unpack(package, name, source), source, name)
                    for text in _paragraphs(root, seen):
                        builder.add(text)
            _left_out(names, draft)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
            ValueError) as error:  # fmt: skip
        raise source.error(
            f"The package is damaged or encrypted ({error}).",
            hint="Open it in a word processor and save it again as DOCX.",
        ) from error
    draft.notes += seen.notes()
    return builder.into(draft)


def _unpack(package: zipfile.ZipFile, name: str, source: Source) -> bytes:
    with package.open(name) as file:
        data = file.read(_MOST_XML + 1)
    if len(data) > _MOST_XML:
        raise source.error(f"{name} unpacks to more than {_MOST_XML // MiB} MiB.")
    return data


def _left_out(names: set[str], draft: Draft) -> None:
    kinds = {"comments": "word/comments.xml", "headers": "word/header", "footers": "word/footer"}
    found = [kind for kind, start in kinds.items() if any(n.startswith(start) for n in names)]
    if found:
        draft.notes.append(f"The document also has {' and '.join(found)}, which are not read.")


class _Seen:
    """What stays out, or is to be looked at."""

    def __init__(self) -> None:
        self.hidden: list[str] = []
        self.deleted: list[str] = []
        self.white: list[str] = []

    def notes(self) -> list[str]:
        kinds = (
            (self.hidden, "are hidden and left out"),
            (self.deleted, "were deleted in tracked changes and are left out"),
            (self.white, "are in white letters, which may be there to hide them"),
        )
        return [
            f"{sum(map(len, texts)):,} characters {what}: {' | '.join(t[:80] for t in texts[:3])}"
            for texts, what in kinds
            if texts
        ]


def _paragraphs(root: Any, seen: _Seen) -> Iterator[str]:
    """Paragraphs in order; those of a text box come after the one that it hangs on."""
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if node.tag == f"{_W}p":
            boxes: list[Any] = []
            yield _text(node, boxes, seen)
            waiting.extend(reversed(boxes))
        elif node.tag != _FALLBACK and not (
            node.tag in (f"{_W}footnote", f"{_W}endnote") and node.get(f"{_W}type")
        ):
            waiting.extend(reversed(node))


def _text(paragraph: Any, boxes: list[Any], seen: _Seen) -> str:
    pieces: list[str] = []
    waiting: list[Any] = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        tag = node.tag.removeprefix(_W)
        if tag == "r":
            _run(node, pieces, boxes, seen)
        elif tag in ("del", "moveFrom"):
            if gone := "".join(t.text or "" for t in node.iter(f"{_W}delText", f"{_W}t")):
                seen.deleted.append(gone)
        elif tag == "p":
            boxes.append(node)
        elif node.tag != _FALLBACK:
            waiting.extend(reversed(node))
    return "".join(pieces)


def _run(run: Any, pieces: list[str], boxes: list[Any], seen: _Seen) -> None:
    said: list[str] = []
    waiting: list[Any] = list(reversed(run))
    while waiting:
        node = waiting.pop()
        match node.tag.removeprefix(_W):
            case "t":
                said.append(node.text or "")
            case "tab" | "ptab":
                said.append("\t")
            case "br" | "cr":
                said.append("\n")
            case "noBreakHyphen":
                said.append("\u2011")
            case "p":
                boxes.append(node)
            case "rPr":
                pass
            case _ if node.tag != _FALLBACK:
                waiting.extend(reversed(node))
    text = "".join(said)
    style = run.find(f"{_W}rPr")
    if style is not None and text.strip():
        vanish = style.find(f"{_W}vanish")
        if vanish is not None and vanish.get(f"{_W}val", "1") not in _OFF:
            seen.hidden.append(text)
            return
        colour = style.find(f"{_W}color")
        if colour is not None and (colour.get(f"{_W}val") or "").upper() == "FFFFFF":
            seen.white.append(text)
    pieces.append(text)


FORMAT = Format("docx", "Word (DOCX)", (_TYPE,), _sniff, _read)
