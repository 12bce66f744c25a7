"""Invented English sentences, one for each construction that the rules promise to read."""

from __future__ import annotations

from typing import Any

import pytest

from kashf.statements import extract

# sentence, [(speaker, addressee, verb, force, content)]; "–" where there is no word for it
CASES = [
    # quotations and their tags
    ('"It\'s over," sobbed the dancer.', ["the dancer|–|sobbed|says|It's over"]),
    ('"I did," Park answered.', ["Park|–|answered|says|I did"]),
    (
        '"They have the tape," he whispered to her.',
        ["he|her|whispered|says|They have the tape"],
    ),
    ("‘Nobody,’ she said. ‘Nobody at all.’", ["she|–|said|says|Nobody", "–|–|–|says|Nobody at all"]),
    (
        'It is old. "I retired in 2016," he wrote in an email. "It isn\'t mine."',
        ["he|–|wrote|says|I retired in 2016", "–|–|–|says|It isn't mine"],
    ),
    (
        '"I was tired," the mayor told VTN, adding: "Who isn\'t?"',
        ["the mayor|VTN|told|says|I was tired", "the mayor|–|adding|says|Who isn't"],
    ),
    (
        "The order came from the top, two officials told the Post.",
        ["two officials|the Post|told|says|The order came from the top"],
    ),
    ("The mayor lied, say two aides.", ["two aides|–|say|says|The mayor lied"]),
    (
        "The file, the ministry said, had been altered.",
        ["the ministry|–|said|says|The file, the ministry said, had been altered"],
    ),
    (
        'Said one resident, a retired nurse: "They came at night."',
        ["one resident|–|Said|says|They came at night"],
    ),
    (
        'Chief engineer Oona Brandt: "I signed the drawings."',
        ["Chief engineer Oona Brandt|–|–|says|I signed the drawings"],
    ),
    (
        'Senka, a nurse of 29, told Fair Watch:\n\n"I went to buy bread and was sent away."',
        ["Senka|Fair Watch|told|says|I went to buy bread and was sent away"],
    ),
    # who speaks
    (
        "The man who drove the van told the court he had been given a list.",
        ["The man|the court|told|says|he had been given a list"],
    ),
    (
        "The woman whose signature appears on the contract says she was never there.",
        ["The woman|–|says|says|she was never there"],
    ),
    (
        "The platform on which the posts appeared said it had removed 43 accounts.",
        ["The platform|–|said|says|it had removed 43 accounts"],
    ),
    (
        "A video watched more than 300,000 times since Sunday claims that the island was sold.",
        ["A video|–|claims|says|the island was sold"],
    ),
    (
        "Documents seen by this newspaper show that the ministry paid for 40 articles.",
        ["Documents|–|show|reveals|the ministry paid for 40 articles"],
    ),
    (
        "One of the two men arrested in May told police he had been paid.",
        ["One of the two men|police|told|says|he had been paid"],
    ),
    (
        "Rosa, 34, a teacher in the valley, says she was offered money to lie.",
        ["Rosa|–|says|says|she was offered money to lie"],
    ),
    (
        "Two former employees, however, say it was no secret.",
        ["Two former employees|–|say|says|it was no secret"],
    ),
    (
        "Three weeks later the mayor, under pressure from his own party, said he regretted it.",
        ["the mayor|–|said|says|he regretted it"],
    ),
    (
        "The minister, the mayor and the bishop said he was framed.",
        ["The minister, the mayor and the bishop|–|said|says|he was framed"],
    ),
    (
        'Speaking outside court, Mr Pell said: "I have been cleared."',
        ["Mr Pell|–|said|says|I have been cleared"],
    ),
    (
        "I was told by a friend at the ministry that the list was ready.",
        ["a friend at the ministry|I|told|says|the list was ready"],
    ),
    (
        "The site lists a company in Torvik, which says it knows nothing.",
        ["a company in Torvik|–|says|says|it knows nothing"],
    ),
    ("She shook her head and said no.", ["She|–|said|says|no"]),
    # source phrases
    (
        "The firm, according to the complaint, hired forty people.",
        ["the complaint|–|according to|says|The firm, according to the complaint, hired forty people"],
    ),
    (
        "As the bar association noted in its submission, judges apply the law.",
        ["the bar association|–|noted|says|judges apply the law"],
    ),
    (
        'As one clerk put it, the ledger was "a work of fiction" from start to end.',
        ['one clerk|–|put|says|the ledger was "a work of fiction" from start to end'],
    ),
    (
        "In the words of the judge, the story was stitched together.",
        ["the judge|–|In the words of|says|the story was stitched together"],
    ),
    # where a content ends
    (
        "The ministry said it was holding an inquiry, which is expected to report in May.",
        ["The ministry|–|said|says|it was holding an inquiry"],
    ),
    (
        "Counsel submitted that she bore him a grudge, and I have given that some weight.",
        ["Counsel|–|submitted|says|she bore him a grudge"],
    ),
    (
        "The ministry announced that it would hold an inquiry, but gave no date.",
        ["The ministry|–|announced|says|it would hold an inquiry"],
    ),
    (
        "You promised me four thousand euros in cash and I got a hamper.",
        ["You|me|promised|promises|four thousand euros in cash"],
    ),
    ("The former chairman refuted the account in its entirety.",
     ["The former chairman|–|refuted|denies|the account"]),
    (
        "Officials acknowledged the error on Friday.",
        ["Officials|–|acknowledged|admits|the error"],
    ),
    (
        "She admitted lying to the court and apologised.",
        ["She|–|admitted|admits|lying to the court"],
    ),
    (
        "Ms Collis testified that Larch had asked her to lie and had offered her 1,500 marks.",
        [
            "Ms Collis|–|testified|says|Larch had asked her to lie and had offered her 1,500 marks",
            "Larch|her|asked|demands|lie",
            "Larch|her|offered|promises|1,500 marks",
        ],
    ),
    (
        "When I asked her who had written the letter, she said it was her brother.",
        [
            "I|her|asked|says|who had written the letter",
            "she|–|said|says|it was her brother",
        ],
    ),
    (
        'Dorn, who denies the charges, told the jury he was "a fixer, nothing more" than that.',
        [
            "Dorn|–|denies|denies|the charges",
            'Dorn|the jury|told|says|he was "a fixer, nothing more" than that',
        ],
    ),
    (
        "He said the document, a spreadsheet of 212 rows, had been altered.",
        ["He|–|said|says|the document, a spreadsheet of 212 rows, had been altered"],
    ),
    # frames of verbs
    ("In a message read out by the chairman, she urged patience.",
     ["she|–|urged|demands|patience"]),
    ("My editor warned me not to write this.", ["My editor|me|warned|warns|not to write this"]),
    ("Northlight asked for a stay.", ["Northlight|–|asked|demands|a stay"]),
    ("The bank warned customers about the scheme.",
     ["The bank|customers|warned|warns|the scheme"]),
    ("She ruled out a deal with the agency.",
     ["She|–|ruled out|denies|a deal with the agency"]),
    ("Brae pointed out that the books had never been audited.",
     ["Brae|–|pointed out|says|the books had never been audited"]),
    ("Miss Orr owned up to writing the pages.",
     ["Miss Orr|–|owned up|admits|writing the pages"]),
    ("She did not say whether Harrow would sue.", ["She|–|say|says|Harrow would sue"]),
    ("The opposition branded the minister a liar.",
     ["The opposition|–|branded|says|the minister a liar"]),
    # sayings without a reporting verb of their own
    ('Lamb was blunt: "I\'ve fled as far as the marrows."',
     ["Lamb|–|was blunt|says|I've fled as far as the marrows"]),
    ('And she was like, "No way."', ["she|–|was like|says|No way"]),
    ("Miss Orr made it clear that the pages were hers.",
     ["Miss Orr|–|made it clear|says|the pages were hers"]),
    ("The inquiry heard that the agency kept two sets of books.",
     ["–|The inquiry|heard|says|the agency kept two sets of books"]),
    ("The paper was forced to admit that the quotes had been invented.",
     ["The paper|–|admit|admits|the quotes had been invented"]),
    ('The mayor can be heard telling an aide to "bury it".',
     ["The mayor|an aide|telling|demands|bury it"]),
    # informal
    ("lol she said he's lying", ["she|–|said|says|he's lying"]),
    ("my mum says it's all fake and dad says it's not",
     ["my mum|–|says|says|it's all fake", "dad|–|says|says|it's not"]),
    ('So my boss goes, "Just make it up."', ["my boss|–|goes|says|Just make it up"]),
]  # fmt: skip

NONE = [
    "Neither the mayor nor his deputy denied that the meeting took place.",
    "If the minister says he was framed, we print it.",
    "The minister is expected to say he was framed.",
    "Miss Orr thinks the pages were funny.",
    '"I\'m finished," he told himself.',
    "There were claims that the group had done it.",
    "Nobody says he took the money.",
    "The witness denied this.",
    "It goes on like that for months.",
    "I wrote that down twice.",
    "Names were changed where people asked for it.",
    "Two people agreed to talk on the condition that their names be left out.",
    "She confessed to the police.",
]


def row(one: Any) -> str:
    parts = [one.speaker, one.addressee, one.verb]
    said = [part.text if part is not None else "–" for part in parts]
    return "|".join([*said, one.force, one.content.text])


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:40] for text, _ in CASES])
def test_a_construction_is_read(text: str, wanted: list[str]) -> None:
    assert [row(one) for one in extract(text)] == wanted


@pytest.mark.parametrize("text", NONE)
def test_what_makes_no_statement(text: str) -> None:
    assert [row(one) for one in extract(text)] == []


def test_a_negated_act_whose_not_stands_first() -> None:
    (one,) = extract("Never has the firm admitted that it paid.")
    assert one.negated


def test_a_letter_before_the_verb_is_a_source() -> None:
    (one,) = extract("In a letter of 11 March, the province denied any role in the posts.")
    assert [(s.kind, s.span.text if s.span else None) for s in one.sources] == [
        ("document", "a letter of 11 March")
    ]


def test_questions_and_answers_marked_q_and_a_are_a_transcript() -> None:
    text = "Q. Who paid you?\nA. A man did.\nQ. What for?\nA. To write.\n"
    assert [row(one) for one in extract(text)] == [
        "Q|–|–|says|Who paid you?", "A|–|–|says|A man did.", "Q|–|–|says|What for?", "A|–|–|says|To write.",
    ]  # fmt: skip
