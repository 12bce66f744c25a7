"""What follows an Arabic reporting verb and its subject, up to and with the content."""

from __future__ import annotations

from kashf.statements.arabic.bare import FIRMLY, Bare
from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.items import FOLLOWING
from kashf.statements.arabic.lexicon import masdar_like
from kashf.statements.arabic.nouns import COMMAS, DIRECTED, EVERY, TIMES, complement_b
from kashf.statements.given import is_given
from kashf.statements.verbs import VerbForm

__all__ = ["Complement", "Complements"]

_STEPS = 30
_NOT_TO = frozenset({"ألا", "ألّا", "بألا", "بألّا"})
_THUS = frozenset({"عكس", "العكس", "التالي", "الاتي", "كلمه", "واحده", "شيء", "شييا", "جمله"})
_TEMPORAL = frozenset({"قبل", "بعد", "دون", "بدون", "منذ", "قبيل", "حتي"})
_SAYING = frozenset({"بالقول", "بقوله", "بقولها", "بقولهم"})


class Complements(Bare):
    """Reads what follows a verb."""

    def begins(self, j: int, hi: int, verb: VerbForm) -> bool:
        """Whether the content begins at ``j`` for certain."""
        word = self.words[j]
        if word.raw == ":" or j in self.scene.closing or word.tags & {"comp", "bcomp"}:
            return True
        if "whether" in word.tags and (
            word.base != "ما" or (j + 1 < hi and self.words[j + 1].base == "اذا")
        ):  # fmt: skip
            return True
        if word.raw in _NOT_TO and verb.force != "says":
            return True
        if "ب" in verb.after and "clitic:ب" in word.tags and not is_given(word):
            return complement_b(word) or not self.later(j, hi)
        return word.kind == "w" and word.base in verb.after and "prep" in word.tags

    def aside(self, j: int, hi: int, verb: VerbForm, said: Complement) -> int:
        """Step over adverbs and the place or time of the saying; keep sources."""
        words = self.words
        for _ in range(_STEPS):
            if j >= hi or words[j].kind != "w" or self._who(j, hi, verb):
                return j
            word = words[j]
            if (
                "tome" in word.tags
                and said.addressee is None
                and (
                    word.base[0] == "ل"
                    or (verb.has("t") and word.base.startswith("الي"))
                    or (verb.has("m") and word.base[0] == "م")
                    or (verb.has("u") and word.base.startswith("علي"))
                )
            ):
                said.addressee = (j, j + 1)
                j += 1
            elif (
                "tome" in word.tags
                or word.tags & {"adverb", "inside"}
                or word.base in _SAYING
                or (word.base in _THUS and j + 1 < hi and words[j + 1].raw in ':«“"')
                or self._accusative(j, hi, verb)
            ):
                j += (
                    2
                    if word.base == "بالحرف" and j + 1 < hi and words[j + 1].base == "الواحد"
                    else 1
                )
            elif (j + 1 < hi and word.base.endswith("ا") and words[j + 1].base in FIRMLY) or (
                j + 1 < hi and word.base in EVERY and words[j + 1].base in TIMES
            ):
                j += 2
            elif "clitic:ب" in word.tags and "bcomp" not in word.tags and not verb.has("w") and (
                self.phrases.before_quote(j, hi)
                and not ("ب" in verb.after and (complement_b(word) or verb.force != "says"))
            ):  # fmt: skip
                j += 1
                while words[j].kind == "w":
                    j += 1
            elif {"clitic:ب", "def"} <= word.tags and "ب" not in verb.after and not (
                verb.has("i") or verb.has("w")
            ):  # fmt: skip
                phrase = self.phrases.noun(j, hi, verb.after, to=True)  # "by post"
                j = phrase[1] if phrase is not None else j + 1
            elif "timely" in word.tags and word.base not in verb.after:
                j = self._past(self._place(j + 1, hi, verb), j + 1, hi, verb)
            elif (
                "prep" in word.tags
                and word.base not in self.leads(verb)
                and "given" not in word.tags
            ):
                if j + 1 >= hi or words[j + 1].kind != "w":
                    return j
                if j + 2 < hi and "prep" in words[j + 1].tags and "given" not in words[j + 1].tags:
                    j += 1  # "from behind the door"
                phrase = self._place(j + 1, hi, verb)
                if phrase is None:
                    return j
                kind = self.kind(j + 1, phrase[0])
                if kind in {"recording", "document"}:
                    said.sources.append((kind, (j + 1, phrase[0])))
                j = phrase[1]
            else:
                return j
        return j

    def _announces(self, j: int, hi: int) -> bool:
        """``بما يلي:``, ``بالآتي:``: words before a colon that only say that a list follows."""
        words = self.words
        at = j + 1 if "prep" in words[j].tags else j
        at += at < hi and words[at].base in {"ما", "بما"}
        return at + 1 < hi and words[at].base in FOLLOWING and words[at + 1].raw == ":"

    def read(self, j: int, hi: int, verb: VerbForm, said: Complement) -> Complement | None:
        """The rest of a reporting clause from ``j``; None where there is no content."""
        words = self.words
        if self.depth == 0:
            self.outer = verb
        for _ in range(_STEPS):
            if j >= hi:
                return None
            word = words[j]
            if j in self.scene.closing:
                after = min(self.scene.closing[j] + 1, hi - 1)
                if verb.has("w") and "clitic:ب" in words[after].tags:
                    return self._clause(j, hi, said, nominal=True)  # "accused «…» of it"
                return self._quoted(j, hi, said)
            if word.raw == ":":
                if verb.lemma in {"أرسل", "نشر"} and j + 1 not in self.scene.closing:
                    return None
                return self._colon(j, hi, said)
            if "bcomp" in word.tags and verb.has("w"):
                return self._clause(j, hi, said)
            if word.base in {"من", "دون"} and j + 2 < hi and "ان" in {words[j + 1].base, words[j + 2].base} and (
                words[j].base == "دون" or words[j + 1].base in {"دون", "غير"}
            ):  # fmt: skip
                colon = next(
                    (k for k in range(j + 2, min(hi, j + 9)) if words[k].raw in {":", "،"}), None
                )
                if colon is not None:
                    j = colon
                    continue
            own = j + 1 if word.raw in COMMAS and j + 1 < hi else j
            if words[own].base in {"هو", "هي", "هم"} and "and" in words[own].tags:
                quote = self._past_circumstance(own, hi)
                if quote is not None:
                    j = quote
                    continue
            described = self._ahead(j, hi, verb, said, about=True) if self._about(j) else None
            if described is not None:
                return described
            past = self.phrases.nameless(j, hi)
            past = self.phrases.past_clause(j, hi) if past is None else past
            if past > j:
                j = past
                continue
            if word.base == "ان" and words[j - 1].base in _TEMPORAL:
                return None
            if word.tags & {"comp", "bcomp"} and "and" not in word.tags:
                return self._clause(j + 1, hi, said) if not verb.has("r") else None
            if word.raw in _NOT_TO:
                return self._clause(j, hi, said) if verb.force != "says" else None
            if "whether" in word.tags and verb.lemma in {
                "سأل",
                "تساءل",
                "استفسر",
                "روى",
                "حكى",
                "بين",
                "أوضح",
                "ذكر",
                "شرح",
                "رد",
            }:
                while words[j].base in {"عما", "اذا", "هل"} and j + 1 < hi:
                    j += 1
                return self._clause(j, hi, said)
            if word.base in _SAYING or self._announces(j, hi):
                j += 1
                continue
            if "clitic:ب" in word.tags and "bcomp" not in word.tags and "ب" in verb.after and (
                not complement_b(word)
                and self.later(j, hi)
                and (verb.force == "says" or j + 1 not in self.scene.closing)
            ):  # fmt: skip
                phrase = self.phrases.noun(j, hi, verb.after)  # "at the hearing"
                j = phrase[1] if phrase is not None else j + 1
                continue
            if word.base in verb.after and "prep" in word.tags and self.later(j, hi, word.base):
                phrase = self.phrases.noun(j + 1, hi, verb.after)
                j = phrase[1] if phrase is not None else j + 1
                continue
            if self._who(j, hi, verb):
                return self._clause(j, hi, said)  # "who"
            if word.base in verb.after and "prep" in word.tags:
                follows = words[j + 1] if j + 1 < hi else None
                if follows is not None and "comp" in follows.tags:
                    return self._clause(j + 2, hi, said)
                if verb.has("s") or verb.has("w"):
                    return None
                return self._clause(j + 1, hi, said, nominal=True)
            if "ب" in verb.after and "clitic:ب" in word.tags:
                if verb.has("v") and not complement_b(word):
                    return None
                return None if verb.has("s") else self._clause(j, hi, said, nominal=True)
            if (
                word.raw in COMMAS
                and said.hung
                and (verb.person == 1 or words[j - 1].base.endswith("ك"))
            ):
                return self._clause(j + 1, hi, said)
            if word.base == "ذلك" and j + 1 < hi and "and" in words[j + 1].tags:
                return None
            if word.base in _SAYING or (word.base == "ذلك" and not verb.has("w")):
                j += 1
                continue
            if "clitic:ب" in word.tags and j + 1 < hi and words[j + 1].raw == ":":
                j += 1  # how it was said
                continue
            told = said.hung or said.addressee is not None
            if told and "relative" in word.tags and verb.lemma == "قال" and (
                "tome" in words[j - 1].tags or words[j - 1].verb is not None
            ):  # fmt: skip
                return self._clause(j, hi, said)  # "he told me who prints it …"
            if word.raw in COMMAS or "relative" in word.tags:
                jump = self._inserted(j, hi, verb, said) or (
                    self._over(j, hi, verb) if not verb.has("q") else None
                )
                if jump is None and "relative" in word.tags:
                    jump = self._past_relative(j, hi, verb)
                if jump is None:
                    return None
                j = jump
                continue
            if said.addressee is not None and "clitic:ل" in word.tags and verb.has("o") and (
                "الي" in verb.after and masdar_like(word.base[1:].removeprefix("ل"))
            ):  # fmt: skip
                return self._clause(j, hi, said, nominal=True)  # "called on them not to …"
            step = self._addressee(j, hi, verb, said)
            if step is not None:
                j = step
                continue
            after = self.aside(j, hi, verb, said)
            if after > j:
                j = after
                continue
            if word.verb is not None and word.verb.kind == "participle":
                step = self._carrier(j, hi, verb, said) if word.verb.lemma == "خاطب" else None
                if step is None:
                    return None
                j = step
                continue
            if word.base in DIRECTED:
                j = self._directed(j, hi, said)
                continue
            if word.raw in "-–—":
                close = self.phrases.dashed(j, hi)
                if close is None:
                    return None
                j = close
                continue
            if "source" in word.tags:
                start = j + 1
                if start < hi and words[start].base in {"عن", "الي", "لسان"}:
                    start += 1
                phrase = self.phrases.noun(start, hi)
                if phrase is None:
                    return None
                kind = self.kind(start, phrase[0]) or "unknown"
                said.sources.append((kind, (start, phrase[0])))
                j = phrase[1]
                continue
            return self._bare(j, hi, verb, said)
        return None
