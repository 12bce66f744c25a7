from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kashf.errors import InputError
from kashf.evidence.documents._paragraphs import of_text
from kashf.evidence.formats import Builder, Draft
from kashf.evidence.texts import Part, Text


def document(text: str) -> Text:
    return Text(text, tuple(of_text(text)), "document", "text/plain", "utf-8")


def transcript(*segments: tuple[str, int | None, int | None]) -> Text:
    builder = Builder("\n")
    for said, start, end in segments:
        builder.add(said, start_ms=start, end_ms=end)
    draft = builder.into(Draft())
    return Text(draft.text, tuple(draft.parts), "transcript", "text/vtt", None)


def paged() -> Text:
    parts = (Part(0, 3, 1, page=1), Part(5, 8, 2, page=1), Part(10, 13, 1, page=2))
    return Text("one\n\ntwo\n\nsix", parts, "document", "application/pdf", None)


def test_paragraphs_end_at_blank_lines() -> None:
    text = document("\n  one\ntwo  \n \t\n\nthree\n")
    assert [text.text[p.start : p.end] for p in text.parts] == ["one\ntwo", "three"]
    assert [p.number for p in text.parts] == [1, 2]


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    text = document("الأول\nالثاني\nالثالث")
    assert [text.text[p.start : p.end] for p in text.parts] == ["الأول", "الثاني", "الثالث"]
    assert text.address(6, 12) == "¶2"
    assert text.address(0, 12) == "¶1–2"
    assert text.resolve("¶2–3") == (6, 19)


def test_addresses_of_documents() -> None:
    text = document("one\n\ntwo\n\nthree")
    assert text.address(0, 3) == "¶1"
    assert text.address(0, 15) == "¶1–3"
    assert text.address(3, 5) == "¶1"  # what stands between belongs to the one before
    assert text.address(4, 7) == "¶2"
    assert text.address(11, 13, exact=True) == "¶3:2–3"
    assert text.address(1, 12, exact=True) == "¶1:2–¶3:2"
    assert text.resolve("¶3:2–3") == (11, 13)
    assert text.resolve("¶1:2–¶3:2") == (1, 12)
    assert text.resolve(" ¶ 2 ") == (5, 8)
    assert text.resolve("¶1-2") == (0, 8)


def test_addresses_of_pages() -> None:
    text = paged()
    assert text.address(5, 8) == "p. 1 ¶2"
    assert text.address(0, 8) == "p. 1 ¶1–2"
    assert text.address(5, 13) == "p. 1 ¶2–p. 2 ¶1"
    assert text.resolve("p. 1 ¶2–p. 2 ¶1") == (5, 13)
    assert text.resolve("p. 1") == (0, 8)
    assert text.resolve("p. 1–2") == (0, 13)
    assert text.resolve("p. 2 ¶1") == (10, 13)
    assert text.address(11, 12, exact=True) == "p. 2 ¶1:2–2"
    with pytest.raises(InputError):
        text.resolve("¶1")  # which page?


def test_addresses_of_transcripts() -> None:
    text = transcript(("one", 725_250, 730_000), ("two", 730_000, 751_001), ("three", None, None))
    assert text.address(0, 3) == "00:12:05–00:12:10"
    assert text.address(0, 7) == "00:12:05–00:12:32"
    assert text.address(8, 13) == "¶3"
    assert text.resolve("00:12:05–00:12:10") == (0, 3)
    assert text.resolve("00:12:31") == (4, 7)
    assert text.resolve("00:12:09,900-00:12:30.000") == (0, 7)
    assert text.resolve("¶3") == (8, 13)


def test_words_narrow_the_address() -> None:
    builder = Builder("\n")
    builder.add(
        "now then, go", start_ms=0, end_ms=9000,
        words=[(0, 3, 0, 1000), (4, 8, 2000, 3000), (10, 12, 7000, 8000)],
    )  # fmt: skip
    text = Text("now then, go", tuple(builder.parts), "transcript", "text/vtt", None)
    assert text.address(4, 8) == "00:00:02–00:00:03"
    assert text.address(8, 9) == "00:00:02–00:00:03"  # a comma belongs to the word before it
    assert text.address(0, 12) == "00:00:00–00:00:08"
    assert text.resolve("00:00:02–00:00:03") == (4, 10)


def test_impossible_times_are_not_mended_in_addresses() -> None:
    text = transcript(("one", 10_000, 5_000), ("two", -1_500, 0))
    assert text.address(0, 3) == "00:00:10–00:00:05"
    assert text.resolve("00:00:10–00:00:05") == (0, 3)
    assert text.address(4, 7) == "-00:00:02–00:00:00"
    assert text.resolve("-00:00:02–00:00:00") == (4, 7)


@pytest.mark.parametrize(
    "address",
    ["", "4", "¶", "¶0", "¶9", "¶2–1", "¶1:0–99", "p. 1 ¶1", "00:00:01", "00:61:00", "¶١",
     "¶99999999999999999999", "¶1:9–2", "p. x", "¶1 drop table"],
)  # fmt: skip
def test_addresses_that_lead_nowhere_are_errors(address: str) -> None:
    with pytest.raises(InputError):
        document("one\n\ntwo").resolve(address)


@pytest.mark.parametrize("span", [(-1, 2), (2, 1), (0, 99)])
def test_offsets_outside_of_the_text_are_errors(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        document("one").address(*span)


def test_an_empty_text_has_an_address() -> None:
    assert document("").address(0, 0) == "(no text)"


@given(st.text(alphabet="ab \n\tقا😀\u0301", max_size=60), st.data())
def test_any_span_of_any_document_leads_back(written: str, data: st.DataObject) -> None:
    text = document(written)
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, len(written)))
    held = [n for p in text.parts for n in range(max(start, p.start), min(end, p.end))]
    assert "".join(written.split()) == "".join(
        "".join(written[p.start : p.end].split()) for p in text.parts
    )
    if not held:
        return
    low, high = text.resolve(text.address(start, end))
    assert low <= held[0] and held[-1] < high
    low, high = text.resolve(text.address(start, end, exact=True))
    assert low == held[0] and held[-1] < high
    assert written[low:high].strip() == written[start:end].strip()


TIMES = st.one_of(st.none(), st.integers(-5_000, 400_000_000))


@given(
    st.lists(
        st.tuples(st.lists(st.tuples(st.sampled_from(["a", "نعم", "x,"]), TIMES, TIMES), min_size=1,
                           max_size=4), TIMES, TIMES, st.booleans()),
        min_size=1, max_size=6,
    ),
    st.data(),
)  # fmt: skip
def test_any_span_of_any_transcript_leads_back(segments: list, data: st.DataObject) -> None:
    builder = Builder("\n")
    for spoken, start, end, timed in segments:
        said, words = "", []
        for word, low, high in spoken:
            said += " " if said else ""
            if timed and low is not None and high is not None:
                words.append((len(said), len(said) + len(word), low, high))
            said += word
        builder.add(said, start_ms=start, end_ms=end, words=words)
    draft = builder.into(Draft())
    text = Text(draft.text, tuple(draft.parts), "transcript", "text/vtt", None)
    part = data.draw(st.sampled_from(text.parts))
    start = data.draw(st.integers(part.start, part.end - 1))
    end = data.draw(st.integers(start + 1, len(text.text)))
    low, high = text.resolve(text.address(start, end))
    held = [n for p in text.parts for n in range(max(start, p.start), min(end, p.end))]
    assert low <= held[0] and held[-1] < high
