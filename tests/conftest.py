"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# a first call compiles; tests don't assert times
settings.register_profile("kashf", deadline=None)
settings.load_profile("kashf")
