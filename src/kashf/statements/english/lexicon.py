"""What is known of an English word by itself: verb forms, function words, roles."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from kashf.statements.lists import rows
from kashf.statements.model import Force
from kashf.statements.verbs import VerbForm

if TYPE_CHECKING:
    from kashf.statements.tokens import Word

__all__ = ["describe"]

_VOWELS = "aeiou"


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z", "go")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in _VOWELS else base + "s"


def _ing(base: str) -> str:
    if base in {"admit", "beg", "brag", "shrug", "let", "rebut", "snap"}:
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
            (_ing(base), "participle"),
        ]
        if participle != past:
            forms.append((participle, "perfect"))
        if base == "deny":
            forms.append(("denys", "present"))
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


def describe(word: Word) -> None:
    """Set what the form itself tells: tags and verb."""
    folded = word.fold
    if folded.endswith("'s") and len(folded) > 2:
        word.base = folded[:-2]
        own = _words().get(word.base, frozenset()) & {
            "role",
            "document",
            "recording",
            "report",
            "time",
        }
        word.tags = own | {"possessive"}
    else:
        tags = _words().get(folded, frozenset())
        if not tags and folded.endswith("s") and not folded.endswith("ss"):
            tags = _words().get(folded[:-1], frozenset()) & {
                "role",
                "document",
                "recording",
                "report",
            }
        word.tags = tags
        word.verb = _verbs().get(folded)
    word.trigger = word.verb is not None or folded == "according"
