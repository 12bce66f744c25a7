"""Lists of demands: items whose verbs have no subject go on with that of the line above."""

from __future__ import annotations

from collections.abc import Sequence

from kashf.statements.arabic.lexicon import gender
from kashf.statements.arabic.nouns import COMMAS, is_act
from kashf.statements.arabic.phrases import Phrases
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.tokens import Word

__all__ = ["FOLLOWING", "is_entry", "share_subjects"]

_BULLETS = frozenset("-–—•*·▪●")
_COUNTED = frozenset(
    {"اولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"}
)
FOLLOWING = frozenset({"يلي", "ياتي", "الاتي", "بالاتي", "التالي", "بالتالي", "التاليه", "الاتيه"})
_STOPS = frozenset(".!؟?")
_NEAR = 16  # words before the colon


def share_subjects(scene: Scene, paragraphs: Sequence[Range], drafts: Sequence[Draft]) -> None:
    """Give ``تطالب …`` in an item the subject of ``فإن المكتب السياسي:`` above, or of the first item."""
    owner: Range | None = None
    header = False
    ordered = sorted(drafts, key=lambda draft: (draft.verb or draft.content)[0])
    n = 0
    for lo, hi in sorted(paragraphs):
        own = []
        while n < len(ordered) and (ordered[n].verb or ordered[n].content)[0] < hi:
            if (ordered[n].verb or ordered[n].content)[0] >= lo:
                own.append(ordered[n])
            n += 1
        first = _opens(scene.words, lo, hi)
        if first is not None:
            owner = _item(scene, own, first, owner, header=header)
        elif scene.words[hi - 1].raw == ":" and scene.words[lo].arabic:
            spoken = [d.speaker for d in own if d.speaker is not None]
            named = _named(scene, lo, hi - 1)
            header = named is not None and (not spoken or "comp" in scene.words[named[0] - 1].tags)
            owner = named if header or not spoken else spoken[-1]
        else:
            owner = None


def is_entry(words: Sequence[Word], lo: int, hi: int) -> bool:
    """Whether it is an item that names a thing: no verb opens it."""
    first = _opens(words, lo, hi)
    return first is not None and not is_act(words[first]) and (
        words[first].verb is None or words[first].verb.has("n")
    )  # fmt: skip


def _opens(words: Sequence[Word], lo: int, hi: int) -> int | None:
    """The first word of an item behind its bullet or number; None where it is no item."""
    if lo + 2 >= hi:
        return None
    if words[lo].raw in _BULLETS:
        at = lo + 1
    elif words[lo].kind == "n" or words[lo].base in _COUNTED:
        at = lo + 1
        if words[at].raw not in {".", ")", "-", "–", ":", "،", "/"}:
            return None
        at += 1
    else:
        return None
    while at < hi and words[at].kind == "s":
        at += 1
    return at if at < hi and words[at].arabic else None


def _item(
    scene: Scene, own: Sequence[Draft], first: int, owner: Range | None, *, header: bool
) -> Range | None:
    """Who speaks in the next item. What a ``header`` names is the subject: its verb is followed by whom it asks."""
    above = owner
    for draft in own:
        if draft.verb is None:
            continue
        verb = scene.words[draft.verb[0]].verb
        if verb is None or verb.kind not in {"past", "present"} or verb.person != 3:
            continue
        if draft.verb[0] > first + 1 and owner is None:
            return None
        agrees = owner is not None and gender(scene.words[owner[0]]) in {None, verb.feminine}
        if header and agrees and draft.speaker == (draft.verb[1], (draft.speaker or (0, 0))[1]) and (
            verb.has("o") and draft.addressee is None
        ):  # fmt: skip
            draft.speaker, draft.addressee, draft.dependent = owner, draft.speaker, True
        elif draft.speaker is not None:
            if owner is None or draft.verb[0] <= first + 1:
                owner = draft.speaker
        elif (
            draft.silent
            and agrees
            and owner == above
            and all(scene.words[k].raw not in _STOPS for k in scene.signs(first, draft.verb[0]))
        ):
            draft.speaker, draft.silent, draft.dependent = owner, False, True
    return owner


def _named(scene: Scene, lo: int, colon: int) -> Range | None:
    """``فإن المكتب السياسي:``: the noun phrase right before the colon, or the last behind "that"."""
    words, phrases = scene.words, Phrases(scene)
    for at in range(max(lo, colon - _NEAR), colon):
        word = words[at]
        if (
            word.kind != "w"
            or word.verb is not None
            or is_act(word)
            or word.tags & {"prep", "comp", "conj", "adverb"}
        ):
            continue
        if not word.tags & {"def", "body", "role"} or (at > lo and "prep" in words[at - 1].tags):
            continue
        found = phrases.noun(at, colon)
        if found is not None and found[0] == colon:
            return (at, colon)
        inserted = found is not None and words[found[0]].raw in COMMAS
        if found is not None and inserted and at > lo and "comp" in words[at - 1].tags:
            return (at, found[0])  # ``فإن الرابطة، إذ تحيي …:``
    return None
