"""The story of the demonstration holds together, and says everywhere that it is invented."""

from __future__ import annotations

import csv
import struct
import wave
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kashf.evidence.case_settings import CaseSettings, read_case_settings
from kashf.evidence.media import media_facts
from kashf.evidence.texts import Text, read_text, read_transcript
from kashf.posts import import_files
from kashf.settings import ImportSettings
from kashf.simulate import Story, write_story
from kashf.statements import extract

SPOKEN_ELSEWHERE = ("تخفي نتائج فحص الخزان الكبير", "الفحص سليم والخزان نظيف", "برابط واحد")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return write_story(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="module")
def texts(story: Story) -> dict[str, Text]:
    paths = [piece.path for piece in story.pieces if piece.path not in story.posts.files]
    return {path.name: read_text(path) for path in paths if path != story.recording}


@pytest.fixture(scope="module")
def settings(story: Story) -> CaseSettings:
    return read_case_settings(story.settings)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_same_seed_same_bytes_and_only_posts_depend_on_it(story: Story, tmp_path: Path) -> None:
    first = everything(story.folder)
    assert everything(write_story(tmp_path / "again").folder) == first
    other = everything(write_story(tmp_path / "other", seed=8).folder)
    assert other.keys() == first.keys()
    same = {name for name in first if first[name] == other[name]}
    assert {name for name in same if name.startswith("evidence/")} == {
        name for name in first if name.startswith("evidence/")
    }
    assert all(first[name] != other[name] for name in first if name.startswith("exports/"))


def test_every_text_says_that_it_is_invented_where_it_begins(story: Story) -> None:
    for piece in story.pieces:
        assert "invented" in piece.path.name
        if piece.path in story.posts.files:
            continue
        raw = piece.path.read_bytes()
        if piece.path == story.recording:
            assert b"INVENTED: tones, no speech." in raw
        else:
            beginning = raw.decode()[:800]
            assert any(word in beginning for word in ("Invented", "مخترع")), piece.path.name
    assert "invented" in story.settings.read_text(encoding="utf-8").splitlines()[0]


def test_it_says_where_each_piece_is_from(story: Story) -> None:
    assert len({piece.path for piece in story.pieces}) == len(story.pieces)
    for piece in story.pieces:
        assert piece.path.is_file()
        assert piece.source and piece.collected_by and piece.method and piece.note
    derived = [piece for piece in story.pieces if piece.derived_from]
    assert [(one.path, one.derived_from) for one in derived] == [
        (story.transcript, story.recording)
    ]


def test_the_transcript_lies_within_the_sound(story: Story) -> None:
    # read_transcript reports times that can't be: there must be no such note.
    text = read_transcript(story.transcript, recording=story.recording)
    assert [note for note in text.notes if "notes or style" not in note] == []
    facts = media_facts(story.recording)
    ends = [part.end_ms or 0 for part in text.parts]
    assert len({part.speaker for part in text.parts}) == 2
    assert ends == sorted(ends)
    assert facts.duration_ms is not None
    assert ends[-1] < facts.duration_ms <= ends[-1] + 1000


def test_the_sound_is_where_somebody_speaks_and_nowhere_else(
    story: Story, texts: dict[str, Text]
) -> None:
    with wave.open(str(story.recording)) as sound:
        rate, samples = sound.getframerate(), sound.readframes(sound.getnframes())
    spoken = bytearray(len(samples))
    for part in texts[story.transcript.name].parts:
        assert part.start_ms is not None
        assert part.end_ms is not None
        first, last = part.start_ms * rate // 1000, part.end_ms * rate // 1000
        spoken[first:last] = b"\1" * (last - first)
        assert any(value != 128 for value in samples[first:last])
    silent = {value for value, here in zip(samples, spoken, strict=True) if not here}
    assert silent == {128}
    raw = story.recording.read_bytes()
    assert struct.unpack("<I", raw[4:8])[0] == len(raw) - 8


def test_what_reports_quote_was_said_in_the_call(story: Story, texts: dict[str, Text]) -> None:
    for words in SPOKEN_ELSEWHERE:
        assert words in texts[story.transcript.name].text
        assert words in texts["invented-report-ar.html"].text


def test_both_languages_are_there(texts: dict[str, Text]) -> None:
    assert {name: any("\u0621" <= c <= "\u064a" for c in t.text) for name, t in texts.items()} == {
        "invented-call.vtt": True,
        "invented-report-ar.html": True,
        "invented-report-en.md": False,
        "invented-ministry-statement.txt": True,
    }


def test_posts_push_what_the_call_orders(
    story: Story, texts: dict[str, Text], tmp_path: Path
) -> None:
    call = texts[story.transcript.name].text
    with story.posts.truth.open(encoding="utf-8", newline="") as file:
        planted = [row for row in csv.DictReader(file) if row["group"] == "water-rumour"]
    names = {row["name"] for row in planted}
    assert {"voice_of_the_valley1_tz", "voice_of_the_valley14_tz"} <= names
    assert len(names) == 14
    assert "أربعة عشر حسابا" in call
    imported = import_files([story.posts.exports], ImportSettings(), tmp_path)
    rows = pq.read_table(imported.path).to_pylist()
    ids = {row["account"] for row in planted}
    pushed = " ".join(
        row["text"] for row in rows if row["platform"] == "x" and row["account_id"] in ids
    )
    for words in ("تخفي نتائج فحص الخزان الكبير", "عن الأحياء الشمالية أربعين يوما"):
        assert words in call
        assert words in pushed
    assert "tamrun-truth.example" in call
    assert "https://tamrun-truth.example/" in pushed


def test_every_choice_of_the_reviewer_is_found_once_as_the_shortest(
    story: Story, texts: dict[str, Text]
) -> None:
    found = {name: extract(text) for name, text in texts.items()}
    for choice in story.choices:
        contents = [" ".join(one.content.text.split()) for one in found[choice.file]]
        hits = sorted(len(content) for content in contents if choice.words in content)
        assert choice.action == "reject" or hits, choice.words
        assert len(hits) < 2 or hits[0] < hits[1], choice.words


def test_settings_are_those_of_a_case(story: Story, settings: CaseSettings) -> None:
    assert settings.invented
    assert settings.languages == ("ar", "en")
    (run,) = settings.runs
    assert run.files == tuple(path.name for path in story.posts.files)
    assert settings.dossier.redactions
