"""What of an HTML page its own styles hide.

Inline styles, the attribute ``hidden``, and rules of ``<style>`` with simple selectors (tag, class,
id, and these together) are followed; other rules that hide are counted and stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["Hiding"]

_HIDES = re.compile(
    r"""display\s*:\s*none | visibility\s*:\s*(?:hidden|collapse) | content-visibility\s*:\s*hidden
    | (?<![-\w])opacity\s*:\s*0*(?:\.0*)?%?\s*(?:;|!|$)
    | font-size\s*:\s*0*(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)
    | (?<![-\w])(?:left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{4,}
    | (?<![-\w])color\s*:\s*transparent
    | clip(?:-path)?\s*:\s*(?:rect\(\s*0[a-z]*[\s,]+0[a-z]*[\s,]+0[a-z]*[\s,]+0[a-z]*\s*\)
        | inset\(\s*(?:50|100)%)
    | (?<![-\w])(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|$)
    | transform\s*:\s*scale\(\s*0\s*\)""",
    re.IGNORECASE | re.VERBOSE,
)
_SIZE = re.compile(r"(?:max-)?(?:height|width)", re.IGNORECASE)
_CLIPS = re.compile(r"overflow[-xy]*\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,20000})\}")
_SIMPLE = re.compile(r"([a-zA-Z][a-zA-Z0-9]*|\*)?((?:[.#][\w-]+)*)")
_PIECE = re.compile(r"([.#])([\w-]+)")
_MOST = 5000


class Hiding:
    """The rules of a page that hide."""

    def __init__(self, sheets: Iterable[str]) -> None:
        # by one name that an element must have (#id, .class or tag): tag, classes and id
        self._rules: dict[str, list[tuple[str, frozenset[str], str]]] = {}
        self._count = 0
        self._intricate = 0
        for sheet in sheets:
            for match in _RULE.finditer(_COMMENT.sub(" ", sheet)):
                if _hidden_by(match[2]):
                    self._add(match[1])

    def _add(self, selectors: str) -> None:
        for selector in selectors.split(","):
            match = _SIMPLE.fullmatch(selector.strip())
            pieces = _PIECE.findall(match[2]) if match else []
            ids = [f"#{name}" for mark, name in pieces if mark == "#"]
            classes = [f".{name}" for mark, name in pieces if mark == "."]
            tag = (match[1] or "").lower().strip("*") if match else ""
            key = [*ids, *classes, tag]
            if not key[0] or len(ids) > 1 or self._count >= _MOST:
                self._intricate += 1
                continue
            self._count += 1
            rule = (tag, frozenset(classes), ids[0] if ids else "")
            self._rules.setdefault(key[0], []).append(rule)

    def hides(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """Whether an element with this tag and these attributes is hidden."""
        if "hidden" in attributes or tag == "input":
            return True
        style = attributes.get("style")
        if style and _hidden_by(_COMMENT.sub(" ", style)):
            return True
        if not self._rules:
            return False
        classes = frozenset(f".{name}" for name in (attributes.get("class") or "").split())
        name = f"#{attributes.get('id') or ''}"
        return any(
            (not rule_tag or rule_tag == tag)
            and rule_classes <= classes
            and (not rule_id or rule_id == name)
            for key in (name, *classes, tag)
            for rule_tag, rule_classes, rule_id in self._rules.get(key, ())
        )

    def notes(self) -> list[str]:
        """What could not be followed."""
        if not self._intricate:
            return []
        return [
            f"{self._intricate:,} rules of style hide something by a selector that is not followed "
            "here: text that readers don't see may be among the paragraphs."
        ]


def _hidden_by(style: str) -> bool:
    clips = _CLIPS.search(style) is not None  # a height or width of 0 hides only what it clips
    return any(clips or not _SIZE.match(match[0]) for match in _HIDES.finditer(style))
