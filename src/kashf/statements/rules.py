"""The default extractor: rules, offline, the same answer every time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kashf.statements import arabic, english
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.entries import FLASHES, entry
from kashf.statements.layout import pair_quotes, paragraphs, sentences, unwrapped
from kashf.statements.model import Statement
from kashf.statements.repeats import repeated_paragraphs
from kashf.statements.settings import StatementSettings
from kashf.statements.tokens import Tokens, tokenise
from kashf.statements.turns import Turn, turns

if TYPE_CHECKING:
    from kashf.evidence.texts import Text

__all__ = ["Reading", "extract_by_rules", "read"]

_SHORTEST_QUOTE = 3
_QUOTES = frozenset('"“‘«„')


class Reading:
    """A text with what the rules found in it, before names and sources are settled."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.scene = Scene(tokens, {}, set())
        self.turns: list[Turn] = []
        self.drafts: list[tuple[Draft, int | None]] = []  # with the turn it stands in
        self.paragraphs: list[Range] = []


def read(text: Text | str) -> Reading:
    """Find the statements of a text as ranges of its words."""
    raw = text if isinstance(text, str) else text.text
    reading = Reading(unwrapped(tokenise(raw)))
    reading.turns = _turns_of_parts(reading.tokens, text) if not isinstance(text, str) else []
    reading.turns = reading.turns or turns(reading.tokens)
    for n, turn in enumerate(reading.turns):
        reading.paragraphs.append(turn.tokens)
        pair_quotes(reading.scene, turn.tokens)
        _read(reading, turn.tokens, n)
    taken = [turn.tokens for turn in reading.turns]
    starts = [a for a, _ in taken]
    for span in _joined(reading.tokens, paragraphs(reading.tokens)):
        for piece in _outside(span, taken, starts, reading):
            reading.paragraphs.append(piece)
            pair_quotes(reading.scene, piece)
            _read(reading, piece, None)
    dropped = sorted(repeated_paragraphs(reading))
    reading.drafts = [(d, n) for d, n in reading.drafts if n is not None or not _within(d, dropped)]
    reading.drafts.sort(key=lambda pair: ((pair[0].verb or pair[0].content)[0], pair[0].content[0]))
    return reading


def extract_by_rules(text: Text | str, settings: StatementSettings) -> list[Statement]:
    """The statements of a text in the order in which they stand."""
    from kashf.statements.build import build

    return build(read(text), settings)


def _within(draft: Draft, dropped: Sequence[tuple[float, float]]) -> bool:
    at = draft.content[0]
    k = bisect_right(dropped, (at, float("inf")))
    return k > 0 and dropped[k - 1][0] <= at < dropped[k - 1][1]


def _outside(span: Range, taken: list[Range], starts: list[int], reading: Reading) -> list[Range]:
    """The paragraph, unless it belongs to a turn of a transcript."""
    if not taken:
        return [span]
    k = bisect_left(starts, span[1])
    if k and taken[k - 1][1] > span[0]:
        return []
    first = bisect_left(starts, span[0])
    if first < len(taken) and taken[first][0] < span[1]:
        return []
    return [span]


def _joined(tokens: Tokens, spans: Iterable[Range]) -> Iterator[Range]:
    """Paragraphs; one that ends with a colon goes on with the quotation set below it (English)."""
    last: Range | None = None
    words = tokens.words
    for span in spans:
        if last is not None:
            opens = (
                words[span[0]].raw in _QUOTES and words[span[0] + 1].kind == "w"
                if span[1] - span[0] > 2
                else False
            )
            if opens and words[last[1] - 1].raw == ":" and not words[span[0] + 1].arabic:
                last = (last[0], span[1])
                continue
            yield last
        last = span
    if last is not None:
        yield last


def _turns_of_parts(tokens: Tokens, text: Text) -> list[Turn]:
    if text.kind != "transcript":
        return []
    found = []
    for part in text.parts:
        if part.speaker is None or part.start >= part.end:
            continue
        first = bisect_left(tokens.starts, part.start)
        last = bisect_left(tokens.starts, part.end)
        if first < last:
            found.append(Turn(None, part.speaker, (part.start, part.end), (first, last)))
    return found


def _read(reading: Reading, span: Range, turn: int | None, *, inside: bool = False) -> None:
    """Read a paragraph or the inside of a quotation, and the quotations in it."""
    scene, words = reading.scene, reading.tokens.words
    first = words[span[0]]
    entries = (
        first.kind in "hns" or first.fold in FLASHES or "role" in first.tags or first.arabic
    ) and any(w.raw == ":" for w in words[span[0] : span[0] + 24])
    entries = entries or any(
        words[k].raw == ":" and k + 1 in scene.closing
        for k in range(span[0], min(span[1], span[0] + 12))
    )
    if not entries and not any(w.trigger for w in words[span[0] : span[1]]):
        return
    last: Draft | None = None
    for sentence in sentences(scene, span):
        lo, hi = sentence
        triggers = {w.arabic for w in words[lo:hi] if w.trigger}
        found: list[Draft] = []
        labelled = entry(scene, sentence, span[1]) if turn is None and not inside else None
        rest = sentence
        if labelled is not None:
            found.append(labelled)
            rest = (labelled.content[0], hi)
        if True in triggers:
            found += arabic.drafts(scene, rest)
        if False in triggers:
            found += english.drafts(scene, rest)
        if not found and last is not None and last.direct and not inside:
            found = _bare_quote(scene, sentence)
        found = _asserted(found)
        reading.drafts += [(draft, turn) for draft in found]
        if found:
            last = found[-1]
        elif hi - lo > 1:
            last = None
    for opened in range(span[0], span[1]):
        close = scene.closing.get(opened)
        if close is not None and close - opened > _SHORTEST_QUOTE:
            inner = (opened + 1, min(close, span[1]))
            if not (inside and inner == span):
                _read_quote(reading, inner, turn)


def _asserted(found: list[Draft]) -> list[Draft]:
    """Without what is said inside of a denial: "denies that it ordered …"."""
    denials = [d.content for d in found if d.force == "denies" and not d.negated and not d.direct]
    return [
        d for d in found
        if d.verb is None or d.phrase or not any(a <= d.verb[0] < b and d.content[1] <= b for a, b in denials)
    ] if denials else found  # fmt: skip


def _read_quote(reading: Reading, span: Range, turn: int | None) -> None:
    scene, words = reading.scene, reading.tokens.words
    if not any(w.trigger for w in words[span[0] : span[1]]):
        return
    for sentence in sentences(scene, span):
        lo, hi = sentence
        triggers = {w.arabic for w in words[lo:hi] if w.trigger}
        if True in triggers:
            reading.drafts += [(d, turn) for d in arabic.drafts(scene, sentence)]
        if False in triggers:
            reading.drafts += [(d, turn) for d in english.drafts(scene, sentence)]


def _bare_quote(scene: Scene, sentence: Range) -> list[Draft]:
    """A sentence that is a quotation and nothing else goes on with the speaker before it."""
    lo, hi = sentence
    close = scene.closing.get(lo)
    if close is None or close < hi - 2:
        return []
    content = scene.trim(lo + 1, min(close, hi))
    if content is None:
        return []
    return [Draft(None, "says", content, direct=True, silent=True)]
