"""Arabic nouns with what hangs on them: pronouns, endings of the plural and the dual."""

from __future__ import annotations

__all__ = ["is_whole", "owned_by", "singular"]

OWNERS = ("ها", "هم", "هما", "نا", "ه", "ي")
_PLURALS = ("ون", "ين", "ان", "ات")
_WHOLE = frozenset(
    {"role", "recording", "document", "event", "body", "masdar", "source", "law", "mute", "known"}
)


def is_whole(base: str, known: dict[str, frozenset[str]]) -> bool:
    """Whether the first letter belongs to a noun, which may bear a pronoun: ``بيان``, ``بيانها``."""
    if known.get(base, frozenset()) & _WHOLE - {"known"}:
        return True
    return any(
        base.endswith(ending) and known.get(base[: -len(ending)], frozenset()) & _WHOLE
        for ending in OWNERS
    )


def owned_by(base: str, raw: str, known: dict[str, frozenset[str]]) -> frozenset[str]:
    """What a noun with a pronoun is: ``محضرها``, ``ابنته``."""
    if raw.endswith("ة"):
        return frozenset()
    if base.endswith("ا") and len(base) > 3 and base != "مستندا":
        found = known.get(base[:-1], frozenset()) & {"role", "document", "recording"}
        if found or not base.endswith(("ها", "هما", "نا")):
            return found
    if base[:1] in "لب" and base not in known and len(base) > 5 and not is_whole(base, known):
        base = base[1:]
    for end in OWNERS:
        if base.endswith(end) and len(base) > len(end) + 2:
            stem = base[: -len(end)]
            owned = known.get(stem) or (known.get(stem[:-1] + "ه") if stem[-1] == "ت" else None)
            if owned is None and stem[-2:] in {"او", "اي"}:
                owned = known.get(stem[:-1] + "ء")  # زملاؤها, زملائها
            elif owned is None and stem[-1] in "ويا" and len(stem) > 3:
                owned = known.get(stem[:-1], frozenset()) & {"role"}  # موظفوها, والداه
            if owned and end == "ي":
                return owned & {"role"} | {"def"} if owned & {"role"} else frozenset()
            if owned:
                owned &= {"role", "body", "document", "recording", "event", "claim"}
                return owned | {"def"} if owned else owned
    return frozenset()


def singular(stem: str, known: dict[str, frozenset[str]]) -> frozenset[str]:
    """What the singular of a plural or dual is: ``شركات``, ``شاهدتان``, ``موظفو``."""
    if len(stem) < 5:
        return frozenset()
    end = stem[-2:]
    if end in _PLURALS:
        found = known.get(stem[:-2])
        if found is None and end == "ات":
            found = known.get(stem[:-2] + "ه")
        if found is None and end != "ون" and stem[-3] == "ت":
            found = known.get(stem[:-3] + "ه")
        return found or frozenset()
    if stem[-1] == "و":
        return known.get(stem[:-1], frozenset()) & {"role"}
    return known.get(stem[:-2] + "ه", frozenset()) & {"role"} if end == "تا" else frozenset()
