"""One body over every format of documents and transcripts."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

import evidence_files
from kashf import registry
from kashf.errors import InputError, UnknownFormatError
from kashf.evidence import reading
from kashf.evidence.formats import GROUPS, Format
from kashf.evidence.texts import Text, detect_media_type, read_text, read_transcript

FORMATS = [(kind, name) for kind, group in GROUPS.items() for name in registry.names(group)]
every = pytest.mark.parametrize(("kind", "name"), FORMATS, ids=[name for _, name in FORMATS])
HOSTILE = {
    "empty": b"",
    "zeros": b"\0" * 5000,
    "noise": bytes(range(256)) * 40,
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 100,
    "brackets": b"[" * 100_000,
    "braces": b'{"segments":' * 50_000,
    "tags": b"<div>" * 50_000,
    "xml": b"<a>" * 50_000,
    "bomb": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>',
    "half a character": "نص".encode()[:-1],
    "lone surrogate": b'{"segments":[{"start":0,"end":1,"text":"\\ud800"}]}',
    "not a number": b'{"segments":[{"start":NaN,"end":1e400,"text":"a"}]}',
    "cue": b"WEBVTT\n\n00:00:01.000 --> \nHi",
    "cue in words": b"1\n00:00:99,000 --> soon\nHi",
    "turn": b"SPEAKER x 1 later 1 <NA> <NA> a <NA> <NA>",
    "header": b"From: a\nTo: b\nDate: \xff\nSubject: =?x?b?%%%?=\nContent-Type: multipart/mixed; boundary=b\n\n--b",
    "zip": b"PK\x03\x04word/document.xml" + b"\xff" * 200,
    "pdf": b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj trailer << /Root 1 0 R >>",
}  # fmt: skip


def plug_in(kind: str, name: str) -> Format:
    return registry.load(GROUPS[kind], name).FORMAT


def read(kind: str, name: str, folder: Path) -> Text:
    path, words = evidence_files.write(folder, name)
    return read_text(path) if words is None else read_transcript(path, words=words)


@every
def test_declares_itself(kind: str, name: str) -> None:
    format_ = plug_in(kind, name)
    assert format_.name == name and format_.title and format_.media_type
    assert registry.load(GROUPS[kind], name).__doc__


@every
def test_is_told_by_content_and_found_by_media_type(kind: str, name: str, tmp_path: Path) -> None:
    path, words = evidence_files.write(tmp_path, name)
    assert detect_media_type(path) == plug_in(kind, name).media_type
    if name != "markdown":  # nothing but its name tells it from plain text
        bare = tmp_path / "0a1b2c"
        shutil.copy(path, bare)
        assert detect_media_type(bare) == plug_in(kind, name).media_type
    named = reading.read(path, media_type=plug_in(kind, name).media_type, words=words)
    assert named == reading.read(path, words=words)
    assert (named.kind, named.media_type) == (kind, plug_in(kind, name).media_type)


@every
def test_parts_are_in_order_and_hold_text(kind: str, name: str, tmp_path: Path) -> None:
    text = read(kind, name, tmp_path)
    assert len(text.parts) >= 3
    assert text.parts[0].start >= 0 and text.parts[-1].end <= len(text.text)
    assert all(a.end <= b.start for a, b in pairwise(text.parts))
    for part in text.parts:
        said = text.text[part.start : part.end]
        assert said and said == said.strip()
        assert all(part.start <= w.start < w.end <= part.end for w in part.words)
    between = [text.text[a.end : b.start] for a, b in pairwise(text.parts)]
    assert all(not gap.strip() for gap in between)
    assert "\r" not in text.text
    text.text.encode()


@every
def test_every_character_has_an_address_that_leads_back(
    kind: str, name: str, tmp_path: Path
) -> None:
    text = read(kind, name, tmp_path)
    for part in text.parts:
        start, end = text.resolve(text.address(part.start, part.end))
        assert start <= part.start and part.end <= end
        for at in range(part.start, part.end):
            assert text.resolve(text.address(at, at + 1, exact=True)) == (at, at + 1)
            start, end = text.resolve(text.address(at, at + 1))
            assert start <= at < end
    assert text.resolve(text.address(0, len(text.text)))[1] == text.parts[-1].end


@every
def test_same_bytes_give_the_same_text_and_stay_untouched(
    kind: str, name: str, tmp_path: Path
) -> None:
    path, _ = evidence_files.write(tmp_path, name)
    before = path.read_bytes()
    assert read(kind, name, tmp_path).to_json() == read(kind, name, tmp_path).to_json()
    assert path.read_bytes() == before


@every
def test_says_what_was_written(kind: str, name: str, tmp_path: Path) -> None:
    text = read(kind, name, tmp_path)
    if kind == "document":
        assert evidence_files.ENGLISH in text.text
        assert name == "pdf" or evidence_files.ARABIC in text.text
        assert "alert" not in text.text
        return
    assert text.text.split("\n") == [said for *_, said in evidence_files.SAID]
    for part, (who, start, end, _) in zip(text.parts, evidence_files.SAID, strict=True):
        assert part.speaker == (None if name == "srt" else who)
        assert (part.start_ms, part.end_ms) == (start * 1000, end * 1000)
    assert not [note for note in text.notes if "Segment" in note]


@every
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_ends_in_a_text_or_one_error(
    kind: str, name: str, share: float, tmp_path: Path
) -> None:
    path, words = evidence_files.write(tmp_path, name)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    try:
        text = reading.read(path, media_type=plug_in(kind, name).media_type, words=words)
    except InputError as error:
        assert str(path) in str(error)
    else:
        text.text.encode()


@every
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_bytes_end_in_a_text_or_one_error(
    kind: str, name: str, hostile: str, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(HOSTILE[hostile])
    try:
        text = read_text(path, media_type=plug_in(kind, name).media_type)
    except InputError as error:
        assert str(path) in str(error)
    else:
        text.text.encode()
        for part in text.parts:
            text.resolve(text.address(part.start, part.end))


@every
def test_too_much_is_refused(kind: str, name: str, tmp_path: Path) -> None:
    path, words = evidence_files.write(tmp_path, name)
    with path.open("r+b") as file:
        if name == "txt":
            file.write(b"a" * (1 << 16))  # else the zeros tell that it is none
        file.truncate((1 << 29) + 2)  # sparse: nothing is written
    with pytest.raises(InputError, match="larger than"):
        reading.read(path, media_type=plug_in(kind, name).media_type, words=words)


def test_a_picture_is_not_a_text(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(HOSTILE["picture"])
    with pytest.raises(UnknownFormatError, match="plain text"):
        read_text(path)


@pytest.mark.parametrize("what", ["nothing", "folder", "pipe"])
def test_what_is_no_file_is_said(what: str, tmp_path: Path) -> None:
    import os

    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    if what == "pipe":
        os.mkfifo(path)
    with pytest.raises(InputError, match=r"no such file|folder|ordinary"):
        read_text(path)
