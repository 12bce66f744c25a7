"""Who pays a sum to whom, and what for, where the words beside it say so."""

from __future__ import annotations

from kashf.statements.arabic.phrases import Phrases as ArabicPhrases
from kashf.statements.draft import Range, Scene
from kashf.statements.english.phrases import Phrases as EnglishPhrases
from kashf.statements.tokens import fold

__all__ = ["paying"]

_PAY = frozenset(
    [
        "pay",
        "pays",
        "paid",
        "gave",
        "give",
        "gives",
        "given",
        "spent",
        "spend",
        "spends",
        "spare",
        "sent",
        "send",
        "sends",
        "transferred",
        "transfer",
        "transfers",
        "offered",
        "offer",
        "offers",
        "wired",
        "wire",
    ]
)
_RECEIVE = frozenset(
    [
        "received",
        "receive",
        "receives",
        "got",
        "took",
        "take",
        "takes",
        "collected",
        "earned",
        "earns",
    ]
)
_PAY_AR = frozenset(
    fold(w)
    for w in [
        "دفع",
        "دفعت",
        "دفعوا",
        "يدفع",
        "تدفع",
        "يدفعون",
        "سيدفع",
        "ستدفع",
        "حول",
        "حولت",
        "حولوا",
        "يحول",
        "سلم",
        "سلمت",
        "سلموا",
        "أعطى",
        "أعطت",
        "أعطوا",
        "صرف",
        "صرفت",
        "منح",
        "منحت",
        "قدم",
        "قدمت",
        "أرسل",
        "أرسلت",
        "أرسلوا",
        "أنفق",
        "أنفقت",
        "سدد",
        "سددت",
    ]
)
_RECEIVE_AR = frozenset(
    fold(w)
    for w in [
        "تلقى",
        "تلقت",
        "تلقوا",
        "يتلقى",
        "تتلقى",
        "يتقاضى",
        "تتقاضى",
        "تقاضى",
        "تقاضت",
        "استلم",
        "استلمت",
        "تسلم",
        "تسلمت",
        "قبض",
        "قبضت",
        "يقبض",
        "تقبض",
        "أخذ",
        "أخذت",
    ]
)
_NEAR = 14
_FOR = frozenset({fold("مقابل"), fold("لقاء"), fold("لأجل"), fold("نظير")})
_TO_AR = frozenset({fold("إلى")})


def paying(
    scene: Scene, where: Range, part: Range
) -> tuple[Range | None, Range | None, Range | None]:
    """Payer, payee and purpose of the sum at ``where`` inside of ``part``, as ranges of words."""
    if scene.words[where[1] - 1].arabic or scene.words[where[0]].arabic:
        return _arabic(scene, where, part)
    return _english(scene, where, part)


def _english(
    scene: Scene, where: Range, part: Range
) -> tuple[Range | None, Range | None, Range | None]:
    words = scene.words
    phrases = EnglishPhrases(scene, *part)
    payer = payee = purpose = None
    for k in range(where[0] - 1, max(part[0], where[0] - _NEAR) - 1, -1):
        if words[k].raw in {";", "."}:
            break
        if words[k].fold in _PAY | _RECEIVE:
            at = k
            while at > part[0] and words[at - 1].tags & {"aux", "modal", "adverb", "not"}:
                at -= 1
            subject = phrases.left(at)
            if words[k].fold in _PAY:
                payer = subject
                middle = phrases.right(k + 1)
                if (
                    k + 1 < min(middle, where[0])
                    and words[k + 1].kind == "w"
                    and words[k + 1].raw not in "$€£"
                ):
                    payee = (k + 1, min(middle, where[0])) if words[k + 1].fold != "up" else None
            else:
                payee = subject
            break
    k, end = where[1], min(part[1], where[1] + _NEAR)
    while k < end and words[k].raw not in {".", ";", ","}:
        role = words[k].fold
        if role in {"to", "from", "by", "for"} and k + 1 < end:
            stop = phrases.right(k + 1, frozenset({"for", "from", "by"}))
            if stop > k + 1:
                span = (k + 1, min(stop, part[1]))
                if role == "to" and payee is None and not words[k + 1].verb:
                    payee = span
                elif role in {"from", "by"} and payer is None:
                    payer = span
                elif role == "for" and purpose is None:
                    purpose = span
                k = stop
                continue
        k += 1
    return payer, payee, purpose


def _arabic(
    scene: Scene, where: Range, part: Range
) -> tuple[Range | None, Range | None, Range | None]:
    words = scene.words
    phrases = ArabicPhrases(scene)
    payer = payee = purpose = None
    for k in range(where[0] - 1, max(part[0], where[0] - _NEAR) - 1, -1):
        base = words[k].base if words[k].fold not in _PAY_AR | _RECEIVE_AR else words[k].fold
        if base.lstrip("وف") in _PAY_AR | _RECEIVE_AR or base in _PAY_AR | _RECEIVE_AR:
            found = phrases.noun(k + 1, where[0]) if k + 1 < where[0] else None
            subject = (
                (k + 1, found[0])
                if found is not None and "clitic:ل" not in words[k + 1].tags
                else None
            )
            if subject is not None and words[subject[0]].fold in {"مبلغ", "نحو", "حوالي", "مبلغا"}:
                subject = None
            if (
                subject is None
                and k > part[0]
                and words[k - 1].kind == "w"
                and words[k - 1].tags & {"def", "role", "given"}
            ):
                start = k - 1
                while (
                    start > part[0]
                    and words[start - 1].kind == "w"
                    and words[start - 1].tags & {"role", "body", "given"}
                ):
                    start -= 1
                subject = (start, k)
            if base in _PAY_AR or base.lstrip("وف") in _PAY_AR:
                payer = subject
                for q in range(k + 1, where[0]):
                    if "clitic:ل" in words[q].tags and words[q].tags & {"role", "body", "def"}:
                        receiver = phrases.noun(q, where[0])
                        payee = (q, receiver[0]) if receiver is not None else None
                        break
            else:
                payee = subject
            break
    k, end = where[1], min(part[1], where[1] + _NEAR)
    while k < end and words[k].kind in "wn":
        if (words[k].fold in _FOR and purpose is None) or (
            words[k].fold in _TO_AR and payee is None
        ):
            found = phrases.noun(k + 1, end) if k + 1 < end else None
            if found is not None:
                if words[k].fold in _FOR:
                    purpose = (k + 1, found[0])
                else:
                    payee = (k + 1, found[0])
                k = found[0]
                continue
        if "clitic:ل" in words[k].tags and words[k].kind == "w":
            found = phrases.noun(k, end)
            if found is not None:
                if words[k].tags & {"role", "body"} and payee is None:
                    payee = (k, found[0])
                elif purpose is None:
                    purpose = (k, found[0])
                k = max(found[0], k + 1)
                continue
        if words[k].fold == "من" and payer is None and k + 1 < end:
            found = phrases.noun(k + 1, end)
            if found is not None and words[k + 1].tags & {"role", "body", "given"}:
                payer = (k + 1, found[0])
        k += 1
    return payer, payee, purpose
