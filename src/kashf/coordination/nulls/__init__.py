"""Null models, one file each: pairs of accounts → how unlikely their weight is without a plan.

A model is a module with ``TITLE``, ``SLOW`` (whether it is better asked about few pairs) and
``judge(pairs, sharing, usual, wanted=None, *, threads=1) -> Judged``; pairs that are not ``wanted`` need
no answer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["GROUP", "Judged", "Pairs"]

GROUP = "kashf.coordination.nulls"


class Pairs(NamedTuple):
    """``k`` candidate pairs: all whose weight reaches the candidate threshold."""

    a: NDArray[np.int64]  #: (k,), code of an account
    b: NDArray[np.int64]  #: (k,), code of the other
    weight: NDArray[np.int64]  #: (k,), objects on which they are in step


class Judged(NamedTuple):
    """What a model says of ``k`` pairs."""

    expected: NDArray[np.float64]  #: (k,), expected weight
    p_value: NDArray[np.float64]  #: (k,), chance of this weight or more
