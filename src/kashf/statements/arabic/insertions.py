"""Past what stands between a verb, its subject and what is said: insertions, clauses about a noun."""

from __future__ import annotations

from kashf.statements.arabic.contents import Contents
from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.nouns import COMMAS, DIRECTED, complement_b, is_act
from kashf.statements.draft import Range
from kashf.statements.given import is_given
from kashf.statements.tokens import Word
from kashf.statements.verbs import VerbForm

__all__ = ["Insertions"]

_FAR = 60
_LONGEST = 40


def _that(word: Word) -> bool:
    return bool(word.tags & {"comp", "bcomp"}) and "and" not in word.tags


class Insertions(Contents):
    """Steps over them."""

    def later(self, j: int, hi: int, preposition: str = "") -> bool:
        """Whether "that" (behind ``preposition``, if given) follows ``j`` before a comma."""
        for k in range(j + 1, min(hi, j + 10)):
            word = self.words[k]
            if not preposition and k - j <= 3 and (word.raw == ":" or k in self.scene.closing):
                return True
            if word.raw in COMMAS or word.verb is not None or is_act(word) or "conj" in word.tags:
                return False
            if preposition:
                if word.base == preposition and k + 1 < hi and "comp" in self.words[k + 1].tags:
                    return True
                if word.tags & {"comp", "bcomp"}:
                    return False
            elif word.tags & {"comp", "bcomp"} and "and" not in word.tags:
                return True
        return False

    def led(self, j: int, hi: int, verb: VerbForm) -> bool:
        """Whether the preposition of the verb or "that" follows before a comma."""
        for k in range(j, min(hi, j + 16)):
            word = self.words[k]
            if word.raw in COMMAS or word.raw == ":":
                return False
            if k > j and word.base in verb.after and "prep" in word.tags:
                return True
            if "comp" in word.tags or ("ب" in verb.after and word.tags & {"clitic:ب", "bcomp"}):
                return True
        return False

    def _past(self, phrase: Range | None, j: int, hi: int, verb: VerbForm) -> int:
        if phrase is not None:
            return phrase[1]
        if j + 1 < hi and self.words[j].kind == "w" and self.words[j + 1].raw in {":", *COMMAS}:
            return j + 1
        return j + 1 if j < hi and self.words[j].kind == "n" else j

    def _ahead(
        self, j: int, hi: int, verb: VerbForm, said: Complement, *, about: bool = False
    ) -> Complement | None:
        """Past a clause that describes the subject without a relative pronoun, to "that".

        With ``about`` it is for sure one (:meth:`_about`), and may hold other verbs.
        """
        words = self.words
        k, end, commas = j + about, min(hi, j + (18 if about else 30)), 0
        if verb.kind == "participle":
            return None
        while k < end:
            word, before = words[k], words[k - 1]
            if _that(word):
                if about and (before.verb is not None or is_act(before)):
                    return None
                if k > j and "prep" in before.tags and (about or before.base not in verb.after):
                    return None  # "before it …"
                return self._clause(k + 1, hi, said)
            if not about and k > j and k in self.scene.closing and self.scene.closing[k] - k <= 6:
                k = self.scene.closing[k] + 1
                continue
            if not about and k > j and word.raw == ":" and k + 1 in self.scene.closing:
                return self._colon(k, hi, said)
            if word.raw in COMMAS and k + 1 < end and self._goes_past(j, k, about=about):
                commas += not _that(words[k + 1])
                if commas > 2:
                    return None
            elif (
                word.kind == "s"
                or "conj" in word.tags
                or (about and word.kind != "w")
                or (not about and (word.verb is not None or (k - j > 16 and not commas)))
            ):
                return None
            k += 1
        return None

    def _about(self, j: int) -> bool:
        """``كتب شرطي نُقل حديثا أن``: whether a clause about an indefinite subject begins at ``j``."""
        word, before = self.words[j], self.words[j - 1]
        finite = is_act(word) or word.tags & {"neg", "was"} or (
            word.verb is not None and word.verb.kind in {"past", "passive"}
        )  # fmt: skip
        if not finite or "and" in word.tags or before.kind != "w" or before.verb is not None:
            return False
        if before.tags & {"def", "given", "prep", "adverb", "tome", "inside"} and not (
            j > 2 and self.words[j - 2].base == "من"
        ):  # fmt: skip
            return False
        return not (
            "document" in before.tags and before.base.endswith("ا")
        )  # "a statement in which"

    def _goes_past(self, j: int, k: int, *, about: bool) -> bool:
        """Whether a clause about the subject that began at ``j`` goes on behind the comma ``k``, or "that" follows."""
        then = self.words[k + 1]
        if _that(then):
            return True
        if about:
            return bool(then.tags & {"prep", "comp", "bcomp", "timely"})
        owned = self.words[j].base.endswith(
            ("ته", "تها")
        )  # "that it made, and that reached us, that"
        return owned and bool(then.tags & {"and", "maybe-and"})

    def _past_circumstance(self, j: int, hi: int) -> int | None:
        """``وهو يضحك``: past a clause of manner, to the colon or the quotation."""
        for k in range(j + 1, min(hi, j + 12)):
            word = self.words[k]
            if self.phrases.speaks_at(k):
                return k
            if word.kind == "s" or (word.verb is not None and word.verb.kind == "past"):
                return None
        return None

    def _inserted(self, j: int, hi: int, verb: VerbForm, said: Complement) -> int | None:
        """Past an insertion between two commas, if the content or the addressee follows it."""
        words = self.words
        if words[j].raw not in COMMAS or j + 1 >= hi:
            return None
        first = words[j + 1]
        nameless = self.phrases.nameless(j + 1, hi)
        if nameless is not None and nameless + 1 < hi and words[nameless].raw in COMMAS:
            return nameless + 1
        relative = "relative" in first.tags or first.base in {"هو", "هي", "هم"}
        manner = first.kind == "w" and first.base.endswith("ا") and first.base[0] == "م"
        like = first.base in {"كما", "مثلما"}
        if not relative and not like and (
            not (first.tags & {"prep", "timely", "adverb", "participle", "source"} or manner)
            or "given" in first.tags or first.verb
        ):  # fmt: skip
            return None
        k = j + 2
        while k < hi and words[k].raw not in COMMAS:
            if words[k].raw == ":" or (words[k].tags & {"comp", "bcomp"} and not relative):
                return None
            k = self.scene.closing[k] + 1 if k in self.scene.closing else k + 1
        if k + 1 >= hi or k - j > _LONGEST:
            return None
        behind = self.aside(k + 1, hi, verb, said.copy())
        if not self.follows(k + 1, hi, verb) and not (
            behind > k + 1 and self.follows(behind, hi, verb)
        ):
            return None
        if not relative and not like:
            self.aside(j + 1, k, verb, said)
        if "source" in first.tags and (phrase := self.phrases.noun(j + 2, k)) is not None:
            said.sources.append((self.kind(j + 2, phrase[0]) or "unknown", (j + 2, phrase[0])))
        return k + 1

    def follows(self, at: int, hi: int, verb: VerbForm) -> bool:
        """Whether what is said, or whom it is said to, may stand at ``at``, behind an insertion."""
        if at >= hi:
            return False
        word = self.words[at]
        if self.begins(at, hi, verb) or (
            "clitic:ب" in word.tags and "ب" in verb.after and not verb.has("s")
        ):
            return True
        if word.base == {"m": "من", "t": "الي", "u": "علي"}.get(
            next((f for f in "mtu" if verb.has(f)), "")
        ):
            return True
        if word.base == "ما" and "and" not in word.tags:
            return verb.has("d") or verb.has("r")
        if verb.kind == "participle" or word.kind != "w" or word.tags & {
            "and", "conj", "neg", "was", "relative", "adverb", "prep", "maybe-and", "timely"
        }:  # fmt: skip
            return False
        noun = word.verb is None or bool(word.tags & {"masdar", "role"})
        claim = verb.has("r") and ("claim" in word.tags or word.base in {"هذه", "تلك"})
        return noun and not is_act(word) and (claim or any(map(verb.has, "dow")))

    def _past_relative(self, j: int, hi: int, verb: VerbForm) -> int | None:
        """``اللجنة التي شكلها البرلمان بوقف``: past a clause without commas, to what is said or to whom."""
        words, at = self.words, j + 1
        while at < hi and words[at].tags & {"neg", "modal", "was", "tome", "adverb"}:
            at += 1
        at = first = at + 1  # behind its verb
        bare = verb.has("d") or verb.has("r")
        two = bare or verb.has("o") or verb.has("w")
        while at < hi and words[at].kind == "w":
            word = words[at]
            if at > first and self._leading(at, verb):
                return at
            if word.tags & {"tome", "adverb", "inside"} or (
                word.tags & {"prep", "timely"} and "given" not in word.tags
            ):  # fmt: skip
                at += 1
                continue
            phrase = self.phrases.noun(at, hi, self.leads(verb))
            if phrase is None:
                return None
            cut = self.phrases.second(at, phrase[0], bare=bare) if two else None
            if cut is not None:
                return cut
            at = phrase[1]
        return None

    def _leading(self, at: int, verb: VerbForm) -> bool:
        """Whether a word leads from the speaker to what is said or to whom."""
        word = self.words[at]
        if "ب" in verb.after and "clitic:ب" in word.tags and not is_given(word):
            return True
        return "prep" in word.tags and word.base in self.leads(verb)

    def _over(self, j: int, hi: int, verb: VerbForm) -> int | None:
        """Past an insertion between commas or a relative clause, to what introduces the content."""
        words = self.words
        if words[j].raw in COMMAS and j + 1 < hi:
            following = words[j + 1]
            if self._leading(j + 1, verb):
                return j + 1
            if following.tags & {"comp", "bcomp"} and "and" not in following.tags:
                return j + 1
            if j + 1 in self.scene.closing:
                return j + 1
            if following.verb is not None and following.verb.kind == "participle":
                return j + 1 if following.verb.lemma == "خاطب" else None
            if following.base in DIRECTED:
                return j + 1
        nearest = None
        inside = j + 1 < hi and bool((words[j].tags | words[j + 1].tags) & {"relative"})
        for k in range(j + 1, min(hi, j + _FAR)):
            word = words[k]
            if word.verb is not None and not inside and word.verb.kind != "participle":
                if not word.tags - {"and"} and not word.verb.has("n"):
                    break
            if not inside and "and" in word.tags and is_act(word):
                break  # another clause
            if words[k - 1].raw in COMMAS and k - 1 > j:
                if word.base in verb.after and "prep" in word.tags:
                    return k
                if ("ب" in verb.after and complement_b(word)) or (
                    "ب" in verb.after and "clitic:ب" in word.tags and k - j < 12
                ):
                    return k
                if "whether" in word.tags and verb.lemma in {"سأل", "تساءل"}:
                    return k
                if "clitic:ل" in word.tags and verb.has("l") and k - j < 14:
                    return k
                if (
                    word.tags & {"comp", "bcomp"} and "and" not in word.tags
                ) or k in self.scene.closing:
                    return k
                if word.tags & {"prep"} and nearest is None:
                    nearest = k
            elif "comp" in word.tags and nearest is None and words[j].raw not in COMMAS:
                nearest = k
            if word.raw == ":":
                return k
        return nearest if nearest is not None and "comp" in words[nearest].tags else None
