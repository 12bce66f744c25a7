"""A small case for tests: invented people, an invented country, an invented campaign."""

from __future__ import annotations

import random
from pathlib import Path

from kashf.evidence.case import Case

REPORT = """\
Ostrava Courier of Varmia (invented), 3 March 2031

In a recording obtained by the Courier, commander Samir Haddad tells Nadia Rahal: "Spread the story \
about the flooded dam, and I will pay you 40,000 dollars."

Nadia Rahal denied that she had received any money. She said that the pages belonged to her cousin.
"""
ARABIC = """\
صحيفة فارميا (متخيلة)، 4 آذار 2031

قال القائد سمير حداد في التسجيل مخاطبا نادية رحال: "انشروا قصة السد قبل يوم الجمعة". وأضاف أنه سيدفع \
40 ألف دولار مقابل ذلك.

ونفت نادية رحال أن تكون قد تلقت أي مبلغ.
"""
TRANSCRIPT = """\
WEBVTT

00:00:01.000 --> 00:00:05.000
<v Samir Haddad>Nadia, I promise that you will be paid after the dam story is out.

00:00:05.500 --> 00:00:08.000
<v Nadia Rahal>Samir Haddad says that the story is false, but people will share it.
"""
TOML = """\
title = "The dam rumour"
languages = ["en", "ar"]
invented = true

[[people]]
name = "Samir Haddad"
aliases = ["سمير حداد"]
role = "commander"

[[people]]
name = "Nadia Rahal"
aliases = ["نادية رحال"]

[[runs]]
name = "dam"
files = ["exports/*.csv"]
[runs.detect]
time_window = "30s"

[dossier]
questions = ["Who paid for the pages?"]
"""


def posts(seed: int = 1) -> str:
    """A table of CooRTweet: ordinary accounts, and eight that push the same links within seconds."""
    chance = random.Random(seed)
    rows = []
    links = [f"https://varmia.example/{n}" for n in range(300)]
    weights = [1 / (n + 1) for n in range(300)]
    for account in range(250):
        shared = sorted(set(chance.choices(links, weights, k=12)))
        rows += [(link, f"reader_{account}", chance.randrange(10 * 86400)) for link in shared]
    for n in range(24):
        start = chance.randrange(10 * 86400)
        members = [member for member in range(8) if chance.random() < 0.85]
        link = f"https://dam.example/{n}"
        rows += [(link, f"push_{member}", start + chance.randrange(15)) for member in members]
    lines = ["object_id,account_id,content_id,timestamp_share"]
    lines += [
        f"{link},{account},c{n},{1_930_000_000 + time}"
        for n, (link, account, time) in enumerate(rows)
    ]
    return "\n".join(lines) + "\n"


def make_case(folder: Path, toml: str = TOML) -> Path:
    """The case in ``folder/case``: two reports, a transcript, posts that are not evidence yet."""
    sources = folder / "sources"
    sources.mkdir(parents=True)
    for name, text in (("report.txt", REPORT), ("report-ar.txt", ARABIC), ("call.vtt", TRANSCRIPT)):
        (sources / name).write_text(text, encoding="utf-8")
    with Case.create(folder / "case", title="The dam rumour", by="Ann") as case:
        for name in ("report.txt", "report-ar.txt", "call.vtt"):
            case.add(sources / name, source="an invented source")
    (folder / "case" / "case.toml").write_text(toml, encoding="utf-8")
    (folder / "case" / "exports").mkdir()
    (folder / "case" / "exports" / "posts.csv").write_text(posts(), encoding="utf-8")
    return folder / "case"
