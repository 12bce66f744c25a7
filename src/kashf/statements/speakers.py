"""Whose words they are: learned, on top of whom the rules name.

One model ranks the places at which the phrase for the speaker may begin, and that there is none (a conditional
logit: McFadden 1974); another gives the odds that the phrase has ended (see :mod:`kashf.statements.learned`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from kashf.statements.draft import Range
from kashf.statements.learned import (
    SCALE,
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
from kashf.statements.looks import COLON, COMMA, LEADS, MAY, VERB, among, flags
from kashf.statements.tokens import Word
from kashf.statements.verbs import VerbForm

__all__ = ["begins", "chosen", "end_features", "ends_at", "start_features", "starts"]

_LEFT, _RIGHT = 30, 10  # words before and behind the verb
_LONGEST = 24  # words of a phrase
_MARGIN = 0.2  # by which another speaker must be likelier than the rules'
_END_MARGIN = 0.3  # and another end of the phrase for one
_LONGER = 0.2  # and more for a longer one
_PAIRED = 5  # classes of a word that are paired with those of its neighbour


# where the phrase begins


def starts(case: Case) -> list[int]:
    """Where the phrase may begin: behind a sign, a verb or a particle, or where that of another statement does."""
    scene, (lo, hi), own = case.scene, case.sentence, case.own
    assert own.verb is not None
    (begin, end), (a, b) = own.verb, own.content
    first, last = max(lo, begin - _LEFT), min(hi, end + _RIGHT)
    led = flags(scene, LEADS)
    found = {
        k for k in among(scene, MAY, first, last)
        if (led[k - 1] or k in {end, lo}) and not begin <= k < end and not a <= k < b
    }  # fmt: skip
    if case.ruled and own.speaker is not None:
        found.add(own.speaker[0])
    found.update(
        one.speaker[0]
        for one in case.others.values()
        if one.speaker is not None and lo <= one.speaker[0] < hi
    )
    return sorted(found)


def _verb(case: Case) -> tuple[str, VerbForm | None]:
    """The kind of the verb, with whether "and" leads it, and its form."""
    assert case.own.verb is not None
    word = case.scene.words[case.own.verb[0]]
    kind = word.verb.kind if word.verb is not None else "src"
    return kind + ("A" if "and" in word.tags else ""), word.verb


def _nobody(
    kind: str, verb: Shape | None, before: Word | None, after: Word | None, rule: str, direct: bool
) -> Iterator[str]:  # fmt: skip
    yield "none"
    yield f"none{kind}"
    yield f"noneD{direct}"
    if after is not None:
        yield f"none n={form(after)}"
        for one in classes(after):
            yield f"none n{one}"
            yield f"none {kind}{one}"
    if before is None:
        yield "none first"
    else:
        yield f"none p={form(before)}"
        for one in classes(before):
            yield f"none p{one}"
    if verb is not None:
        yield f"none l{verb[0]}"
        yield f"none f{verb[1]}{verb[2]}"
    if rule:
        yield f"none r{rule}"
        yield f"none r{rule}{kind}"


def _first(side: str, word: Word, feminine: bool | None) -> Iterator[str]:
    for one in classes(word):
        yield f"c{one}"
        yield f"c{side}{one}"
    yield f"c={word.base}"
    if word.capital:
        yield f"cap{side}"
    yield f"def{word.raw.startswith('ال')}{word.raw.endswith('ة')}"
    if feminine is not None and word.arabic:
        yield f"g{side}{feminine}{word.raw.endswith('ة')}{'role' in word.tags}"


def _before(before: Word | None, word: Word) -> Iterator[str]:
    if before is None:
        yield "pfirst"
        return
    yield from _last_word(before)
    for one in classes(before)[:4]:
        for other in classes(word)[:4]:
            yield f"p{one}>{other}"


def _last_word(word: Word) -> Iterator[str]:
    yield f"p={form(word)}"
    if word.capital:
        yield "pcap"
    for one in classes(word):
        yield f"p{one}"


def _kinds(role: str, word: Word) -> Iterator[str]:
    for one in classes(word):
        yield f"{role}{one}"


def _place(
    side: str, kind: str, far: int, commas: int, verbs: int, stops: bool, direct: bool
) -> Iterator[str]:
    yield f"s{side}{kind}"
    yield f"d{side}{far}"
    yield f"d{side}{kind}{far}"
    yield f"co{side}{commas}"
    yield f"ve{side}{verbs}"
    yield f"st{side}{stops}"
    yield f"di{side}{direct}"


def _standing(
    side: str, kind: str, shared: bool, inner: bool, outer: bool, rule: str, word: Word | None
) -> Iterator[str]:
    if shared:
        yield f"sh{side}{kind}"
    if inner:
        yield "inV"
    if outer:
        yield "inO"
    if word is not None:
        yield "rule"
        yield f"rule{side}{kind}"
        for one in classes(word):
            yield f"rule{one}"
    elif rule:
        yield f"not{rule}"
        yield f"not{rule}{side}{kind}"


def _start_groups(case: Case) -> Iterator[tuple[int | None, list[Group]]]:
    scene, (lo, hi), own = case.scene, case.sentence, case.own
    assert own.verb is not None
    words, (begin, end) = scene.words, own.verb
    kind, verb = _verb(case)
    rule = "" if not case.ruled else "N" if own.speaker is None else "S"
    before = words[begin - 1] if begin > lo else None
    yield (
        None,
        [
            (
                _nobody,
                (kind, shape(verb), before, words[end] if end < hi else None, rule, own.direct),
            )
        ],
    )
    others = [one for one in case.others.values() if not begin <= one.at < end]
    shared = {one.speaker[0] for one in others if one.speaker is not None}
    ruled = own.speaker[0] if rule == "S" and own.speaker is not None else None
    commas, stops, verbs = (flags(scene, look) for look in (COMMA, COLON, VERB))
    feminine = verb.feminine if verb is not None else None
    spans = [one.content for one in others]
    for k in starts(case):
        side = "L" if k < begin else "R"
        a, b = (k, begin) if side == "L" else (end, k)
        word = words[k]
        around = [one for one in spans if one[0] <= k < one[1]]
        inner = any(a <= begin < b for a, b in around)
        groups: list[Group] = [
            (_first, (side, word, feminine)),
            (_before, (words[k - 1] if k > lo else None, word)),
            (
                _place,
                (
                    side, kind, bucket(b - a), min(2, commas.count(1, a, b)),
                    min(2, verbs.count(1, a, b)), stops.find(1, a, b) >= 0, own.direct,
                ),
            ),
            (
                _standing,
                (side, kind, k in shared, inner, len(around) > inner, rule, word if k == ruled else None),
            ),
        ]  # fmt: skip
        if k + 1 < hi:
            groups.append((_kinds, ("n", words[k + 1])))
        yield k, groups


def start_features(case: Case) -> Iterator[tuple[int | None, list[str]]]:
    """For each place and for nobody (None) the names of what is seen; to learn from."""
    for k, groups in _start_groups(case):
        yield k, named(groups)


def begins(case: Case, by: Model) -> int | None:
    """Where the phrase for the speaker begins; None if there is no word for it."""
    scored = [(k, by.score(groups) / SCALE) for k, groups in _start_groups(case)]
    ruled = case.own.speaker[0] if case.own.speaker is not None else None
    top = max(score for _, score in scored)
    whole = sum(math.exp(score - top) for _, score in scored)

    def worth(one: tuple[int | None, float]) -> float:
        margin = _MARGIN if case.ruled and one[0] == ruled else 0.0
        return math.exp(one[1] - top) / whole + margin

    return max(scored, key=worth)[0]


# where it ends


def _limit(case: Case, start: int) -> int:
    assert case.own.verb is not None
    return case.own.verb[0] if start < case.own.verb[0] else case.sentence[1]


def _next(word: Word, after: Word | None, side: str) -> Iterator[str]:
    yield f"c={form(word)}"
    yield f"k{word.kind.strip()}"
    if word.capital:
        yield "cap"
    for one in classes(word):
        yield f"c{one}"
        yield f"c{side}{one}"
    if after is not None:
        yield f"n={form(after)}"
        for one in classes(after):
            yield f"n{one}"
        for one in classes(word)[:_PAIRED]:
            for other in classes(after)[:_PAIRED]:
                yield f"{one}+{other}"


def _last(word: Word, after: Word) -> Iterator[str]:
    yield from _last_word(word)
    for one in classes(word)[:_PAIRED]:
        for other in classes(after)[:_PAIRED]:
            yield f"{one}>{other}"


def _so_far(first: Word, side: str, adjacent: bool, length: int) -> Iterator[str]:
    for one in classes(first):
        yield f"f{one}"
    yield side
    yield f"adj{adjacent}"
    yield f"l{length}"


def _signals(
    content: bool, other: bool, leads: bool, rule: int | None, word: Word | None
) -> Iterator[str]:
    if content:
        yield "content"
    if other:
        yield "other"
    if leads:
        yield "leads"
    if rule is not None:
        yield f"rule{rule}"
    if word is not None:
        yield f"R={word.kind.strip()}"
        for one in classes(word):
            yield f"R{one}"


def _end_groups(case: Case, start: int) -> Iterator[tuple[int, list[Group]]]:
    scene, own, stop = case.scene, case.own, _limit(case, start)
    assert own.verb is not None
    words, closing = scene.words, scene.closing
    side, adjacent = "L" if start < own.verb[0] else "R", start == own.verb[1]
    verb = words[own.verb[0]].verb
    leading = verb.after if verb is not None else ()
    ruled = _ruled_end(case, start)
    k = closing[start] + 1 if closing.get(start, stop) < stop else start + 1
    for _ in range(_LONGEST):
        if k >= stop:
            return
        word, after = words[k], words[k + 1] if k + 1 < stop else None
        rule = None if ruled is None else (k > ruled) - (k < ruled)
        content = own.content[0] in {k, k + 1}
        groups: list[Group] = [
            (_next, (word, after, side)),
            (_last, (words[k - 1], word)),
            (_so_far, (words[start], side, adjacent, min(k - start, 8))),
            (_signals, (content, k in case.others, word.base in leading, rule, word if rule == 0 else None)),
        ]  # fmt: skip
        if k + 2 < stop:
            groups.append((_kinds, ("nn", words[k + 2])))
        yield k, groups
        k = closing[k] + 1 if closing.get(k, stop) < stop else k + 1


def _ruled_end(case: Case, start: int) -> int | None:
    """Where the rules end the phrase that begins there; None where they have none."""
    speaker = case.own.speaker if case.ruled else None
    return speaker[1] if speaker is not None and speaker[0] == start else None


def end_features(case: Case, start: int) -> Iterator[tuple[int, list[str]]]:
    """For each place behind ``start`` the names of what is seen; to learn from."""
    for k, groups in _end_groups(case, start):
        yield k, named(groups)


def ends_at(case: Case, start: int, by: Model) -> int:
    """Where the phrase that begins at ``start`` ends."""
    ruled = _ruled_end(case, start)
    chances = by.stops(_end_groups(case, start), min(_limit(case, start), start + _LONGEST))

    def worth(one: tuple[int, float]) -> float:
        if ruled is None:
            return one[1]
        return one[1] + _END_MARGIN * (one[0] == ruled) - _LONGER * (one[0] > ruled)

    return max(chances, key=worth)[0]


def chosen(case: Case, first: Model, last: Model) -> Range | None:
    """The phrase for the speaker, or None if there is no word for it."""
    start = begins(case, first)
    return None if start is None else (start, ends_at(case, start, last))
