"""dossier.json: all that the page shows, for programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

import orjson

from kashf.dossier._veiled import Veiled
from kashf.dossier.built import Built, Line, PartView, TextView
from kashf.dossier.citations import iso

__all__ = ["FORMAT", "record"]

FORMAT = "kashf-dossier/1"
_NOT_HERE = frozenset(
    {"veil", "custody", "public_key", "originals", "withheld", "run_infos", "run_tables"}
)


def record(built: Built) -> bytes:
    """``built`` as JSON, with sorted keys. A text is a string, or an object where it is redacted.

    Such an object has the ``text``, with a bar for each redaction, and ``redacted``: where the
    bars are, and the number of their redaction.
    """
    found = _plain(built)
    assert isinstance(found, dict)
    found |= {"format": FORMAT, "kashf": found.pop("version")}
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(_encodable(found), option=options)


def _plain(value: object) -> Any:
    for kind, change in _FORMS:
        if isinstance(value, kind):
            return change(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            part.name: _plain(getattr(value, part.name))
            for part in fields(value)
            if part.name not in _NOT_HERE
        }
    return value


def _line(line: Line) -> dict[str, Any]:
    parts = [
        {
            "role": "words" if piece.role == "chrome" else piece.role,
            "text": _plain(piece.text),
            "citation": piece.ref,
            "person": piece.person,
        }
        for piece in line.pieces
        if piece.text.text
    ]
    return {
        "language": line.language,
        "text": line.text,
        "parts": [{k: v for k, v in part.items() if v is not None} for part in parts],
        "citations": _plain(line.refs),
    }


def _text(view: TextView) -> dict[str, Any]:
    def part(piece: PartView) -> dict[str, Any]:
        found: dict[str, Any] = _plain(piece)
        return found

    return {
        "item": view.item,
        "kind": view.kind,
        "text": _plain(view.text),
        "parts": [part(piece) for piece in view.parts],
        "cited": [
            {"start": start, "end": end, "anchor": anchor, "by": list(by)}
            for start, end, anchor, by in view.cited
        ],
    }


def _encodable(value: Any) -> Any:
    """Lone surrogates, which UTF-8 has no place for, as U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8") if not _fits(value) else value
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return value


def _fits(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


_FORMS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (Veiled, Veiled.json),
    (datetime, iso),
    (Line, _line),
    (TextView, _text),
)
