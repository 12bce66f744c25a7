from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kashf.errors import InputError, UsageError
from kashf.evidence.decoding import decode
from kashf.evidence.texts import read_text

ARABIC = [
    "مرحبا",
    "قال القائد",
    "قال الناطق إنّ الحملة بدأت أمس، «ولن تتوقف»، وأضاف أن المبلغ 500 دولار.",
    "نشرت صفحة Marjana News الخبر على Facebook قبل ساعة؛ فهل قرأتَه؟ – نعم",
    "From 2019 until 2021 the council of Marjana (بلدية مرجانة) met in the old harbour house.",
]
FILE = Path("file")


@pytest.mark.parametrize("text", ARABIC)
def test_windows_1256_is_told_without_a_mark(text: str) -> None:
    found, name, notes = decode(text.encode("cp1256"), FILE)
    assert (found, name) == (text, "windows-1256")
    assert "guess" in notes[0]


def test_iso_8859_6_is_told_from_windows_1256() -> None:
    text = "قال الناطق إن الحملة بدأت أمس وأضاف أن المبلغ كبير"
    assert decode(text.encode("iso8859_6"), FILE)[:2] == (text, "iso-8859-6")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le maire a déclaré que la façade, très âgée, était « protégée » à l'été.", "cp1252"),
        ("Der Bürgermeister äußerte, daß die Brücke für Fußgänger geöffnet würde.", "cp1252"),
        ("Мэр заявил, что мост откроют в воскресенье, и ни днём позже.", "cp1251"),
    ],
)
def test_other_encodings_are_not_taken_for_arabic(text: str, encoding: str) -> None:
    found, name, _ = decode(text.encode(encoding), FILE)
    assert name not in ("windows-1256", "iso-8859-6")
    assert sum(a == b for a, b in zip(found, text, strict=True)) > 0.9 * len(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ARABIC)
def test_marks_tell_the_encoding_and_are_not_of_the_text(text: str, encoding: str) -> None:
    mark = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE,
            "utf-16-be": codecs.BOM_UTF16_BE, "utf-32-le": codecs.BOM_UTF32_LE,
            "utf-32-be": codecs.BOM_UTF32_BE}[encoding]  # fmt: skip
    assert decode(mark + text.encode(encoding), FILE) == (text, encoding, [])
    assert decode(mark + text.encode(encoding), FILE, encoding=encoding)[0] == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ARABIC[2:])
def test_utf_16_without_a_mark(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode(encoding))
    found = read_text(path)
    assert (found.text, found.encoding) == (text, encoding)


def test_what_is_declared_counts_only_where_it_fits() -> None:
    data = "naïve".encode("cp1252")
    assert decode(data, FILE, declared="iso-8859-1")[:2] == ("naïve", "cp1252")
    text, name, notes = decode("نعم".encode(), FILE, declared="us-ascii")
    assert (text, name) == ("نعم", "utf-8") and "it is UTF-8" in notes[0]
    assert "declares" in decode("نعم".encode(), FILE, declared="no-such")[2][0]
    assert "declares" in decode(b"68690a", FILE, declared="hex")[2][0]


def test_an_encoding_that_was_asked_for_must_fit(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"\xff\xfeab")
    with pytest.raises(UsageError, match="no encoding"):
        read_text(path, encoding="klingon")
    path.write_bytes(b"caf\xe9")
    with pytest.raises(InputError, match="not in utf-8"):
        read_text(path, encoding="utf-8")
    assert read_text(path, encoding="latin-1").text == "café"


def test_line_ends_become_one_character(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"one\r\ntwo\rthree\n")
    text = read_text(path)
    assert text.text == "one\ntwo\nthree\n"
    assert any("2 line ends" in note for note in text.notes)


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_one_error(data: bytes) -> None:
    try:
        text, name, _ = decode(data, FILE)
    except InputError:
        return
    assert isinstance(text, str) and codecs.lookup(name)
