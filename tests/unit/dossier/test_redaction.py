"""What is hidden can't be found in any byte that is written."""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier_case import (
    ITEMS,
    PEOPLE,
    T0,
    TEXTS,
    case,
    digest,
    document,
    passage,
    redaction,
    sentence,
)
from kashf.dossier import build, write
from kashf.dossier._veiled import BAR
from kashf.dossier.model import Event, Exhibit, Finding, Redaction, RunResult
from kashf.dossier.page import page
from kashf.dossier.record import record
from kashf.errors import InputError, IntegrityError, UsageError
from kashf.text import normalise

KEY = b"a key of the tests"


def words_of(text: str) -> str:
    return f" {normalise(text)} "


def inside(pdf: bytes) -> list[str]:
    """The text of a PDF as two readers see it, its streams uncompressed, and its metadata."""
    import pypdf
    import pypdfium2

    texts = []
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    texts += [page.extract_text() for page in reader.pages]
    texts += [str(value) for value in (reader.metadata or {}).values()]
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        one = document[number]
        layer = one.get_textpage()
        texts.append(layer.get_text_range())
        layer.close()
        one.close()
    document.close()
    raw = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            raw.append(zlib.decompress(stream))
        except zlib.error:
            raw.append(stream)
    for block in raw:
        texts += [block.decode("utf-8", "replace"), block.decode("utf-16-be", "replace")]
    return texts


def everything(folder: Path) -> dict[str, list[str]]:
    """All that was written, as text: names of files, and what is in them, opened."""
    found: dict[str, list[str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        texts = [path.name, content.decode("utf-8", "replace"), content.decode("utf-16", "replace")]
        if path.suffix == ".pdf":
            texts += inside(content)
        elif path.suffix == ".html":
            texts.append(re.sub(r"<[^>]*>", "", content.decode()))
        elif path.suffix == ".parquet":
            table = pq.read_table(path)
            texts += [str(table.to_pylist()), str(table.schema)]
        elif path.suffix in {".json", ".jsonl"}:
            texts += (
                [str(json.loads(line)) for line in content.splitlines()]
                if (path.suffix == ".jsonl")
                else [json.dumps(json.loads(content), ensure_ascii=False)]
            )
        found[str(path.relative_to(folder))] = texts
    return found


def assert_gone(folder: Path, *hidden: str) -> None:
    files = everything(folder)
    assert len(files) > 10
    for name, texts in files.items():
        for word in hidden:
            for text in texts:
                assert word not in text, f"{name} holds {word!r}"
                assert words_of(word) not in words_of(text), f"{name} holds {word!r}"
                # A PDF may give Arabic in order of sight.
                assert word[::-1] not in text, f"{name} holds {word!r}"


HIDDEN = "سميح قرطاس"
LATIN = "Semih Kirtas"


def secret_case(tmp_path: Path) -> Any:
    """A name in every field that takes text, in several spellings."""
    report = document(
        f"قال {HIDDEN} إن كل شيء جاهز.\n"
        "ثم عاد سَمِيح قِرطاس فقال: وسميح قرطاس هنا، ولسميح قرطاس دين.\n"
        f"{LATIN} is on https://example.org/semih%20kirtas and #سميح_قرطاس as @semihkirtas."
    )
    run = pa.table(
        {
            "account_id": ["semihkirtas", "other"],
            "names": [[HIDDEN, "x"], []],
            "weight": [2, 3],
            "text": pa.array([f"من {HIDDEN}", None]).dictionary_encode(),
        }
    ).replace_schema_metadata({"note": HIDDEN})
    pq.write_table(run, tmp_path / "edges.parquet")
    original = tmp_path / "original.txt"
    original.write_text(report.text, encoding="utf-8")
    item = replace(
        ITEMS[0],
        number=9,
        name=f"{HIDDEN}.txt",
        note=f"from {LATIN}",
        source=HIDDEN,
        sha256=hashlib.sha256(report.text.encode()).hexdigest(),
    )
    log = [
        {"at": "2031-03-01T00:00:00.000000Z", "event": "collected", "by": "R. Osk", "salt": "00",
         "details": {"name": f"{HIDDEN}.txt"}, "hash": "a" * 64, "signature": "b" * 128},
        {"at": "2031-03-01T00:00:00.000000Z", "event": "collected", "by": "R. Osk", "salt": "11",
         "details": {"name": "posts.csv"}, "hash": "c" * 64, "signature": "d" * 128},
    ]  # fmt: skip
    start = report.text.index(HIDDEN)
    quote = report.text[start - 4 : start + len(HIDDEN) + 3]
    from kashf.dossier.model import Passage, Person, Quote

    passages = Passage(9, start - 4, start + len(HIDDEN) + 3, quote)
    base = case()
    return replace(
        base,
        title=f"The papers of {HIDDEN}",
        exhibits=(
            *base.exhibits,
            Exhibit(item, report, (Event(T0, f"collected {HIDDEN}", HIDDEN),), file=original),
        ),
        people=(*PEOPLE, Person("semih", HIDDEN, (passages,), aliases=(LATIN,))),
        findings=(
            Finding((sentence("en", "As ", Quote(passages), f" says, {LATIN}’s friends know."),)),
        ),
        runs=(RunResult(f"run of {LATIN}", {"settings": {"title": HIDDEN}, "counts": {"n": 7}},
                        (9,), tables={"edges": tmp_path / "edges.parquet"}),),
        timeline=(),
        methods=(),
        custody=b"".join(json.dumps(row, sort_keys=True, separators=(",", ":")).encode() + b"\n"
                         for row in log),
        public_key=b"k" * 32,
    ), (start, start + len(HIDDEN))  # fmt: skip


def test_redacted_words_are_in_nothing_that_is_written(tmp_path: Path) -> None:
    dossier, (start, end) = secret_case(tmp_path)
    dossier = replace(
        dossier,
        redactions=(Redaction(9, f"{HIDDEN} is a witness", "Mira T.", T0, start, end),),
    )
    out = tmp_path / "out"
    write(build(dossier), out)
    assert_gone(out, HIDDEN, LATIN, "semihkirtas", "semih%20kirtas", "سَمِيح قِرطاس")
    html = (out / "dossier.html").read_text(encoding="utf-8")
    assert html.count(BAR) > 8
    assert dossier.exhibits[-1].item.sha256 in html  # the hash of the original stays
    assert not (out / "bag" / "data" / "evidence").exists()
    assert BAR in "".join(inside((out / "dossier.pdf").read_bytes()))
    sealed, whole = (out / "bag/data/custody.jsonl").read_bytes().splitlines()
    assert set(json.loads(sealed)) == {"at", "event", "hash", "signature"}
    assert json.loads(whole)["details"] == {"name": "posts.csv"}


def test_the_search_finds_what_is_not_redacted(tmp_path: Path) -> None:
    """The test above can fail."""
    dossier, _ = secret_case(tmp_path)
    out = tmp_path / "out"
    write(build(dossier), out)
    found = {
        name for name, texts in everything(out).items()
        if any(words_of(HIDDEN) in words_of(text) for text in texts)
    }  # fmt: skip
    for name in ("dossier.html", "dossier.json", "dossier.pdf", "bag/data/texts/E9.txt",
                 "bag/data/custody.jsonl", "bag/data/tables/evidence.csv",
                 "bag/data/runs/R1/edges.parquet", "bag/data/runs/R1/run.json",
                 "bag/data/evidence/E9"):  # fmt: skip
        assert name in found


def test_pseudonyms_take_the_place_of_names_everywhere(tmp_path: Path) -> None:
    dossier, _ = secret_case(tmp_path)
    dossier = replace(dossier, pseudonyms=("semih",), pseudonym_key=KEY)
    out = tmp_path / "out"
    write(build(dossier), out)
    assert_gone(out, HIDDEN, LATIN, "semihkirtas", "سميح", "قرطاس", "Semih", "Kirtas")
    text = (out / "bag/data/texts/E9.txt").read_text(encoding="utf-8")
    number = re.findall(r"الشخص (\d)", text)[0]
    assert f"قال الشخص {number} إن" in text
    assert f"والشخص {number} هنا، وللشخص {number} دين" in text
    assert f"Person {number} is on" in text
    assert build(dossier) == build(dossier)


def test_numbers_of_pseudonyms_hang_on_the_key_and_not_on_the_order() -> None:
    def numbers(key: bytes, people: Any) -> list[str]:
        built = build(
            case(people=people, pseudonyms=tuple(p.id for p in people), pseudonym_key=key)
        )
        return sorted(view.name.text for view in built.people if view.kind == "media")

    assert numbers(KEY, PEOPLE) == numbers(KEY, PEOPLE[::-1])
    assert len({tuple(numbers(bytes([n]) * 16, PEOPLE)) for n in range(20)}) > 1


def test_a_name_that_two_people_share() -> None:
    from kashf.dossier.model import Person

    text = document("جاء سالم ورد ثم سالم نور، وقال سالم نعم.")
    exhibit = Exhibit(replace(ITEMS[0], number=9, sha256=digest("x")), text)

    def at(name: str) -> Any:
        from kashf.dossier.model import Passage

        start = text.text.index(name)
        return Passage(9, start, start + len(name), name)

    people = tuple(Person(n, n, (at(n),)) for n in ("سالم ورد", "سالم نور"))
    base = case()
    dossier = replace(base, exhibits=(*base.exhibits, exhibit), people=(*PEOPLE, *people),
                      pseudonyms=("سالم ورد",), pseudonym_key=KEY)  # fmt: skip
    shown = next(view for view in build(dossier).texts if view.item == 9).text.text
    assert re.fullmatch(r"جاء الشخص \d ثم سالم نور، وقال الشخص \d نعم.", shown)
    both = replace(dossier, pseudonyms=("سالم ورد", "سالم نور"))
    shown = next(view for view in build(both).texts if view.item == 9).text.text
    assert re.fullmatch(r"جاء الشخص (\d) ثم الشخص (?!\1)\d، وقال شخص نعم.", shown)


def test_a_preposition_is_no_name() -> None:
    from kashf.dossier.model import Passage, Person

    text = document("مشى علي على الجسر، وعلى كل حال شكر لعلي.")
    exhibit = Exhibit(replace(ITEMS[0], number=9, sha256=digest("x")), text)
    person = Person("ali", "علي", (Passage(9, 4, 7, "علي"),))
    base = case()
    dossier = replace(base, exhibits=(*base.exhibits, exhibit), people=(*PEOPLE, person),
                      pseudonyms=("ali",), pseudonym_key=KEY)  # fmt: skip
    shown = next(view for view in build(dossier).texts if view.item == 9).text.text
    assert re.fullmatch(r"مشى الشخص \d على الجسر، وعلى كل حال شكر للشخص \d.", shown)


def test_a_time_takes_the_words_of_the_transcript_and_the_sound(tmp_path: Path) -> None:
    sound = tmp_path / "call.wav"
    sound.write_bytes(b"RIFF....")
    item = replace(ITEMS[1], sha256=hashlib.sha256(b"RIFF....").hexdigest())
    derived = replace(ITEMS[2], derived_from=item.sha256)
    base = case()
    exhibits = (base.exhibits[0], Exhibit(item, file=sound), Exhibit(derived, TEXTS[3]),
                base.exhibits[3])  # fmt: skip
    for on in (2, 3):
        hidden = Redaction(on, "private", "Mira T.", T0, start_ms=14_500, end_ms=16_000)
        built = build(replace(base, exhibits=exhibits, redactions=(hidden,)))
        assert built.originals == () and built.withheld == (2,)
        shown = next(view for view in built.texts if view.item == 3).text.text
        assert (
            shown.splitlines()[1] == f"It is safe. We {BAR} dollars to Harbour Voice for the story."
        )
        money = built.sums[1]
        assert money.amount.text == BAR and money.currency is not None
        assert money.currency.text == BAR
        assert built.findings[1][0].pieces[1].text.text == BAR  # the figure that was cited to it
        write(built, tmp_path / f"out{on}", pdf=False)
        assert "5,000" not in (tmp_path / f"out{on}/dossier.html").read_text().replace(
            "5,000 USD", ""
        )
    without = build(replace(base, exhibits=exhibits))
    assert [original.number for original in without.originals] == [2]


def test_originals_that_are_touched_stay_out_unless_allowed(tmp_path: Path) -> None:
    dossier, (start, end) = secret_case(tmp_path)
    hidden = Redaction(9, "private", "Mira T.", T0, start, end)
    dossier = replace(dossier, redactions=(hidden,))
    assert build(dossier).withheld == (9,)
    *rest, last = dossier.exhibits
    allowed = replace(dossier, exhibits=(*rest, replace(last, allow_redacted=True)))
    assert [original.number for original in build(allowed).originals] == [9]


def test_only_the_place_with_everywhere_off() -> None:
    hidden = redaction(1, "جمعية المرفأ", everywhere=False)
    built = build(case(redactions=(hidden,), questions=(), title="جمعية المرفأ"))
    assert built.title.text == "جمعية المرفأ"
    assert BAR in built.statements[0].content.text.text
    everywhere = build(case(redactions=(replace(hidden, everywhere=True),), title="لجمعيه المرفا"))
    assert everywhere.title.text == BAR


def test_a_speaker_goes_with_the_words_for_him() -> None:
    built = build(case(redactions=(redaction(1, "القائد بيلور"),)))
    assert built.statements[0].speaker is not None
    assert built.statements[0].speaker.text == BAR
    assert built.people[0].name.text == BAR  # a part of the name is hidden where it is cited
    assert "قندات" not in json.dumps(
        json.loads(record(built))["statements"][0]["lines"], ensure_ascii=False
    )


def test_bars_have_one_length_and_a_reason() -> None:
    for words in ("في", "وفق التسجيل، قال القائد بيلور قندات لمساعده نديم لورش"):
        built = build(case(redactions=(redaction(1, words, everywhere=False),)))
        text = next(view for view in built.texts if view.item == 1).text
        assert text.text.count(BAR) == 1 and "███████" not in text.text
        assert "[private]" in re.sub(r"<[^>]*>", "", page(built))
        found = json.loads(record(built))
        shown = next(view for view in found["texts"] if view["item"] == 1)["text"]
        assert shown["redacted"][0]["redaction"] == 1
        assert found["redactions"][0]["reason"] == "private"


def test_wrong_redactions_stop_it() -> None:
    wrong = [
        redaction(1, start=5, end=5),
        redaction(1, start=0, end=10**6),
        redaction(77, start=0, end=1),
        redaction(2, start=0, end=1),
        redaction(1),
        redaction(3, start_ms=500_000, end_ms=600_000),
        redaction(3, start_ms=5, end_ms=5),
        replace(redaction(1, "في"), reason=" "),
        replace(redaction(1, "في"), approver=""),
    ]
    for one in wrong:
        with pytest.raises(InputError) as error:
            build(case(redactions=(one,)))
        assert error.value.where == "redaction 1"
    with pytest.raises(UsageError, match="key"):
        build(case(pseudonyms=("kandat",)))
    with pytest.raises(UsageError, match="nobody"):
        build(case(pseudonyms=("x",), pseudonym_key=KEY))


def test_a_log_that_can_not_be_sealed_stops_it() -> None:
    line = json.dumps({"event": "جمعية المرفأ"}).encode() + b"\n"
    for log in (line, b"no json\n"):
        with pytest.raises(IntegrityError, match="custody"):
            build(case(redactions=(redaction(1, "جمعية المرفأ"),), custody=log, questions=()))


@settings(max_examples=60)
@given(st.data())
def test_any_span_is_gone_from_page_and_json(data: st.DataObject) -> None:
    number = data.draw(st.sampled_from([1, 3]))
    text = TEXTS[number].text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 60)))
    # Whole words: a half of a word can't be looked for.
    while start > 0 and unicodedata.category(text[start - 1])[0] in "LMN":
        start -= 1
    while end < len(text) and unicodedata.category(text[end])[0] in "LMN":
        end += 1
    hidden = normalise(text[start:end])
    built = build(case(redactions=(replace(redaction(number), start=start, end=end),)))
    if len(hidden) < 4 or hidden in normalise("المستند private the recording"):
        return
    shown = next(view for view in built.texts if view.item == number).text.text
    assert f" {hidden} " not in words_of(shown)
    for view in built.statements:
        assert f" {hidden} " not in words_of(view.content.text.text)
    assert passage(3, "Belor Kandat")
