"""Invented worlds and planted groups, with the truth.

:func:`world` makes actions of an organic world with campaigns planted in it, from
:class:`WorldSettings` or a named :func:`scenario`; :func:`write_world` writes them.
:class:`Ground` plants the same campaigns among actions of real accounts.
``kashf.simulate.bursty.bursty`` makes tables for measuring, :func:`write_demo` the files of
the demonstration.
"""

from kashf.simulate.demo import DemoFiles, write_demo
from kashf.simulate.planting import Ground, Planting
from kashf.simulate.scenarios import CAMPAIGNS, SCENARIOS, campaigns, scenario
from kashf.simulate.settings import CampaignSettings, WorldSettings
from kashf.simulate.worlds import PUSHED, TRUTH, World, world
from kashf.simulate.writing import read_settings, write_world

__all__ = [
    "CAMPAIGNS",
    "PUSHED",
    "SCENARIOS",
    "TRUTH",
    "CampaignSettings",
    "DemoFiles",
    "Ground",
    "Planting",
    "World",
    "WorldSettings",
    "campaigns",
    "read_settings",
    "scenario",
    "world",
    "write_demo",
    "write_world",
]
