"""Noun phrases of Arabic: where one ends, and where a second one begins without a sign."""

from __future__ import annotations

from kashf.statements.arabic.lexicon import is_told
from kashf.statements.arabic.nouns import COMMAS, EVERY, NOUNS, TIMES, complement_b, is_act
from kashf.statements.arabic.second import Seconds
from kashf.statements.draft import Range, Scene
from kashf.statements.given import is_given
from kashf.statements.numbers import is_number_word
from kashf.statements.places import is_place
from kashf.statements.tokens import Word

__all__ = ["Phrases"]

_STOPS = frozenset(
    {
        "comp",
        "bcomp",
        "relative",
        "conj",
        "neg",
        "modal",
        "adverb",
        "source",
        "whether",
        "tome",
        "inside",
        "saying",
        "pronoun",
    }
)
_DEFINITE = frozenset({"def", "given"})
_LET_PASS = frozenset({"tome", "inside"})
_DASHES = frozenset("-–—ـ")
_MOST = 14
_ACCUSED = frozenset({"المدعي", "المجني", "المحكوم", "المقبوض", "المغدور", "المعتدي"})
_OFFICE = frozenset(
    {
        "العام",
        "العامه",
        "التنفيذي",
        "التنفيذيه",
        "الاعلي",
        "الاقليمي",
        "الرسمي",
        "الرسميه",
        "المالي",
        "السابق",
        "السابقه",
    }
)
_OTHERS = frozenset({"ثاني", "اول", "اخر", "ثالث", "ثانيه", "اولي", "اخري"})
_OF_THEM = frozenset({"منهم", "منها", "منا", "منكم", "منهن"})


class Phrases(Seconds):
    """Finds noun phrases in a scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.words = scene.words

    def dashed(self, i: int, hi: int) -> int | None:
        """Where an insertion that opens with a dash at ``i`` ends (after its second dash)."""
        for k in range(i + 1, min(hi, i + 14)):
            if self.words[k].raw in _DASHES:
                return k + 1
            if self.words[k].raw in COMMAS or self.words[k].raw in ".:":
                return None
        return None

    def bracketed(self, i: int, hi: int) -> int | None:
        """Where the bracket that opens at ``i`` has closed."""
        for k in range(i + 1, min(hi, i + 20)):
            if self.words[k].raw == ")":
                return k + 1
        return None

    def noun(
        self, i: int, hi: int, after: tuple[str, ...] = (), *, to: bool = False
    ) -> Range | None:
        """The noun phrase that begins at ``i``: its end, and where to read on.

        ``after`` are prepositions that lead elsewhere; ``to`` tells that li- marks an addressee.
        None where no noun phrase begins.
        """
        words, j = self.words, i
        head = False
        while j < hi and j - i < _MOST:
            word = words[j]
            if word.kind != "w":
                step = self._sign(i, j, hi)
                if step is None:
                    break
                if step < 0:
                    return (j, -step) if j > i else None
                j = step
                continue
            if self._stops(word, j, i) or not self._goes_on(
                word, i, j, hi, after, to=to, head=head
            ):
                break
            if j > i and self._describes(i, j, hi):
                break
            head = head or "role" in word.tags or "body" in word.tags
            j += 1
            if "prep" in word.tags and j < hi:
                j = min(self.scene.closing.get(j, j) + 1, hi)
        while j > i + 1 and "prep" in words[j - 1].tags and "given" not in words[j - 1].tags:
            j -= 1
        return (j, j) if j > i else None

    def _describes(self, i: int, j: int, hi: int) -> bool:
        """``تحقيق أنجزته مجلة``: a clause about an indefinite noun, without relative pronoun."""
        word = self.words[j]
        after = self.words[j + 1] if j + 1 < hi else word
        owned = word.base.endswith(("ته", "تها", "ناه", "وه", "وها")) and len(word.base) > 4
        if not owned and not ("tome" in after.tags and word.base.endswith(("ت", "نا", "وا"))):
            return False
        return "def" not in word.tags and all(w.tags.isdisjoint(_DEFINITE) for w in self.words[i:j])

    def _sign(self, i: int, j: int, hi: int) -> int | None:
        """The next token when a sign belongs to the phrase; negative: read on there; None: stop."""
        words = self.words
        word = words[j]
        if word.kind == "h":
            return j + 1
        if word.raw in _DASHES and j > i:
            if self.scene.touching(j - 1) and self.scene.touching(j) and words[j - 1].kind == "w":
                close = self.dashed(j, hi)
                return j + 1 if close is None else -close
            close = self.dashed(j, hi)
            return None if close is None else -close
        if word.raw == "(" and j > i:
            close = self.bracketed(j, hi)
            return None if close is None else -close
        close = self.scene.closing.get(j)
        if close is not None and close - j <= 6 and j > i and (
            words[j - 1].tags & {"body", "role"} or words[j - 1].base in {"في", "من", "لدي", "باسم", "بعنوان", "بلقب", "اسمه", "اسمها", "تدعي", "يدعي", "المسماه", "المسمي"}
            or self._title_of(j, close)
        ):  # fmt: skip
            return min(close + 1, hi)
        return None

    def _title_of(self, j: int, close: int) -> bool:
        """``نشرة "الطاحونة"``: a short name without verb after an indefinite noun."""
        before = self.words[j - 1]
        if (
            close - j > 4
            or before.kind != "w"
            or before.verb is not None
            or before.tags - {"document", "event", "recording"}
        ):
            return False
        return not any(
            w.verb is not None or w.tags & {"act", "neg", "comp"} for w in self.words[j + 1 : close]
        )

    def _stops(self, word: Word, j: int, i: int) -> bool:
        tags = word.tags
        if word.base == "ام" and j + 1 < len(self.words) and is_given(self.words[j + 1]):
            return False  # a mother's name
        if "tome" in tags and j > i and (
            self.words[j - 1].base in _ACCUSED
            or ("quantity" in self.words[j - 1].tags and word.base in _OF_THEM)
        ):  # fmt: skip
            return False
        if "inside" in tags and j > i and j + 1 < len(self.words) and is_given(self.words[j + 1]):
            return False
        if word.base == "ام" and j + 1 < len(self.words) and self.words[j + 1].kind == "w" and (
            j == i or self.words[j - 1].tags & {"role"} or self.words[j - 1].raw.endswith("تي")
        ):  # fmt: skip
            return False
        if word.base == "حد" and j == i and not (j and self.words[j - 1].base == "علي"):
            return False  # "somebody", as spoken
        if tags & _STOPS and not tags & {"role", "given"}:
            return True
        if j > i and word.base.startswith(("بالقول", "بقوله", "بقولها")):
            return True
        if j > i and word.base in {"بما", "مما", "عما", "فيما"}:
            return True
        if word.verb is not None and j > i and (
            is_given(word) or (word.verb.person == 1 and word.verb.kind == "present")
        ) and "def" in self.words[j - 1].tags:  # fmt: skip
            return False
        if word.fold == "ل" or is_act(word):
            return True
        if word.verb is None or j == i:
            noun = tags & NOUNS or (word.verb is not None and word.verb.has("n"))
            return j == i and word.verb is not None and not noun
        if tags & NOUNS and word.verb.kind != "participle":
            return False
        if word.verb.kind == "participle" and word.verb.feminine and j == i + 1:
            return "def" in self.words[i].tags or "and" in tags
        return not (word.verb.has("n") and word.verb.kind == "past" and "and" not in tags)

    def _goes_on(
        self, word: Word, i: int, j: int, hi: int, after: tuple[str, ...], *, to: bool, head: bool
    ) -> bool:
        tags = word.tags
        if j > i and not tags.isdisjoint(_LET_PASS):
            return True  # what _stops let pass
        if j > i and word.base in EVERY and j + 1 < hi and self.words[j + 1].base in TIMES:
            return False
        if j > i and word.look and "def" not in tags and self._counted(i, j):
            return False
        if "prep" in tags and "given" not in tags:
            return self._preposition(word, i, j, hi, after, head=head)
        if "clitic:ب" in tags and j > i:
            if word.base.startswith("باسم"):
                return True
            family = word.base.startswith(("بن", "بل", "بو")) and len(word.base) > 4
            if family and not complement_b(word) and "def" not in tags and (
                is_given(self.words[j - 1]) or self.words[j - 2 if j - 2 >= i else j - 1].base == "عبد"
            ):  # fmt: skip
                return True
            if "ب" in after and complement_b(word):
                return False
            if "ب" in after and not self._later_b(j + 1, hi):
                return False
            return head
        if "clitic:ل" in tags and j > i and "given" not in tags:
            following = self.words[j + 1] if j + 1 < hi else word
            before = self.words[j - 1]
            if to and (j == i + 1 and is_given(word)):
                return False
            if to and "def" in before.tags and self._another_to(j, hi):
                return True
            if to and word.base.removeprefix("لل") in _OTHERS:
                return False  # "the first says to the second"
            if not to and not after and "def" in tags and "def" in before.tags:
                return True
            closed = {"role", "def"} <= before.tags and "adjective" not in before.tags
            closed = closed or any(is_given(w) for w in self.words[i + 1 : j])
            if to and closed and "adjective" not in before.tags:
                return False
            if before.base in _OFFICE:
                return True  # the secretary-general of the party
            if to and tags & {"role", "body", "outlet"} and not following.tags & {"role", "given"}:
                return False
            paper = j == i + 1 and self.words[i].tags & {"document", "recording"}
            of = paper and "def" not in self.words[i].tags  # a report of the ministry
            return bool(head or of) and not tags & {"comp"}
        if (
            j > i
            and "def" in self.words[j - 1].tags
            and not tags & {"def", "role", "given", "and", "maybe-and"}
        ):
            then = self.words[j + 1] if j + 1 < hi else None
            name = "role" in self.words[i].tags and then is not None and then.kind == "w" and not (
                then.verb is not None or then.tags & {"comp", "bcomp", "prep", "adverb", "conj", "neg"}
            )  # fmt: skip
            loose = word.base.endswith("ا") and not word.base.endswith(("ها", "هما", "نا"))
            if loose and len(word.base) > 3 and not is_place(word) and not name:
                return False
            if word.raw.endswith("ة") and len(word.base) == 5 and word.base[1] == "ا":
                return False  # "laughing"
        if "and" in tags or "maybe-and" in tags:
            if j == i:
                return True
            return "timely" not in tags and (
                "maybe-and" in tags or bool(tags & {"role", "body", "def"})
            )
        return True

    def _another_to(self, j: int, hi: int) -> bool:
        """``المكتب الوطني للنقابة للرأي العام``: the second phrase with li- is who is spoken to."""
        for k in range(j + 1, min(hi, j + 4)):
            word = self.words[k]
            if word.kind != "w" or word.verb is not None or word.tags & {"comp", "prep"}:
                return False
            if "clitic:ل" in word.tags and "def" in word.tags:
                return True
        return False

    def _counted(self, i: int, j: int) -> bool:
        """``صاحب الموقع خمسة آلاف``: a number begins another phrase."""
        before = self.words[j - 1]
        return is_number_word(self.words[j]) and not is_number_word(before) and (
            "def" in before.tags or is_given(before) or self._owns(before)
        )  # fmt: skip

    def _preposition(
        self, word: Word, i: int, j: int, hi: int, after: tuple[str, ...], *, head: bool
    ) -> bool:
        if j == i or word.base in after or j + 1 >= hi:
            return False
        if word.base == "من" and "quantity" in self.words[i].tags and self.words[j + 1].kind == "w":
            return True
        if not head and not (
            word.base in {"من", "بين"}
            and self.words[i].tags & {"document", "recording"}
            and self.words[j + 1].tags & {"def", "role", "body"}
        ):
            return False
        following = self.words[j + 1]
        close = self.scene.closing.get(j + 1)
        if close is not None and close - j <= 5 and "attach" in word.tags:
            return True
        if following.kind != "w" or following.verb is not None or "and" in word.tags:
            return False
        if following.tags & {
            "recording",
            "document",
            "event",
            "timely",
            "comp",
            "adverb",
            "relative",
        }:
            return False
        if word.base == "لدي":
            return bool(following.tags & {"body", "role", "def"})
        return "attach" in word.tags

    def _later_b(self, j: int, hi: int) -> bool:
        for k in range(j, min(hi, j + 9)):
            if self.words[k].raw in COMMAS:
                return False
            if complement_b(self.words[k]):
                return True
        return False

    def told(self, at: int, hi: int) -> tuple[int, Range | None, int] | None:
        """``ما أعلنته الوزارة`` behind "according to": the verb, who says it, and where to read on."""
        words = self.words
        if at < hi and words[at].base in {"ما", "لما", "كما"}:
            at += 1
        while at < hi and words[at].tags & {"modal", "was"}:
            at += 1
        if at >= hi or not is_told(words[at]):
            return None
        verb, at = at, at + 1
        while at < hi and words[at].kind == "w" and (
            words[at].tags & {"tome", "adverb", "inside"} or words[at].base in {"به", "بها", "عنه", "عنها", "فيه"}
        ):  # fmt: skip
            at += 1
        found = self.noun(at, hi) if at < hi else None
        if found is None:
            return verb, None, at
        cut = self.second(at, found[0])
        return verb, (at, cut or found[0]), found[1]
