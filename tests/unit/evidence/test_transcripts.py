from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence_files import sound
from kashf.errors import InputError, UsageError
from kashf.evidence.texts import Text, read_text, read_transcript


def read(folder: Path, name: str, data: str, **more: object) -> Text:
    path = folder / name
    path.write_text(data, encoding="utf-8")
    return read_transcript(path, **more)  # type: ignore[arg-type]


def whisper(*segments: dict) -> str:
    return json.dumps({"segments": [{"text": "a", "start": 0, "end": 1} | s for s in segments]})


def said(text: Text) -> list[tuple[str | None, int | None, int | None, str]]:
    return [(p.speaker, p.start_ms, p.end_ms, text.text[p.start : p.end]) for p in text.parts]


@pytest.mark.parametrize(
    ("segments", "note"),
    [
        ([{"start": 5, "end": 4}], "Segment 1 ends before it starts (00:00:05.000–00:00:04.000)."),
        ([{"start": -1}], "Segment 1 has a negative time (-00:00:01.000–00:00:01.000)."),
        ([{}, {"start": 9, "end": 11}], "Segment 2 (00:00:09.000–00:00:11.000) is past the end of "
         "the sound (00:00:10.000)."),
        ([{"start": None}], "Segment 1 has one time only (?–00:00:01.000)."),
        ([{"start": None, "end": None}], "Segment 1 has no times."),
        ([{"speaker": "R", "end": 3}, {"speaker": "I"}, {"speaker": "R", "start": 2, "end": 4}],
         "Segment 3 overlaps segment 1 of the same speaker, 'R', for 1.000 s."),
        ([{"words": [{"word": "a", "start": 0, "end": 2}]}],
         "Segment 1: 1 of 1 words lie outside of their segment (the first: "
         "00:00:00.000–00:00:02.000)."),
        ([{"words": [{"word": "a", "start": 1, "end": 0.5}]}],
         "Segment 1: 1 of 1 words end before they start (the first: 00:00:01.000–00:00:00.500)."),
        ([{"words": [{"word": "b", "start": 0, "end": 1}]}],
         "Segment 1: 1 words have no times of their own (none given, or not in its text)."),
    ],
)  # fmt: skip
def test_impossible_times_are_reported_and_kept(
    segments: list[dict], note: str, tmp_path: Path
) -> None:
    text = read(tmp_path, "a.json", whisper(*segments), duration_ms=10_000)
    assert note in text.notes
    for part, segment in zip(text.parts, segments, strict=True):
        start, end = segment.get("start", 0), segment.get("end", 1)
        assert part.start_ms == (None if start is None else start * 1000)
        assert part.end_ms == (None if end is None else end * 1000)


def test_possible_times_are_not_reported(tmp_path: Path) -> None:
    segments = [{"speaker": "R"}, {"speaker": "I", "start": 0.5, "end": 2},
                {"speaker": "R", "start": 1, "end": 10}]  # fmt: skip
    assert read(tmp_path, "a.json", whisper(*segments), duration_ms=10_000).notes == ()


def test_many_problems_are_counted(tmp_path: Path) -> None:
    text = read(tmp_path, "a.json", whisper(*[{"start": 2}] * 500))
    assert len(text.notes) == 21 and "480 more" in text.notes[-1]


def test_the_length_of_the_recording_counts(tmp_path: Path) -> None:
    pytest.importorskip("av", reason="the extra 'media' is not installed")
    recording = sound(tmp_path / "a.wav", 1.5)
    text = read(tmp_path, "a.json", whisper({"end": 1.5}, {"start": 1.5, "end": 1.6}),
                recording=recording)  # fmt: skip
    assert [note for note in text.notes if "past the end" in note] == [
        "Segment 2 (00:00:01.500–00:00:01.600) is past the end of the sound (00:00:01.500)."
    ]


def test_whisper_cpp_and_words(tmp_path: Path) -> None:
    cpp = {"transcription": [{"offsets": {"from": 10, "to": 900}, "text": " Hello\nthere "}]}
    assert said(read(tmp_path, "a.json", json.dumps(cpp))) == [(None, 10, 900, "Hello there")]
    words = [{"word": " no", "start": 0, "end": 0.2}, {"word": " No", "start": 0.2, "end": 0.4}]
    text = read(tmp_path, "a.json", whisper({"text": " no, No", "words": words}))
    assert [(text.text[w.start : w.end], w.start_ms) for w in text.parts[0].words] == [
        ("no", 0), ("No", 200),
    ]  # fmt: skip


def test_webvtt_in_full(tmp_path: Path) -> None:
    text = read(
        tmp_path, "a.vtt",
        "WEBVTT\nKind: captions\n\nNOTE\nnot said --\n\nREGION\nid:fred\n\n"
        "intro\n00:01.000 --> 00:03.000 line:0 position:20%\n"
        "<v.loud Rasha Odeh><c.yellow>Wait &amp; see</c> &lt;x&gt;</v>\n<v Idris>لا\n\n"
        "01:00:04.000 --> 01:00:06.000\n<00:00:04.000>so <01:00:05.000><c>it is</c>\n\n"
        "00:07.000 --> 00:08.000\n\n",
    )  # fmt: skip
    assert said(text) == [
        ("Rasha Odeh", 1000, 3000, "Wait & see <x>"),
        ("Idris", 1000, 3000, "لا"),
        (None, 3_604_000, 3_606_000, "so it is"),
    ]
    assert [(text.text[w.start : w.end], w.start_ms, w.end_ms) for w in text.parts[2].words] == [
        ("so", 4000, 3_605_000), ("it is", 3_605_000, 3_606_000),
    ]  # fmt: skip
    assert any("1 cues have no text" in note for note in text.notes)
    assert any("1 of 2 words lie outside" in note for note in text.notes)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.vtt", "WEBVTT\n\n00:00:01.000 -> 00:00:02.000\nHi", "Line 3: A cue has no times"),
        ("a.vtt", "WEBVTT\n\n00:00:01.000 --> 00:99:02.000\nHi", "Line 3: '00:99:02.000' is not"),
        ("a.vtt", "WEBVTT\n\n00:00:01.000 -->\nHi", "Line 3: A cue has no end"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\nHo\n", "Line 5: A cue has no times"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nHi\n\nHo\n", "Line 5: A cue begins with"),
        ("a.json", '{"segments": [\n{"text": "a", "start": 1,,}]}', "Line 2: The JSON is broken"),
        ("a.json", '{"text": "a", "segments": [{"text": "a", "start": "x", "end": 1}]}',
         "Segment 1: could not convert"),
        ("a.json", '{"text": "a", "segments": [{"text": "a", "end": 1}]}',
         "Segment 1: 'start' is missing"),
        ("a.json", '{"text": "a"}', "no list 'segments'"),
        ("a.eaf", "<ANNOTATION_DOCUMENT>\n<TIER>\n</ANNOTATION_DOCUMENT>", "Line 3: .*well-formed"),
        ("a.eaf", "<ANNOTATION_DOCUMENT>\n<TIER TIER_ID='R'><ANNOTATION><ALIGNABLE_ANNOTATION "
         "TIME_SLOT_REF1='x' TIME_SLOT_REF2='x'/></ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
         "Line 2: .*time slot 'x'"),
        ("a.rttm", "SPEAKER a 1 0 1 <NA> <NA> R\nSPEAKER a 1 0\n", "Line 2: .*too few fields"),
        ("a.rttm", "SPEAKER a 1 0 1 <NA> <NA> R\n", "not what"),
    ],
)  # fmt: skip
def test_malformed_transcripts_are_one_error_with_the_line(
    name: str, data: str, error: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=error):
        read(tmp_path, name, data)


def test_rttm_with_ctm(tmp_path: Path) -> None:
    words = tmp_path / "a.ctm"
    words.write_text(
        ";; invented\na 1 0.0 0.5 one\na 1 0.9 0.3 two\na 1 1.3 0.2 three\na 1 9.0 0.5 lost\n"
    )
    turns = (
        "SPKR-INFO a 1 <NA> <NA> <NA> unknown R <NA>\nSPEAKER a 1 0 1 <NA> <NA> R <NA> <NA>\n"
        "SPEAKER a 1 1 1 <NA> <NA> I <NA> <NA>\nSPEAKER a 1 3 1 <NA> <NA> R <NA> <NA>\n"
    )
    text = read(tmp_path, "a.rttm", turns, words=words)
    assert said(text) == [
        ("R", 0, 1000, "one"), ("I", 1000, 2000, "two three"), (None, 9000, 9500, "lost"),
    ]  # fmt: skip
    notes = "\n".join(text.notes)
    assert "1 words are in no turn; they have no speaker: 00:00:09.000" in notes
    assert "1 turns have no words" in notes
    assert "Segment 2: 1 of 2 words lie outside" in notes
    with pytest.raises(UsageError, match="does not go with"):
        read(tmp_path, "a.json", whisper({}), words=words)
    words.write_text("a 1 0 1 one\nb 1 0 1 two\n")
    with pytest.raises(InputError, match="2 recordings") as caught:
        read(tmp_path, "a.rttm", turns, words=words)
    assert caught.value.file == words


def test_elan_with_words_and_other_tiers(tmp_path: Path) -> None:
    def note(value: str, a: int, b: int) -> str:
        return (f'<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="t{a}" TIME_SLOT_REF2="t{b}">'
                f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>")  # fmt: skip

    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="t{n}"{f" TIME_VALUE={chr(34)}{n * 100}{chr(34)}" if n < 9 else ""}/>'
        for n in range(10)
    )
    text = read(
        tmp_path, "a.eaf",
        f"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>"
        f'<TIER TIER_ID="R-t" PARTICIPANT="Rasha">{note("yes now", 4, 6)}{note("first", 0, 2)}</TIER>'
        f'<TIER TIER_ID="I-t">{note("what", 1, 3)}{note("untimed", 9, 9)}</TIER>'
        f'<TIER TIER_ID="w" PARENT_REF="R-t">{note("yes", 4, 5)}{note("now", 5, 6)}</TIER>'
        f'<TIER TIER_ID="gloss" PARENT_REF="R-t">{note("oui", 4, 6)}</TIER></ANNOTATION_DOCUMENT>',
    )  # fmt: skip
    assert said(text) == [
        ("Rasha", 0, 200, "first"), ("I-t", 100, 300, "what"), ("Rasha", 400, 600, "yes now"),
        ("I-t", None, None, "untimed"),
    ]  # fmt: skip
    assert [(w.start_ms, w.end_ms) for w in text.parts[2].words] == [(400, 500), (500, 600)]
    assert "Dependent tiers are left out: gloss." in text.notes
    assert text.address(text.parts[3].start, text.parts[3].end) == "¶4"


def test_srt_numbers_and_styles(tmp_path: Path) -> None:
    text = read(
        tmp_path, "a.srt",
        "\ufeff1\r\n00:00:01,000 --> 00:00:02,5 X1:1 X2:2\r\n{\\an8}<i>Hi</i>\r\n- there\r\n\r\n"
        "3\r\n00:00:02,600 --> 00:00:03,000\r\n5 < 6\r\n",
    )  # fmt: skip
    assert said(text) == [(None, 1000, 2500, "Hi - there"), (None, 2600, 3000, "5 < 6")]
    assert any("1 cues are not numbered" in note for note in text.notes)


DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def test_real_calls_as_rttm_with_ctm(tmp_path: Path) -> None:
    sample = DATA / "earnings22_calls_sample.parquet"
    if not sample.exists():
        pytest.skip(f"{sample.name} is not here")
    import pyarrow.parquet as pq

    rows = pq.read_table(sample).to_pylist()
    call = rows[0]["call_id"]
    timed = [r for r in rows if r["call_id"] == call and r["ts"] is not None and r["endTs"]]
    assert timed
    turns: list[list] = []
    for row in timed:
        if turns and turns[-1][0] == row["speaker"]:
            turns[-1][2] = row["endTs"]
        else:
            turns.append([row["speaker"], row["ts"], row["endTs"]])
    rttm, words = tmp_path / "a.rttm", tmp_path / "a.ctm"
    rttm.write_text("".join(
        f"SPEAKER c 1 {a:.3f} {b - a:.3f} <NA> <NA> s{who} <NA> <NA>\n" for who, a, b in turns
    ))  # fmt: skip
    words.write_text("".join(
        f"c 1 {r['ts']:.3f} {r['endTs'] - r['ts']:.3f} {r['token']}\n" for r in timed
    ))  # fmt: skip
    text = read_transcript(rttm, words=words)
    assert sum(len(part.words) for part in text.parts) == len(timed)
    assert sorted(text.text.split()) == sorted(r["token"] for r in timed)
    for part in text.parts[:50]:
        start, end = text.resolve(text.address(part.start, part.end))
        assert start <= part.start and part.end <= end


def test_a_document_is_no_transcript(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a transcript"):
        read(tmp_path, "a.txt", "Nobody said this.")
    assert read_text(tmp_path / "a.txt").kind == "document"
