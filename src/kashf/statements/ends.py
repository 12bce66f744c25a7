"""Where what is said ends: learned from the golden collection, on top of what the rules say.

At each word behind the first, a logistic model gives the odds that the content has ended before it (a
discrete-time hazard model: Allison 1982). It looks at that word, its neighbours, the reporting verb, and where the
rules would end. Chosen is the end with the largest expected share of right contents. The weights are whole
thousandths in ``ends.tsv`` of each language; ``scripts/train_ends.py`` makes them.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from kashf.statements.arabic.narration import tails
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.lists import rows
from kashf.statements.model import Force
from kashf.statements.tokens import REMEMBERED, Word

__all__ = [
    "OVERLAP",
    "Clause",
    "Model",
    "Saying",
    "best",
    "clauses",
    "features",
    "settle",
    "word_at",
]

OVERLAP = 0.8  # of the longer content, from which two contents count as the same
_STOPS = frozenset(",،;؛—–-:()")
_ARABIC = frozenset({"and", "maybe-and", "adverb", "pronoun", "neg", "source", "comp"})
_ENGLISH = frozenset({"bound", "conj", "adverb", "rel"})
_TINY = 1e-3  # a chance too small to look at
_SCALE = 1000
_LIKELY = 0.25  # of the largest chance, that an end must have itself
_MARGIN = 0.1  # by which another end must be better than where the rules end

Saying: TypeAlias = "tuple[Force, int | None, int]"  # where its speaker and its content begin
Outer: TypeAlias = "tuple[str, bool, int]"  # the reporting verb: lemma, whether feminine, person
Group: TypeAlias = "tuple[object, ...]"


@dataclass(frozen=True, slots=True)
class Clause:
    """A content whose end is asked for; places are tokens.

    It begins at ``start`` and may reach to ``stop``; ``verb`` is the reporting verb before it, ``ruled`` where the
    rules end it (None: not known), ``others`` are the statements of the sentence by their verbs.
    """

    scene: Scene
    start: int
    stop: int
    verb: int | None
    force: Force
    others: Mapping[int, Saying]
    ruled: int | None = None


def word_at(scene: Scene, k: int, stop: int) -> int:
    """The first word at ``k`` or behind it, or the sign that opens a quotation or bracket."""
    words = scene.words
    while k < stop and words[k].kind in "s\n" and k not in scene.closing and words[k].raw != "(":
        k += 1
    return min(k, stop)


def _borders(word: Word) -> bool:
    """Whether a content may end before a word, or behind it if it is a sign."""
    if word.kind in "s\n":
        return True
    if word.arabic:
        return word.fold[:1] in "وف" or word.verb is not None or bool(word.tags & _ARABIC)
    return bool(word.tags & _ENGLISH)


def places(clause: Clause) -> Iterator[int]:
    """Before which tokens the content may end, its last possible end among them; none inside of a quotation."""
    scene, stop = clause.scene, clause.stop
    closing, done = scene.closing, clause.start + 1
    found = scene.among(_borders, clause.start, stop)
    if clause.ruled is not None and clause.start < clause.ruled < stop:
        insort(found, clause.ruled)
    for at in found:
        k = word_at(scene, at, stop) if at >= done else stop
        if k == stop:
            continue
        if k > clause.start:
            yield k
        done = closing[k] + 1 if k in closing and closing[k] < stop else k + 1
    yield stop


@lru_cache(REMEMBERED)
def _classes(word: Word) -> tuple[str, ...]:
    found = [f"t:{tag}" for tag in sorted(word.tags)]
    verb = word.verb
    if verb is not None:
        found += [f"v:{verb.kind}", f"vf:{verb.kind}{verb.feminine}", f"vF:{verb.force}"]
    if word.kind != "w":
        found.append("k:" + word.kind)
    return tuple(found) or ("none",)


def _near(role: str, mark: str, word: Word) -> Iterator[str]:
    yield f"{role}{mark}={word.fold}"
    if role == "c":
        yield f"b{mark}={word.base}"
    for one in _classes(word):
        yield f"{role}{mark}{one}"


def _joint(
    mark: str, word: Word, outer: Outer | None, kind: str, force: str, tense: str
) -> Iterator[str]:
    yield from _near("c", mark, word)
    yield f"ok{mark}{kind}"
    yield f"of{mark}{force}"
    yield f"te{mark}{tense}"
    for one in _classes(word):
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
    for one in _classes(first):
        yield f"fi{mark}{one}"


_BUCKETS = [min(20, 4 + int(math.log2(max(n, 4) / 4) * 2)) for n in range(1000)]


def _bucket(n: int) -> int:
    return n if n < 4 else _BUCKETS[min(n, 999)]


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
        for one in _classes(word):
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


Pair: TypeAlias = "tuple[Callable[..., Iterator[str]], Group]"


def _groups(clause: Clause) -> Iterator[tuple[int, list[Pair]]]:
    """For each place but the last, the groups of features: a function of the names, and its arguments."""
    words, start, stop = clause.scene.words, clause.start, clause.stop
    verb = words[clause.verb].verb if clause.verb is not None else None
    outer = (verb.lemma, verb.feminine, verb.person) if verb is not None else None
    kind = verb.kind if verb is not None else "label" if clause.verb is None else "other"
    lead, first = words[start - 1], words[start]
    ahead = sorted(at for at in clause.others if start < at < stop)
    tense, seen, signs, counted, following = "none", start, 0, start, 0
    for k in places(clause):
        if k == stop:
            break
        word, before = words[k], k - 1
        while before > start and words[before].kind in "s\n":
            before -= 1
        between = "".join([word.raw for word in words[before + 1 : k]])
        mark = "," if between and not _STOPS.isdisjoint(between) else "_"
        if tense == "none":
            tense = _tense(words[seen:k])
            seen = k
        signs += sum(words[q].raw in _STOPS for q in range(counted, k - 1))
        counted = max(counted, k - 1)
        while following < len(ahead) and ahead[following] < k:
            following += 1
        gap, opens = -1, ""
        if following < len(ahead):
            _, speaker, content = clause.others[ahead[following]]
            gap = _bucket(ahead[following] - k)
            opens = "speaker" if speaker == k else "content" if content == k else ""
        here = clause.others.get(k)
        groups: list[Pair] = [
            (_near, ("p", mark, words[before])),
            (_joint, (mark, word, outer, kind, clause.force, tense)),
            (_opening, (mark, lead, first)),
            (_measures, (between, mark, _bucket(k - start), _bucket(stop - k), min(signs, 4))),
            (_sayings, (mark, here and here[0], here is not None and here[1] is None, gap, opens)),
        ]
        if k + 1 < stop:
            groups.append((_near, ("n", mark, words[k + 1])))
        led = _leading(word, words[k + 1 : min(k + 5, stop)])
        if led:
            groups.append((_tail, (mark, word, led)))
        if clause.ruled is not None:
            side = (k > clause.ruled) - (k < clause.ruled)
            groups.append((_ruled, (mark, side, None if side else word)))
        yield k, groups


def features(clause: Clause) -> Iterator[tuple[int, list[str]]]:
    """For each place but the last the names of what is seen there; to learn from."""
    for k, groups in _groups(clause):
        yield k, [name for function, given in groups for name in function(*given)]


class Model:
    """The weights of a language, and the sums of groups that were met."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.weights = weights
        self.sums: dict[Pair, int] = {}

    def sum(self, pair: Pair) -> int:
        """The weight of a group of features, which is kept."""
        if len(self.sums) > 4 * REMEMBERED:
            self.sums.clear()
        get = self.weights.get
        found = self.sums[pair] = sum(get(name, 0) for name in pair[0](*pair[1]))
        return found

    def chances(self, clause: Clause) -> list[tuple[int, float]]:
        """The places at which the content may end, each with its chance."""
        found, left, always, sums = [], 1.0, self.weights["always"], self.sums
        for k, groups in _groups(clause):
            odds = always
            for pair in groups:
                weight = sums.get(pair)
                odds += weight if weight is not None else self.sum(pair)
            here = 1 / (1 + math.exp(-odds / _SCALE))
            if left * here > _TINY:
                found.append((k, left * here))
            left *= 1 - here
            if left < _TINY:
                return found
        found.append((clause.stop, left))
        return found


@cache
def _model(folder: str) -> Model:
    return Model({name: int(weight) for name, weight in rows(folder, "ends.tsv")})


def best(clause: Clause, chances: list[tuple[int, float]]) -> int:
    """The end whose content would be the same as the true one, or nearly, with the largest chance."""
    tokens = clause.scene.tokens
    begin = tokens.starts[clause.start]
    sized = [(k, chance, tokens.ends[k - 1] - begin) for k, chance in chances]

    def worth(one: tuple[int, float, int]) -> float:
        near = sum(p for _, p, size in sized if min(size, one[2]) >= OVERLAP * max(size, one[2]))
        return near + _TINY * one[1] + _MARGIN * (one[0] == clause.ruled)

    if clause.ruled is not None and _sure(clause, clause.ruled):
        sized = [one for one in sized if one[0] <= clause.ruled] or sized
    likely = _LIKELY * max(chance for _, chance, _ in sized)
    return max((one for one in sized if one[1] >= likely), key=worth)[0]


def _sure(clause: Clause, end: int) -> bool:
    """Whether the rules saw another statement begin there, or a phrase that tells of the saying."""
    if end == clause.stop:
        return False
    words = clause.scene.words
    return end in clause.others or bool(
        _leading(words[end], words[end + 1 : min(end + 5, clause.stop)])
    )


def sayings(drafts: Iterable[Draft]) -> dict[int, Saying]:
    """The statements by the tokens at which their verbs stand."""
    return {
        (one.verb or one.content)[0]: (one.force, one.speaker and one.speaker[0], one.content[0])
        for one in drafts
    }


def clauses(scene: Scene, sentence: Range, drafts: list[Draft]) -> Iterator[tuple[Draft, Clause]]:
    """The statements of a sentence whose content stands behind the verb and is no quotation."""
    others = sayings(drafts)
    for draft in drafts:
        start, end = draft.content
        if draft.direct or not sentence[0] < start < end <= sentence[1]:
            continue
        if draft.verb is not None and draft.verb[1] > start:
            continue
        ruled = word_at(scene, end, sentence[1])
        verb = draft.verb[0] if draft.verb is not None else None
        yield draft, Clause(scene, start, sentence[1], verb, draft.force, others, ruled)


def settle(scene: Scene, sentence: Range, drafts: list[Draft]) -> None:
    """Move the ends of contents to where the model puts them."""
    for draft, clause in list(clauses(scene, sentence, drafts)):
        chances = _model("arabic" if scene.words[clause.start].arabic else "english").chances(
            clause
        )
        end = best(clause, chances)
        span = scene.trim(clause.start, end) if end != clause.ruled else None
        if span is not None:
            if span[1] < end and scene.opening.get(span[1], -1) > span[0]:
                span = (span[0], span[1] + 1)  # with the mark that closes words quoted at its end
            draft.content = span
