"""Noun phrases of Arabic: where one ends, and where a second one begins without a sign."""

from __future__ import annotations

from kashf.statements.arabic.borders import DASHES, Borders
from kashf.statements.arabic.lexicon import is_told, masdar_like
from kashf.statements.arabic.nouns import (
    CALLED,
    EVERY,
    NOUNS,
    PATRONYMS,
    TIMES,
    TITLES,
    complement_b,
    is_act,
)
from kashf.statements.arabic.passing import BY_SAYING, HIS, OF_IT, THAT, passes
from kashf.statements.draft import Range, Scene
from kashf.statements.given import is_given
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
_LET_PASS = frozenset({"tome", "inside"})
_MOST = 14
_ACCUSED = frozenset(
    {
        "المدعي",
        "المجني",
        "المحكوم",
        "المقبوض",
        "المغدور",
        "المعتدي",
        "المشتبه",
        "المشكو",
        "المبلغ",
        "المطعون",
        "المتهم",
        "المستمع",
    }
)
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
_FOR = (
    "مسوول", "نايب", "نواب", "ممثل", "دفاع", "عضو", "اعضاء", "مرشح", "متحدث", "ناطق",
    "نيابه", "مندوب", "محام"
)  # fmt: skip
_SCOPE = frozenset({"الوطني", "الوطنيه", "الدولي", "الدوليه", "العربي", "العربيه", "العالمي", "العالميه", "الاعلي",
                    "العليا", "المستقل", "المستقله", "الاتحادي", "الاتحاديه", "القومي", "القوميه", "العام"})  # fmt: skip
_SOME_OF = frozenset(
    {("من", "كل"), ("من", "عدد"), ("من", "كثير"), ("من", "واحد"), ("من", "جمله"), ("من", "مجموعه")}
)
_OTHERS = frozenset({"ثاني", "اول", "اخر", "ثالث", "ثانيه", "اولي", "اخري"})
_OF_THEM = frozenset({"منهم", "منها", "منا", "منكم", "منهن"})

_HEADS = frozenset({"role", "body"})


class Phrases(Borders):
    """Finds noun phrases in a scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.words = scene.words

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
            if passes(word):
                head = head or not word.tags.isdisjoint(_HEADS)
                j += 1
                continue
            if (
                self._stops(word, j, i)
                or not self._goes_on(word, i, j, hi, after, to=to, head=head)
                or (j > i and self._clause(i, j, hi, after))
            ):
                break
            head = head or not word.tags.isdisjoint(_HEADS)
            j += 1
            if "prep" in word.tags and j < hi:
                j = min(self.scene.closing.get(j, j) + 1, hi)
        while j > i + 1 and "prep" in words[j - 1].tags and "given" not in words[j - 1].tags:
            j -= 1
        return (j, j) if j > i else None

    def _sign(self, i: int, j: int, hi: int) -> int | None:
        """The next token when a sign belongs to the phrase; negative: read on there; None: stop."""
        words, word = self.words, self.words[j]
        if word.kind == "h":
            return j + 1
        if word.raw == "." and len(words[j - 1].fold) == 1 and words[j - 1].arabic:
            return j + 1  # ``د. سامر``
        if word.raw in DASHES and j > i:
            if self.scene.touching(j - 1) and self.scene.touching(j) and words[j - 1].kind == "w":
                close = self.dashed(j, hi)
                return j + 1 if close is None else -close
            close = self.dashed(j, hi)
            return None if close is None else -close
        if word.raw == "(" and j > i:
            close = self.bracketed(j, hi)
            if close is not None and self._initials(j, close):
                return close
            return None if close is None else -close
        close = self.scene.closing.get(j)
        if close is not None and close - j <= 6 and j > i and not self._utters(j, close) and (
            words[j - 1].tags & {"body", "role"} or words[j - 1].base in {"في", "من", "لدي", "باسم", "برنامج", "لبرنامج", "بودكاست", "لبودكاست", "بعنوان", "بلقب", "اسمه", "اسمها", "تدعي", "يدعي", "المسماه", "المسمي", "المدعو", "المدعوه", "الملقب", "الملقبه", "المكني", "ب"}
            or self._title_of(j, close) or (j > i + 2 and "prep" in words[j - 2].tags and self._bare(words[j - 1]))
            or self._abbreviated(j, close)
        ):  # fmt: skip
            return min(close + 1, hi)
        return None

    def _stops(self, word: Word, j: int, i: int) -> bool:
        tags = word.tags
        if word.base == "ام" and j + 1 < len(self.words) and is_given(self.words[j + 1]):
            return False  # a mother's name
        if tags & {"tome", "inside"} and j > i and (
            self.words[j - 1].base in _ACCUSED
            or ("quantity" in self.words[j - 1].tags and word.base in _OF_THEM)
        ):  # fmt: skip
            return False
        if word.base in HIS and j == i + 1 and self._related(i):
            return False
        if (
            tags & {"inside", "then"}
            and j > i
            and j + 1 < len(self.words)
            and is_given(self.words[j + 1])
        ):
            return False
        if j > i and (self.unlike(j) or self._of_it(word, i, j)):
            return False
        if word.base == "ام" and j + 1 < len(self.words) and self.words[j + 1].kind == "w" and (
            j == i or self.words[j - 1].tags & {"role"} or self.words[j - 1].raw.endswith("تي")
        ):  # fmt: skip
            return False
        if j > i and j + 1 < len(self.words) and self.words[j + 1].base == "الله":
            return False  # ``جاب الله``
        if word.base in PATRONYMS and j > i and j + 1 < len(self.words):
            return self.words[j + 1].kind != "w"
        if word.base == "حد" and j == i and not (j and self.words[j - 1].base == "علي"):
            return False  # "somebody", as spoken
        if j > i and (word.base in OF_IT or "was" in tags) and "def" not in self.words[j - 1].tags:
            return True
        if tags & _STOPS and not tags & {"role", "given"}:
            return True
        if j > i and word.base.startswith(BY_SAYING):
            return True
        if j > i and word.base in THAT:
            return True
        if word.verb is not None and j > i and (
            is_given(word) or (word.verb.person == 1 and word.verb.kind == "present")
        ) and "def" in self.words[j - 1].tags:  # fmt: skip
            return False
        if word.fold == "ل" or (is_act(word) and self.words[j - 1].base not in TITLES):
            return True
        if word.verb is None or j == i:
            alike = word.verb is not None and word.verb.has("n") and word.base[0] not in "يس"
            noun = tags & NOUNS or alike
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
            if self.words[j - 1].base in CALLED:
                return True
            if word.base == "بالحق" and self.words[j - 1].base.startswith(("المطالب", "القايم")):
                return True  # the civil party
            if word.base.startswith("باسم"):
                return True
            if "ب" in after and j + 1 in self.scene.closing and not is_given(self.words[j - 1]):
                return False
            family = word.base.startswith(("بن", "بل", "بو")) and len(word.base) > 4
            if family and word.base[1] == "و" and "role" in self.words[i].tags and j > i + 1 and (
                "def" not in tags and not complement_b(word)
            ):  # fmt: skip
                return True
            if family and not complement_b(word) and "def" not in tags and (
                is_given(self.words[j - 1]) or self.words[j - 1].base in TITLES or self.words[j - 1].base == "ايت" or self.words[j - 2 if j - 2 >= i else j - 1].base == "عبد"
            ):  # fmt: skip
                return True
            if "ب" in after and complement_b(word):
                return False
            if "ب" in after and not self._later_b(j + 1, hi):
                return False
            return head and not self.before_quote(j, hi)
        if "clitic:ل" in tags and j > i and "given" not in tags:
            following = self.words[j + 1] if j + 1 < hi else word
            before = self.words[j - 1]
            if to and (j == i + 1 and is_given(word)):
                return False
            if is_given(before) and not tags - {"clitic:ل"} and not is_given(word):
                return True  # a family name: ``توماس ليند``
            if to and "def" in before.tags and self._another_to(j, hi):
                return True
            if to and word.base == "للراي":
                return False  # "to the public"
            paper = before.tags & {"document", "recording"} and j - i <= 2
            if paper and "def" not in self.words[i].tags and "def" in tags:
                return True  # a statement of the union
            if to and word.base.removeprefix("لل") in _OTHERS:
                return False  # "the first says to the second"
            if not to and not after and "def" in tags and "def" in before.tags:
                return True
            if head and "def" not in tags and masdar_like(word.base[1:]) and "def" in before.tags:
                return True  # the society for the protection of
            if j - i <= 2 and "def" not in self.words[i].tags and (
                self.words[i].tags & {"document", "recording"} and tags & {"recording", "event"}
            ):  # fmt: skip
                return True  # a recording of a call
            if "body" in self.words[i].tags and j - 1 in self.scene.opening and (
                "def" not in tags and "def" in following.tags
            ):  # fmt: skip
                return True  # the association "…" for patients of
            if j == i + 2 and {"body", "def"} <= self.words[i].tags and (
                before.base in _SCOPE  # the national union of nurses
                or ("body" in tags and not tags & {"def", "body:outlet"} and "def" in following.tags)
            ):  # fmt: skip
                return True
            if self.words[i].tags & {"body", "document"} and "def" in tags and not tags & {"role", "body:outlet"} and (
                2 <= j - i <= 3 and "def" in before.tags and before.base.endswith(("ي", "يه"))
            ):  # fmt: skip
                return True  # the national office of the union
            if not to and {"def"} <= before.tags and before.base.endswith(("يه", "يات")) and (
                tags & {"body", "role"}
            ):  # fmt: skip
                return True  # the weekly bulletin of the chamber
            closed = {"role", "def"} <= before.tags and "adjective" not in before.tags
            closed = closed or any(is_given(w) for w in self.words[i + 1 : j])
            if to and closed and "adjective" not in before.tags:
                return False
            if before.base in _OFFICE and ("role" in self.words[i].tags or "role" not in tags):
                return True  # the secretary-general of the party
            if to and tags & {"role", "body", "outlet"} and not following.tags & {"role", "given"}:
                return False
            paper = self.words[j - 1].tags & {"document", "recording"} and j - i <= 2
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
            if word.raw.endswith("ة") and len(word.base) == 5 and word.base[1] == "ا" and not name:
                return False  # "laughing"
        if "and" in tags or "maybe-and" in tags:
            if j == i:
                return True
            return "timely" not in tags and (
                "maybe-and" in tags or bool(tags & {"role", "body", "def"}) or is_given(word)
            )
        return True

    def _preposition(
        self, word: Word, i: int, j: int, hi: int, after: tuple[str, ...], *, head: bool
    ) -> bool:
        if j == i + 1 and j + 1 < hi and (word.base, self.words[i].base) in _SOME_OF:
            return True
        if word.base == "من" and j == i + 1 and j + 1 < hi and (
            "quantity" in self.words[i].tags and self.words[j + 1].kind == "w"
        ):  # fmt: skip
            return True
        if j == i or word.base in after or j + 1 >= hi:
            return False
        if word.base == "بين" and j == i + 1:
            return True  # a comparison of two things
        if not head and not (
            word.base in {"من", "بين"}
            and self.words[i].tags & {"document", "recording"}
            and self.words[j + 1].tags & {"def", "role", "body"}
        ):
            return False
        following = self.words[j + 1]
        if following.base in {"اول", "اخر", "احد", "احدي"} and j + 2 < hi:
            following = self.words[j + 2]
        close = self.scene.closing.get(j + 1)
        if close is not None and close - j <= 5 and "attach" in word.tags:
            return True
        if following.kind != "w" or following.verb is not None or "and" in word.tags:
            return False
        if "prep" in following.tags and not (
            "given" in following.tags or following.base in {"داخل", "خارج"}
        ):
            return False  # "from behind the door"
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
        if word.base == "عن" and not self.words[j - 1].base.removeprefix("ال").startswith(_FOR):
            return False
        if word.base == "لدي":
            return bool(following.tags & {"body", "role", "def"})
        return "attach" in word.tags

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
            words[at].tags & {"tome", "adverb", "inside"} or ({"clitic:ل", "def"} <= words[at].tags and not is_given(words[at])) or words[at].base in {"به", "بها", "عنه", "عنها", "فيه"}
        ):  # fmt: skip
            at += 1
        found = self.noun(at, hi, to=True) if at < hi else None
        if found is None:
            return verb, None, at
        cut = self.second(at, found[0])
        return verb, (at, cut or found[0]), found[1]
