"""Invented English sentences as in wire copy, judgments, statements, fact-checks and blogs."""

from __future__ import annotations

from typing import Any

import pytest

from kashf.statements import extract

# sentence, [speaker|addressee|verb|force|content], "|not" where the act is negated; "–" where there is no word for it
CASES = [
    (
        "The regulator issued a warning that the pages were forged.",
        ["The regulator|–|issued a warning|warns|the pages were forged"],
    ),
    (
        "The minister gave an assurance that no journalist would be followed.",
        ["The minister|–|gave an assurance|promises|no journalist would be followed"],
    ),
    (
        "Only later did the agency admit that the figures were guesses.",
        ["the agency|–|admit|admits|the figures were guesses"],
    ),
    (
        "Nor did she deny that she had met the broker.",
        ["she|–|deny|denies|she had met the broker|not"],
    ),
    (
        'Councillor Pim Harrow went further: "The whole file is a fairy tale."',
        ["Councillor Pim Harrow|–|went further|says|The whole file is a fairy tale"],
    ),
    (
        "The committee heard from Ms Aldous that the invoices had been backdated.",
        ["Ms Aldous|The committee|heard from|says|the invoices had been backdated"],
    ),
    (
        'The mayor hit back, saying the accusations were "pure invention".',
        ['The mayor|–|saying|says|the accusations were "pure invention"'],
    ),
    (
        "The deputy let it be known that he would not stand again.",
        ["The deputy|–|let it be known|says|he would not stand again"],
    ),
    (
        "The contractor came clean: the photographs had been staged.",
        ["The contractor|–|came clean|admits|the photographs had been staged"],
    ),
    (
        'The finance ministry poured scorn on the figures, calling them "a child\'s drawing".',
        ['The finance ministry|–|calling|says|them "a child\'s drawing"'],
    ),
    (
        "According to court papers seen by Reuter & Sons, the network was run from a flat in Velm.",
        ["court papers|–|According to|says|the network was run from a flat in Velm"],
    ),
    (
        "We strongly condemn the arrest and demand the immediate release of Oda Prill.",
        ["We|–|demand|demands|the immediate release of Oda Prill"],
    ),
    (
        "The federation reiterated its call for an independent investigation.",
        ["The federation|–|reiterated its call|demands|an independent investigation"],
    ),
    (
        'He replied that he "had better things to do", and hung up.',
        ['He|–|replied|says|he "had better things to do"'],
    ),
    ("She texted back to say that the trip was off.", ["She|–|say|says|the trip was off"]),
    (
        'As one clerk put it, the office had "more doors than files".',
        ['one clerk|–|put|says|the office had "more doors than files"'],
    ),
    (
        "The firm insists it did nothing wrong, a position it has held since May.",
        ["The firm|–|insists|says|it did nothing wrong"],
    ),
    (
        "The airline gave warning that flights could be cancelled.",
        ["The airline|–|gave warning|warns|flights could be cancelled"],
    ),
    ("The landlord threatened her with eviction.", ["The landlord|her|threatened|warns|eviction"]),
    (
        "The new owners gave their word that nobody would be dismissed.",
        ["The new owners|–|gave their word|promises|nobody would be dismissed"],
    ),
    (
        "The auditors advised against signing the contract.",
        ["The auditors|–|advised|demands|signing the contract"],
    ),
    (
        "The head of the drivers' union, Fenna Oates, who has been in the post since 2014, warned members not to speak to anyone claiming to be from the company.",
        [
            "The head of the drivers' union, Fenna Oates|members|warned|warns|not to speak to anyone claiming to be from the company"
        ],
    ),
    (
        "Late on Wednesday the party's treasurer, visibly tired, told a handful of reporters on the steps of the town hall that there would be no resignation, now or ever.",
        [
            "the party's treasurer|a handful of reporters|told|says|there would be no resignation, now or ever"
        ],
    ),
    (
        'Her lawyer, Jonas Weil, describes the charge as "theatre" and says she will plead not guilty.',
        [
            'Her lawyer, Jonas Weil|–|describes|says|the charge as "theatre"',
            "Her lawyer, Jonas Weil|–|says|says|she will plead not guilty",
        ],
    ),
    (
        "Two of the three defendants told the court they had acted on instructions; the third said nothing.",
        ["Two of the three defendants|the court|told|says|they had acted on instructions"],
    ),
    (
        "When I put this to him, he laughed and said I had been reading too many novels.",
        ["he|–|said|says|I had been reading too many novels"],
    ),
    (
        "The owner, a former wrestler, is adamant: the goat was never his.",
        ["The owner|–|is adamant|says|the goat was never his"],
    ),
    (
        "Nothing, the bank stressed, had been decided.",
        ["the bank|–|stressed|says|Nothing, the bank stressed, had been decided"],
    ),
    (
        'Sundqvist said she would "welcome any inquiry", adding that her own diaries were at its disposal.',
        [
            'Sundqvist|–|said|says|she would "welcome any inquiry"',
            "Sundqvist|–|adding|says|her own diaries were at its disposal",
        ],
    ),
    (
        'The company said it regretted "any confusion" but stopped short of an apology.',
        ['The company|–|said|says|it regretted "any confusion"'],
    ),
    (
        "The mayor told residents they would be rehoused by Easter, then left for the coast.",
        ["The mayor|residents|told|says|they would be rehoused by Easter"],
    ),
    (
        "Under the deal, according to two officials who have read it, the port will pass to a company registered in Ansel.",
        ["two officials|–|according to|says|the port will pass to a company registered in Ansel"],
    ),
    (
        "That, said the judge, was no excuse.",
        ["the judge|–|said|says|That, said the judge, was no excuse"],
    ),
    (
        'A 40-page document drawn up by the consultants recommends spreading the story through "mothers\' groups".',
        ['A 40-page document|–|recommends|demands|spreading the story through "mothers\' groups"'],
    ),
    (
        "Another shows him offering 500 euros for a photograph.",
        ["him|–|offering|promises|500 euros for a photograph"],
    ),
    (
        "On the tape a man can be heard to say that the story will be in print by Sunday.",
        ["a man|–|say|says|the story will be in print by Sunday"],
    ),
    (
        "Voss's wife told detectives he had been at home; a neighbour said otherwise.",
        ["Voss's wife|detectives|told|says|he had been at home"],
    ),
    (
        "Her deputy chipped in that the money had come late.",
        ["Her deputy|–|chipped in|says|the money had come late"],
    ),
    (
        "She accuses the station of having edited her words, and wants an apology.",
        ["She|–|accuses|says|the station of having edited her words"],
    ),
    (
        "The state news agency quoted the general as saying that all hostages were alive.",
        ["the general|–|saying|says|all hostages were alive"],
    ),
    (
        "The lawyers wrote to the editor demanding a retraction and 10,000 crowns in damages.",
        ["The lawyers|–|demanding|demands|a retraction and 10,000 crowns in damages"],
    ),
    (
        "The ministry let slip last week that it had hired the firm in January.",
        ["The ministry|–|let slip|reveals|it had hired the firm in January"],
    ),
    (
        'The commissioner said there was "no evidence whatsoever" of a leak, but that the matter would be looked into.',
        [
            'The commissioner|–|said|says|there was "no evidence whatsoever" of a leak, but that the matter would be looked into'
        ],
    ),
    ('"We will," she said when asked whether the paper would appeal.', ["she|–|said|says|We will"]),
    (
        "He has denied, among other things, having paid for the leaflets.",
        ["He|–|denied|denies|having paid for the leaflets"],
    ),
    (
        "The council has, in writing, asked the firm to hand over its books.",
        ["The council|the firm|asked|demands|hand over its books"],
    ),
    (
        'The bill would make it a crime to "insult the harvest", its critics say.',
        ['its critics|–|say|says|The bill would make it a crime to "insult the harvest'],
    ),
    (
        "He urged calm, promised an inquiry and appealed for witnesses.",
        [
            "He|–|urged|demands|calm",
            "He|–|promised|promises|an inquiry",
            "He|–|appealed|demands|witnesses",
        ],
    ),
    (
        "Not so, says the bank: it never held the account.",
        ["the bank|–|says|says|it never held the account"],
    ),
    ("You told me yourself that he was in Spain.", ["You|me|told|says|he was in Spain"]),
    (
        "We've asked the council for the minutes and they've said we can have them in June.",
        ["We|the council|asked|demands|the minutes", "they|–|said|says|we can have them in June"],
    ),
    ("They're saying it was a glitch. It wasn't.", ["They|–|saying|says|it was a glitch"]),
    ("He'd sworn blind he was at work.", ["He|–|sworn|says|he was at work"]),
]

NONE = []


def row(one: Any) -> str:
    parts = [one.speaker, one.addressee, one.verb]
    said = [part.text if part is not None else "–" for part in parts]
    return "|".join([*said, one.force, one.content.text]) + ("|not" if one.negated else "")


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:40] for text, _ in CASES])
def test_a_construction_is_read(text: str, wanted: list[str]) -> None:
    assert [row(one) for one in extract(text)] == wanted


@pytest.mark.parametrize("text", NONE)
def test_what_makes_no_statement(text: str) -> None:
    assert [row(one) for one in extract(text)] == []
