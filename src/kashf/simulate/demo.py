"""The demonstration: a case in a country that does not exist, as export files."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kashf.files import replacing
from kashf.simulate import _forms as forms
from kashf.simulate import _people as people
from kashf.simulate import _words as words
from kashf.simulate._people import Account, Dice, Post

__all__ = ["DemoFiles", "write_demo"]

_SIZES = {"water-rumour": 14, "old-video": 9, "newspaper": 7}
_PEOPLE = {"x": 700, "telegram": 250, "bluesky": 250}
_POSTS = {"x": 11_000, "telegram": 4_000, "bluesky": 4_000}
_PUSHED = 100_000  # keys of planted and hostile posts start here
_HOSTILE = 200_000


@dataclass(frozen=True)
class DemoFiles:
    """What was written where, and what an import of ``exports`` should find.

    ``truth`` (CSV: account, group, platform, name) lies outside ``exports``. The records of
    the exports are ``posts`` + ``rejected`` + ``duplicates``.
    """

    folder: Path
    exports: Path
    truth: Path
    readme: Path
    files: tuple[Path, ...]
    posts: int
    rejected: int
    duplicates: int


def write_demo(folder: Path, *, seed: int = 7) -> DemoFiles:
    """Write the case to ``folder``: about 20,000 posts, some 1,200 accounts, 3 planted groups.

    Files that are there already are replaced; the same seed gives the same bytes.
    """
    news = people.stories(Dice(seed, 0))
    crowds = {platform: _crowd(platform) for platform in _PEOPLE}
    posts = {
        platform: people.ordinary(Dice(seed, 1 + place), crowd, news, _POSTS[platform])
        for place, (platform, crowd) in enumerate(crowds.items())
    }
    groups = {"x": _rumour(posts["x"], seed), "bluesky": _video(posts["bluesky"], seed)}
    groups["telegram"] = _newspaper(posts["telegram"], seed)
    dice = Dice(seed, 9)
    for platform, found in posts.items():
        _add_hostile(dice, found, crowds[platform])
        found.sort(key=lambda post: (post.time, post.key))
    made = {
        "invented-x-archive.csv.gz": forms.x_archive(posts["x"], dice, bad=60, doubles=40),
        "invented-telegram-export.json": forms.telegram(posts["telegram"], bad=20),
        "invented-bluesky-posts.jsonl": forms.bluesky(posts["bluesky"], dice, bad=20, doubles=20),
    }
    exports = folder / "exports"
    readme, truth = folder / "README.txt", folder / "truth" / "truth.csv"
    sizes = {name.rsplit("-", 1)[-1]: size for name, size in _SIZES.items()}
    text = words.README.format(
        water=sizes["rumour"], video=sizes["video"], paper=sizes["newspaper"]
    )
    _write(readme, text.encode())
    _write(truth, _truth(groups))
    for name, export in made.items():
        _write(exports / name, export.content)
    return DemoFiles(
        folder=folder,
        exports=exports,
        truth=truth,
        readme=readme,
        files=tuple(exports / name for name in made),
        posts=sum(export.posts for export in made.values()),
        rejected=sum(export.rejected for export in made.values()),
        duplicates=sum(export.duplicates for export in made.values()),
    )


def _write(path: Path, content: bytes) -> None:
    with replacing(path) as part:
        part.write_bytes(content)


def _truth(groups: dict[str, list[Account]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["account", "group", "platform", "name"])
    for platform, members in groups.items():
        for account in members:
            identifier = forms.account_id(platform, account)
            table.writerow([identifier, account.group, platform, account.name])
    return text.getvalue().encode()


def _crowd(platform: str) -> list[Account]:
    return [
        Account(key, _name(platform, f"resident{key}"), "en" if key % 5 < 2 else "ar")
        for key in range(_PEOPLE[platform])
    ]


def _name(platform: str, name: str) -> str:
    return f"{name}.tirzelan.example" if platform == "bluesky" else f"{name}_tz"


def _members(platform: str, group: str, name: str, language: str) -> list[Account]:
    first = _PEOPLE[platform]
    return [
        Account(first + place, _name(platform, f"{name}{place + 1}"), language, group)
        for place in range(_SIZES[group])
    ]


def _rumour(posts: list[Post], seed: int) -> list[Account]:
    """False stories under one link and one text, within a minute; ordinary posts between."""
    dice, members = Dice(seed, 5), _members("x", "water-rumour", "voice_of_the_valley", "ar")
    links = [f"https://tamrun-truth.example/urgent/{number}" for number in range(18)]
    posts += people.pushes(
        dice,
        members,
        links,
        lambda number: people.disguised(dice, f"{words.RUMOURS[number % 6]} ({1 + number // 6})"),
        first_key=_PUSHED,
        spread=50,
        share=0.86,
    )
    posts += _camouflage(dice, members, 20, len(posts))
    return members


def _video(posts: list[Post], seed: int) -> list[Account]:
    """One old video after the other under captions of their own: the link alone gives it away."""
    dice, members = Dice(seed, 6), _members("bluesky", "old-video", "dam-witness", "en")
    links = [f"https://clips.example/watch?v=dam{number:02}" for number in range(10)]

    def caption(number: int) -> str:
        # Two of the captions attack whoever opens the report or its tables.
        lead = {3: "<script>alert(1)</script> ", 5: '=HYPERLINK("https://trap.example") '}
        said = words.CAPTIONS[dice.below(len(words.CAPTIONS))]
        return f"{lead.get(number, '')}{said}. {dice.fill(words.TALK['en'], 'en')}"

    posts += people.pushes(dice, members, links, caption, first_key=_PUSHED, spread=40, share=0.9)
    posts += _camouflage(dice, members, 15, len(posts))
    return members


def _newspaper(posts: list[Post], seed: int) -> list[Account]:
    """Channels of one newspaper that post its feed automatically, and say so."""
    dice = Dice(seed, 7)
    members = [
        Account(
            forms.CHANNELS + place,
            f"Fanar Daily {desk}: automatic feed (invented)",
            "ar",
            "newspaper",
        )
        for place, desk in enumerate(words.DESKS[: _SIZES["newspaper"]])
    ]
    links = [f"https://fanar-daily.example/feed/{number}" for number in range(70)]
    heads = [dice.fill(words.HEADLINES["ar"], "ar") for _ in links]
    posts += people.pushes(
        dice,
        members,
        links,
        lambda number: f"{heads[number]} ({words.FEED_NOTE['ar']})",
        first_key=_PUSHED,
        spread=3,
    )
    return members


def _camouflage(dice: Dice, members: Sequence[Account], each: int, first: int) -> list[Post]:
    posts: list[Post] = []
    for time in dice.moments(each * len(members)):
        account = members[dice.below(len(members))]
        text = dice.fill(words.TALK[account.language], account.language)
        posts.append(Post(_PUSHED + first + len(posts), account, int(time), text))
    return posts


def _add_hostile(dice: Dice, posts: list[Post], crowd: Sequence[Account]) -> None:
    for place, (text, time) in enumerate(
        zip(words.HOSTILE, dice.moments(len(words.HOSTILE)), strict=True)
    ):
        urls = words.HOSTILE_LINKS[place : place + 1]
        account = crowd[dice.below(len(crowd))]
        posts.append(Post(_HOSTILE + place, account, int(time), text, urls))
