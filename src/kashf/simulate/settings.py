"""What an invented world is made of, and what is planted in it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from kashf.settings import Seconds, Settings

__all__ = ["CampaignSettings", "WorldSettings"]

Share = Annotated[float, Field(ge=0, le=1)]
Kinds = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")], ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    Field(min_length=1),
]


class CampaignSettings(Settings):
    """Groups of accounts that push objects in step; each group is a campaign of its own."""

    groups: int = Field(default=1, ge=1, le=10_000, description="Groups of this kind.")
    group_size: int = Field(
        default=15, ge=2, le=1_000, description="Accounts of a group; 4 to 60 are usual."
    )
    objects: int = Field(
        default=30, ge=1, le=10_000, description="Objects that a group pushes; 4 to 60 are usual."
    )
    taking_part: Share = Field(
        default=0.8,
        gt=0,
        description="Chance that a member takes part in a push; at least two always do.",
    )
    jitter: Seconds = Field(
        default=30.0,
        description="How far the members of a push lie apart: from its start at most this "
        "(uniform), or this on average (exponential); e.g. 30s, 2h.",
    )
    jitter_shape: Literal["uniform", "exponential"] = Field(
        default="uniform", description="Distribution of each member's delay after the start."
    )
    push: Literal["own", "popular"] = Field(
        default="own",
        description="Objects of the group's own, which nobody else shares, or ones of the world, "
        "drawn by popularity.",
    )
    members: Literal["ordinary", "fans", "fresh"] = Field(
        default="ordinary",
        description="Who takes part: accounts of the world, which keep their ordinary activity; "
        "those of them that are fans; or fresh accounts without any.",
    )
    camouflage: float = Field(
        default=0.0,
        ge=0,
        le=10_000,
        description="Further ordinary actions of each member, on average (Poisson).",
    )
    kinds: Kinds = Field(
        default=("url",), description="Kinds of action of the group's own objects, in turn."
    )


class WorldSettings(Settings):
    """An invented world of accounts that share objects, each for reasons of its own."""

    about: str = Field(default="An invented world", description="What the world is, in words.")
    seed: int = Field(default=0, ge=0, lt=2**63, description="Seed of all that is random.")
    accounts: int = Field(
        default=20_000, ge=10, le=5_000_000, description="Accounts of the organic world."
    )
    actions: int = Field(
        default=400_000,
        ge=10,
        le=20_000_000,
        description="Actions of the organic world, exactly; what campaigns do comes on top.",
    )
    objects: int | None = Field(
        default=None, ge=10, description="Objects; a tenth of the actions, if not set."
    )
    days: int = Field(default=30, ge=1, le=3_650, description="Length of the world, days.")
    kinds: Kinds = Field(
        default=("url",), description="Kinds of action; each object is of one of them, at random."
    )
    activity_zipf: float = Field(
        default=0.8,
        ge=0,
        le=4,
        description="Activity of accounts falls as (rank + activity_shift) to minus this.",
    )
    activity_shift: float = Field(default=20.0, ge=0, le=1e9, description="See activity_zipf.")
    super_sharers: Share = Field(
        default=0.0, le=0.5, description="Share of accounts that are super-sharers."
    )
    super_volume: Share = Field(
        default=0.2, lt=1, description="Share of the ordinary actions that super-sharers make."
    )
    object_zipf: float = Field(
        default=1.1,
        ge=0,
        le=4,
        description="Popularity of objects falls as (rank + object_shift) to minus this; no "
        "object expects more than half of its audience.",
    )
    object_shift: float = Field(default=10.0, ge=0, le=1e9, description="See object_zipf.")
    repeat_share: Share = Field(
        default=0.0,
        le=0.9,
        description="Share of the ordinary actions in which an account shares an object again; "
        "with 0 it shares each object at most once.",
    )
    decay: Literal["exponential", "power"] = Field(
        default="exponential",
        description="How the shares of an object die down after its birth: exponentially, or by "
        "a power law.",
    )
    half_life: Seconds = Field(
        default=4 * 3600.0,
        gt=0,
        description="Median of the objects' half lives: the time until half of the shares.",
    )
    half_life_spread: float = Field(
        default=1.0,
        ge=0,
        le=4,
        description="Spread of the half lives: sigma of their natural logarithm, which is normal.",
    )
    decay_tail: float = Field(
        default=1.0,
        gt=0,
        le=10,
        description="Power law: the share that is still to come falls as delay to minus this.",
    )
    communities: int = Field(default=40, ge=1, le=100_000, description="Communities of accounts.")
    homophily: Share = Field(
        default=0.0, description="Share of an account's actions on objects of its own community."
    )
    zones: tuple[Annotated[int, Field(ge=-12, le=14)], ...] = Field(
        default=(-5, 0, 3, 8),
        min_length=1,
        description="Time zones, hours east of UTC; communities have them in turn.",
    )
    zone_share: Share = Field(
        default=0.9,
        description="Share of accounts that live in the zone of their community; others anywhere.",
    )
    waking_hours: float = Field(
        default=24.0,
        ge=4,
        le=24,
        description="Hours a day in which an account acts, from about 7 in its zone; 24 for all.",
    )
    breaking: Share = Field(default=0.0, description="Share of objects that are breaking news.")
    breaking_within: Seconds = Field(
        default=120.0,
        gt=0,
        description="Time in which breaking news get three quarters of their shares.",
    )
    breaking_most: float = Field(
        default=300.0,
        ge=1,
        le=1e9,
        description="No object that expects more shares than this is breaking news: what nearly "
        "everyone shares takes longer to get round.",
    )
    fans: Share = Field(
        default=0.0, le=0.5, description="Share of accounts that are fans of a club."
    )
    fan_share: Share = Field(
        default=0.05, le=0.5, description="Share of objects and of actions about matches of clubs."
    )
    clubs: int = Field(default=4, ge=1, le=1_000, description="Clubs; each has fans in one zone.")
    matches: int = Field(default=8, ge=1, le=10_000, description="Matches of each club.")
    match_length: Seconds = Field(
        default=7200.0, gt=0, le=14_400, description="Length of a match, in which objects are born."
    )
    fan_delay: Seconds = Field(
        default=120.0,
        gt=0,
        description="Mean delay of fans after the birth of an object (exponential).",
    )
    feeds: int = Field(
        default=0, ge=0, le=100_000, description="Outlets that post their items automatically."
    )
    feed_accounts: int = Field(default=6, ge=1, le=1_000, description="Accounts of an outlet.")
    feed_objects: int = Field(default=60, ge=1, le=100_000, description="Items of an outlet.")
    feed_jitter: Seconds = Field(
        default=5.0, description="Longest delay of an outlet's account after the item's birth."
    )
    minute_clocks: Share = Field(
        default=0.0, description="Share of accounts whose times are cut to whole minutes."
    )
    campaigns: tuple[CampaignSettings, ...] = Field(
        default=(), description="What is planted: any number of campaign settings."
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.fans * self.accounts < self.clubs and self.fans > 0:
            raise ValueError(
                f"fans {self.fans:g} of {self.accounts} accounts are fewer than clubs {self.clubs}"
            )
        if self.fans and 4 * self.clubs > self.object_count:
            raise ValueError(f"{self.object_count} objects are too few for clubs {self.clubs}")
        if self.feeds * self.feed_accounts > self.accounts // 2:
            raise ValueError(
                f"{self.feeds} feeds of {self.feed_accounts} accounts are more than half of all "
                f"{self.accounts} accounts"
            )
        return self

    @property
    def object_count(self) -> int:
        """Objects of the organic world: ``objects``, or a tenth of ``actions``, at least 10."""
        return self.objects if self.objects is not None else max(10, self.actions // 10)
