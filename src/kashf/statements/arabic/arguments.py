"""A finite verb with its subject, the one spoken to and what is said, in the order in which they stand."""

from __future__ import annotations

from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.lexicon import gender, masdar_like
from kashf.statements.arabic.nouns import COMMAS, NOUNS, SOMEBODY
from kashf.statements.arabic.reported import ANSWERS, Reported
from kashf.statements.draft import Draft, Range
from kashf.statements.given import is_given
from kashf.statements.numbers import is_number_word
from kashf.statements.verbs import VerbForm

__all__ = ["Arguments"]

_PRONOUNS = frozenset(
    conj + owner for conj in ("ان", "بان", "فان", "لكن") for owner in ("ه", "ها", "هم")
)
_HIS_OWN = frozenset({"برر", "علل", "فسر", "ختم", "استهل", "اختتم", "بدأ"})
_TELLING = frozenset({"قال", "حكى", "رد", "كتب", "خبر", "أخبر", "أجاب", "حلف", "همس", "صرخ"})
_EMPTY = frozenset(
    {"الكلام", "الحقيقه", "الحق", "الصدق", "الصراحه", "الكلمه", "الشي", "الشيء", "الجمله"}
)
_KIN = frozenset({"ابو", "ام", "واحد", "وحده", "حدا", "الجماعه", "الشباب", "جماعه", "الناس", "ناس"})
_SPEECH = VerbForm(lemma="قال", kind="past", force="says", flags=frozenset("ls"))
_INQUIRIES = frozenset({"تحقيق", "تحليل", "استطلاع", "تدقيق"})
_SUBJECTS = NOUNS | {"def", "quantity"}


class Arguments(Reported):
    """Reads them."""

    def _verb_first(self, i: int) -> Draft | None:
        words, verb, hi = self.words, self.words[i].verb, self.hi
        j = i + 1
        said = Complement()
        if verb.object:
            said.hung = True
        if j < hi and words[j].base in {"بالقول", "بقوله", "بقولها"}:
            j += 1
        while j < hi and "tome" in words[j].tags and words[j].kind == "w":
            if words[j].base[0] == "ل" or (verb.has("u") and words[j].base.startswith("علي")):
                said.addressee = (j, j + 1)
            j += 1
        j = self.complements.aside(j, hi, verb, said)
        named = j + 1 < hi and "comp" in words[j + 1].tags and not words[j].tags - {"clitic:ل"}
        named = named and self._subject_before(i) is None and not is_given(words[j])
        if (j < hi and "clitic:ل" in words[j].tags and verb.has("l") and not named) or (
            j < hi and words[j].fold == "ل"
        ):
            j = self._told_first(i, j, verb, said)
            j = self.complements.aside(j, hi, verb, said)
        subject = None
        if (
            verb.person == 3
            and not (j < hi and "and" in words[j].tags and words[j].tags & {"clitic:ب", "prep"})
            and not (i > self.lo and self.words[i - 1].base in _PRONOUNS)
            and j < hi
            and not self.complements.begins(j, hi, verb)
            and not self._denied(i, j)
            and not self._disagrees(i, j)
            and not (
                verb.number == "p"
                and self.words[j].kind == "w"
                and not self.words[j].tags & _SUBJECTS
                and not is_given(self.words[j])
            )
            and not ({"clitic:ل", "def"} <= self.words[j].tags and not is_given(self.words[j]))
            and not (
                self.words[j].base in {"ذلك", "هذا", "هكذا"}
                and not (j + 1 < hi and "def" in self.words[j + 1].tags)
            )
            and not (
                "clitic:ب" in self.words[j].tags
                and self.words[j].tags & {"def", "role"}
                and not is_given(self.words[j])
            )
            and not (
                self.words[j].tags & {"clitic:ب", "clitic:ل"}
                and not self.words[j].tags & {"known", "given", "def"}
                and not is_given(self.words[j])
                and not (
                    j + 1 < hi
                    and "comp" in self.words[j + 1].tags
                    and not self.words[j].base.endswith(("ه", "ها", "هم"))
                )
            )
        ):
            subject = self.phrases.noun(j, hi, self.complements.leads(verb), to=True)
            if subject is not None and self._manner(j, *subject):
                j, subject = j + 1, None
        close = self.scene.closing.get(j)
        if close is not None and close - j <= 5 and close + 1 < hi and verb.person == 3 and (
            (self.complements.begins(close + 1, hi, verb) and self.words[close + 1].raw != ":")
            or (verb.has("o") and "def" in self.words[close + 1].tags)
        ):  # fmt: skip
            subject = (close + 1, close + 1)  # an outlet by its name
        speaker: Range | None = None
        ready: Complement | None = None
        if subject is not None:
            end, following = subject
            ready, speaker = self._with_subject(i, j, end, following, said)
        if ready is None:
            speaker = self._subject_before(i) if verb.person == 3 else None
            said.loose = speaker is not None or words[i].base[:3] in {"بيق", "بتق"}
            said.loose = said.loose or (j < hi and self._goes_on_loosely(i, j))
            if subject is None or not verb.has("d") or speaker is not None:
                ready = self.complements.read(j, hi, verb, said.copy())
        if verb.kind == "passive" and (ready is None or not self._that(ready)):
            return None
        if ready is None:
            after = (j, subject[0]) if subject else None
            return self._as_told(i, after) or self._quote_before(i, after, subject)
        made = self._made(i, speaker, ready)
        if made is not None and speaker is None and verb.person == 3 and verb.kind != "passive":
            parent = self._same_subject(i)
            if parent is not None:
                made.speaker, made.silent = parent.speaker, parent.speaker is None
                made.dependent = True
        return made

    def _goes_on_loosely(self, i: int, j: int) -> bool:
        """``طلع المحافظ وقال الكهربا راجعة``: a thing begins what the one before says without "that"."""
        first = self.words[j]
        if self.words[i].verb.lemma not in {"قال", "حكى"} or "and" not in self.words[i].tags:
            return False
        if first.tags & {"role", "body", "given", "document", "recording"} or is_given(first):
            return False
        if first.base in _EMPTY:
            return False
        return "def" in first.tags and self._same_subject(i) is not None

    def _as_spoken(self, i: int, j: int, said: Complement) -> bool:
        """``قلي``, ``قال لي``, ``بيقول أبو سمير``: what is said may follow without "that"."""
        spoken = self.words[i].base[:2] in {"بي", "بت"} and self.words[i].verb.kind == "present"
        named = "role" in self.words[j].tags or self.words[j].base in {"ابو", "ام"}
        return said.hung or said.addressee is not None or (spoken and named)

    def _said_loosely(
        self, j: int, end: int, following: int, said: Complement
    ) -> tuple[Complement | None, Range | None]:
        """``قلي المدير المصنع رح يسكر``: the first noun phrase speaks, if it may; else it begins what is said."""
        said = said.copy()
        said.loose = True
        first = self.words[j]
        if not (first.tags & NOUNS or is_given(first) or first.base in _KIN):
            return self.complements.read(j, self.hi, _SPEECH, said), None
        cut = self.phrases.second(j, end) or self._clause_after(j, end)
        ready = self.complements.read(cut or following, self.hi, _SPEECH, said)
        return ready, (j, cut or end)

    def _clause_after(self, j: int, end: int) -> int | None:
        """``صاحب الدكان اسمك``: a noun with the pronoun of the one who is told."""
        return next((k for k in range(j + 1, end) if self.words[k].raw.endswith("ك") and (
            "def" in self.words[k - 1].tags or is_given(self.words[k - 1])
        )), None)  # fmt: skip

    def _subject_in(self, start: int, end: int) -> int | None:
        """``قال للصحافيين الوزير``: where the subject begins in the phrase of the one spoken to."""
        for k in range(start + 1, end):
            many = self.words[k - 1].base.endswith(("ين", "ات"))
            if many and "role" in self.words[k].tags and "clitic:ل" not in self.words[k].tags:
                return k
        cut = self.phrases.second(start, end)
        speaks = cut is not None and (
            self.words[cut].tags & {*NOUNS, "quantity"} or is_given(self.words[cut])
        )
        return cut if speaks else None

    def _told_first(self, i: int, j: int, verb: VerbForm, said: Complement) -> int:
        """``قالت للمنظمة المعلمة``: past who is told, to the subject if it follows without a sign."""
        after = self.complements._addressee(j, self.hi, verb, said)
        if after is None or said.addressee is None:
            return j
        start, end = said.addressee
        cut = self.phrases.person(start, end)
        if cut is None and self._subject_before(i) is None:
            cut = self._subject_in(start, end)
        if cut is None:
            return after
        said.addressee = (start, cut)
        return cut

    def _manner(self, j: int, end: int, following: int) -> bool:
        """``وأضافت ضاحكة: «…»``: an active participle, and nobody's name."""
        word = self.words[j]
        if (
            end != j + 1
            or following >= self.hi
            or is_given(word)
            or word.tags - {"participle", "maybe-and"}
        ):
            return False
        return word.raw.endswith("ة") and word.base[1:2] == "ا" and len(word.base) == 5 and (
            self.phrases.speaks_at(following)
        )  # fmt: skip

    def _disagrees(self, i: int, j: int) -> bool:
        """``ويناشد شركات التواصل``: the noun has another gender than the verb."""
        verb, first = self.words[i].verb, self.words[j]
        if not (verb.has("o") or verb.has("d") or verb.has("w")) or verb.kind not in {
            "past",
            "present",
        }:
            return False
        if verb.number == "p" or is_given(first) or first.kind != "w":
            return False
        if not verb.feminine and first.base.endswith("ات") and "def" not in first.tags:
            return "body" in first.tags
        if first.base in {"عضو", "نايب", "رييس", "سفير"}:
            return False  # women, too
        found = gender(first)
        return found is not None and found != verb.feminine

    def _denied(self, i: int, j: int) -> bool:
        """``ونفت علمها بالمكالمة``: what is denied or announced stands right behind the verb."""
        word, verb = self.words[j], self.words[i].verb
        if (
            (word.base == "المنسوب" and verb.has("d"))
            or (verb.lemma in _HIS_OWN and self.phrases.owned(word))
            or (verb.lemma == "حمل" and word.base.startswith("المسوولي"))
        ):
            return True
        if verb.has("u") and word.look and is_number_word(word):
            return True
        if not (verb.has("d") or verb.has("r")) or word.kind != "w" or word.verb is not None:
            return False
        released = (
            verb.feminine and "def" in word.tags and not word.raw.endswith(("ة", "ات"))
            and j + 1 < self.hi and "prep" in self.words[j + 1].tags
            and not word.tags & {"role", "body"} and masdar_like(word.base.removeprefix("ال"))
        )  # fmt: skip
        whatever = word.base == "اي" and j + 1 < self.hi and (
            not self.words[j + 1].tags & {"role", "body", "def"}
        )  # fmt: skip
        if not (whatever or released) and word.tags - {
            "participle",
            "masdar",
            "clitic:ب",
            "clitic:ل",
            "maybe-and",
            "claim",
            "adverb",
        }:
            return False
        if not (
            whatever
            or released
            or masdar_like(word.base)
            or "claim" in word.tags
            or self.phrases.owned(word)
        ):
            return False
        if word.base in _INQUIRIES and verb.force != "denies" and (
            j + 1 < self.hi and "prep" not in self.words[j + 1].tags
        ):  # fmt: skip
            return False  # an inquiry reveals
        found = self.phrases.noun(j, self.hi)
        cut = self.phrases.second(j, found[0], bare=True) if found is not None else None
        if cut is not None and "def" in self.words[cut - 1].tags:
            return False  # "the paper's inquiry proves the forgery of …"
        for k in range(j + 1, min(self.hi, j + 20)):
            after = self.words[k]
            if after.raw in COMMAS:
                break
            told = is_given(word) and (
                (after.base in verb.after and "prep" in after.tags) or self.phrases.speaks_at(k)
            )
            if (
                told
                or after.raw == ":"
                or (after.tags & {"comp", "bcomp"} and "and" not in after.tags)
            ):
                return False  # it is who denies
        return True

    def _by_nobody(self, k: int) -> bool:
        """``اتهمت فلانة ببيع``: of what she is accused at ``k``, right behind the only noun phrase."""
        return k < self.hi and not self.words[k].tags.isdisjoint({"clitic:ب", "bcomp"})

    def _with_subject(
        self, i: int, j: int, end: int, following: int, said: Complement
    ) -> tuple[Complement | None, Range | None]:
        verb, hi = self.words[i].verb, self.hi
        subject_end = end
        if following == end:
            end = following = self._apposed(j, end)
            if following > subject_end:
                at = self.complements.aside(following + 1, hi, verb, said.copy())
                if self.complements.follows(at, hi, verb):
                    self.complements.aside(following + 1, hi, verb, said)
                    following = at
                return self.complements.read(following, hi, verb, said), (j, end)
        if self.words[j].base in SOMEBODY:  # nobody that was named before
            cut = self.phrases.second(j, end)
            ready = self.complements.read(cut or following, hi, verb, said.copy())
            if ready is not None:
                return ready, (j, cut or end)
        before = self._subject_before(i)
        if before is not None and self.words[i + 1 if i + 1 < hi else i].base in {"فيه", "فيها"}:
            before = None  # "a tape in which the mayor asks"
        if end < following < hi and (
            self.words[following].tags & {"given", "def"} or is_given(self.words[following])
        ):  # fmt: skip
            more = self.phrases.noun(following, hi, verb.after, to=True)
            if (
                more is not None
                and self.words[following - 1].raw in "-–—"
                and more[1] < hi
                and (
                    self.words[more[1]].raw in {*COMMAS, ":"}
                    or self.complements.begins(more[1], hi, verb)
                )
            ):
                end, following = more
        inside = "inside" in self.words[i + 1 if i + 1 < hi else i].tags
        if verb.has("o") and before is None and i > self.lo and (
            "and" in self.words[i].tags or inside
        ):  # fmt: skip
            parent = self._same_subject(i)
            named = any(is_given(w) for w in self.words[j:end]) or end - j > 3
            carried = parent is not None and parent.verb is None and not named
            if verb.lemma not in ANSWERS and (carried or (
                parent is not None and parent.verb is not None and self._agree(parent.verb[0], i)
            )):  # fmt: skip
                if self.phrases.second(j, end) is None:
                    ready = self.complements.read(j, hi, verb, said.copy())
                    if ready is not None and ready.addressee is not None:
                        return ready, None
        if (
            verb.has("d")
            and before is None
            and not (self.words[j].tags & {"role", "body", "given", "document", "recording"})
        ):
            parent = self._same_subject(i)
            if "def" in self.words[j].tags and (
                self.complements.read(following, hi, verb, said.copy()) is not None
            ):
                parent = None
            if parent is not None:
                ready = self.complements.read(j, hi, verb, said.copy())
                if ready is not None and ready.content is not None and ready.content[0] == j:
                    return ready, None
        if verb.has("w") and before is None:
            cut = self.phrases.second(j, end)
            if cut is not None and verb.lemma == "اتهم" and self._by_nobody(cut):
                following, cut = cut, None
            parent = self._same_subject(i) if cut is None and "and" in self.words[i].tags else None
            if parent is not None and parent.speaker is not None:
                ready = self.complements.read(j, hi, verb, said.copy())
                if ready is not None and ready.content is not None and ready.content[0] == j:
                    return ready, None
            if cut is not None:
                return self.complements.read(cut, hi, verb, said.copy()), (j, cut)
            if verb.lemma == "اتهم" and not verb.object and self._by_nobody(following):
                said.content = self.complements.end(j, hi, nominal=True)
                return said, None
        if verb.has("o") and not verb.object and before is None:
            cut = self.phrases.second(j, end)
            if cut is not None:
                ready = self.complements.read(cut, hi, verb, said.copy())
                if ready is not None:
                    return ready, (j, cut)
        if before is not None and any(map(verb.has, "odwr")):
            ready = self.complements.read(j, hi, verb, said.copy())
            if ready is not None:
                return ready, before
        spoken = {"قال", "حكى", "رد"} if not said.hung else _TELLING
        if before is not None and verb.lemma in spoken and not (
            following < hi and self.complements.begins(following, hi, verb)
        ):  # fmt: skip
            said.loose = True
            ready = self.complements.read(j, hi, _SPEECH, said.copy())
            if ready is not None:
                return ready, before
        if before is None and verb.lemma in _TELLING and self._as_spoken(i, j, said):
            ready = self.complements.read(following, hi, verb, said.copy())
            if ready is None or not self._that(ready):
                return self._said_loosely(j, end, following, said)
        if verb.lemma == "اعتبر" and not self.phrases.that_at(following, hi, ()):
            cut = j if before is not None else self.phrases.second(j, end)
            if cut is not None and self.complements.judged(cut, hi):
                return self.complements.content(cut, hi, said.copy()), before or (j, cut)
        if verb.has("d") or verb.has("r"):
            clause = self.complements.read(following, hi, verb, said.copy())
            if (
                clause is not None
                and clause.content is not None
                and (self.words[clause.content[0] - 1].tags & {"comp"} or clause.direct)
            ):
                return clause, (j, end)
            cut = self.phrases.second(j, end, bare=True)
            if cut is not None:
                ready = self.complements.read(cut, hi, verb, said.copy())
                if ready is not None:
                    return ready, (j, cut)
        said.loose = said.loose or verb.force in {"promises", "warns", "demands"}
        ready = self.complements.read(following, hi, verb, said.copy())
        return ready, (j, end)
