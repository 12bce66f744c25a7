from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from exports_tables import HOSTILE, empty, make
from kashf.exports import _network_svg, network_svg
from kashf.exports._layout import pack, spread

SVG = "{http://www.w3.org/2000/svg}"


def dots(svg: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)
    return [g for g in root.iter(f"{SVG}g") if g.get("class") == "dots"]


def test_every_account_of_a_small_network_is_drawn_inside_the_picture() -> None:
    tables = make()
    groups = dots(network_svg(tables, width=500, height=400))
    circles = [circle for group in groups for circle in group]
    assert len(circles) == tables.accounts.num_rows
    assert len(groups) == tables.clusters.num_rows
    for circle in circles:
        assert 0 < float(circle.get("cx", "")) < 500
        assert 0 < float(circle.get("cy", "")) < 400


def test_the_same_picture_twice() -> None:
    assert network_svg(make()) == network_svg(make())


def test_hostile_names_stay_text() -> None:
    root = ElementTree.fromstring(network_svg(make(strings=HOSTILE)))
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "g", "circle", "path", "title", "rect", "text"}
    assert any("<script>" in (title.text or "") for title in root.iter(f"{SVG}title"))


def test_no_more_than_the_limits_and_the_strongest_first() -> None:
    tables = make((900, 300, 4), seed=3)
    drawing = _network_svg.draw(tables, width=960, height=640)
    assert drawing.nodes == _network_svg.MAX_NODES
    assert 0 < drawing.edges <= _network_svg.MAX_EDGES
    assert drawing.clusters == 3
    assert [len(group) for group in dots(drawing.svg.html)] == [198, 198, 4]
    # The strongest account of the largest cluster is there.
    rows = [row for row in tables.accounts.to_pylist() if row["cluster_id"] == 0]
    strongest = max(rows, key=lambda row: row["strength"])
    assert strongest["account_id"] in drawing.svg.html


def test_many_edges_are_bounded() -> None:
    drawing = _network_svg.draw(make((150,), chance=0.9), width=960, height=640)
    assert drawing.nodes == 150
    assert drawing.edges == _network_svg.MAX_EDGES
    assert len(drawing.svg.html) < 150_000


def test_an_empty_network_is_still_a_picture() -> None:
    assert dots(network_svg(empty())) == []


@pytest.mark.parametrize("count", [1, 2, 3, 7, 60, 400])
def test_accounts_of_a_cluster_do_not_cover_each_other(count: int) -> None:
    rng = np.random.default_rng(count)
    weights = np.triu(rng.integers(0, 3, (count, count)), 1).astype(float)
    place = spread(weights + weights.T)
    assert place.shape == (count, 2)
    assert np.isfinite(place).all()
    if count > 1:
        apart = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2))
        assert apart[np.triu_indices(count, 1)].min() > 0.6


@pytest.mark.parametrize("count", [1, 2, 5, 60])
def test_clusters_do_not_cover_each_other(count: int) -> None:
    radii = np.sort(np.random.default_rng(count).uniform(1, 9, count))[::-1]
    centres = pack(radii, 1.5, 0.5)
    apart = np.sqrt(((centres[:, None] - centres[None]) ** 2).sum(axis=2))
    needed = radii[:, None] + radii[None] + 0.5
    pairs = np.triu_indices(count, 1)
    assert (apart[pairs] >= needed[pairs] - 1e-6).all()
