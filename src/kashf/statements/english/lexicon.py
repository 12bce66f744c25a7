"""What is known of an English word by itself: verb forms, function words, roles."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from kashf.statements.english.sets import listed
from kashf.statements.lists import rows
from kashf.statements.model import Force
from kashf.statements.verbs import VerbForm

if TYPE_CHECKING:
    from kashf.statements.tokens import Word

__all__ = ["IDIOMS", "NOMINALS", "PHRASES", "describe"]

_VOWELS = "aeiou"
_KINDS = frozenset({"role", "document", "recording", "report", "time"})
_ADVERB = re.compile(
    r"..(?:[nrtv]ally|edly|ingly|ously|ively|ently|antly|[rtn]ably|[si]bly|fully|lessly|ately|itely|ctly|arply|iefly"
    r"|ickly|eeply|idely|urely|[eo]sely|adly|ickedly|ghtly|wnly|ongly|efly|inly|idly|ndly|etely|rely|etly|mnly|tily|rily|ocally|ically|ually)$"
)
_NO_ADVERBS = frozenset({"friendly", "kindly", "elderly", "godly"})
_SHORT = frozenset(["i", "you", "he", "she", "it", "we", "they", "who", "that", "there", "what"])
IDIOMS = listed("idioms")
_FORCES: tuple[Force, ...] = ("warns", "promises", "demands", "denies", "admits", "says")
NOMINALS: dict[str, Force] = {noun: force for force in _FORCES for noun in listed(f"noun {force}")}
PHRASES = frozenset({"according", "per", "words"})
_NO_VERB = listed("no verb")


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z", "go")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in _VOWELS else base + "s"


def _ing(base: str, past: str) -> str:
    if past == base + base[-1] + "ed":
        return base + base[-1] + "ing"
    return (base[:-1] if base.endswith("e") and not base.endswith("ee") else base) + "ing"


@cache
def _verbs() -> dict[str, VerbForm]:
    found: dict[str, VerbForm] = {}
    for base, past, participle, force, after, flags in rows("english", "verbs.tsv"):
        places = () if after == "-" else tuple(after.split(","))
        forms = [
            (past, "past"),
            (_third(base), "present"),
            (base, "base"),
            (_ing(base, past), "participle"),
        ]
        if not {"q", "x", "p"} & set(flags) and not base.endswith("ue"):
            forms.append((_ing(base, past)[:-1], "participle"))  # askin'
        if participle != past:
            forms.append((participle, "perfect"))
        if base == "deny":
            forms.append(("denys", "present"))
        forms += [(forms[3][0][:-1] + end, "participle") for end in ("'", "")]  # "askin'"
        for form, kind in forms:
            entry = VerbForm(base, kind, cast("Force", force), places, frozenset(flags))
            found.setdefault(form, entry)
    return found


@cache
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for tag, text in rows("english", "words.tsv"):
        for word in text.split():
            found.setdefault(word, set()).add(tag)
    return {word: frozenset(tags) for word, tags in found.items()}


def _singular(folded: str) -> frozenset[str]:
    """The kinds of a noun in the plural."""
    forms = [folded[:-1]] if folded.endswith("s") and not folded.endswith("ss") else []
    if folded.endswith("ies"):
        forms.append(folded[:-3] + "y")
    elif folded.endswith("es"):
        forms.append(folded[:-2])
    elif folded.endswith("men"):
        forms.append(folded[:-2] + "an")
    for form in forms:
        tags = _words().get(form, frozenset()) & (_KINDS - {"time"})
        if tags:
            return tags
    return frozenset()


def describe(word: Word) -> None:
    """Set what the form itself tells: tags and verb."""
    folded = word.fold
    if folded.endswith("'s") and len(folded) > 2 and folded[:-2] not in _SHORT:
        word.base = folded[:-2]
        own = (_words().get(word.base) or _singular(word.base)) & _KINDS
        word.tags = own | {"possessive"}
    else:
        word.tags = _words().get(folded) or _singular(folded)
        word.verb = _verbs().get(folded)
        if (
            not word.tags
            and word.verb is None
            and _ADVERB.search(folded)
            and (folded not in _NO_ADVERBS)
        ):
            word.tags = frozenset({"adverb"})
        short, sign, _ = folded.partition("'")
        if sign and not word.tags and short in _SHORT:
            word.tags = frozenset({"short"})
        if folded.endswith("ed") and len(folded) > 3 and folded not in _NO_VERB and not (
            word.tags & {"role", "det", "adverb", "aux"}
        ):  # fmt: skip
            word.tags = word.tags | {"ed"}
        elif word.verb is not None and word.verb.kind == "past" and not word.tags:
            word.tags = frozenset({"ed"})
    word.trigger = (
        word.verb is not None or folded in PHRASES or folded in IDIOMS or folded in NOMINALS
    )
