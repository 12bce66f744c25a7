"""Who is meant: names, roles, bodies, pronouns. All names and places are invented."""

from __future__ import annotations

import pytest

from kashf.statements import StatementSettings, extract

_PEOPLE = {
        "Olo Pash", "Ivo Marr", "Pash", "Margaret Pash", "Mr Pash", "The mayor", "The engineer", "the engineer",
        "The minister", "the pilot", "The pilot", "The company", "the company", "The council", "Two engineers",
        "two pilots", "سرحان المغيلي", "نادر الفلكي", "هند الزاغوري", "A", "B",
    }  # fmt: skip


def names(text: str) -> list[str | None]:
    return [one.speaker_name for one in extract(text)]


def last(text: str) -> str | None:
    return names(text)[-1]


def nobody_said_the_last_of(text: str) -> None:
    """The last sentence has a statement, and it is given to none of those who are named."""
    found = extract(text)
    assert found
    assert found[-1].verb is not None and found[-1].verb.start > max(
        text.rfind(". "), text.rfind("\n")
    )
    assert found[-1].speaker_name not in _PEOPLE


@pytest.mark.parametrize(
    "text",
    [
        # two whom "he" could be
        "The mayor met the engineer on Monday. He said that the bridge was safe.",
        "Olo Pash accused Ivo Marr of theft. Ivo Marr sued. Olo Pash met Ivo Marr, and he said that it was over.",
        "The mayor said that the engineer had lied. He warned that the bridge would fall.",
        "The minister told the pilot that the road was open. Later he denied that the road was open.",
        # nobody of that gender
        "Mr Pash said that the bridge was safe. She denied that it was safe.",
        "Margaret Pash said that the bridge was safe. He denied that it was safe.",
        # a thing is no "he", a person no "it"
        "The company said that the bridge was safe. He denied that it was safe.",
        "Mr Pash said that the bridge was safe. It denied that the bridge was safe.",
        # two bodies
        "The council sued the company. It said that the bridge was safe.",
        # nobody named the author, and "they" and "we" are many
        "The bridge is safe. I say that the bridge is safe.",
        "Two engineers met two pilots. They said that the bridge was safe.",
        "The mayor said that the bridge was safe. On Sunday we wrote that it was closed.",
        # two sentences further on
        "The mayor said that the bridge was safe. Rain fell all night. Boats went out. He warned that it would flood.",
        # a passive says nothing of the speaker
        "The mayor left. It was said that the bridge was safe.",
        # across the turns of a talk
        "A: The pilot was here.\nB: When?\nA: Now.\nB: He said that the boat was old.",
    ],
)  # fmt: skip
def test_an_open_pronoun_is_nobody(text: str) -> None:
    nobody_said_the_last_of(text)


@pytest.mark.parametrize(
    "text",
    [
        # two of the gender of the verb
        "التقى الوزير سرحان المغيلي المدير نادر الفلكي في المدينة. وقال إن الجسر سليم.",
        "قال المدير نادر الفلكي إن الوزير سرحان المغيلي باع الجسر. وأعلن أن النهر سيفيض.",
        # the gender of the verb is another's
        "قال الوزير سرحان المغيلي إن الجسر سليم. وقالت إن الجسر سقط.",
        "قالت الوزيرة هند الزاغوري إن الجسر سليم. وقال إن الجسر سقط.",
        "قال الوزير سرحان المغيلي إن الجسر سليم. وقالوا إن الجسر سقط.",
        # nobody was named, or too long ago
        "قال الوزير سرحان المغيلي إن الجسر سليم. وهطل المطر طوال الليل. وخرجت القوارب فجرا. وأكد أن النهر سيفيض.",
        # the clause describes a noun
        "وقف الوزير سرحان المغيلي أمام لافتة كبيرة، يقول فيها الأهالي إن الجسر سقط. وعلقت ورقة على الباب تقول إن الجسر مغلق.",
        # a feminine verb that may be of many sources, or be "I"
        "أكدت مصادر الميناء أن المال خرج إلى حساب الوزيرة هند الزاغوري. ولفتت إلى أن الملف فتح.",
        "المذيع: من حضر؟\nالضيف: حضرت هند الزاغوري إلى المكتب. سألت إن كان الجسر سليما.\nالمذيع: نعم.\nالضيف: وطلبت أن يغلق الجسر.",
        # first person without an author
        "قال الوزير سرحان المغيلي إن الجسر سليم. وأؤكد لكم أن الجسر سقط.",
    ],
)  # fmt: skip
def test_an_open_verb_is_nobody(text: str) -> None:
    nobody_said_the_last_of(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Margaret Pash met Peter Marr. She said that the bridge was safe.", "Margaret Pash"),
        ("The mayor, Ada Brindle, said that the bridge was safe. She added that the boats were old.", "Ada Brindle"),
        ("The council said that the bridge was safe. It denied that it was old.", "The council"),
        ("The engineer said that the mayor had lied. He added that the bridge was old.", "The engineer"),
        ('"I was never near the bridge," said Ada Brindle. "I swear that I was at home all day."', "Ada Brindle"),
        ("By Ada Brindle\n\nThe bridge is old.\n\nI say that the bridge is safe.", "Ada Brindle"),
        ("قال الوزير سرحان المغيلي إن الجسر سليم. وأكد أن النهر هادئ.", "سرحان المغيلي"),
        ("قالت الوزيرة هند الزاغوري إن الجسر سليم. وأكدت أن النهر هادئ.", "هند الزاغوري"),
        ("التقت الوزيرة هند الزاغوري المدير نادر الفلكي. وقالت إن الجسر سليم.", "هند الزاغوري"),
        ("قال الوزير سرحان المغيلي إن المديرة كذبت. وأكد أن النهر هادئ.", "سرحان المغيلي"),
        ("بقلم: هند الزاغوري\n\nالجسر قديم.\n\nأؤكد أن الجسر سليم.", "هند الزاغوري"),
    ],
)  # fmt: skip
def test_a_pronoun_or_verb_that_only_one_fits(text: str, name: str) -> None:
    assert last(text) == name


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        # another's role, name, gender
        ("أعلن مدير المصنع نادر الفلكي الخبر. وقال مدير الميناء إن الجسر سليم.", "نادر الفلكي"),
        ("قالت موكلة المحامي نادر الفلكي إن الجسر سليم.", "نادر الفلكي"),
        ("قال محامي نادر الفلكي إن الجسر سليم.", "نادر الفلكي"),
        ("قال مكتب الوزير نادر الفلكي إن الجسر سليم.", "نادر الفلكي"),
        ("حضر نادر الفلكي الجلسة. وقالت الفلكي إن الجسر سليم.", "نادر الفلكي"),
        ("حضر نادر الفلكي وسامر الفلكي الجلسة. وقال الفلكي إن الجسر سليم.", "نادر الفلكي"),
        ("حضر الشاهد عمران القاضي الجلسة. وقال القاضي إن الجسر سليم.", "عمران القاضي"),
        ("حضر الوزير نادر الفلكي والوزير سرحان المغيلي. وقال الوزير إن الجسر سليم.", "نادر الفلكي"),
        ("أكدت المديرة هند الزاغوري أن الحارس سرق المفاتيح. ونفى الحارس أنه سرقها.", "سرق المفاتيح"),
        ("قال شقيق نادر الفلكي إن الجسر سليم.", "نادر الفلكي"),
        ("Journalist Tara Bly met Ken Roe. Roe's office said that it was safe. She stood by it and said that it was true.", "Roe's office"),
        ("Gerald Pash sat down. Mrs Pash said that the bridge was safe.", "Gerald Pash"),
        ("Gerald Pash and Peter Pash sat down. Pash said that the bridge was safe.", "Gerald Pash"),
        ("The director of the port, Olo Pash, left. The director of the mill said that it was safe.", "Olo Pash"),
        ("The director of the mill left. The director, Olo Pash, came. The clerk, Ivo Marr, sat. Then the director said that it was safe.", "Ivo Marr"),
        ("The minister, Ada Brindle, and the minister, Olo Pash, met. The minister said that it was safe.", "Ada Brindle"),
        ("Keane's brother, Rolf Keane, said that it was his. Keane said that she had never seen it.", "Rolf Keane"),
        ("A tall man sat down. Another man came. The man said that it was safe.", "A tall man"),
        ("A tall man sat down. A tall man left. The man said that it was safe.", "A tall man"),
        ("Olo Pash left. Olo Pash's lawyer said that it was safe.", "Olo Pash"),
        ("Stane & Daughters closed. Its chair, Olave Stane, left. The firm said that it was safe.", "Olave Stane"),
    ],
)  # fmt: skip
def test_nobody_gets_the_name_of_another(text: str, wrong: str) -> None:
    found = extract(text)
    assert found
    assert found[-1].speaker_name != wrong


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("المدير العام للهيئة، نادر الفلكي، قال إن الجسر سليم.", "نادر الفلكي"),
        ("قالت المتحدثة باسم نقابة البحارة جمانة القصير إن الجسر سليم.", "جمانة القصير"),
        ("قال رئيس البلدية المنتهية ولايته أنيس الطويل إن الجسر سليم.", "أنيس الطويل"),
        ("حضر مدير الصندوق كمال الجزار الجلسة. وقال الجزار إن الجسر سليم.", "كمال الجزار"),
        ("أصدرت شركة «ميزان النهر» للنقل بيانا. وقالت الشركة إن الجسر سليم.", "شركة «ميزان النهر» للنقل"),
        ("نشر تحقيق استقصائي أمس. وكشف التحقيق أن الجسر سقط.", "تحقيق استقصائي"),
        ("قالت رئيسة اللجنة ميادة الفلكي إن الجسر سليم. وحذرت رئيسة اللجنة من أن النهر سيفيض.", "ميادة الفلكي"),
        ("يجلس زفران الكيلي في المقهى. وقال الكيلي إن الجسر سليم.", "زفران الكيلي"),
        ("قال شوقي بيه إن الجسر سليم.", "شوقي"),
        ("The chair, Dame Orla Tevin, said that the bridge was safe.", "Orla Tevin"),
        ("A letter came from Quillon Pash. Mr Pash said that the bridge was safe.", "Quillon Pash"),
        ("The Commission of Inquiry met. The Commission said that the bridge was safe.", "The Commission of Inquiry"),
        ("The next witness, a printer named Orrin Vale, said that the bridge was safe.", "Orrin Vale"),
        ("\"The bridge is safe,\" writes its author, the retired magistrate Quillon Pash.", "Quillon Pash"),
        ("Last winter a set of leaflets said that the bridge was safe.", "a set of leaflets"),
    ],
)  # fmt: skip
def test_the_fullest_name(text: str, name: str) -> None:
    found = last(text)
    assert found is not None and found.casefold() == name.casefold()


def test_labels_and_interviews_get_full_names() -> None:
    talk = "A talk with Quillon Pash\n\nQ: Were you there?\n\nA: I was at home.\n\nQ: Why?\n\nA: I slept."
    assert [one.speaker_name for one in extract(talk)] == ["Q", "Quillon Pash"] * 2
    call = "A call from Quillon Pash\n\nMr Pash: Hello.\nVey: Hello.\nMr Pash: Good.\nVey: Bye."
    assert [(one.speaker_name, one.addressee_name) for one in extract(call)] == [
        ("Quillon Pash", "Vey"),
        ("Vey", "Quillon Pash"),
    ] * 2


def test_an_interview_with_two_names_names_neither() -> None:
    talk = "A talk with Quillon Pash\nAn interview with Orla Tevin\n\nQ: Why?\n\nA: I slept.\n\nQ: When?\n\nA: Now."
    assert "Quillon Pash" not in names(talk) and "Orla Tevin" not in names(talk)


def test_addressees_are_named_by_the_same_rules() -> None:
    text = "Quillon Pash told the council that it was safe. The mayor told Pash that it was not."
    assert [one.addressee_name for one in extract(text)] == ["the council", "Quillon Pash"]
    open_ = "Quillon Pash met Ivo Marr. The clerk told him that it was safe."
    assert [one.addressee_name for one in extract(open_)] == [None]


def test_aliases_win() -> None:
    settings = StatementSettings(aliases={"Quillon A. Pash": ("the harbour man",)})
    (found,) = extract("The harbour man said that the bridge was safe.", settings)
    assert found.speaker_name == "Quillon A. Pash"


def test_a_quotation_that_never_closes_at_the_end_of_the_text() -> None:
    (found,) = extract("قال المدير إن العمل توقف.\n\nوكان مدير «المصنع")
    assert found.speaker is not None and found.speaker.text == "المدير"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Asked about Ivo Marr, he said the vote was bought.", None),
        ("In a letter to Hanne Gill, she said the vote was bought.", None),
        (
            "Olo Pash chairs the club. Asked about Ivo Marr, he said the vote was bought.",
            "Olo Pash",
        ),
        ("Writing as Hanne Gill, she said the vote was bought.", "Hanne Gill"),
        ("Asked whether Ivo Marr had lied, he said the vote was bought.", None),
        ("Contrary to Ivo Marr, he said that the vote was bought.", None),
        ("Pressed by Hanne Gill, for the captain, he left. He admitted that he had lied.", None),
    ],
)
def test_who_is_named_in_a_phrase_before_a_pronoun_is_somebody_else(
    text: str, who: str | None
) -> None:
    assert last(text) == who


_OF_ANOTHER = [
    '{} opened the school. A voice very like {}\'s says: "The dam is sold."',
    "{} opened the school. A voice like {} said that the dam was sold.",
    "{} opened the school. An account impersonating {} said that the dam was sold.",
    "{} opened the school. A man posing as {} said that the dam was sold.",
    "{} opened the school. Someone claiming to be {} said that the dam was sold.",
    "{} opened the school. The woman suing {} said that the dam was sold.",
    "{} opened the school. A man calling himself {} said that the dam was sold.",
    "{} opened the school. The fake {} said that the dam was sold.",
    "{} opened the school. A parody account called {} said that the dam was sold.",
    "{} opened the school. The witness against {} said that the dam was sold.",
    "{} opened the school. {}'s brother said that the dam was sold.",
    "{} opened the school. The man {} accused said that the dam was sold.",
    "{} opened the school. According to the clerk {} had hired, the dam was sold.",
    '{} opened the school. "The dam is sold," said the clerk {} had hired.',
    "{} opened the school. The company {} owns said that the dam was sold.",
    "{} opened the school. The board that {} chairs said that the dam was sold.",
    "{} opened the school. Those who know {} said that the dam was sold.",
    "{} opened the school. All but {} said that the dam was sold.",
    "{} opened the school. Everyone except {} said that the dam was sold.",
    "{} opened the school. The union rather than {} said that the dam was sold.",
    "{} opened the school. The so-called {} said that the dam was sold.",
    "{} opened the school. The would-be {} said that the dam was sold.",
    "{} opened the school. A caller giving her name as {} said that the dam was sold.",
    "{} opened the school. Oskar Lind, who, like {}, comes from Brell, said that the dam was sold.",
    '{} opened the school. "The dam is sold," said police guarding {}.',
    '"The dam is sold," {}\'s accuser, Oskar Lind, told the court.',
    "{} opened the school. Thanks to {}, he said, the dam was sold.",
    "افتتحت {} المدرسة. وقال حساب مزيف باسم {} إن السد بيع.",
    "افتتحت {} المدرسة. وقال حساب ساخر باسم «{}» إن السد بيع.",
    "افتتحت {} المدرسة. ويقول صوت يشبه صوت {} إن السد بيع.",
    "افتتحت {} المدرسة. وقالت منافسة {}، وداد الخطيب، إن السد بيع.",
    "افتتحت {} المدرسة. وقالت حملة {} إن السد بيع.",
    "افتتحت {} المدرسة. وقال رجل اتهم {} إن السد بيع.",
    "افتتحت {} المدرسة. وقالت المرأة التي اتهمت {} إن السد بيع.",
    "افتتحت {} المدرسة. واتهمت {} ببيع السد.",
    "نشر الحساب صورة {} وقال إن السد بيع.",
]


@pytest.mark.parametrize("text", _OF_ANOTHER)
def test_who_is_only_named_beside_the_speaker_said_nothing(text: str) -> None:
    name = "Dara Venn" if text.isascii() else "سلمى الراوي"
    found = extract(text.replace("{}", name))
    assert found
    assert name not in {one.speaker_name for one in found}


def test_who_asks_does_not_answer() -> None:
    said = extract("وسأله سالم الدالي: هل بيع السد؟ فأجاب: نعم بيع السد كله.")
    assert [one.speaker_name for one in said] == ["سالم الدالي", None]
