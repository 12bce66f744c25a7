"""What a dossier says about its own making: notes on method, and what is still open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kashf.dossier.model import Figure, Language, Measure, Record, Remark, RunResult, Sentence
from kashf.evidence.case import Case
from kashf.pipeline.attributing import Texts

__all__ = ["methods", "questions"]

_ARABIC = re.compile("[\u0620-\u064a]")
_STATEMENTS: dict[Language, str] = {
    "en": "Statements were found by a program and are candidates until people accept them; only "
    "accepted ones are shown. The program misses statements, so that what is not here may have been "
    "said all the same.",
    "ar": "عثر برنامج على الأقوال، وهي مرشحة إلى أن يقبلها أشخاص، ولا يُعرض هنا سوى المقبول منها. وقد يفوت "
    "البرنامج بعض الأقوال، فغياب قول هنا لا يعني أنه لم يُقل.",
}
_TRANSCRIPTS: dict[Language, str] = {
    "en": "Times of a transcript are those of the transcript; listen to the recording before you quote.",
    "ar": "أوقات النص المفرَّغ هي كما وردت فيه؛ استمع إلى التسجيل قبل الاقتباس.",
}
_TESTED: dict[Language, str] = {
    "en": "Accounts that share the same things within a time window were compared with what is "
    "usual among ordinary accounts, for how many things and how fast. Groups were sought on some of the "
    "things that are shared, and tested on the rest, which the search had not seen. Only groups that "
    "passed are shown.",
    "ar": "قورنت الحسابات التي تنشر العناصر نفسها في نافذة زمنية بما هو معتاد بين الحسابات العادية، من حيث عدد "
    "العناصر والسرعة. وبُحث عن المجموعات في بعض العناصر المشتركة، ثم اختُبرت في بقيتها التي لم يرها البحث. "
    "ولا تُعرض هنا إلا المجموعات التي اجتازت الاختبار.",
}
_UNTESTED: dict[Language, str] = {
    "en": "Some runs used fixed thresholds alone, without tests against chance; no group of theirs is "
    "shown.",
    "ar": "استعملت بعض عمليات التحليل عتبات ثابتة وحدها بلا اختبار ضد المصادفة؛ ولا تُعرض مجموعاتها.",
}


def methods(
    runs: Sequence[RunResult],
    languages: Sequence[Language],
    *,
    statements: bool,
    transcripts: bool,
) -> Iterator[Remark]:
    """Notes on method, each in every language."""
    tested = [bool(run.info["settings"]["detect"]["null"]) for run in runs]
    for wanted, words in (
        (statements, _STATEMENTS),
        (transcripts, _TRANSCRIPTS),
        (any(tested), _TESTED),
        (not all(tested), _UNTESTED),
    ):
        if wanted:
            yield from (Remark(language, words[language]) for language in languages)


def questions(
    case: Case,
    texts: Texts,
    runs: Sequence[RunResult],
    own: RunResult | None,
    languages: Sequence[Language],
) -> Iterator[Remark | Sentence]:
    """What is still open: what ``case.toml`` asks, and what the case itself leaves open."""
    for question in case.settings.dossier.questions:
        yield Remark("ar" if _ARABIC.search(question) else "en", question)
    if own is not None and own.info["counts"]["waiting"]:
        figure = Figure(Measure(own.name, "counts.waiting"))
        yield from (
            Sentence(language, (words, figure, "."))
            for language, words in _each(
                languages,
                en="Statements that nobody has decided on yet, and that are not shown: ",
                ar="أقوال لم يُبتّ فيها بعد ولا تُعرض هنا، وعددها: ",
            )
        )
    for run in runs:
        yield from _about_run(run, languages)
    silent = tuple(Record(number) for number in _without_text(texts))
    if silent:
        yield from (
            Sentence(language, (words,), silent)
            for language, words in _each(
                languages,
                en="No text could be read from this evidence, so that nothing in it is cited: ",
                ar="لم يُقرأ نص من هذه الأدلة، فلا يُستشهد بشيء مما فيها: ",
            )
        )


def _about_run(run: RunResult, languages: Sequence[Language]) -> Iterator[Sentence]:
    significance = run.info.get("significance") or {}
    if significance.get("unconfirmed"):
        figure = Figure(Measure(run.name, "significance.unconfirmed"))
        yield from (
            Sentence(language, (words, figure, "."))
            for language, words in _each(
                languages,
                en="Groups of accounts that the tests did not confirm, and that are not shown: ",
                ar="مجموعات حسابات لم تؤكدها الاختبارات ولا تُعرض هنا، وعددها: ",
            )
        )
    if significance.get("foreign"):
        share = Figure(Measure(run.name, "significance.foreign"), percent=True)
        for language in languages:
            if language == "ar":
                yield Sentence("ar", (
                    "لا تصلح هذه البيانات وحدها لمعرفة المعتاد، فمن المشترك فيها ما ينتشر أسرع مما ينشره الناس، "
                    "ونسبته ", share, "؛ فقيس بمرجع من خارجها. وقد تفسره كذلك أخبار عاجلة أو نشر آلي معلن.",
                ))  # fmt: skip
            else:
                yield Sentence("en", (
                    "These data can't say by themselves what is usual: of what accounts share, ", share,
                    " is shared faster than people do. It was judged by a reference from outside. "
                    "Breaking news, or open posting by machine, would explain it as well.",
                ))  # fmt: skip
    if run.info["counts"].get("rejected"):
        figure = Figure(Measure(run.name, "counts.rejected"))
        yield from (
            Sentence(language, (words, figure, "."))
            for language, words in _each(
                languages,
                en="Rows of the posts that could not be read, with their reasons in the run: ",
                ar="صفوف من المنشورات تعذرت قراءتها، وأسبابها في ملفات التحليل، وعددها: ",
            )
        )


def _each(languages: Sequence[Language], **words: str) -> list[tuple[Language, str]]:
    return [(language, words[language]) for language in languages]


def _without_text(texts: Texts) -> list[int]:
    """Items that hold neither posts nor a text, and of which no transcript is in the case."""
    parents = {item.derived_from for item in texts.items if texts.of(item) is not None}
    return [
        item.number
        for item in texts.items
        if item.number not in texts.posts and texts.of(item) is None and item.sha256 not in parents
    ]
