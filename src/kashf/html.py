"""HTML and SVG in which a text can't become markup.

:class:`Markup` is made here alone. Whatever else is given to :func:`tag` is text and is escaped.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, Union

from kashf.safe import clip, pieces, visible

__all__ = [
    "Child",
    "Markup",
    "document",
    "head",
    "label",
    "lines",
    "shown",
    "strict",
    "tag",
    "words",
]

_VOID = frozenset({"meta", "br", "hr", "col", "wbr"})
_REFUSED_TAGS = frozenset(
    {
        "applet",
        "audio",
        "base",
        "embed",
        "foreignObject",
        "form",
        "frame",
        "iframe",
        "image",
        "img",
        "input",
        "link",
        "object",
        "script",
        "source",
        "template",
        "use",
        "video",
    }
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
# A last guard; words(), strict() and lines() show such characters instead.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066\u2067\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that is safe to put into a page as it stands."""

    html: str


Child: TypeAlias = Union[Markup, str, int, float, "Iterable[Child]", None]
Value: TypeAlias = str | int | float | bool | None


def _escape(text: str) -> str:
    return html.escape(_ILLEGAL.sub("\ufffd", text), quote=True)


def _render(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child.html
    if isinstance(child, str):
        return _escape(child)
    if isinstance(child, int | float):
        return _escape(str(child))
    return "".join(_render(part) for part in child)


def tag(element: str, /, *children: Child, **attributes: Value) -> Markup:
    """An element. ``class_`` is written ``class``, ``aria_label`` is written ``aria-label``.

    An attribute that is None or False is left out. Raises :class:`ValueError` for elements and
    attributes that run or fetch something; ``href`` may point into the page alone.
    """
    if element in _REFUSED_TAGS or not _NAME.fullmatch(element):
        raise ValueError(f"<{element}> has no place in an export")
    written = [element]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        text = "" if value is True else str(value)
        if (
            not _NAME.fullmatch(attribute)
            or attribute.lower().startswith("on")
            or attribute.lower() in {"src", "srcset", "srcdoc", "style", "action", "formaction"}
            or (attribute == "href" and not text.startswith("#"))
        ):
            raise ValueError(f"{attribute}={text!r} has no place in an export")
        written.append(attribute if value is True else f'{attribute}="{_escape(text)}"')
    start = f"<{' '.join(written)}>"
    if element in _VOID:
        return Markup(start)
    return Markup(f"{start}{_render(children)}</{element}>")


def head(title: str, css: str, *more: Child) -> list[Child]:
    """What stands in the head of every page: nothing but the style sheet ``css`` may be used."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return [
        tag("meta", charset="utf-8"),
        tag(
            "meta",
            http_equiv="Content-Security-Policy",
            content=f"default-src 'none'; style-src 'sha256-{digest}'; "
            "base-uri 'none'; form-action 'none'",
        ),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="format-detection", content="telephone=no, email=no, address=no, date=no"),
        tag("meta", name="color-scheme", content="light dark"),
        *more,
        tag("title", f"{title} – Kashf"),
    ]


def document(
    head: Child, body: Child, css: str, *, lang: str = "en", direction: str = "ltr"
) -> str:
    """A whole page with its style sheet in it."""
    if "<" in css:
        raise ValueError("a style sheet may not contain '<'")
    return (
        f'<!doctype html>\n<html lang="{_escape(lang)}" dir="{_escape(direction)}">\n<head>\n'
        f"{_render(head)}\n<style>{css}</style>\n</head>\n<body>\n{_render(body)}\n</body>\n</html>\n"
    )


def shown(text: str, *, every: bool = False) -> list[Child]:
    """``text`` with hidden characters as small boxes; ``every`` counts all that is invisible."""
    return [
        tag(
            "span",
            f"U+{ord(part):04X}",
            class_="ctl",
            title=unicodedata.name(part, "hidden control character").capitalize(),
        )
        if hidden
        else part
        for part, hidden in pieces(text, strict=every)
    ]


def words(text: str, length: int = 120) -> Markup:
    """One line that somebody else wrote, such as a name: its own direction, clipped."""
    short, cut = clip(" ".join(text.split()), length)
    return tag("bdi", shown(short, every=False), "…" if cut else None, dir="auto")


def strict(text: str, length: int = 200) -> Markup:
    """An id or an address: as :func:`words`, with every invisible character shown."""
    short, cut = clip(text, length)
    return tag("bdi", shown(short, every=True), "…" if cut else None, dir="auto", class_="id")


def lines(text: str, length: int = 600, most: int = 30) -> tuple[Markup, bool]:
    """A text of several lines, each with its own direction, and whether it was clipped."""
    short, cut = clip(text.replace("\r\n", "\n").replace("\r", "\n"), length)
    parts = short.split("\n")
    cut = cut or len(parts) > most
    rows = [
        tag("span", shown(part, every=False) or tag("br"), dir="auto", class_="line")
        for part in parts[:most]
    ]
    return Markup("".join(row.html for row in rows)), cut


def label(text: str, length: int = 120) -> str:
    """Plain text for places that take no elements (titles, tooltips), isolated from its

    surroundings by U+2068 and U+2069.
    """
    short, cut = clip(" ".join(text.split()), length)
    return f"\u2068{visible(short)}{'…' if cut else ''}\u2069"
