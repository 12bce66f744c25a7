"""Invented documents, transcripts and sounds of every format, for the tests."""

from __future__ import annotations

import io
import json
import math
import struct
import wave
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["ARABIC", "ENGLISH", "MAKERS", "SAID", "docx", "pdf", "sound", "write"]

ARABIC = "قال الناطق باسم بلدية مرجانة إنّ الجسر سيُفتح يوم الأحد، ولن يتأخر."
ENGLISH = "The spokesman of Marjana said that the bridge would open on Sunday."
LAST = 'Nobody named a price; "three million" was mentioned once.'
# speaker, start and end in seconds, words
SAID = [
    ("Rasha", 0.5, 2.0, "The harbour opens tomorrow"),
    ("Idris", 2.25, 4.0, "من قال ذلك"),
    ("Rasha", 4.0, 5.5, "Nobody but you"),
]


def docx(body: str, **more: str) -> bytes:
    """A Word document with this inside of ``w:body``, and further files."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
            **{key.replace("__", "/") + ".xml": value for key, value in more.items()},
        }.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            package.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def pdf(pages: list[list[str]], *, mode: int = 0) -> bytes:
    """A PDF with these paragraphs (Latin letters) on its pages; ``mode`` as in ISO 32000, 9.3.6."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, paragraphs in enumerate(pages):
        lines, y = [f"BT /F1 12 Tf {mode} Tr"], 780
        for paragraph in paragraphs:
            for line in paragraph.split("\n"):
                text = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
                lines.append(f"1 0 0 1 50 {y} Tm ({text}) Tj")
                y -= 14
            y -= 20
        content = "\n".join([*lines, "ET"]) if paragraphs else "0 0 10 10 re f"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out + trailer.encode()


def sound(path: Path, seconds: float, *, channels: int = 1, rate: int = 16000) -> Path:
    """A tone of 440 Hz as WAV."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        values = (
            int(8000 * math.sin(2 * math.pi * 440 * n / rate)) for n in range(round(seconds * rate))
        )
        file.writeframes(b"".join(struct.pack("<h", value) * channels for value in values))
    return path


def _spread(start: float, end: float, words: str) -> list[tuple[str, float, float]]:
    each = (end - start) / len(words.split())
    return [
        (word, round(start + n * each, 3), round(start + (n + 1) * each, 3))
        for n, word in enumerate(words.split())
    ]


def _clock(seconds: float, comma: str = ".") -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}{comma}{ms % 1000:03}"


def _whisper() -> bytes:
    segments = [
        {
            "id": n, "start": start, "end": end, "text": " " + said, "speaker": who,
            "words": [
                {"word": " " + word, "start": a, "end": b, "probability": 0.9}
                for word, a, b in _spread(start, end, said)
            ],
        }
        for n, (who, start, end, said) in enumerate(SAID)
    ]  # fmt: skip
    return json.dumps({"text": "", "language": "en", "segments": segments}).encode()


def _vtt() -> bytes:
    cues = ["WEBVTT - a call", "NOTE invented", "STYLE\n::cue { color: red }"]
    for n, (who, start, end, said) in enumerate(SAID):
        head = f"{n}\n" if n else ""
        cues.append(
            f"{head}{_clock(start)} --> {_clock(end)} align:start\n<v {who}><b>{said}</b></v>"
        )
    return "\n\n".join(cues).encode()


def _srt() -> bytes:
    return "\n\n".join(
        f"{n}\n{_clock(start, ',')} --> {_clock(end, ',')}\n<i>{said}</i>"
        for n, (_, start, end, said) in enumerate(SAID, start=1)
    ).encode()


def _rttm() -> bytes:
    return "\n".join(
        f"SPEAKER call 1 {start} {end - start} <NA> <NA> {who} <NA> <NA>"
        for who, start, end, _ in SAID
    ).encode()


def ctm() -> bytes:
    return "\n".join(
        f"call 1 {a} {round(b - a, 3)} {word} 0.9"
        for _, start, end, said in SAID
        for word, a, b in _spread(start, end, said)
    ).encode()


def _eaf() -> bytes:
    slots, tiers = [], {}
    for n, (who, start, end, said) in enumerate(SAID):
        for side, time in (("a", start), ("b", end)):
            slots.append(f'<TIME_SLOT TIME_SLOT_ID="{side}{n}" TIME_VALUE="{round(time * 1000)}"/>')
        tiers.setdefault(who, []).append(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="n{n}" TIME_SLOT_REF1="a{n}" '
            f'TIME_SLOT_REF2="b{n}"><ANNOTATION_VALUE>{escape(said)}</ANNOTATION_VALUE>'
            "</ALIGNABLE_ANNOTATION></ANNOTATION>"
        )
    body = "".join(
        f'<TIER TIER_ID="{who}" LINGUISTIC_TYPE_REF="t">{"".join(notes)}</TIER>'
        for who, notes in tiers.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT FORMAT="3.0">\n'
        f"<TIME_ORDER>{''.join(slots)}</TIME_ORDER>{body}</ANNOTATION_DOCUMENT>"
    ).encode()


def _html() -> bytes:
    return (
        "<!doctype html><html><head><meta charset='utf-8'><title>Bridge</title>"
        "<script>alert('no')</script></head><body><nav>Home | News</nav>"
        f"<h1>Bridge</h1><p dir=rtl>{ARABIC}</p><p>{ENGLISH}<br>Second line.</p>"
        f"<div>{escape(LAST)}</div></body></html>"
    ).encode()


def _eml() -> bytes:
    return (
        "From: Rasha <rasha@example.org>\r\nTo: Idris <idris@example.org>\r\n"
        "Date: Mon, 3 Jun 2024 10:00:00 +0200\r\nSubject: =?utf-8?b?2KfZhNis2LPYsQ==?=\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
        f"{ARABIC}\r\n\r\n{ENGLISH}\r\nSecond line.\r\n\r\n{LAST}\r\n"
    ).encode()


def _docx() -> bytes:
    return docx(
        "".join(
            f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in (ARABIC, ENGLISH, LAST)
        )
    )


# name of the format: file name, bytes
MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "docx": ("report.docx", _docx),
    "eml": ("message.eml", _eml),
    "html": ("page.html", _html),
    "markdown": ("notes.md", f"# Bridge\n\n{ARABIC}\n\n* {ENGLISH}\n\n{LAST}\n".encode),
    "pdf": ("paper.pdf", lambda: pdf([[ENGLISH + "\nSecond line.", LAST], [], ["Third page."]])),
    "txt": ("report.txt", f"{ARABIC}\n{ENGLISH}\n{LAST}\n".encode),
    "elan": ("call.eaf", _eaf),
    "rttm": ("call.rttm", _rttm),
    "srt": ("call.srt", _srt),
    "webvtt": ("call.vtt", _vtt),
    "whisper_json": ("call.json", _whisper),
}


def write(folder: Path, name: str) -> tuple[Path, Path | None]:
    """A file of this format, and the file of words that goes with it."""
    file, make = MAKERS[name]
    path = folder / file
    path.write_bytes(make())
    if name != "rttm":
        return path, None
    words = folder / "call.ctm"
    words.write_bytes(ctm())
    return path, words
