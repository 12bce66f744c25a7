"""What was learned of speakers and contents, on top of the rules."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import golden_statements as golden
from kashf.statements import ends, extract, learned, looks, speakers
from kashf.statements.draft import Scene
from kashf.statements.layout import sentences
from kashf.statements.lists import rows
from kashf.statements.rules import read
from kashf.statements.settling import MODELS, settle
from kashf.statements.tokens import Word, tokenise

ARABIC = "وقالت المديرة سلمى إن الجسر آمن، وأكد الوزير أن العمل مستمر، مطالبا الشركة بالرد."
ENGLISH = "The mayor said the bridge was safe, and the guild denied that it had asked for money."


def found(text: str) -> list[learned.Case]:
    """The cases of a text as the rules found them."""
    reading = read(text, learned=False)
    cases = []
    for sentence in sorted({s for p in reading.paragraphs for s in sentences(reading.scene, p)}):
        own = [
            learned.said(d) for d, _ in reading.drafts if sentence[0] <= d.content[0] < sentence[1]
        ]
        others = {one.at: one for one in own}
        cases += [learned.Case(reading.scene, sentence, one, others) for one in own]
    return cases


def test_a_hazard_gives_chances_that_sum_to_one() -> None:
    model = learned.Model({"always": -1000, "a": 2000})
    groups: list[learned.Group] = [(lambda name: iter([name]), ("a",))]
    chances = model.stops([(1, []), (2, groups), (3, [])], 4)
    assert [k for k, _ in chances] == [1, 2, 3, 4]
    assert sum(chance for _, chance in chances) == pytest.approx(1)
    assert chances[0][1] == pytest.approx(1 / (1 + 2.718281828459045))
    assert max(chances, key=lambda one: one[1])[0] == 2


def test_a_content_that_nothing_ends_runs_to_the_end_of_the_sentence() -> None:
    case = next(
        one for one in found("The mayor said the bridge was safe and sound.") if ends.may_move(one)
    )
    assert ends.chosen(case, learned.Model({"always": -100_000})) == case.sentence[1]


def test_a_content_ends_where_the_weights_are_heavy() -> None:
    case = next(
        one
        for one in found("The mayor said the bridge was safe, or so it seemed.")
        if ends.may_move(one)
    )
    at = next(k for k, word in enumerate(case.scene.words) if word.raw == "or")
    assert ends.chosen(case, learned.Model({"always": -20_000, "c,=or": 60_000})) == at


def test_speakers_begin_where_something_leads_to_them() -> None:
    for case in found(ARABIC):
        places = speakers.starts(case)
        assert places == sorted(set(places))
        assert case.own.speaker is None or case.own.speaker[0] in places
        begin, end = case.own.verb or (0, 0)
        assert not any(begin <= k < end for k in places)


def test_who_is_spoken_to_does_not_speak() -> None:
    for example in golden.load("dev"):
        for one in extract(example.text):
            if one.speaker is not None and one.addressee is not None:
                apart = (
                    one.speaker.end <= one.addressee.start or one.addressee.end <= one.speaker.start
                )
                assert apart or one.speaker.text == one.addressee.text or one.verb is None


def test_quotations_keep_their_ends() -> None:
    text = (
        'The clerk said: "We burnt the ledgers, and the mayor asked us to, in a letter on Monday."'
    )
    (one,) = [one for one in extract(text) if one.direct]
    assert text[one.content.start :].startswith("We burnt the ledgers")
    assert one.content.text.endswith(("Monday", "Monday."))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "قال",
                "وقالت",
                "الوزير",
                "،",
                ":",
                "أن",
                "the",
                "said",
                "and",
                ",",
                ".",
                "«",
                "»",
                "\n",
                "reporter",
            ]
        )
    )
)
def test_looks_are_what_a_look_at_each_word_says(parts: list[str]) -> None:
    tokens = tokenise(" ".join(parts))
    scene = Scene(tokens, {}, set())

    def comma(word: Word) -> bool:
        return word.raw in {",", "،"}

    for look, test in ((looks.COMMA, comma), (looks.STOP, lambda word: word.raw in looks.STOPS)):
        plain = [k for k, word in enumerate(tokens.words) if test(word)]
        assert looks.among(scene, look, 0, len(tokens.words)) == plain
        assert list(looks.flags(scene, look)) == [int(test(word)) for word in tokens.words]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from((ARABIC + " " + ENGLISH + ' « » " ( ) \n').split(" ")), max_size=40)
)
def test_any_sentence_is_settled_inside_itself(parts: list[str]) -> None:
    reading = read(" ".join(parts), learned=False)
    for sentence in sorted({s for p in reading.paragraphs for s in sentences(reading.scene, p)}):
        lo, hi = sentence
        drafts = [d for d, _ in reading.drafts if lo <= d.content[0] and d.content[1] <= hi]
        starts = [d.content[0] for d in drafts]
        settle(reading.scene, sentence, drafts)
        assert [d.content[0] for d in drafts] == starts
        for draft in drafts:
            assert draft.content[0] < draft.content[1] <= hi
            if draft.speaker is not None:
                assert draft.speaker[0] < draft.speaker[1] <= len(reading.scene.words)


def test_the_same_words_give_the_same_statements_however_much_is_remembered() -> None:
    before = extract(ARABIC + "\n\n" + ENGLISH)
    for folder in ("arabic", "english"):
        for name in MODELS:
            learned.model(folder, name).sums.clear()
    assert extract(ARABIC + "\n\n" + ENGLISH) == before


@pytest.mark.parametrize("folder", ["arabic", "english"])
@pytest.mark.parametrize("name", MODELS)
def test_models_are_lists_of_whole_weights(folder: str, name: str) -> None:
    fields = list(rows(folder, f"{name}.tsv"))
    names = [one[0] for one in fields]
    assert len(names) == len(set(names)) > 100
    assert all(len(one) == 2 and abs(int(one[1])) < 20_000 for one in fields)
    assert names == sorted(names)


def test_the_models_know_no_feature_that_nobody_names() -> None:
    named: set[str] = {"always"}
    for example in golden.load("dev", "en"):
        for case in found(example.text):
            if ends.may_move(case):
                named.update(name for _, names in ends.features(case) for name in names)
    known = [fields[0] for fields in rows("english", "content_ends.tsv")]
    assert sum(name in named for name in known) > 0.9 * len(known)
