from __future__ import annotations

import base64
import hashlib
import itertools
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pytest

from exports_tables import HOSTILE, START, empty, judged, make
from kashf import schema
from kashf.exports.formats import report
from kashf.schema import RunTables

VOID = {"meta", "br", "hr", "col", "wbr"}


class Page(HTMLParser):
    """What a browser would make of the page, as far as these tests need it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, list[tuple[str, dict[str, str | None]]]]] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs))
        assert len(element[1]) == len(attrs), f"attribute twice: {attrs}"
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((data, list(self._open)))

    @property
    def text(self) -> str:
        return "".join(
            data for data, around in self.texts if not around or around[-1][0] != "style"
        )

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(tables: RunTables, folder: Path) -> Page:
    path = folder / "report.html"
    report.write(tables, path)
    return Page(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def usual(folder: Path) -> Page:
    return page(make(), folder)


@pytest.fixture(scope="module")
def hostile(folder: Path) -> Page:
    tables = make(
        strings=HOSTILE,
        title=HOSTILE[0],
        notes=list(HOSTILE),
        command=HOSTILE[1],
        kashf=HOSTILE[2],
        inputs=[{"path": text, "format": text, "sha256": text, "rows": 1} for text in HOSTILE],
        settings={"actions": {"by": list(HOSTILE)}, "detect": {text: text for text in HOSTILE}},
        reasons=dict.fromkeys(HOSTILE, 1),
        dropped_objects=[*HOSTILE, {"kind": HOSTILE[0], "object_id": HOSTILE[4]}],
        timings=dict.fromkeys(HOSTILE, 0.5),
        counts={"actions_by_kind": dict.fromkeys(HOSTILE, 1)},
    )
    return page(tables, folder)


def test_headline_says_it_in_plain_words(usual: Page) -> None:
    assert (
        "7 groups of accounts shared the same links, texts and hashtags "
        "within 60 seconds of each other" in usual.text
    )


def test_one_group(folder: Path) -> None:
    assert "1 group of accounts shared" in page(make((3,)), folder).text


def test_the_standing_caution(usual: Page) -> None:
    assert "Coordination is not guilt" in usual.text
    assert "no significance test" in usual.text
    assert "expected by chance" in usual.text
    assert usual.text.index("Coordination is not guilt") < usual.text.index("Notes on this run")
    assert usual.text.index("Invented data") < usual.text.index("From posts to clusters")


def test_all_that_is_needed_to_repeat_the_run(usual: Page) -> None:
    for text in (
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "exports/x-2024-03.csv",
        "20,112",
        "0.1.0",
        "time_window",
        "min_edge_weight",
        "no account",
        "kashf detect posts.csv",
    ):
        assert text in usual.text


@pytest.mark.parametrize("which", ["usual", "hostile"])
def test_nothing_is_fetched_or_run(which: str, request: pytest.FixtureRequest) -> None:
    found: Page = request.getfixturevalue(which)
    refused = {"script", "iframe", "object", "embed", "link", "img", "image", "form", "base", "use"}
    for tag, attributes in found.elements:
        assert tag not in refused
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in {"src", "srcset", "style", "action", "data", "poster", "ping"}
            if name.endswith("href"):
                assert value is not None and value.startswith("#")
            if name == "http-equiv":
                assert value == "Content-Security-Policy"
    css = "".join(text for text, around in found.texts if around and around[-1][0] == "style")
    assert "url(" not in css and "@import" not in css
    assert len(found.all("style")) == 1


def test_links_in_the_page_lead_somewhere(usual: Page) -> None:
    ids = [attributes["id"] for _, attributes in usual.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {str(a["href"])[1:] for a in usual.all("a")}
    assert targets <= set(ids)
    assert {"cluster-0", "network", "thresholds", "run"} <= targets


def test_labels_lead_somewhere(usual: Page) -> None:
    ids = {attributes.get("id") for _, attributes in usual.elements}
    labels = {a["aria-labelledby"] for _, a in usual.elements if "aria-labelledby" in a}
    assert labels <= ids


def test_the_policy_allows_the_style_sheet_alone(usual: Page) -> None:
    (policy,) = (m["content"] for m in usual.all("meta") if "http-equiv" in m)
    assert policy is not None
    css = re.search("<style>(.*)</style>", usual.source, re.DOTALL)
    assert css is not None
    digest = base64.b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_hostile_texts_are_there_as_text(hostile: Page) -> None:
    for text in ("<script>alert(1)</script>", '" onmouseover="alert(1)', "=HYPERLINK(", "]]> <!--"):
        assert text in hostile.text


@pytest.mark.parametrize("which", ["usual", "hostile"])
def test_foreign_text_has_its_own_direction(which: str, request: pytest.FixtureRequest) -> None:
    found: Page = request.getfixturevalue(which)
    seen = 0
    for text, around in found.texts:
        if any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
            if around[-1][0] == "title":  # takes no elements: isolated by characters
                assert re.match("[^\u2068]*\u2068[^\u2069]*\u2069", text)
            else:
                assert any(a.get("dir") == "auto" for _, a in around), text[:200]
            seen += 1
    assert seen > 10


def test_characters_that_turn_the_text_around_are_shown(hostile: Page) -> None:
    hidden = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2028\u2029")
    assert not hidden.intersection(hostile.source)
    assert "U+202E" in hostile.text
    for text, around in hostile.texts:
        if set("\u2068\u2069") & set(text):
            assert around[-1][0] == "title"


def test_clusters_have_their_sections_accounts_objects_and_posts(usual: Page) -> None:
    assert len([a for a in usual.all("article") if a.get("class") == "cluster"]) == 7
    assert "Posts in step" in usual.text
    assert "+7 s" in usual.text
    assert "in the same words" in usual.text
    assert "https://flowers.example/معرض/2024?ref=%3Cb%3E" in usual.text


def test_hashes_of_texts_are_shown_as_texts(usual: Page) -> None:
    assert "“افتتاح المكتبة" in usual.text
    assert f"{0:064x}" not in usual.text


def test_tables_are_tables(usual: Page) -> None:
    tables = usual.all("table")
    assert len(usual.all("caption")) == len(tables) > 10
    assert all(th.get("scope") in ("col", "row") for th in usual.all("th"))
    assert all(
        svg.get("aria-hidden") == "true" or svg.get("aria-label") for svg in usual.all("svg")
    )
    for name in ("main", "nav", "header", "footer", "h1"):
        assert len(usual.all(name)) == 1
    assert usual.all("html") == [{"lang": "en", "dir": "ltr"}]


def test_headings_skip_no_level(usual: Page) -> None:
    levels = [int(tag[1]) for tag, _ in usual.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    assert page(make(), tmp_path).source == page(make(), tmp_path).source


@pytest.mark.parametrize(
    ("counts", "advice"),
    [
        ({"posts": 0}, "No post was read"),
        ({"posts": 9, "actions": 0}, "None of the posts holds links, texts or hashtags"),
        ({"posts": 9, "actions": 4, "co_actions": 0}, "within 60 seconds: try a longer"),
        ({"posts": 9, "actions": 4, "co_actions": 2}, "try a lower --min-edge-weight (now 2)"),
        ({}, "try a lower --min-edge-weight"),
    ],
)
def test_an_empty_result_helps(counts: dict[str, int], advice: str, tmp_path: Path) -> None:
    found = page(empty(counts=counts), tmp_path)
    assert "No group of accounts repeatedly shared the same links" in found.text
    assert advice in found.text
    assert not found.all("svg")


def test_fifty_clusters(tmp_path: Path) -> None:
    found = page(make([30, 20] + [3] * 20 + [2] * 28), tmp_path)
    assert len([a for a in found.all("article") if a.get("class") == "cluster"]) == 12
    assert "38 further clusters" in found.text
    assert "Clusters by size, 50 of 50" in found.text
    assert "all 50 clusters" in found.text


def test_says_what_the_drawing_leaves_out(tmp_path: Path) -> None:
    found = page(make((500, 5)), tmp_path)
    assert "400 of 505 accounts" in found.text
    assert "the strongest were taken" in found.text


def test_size_is_bounded(tmp_path: Path) -> None:
    tables = make((3000, 2000) + (5,) * 3000)
    grown = tables.edges.take(pa.array(list(range(tables.edges.num_rows)) * 8)).slice(0, 100_000)
    assert grown.num_rows == 100_000
    found = page(RunTables(**{**vars(tables), "edges": grown}), tmp_path)
    assert len(found.source.encode()) < 1_500_000


def test_long_texts_are_bounded(folder: Path) -> None:
    long = make((40, 30) + (20,) * 10, strings=["ن" * 100_000, "<" * 100_000, "\u202e" * 100_000])
    assert len(page(long, folder).source.encode()) < 5_000_000


def test_a_clipped_post_says_so(hostile: Page) -> None:
    assert "Shortened; the post has 100,000 characters." in hostile.text


def test_a_single_moment_has_a_timeline(tmp_path: Path) -> None:
    tables = make((3,))
    row = {"cluster_id": 0, "time": START, "actions": 5}
    timeline = pa.Table.from_pylist([row], schema=schema.TIMELINE)
    found = page(RunTables(**{**vars(tables), "timeline": timeline}), tmp_path)
    assert "Actions in step, per 1 minute" in found.text


@pytest.mark.parametrize(
    ("detect", "words"),
    [
        ({"time_window": 1.0}, "within 1 second of each other"),
        ({"time_window": 300}, "within 5 minutes of each other"),
        ({"time_window": 7200.0}, "within 2 hours of each other"),
        ({}, "shared the same links, texts and hashtags at the same time"),
        ({"min_edge_weight": "q0.9"}, "quantile 0.9"),
        ({"min_edge_weight": 3, "weight": "co_actions"}, "at least 3 pairs of actions"),
    ],
)
def test_thresholds_in_words(detect: dict[str, object], words: str, tmp_path: Path) -> None:
    settings = {"actions": {"by": ["url", "text", "hashtag"]}, "detect": detect}
    assert words in page(make((3,), settings=settings), tmp_path).text


def test_settings_come_with_their_meaning(usual: Page) -> None:
    assert "Longest delay of a co-action, both ends included" in usual.text


def test_what_null_models_say_of_clusters(tmp_path: Path) -> None:
    report.write(judged(), tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Clusters by size, 3 of 3" in page
    assert "It does not hold in half the window (p = 0.2): write about it with care." in page
    assert "It also holds in half the window, in double the window and without" in page
    assert page.count("How far apart two members act") == 3
    assert "Membership" in page
    assert 'id="unconfirmed"' in page
    assert "Group 3" in page
    assert 'id="cluster-3"' not in page
    Page(page)


def test_groups_that_were_not_confirmed_alone_are_nothing_found(tmp_path: Path) -> None:
    tables = judged((5,))
    report.write(tables, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Nothing found, and what that means" in page
    assert "Groups that were not confirmed" in page
