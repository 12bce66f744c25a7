"""What stands between an English reporting verb and what is said: a place, or words between commas."""

from __future__ import annotations

from kashf.statements.english.contents import Contents
from kashf.statements.english.endings import Complement

__all__ = ["Insertions"]


class Insertions(Contents):
    """Passes over it, and keeps a source that it names."""

    def _formula(self, j: int) -> int | None:
        """Past "in so many words", "in the strongest terms" and "and I quote"."""
        folds = [w.fold for w in self.words[j : min(self.hi, j + 5)]]
        if len(folds) < 3:
            return None
        if folds[0] == "and" and folds[1] == "i" and folds[2] == "quote":
            return j + 3
        if folds[0] == "in":
            for k, fold in enumerate(folds[2:], 2):
                if fold in {"terms", "words"} and folds[1] in {"so", "the", "no"}:
                    return j + k + 1
        return None

    def _place(self, j: int, said: Complement) -> int | None:
        end = self.phrases.right(j + 1, frozenset({"that"}))
        if end == j + 1:
            return None
        if j + 2 < self.hi and "time" in self.words[j + 1].tags and self.words[j + 2].fold == "of":
            return j + 2  # "warned in March of falling profits"
        kind = self.kind((j + 1, end))
        bare = self.phrases.by_means(j) and "det" not in self.words[j + 1].tags
        if kind in {"recording", "document", "report"} and not bare and (
            self.words[j].fold in {"in", "on", "through", "by", "via"}
        ):  # fmt: skip
            said.sources.append((kind, (j + 1, end)))
        return end

    def _over(self, j: int, said: Complement) -> int | None:
        """Past a comma or an insertion, to what introduces the content."""
        words, hi = self.words, self.hi
        if j + 1 < hi and (words[j + 1].fold == "that" or j + 1 in self.scene.closing):
            return j + 1
        if j + 1 < hi and words[j + 1].fold == "but":
            return None  # "did not respond, but an aide told us"
        for k in range(j + 1, min(hi, j + 20)):
            if words[k].raw in {",", "—", "–"} or k in self.scene.closing:
                n = k if k in self.scene.closing else k + 1
                if any(
                    words[q].verb is not None and words[q].verb.kind == "participle" for q in range(j + 1, k)
                ):  # fmt: skip
                    return None  # `, adding: "…"`
                if k in self.scene.closing and words[k - 1].kind == "w" and (
                    words[j + 1].tags & {"aux", "modal", "do", "vpast", "ed", "vboth", "det", "pron"}
                ):  # fmt: skip
                    return None  # `The owner, she said, wanted "a head"`
                if any(
                    words[q].verb is not None and words[q].verb.kind == "present"
                    and words[q - 1].kind == "s" for q in range(j + 1, k)
                ):  # fmt: skip
                    return None  # `, notes that "…"`
                if (
                    n < hi
                    and words[j + 1].fold == "among"
                    and words[n].tags | {words[n].fold[-3:]} & {"ing"}
                ):
                    return n
                if n < hi and (words[n].fold in {"that", "to"} or n in self.scene.closing):
                    for q in range(j + 1, k):
                        if words[q].fold in {"in", "on"}:
                            end = self.phrases.right(q + 1)
                            kind = self.kind((q + 1, end)) if end > q + 1 else None
                            if kind in {"recording", "document", "report"}:
                                said.sources.append((kind, (q + 1, min(end, k))))
                            break
                    return n
                return None
        return None
