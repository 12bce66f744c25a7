"""Compiles the marked sources of the golden statements to texts and annotations.

``tests/golden/statements/source/PART/NAME.marked`` becomes ``PART/NAME.txt`` and
``PART/NAME.json``; edit only the source. Its form is told in ``tests/golden/statements/README.md``.
Run ``python scripts/compile_golden.py`` after a change; ``tests/unit/golden`` compares.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

__all__ = ["FORCES", "HEADERS", "KINDS", "PARTS", "ROOT", "MarkError", "compiled", "outputs"]

ROOT = Path(__file__).resolve().parents[1] / "tests" / "golden" / "statements"
PARTS = ("dev", "test")
FORCES = ("says", "reveals", "demands", "warns", "promises", "denies", "admits")
KINDS = ("report", "recording", "document", "person", "unknown")
HEADERS = {
    "ar": "(نص متخيَّل، ولا وجود لمن فيه من أشخاص وأماكن وجهات ووسائل إعلام)",
    "en": "(Invented text; the people, places, bodies and outlets in it do not exist)",
}
_MARK = re.compile(r"\{([a-z]+\d+)\|")
_QUOTES = ('""', "“”", "«»", "‘’", "''")
_FIELDS = {"s": "speaker", "a": "addressee", "v": "verb", "c": "content"}


class MarkError(ValueError):
    """A source that cannot be compiled; the message says what and where."""


@dataclass
class _Source:
    text: str
    spans: dict[str, tuple[int, int]]
    used: set[str] = field(default_factory=set)

    def span(self, name: str) -> dict[str, Any]:
        if name not in self.spans:
            raise MarkError(f"no mark {{{name}|…}} in the text")
        self.used.add(name)
        start, end = self.spans[name]
        return {"text": self.text[start:end], "start": start, "end": end}


def _unmarked(body: str) -> _Source:
    pieces: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    open_marks: list[tuple[str, int]] = []
    at = length = 0
    while at < len(body):
        if match := _MARK.match(body, at):
            if match[1] in spans or any(match[1] == name for name, _ in open_marks):
                raise MarkError(f"mark {match[1]} stands twice")
            open_marks.append((match[1], length))
            at = match.end()
            continue
        if body[at] == "}":
            if not open_marks:
                raise MarkError(f"nothing to close after {body[max(0, at - 30) : at]!r}")
            name, start = open_marks.pop()
            spans[name] = (start, length)
        elif body[at] in "{|":
            raise MarkError(f"a stray {body[at]} after {body[max(0, at - 30) : at]!r}")
        else:
            pieces.append(body[at])
            length += 1
        at += 1
    if open_marks:
        raise MarkError(f"mark {open_marks[-1][0]} is not closed")
    text = "".join(pieces)
    for name, (start, end) in spans.items():
        if not text[start:end] or text[start:end].strip() != text[start:end]:
            raise MarkError(f"mark {name} is empty or has white space at its edge")
    return _Source(text, spans)


def _sources(source: _Source, value: str) -> list[dict[str, Any]]:
    found = []
    for item in value.split(","):
        kind, _, name = item.partition(":")
        if kind not in KINDS:
            raise MarkError(f"unknown kind of source {kind!r}")
        found.append({"kind": kind, "span": source.span(name) if name else None})
    return found


def _unquoted(span: dict[str, Any]) -> dict[str, Any]:
    text = span["text"]
    inner = text[1:-1]
    if text[0] + text[-1] in _QUOTES and not set(text[0] + text[-1]) & set(inner):
        return {"text": inner, "start": span["start"] + 1, "end": span["end"] - 1}
    return span


def _in_quotes(text: str, span: dict[str, Any]) -> bool:
    after = text[span["end"] :].lstrip(".,!?؟،")
    return text[span["start"] - 1] + after[:1] in _QUOTES


def _read_options(
    source: _Source, options: list[str], made: dict[str, Any], marks: dict[str, str]
) -> str | None:
    """Puts the options of a line into ``made`` and ``marks``; gives who speaks, if said."""
    by = None
    for option in options:
        key, _, value = option.partition("=")
        if option in FORCES:
            made["force"] = option
        elif option in ("direct", "negated", "false"):
            made["said_false" if option == "false" else option] = True
        elif key in _FIELDS:
            marks[key] = value
        elif key == "src":
            made["sources"] = _sources(source, value)
        elif key == "by":
            by = value
        else:
            raise MarkError(f"unknown option {option!r}")
    return by


def _statement(
    source: _Source, line: str, people: dict[str, str], names: dict[str, str | None]
) -> dict[str, Any]:
    number, *options = line.split()
    made: dict[str, Any] = dict.fromkeys(("speaker", "speaker_name", "addressee", "verb"))
    made |= {"force": "says", "content": None, "direct": False, "negated": False}
    made |= {"said_false": False, "sources": [], "sums": []}
    marks = {letter: letter + number for letter in _FIELDS if letter + number in source.spans}
    by = _read_options(source, options, made, marks)
    for letter, name in marks.items():
        made[_FIELDS[letter]] = source.span(name)
    if made["content"] is not None:
        made["content"] = _unquoted(made["content"])
    if made["content"] is None:
        raise MarkError(f"statement {number} has no content")
    if not made["direct"] and _in_quotes(source.text, made["content"]):
        raise MarkError(f"statement {number} is quoted as a whole, so it is direct")
    if by is not None:
        if by != "-" and by not in people:
            raise MarkError(f"statement {number}: no '@ {by} = …' before it")
        made["speaker_name"] = None if by == "-" else people[by]
    elif "s" not in marks:
        raise MarkError(f"statement {number} has no speaker mark, so it needs by=… (or by=-)")
    else:
        made["speaker_name"] = names.get(marks["s"], made["speaker"]["text"])
    if "s" in marks:
        names[marks["s"]] = made["speaker_name"]
    return made


def _sum(source: _Source, line: str) -> dict[str, Any]:
    _, name, amount, currency, *options = line.split()
    try:
        Decimal(amount)
    except InvalidOperation as error:
        raise MarkError(f"{amount!r} is not a decimal number in {line!r}") from error
    parties = dict(option.split("=") for option in options)
    if extra := parties.keys() - {"payer", "payee"}:
        raise MarkError(f"unknown option {sorted(extra)[0]!r} in {line!r}")
    return {
        "amount": amount,
        "currency": None if currency == "-" else currency,
        "span": source.span(name),
        "payer": source.span(parties["payer"]) if "payer" in parties else None,
        "payee": source.span(parties["payee"]) if "payee" in parties else None,
    }


def compiled(marked: str, language: str) -> tuple[str, list[dict[str, Any]]]:
    """The text and its statements, in order of their content.

    Raises:
        MarkError: A mark is missing, doubled, unused or not closed.
    """
    if not unicodedata.is_normalized("NFC", marked):
        raise MarkError("the source is not NFC")
    body, rule, notes = marked.partition("\n---\n")
    if not rule:
        raise MarkError("no line '---' between the text and the annotation")
    source = _unmarked(f"{HEADERS[language]}\n\n{body.strip()}\n")
    people: dict[str, str] = {}
    names: dict[str, str | None] = {}
    statements: list[dict[str, Any]] = []
    sums: list[dict[str, Any]] = []
    for line in filter(None, map(str.strip, notes.splitlines())):
        if line.startswith("@"):
            key, _, name = line[1:].partition("=")
            people[key.strip()] = name.strip()
        elif line.startswith("$"):
            sums.append(_sum(source, line))
        else:
            statements.append(_statement(source, line, people, names))
    if unused := sorted(source.spans.keys() - source.used):
        raise MarkError(f"marks that no line uses: {', '.join(unused)}")
    statements.sort(key=lambda one: (one["content"]["start"], -one["content"]["end"]))
    for one in sums:
        holders = [s for s in statements if _holds(s["content"], one["span"])]
        if not holders:
            raise MarkError(f"the sum {one['span']['text']!r} is in no statement")
        for statement in holders:
            statement["sums"].append(one)
    return source.text, statements


def _holds(outer: dict[str, Any], inner: dict[str, Any]) -> bool:
    return bool(outer["start"] <= inner["start"] and inner["end"] <= outer["end"])


def outputs() -> dict[Path, str]:
    """What every file of the collection should hold, by its path."""
    made: dict[Path, str] = {}
    for part in PARTS:
        for path in sorted((ROOT / "source" / part).glob("*.marked")):
            try:
                text, statements = compiled(path.read_text("utf-8"), path.name[:2])
            except MarkError as error:
                raise MarkError(f"{part}/{path.name}: {error}") from error
            made[ROOT / part / f"{path.stem}.txt"] = text
            annotation = {"invented": True, "statements": statements}
            made[ROOT / part / f"{path.stem}.json"] = (
                json.dumps(annotation, ensure_ascii=False, indent=1) + "\n"
            )
    return made


def main() -> int:
    """Writes the collection anew; files whose source is gone are removed."""
    try:
        made = outputs()
    except MarkError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for part in PARTS:
        for path in (ROOT / part).iterdir():
            if path not in made:
                path.unlink()
    for path, text in made.items():
        path.write_text(text, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
