"""Admiralty grading: how reliable a source is (A–F), how credible what it says is (1–6).

Source: NATO STANAG 2511 (Intelligence Reports, annex A) and AJP-2.1. The two are judged apart: a
reliable source can say something improbable.
"""

from __future__ import annotations

import re

from kashf.errors import UsageError

__all__ = ["CREDIBILITY", "RELIABILITY", "explained", "meaning", "parse_grade"]

# Letter or digit: the grade, and when it is given.
RELIABILITY: dict[str, tuple[str, str]] = {
    "A": ("Completely reliable", "a tried and trusted source, to be depended upon with confidence"),
    "B": (
        "Usually reliable",
        "successful in the past, but there is still some element of doubt in a particular case",
    ),
    "C": (
        "Fairly reliable",
        "occasionally used in the past; some degree of confidence can be based upon it",
    ),
    "D": ("Not usually reliable", "used in the past, and more often than not unreliable"),
    "E": ("Unreliable", "used in the past, and unworthy of any confidence"),
    "F": ("Reliability cannot be judged", "not used in the past"),
}
CREDIBILITY: dict[str, tuple[str, str]] = {
    "1": (
        "Confirmed by other sources",
        "it certainly comes from another source than what is known already on the same subject",
    ),
    "2": (
        "Probably true",
        "independence of sources can't be guaranteed, but earlier reports make it likely enough",
    ),
    "3": ("Possibly true", "not confirmed enough, but it agrees with what is known of the subject"),
    "4": ("Doubtful", "it tends to conflict with what was reported or established before"),
    "5": (
        "Improbable",
        "it positively contradicts what was reported, or conflicts with it in a marked degree",
    ),
    "6": ("Truth cannot be judged", "there is nothing to compare it with"),
}


def parse_grade(text: str) -> str:
    """``b2`` as ``B2``. Raises :class:`~kashf.errors.UsageError` for what is no grade."""
    found = re.fullmatch(r"\s*([A-Fa-f])\s*[-/]?\s*([1-6])\s*", text, re.ASCII)
    if found is None:
        raise UsageError(
            f"{text!r} is no grade.",
            hint="A grade is a letter A–F (source) and a digit 1–6 (information), e.g. B2.",
        )
    return found[1].upper() + found[2]


def meaning(grade: str) -> str:
    """What a grade says, e.g. ``Usually reliable source; probably true``."""
    letter, digit = tuple(parse_grade(grade))
    return f"{RELIABILITY[letter][0]} source; {_lower(CREDIBILITY[digit][0])}"


def explained(grade: str) -> tuple[str, str]:
    """What each half of a grade says, at length."""
    letter, digit = tuple(parse_grade(grade))
    return (
        f"{letter}  {RELIABILITY[letter][0]}: {RELIABILITY[letter][1]}",
        f"{digit}  {CREDIBILITY[digit][0]}: {CREDIBILITY[digit][1]}",
    )


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
