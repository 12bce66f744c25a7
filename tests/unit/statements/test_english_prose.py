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
    (
        "DARROW, June 9 (Northwire) - A court in the southern province of Ilk on Monday jailed two men for running a network of fake accounts, a lawyer for one of them said.",
        [
            "a lawyer for one of them|–|said|says|A court in the southern province of Ilk on Monday jailed two men for running a network of fake accounts"
        ],
    ),
    ("The company has strenuously denied wrongdoing.", ["The company|–|denied|denies|wrongdoing"]),
    (
        "Reached by phone, Colonel Brask said he knew nothing of the matter and referred questions to the ministry.",
        ["Colonel Brask|–|said|says|he knew nothing of the matter"],
    ),
    (
        'An adviser to the president, who is on holiday, said the government would respond "in due course".',
        ['An adviser to the president|–|said|says|the government would respond "in due course"'],
    ),
    (
        'The president\'s office did not immediately respond, but a senior aide told Northwire the call "never took place".',
        ['a senior aide|Northwire|told|says|the call "never took place"'],
    ),
    (
        "A military source told AKP that the drone had been shot down over the lake, contradicting an earlier statement by the air force.",
        ["A military source|AKP|told|says|the drone had been shot down over the lake"],
    ),
    (
        "The second defendant gave evidence that he was in Port Olan on the night in question.",
        ["The second defendant|–|gave evidence|says|he was in Port Olan on the night in question"],
    ),
    (
        "The indictment charges that Ruhl and others conspired to fix the vote.",
        ["The indictment|–|charges|says|Ruhl and others conspired to fix the vote"],
    ),
    (
        "Witnesses interviewed by our researchers described how soldiers went from house to house.",
        ["Witnesses|–|described|says|how soldiers went from house to house"],
    ),
    (
        "One woman recounted how she had hidden in a well for two days.",
        ["One woman|–|recounted|says|how she had hidden in a well for two days"],
    ),
    (
        'In a reply dated 7 May, the ministry stated that the site was "a warehouse".',
        ['the ministry|–|stated|says|the site was "a warehouse"'],
    ),
    (
        "They promised a refund within ten days and then stopped answering emails.",
        ["They|–|promised|promises|a refund within ten days"],
    ),
    (
        'You\'ve said that you were "naive". What did you mean?',
        ['You|–|said|says|you were "naive"'],
    ),
    (
        "He pauses, looks out of the window and says that he would rather not talk about the boat.",
        ["He|–|says|says|he would rather not talk about the boat"],
    ),
    ("I am not saying he is a liar.", ["I|–|saying|says|he is a liar|not"]),
    (
        "The ministry was at pains to stress that no money had changed hands.",
        ["The ministry|–|stress|says|no money had changed hands"],
    ),
    (
        'In what he called a "final offer", Renn promised to publish the accounts.',
        ["Renn|–|promised|promises|publish the accounts"],
    ),
    (
        'Chief executive Dorn Pelly told analysts on a call that margins would recover, "but not soon".',
        ['Chief executive Dorn Pelly|analysts|told|says|margins would recover, "but not soon"'],
    ),
    (
        'The agency acknowledged in a footnote that three of the quotes "could not be verified".',
        ['The agency|–|acknowledged|admits|three of the quotes "could not be verified"'],
    ),
    (
        'The mayor responded that the money had been "mislaid", a word he used nine times.',
        ['The mayor|–|responded|says|the money had been "mislaid"'],
    ),
    (
        "Reporters pressed the minister for an answer.",
        ["Reporters|the minister|pressed|demands|an answer"],
    ),
    (
        "Reporters pressed the minister to name the donor.",
        ["Reporters|the minister|pressed|demands|name the donor"],
    ),
    ("The crew were promised double pay.", ["–|The crew|promised|promises|double pay"]),
    (
        "The victims have been offered 2,000 dollars each.",
        ["–|The victims|offered|promises|2,000 dollars each"],
    ),
    ("She got in touch to ask whether the film was real.", ["She|–|ask|says|the film was real"]),
    (
        "They marched to the ministry to demand that the school be reopened.",
        ["They|–|demand|demands|the school be reopened"],
    ),
    (
        'His tweet — since deleted — called the bishop "a wolf".',
        ['His tweet|–|called|says|the bishop "a wolf"'],
    ),
    ("The bishop called the tweet childish.", ["The bishop|–|called|says|the tweet childish"]),
    ('She labelled the claims "laughable".', ['She|–|labelled|says|the claims "laughable"']),
    (
        "Calling the report a stitch-up, the senator said he would sue.",
        [
            "the senator|–|Calling|says|the report a stitch-up",
            "the senator|–|said|says|he would sue",
        ],
    ),
    (
        "Denying the allegations, the senator said he would sue.",
        ["the senator|–|Denying|denies|the allegations", "the senator|–|said|says|he would sue"],
    ),
    (
        "Insisting that the vote was fair, the commission published its tables.",
        ["the commission|–|Insisting|says|the vote was fair"],
    ),
    (
        'Warning of "dark days", the general left the room.',
        ["the general|–|Warning|warns|dark days"],
    ),
    (
        "Having first denied that the meeting took place, he now says it lasted ten minutes.",
        ["he|–|denied|denies|the meeting took place", "he|–|says|says|it lasted ten minutes"],
    ),
    (
        "After saying for weeks that there was no list, the firm has published one.",
        ["the firm|–|saying|says|there was no list"],
    ),
    (
        "While conceding that mistakes were made, the inspector defended the raid.",
        ["the inspector|–|conceding|admits|mistakes were made"],
    ),
    (
        'The firm says it "takes privacy seriously"; it has been fined twice.',
        ['The firm|–|says|says|it "takes privacy seriously"'],
    ),
    (
        'On whether the files were burned, the ministry said it had "nothing to add".',
        ['the ministry|–|said|says|it had "nothing to add"'],
    ),
    (
        'The men told her to stop asking about the quarry or "the dog would be next".',
        ['The men|her|told|demands|stop asking about the quarry or "the dog would be next"'],
    ),
    (
        "Engineers at the plant, three of whom spoke to this newspaper, say they reported the crack in May.",
        ["Engineers at the plant|–|say|says|they reported the crack in May"],
    ),
    (
        'The operator says the crack was "cosmetic"; its own log, which we have seen, says it was 40 cm long.',
        [
            'The operator|–|says|says|the crack was "cosmetic"',
            "its own log|–|says|says|it was 40 cm long",
        ],
    ),
    (
        "The operator says no one was hurt, though two men were taken to hospital.",
        ["The operator|–|says|says|no one was hurt"],
    ),
    (
        "Two nurses, one of whom still works there, independently told us the log had been rewritten overnight.",
        ["Two nurses|us|told|says|the log had been rewritten overnight"],
    ),
    (
        'The owner, Brule said, wanted "a head, any head".',
        ['Brule|–|said|says|The owner, Brule said, wanted "a head, any head"'],
    ),
    (
        "What is clear, says Professor Adda Nim, is that the money came from abroad.",
        [
            "Professor Adda Nim|–|says|says|What is clear, says Professor Adda Nim, is that the money came from abroad"
        ],
    ),
    (
        'Mrs Justice Loam warned the pair not to contact the witnesses "directly or through anyone else".',
        [
            'Mrs Justice Loam|the pair|warned|warns|not to contact the witnesses "directly or through anyone else"'
        ],
    ),
    (
        'Opening the case for the prosecution, Ms Vey said the scheme was "as simple as it was cruel".',
        ['Ms Vey|–|said|says|the scheme was "as simple as it was cruel"'],
    ),
    (
        'For the defence, Mr Alder said his client was "a fool, not a crook".',
        ['Mr Alder|–|said|says|his client was "a fool, not a crook"'],
    ),
    (
        'His client, he told the jury, was "a fool, not a crook".',
        ['he|the jury|told|says|His client, he told the jury, was "a fool, not a crook"'],
    ),
    (
        'Sentencing him, the judge said Crole had "sold the town by the yard".',
        ['the judge|–|said|says|Crole had "sold the town by the yard"'],
    ),
    (
        'The mayor has insisted throughout that he never saw the invoice; yet in an email dated 12 May he asks his secretary to "make the bakery bill go away".',
        [
            "The mayor|–|insisted|says|he never saw the invoice",
            "he|his secretary|asks|demands|make the bakery bill go away",
        ],
    ),
    (
        'A handwriting expert consulted by the Post disagrees: the signature, she says, is "beyond reasonable doubt" his.',
        ['she|–|says|says|the signature, she says, is "beyond reasonable doubt" his'],
    ),
    (
        'Told of the expert\'s view, the mayor said he had "no further comment, ever".',
        ['the mayor|–|said|says|he had "no further comment, ever"'],
    ),
    (
        "There is, prosecutors say, no evidence that he was ever in hospital.",
        [
            "prosecutors|–|say|says|There is, prosecutors say, no evidence that he was ever in hospital"
        ],
    ),
    (
        'New recruits are told that the work is "market research".',
        ['–|New recruits|told|says|the work is "market research"'],
    ),
    (
        'A clause says that anyone who talks "shall repay all wages".',
        ['A clause|–|says|says|anyone who talks "shall repay all wages"'],
    ),
    (
        'Emre says he was told the client was "the state".',
        [
            'Emre|–|says|says|he was told the client was "the state"',
            '–|he|told|says|the client was "the state"',
        ],
    ),
    (
        'He says his boss once joked that they were "the country\'s largest family".',
        [
            'He|–|says|says|his boss once joked that they were "the country\'s largest family"',
            'his boss|–|joked|says|they were "the country\'s largest family"',
        ],
    ),
    (
        'His company\'s website says it offers "digital hygiene".',
        ['His company\'s website|–|says|says|it offers "digital hygiene"'],
    ),
    (
        "The ministry, for its part, says it has never heard of the firm, though its logo appears on two of the invoices.",
        ["The ministry|–|says|says|it has never heard of the firm"],
    ),
    (
        'Pressed on this, the spokeswoman said she would "look into it" and ended the call.',
        ['the spokeswoman|–|said|says|she would "look into it"'],
    ),
    ('Colleagues call her "the wall".', ['Colleagues|–|call|says|her "the wall"']),
]

NONE = [
    "She told them where to put their money.",
    "She found that the door was open.",
    "She calls herself a gardener.",
    "Whoever says that is lying.",
    "Had he said no, the bridge would stand.",
    "He may have told his wife that the tape was real.",
    "This newspaper has asked the ministry for comment.",
]


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
