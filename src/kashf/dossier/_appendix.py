"""The appendix of the page: what is cited, in its surroundings, with a mark on each passage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kashf.dossier._inline import Inline, chrome, direction
from kashf.dossier.built import Built, PartView, TextView
from kashf.dossier.words import DIRECTION
from kashf.html import Child, Markup, tag

__all__ = ["appendix"]

_WHOLE = 400  # parts; of a longer text only what is around its cited passages is shown
_AROUND = 3
_LONGEST = 20_000  # characters of one part, uncited ones


def appendix(built: Built, inline: Inline) -> Markup | None:
    """The cited items, part by part, or None where nothing is cited."""
    names = {view.number: view.name for view in built.items}
    cards = [
        tag(
            "article",
            tag(
                "h3",
                tag("a", f"E{text.item}", href=f"#E{text.item}", class_="number"),
                " ",
                inline.bdi(names[text.item]),
            ),
            _parts(built, text, inline),
            class_="card source",
        )
        for text in built.texts
        if text.cited
    ]
    if not cards:
        return None
    return tag(
        "section",
        tag("h2", chrome("sources", built.languages), id="sources"),
        cards,
        aria_labelledby="sources",
    )


def _parts(built: Built, text: TextView, inline: Inline) -> Child:
    parts = text.parts or (PartView(0, len(text.text.text), f"E{text.item}-p1", "", None),)
    keep = set(range(len(parts)))
    if len(parts) > _WHOLE:
        keep = {
            near
            for index, part in enumerate(parts)
            if any(start < part.end and end > part.start for start, end, _, _ in text.cited)
            for near in range(index - _AROUND, index + _AROUND + 1)
        }
    out: list[Child] = []
    gap = False
    given: set[str] = set()
    for index, part in enumerate(parts):
        if index in keep:
            out.append(_part(text, part, inline, given))
            gap = False
        elif not gap:
            words = chrome("left_out", built.languages)
            out.append(tag("p", "… ", words, class_="small", dir=DIRECTION[built.languages[0]]))
            gap = True
    return out


def _part(text: TextView, part: PartView, inline: Inline, given: set[str]) -> Markup:
    cited = [entry for entry in text.cited if entry[0] < part.end and entry[1] > part.start]
    bounds = {part.start, part.end}
    for start, end, _, _ in cited:
        bounds |= {max(start, part.start), min(end, part.end)}
    body: list[Child] = []
    for start, end in pairwise(sorted(bounds)):
        inside = [entry for entry in cited if entry[0] <= start and entry[1] >= end]
        body += _piece(text, (start, end), inside, inline, given)
    way = direction(text.text.text[part.start : part.end])
    return tag(
        "div",
        tag(
            "p",
            tag("bdi", part.address, dir="ltr"),
            [" ", inline.bdi(part.speaker)] if part.speaker is not None else None,
            class_="address",
        ),
        tag("p", body, class_="text", dir=way or "auto"),
        id=part.anchor,
        class_="part",
    )


def _piece(
    text: TextView,
    span: tuple[int, int],
    inside: Sequence[tuple[int, int, str, tuple[str, ...]]],
    inline: Inline,
    given: set[str],
) -> list[Child]:
    shown = inline.text(text.text.cut(*span), length=_LONGEST if not inside else 1 << 30)
    if not inside:
        return [shown]
    fresh = [entry for entry in inside if entry[2] not in given]
    given.update(anchor for _, _, anchor, _ in fresh)
    # A passage that stands alone is the target itself; where several begin, all but one are empty.
    alone = [entry for entry in fresh if entry[:2] == span]
    own = alone[0] if alone else None
    anchors: list[Child] = [
        tag("span", id=anchor, class_="at")
        for _, _, anchor, _ in fresh
        if own is None or anchor != own[2]
    ]
    citing = dict.fromkeys(label for _, end, _, by in inside if end == span[1] for label in by)
    back = [
        tag("a", label, href=f"#{label}", class_="back") for label in citing if label[0] in "SPF"
    ]
    return [*anchors, tag("mark", shown, id=own[2] if own is not None else None), back]
