from __future__ import annotations

from pathlib import Path

import pytest

from kashf.errors import IntegrityError, UsageError
from kashf.evidence.case import Case
from kashf.evidence.verify import verify_case
from kashf.statements.grading import CREDIBILITY, RELIABILITY, explained, meaning, parse_grade
from kashf.statements.ledger import FOLLOWER, STATEMENTS, replay
from kashf.statements.model import Span, Statement
from kashf.statements.review import RULES, Reviews
from kashf.statements.taking import extract_item, settings_of
from review_case import REPORT


def statement(content: str, speaker: str | None = None, **more: object) -> Statement:
    def span(words: str) -> Span:
        at = REPORT.index(words)
        return Span(text=words, start=at, end=at + len(words))

    return Statement(speaker=span(speaker) if speaker else None, verb=None,
                     force="says", content=span(content), **more)  # fmt: skip


def test_machine_output_is_a_candidate(reviews: Reviews) -> None:
    found = reviews.all()
    assert [one.label for one in found] == ["S1", "S2", "S3", "S4"]
    assert {one.state for one in found} == {"candidate"} and {one.extractor for one in found} == {
        RULES
    }
    assert reviews.all(state="accepted") == [] and found[3].statement.said_false


def test_each_decision_is_in_the_log_and_taken_back_by_another(reviews: Reviews) -> None:
    reviews.accept("S1", by="Mara", note="heard it", grade="b2")
    reviews.reopen("s1", by="Nour", note="too early")
    one = reviews.reject("S1", by="Nour")
    assert (one.state, one.grade) == ("rejected", "B2")
    assert [(d.action, d.by, d.note) for d in one.decisions] == [
        ("accept", "Mara", "heard it"), ("reopen", "Nour", "too early"), ("reject", "Nour", None),
    ]  # fmt: skip
    entries = list(reviews.case.log.entries(event="reviewed"))
    assert [entry.by for entry in entries] == ["Mara", "Nour", "Nour"]
    assert {entry.item for entry in entries} == {one.item}
    assert [d.at for d in one.decisions] == [entry.at for entry in entries]
    assert entries[0].details == {
        "statement": 1, "action": "accept", "note": "heard it", "changes": {"grade": "B2"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "action", "words"),
    [
        ((), "reopen", "nothing to take back"),
        (("reject",), "accept", "reopen it first"),
        (("reject",), "reject", "rejected already"),
        (("accept",), "accept", "Mara accepted S1 already"),
    ],
)
def test_decisions_that_make_no_sense_are_refused(
    reviews: Reviews, before: tuple[str, ...], action: str, words: str
) -> None:
    for one in before:
        getattr(reviews, one)("S1", by="Mara")
    head = reviews.case.log.head()
    with pytest.raises(UsageError, match=words):
        getattr(reviews, action)("S1", by="  mara ")
    with pytest.raises(UsageError, match="name of who decides"):
        reviews.reject("S2", by=" \u200f")
    with pytest.raises(UsageError, match="no statement"):
        reviews.accept("S99", by="Mara")
    assert reviews.case.log.head() == head


def test_two_reviewers_are_two_people(case: Case, reviews: Reviews) -> None:
    two = Reviews(case, two_person=True)
    assert two.accept("S1", by="Mara").state == "candidate"
    with pytest.raises(UsageError, match="another reviewer"):
        two.accept("S1", by="MARA \u200e")
    with pytest.raises(UsageError, match="another reviewer"):
        reviews.accept("S1", by="Mara")  # asking for less does not help
    one = two.accept("S1", by="Nour")
    assert (one.state, one.accepted_by) == ("accepted", ("Mara", "Nour"))
    reviews.accept("S2", by="Mara")
    assert reviews.get("S2").state == "accepted"
    assert (
        two.get("S2").state == "candidate"
    )  # one acceptance is not enough where two are asked for
    assert [c.label for c in two.all(state="accepted")] == ["S1"]


def test_case_toml_asks_for_two(tmp_path: Path, reviews: Reviews) -> None:
    root = reviews.case.root
    with (root / "case.toml").open("a", encoding="utf-8") as file:
        file.write("\n[statements]\ntwo_person = true\n")
    with Case(root) as case:
        assert Reviews(case).accept("S1", by="Mara").state == "candidate"
        assert Reviews(case).accept("S1", by="Nour").state == "accepted"


def test_an_edit_undoes_acceptance(reviews: Reviews) -> None:
    reviews.accept("S2", by="Mara")
    one = reviews.edit("S2", {"speaker_name": "Ada M. Brindle", "hedged": True}, by="Nour")
    assert (one.state, one.accepted_by) == ("candidate", ())
    assert (one.statement.speaker_name, one.statement.hedged) == ("Ada M. Brindle", True)
    assert one.original.speaker_name == "Ada Brindle"
    assert one.decisions[-1].changes == {"speaker_name": "Ada M. Brindle", "hedged": True}
    with pytest.raises(UsageError, match="Nothing of S2 would change"):
        reviews.edit("S2", {"hedged": True}, by="Nour")


def test_spans_are_text_of_the_source(reviews: Reviews) -> None:
    at = REPORT.index("the quay was safe")
    one = reviews.edit("S2", {"content": (at, at + 8), "addressee": None}, by="Mara")
    assert one.statement.content == Span(text="the quay", start=at, end=at + 8)
    for changes, words in (
        ({"content": {"text": "the key", "start": at, "end": at + 8}}, "the source has 'the quay'"),
        ({"content": (at, 10_000)}, "no stretch"),
        ({"content": (at, at)}, "no stretch"),
        ({"content": (-5, -1)}, "no stretch"),
        ({"content": None}, "content"),
        ({"speaker": "Ada"}, "speaker"),
        ({"about": [[at, at + 3], [0, 9_999]]}, "no stretch"),
        ({"sums": [{"amount": "5", "currency": None,
                    "span": {"text": "x", "start": 0, "end": 1}}]}, "sums 1 span"),
        ({"force": "shouts"}, "force"),
        ({"negated": "perhaps"}, "negated"),
        ({"speaker_name": "a\u202eb"}, "none hidden"),
        ({"speaker_name": "x" * 300}, "at most"),
        ({"item": "E2"}, "no part"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=words):
            reviews.edit("S2", changes, by="Mara")
    assert len(reviews.get("S2").decisions) == 1
    assert (
        reviews.edit("S2", {"about": [[at, at + 8]]}, by="Mara").statement.about[0].text
        == "the quay"
    )


def test_grades(reviews: Reviews) -> None:
    assert reviews.grade("S1", "a1", by="Mara").grade == "A1"
    with pytest.raises(UsageError, match="that grade already"):
        reviews.grade("S1", "A1", by="Nour")
    assert reviews.grade("S1", None, by="Nour").grade is None
    for text in ("G1", "A7", "A", "", "1A", "A11", "A\u0661"):
        with pytest.raises(UsageError, match="no grade"):
            parse_grade(text)
    assert "".join(RELIABILITY) == "ABCDEF" and "".join(CREDIBILITY) == "123456"
    assert meaning("b2") == "Usually reliable source; probably true"
    assert explained("F6")[0].startswith("F  Reliability cannot be judged")


def test_extraction_again_loses_and_repeats_nothing(case: Case, reviews: Reviews) -> None:
    item = case.item("E1")
    head = case.log.head()
    taken, _ = extract_item(reviews, item)
    assert (len(taken.new), len(taken.known), len(taken.gone)) == (0, 4, 0)
    assert case.log.head() == head  # nothing new, nothing to record
    reviews.accept("S1", by="Mara")
    known = reviews.get("S2").statement.model_copy(update={"speaker_name": "A. B."})
    decided = reviews.get("S1").statement.model_copy(update={"speaker_name": "Somebody else"})
    taken = reviews.take(item, [known, statement("pay 5,000 dollars")], "rules 2")
    assert [c.label for c in taken.new] == ["S5"] and [c.label for c in taken.known] == ["S2"]
    assert [c.label for c in taken.gone] == ["S1", "S3", "S4"]
    assert [c.label for c in reviews.all()] == ["S1", "S2", "S5"]  # S1 was decided on and stays
    assert reviews.get("S2").statement.speaker_name == "A. B."
    assert not reviews.get("S3").found
    reviews.take(item, [decided], "rules 3")
    assert reviews.get("S1").statement.speaker_name == "هند الزاغوري"  # as it was accepted
    taken, _ = extract_item(reviews, item)
    assert [c.label for c in reviews.all()] == ["S1", "S2", "S3", "S4"]
    assert taken.new == () and [c.label for c in taken.gone] == ["S5"]


def test_extractors_of_another_kind_leave_each_other_alone(case: Case, reviews: Reviews) -> None:
    item = case.item("E1")
    mine = reviews.get("S1").statement.model_copy(update={"force": "denies"})
    taken = reviews.take(item, [mine, statement("was safe")], "endpoint some-model")
    assert [c.label for c in taken.new] == ["S5"] and taken.gone == ()
    assert reviews.get("S1").statement.force == "says"
    assert reviews.take(item, [], "endpoint some-model", complete=False).gone == ()
    assert [c.label for c in reviews.take(item, [], "endpoint other").gone] == ["S5"]


def test_what_does_not_fit_is_not_taken(case: Case, reviews: Reviews) -> None:
    item = case.item("E1")
    wrong = Statement(speaker=None, verb=None, force="says", content=Span(text="x", start=0, end=1))
    with pytest.raises(IntegrityError, match="does not fit E1"):
        reviews.take(item, [wrong], "rules 1")
    same = statement("was safe")
    taken = reviews.take(item, [same, same], "endpoint m")
    assert len(taken.new) == 1 and taken.refused == {"the same statement twice": 1}


def test_the_database_is_made_again_from_the_log(case: Case, reviews: Reviews) -> None:
    reviews.accept("S1", by="Mara", grade="C3")
    reviews.edit("S2", {"speaker_name": "Ada"}, by="Nour\udc80", note="\x1b[2J")
    reviews.take(case.item("E1"), [statement("was safe")], "rules 2")
    before = reviews.all(gone=True)
    case.close()
    for path in case.root.glob("case.sqlite*"):
        path.unlink()
    with Case(case.root) as again:
        assert Reviews(again).all(gone=True) == before
        assert replay(again.log.entries()) == before
    assert verify_case(case.root, followers=[FOLLOWER]).problems == []


def test_verify_finds_a_changed_candidate(case: Case, reviews: Reviews) -> None:
    reviews.reject("S1", by="Mara")
    with case.database.writing() as connection:
        connection.execute(
            STATEMENTS.update().where(STATEMENTS.c.number == 1).values(state="accepted")
        )
        connection.execute(STATEMENTS.delete().where(STATEMENTS.c.number == 4))
    case.close()
    problems = verify_case(case.root, followers=[FOLLOWER]).problems
    assert problems == [
        "case.sqlite: statements 1 differs from custody.jsonl (state)",
        "case.sqlite: statements 4 is in custody.jsonl and not here",
    ]


def test_two_processes_see_each_other(case: Case, reviews: Reviews) -> None:
    with Case(case.root) as other:
        theirs = Reviews(other)
        reviews.reject("S1", by="Mara")
        with pytest.raises(UsageError, match="reopen it first"):
            theirs.accept("S1", by="Nour")
        theirs.accept("S2", by="Nour")
        assert reviews.get("S2").state == "accepted" and reviews.all() == theirs.all()


def test_changed_evidence_is_not_accepted(case: Case, reviews: Reviews) -> None:
    path = case.path(case.item("E1"))
    path.chmod(0o644)
    path.write_text(REPORT.replace("safe", "lost"), encoding="utf-8")
    fresh = Reviews(case)
    with pytest.raises(IntegrityError, match="was changed"):
        fresh.accept("S2", by="Mara")
    assert fresh.reject("S2", by="Mara").state == "rejected"


def test_settings_come_from_case_toml(case: Case) -> None:
    with (case.root / "case.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[people]]\nname = "Ada Brindle"\naliases = ["The Otter"]\n'
                   '[statements.extract]\ndate = "2031-04-05"\n')  # fmt: skip
    with Case(case.root) as opened:
        made = settings_of(opened, aliases={"Ada Brindle": ("A. B.",)}, date=None)
    assert made.aliases == {"Ada Brindle": ("The Otter", "A. B.")}
    assert str(made.date) == "2031-04-05"


def test_extract_stays_a_function_after_its_use() -> None:
    import kashf.statements

    first = kashf.statements.extract(REPORT)
    assert kashf.statements.extract(REPORT) == first and len(first) == 4
