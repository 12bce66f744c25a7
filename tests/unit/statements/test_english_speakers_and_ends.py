"""Invented English sentences: long speakers, inserted and inverted verbs, contents cut at the right word."""

from __future__ import annotations

import pytest

from kashf.statements import extract

# sentence, [speaker|addressee|verb|force|content]; "–" where there is no word for it
CASES = [
    # names after a role, and what does not belong to the speaker
    (
        "Her solicitor, Sub-Inspector Khalid ould Bessam-Orr, has denied that the letter exists.",
        ["Her solicitor, Sub-Inspector Khalid ould Bessam-Orr|–|denied|denies|the letter exists"],
    ),
    (
        "A third account, Voices of Marle, posted the clip, claiming that it was filmed last week.",
        ["A third account, Voices of Marle|–|claiming|says|it was filmed last week"],
    ),
    (
        "Three clerks who have worked for the treasurer, Nils Obern, said the signature was forged.",
        ["Three clerks|–|said|says|the signature was forged"],
    ),
    (
        "A neighbour, 'Granny Peg', claimed the dog had bitten four children.",
        ["A neighbour, 'Granny Peg'|–|claimed|says|the dog had bitten four children"],
    ),
    ("He in turn claimed that the key was lost.", ["He|–|claimed|says|the key was lost"]),
    (
        "A baker called Osric Penn says the oven was cold.",
        ["A baker called Osric Penn|–|says|says|the oven was cold"],
    ),
    (
        "The mayor called Osric Penn a liar.",
        ["The mayor|–|called|says|Osric Penn a liar"],
    ),
    (
        "The pump was broken, according to a note taped to the gate.",
        ["a note|–|according to|says|The pump was broken"],
    ),
    (
        "According to a porter, who saw the van, the boxes were empty.",
        ["a porter|–|According to|says|the boxes were empty"],
    ),
    (
        "The firm said at a hastily called briefing that it had paid.",
        ["The firm|–|said|says|it had paid"],
    ),
    # inserted, inverted, heard
    (
        "The stairs still reek of fish, complains the tenant, Mabel Orr, who sleeps above the shop.",
        ["the tenant, Mabel Orr|–|complains|says|The stairs still reek of fish"],
    ),
    (
        'It has the wrong stamp, points out Ida Quill, who runs the post office. "Ours are round."',
        [
            "Ida Quill|–|points out|says|It has the wrong stamp",
            "–|–|–|says|Ours are round",
        ],
    ),
    (
        'When the auditors came, the advocate continued, a clerk called "Mole" emptied the drawer.',
        [
            "the advocate|–|continued|says|When the auditors came, the advocate continued, "
            'a clerk called "Mole" emptied the drawer'
        ],
    ),
    (
        '"Bring the ledger," she can be heard telling a clerk.',
        ["she|a clerk|telling|says|Bring the ledger"],
    ),
    (
        "Asked by her counsel, Mr Ede Ross, why she had left, the witness wept.",
        ["her counsel, Mr Ede Ross|the witness|Asked|says|why she had left"],
    ),
    ("She goes I never saw him.", ["She|–|goes|says|I never saw him"]),
    ("She goes the long way home.", []),
    # where the content ends
    (
        "Two deputies demanded that the prefect resign, hours after a tape was played.",
        ["Two deputies|–|demanded|demands|the prefect resign"],
    ),
    (
        "The guild asked the press to keep the name out three days before the vote.",
        ["The guild|the press|asked|demands|keep the name out"],
    ),
    (
        "The cook whispered that he would rather eat the menu, which drew a chuckle.",
        ["The cook|–|whispered|says|he would rather eat the menu"],
    ),
    (
        'The mayor dismissed as "fairy tales" any claim that he had paid.',
        ["The mayor|–|dismissed|denies|any claim that he had paid"],
    ),
    (
        "The council offered Ms Bane 4,000 crowns to leave.",
        ["The council|Ms Bane|offered|promises|4,000 crowns to leave"],
    ),
    (
        'A man threatened his sister, Oona, that "the shed is next".',
        ["A man|his sister|threatened|warns|the shed is next"],
    ),
    # careless posts
    (
        "ok so the baker says the flour was mouldy, thats rubbish, ive eaten there all year",
        ["the baker|–|says|says|the flour was mouldy"],
    ),
    (
        'the poster says "your dentist is a fraud, no name on it, glossy though',
        ["the poster|–|says|says|your dentist is a fraud"],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_sentence(sentence: str, expected: list[str]) -> None:
    found = [
        "|".join(
            [
                one.speaker.text if one.speaker else "–",
                one.addressee.text if one.addressee else "–",
                one.verb.text if one.verb else "–",
                one.force,
                one.content.text,
            ]
        )
        for one in extract(sentence)
    ]
    assert found == expected
