"""The story of the demonstration: a call that orders a rumour, reports, a denial, and the posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from kashf.evidence.texts import Text, read_text
from kashf.files import replacing
from kashf.simulate._sound import tones
from kashf.simulate.demo import DemoFiles, write_demo

__all__ = ["REVIEWER", "Choice", "Piece", "Story", "write_story"]

REVIEWER = "Sana Kasheb (invented reviewer)"
_COLLECTOR = "Sana Kasheb (invented)"
_RECORDING = "invented-call.wav"
_TRANSCRIPT = "invented-call.vtt"
_AFTER = 800  # milliseconds of silence after the last word
_COMMENT = (
    "INVENTED: tones, no speech. Made by Kashf for its demonstration; this call never took place."
)
_TEXTS: Mapping[str, tuple[str, str, str]] = {  # name: source, method, note
    _TRANSCRIPT: (
        "made from the recording",
        "typed by hand",
        "Invented: the recording holds tones, and the words were made up",
    ),
    "invented-report-ar.html": (
        "Fanar Daily, https://fanar-daily.example/ar/tasjil",
        "page saved in a browser",
        "Invented newspaper",
    ),
    "invented-report-en.md": (
        "Dawrin Post, https://dawrin-post.example/en/leaked-call",
        "text copied from the page",
        "Invented newspaper",
    ),
    "invented-ministry-statement.txt": (
        "Ministry of Water and Dams, by e-mail to the press",
        "attachment saved",
        "Invented ministry",
    ),
}


@dataclass(frozen=True)
class Piece:
    """A file of evidence and how it was come by; ``derived_from`` is the file it was made from."""

    path: Path
    source: str
    collected_by: str
    method: str
    note: str
    derived_from: Path | None = None


@dataclass(frozen=True)
class Choice:
    """What the invented reviewer does with the statement of ``file`` whose content has ``words``.

    Of several it is the shortest. ``parts`` are corrections: a name as it is to be shown, or the
    words of the same paragraph that a span should hold.
    """

    file: str
    words: str
    grade: str | None = None
    action: Literal["accept", "reject"] = "accept"
    note: str | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """What was written where.

    ``pieces`` are the files to take into a case, in that order; ``settings`` is its case.toml;
    ``choices`` is its review; ``posts`` are the posts and the truth about them.
    """

    folder: Path
    pieces: tuple[Piece, ...]
    settings: Path
    choices: tuple[Choice, ...]
    posts: DemoFiles
    recording: Path
    transcript: Path


def write_story(folder: Path, seed: int = 7) -> Story:
    """Write the invented case to ``folder``: ``evidence``, ``exports``, ``truth``, ``case.toml``.

    Files that are there already are replaced; the same seed gives the same bytes. Only the posts
    depend on ``seed``.
    """
    posts = write_demo(folder, seed=seed)
    evidence = folder / "evidence"
    for name in _TEXTS:
        _write(evidence / name, _text(name).encode())
    transcript, recording = evidence / _TRANSCRIPT, evidence / _RECORDING
    _write(recording, _sound(read_text(transcript)))
    settings = folder / "case.toml"
    names = ", ".join(f'"{path.name}"' for path in posts.files)
    toml = _text("case.toml").replace("%POSTS%", names).replace("%SEED%", str(seed))
    _write(settings, toml.encode())
    readme = posts.readme.read_text(encoding="utf-8") + _text("README.txt")
    _write(posts.readme, readme.encode())
    about = ("a person who does not want to be named (invented)", "handed over on a memory card")
    pieces = [Piece(recording, about[0], _COLLECTOR, about[1], "Invented: tones, no speech")]
    pieces += [
        Piece(
            evidence / name, source, _COLLECTOR, method, note,
            recording if name == _TRANSCRIPT else None,
        )
        for name, (source, method, note) in _TEXTS.items()
    ]  # fmt: skip
    pieces += [
        Piece(path, "the platform (invented)", _COLLECTOR, "export", "Invented posts")
        for path in posts.files
    ]
    return Story(folder, tuple(pieces), settings, CHOICES, posts, recording, transcript)


def _write(path: Path, content: bytes) -> None:
    with replacing(path) as part:
        part.write_bytes(content)


def _text(name: str) -> str:
    found = resources.files("kashf.simulate").joinpath("story_texts", name)
    return found.read_text(encoding="utf-8")


def _sound(transcript: Text) -> bytes:
    speakers = list(dict.fromkeys(part.speaker for part in transcript.parts))
    turns = [
        (speakers.index(part.speaker), part.start_ms or 0, part.end_ms or 0)
        for part in transcript.parts
    ]
    return tones(turns, max(end for _, _, end in turns) + _AFTER, _COMMENT)


_CALL, _ARABIC, _ENGLISH, _DENIAL = _TEXTS
_MANAGER = {"speaker_name": "رائد الكاشبي"}
CHOICES = (
    Choice(_CALL, "أربعة عشر حسابا على إكس", "B2"),
    Choice(_CALL, "أن تنشروا معلومات كاذبة", "B2", parts={"said_false": True}),
    Choice(_CALL, "تخفي نتائج فحص الخزان الكبير", "B2"),
    Choice(_CALL, "ستقطع المياه عن الأحياء الشمالية", "B2"),
    Choice(_CALL, "الفحص سليم والخزان نظيف", "B2"),
    Choice(_CALL, "برابط واحد من موقع", "B2"),
    Choice(
        _CALL,
        "اثني عشر ألف دينار",
        "B2",
        parts={
            "sums": [{"amount": "12000", "currency": None, "span": "اثني عشر ألف دينار"}],
        },
    ),
    Choice(_CALL, "أحول لك ستة آلاف دينار", "B2"),
    Choice(_CALL, "بالضبط", action="reject", note="A question, no statement"),
    Choice(
        _ARABIC,
        "تخفي نتائج فحص الخزان الكبير",
        "C2",
        parts={**_MANAGER, "speaker": None, "addressee_name": "نادر الأردوسي"},
    ),
    Choice(
        _ARABIC,
        "الفحص سليم والخزان نظيف",
        "C2",
        parts={**_MANAGER, "speaker": "مدير التسويق"},
    ),
    Choice(_ARABIC, "نشر معلومات كاذبة", "C2"),
    Choice(_ARABIC, "يكون الصوت صوت مديرها", "C2"),
    Choice(_ARABIC, "لم تدفع يوما لأحد", "C2"),
    Choice(_ENGLISH, "spread false information", "C2"),
    Choice(_ENGLISH, "is hiding the test results", "C2"),
    Choice(_ENGLISH, "12,000 dinars", "C2"),
    Choice(
        _ENGLISH,
        "was last tested on 27 February",
        "B2",
        parts={"speaker": "Hala al-Lutani", "speaker_name": "Hala al-Lutani"},
    ),
    Choice(_ENGLISH, "the voice is that of its director", "C2"),
    Choice(_ENGLISH, "We have never paid anyone", "C2"),
    Choice(_ENGLISH, "are not proof of payment", "B2"),
    Choice(_ENGLISH, "a club of angry neighbours", "B2"),
    Choice(_DENIAL, "ما تتداوله صفحات", "B2"),
    Choice(_DENIAL, "نشرت نتائج فحص الخزان الكبير", "B2"),
    Choice(
        _DENIAL,
        "لم تبع الهيئة مياه الوادي",
        "B2",
        parts={
            "speaker": "المتحدثة باسم الوزارة هالة اللوتاني",
            "speaker_name": "هالة اللوتاني",
        },
    ),
)
