"""The people of a case as other names for an extraction."""

from __future__ import annotations

from kashf.evidence.case_settings import Person
from kashf.statements import StatementSettings, aliases_of, extract

PEOPLE = (
    Person(name="سليمان الورّاق", aliases=("الحاج سليمان", "المعلّم")),
    Person(name="نادر الورّاق", aliases=("المعلّم", "سليمان الورّاق")),
)


def test_shared_aliases_are_left_out() -> None:
    assert aliases_of(PEOPLE) == {"سليمان الورّاق": ("الحاج سليمان",), "نادر الورّاق": ()}


def test_a_speaker_gets_the_full_name() -> None:
    settings = StatementSettings(aliases=aliases_of(PEOPLE))
    (found,) = extract("وقال الحاج سليمان إن الجسر سليم.", settings)
    assert found.speaker is not None and found.speaker.text == "الحاج سليمان"
    assert found.speaker_name == "سليمان الورّاق"


def test_prepositions_before_names_are_cut() -> None:
    text = "وقالت الوزيرة لسعاد إن الجسر سليم. وقال الوزير للمدير إن الجسر سقط."
    first, second = extract(text)
    assert first.addressee is not None and first.addressee.text == "سعاد"
    assert text[first.addressee.start : first.addressee.end] == "سعاد"
    assert second.addressee is not None and second.addressee.text == "للمدير"
