"""Where what is said ends: learned, on top of where the rules end it.

At each place behind its first word a model gives the odds that the content has ended. Chosen is the end with the
largest expected share of right contents; see :mod:`kashf.statements.learned`.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from functools import cache

from kashf.statements.arabic.narration import tails
from kashf.statements.draft import Scene
from kashf.statements.learned import (
    TINY,
    Case,
    Group,
    Model,
    Shape,
    bucket,
    classes,
    form,
    named,
    shape,
)  # fmt: skip
from kashf.statements.looks import ENDS, STOP, STOPS, among, flags
from kashf.statements.model import Force
from kashf.statements.tokens import Word

__all__ = ["OVERLAP", "chosen", "features", "may_move", "ruled_end", "word_at"]

OVERLAP = 0.8  # of the longer content, from which two contents count as the same
_SIGNS = 8  # between two words, that are told apart
_LIKELY = 0.25  # of the largest chance, that an end must have itself
_ENOUGH = 0.45  # the chance that an end other than the rules' must have
_MARGIN = 0.15  # by which another end must be better than where the rules end


def word_at(scene: Scene, k: int, stop: int) -> int:
    """The first word at ``k`` or behind it, or the sign that opens a quotation or bracket."""
    words = scene.words
    while k < stop and words[k].kind in "s\n" and k not in scene.closing and words[k].raw != "(":
        k += 1
    return min(k, stop)


def _places(case: Case, ruled: int | None) -> Iterator[int]:
    """Before which tokens the content may end, its last possible end left out; none inside of a quotation."""
    scene, start, stop = case.scene, case.own.content[0], case.sentence[1]
    closing, done = scene.closing, start + 1
    found = among(scene, ENDS, start, stop)
    if ruled is not None and start < ruled < stop:
        insort(found, ruled)
    for at in found:
        if at < done:
            continue
        k = word_at(scene, at, stop)
        if k == stop:
            return
        yield k
        done = closing[k] + 1 if k in closing and closing[k] < stop else k + 1


def _near(role: str, mark: str, word: Word) -> Iterator[str]:
    yield f"{role}{mark}={form(word)}"
    if role == "c":
        yield f"b{mark}={word.base}"
    for one in classes(word):
        yield f"{role}{mark}{one}"


def _joint(
    mark: str, word: Word, outer: Shape | None, kind: str, force: str, tense: str
) -> Iterator[str]:
    yield from _near("c", mark, word)
    yield f"ok{mark}{kind}"
    yield f"of{mark}{force}"
    yield f"te{mark}{tense}"
    for one in classes(word):
        yield f"{mark}{one}^{kind}"
        yield f"{mark}{one}^{force}"
        yield f"{mark}{one}~{tense}"
    if outer is not None:
        lemma, feminine, person = outer
        yield f"ol{mark}{lemma}"
        if word.verb is not None:
            same = feminine == word.verb.feminine, person == word.verb.person
            yield f"ag{mark}{same[0]}{same[1]}{word.verb.kind}{kind}"


def _opening(mark: str, lead: Word, first: Word) -> Iterator[str]:
    yield f"in{mark}={lead.raw if lead.kind == 's' else lead.base}"
    for one in classes(first):
        yield f"fi{mark}{one}"


def _measures(between: str, mark: str, behind: int, before: int, signs: int) -> Iterator[str]:
    yield f"s{between}"
    yield f"d{mark}{behind}"
    yield f"r{mark}{before}"
    yield f"nc{mark}{signs}"


def _sayings(mark: str, here: Force | None, silent: bool, gap: int, opens: str) -> Iterator[str]:
    if here is not None:
        yield f"say{mark}"
        yield f"say{mark}{here}"
        yield f"say{mark}{silent}"
    yield f"nv{mark}{gap if gap >= 0 else 'no'}"
    if opens:
        yield f"op{mark}{opens}"


@cache
def _occasions() -> dict[str, str]:
    """English words for where, how and when something is said, by their list."""
    from kashf.statements.english.sets import listed

    return {word: name for name in ("media", "occasions", "platforms") for word in listed(name)}


def _leading(word: Word, words: list[Word]) -> str:
    """How, where or when something was said, if ``word`` and what follows begin to tell it."""
    if word.arabic:
        return tails().get((word.fold, words[0].fold), "") if words else ""
    for then in words:
        if then.kind == "s":
            break
        found = "time" if "time" in then.tags else _occasions().get(then.fold)
        if found is not None:
            return found
    return ""


def _tail(mark: str, word: Word, led: str) -> Iterator[str]:
    yield f"tail{mark}{led}"
    yield f"tail{mark}{led}={word.base}"


def _ruled(mark: str, side: int, word: Word | None) -> Iterator[str]:
    yield f"rule{side}"
    yield f"rule{mark}{side}"
    if word is not None:
        for one in classes(word):
            yield f"R{mark}{one}"


def _tense(words: Iterable[Word]) -> str:
    for word in words:
        if word.verb is not None:
            return str(word.verb.kind)
        if "act" in word.tags:
            return (
                "past" if word.base[-1:] == "ت" else "present" if word.base[:1] in "يتن" else "act"
            )
    return "none"


def _groups(case: Case, ruled: int | None) -> Iterator[tuple[int, list[Group]]]:
    """What is seen at each place; the last possible end is left when all others were passed."""
    words, start, stop = case.scene.words, case.own.content[0], case.sentence[1]
    verb = words[case.own.verb[0]].verb if case.own.verb is not None else None
    outer = shape(verb)
    kind = verb.kind if verb is not None else "label" if case.own.verb is None else "other"
    lead, first = words[start - 1], words[start]
    ahead = sorted(at for at in case.others if start < at < stop)
    tense, seen, following, stops = "none", start, 0, flags(case.scene, STOP)
    for k in _places(case, ruled):
        word, before = words[k], k - 1
        while before > start and words[before].kind in "s\n":
            before -= 1
        between = "".join([form(word) for word in words[before + 1 : min(k, before + _SIGNS)]])
        mark = "," if between and not STOPS.isdisjoint(between) else "_"
        if tense == "none":
            tense = _tense(words[seen:k])
            seen = k
        signs = stops.count(1, start, k - 1)
        while following < len(ahead) and ahead[following] < k:
            following += 1
        gap, opens = -1, ""
        if following < len(ahead):
            then = case.others[ahead[following]]
            gap = bucket(ahead[following] - k)
            opens = "content" if then.content[0] == k else ""
            if then.speaker is not None and then.speaker[0] == k:
                opens = "speaker"
        here = case.others.get(k)
        silent = here is not None and here.speaker is None
        groups: list[Group] = [
            (_near, ("p", mark, words[before])),
            (_joint, (mark, word, outer, kind, case.own.force, tense)),
            (_opening, (mark, lead, first)),
            (_measures, (between, mark, bucket(k - start), bucket(stop - k), min(signs, 4))),
            (_sayings, (mark, here and here.force, silent, gap, opens)),
        ]
        if k + 1 < stop:
            groups.append((_near, ("n", mark, words[k + 1])))
        led = _leading(word, words[k + 1 : min(k + 5, stop)])
        if led:
            groups.append((_tail, (mark, word, led)))
        if ruled is not None:
            side = (k > ruled) - (k < ruled)
            groups.append((_ruled, (mark, side, None if side else word)))
        yield k, groups


def may_move(case: Case) -> bool:
    """Whether the content stands behind the verb in its sentence, and is no quotation."""
    start, end = case.own.content
    if case.own.direct or not case.sentence[0] < start < end <= case.sentence[1]:
        return False
    return case.own.verb is None or case.own.verb[1] <= start


def ruled_end(case: Case) -> int | None:
    """Where the rules end the content, as one of the places; None where they say nothing."""
    return word_at(case.scene, case.own.content[1], case.sentence[1]) if case.ruled else None


def features(case: Case) -> Iterator[tuple[int, list[str]]]:
    """For each place the names of what is seen there; to learn from."""
    for k, groups in _groups(case, ruled_end(case)):
        yield k, named(groups)


def chosen(case: Case, by: Model) -> int:
    """The end whose content would be the same as the true one, or nearly, with the largest chance.

    Where the rules saw a clear border, the content goes no further.
    """
    tokens, ruled = case.scene.tokens, ruled_end(case)
    begin = tokens.starts[case.own.content[0]]
    chances = by.stops(_groups(case, ruled), case.sentence[1])
    sized = [(k, chance, tokens.ends[k - 1] - begin) for k, chance in chances]

    def worth(one: tuple[int, float, int]) -> float:
        near = sum(p for _, p, size in sized if min(size, one[2]) >= OVERLAP * max(size, one[2]))
        return near + TINY * one[1] + _MARGIN * (one[0] == ruled)

    if ruled is not None and _sure(case, ruled):
        sized = [one for one in sized if one[0] <= ruled] or sized
    likely = _LIKELY * max(chance for _, chance, _ in sized)
    top = max((one for one in sized if one[1] >= likely), key=worth)
    return top[0] if ruled is None or worth(top) >= _ENOUGH else ruled


def _sure(case: Case, end: int) -> bool:
    """Whether the rules saw another statement begin there, or a phrase that tells of the saying."""
    words, stop = case.scene.words, case.sentence[1]
    return end < stop and (
        end in case.others or bool(_leading(words[end], words[end + 1 : min(end + 5, stop)]))
    )
