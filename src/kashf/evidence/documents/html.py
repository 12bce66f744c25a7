"""HTML: the main text that a reader sees, paragraph by paragraph.

Parsed by Lexbor as browsers parse it (HTML Living Standard); nothing is run or fetched. Where the
page has one `main` or one `article`, that is the main text; else all of the body without
navigation, sidebars and footers. Hidden text stays out, and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from kashf.evidence.decoding import decode
from kashf.evidence.documents._styles import Hiding
from kashf.evidence.formats import Builder, Draft, Format, Head, MiB, Source

__all__ = ["FORMAT", "paragraphs_of_html"]

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "textarea",
        "select",
        "datalist",
        "noframes",
        "noembed",
    ]
)
_FURNITURE = frozenset(["nav", "aside", "footer", "form", "menu", "dialog", "search"])
_ROLES = frozenset(["navigation", "complementary", "contentinfo", "search", "dialog", "banner"])
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.I)
_XML = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{1,40})[\"']", re.I)
_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
                    re.IGNORECASE | re.DOTALL)  # fmt: skip
_TAG = re.compile(r"</?(?:p|div|span|br|h[1-6]|a|table|ul|li|article|meta|script)\b[^>]*>", re.I)
_SPACES = re.compile(r"[ \t\n\f\r]+")
_MOST_NODES = 2_000_000
_MOST_DEPTH = 5_000  # Lexbor takes time with the square of the depth
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_UNCLOSED = frozenset(  # these have no end, or need none
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "rb",
        "rt",
        "rp",
        "body",
        "head",
        "html",
    ]
)


def _sniff(head: Head) -> float:
    if _START.match(head.text):
        return 0.9
    tags = len(_TAG.findall(head.text[:8192]))
    if head.suffix in (".html", ".htm", ".xhtml") and tags:
        return 0.8
    return 0.5 if head.text.lstrip().startswith("<") and tags >= 5 else 0.0


def _read(source: Source) -> Draft:
    draft = Draft()
    data = source.data(32 * MiB)
    match = _META.search(data[:4096]) or _XML.match(data)
    declared = match[1].decode("ascii") if match else None
    if declared and declared.lower().replace("-", "").startswith(("utf16", "utf32")):
        declared = "utf-8"  # a page that could say so in ASCII is not in UTF-16 (WHATWG)
    text, draft.encoding, draft.notes = decode(
        data, source.path, encoding=source.encoding, declared=declared
    )
    paragraphs, notes = paragraphs_of_html(text, source)
    draft.notes += notes
    builder = Builder("\n\n")
    for paragraph in paragraphs:
        builder.add(paragraph)
    return builder.into(draft)


def paragraphs_of_html(text: str, source: Source) -> tuple[list[str], list[str]]:
    """Paragraphs of the main text, and notes."""
    from selectolax.lexbor import LexborHTMLParser

    _check_depth(text, source)
    tree = LexborHTMLParser(text.replace("\0", "\ufffd"))
    hiding = Hiding([node.text(deep=True) for node in tree.css("style")])
    body = tree.body
    if body is None:
        return [], []
    walk = _Walk(hiding, source)
    root, notes = _main(body, walk)
    title = tree.css_first("head > title")
    if title is not None:
        walk.paragraphs.append(_SPACES.sub(" ", title.text(deep=True)).strip())
    walk.go(root)
    paragraphs = [paragraph for paragraph in walk.paragraphs if paragraph]
    if title is not None and len(paragraphs) > 1 and paragraphs[0] == paragraphs[1]:
        del paragraphs[0]  # the title of the page as its heading
    return paragraphs, notes + walk.notes() + hiding.notes()


def _check_depth(text: str, source: Source) -> None:
    opened: Counter[str] = Counter()
    depth = 0
    for match in _ELEMENT.finditer(text):
        name = match[2].lower()
        if name in _UNCLOSED:
            continue
        if not match[1]:
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > _MOST_DEPTH:
            raise source.error(f"More than {_MOST_DEPTH:,} elements lie in each other.")


def _main(body: Any, walk: _Walk) -> tuple[Any, list[str]]:
    """The element that holds the main text, and what is said about the rest."""
    for tag in ("main", "[role=main]", "article"):
        found = [node for node in body.css(tag) if not walk.unseen(node)]
        if len(found) == 1 and len(_all_text(found[0]).split()) >= 20:
            return found[0], [f"Read is the part marked {tag!r} of the page; the rest is left out."]
    return body, []


def _all_text(root: Any) -> str:
    """All characters below ``root``; in linear time, however deep it is."""
    pieces: list[str] = []
    node = root
    while True:
        if node.tag == "-text":
            pieces.append(node.text_content or "")
        following = node.first_child
        while following is None:
            if node.mem_id == root.mem_id:
                return "".join(pieces)
            following = node.next
            if following is None:
                node = node.parent
        node = following


class _Walk:
    """Walks a tree in the order of reading, without recursion."""

    def __init__(self, hiding: Hiding, source: Source) -> None:
        self.hiding = hiding
        self.source = source
        self.paragraphs: list[str] = []
        self.hidden: list[str] = []
        self.furniture: dict[str, int] = {}
        self._line: list[str] = []

    def unseen(self, node: Any) -> bool:
        """Whether the element or one around it is hidden."""
        while node is not None and node.tag != "-document":
            if node.tag in _SILENT or self.hiding.hides(node.tag, node.attributes):
                return True
            node = node.parent
        return False

    def go(self, root: Any) -> None:
        """Collect the paragraphs below ``root``."""
        node, inside, seen = root, True, 0
        pre = 0
        while True:
            seen += 1
            if seen > 2 * _MOST_NODES:
                raise self.source.error(f"The page has more than {_MOST_NODES:,} elements.")
            if inside:
                pre += node.tag in ("pre",)
                child = node.first_child if self._enter(node, root, pre > 0) else None
                if child is not None:
                    node = child
                    continue
            if node.tag in _BLOCKS:
                self._flush()
            pre -= node.tag in ("pre",)
            if node.mem_id == root.mem_id:
                break
            following = node.next
            if following is not None:
                node, inside = following, True
            else:
                node, inside = node.parent, False
        self._flush()

    def _enter(self, node: Any, root: Any, pre: bool) -> bool:
        """Take what the node says; whether to go on into it."""
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            self._line.append(text if pre else _SPACES.sub(" ", text))
            return False
        if tag is None or tag.startswith("-") or tag == "_comment" or tag in _SILENT:
            if tag == "noscript" and (text := _all_text(node).strip()):
                self.hidden.append(text)
            return False
        if tag == "br":
            self._line.append("\n")
            return False
        attributes = node.attributes
        if self.hiding.hides(tag, attributes):
            if text := _SPACES.sub(" ", _all_text(node)).strip():
                self.hidden.append(text)
            return False
        role = (attributes.get("role") or "").lower()
        if node.mem_id != root.mem_id and (tag in _FURNITURE or role in _ROLES) and tag != "body":
            if _all_text(node).strip():
                name = tag if tag in _FURNITURE else role
                self.furniture[name] = self.furniture.get(name, 0) + 1
            return False
        if tag in _BLOCKS:
            self._flush()
        return True

    def _flush(self) -> None:
        lines = "".join(self._line).split("\n")
        self._line.clear()
        text = "\n".join(line.strip(" \t\f") for line in lines).strip()
        if text:
            self.paragraphs.append(text)

    def notes(self) -> list[str]:
        """What was left out."""
        notes = []
        if self.hidden:
            words = " | ".join(text[:80] for text in self.hidden[:3])
            count = sum(map(len, self.hidden))
            notes.append(
                f"{count:,} characters in {len(self.hidden):,} places of the page are hidden "
                f"from readers and are left out: {words}"
            )
        if self.furniture:
            named = ", ".join(f"{name} ({n})" for name, n in sorted(self.furniture.items()))
            notes.append(f"Left out as not of the main text: {named}.")
        return notes


FORMAT = Format("html", "HTML", ("text/html", "application/xhtml+xml"), _sniff, _read)
