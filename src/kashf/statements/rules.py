"""The default extractor: rules, offline, the same answer every time."""

from __future__ import annotations

import gc
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kashf.statements import arabic, english
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.entries import FLASHES, entry
from kashf.statements.layout import pair_quotes, paragraphs, sentences, unwrapped
from kashf.statements.model import Statement
from kashf.statements.repeats import repeated_paragraphs
from kashf.statements.settings import StatementSettings
from kashf.statements.settling import settle
from kashf.statements.tokens import Tokens, tokenise
from kashf.statements.turns import Turn, turns

if TYPE_CHECKING:
    from kashf.evidence.texts import Text

__all__ = ["Reading", "extract_by_rules", "read"]

_SHORTEST_QUOTE = 3
_FLASH, _ENTRY = 24, 12  # words in which the colon of an entry stands
_QUOTES = frozenset('"“‘«„')
_DASHES = frozenset("-–—ـ")
_NEAR = 16  # words before a colon in which a verb tells that somebody speaks


class Reading:
    """A text with what the rules found in it, before names and sources are settled."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.scene = Scene(tokens, {}, set())
        self.turns: list[Turn] = []
        self.drafts: list[tuple[Draft, int | None]] = []  # with the turn it stands in
        self.paragraphs: list[Range] = []
        self.sentences: list[tuple[Range, list[Draft]]] = []  # with the statements in each


def read(text: Text | str, *, learned: bool = True) -> Reading:
    """Find the statements of a text as ranges of its words; by rules alone if not ``learned``."""
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
    arabic.share_subjects(reading.scene, reading.paragraphs, [draft for draft, _ in reading.drafts])
    dropped = sorted(repeated_paragraphs(reading))
    reading.drafts = [(d, n) for d, n in reading.drafts if n is not None or not _within(d, dropped)]
    if learned:
        kept = {id(draft) for draft, _ in reading.drafts}
        for sentence, found in reading.sentences:
            settle(reading.scene, sentence, [draft for draft in found if id(draft) in kept])
    reading.drafts.sort(key=lambda pair: ((pair[0].verb or pair[0].content)[0], pair[0].content[0]))
    return reading


def extract_by_rules(text: Text | str, settings: StatementSettings) -> list[Statement]:
    """The statements of a text in the order in which they stand."""
    from kashf.statements.build import build

    with _uncollected():
        return build(read(text), settings)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles: reading makes none, and each search walks all word lists."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


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
    """Paragraphs; one that ends with a colon goes on with what is set below it.

    That is a quotation, a line of speech, or all items of a list that Arabic calls "the following".
    """
    last: Range | None = None
    listing = False
    for span in spans:
        if last is not None:
            led = tokens.words[last[1] - 1].raw == ":"
            listing = (listing or (led and _announces(tokens, last))) and (
                arabic.is_entry(tokens.words, *span)
            )
            if listing or (led and _set_below(tokens, last, span)):
                last = (last[0], span[1])
                continue
            yield last
        last = span
    if last is not None:
        yield last


def _announces(tokens: Tokens, span: Range) -> bool:
    """``تطالب بما يلي:``: whether a list follows, behind the colon."""
    return tokens.words[max(span[0], span[1] - 2)].base in arabic.FOLLOWING


def _set_below(tokens: Tokens, last: Range, span: Range) -> bool:
    """Whether what follows the colon is a quotation or a line of speech."""
    words = tokens.words
    if span[1] - span[0] <= 2 or words[span[0] + 1].kind != "w":
        return False
    if not words[span[0] + 1].arabic:
        return words[span[0]].raw in _QUOTES
    reported = any(
        w.verb is not None and w.verb.force == "says" and w.verb.kind != "participle"
        for w in words[max(last[0], last[1] - _NEAR) : last[1]]
    )
    return reported and words[span[0]].raw in _QUOTES | _DASHES


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


def _read(reading: Reading, span: Range, turn: int | None) -> None:
    """Read a paragraph, and the quotations in it."""
    scene = reading.scene
    if not _may_speak(scene, span) and not _has_entries(scene, span):
        return
    last: Draft | None = None
    for sentence in sentences(scene, span):
        lo, hi = sentence
        found: list[Draft] = []
        opens = turn is None and (lo == 0 or scene.words[lo - 1].kind == "\n")
        labelled = entry(scene, sentence, span[1]) if opens else None
        rest = sentence
        if labelled is not None:
            found.append(labelled)
            rest = (labelled.content[0], hi)
        found += _drafts(scene, sentence, rest)
        before = last is not None and last.verb is not None and last.content[1] <= last.verb[0]
        if not found and last is not None and (last.direct or (before and lo in scene.closing)):
            found = _bare_quote(scene, sentence)
        if found:
            found = _asserted(found)
            _keep(reading, sentence, found, turn)
        if found:
            last = found[-1]
        elif hi - lo > 1:
            last = None
    for opened in scene.marks(*span):
        close = scene.closing.get(opened)
        if close is not None and close - opened > _SHORTEST_QUOTE:
            inner = (opened + 1, min(close, span[1]))
            if _may_speak(scene, inner):
                for sentence in sentences(scene, inner):
                    _keep(reading, sentence, _drafts(scene, sentence, sentence), turn)


def _keep(reading: Reading, sentence: Range, found: list[Draft], turn: int | None) -> None:
    reading.sentences.append((sentence, found))
    reading.drafts += [(draft, turn) for draft in found]


def _may_speak(scene: Scene, span: Range) -> bool:
    return scene.triggered(*span, arabic=False) or scene.triggered(*span, arabic=True)


def _has_entries(scene: Scene, span: Range) -> bool:
    """Whether a paragraph may be, or hold, an entry without any verb: see :func:`entry`."""
    lo, hi = span
    words = scene.words
    first = words[lo]
    flash = first.kind in "hns" or first.fold in FLASHES or first.arabic or "role" in first.tags
    colons = scene.colons(lo, lo + _FLASH)
    return (flash and bool(colons)) or any(
        k + 1 in scene.closing and k < min(hi, lo + _ENTRY) for k in colons
    )


def _drafts(scene: Scene, sentence: Range, rest: Range) -> list[Draft]:
    """The statements in the ``rest`` of a sentence, by the rules of the languages it has verbs of."""
    found = arabic.drafts(scene, rest) if scene.triggered(*sentence, arabic=True) else []
    if scene.triggered(*sentence, arabic=False):
        found += english.drafts(scene, rest)
    return found


def _asserted(found: list[Draft]) -> list[Draft]:
    """Without what is said inside of a denial: "denies that it ordered …"."""
    denials = [d.content for d in found if d.force == "denies" and not d.negated and not d.direct]
    return [
        d for d in found
        if d.verb is None or d.phrase or not any(a <= d.verb[0] < b and d.content[1] <= b for a, b in denials)
    ] if denials else found  # fmt: skip


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
