"""Named worlds and named campaigns: a new one is one entry here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from kashf.errors import UsageError
from kashf.settings import make
from kashf.simulate.settings import CampaignSettings, WorldSettings

__all__ = ["CAMPAIGNS", "SCENARIOS", "campaigns", "scenario"]

_T = TypeVar("_T")

SCENARIOS: Mapping[str, WorldSettings] = {
    "plain": WorldSettings(
        about="Active and quiet accounts, popular and unknown objects, which die down in hours"
    ),
    "bursty": WorldSettings(
        about="Objects die down by a power law, and at a median of one hour half is over",
        decay="power",
        half_life=3600.0,
    ),
    "homophily": WorldSettings(
        about="Communities with tastes of their own: seven of ten shares stay in the community",
        half_life=7200.0,
        homophily=0.7,
    ),
    "waking": WorldSettings(
        about="Accounts are awake 16 hours a day, in four time zones; communities go by zone",
        half_life=7200.0,
        waking_hours=16.0,
        homophily=0.4,
    ),
    "breaking": WorldSettings(
        about="A fifth of the objects are breaking news, shared mostly within two minutes",
        breaking=0.2,
    ),
    "fans": WorldSettings(
        about="Fans of four clubs share what is born during a match, within minutes",
        fans=0.1,
    ),
    "feeds": WorldSettings(
        about="Twelve outlets whose accounts post each item by machine, openly",
        feeds=12,
    ),
    "minutes": WorldSettings(
        about="All clocks show whole minutes",
        minute_clocks=1.0,
    ),
    "supersharers": WorldSettings(
        about="One account in 500 is a super-sharer; together they make a fifth of the actions",
        super_sharers=0.002,
        super_volume=0.2,
    ),
    "mixture": WorldSettings(
        about="Everything at once",
        decay="power",
        half_life=7200.0,
        homophily=0.6,
        waking_hours=16.0,
        breaking=0.1,
        fans=0.1,
        feeds=6,
        minute_clocks=0.1,
        super_sharers=0.001,
        super_volume=0.1,
        repeat_share=0.02,
        kinds=("url", "hashtag", "text"),
    ),
}

CAMPAIGNS: Mapping[str, CampaignSettings | None] = {
    "none": None,
    "strong": CampaignSettings(group_size=15, objects=30, taking_part=0.8, jitter=30.0),
    "weak": CampaignSettings(group_size=8, objects=12, taking_part=0.6, jitter=60.0),
}


def scenario(name: str = "plain", **changes: Any) -> WorldSettings:
    """The settings of the world called ``name``, with ``changes`` to any of its fields.

    ``scenario("breaking", seed=3, campaigns=campaigns("weak", groups=5))``. Raises
    :class:`~kashf.errors.UsageError` for an unknown name or a setting that makes no sense.
    """
    return make(WorldSettings, **{**_fields(_find(SCENARIOS, name, "scenario")), **changes})


def campaigns(name: str = "strong", **changes: Any) -> tuple[CampaignSettings, ...]:
    """The campaign called ``name`` with ``changes``, for :attr:`WorldSettings.campaigns`.

    ``"none"`` gives none. Raises :class:`~kashf.errors.UsageError` for an unknown name or a
    setting that makes no sense.
    """
    found = _find(CAMPAIGNS, name, "campaign")
    if found is None:
        if changes:
            raise UsageError(f"Nothing is planted, so {', '.join(changes)} can't be set.")
        return ()
    return (make(CampaignSettings, **{**_fields(found), **changes}),)


def _find(known: Mapping[str, _T], name: str, what: str) -> _T:
    if name not in known:
        raise UsageError(f"There is no {what} called {name!r}.", hint=f"Known: {', '.join(known)}.")
    return known[name]


def _fields(settings: WorldSettings | CampaignSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in type(settings).model_fields}
