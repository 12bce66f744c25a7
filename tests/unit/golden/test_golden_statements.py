"""The golden statements are consistent, and their scorer counts what it says."""

from __future__ import annotations

import copy
import importlib.util
import sys
import unicodedata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import golden_statements as golden
from golden_statements import Example, Tally, load, pairs, score

PROJECT = Path(__file__).resolve().parents[3]
ALL = [*load("dev"), *load("test")]


def _compiler() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "compile_golden", PROJECT / "scripts" / "compile_golden.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


COMPILER = _compiler()


# --- the collection ---------------------------------------------------------------------------


def test_files_are_what_their_sources_compile_to() -> None:
    made = COMPILER.outputs()
    there = {path for part in COMPILER.PARTS for path in (COMPILER.ROOT / part).iterdir()}
    assert there == set(made)
    stale = [path.name for path, text in made.items() if path.read_bytes() != text.encode()]
    assert stale == [], "run scripts/compile_golden.py"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_there_are_enough_texts_in_both_parts(language: str) -> None:
    dev, test = load("dev", language), load("test", language)
    assert len(test) >= 8
    assert len(dev) >= 15
    assert len({one.name for one in dev + test}) == len(dev) + len(test)


def test_every_force_and_mark_occurs_in_both_parts() -> None:
    for part in ("dev", "test"):
        for language in ("ar", "en"):
            found = [one for example in load(part, language) for one in example.statements]
            assert {one["force"] for one in found} == set(COMPILER.FORCES), (part, language)
            for name in ("direct", "negated", "said_false"):
                assert {one[name] for one in found} == {True, False}, (part, language, name)
            assert any(one["sums"] for one in found)
            assert any(one["speaker"] is None for one in found)


@pytest.mark.parametrize("example", ALL, ids=lambda one: f"{one.part}-{one.name}")
def test_text_says_that_it_is_invented_and_has_a_reasonable_length(example: Example) -> None:
    assert example.text.startswith(COMPILER.HEADERS[example.language] + "\n\n")
    assert unicodedata.is_normalized("NFC", example.text)
    assert "\r" not in example.text
    assert 80 <= len(example.text.split()) <= 350


def _spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        if value.keys() == {"text", "start", "end"}:
            return [value]
        return [span for one in value.values() for span in _spans(one)]
    return [span for one in value for span in _spans(one)] if isinstance(value, list) else []


@pytest.mark.parametrize("example", ALL, ids=lambda one: f"{one.part}-{one.name}")
def test_each_quote_stands_at_its_offsets(example: Example) -> None:
    for statement in example.statements:
        assert statement["content"] is not None
        assert statement["force"] in COMPILER.FORCES
        for span in _spans(statement):
            assert example.text[span["start"] : span["end"]] == span["text"]
            assert span["text"].strip() == span["text"] != ""
        for source in statement["sources"]:
            assert source["kind"] in COMPILER.KINDS
        for one in statement["sums"]:
            assert statement["content"]["start"] <= one["span"]["start"]
            assert one["span"]["end"] <= statement["content"]["end"]
    whole = [
        (str(one["verb"]), str(one["speaker"]), str(one["content"])) for one in example.statements
    ]
    assert len(set(whole)) == len(whole)


def test_dev_and_test_share_no_sentence() -> None:
    def contents(part: str) -> set[str]:
        return {
            one["content"]["text"]
            for example in load(part)
            for one in example.statements
            if len(one["content"]["text"].split()) > 3
        }

    def lines(part: str) -> set[str]:
        return {
            line
            for example in load(part)
            for line in example.text.splitlines()[1:]
            if len(line.split()) > 3
        }

    assert contents("dev") & contents("test") == set()
    assert lines("dev") & lines("test") == set()


# --- the compiler -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("{s1|A} {v1|said} {c1|b}.", "no line '---'"),
        ("{s1|A} {v1|said} {c1|b.\n---\n1", "c1 is not closed"),
        ("{s1|A} {v1|said} {c1|b}}.\n---\n1", "nothing to close"),
        ("{s1|A} {v1|said} b.\n---\n1", "statement 1 has no content"),
        ("{v1|said} {c1|b}.\n---\n1", "needs by="),
        ("{s1|A} {v1|said} {c1|b} {c2|d}.\n---\n1", "no line uses: c2"),
        ("{s1|A} {v1|said} {c1| b}.\n---\n1", "white space"),
        ("{s1|A} {v1|said} {c1|b}.\n---\n1 shouts", "unknown option 'shouts'"),
        ("{s1|A} {v1|said} {c1|b} {m1|$5}.\n---\n1\n$ m1 5 USD", "is in no statement"),
        ('{s1|A} {v1|said} "{c1|b}".\n---\n1', "so it is direct"),
        ("{s1|A} {v1|said} {c1|e\u0301}.\n---\n1", "NFC"),
    ],
)
def test_a_wrong_source_is_refused(marked: str, message: str) -> None:
    with pytest.raises(COMPILER.MarkError, match=message):
        COMPILER.compiled(marked, "en")


def test_marks_nest_and_quotation_marks_stay_outside() -> None:
    marked = '{s1|A} {v1|said} that {c1|{s2|B} {v2|asks} for {c2|"{m1|$5}"}}.\n---\n1\n2 direct demands\n$ m1 5 USD'
    text, (outer, inner) = COMPILER.compiled(marked, "en")
    assert outer["content"]["text"] == 'B asks for "$5"'
    assert inner["content"]["text"] == "$5"
    assert outer["sums"] == inner["sums"] and inner["sums"][0]["amount"] == "5"
    assert text.endswith('A said that B asks for "$5".\n')


# --- the scorer -------------------------------------------------------------------------------


def _gold(example: Example) -> list[dict[str, Any]]:
    return copy.deepcopy(list(example.statements))  # type: ignore[arg-type]


def test_gold_against_itself_is_perfect_and_nothing_is_not() -> None:
    by_text = {one.text: _gold(one) for one in ALL}
    perfect = score(ALL, by_text.__getitem__)
    assert perfect.statements.f1 == perfect.sums.f1 == perfect.addressees.f1 == 1.0
    assert all(perfect.accuracy(name) == 1.0 for name in golden.FIELDS)
    assert perfect.missed == perfect.spurious == perfect.wrong == []
    nothing = score(ALL, lambda _: [])
    assert nothing.statements.recall == nothing.statements.f1 == nothing.sums.recall == 0.0
    assert nothing.statements.precision == 1.0
    assert len(nothing.missed) == nothing.statements.gold == perfect.statements.gold


def _span(start: int, end: int) -> dict[str, Any]:
    return {"text": "x" * (end - start), "start": start, "end": end}


def _statement(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "speaker": _span(0, 10),
        "speaker_name": "أحمد",
        "addressee": None,
        "verb": _span(11, 15),
        "force": "says",
        "content": _span(20, 120),
        "direct": False,
        "negated": False,
        "said_false": False,
        "sources": [],
        "sums": [],
    }
    return base | changes


def _score(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> golden.Score:
    example = Example("x", "dev", "en", Path("x"), "x" * 500, tuple(gold))
    return score([example], lambda _: predicted)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"content": _span(20, 100)}, True),  # 80 of 100
        ({"content": _span(20, 99)}, False),
        ({"content": _span(0, 125)}, True),  # 100 of 125
        ({"content": _span(0, 126)}, False),
        ({"verb": _span(14, 18)}, True),
        ({"verb": _span(15, 18)}, False),
        ({"verb": None}, False),
        ({"speaker": _span(0, 15), "speaker_name": None}, True),  # 20 of 25
        ({"speaker": _span(0, 16), "speaker_name": None}, False),
        ({"speaker": None, "speaker_name": None}, False),
        ({"speaker": None, "speaker_name": "احمد"}, True),  # hamza levelled
        ({"speaker": _span(200, 210), "speaker_name": "سعد"}, False),
    ],
)
def test_what_matches(changes: dict[str, Any], found: bool) -> None:
    total = _score([_statement()], [_statement(**changes)])
    assert total.statements == Tally(int(found), 1, 1)
    assert len(total.missed) == len(total.spurious) == int(not found)


def test_null_is_null() -> None:
    total = _score(
        [_statement(speaker=None, verb=None)],
        [_statement(speaker=None, verb=None, speaker_name="سعد")],
    )
    assert total.statements.f1 == 1.0
    assert total.accuracy("speaker_name") == 0.0


def test_one_gold_statement_is_found_once() -> None:
    total = _score([_statement()], [_statement(), _statement()])
    assert (total.statements.precision, total.statements.recall) == (0.5, 1.0)
    assert total.statements.f1 == pytest.approx(2 / 3)


def test_pairs_are_as_many_as_possible() -> None:
    wide = {0: {0, 1}, 1: {0}}
    assert pairs([0, 1], [0, 1], lambda one, other: other in wide[one]) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("force", "denies"),
        ("direct", True),
        ("negated", True),
        ("said_false", True),
        ("addressee", _span(16, 19)),
        ("speaker_name", "سعد"),
        ("sources", [{"kind": "report", "span": None}]),
    ],
)
def test_a_wrong_field_costs_its_own_accuracy_only(name: str, value: object) -> None:
    total = _score([_statement()], [_statement(**{name: value})])
    assert total.statements.f1 == 1.0
    assert {one: total.accuracy(one) for one in golden.FIELDS} == {
        one: float(one != name) for one in golden.FIELDS
    }
    assert total.addressees == Tally(0, int(name == "addressee"), 0)


def test_sums_count_once_and_by_amount_and_currency() -> None:
    def money(start: int, amount: str, currency: str | None) -> dict[str, Any]:
        return {"amount": amount, "currency": currency, "span": _span(start, start + 5)}

    gold = [_statement(sums=[money(30, "5", "USD"), money(50, "7", None)])]
    nested = _statement(content=_span(25, 120), sums=[money(30, "5", "USD")])
    predicted = [
        _statement(sums=[money(32, "5.0", "USD"), money(50, "7", "TND"), money(70, "9", None)])
    ]
    total = _score([*gold, nested], predicted)
    assert total.sums == Tally(matched=1, predicted=3, gold=2)


def test_command_line_prints_figures_and_errors(capsys: pytest.CaptureFixture[str]) -> None:
    program = (
        "import json, pathlib, sys; p = pathlib.Path(sys.argv[1]).with_suffix('.json');"
        "print(json.dumps(json.loads(p.read_text('utf-8'))['statements'][1:]))"
    )
    command = f'{sys.executable} -c "{program}" {{file}}'
    assert golden.main(["test", "--errors", "--command", command]) == 0
    printed = capsys.readouterr().out
    assert "test ar, " in printed and "test en, " in printed
    assert printed.count("  missed    ") == len(load("test"))
    assert "precision 1.000" in printed
