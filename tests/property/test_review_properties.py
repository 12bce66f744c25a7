"""Whatever is decided: the log, the database, one made again, and a simple model of it agree."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kashf.errors import UsageError
from kashf.evidence.case import Case
from kashf.evidence.verify import verify_case
from kashf.statements.ledger import FOLLOWER, replay
from kashf.statements.model import Span, Statement
from kashf.statements.review import Reviews
from review_case import REPORT

WHO = st.sampled_from(["Mara", "Nour", "mara\u200f", "Zed\ud800"])
NAMES = st.one_of(st.none(), st.text("ab \u0645", max_size=5))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("accept"), WHO, st.sampled_from([1, 2])),
        st.tuples(st.sampled_from(["reject", "reopen"]), WHO, st.none()),
        st.tuples(st.just("grade"), WHO, st.sampled_from(["A1", "F6", None])),
        st.tuples(st.just("edit"), WHO, st.tuples(NAMES, st.booleans(), st.integers(0, 99))),
        st.tuples(st.just("take"), WHO, st.lists(st.integers(0, 4), max_size=4)),
    ),
    max_size=14,
)
TARGETS = st.lists(st.integers(1, 3), min_size=14, max_size=14)


def statement(number: int) -> Statement:
    start = number * 7
    return Statement(speaker=None, verb=None, force="says",
                     content=Span(text=REPORT[start : start + 5], start=start, end=start + 5))  # fmt: skip


class Model:
    """One candidate as the documentation has it, without any of the code."""

    def __init__(self) -> None:
        self.accepters: set[str] = set()
        self.rejected = False
        self.needs = 1

    def decide(self, action: str, who: str, needs: int | None) -> bool:
        who = who.strip("\u200f").lower()
        if action == "accept":
            if self.rejected or who in self.accepters:
                return False
            self.accepters.add(who)
            self.needs = max(self.needs, needs or 1)
        elif action == "reject":
            if self.rejected:
                return False
            self.__init__()  # type: ignore[misc]
            self.rejected = True
        elif action == "reopen":
            if not self.rejected and not self.accepters:
                return False
            self.__init__()  # type: ignore[misc]
        elif action == "edit":
            self.__init__()  # type: ignore[misc]
        return True

    @property
    def state(self) -> str:
        if self.rejected:
            return "rejected"
        done = bool(self.accepters) and len(self.accepters) >= self.needs
        return "accepted" if done else "candidate"


def act(reviews: Reviews, action: str, label: str, who: str, what: Any) -> None:
    if action == "grade":
        reviews.grade(label, what, by=who)
    elif action == "edit":
        name, negated, start = what
        reviews.edit(label, {"speaker_name": name, "negated": negated, "verb": (start, start + 3)},
                     by=who)  # fmt: skip
    else:
        getattr(reviews, action)(label, by=who)


@given(STEPS, TARGETS)
@settings(max_examples=40)
def test_log_database_and_model_agree(
    steps: list[tuple[str, str, Any]], targets: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(REPORT, encoding="utf-8")
        root = Path(folder) / "case"
        with Case.create(root, by="Maker") as case:
            item = case.add(path)
            both = {1: Reviews(case), 2: Reviews(case, two_person=True)}
            both[1].take(item, [statement(n) for n in range(3)], "rules 1")
            model = {n: Model() for n in (1, 2, 3)}
            for (action, who, what), target in zip(steps, targets, strict=False):
                entries = case.log.head().sequence
                if action == "take":
                    both[1].take(item, [statement(n) for n in what], "rules 1")
                    continue
                reviews = both[what if action == "accept" else 1]
                try:
                    act(reviews, action, f"S{target}", who, what)
                    made = True
                except UsageError:
                    made = False
                assert case.log.head().sequence == entries + made
                if action in {"grade", "edit"} and not made:
                    continue  # nothing would change
                assert (
                    model[target].decide(action, who, what if action == "accept" else None) == made
                )
            found = both[1].all(gone=True)
            assert {n: one.state for n, one in model.items()} == {
                one.number: one.state for one in found if one.number <= 3
            }
            assert replay(case.log.entries()) == found
        with Case(root) as opened:
            assert Reviews(opened).all(gone=True) == found
        assert verify_case(root, followers=[FOLLOWER]).problems == []
        (root / "case.sqlite").unlink()
        with Case(root) as made_again:
            assert Reviews(made_again).all(gone=True) == found
        assert verify_case(root, followers=[FOLLOWER]).problems == []
