"""Candidate pairs → p-values and q-values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kashf import registry
from kashf.coordination.edges import account_codes, count_edges
from kashf.coordination.load import Actions
from kashf.coordination.nulls import GROUP, Judged, Pairs
from kashf.coordination.sharing import Sharing
from kashf.coordination.usual import Usual
from kashf.errors import UsageError
from kashf.settings import DetectSettings

__all__ = ["SMALLEST", "TOO_MANY", "Models", "candidates", "judge", "possible_pairs", "q_values"]

TOO_MANY = "Raise --min-edge-weight, narrow --window, or use --null none."
SMALLEST = 1e-300  # no chance is zero
_MOST = 10_000_000


def candidates(actions: Actions, settings: DetectSettings, threads: int | None = None) -> Pairs:
    """All pairs whose weight is at least ``min_edge_weight``.

    Raises :class:`~kashf.errors.UsageError` where they are too many to hold.
    """
    held = 0
    parts: list[NDArray[np.int64]] = []
    for table in count_edges(actions, settings, threads=threads):
        codes = [account_codes(table[name]) for name in ("account_a", "account_b")]
        held += len(table)
        if held > _MOST:
            raise UsageError(f"More than {_MOST:,} pairs are too many to judge.", hint=TOO_MANY)
        parts.append(np.stack([*codes, table["weight"].to_numpy()]).astype(np.int64))
    whole = np.concatenate([np.zeros((3, 0), np.int64), *parts], axis=1)
    return Pairs(whole[0], whole[1], whole[2])


@dataclass(frozen=True)
class Models:
    """What each null model says of ``k`` pairs."""

    each: Mapping[str, Judged]

    def worst(self) -> Judged:
        """What the model with the largest p-value says of each pair: all have to reject."""
        first, *others = self.each.values()
        expected, p_value = first
        for found in others:
            worse = found.p_value >= p_value
            expected = np.where(worse, found.expected, expected)
            p_value = np.maximum(found.p_value, p_value)
        return Judged(expected, np.maximum(p_value, SMALLEST))


def judge(
    pairs: Pairs,
    sharing: Sharing,
    models: Sequence[str],
    usual: Usual,
    *,
    enough: float = 1.0,
    threads: int = 1,
) -> Models:
    """What each of ``models`` says of ``pairs``.

    Pairs that a quick model gives a p-value above ``enough`` are lost anyway; slow models are not asked
    about them, and their p-value is 1.
    """
    modules = {name: registry.load(GROUP, name) for name in models}
    wanted = np.ones(len(pairs.a), np.bool_)
    found: dict[str, Judged] = {}
    for name in sorted(modules, key=lambda name: bool(modules[name].SLOW)):
        found[name] = modules[name].judge(pairs, sharing, usual, wanted, threads=threads)
        wanted = wanted & (found[name].p_value <= enough)
    return Models({name: found[name] for name in models})


def possible_pairs(sharing: Sharing, least: int) -> int:
    """How many pairs could have reached the weight ``least``: those that the tests look at.

    An account reaches at most as many objects as it has in step with anybody. So both
    of a pair need ``least`` of them; the p-value of any other pair is 1.
    """
    steps = np.add.reduceat(np.append(sharing.near > 0, False).astype(np.int64), sharing.ptr[:-1])
    steps[np.diff(sharing.ptr) == 0] = 0
    able = int((steps >= least).sum())
    return able * (able - 1) // 2


def q_values(p_value: NDArray[np.float64], tests: int) -> NDArray[np.float64]:
    """Adjusted p-values (k,) of Benjamini & Hochberg (1995), of ``tests`` ≥ k hypotheses.

    Those that are not listed count as p = 1. Rejecting where q ≤ 0.05 keeps the expected share of
    false rejections at 0.05 or below, also where tests depend positively on each other (Benjamini
    & Yekutieli 2001).
    """
    order = np.argsort(p_value, kind="stable")
    ranked = p_value[order] * tests / np.arange(1, len(p_value) + 1)
    smallest = np.minimum.accumulate(ranked[::-1])[::-1]
    out = np.empty(len(p_value))
    out[order] = np.minimum(smallest, 1.0)
    return out
