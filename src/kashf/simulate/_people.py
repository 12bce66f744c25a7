"""Invented posts: ordinary people, what they share, and the planted groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from kashf.simulate import _words as words

__all__ = ["Account", "Dice", "Post", "Story", "disguised", "ordinary", "pushes", "stories"]

START = 1_740_960_000  # Monday 2025-03-03 00:00 UTC
DAYS = 14
_HOUR = 3600
# How much is posted in each hour of the day, UTC; Tirzelan is three hours ahead.
_HOURS = (2, 1, 1, 2, 4, 6, 7, 7, 8, 9, 9, 8, 7, 7, 8, 9, 10, 12, 13, 12, 10, 7, 5, 3)
_REACH = 50  # posts back that people answer
_AWAKE = 5  # posts in an hour at which people see a link soon


@dataclass(frozen=True)
class Account:
    """Who posts; ``group`` is empty for ordinary people."""

    key: int
    name: str
    language: str
    group: str = ""


@dataclass(frozen=True)
class Post:
    """One post, before it takes the form of a platform; ``time`` is in Unix seconds.

    ``key`` tells the posts of one platform apart. A repost has the text of the original.
    """

    key: int
    account: Account
    time: int
    text: str
    urls: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    repost_of: Post | None = field(default=None, repr=False)
    reply_to: Post | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Story:
    """A news story; ``mean_delay`` in seconds says how fast it travels."""

    url: str
    headline: str
    language: str
    time: int
    mean_delay: float


class Dice:
    """Seeded choices."""

    def __init__(self, seed: int, stream: int) -> None:
        self._random = np.random.default_rng([seed, stream])

    def chance(self, share: float) -> bool:
        """True in ``share`` of the cases."""
        return bool(self._random.random() < share)

    def below(self, end: int) -> int:
        """A whole number from 0 below ``end``."""
        return int(self._random.integers(end))

    def delay(self, mean: float) -> float:
        """An exponential delay."""
        return float(self._random.exponential(mean))

    def zipf(self, count: int, size: int, exponent: float) -> npt.NDArray[np.int64]:
        """``count`` ranks from 0 below ``size``."""
        weights = np.arange(1, size + 1, dtype=np.float64) ** -exponent
        return self._random.choice(size, count, p=weights / weights.sum())

    def moments(self, count: int) -> npt.NDArray[np.int64]:
        """Unix seconds spread over the days as people are awake."""
        weights = np.array(_HOURS, dtype=np.float64)
        hours = self._random.choice(24, count, p=weights / weights.sum())
        days = self._random.integers(0, DAYS, count)
        return START + (days * 24 + hours) * _HOUR + self._random.integers(0, _HOUR, count)

    def some(self, size: int, count: int) -> list[int]:
        """``count`` different numbers below ``size``, in random order."""
        return [int(i) for i in self._random.permutation(size)[:count]]

    def fill(self, templates: Sequence[str], language: str) -> str:
        """One of ``templates`` with its slots filled."""
        slots = words.SLOTS[language]
        parts = {name: values[self.below(len(values))] for name, values in slots.items()}
        there = slots["place"]
        other = there[(there.index(parts["place"]) + 1 + self.below(len(there) - 1)) % len(there)]
        template = templates[self.below(len(templates))]
        return template.format(**parts, place2=other, n=2 + self.below(97))


def stories(dice: Dice, count: int = 700, breaking: int = 6) -> list[Story]:
    """News of the invented outlets, most popular first; ``breaking`` of them travel fast."""
    found = []
    for number, time in enumerate(dice.moments(count)):
        language = "ar" if dice.chance(0.6) else "en"
        outlet = words.OUTLETS[dice.below(len(words.OUTLETS))]
        fast = number < breaking
        found.append(
            Story(
                url=f"https://{outlet}/{language}/{1000 + number}",
                headline=dice.fill(words.HEADLINES[language], language),
                language=language,
                time=int(time),
                mean_delay=1.5 * _HOUR if fast else 12.0 * _HOUR,
            )
        )
    return found


def ordinary(
    dice: Dice, accounts: Sequence[Account], news: Sequence[Story], count: int
) -> list[Post]:
    """``count`` posts of ``accounts``, in order of time."""
    who = dice.zipf(count, len(accounts), 0.7)
    what = dice.zipf(count, len(news), 0.6)
    posts: list[Post] = []
    for rank, story, time in zip(who, what, dice.moments(count), strict=True):
        account = accounts[rank]
        if dice.chance(0.3):
            posts.append(_share(dice, account, news[story]))
        else:
            posts.append(_talk(dice, account, int(time)))
    posts.sort(key=lambda post: post.time)
    found: list[Post] = []
    for post in posts:
        found.append(_answer(dice, found, replace(post, key=len(found))))
    return found


def _share(dice: Dice, account: Account, story: Story) -> Post:
    time = story.time + dice.delay(story.mean_delay)
    while _HOURS[int(time) // _HOUR % 24] < _AWAKE and dice.chance(0.6):
        time += dice.delay(3 * _HOUR)
    parts = [story.headline, story.url]
    if not dice.chance(0.03):  # few use the button that shares a headline as it is
        parts.insert(0, dice.fill(words.COMMENTS[account.language], account.language))
    if dice.chance(0.5):
        # Tags tell nothing about the story, but make one more difference between two shares.
        tags = words.TAGS[account.language]
        tag = tags[dice.below(len(tags))]
        return Post(0, account, int(time), " ".join([*parts, f"#{tag}"]), (story.url,), (tag,))
    return Post(0, account, int(time), " ".join(parts), (story.url,))


def _talk(dice: Dice, account: Account, time: int) -> Post:
    if dice.chance(0.03):
        short = words.SHORT[account.language]
        return Post(0, account, time, short[dice.below(len(short))])
    text = dice.fill(words.TALK[account.language], account.language)
    if dice.chance(0.2):
        tags = words.TAGS[account.language]
        tag = tags[dice.below(len(tags))]
        return Post(0, account, time, f"{text} #{tag}", hashtags=(tag,))
    return Post(0, account, time, text)


def _answer(dice: Dice, earlier: Sequence[Post], post: Post) -> Post:
    """The post as it is, or, now and then, a repost of or a reply to one shortly before."""
    if len(earlier) < _REACH or post.urls or not dice.chance(0.35):
        return post
    other = earlier[-1 - dice.below(_REACH)]
    if other.account is post.account or other.repost_of is not None:
        return post
    if dice.chance(0.6):
        return replace(
            post, text=other.text, urls=other.urls, hashtags=other.hashtags, repost_of=other
        )
    return replace(post, text=f"@{other.account.name} {post.text}", reply_to=other)


def pushes(
    dice: Dice,
    members: Sequence[Account],
    links: Sequence[str],
    write: Callable[[int], str],
    *,
    first_key: int,
    spread: int,
    share: float = 1.0,
) -> list[Post]:
    """Each link pushed once by ``share`` of ``members`` within ``spread`` seconds.

    ``write`` makes the text that a member puts before link number i.
    """
    found: list[Post] = []
    for number, (link, start) in enumerate(zip(links, dice.moments(len(links)), strict=True)):
        for seat in dice.some(len(members), round(share * len(members))):
            time = int(start) + dice.below(spread + 1)
            text = f"{write(number)} {link}"
            found.append(Post(first_key + len(found), members[seat], time, text, (link,)))
    return found


def disguised(dice: Dice, text: str) -> str:
    """``text`` so that it looks different and reads the same."""
    changed = (
        text,
        text.replace("مياه", "ميـاه"),
        f"{text} ‼️",
        text.replace("أ", "ا").replace("إ", "ا"),
        f"🔴 {text}",
        text.replace("هيئة", "هيئه").replace(" ", "  ", 1),
    )
    return changed[dice.below(len(changed))]
