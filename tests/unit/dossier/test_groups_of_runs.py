"""Groups of a run on the page: rows that sentences cite; and people whom no text names."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dossier_case import case, sentence
from kashf.dossier import build
from kashf.dossier.mentions import folded, mentions
from kashf.dossier.model import Figure, Finding, Measure, Person
from kashf.dossier.page import page
from kashf.dossier.record import record
from kashf.errors import IntegrityError
from kashf.sureness import one_in

GROUP = {"cluster_id": 3, "size": 12, "objects": 40, "p_value": 3e-5, "share_in_step": 0.5}


def with_group(*parts: object) -> str:
    dossier = case()
    (run,) = dossier.runs
    finding = Finding((sentence("en", *parts), sentence("ar", *parts)))
    built = build(replace(dossier, runs=(replace(run, clusters=(GROUP,)),), findings=(finding,)))
    assert json.loads(record(built))["runs"][0]["clusters"][0]["number"] == 3
    return page(built)


def figure(column: str, **how: bool) -> Figure:
    return Figure(Measure("harbour story", f"clusters.3.{column}"), **how)  # type: ignore[arg-type]


def test_a_figure_of_a_group_leads_to_its_row() -> None:
    html = with_group("A group of ", figure("size"), " accounts on ", figure("objects"), " things.")
    assert 'id="R1-cluster-3"' in html
    assert html.count('href="#R1-cluster-3"') == 2 * 3  # two figures and one citation a language
    assert "[R1 cluster 3]" in html and "50%" in html


def test_a_chance_is_shown_as_one_in_so_many() -> None:
    html = with_group("At most ", figure("p_value", odds=True), ".")
    assert "1 in 10,000<" in html and "1 من كل 10,000<" in html


@pytest.mark.parametrize("key", ["clusters.4.size", "clusters.3.colour", "clusters.3", "clusters"])
def test_groups_and_figures_that_are_not_there(key: str) -> None:
    with pytest.raises(IntegrityError, match="no figure"):
        with_group("So many: ", Figure(Measure("harbour story", key)))


def test_a_run_without_groups_has_no_table() -> None:
    assert "-cluster-" not in page(build(case()))


def test_who_is_not_listed_is_not_shown_and_stays_hidden() -> None:
    dossier = case()
    hidden = Person("hidden", "Orla Quist", (), listed=False)
    item = replace(dossier.exhibits[0].item, note="brought by Orla Quist")
    exhibits = (replace(dossier.exhibits[0], item=item), *dossier.exhibits[1:])
    people = (*dossier.people, hidden)
    built = build(
        replace(
            dossier, people=people, exhibits=exhibits, pseudonyms=("hidden",),
            pseudonym_key=b"k" * 32,
        )
    )  # fmt: skip
    assert len(built.people) == len(dossier.people)
    assert "Quist" not in page(built) and b"Quist" not in record(built)


@pytest.mark.parametrize(
    ("chance", "wanted"), [(1.0, 1), (0.2, 1), (0.04, 10), (3e-5, 10_000), (0.0, 10**9)]
)
def test_one_in_is_rounded_up(chance: float, wanted: int) -> None:
    assert one_in(chance) == wanted


def test_mentions_in_any_spelling() -> None:
    text = "قال لسمير حدّاد، ثم سمير حداد. Samir  Haddad."
    found = mentions(("سمير حداد", "samir haddad"), text)
    assert [text[start:end] for start, end in found] == ["لسمير حدّاد", "سمير حداد", "Samir  Haddad"]
    assert folded("Samir HADDAD") == folded("samir haddad")
