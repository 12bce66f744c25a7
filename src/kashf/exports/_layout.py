"""Where accounts and clusters stand in the drawing. Nothing is random: same input, same picture."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["pack", "spread"]

Floats: TypeAlias = npt.NDArray[np.float64]

_GOLDEN = math.pi * (3 - math.sqrt(5))


def spread(weights: Floats) -> Floats:
    """Positions (n, 2) around the origin, about 1 apart, of the accounts of one cluster.

    ``weights`` (n, n) is symmetric. Starts from a sunflower, first accounts in its middle, then
    forces as in Fruchterman & Reingold (1991) on weights normalised by strength.
    """
    count = len(weights)
    if count == 1:
        return np.zeros((1, 2))
    order = np.arange(count)
    radius = 0.6 * np.sqrt(order + 0.5)
    place = np.stack([radius * np.cos(order * _GOLDEN), radius * np.sin(order * _GOLDEN)], axis=1)
    strength = np.maximum(weights.sum(axis=1), 1e-9)
    pull = 2.0 * weights / np.sqrt(strength[:, None] * strength[None, :])
    for step in range(150):
        apart = place[:, None, :] - place[None, :, :]
        squared = np.maximum((apart**2).sum(axis=2), 0.01)
        force = ((1 / squared - pull)[:, :, None] * apart).sum(axis=1) - 0.35 * place
        length = np.maximum(np.sqrt((force**2).sum(axis=1)), 1e-9)
        place += force * (np.minimum(length, 0.4 * (1 - step / 150)) / length)[:, None]
    place = _part(place)
    return place - _middle(place)


def _middle(place: Floats) -> Floats:
    """Centre of about the smallest circle around the points (Bădoiu & Clarkson 2003)."""
    centre: Floats = place.mean(axis=0)
    for step in range(1, 200):
        apart = place - centre
        farthest = apart[int((apart**2).sum(axis=1).round(9).argmax())]
        centre = centre + farthest / (step + 1)
    return centre


def _part(place: Floats) -> Floats:
    """Scale to a spacing of about 1, then push apart what is closer than that."""
    apart = place[:, None, :] - place[None, :, :]
    distance = np.sqrt((apart**2).sum(axis=2))
    np.fill_diagonal(distance, np.inf)
    place = place / max(float(np.median(distance.min(axis=1))), 1e-6)
    for _ in range(80):
        apart = place[:, None, :] - place[None, :, :]
        distance = np.sqrt((apart**2).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        overlap = np.maximum(1.0 - distance, 0.0)
        if overlap.max() < 0.02:
            break
        push = 0.5 * overlap / np.maximum(distance, 1e-6)
        place = place + (push[:, :, None] * apart).sum(axis=1)
    return place


def pack(radii: Floats, aspect: float, gap: float) -> Floats:
    """Centres (n, 2) of circles that don't overlap, close together, about ``aspect`` wide by 1.

    Each circle in turn goes to the free place nearest the middle that touches two others.
    """
    count = len(radii)
    grown = radii + gap / 2
    centres = np.zeros((count, 2))
    stretch = np.array([1 / math.sqrt(aspect), math.sqrt(aspect)])
    for i in range(1, count):
        spots = [
            centres[:i] + (grown[:i] + grown[i])[:, None] * np.array([math.cos(a), math.sin(a)])
            for a in np.arange(12) * math.pi / 6
        ]
        spots += [_touching(centres, grown, i, j) for j in range(i)]
        candidates = np.concatenate(spots)
        apart = candidates[:, None, :] - centres[None, :i, :]
        clear = np.sqrt((apart**2).sum(axis=2)) - (grown[:i] + grown[i])[None, :]
        free = candidates[clear.min(axis=1) > -1e-6]
        area = grown[:i] ** 2
        middle = (centres[:i] * area[:, None]).sum(axis=0) / area.sum()
        far = (((free - middle) * stretch) ** 2).sum(axis=1).round(6)
        centres[i] = free[int(far.argmin())]
    return centres


def _touching(centres: Floats, grown: Floats, i: int, j: int) -> Floats:
    """Where circle ``i`` touches circle ``j`` and each of the circles before ``j``."""
    reach = grown[j] + grown[i]
    others = grown[:j] + grown[i]
    step = centres[:j] - centres[j]
    distance = np.sqrt((step**2).sum(axis=1))
    near = distance < reach + others
    step, distance, others = step[near], distance[near], others[near]
    along = (reach**2 - others**2 + distance**2) / (2 * distance)
    aside = np.sqrt(np.maximum(reach**2 - along**2, 0.0))
    unit = step / distance[:, None]
    normal = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    base = centres[j] + unit * along[:, None]
    return np.concatenate([base + normal * aside[:, None], base - normal * aside[:, None]])
