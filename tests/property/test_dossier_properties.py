"""No way through the public API yields an uncited figure; hostile text stays text."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier_case import EDGES, STATEMENTS, case, passage, sentence
from kashf.dossier import build
from kashf.dossier.model import Figure, Finding, Name, Quote, Record, Remark, Sentence
from kashf.dossier.page import page
from kashf.dossier.record import record
from kashf.errors import KashfError

# Records, the sources themselves, labels of citations and of records, boxes for hidden characters.
PLACES = frozenset({"register", "source", "cite", "number", "back", "ctl", "alias", "review"})
VOID = frozenset({"meta", "br", "hr"})


class Page(HTMLParser):
    """Finds texts with figures that are neither in one of :data:`PLACES` nor a link to evidence."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.uncited: list[str] = []
        self.elements: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.add(tag)
        if found.get("id"):
            assert found["id"] not in self.ids
            self.ids.add(str(found["id"]))
        if found.get("href"):
            self.links.add(str(found["href"]))
        if tag not in VOID:
            self.open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not any(unicodedata.numeric(char, None) is not None for char in data):
            return
        if any(tag in {"style", "title", "thead", "footer"} for tag, _ in self.open):
            return
        for tag, attrs in self.open:
            if PLACES & set((attrs.get("class") or "").split()):
                return
            if tag == "a" and str(attrs.get("href")).startswith("#"):
                return
        self.uncited.append(data)


def read(html: str) -> Page:
    found = Page()
    found.feed(html)
    found.close()
    assert not found.open
    assert {link[1:] for link in found.links} <= found.ids
    return found


def uncited_in_json(found: Any) -> list[str]:
    """Parts of sentences that hold a figure and no citation."""
    if isinstance(found, list):
        return [text for item in found for text in uncited_in_json(item)]
    if not isinstance(found, dict):
        return []
    out = []
    if "parts" in found and "citations" in found:
        for part in found["parts"]:
            figure = any(unicodedata.numeric(c, None) is not None for c in str(part["text"]))
            if figure and "citation" not in part and "person" not in part:
                out.append(str(part["text"]))
    return out + [text for item in found.values() for text in uncited_in_json(item)]


digits = st.sampled_from(["7", "٤", "५", "½", "Ⅷ", "³", "一", "𝟗", " 500 ", "5,000"])
words = st.lists(
    st.one_of(
        st.text(max_size=12), digits, st.sampled_from(["accounts", "حسابات", "<b>", "\u202e", '"'])
    ),
    max_size=4,
).map("".join)
citations = st.one_of(
    st.sampled_from(
        [EDGES, Record(1), Record(1, "size"), Record(99), passage(3, "5,000 dollars"),
         passage(1, "قندات"), replace(passage(1, "قندات"), quote="x")]
    )
)  # fmt: skip
parts = st.lists(
    st.one_of(
        words,
        st.builds(Quote, st.sampled_from([passage(3, "5,000 dollars"), passage(1, "12 آذار 2031")])),
        st.builds(
            Figure, citations, st.one_of(st.none(), st.integers(0, 9000), words),
            st.one_of(st.none(), st.integers(0, 3)), st.booleans(),
        ),
        st.sampled_from([Name("kandat"), Name("nobody")]),
    ),
    max_size=4,
).map(tuple)  # fmt: skip
sentences = st.builds(Sentence, st.just("en"), parts, st.lists(citations, max_size=2).map(tuple))
remarks = st.builds(Remark, st.sampled_from(["en", "ar"]), words)


@settings(max_examples=150)
@given(st.data())
def test_no_way_yields_an_uncited_figure(data: st.DataObject) -> None:
    said = data.draw(sentences)
    note = data.draw(st.one_of(remarks, sentences))
    dossier = case(
        title=data.draw(st.one_of(st.just("The harbour story"), words)),
        findings=(Finding((said,)),),
        methods=(note,),
        timeline=(),
    )
    try:
        built = build(dossier)
    except KashfError as error:
        assert error.where
        return
    found = read(page(built))
    assert found.uncited == []
    assert uncited_in_json(json.loads(record(built))) == []


def test_the_scan_finds_a_figure_that_is_not_cited() -> None:
    """The property above can fail."""
    html = page(build(case()))
    assert read(html).uncited == []
    assert read(html.replace("Accounts were compared", "5 accounts were compared")).uncited
    assert read(html.replace("The largest", "x").replace(" posts, pairs", " of 7 posts")).uncited


hostile = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=80)
@given(hostile, hostile, hostile)
def test_hostile_records_stay_text(name: str, note: str, reviewer: str) -> None:
    dossier = case()
    first = dossier.exhibits[0]
    item = replace(first.item, name=name + "<script>x</script>", note=note)  # type: ignore[type-var]
    review = replace(STATEMENTS[0].review, by=(reviewer + "x",))
    built = build(
        replace(
            dossier,
            exhibits=(replace(first, item=item), *dossier.exhibits[1:]),
            statements=(replace(STATEMENTS[0], review=review),),
        )
    )
    html = page(built)
    html.encode()
    elements = read(html).elements
    assert not elements & {"script", "img", "iframe", "link", "object", "form"}
    json.loads(record(built))


@given(words)
def test_any_sentence_needs_a_citation(text: str) -> None:
    try:
        build(case(findings=(Finding((sentence("en", text),)),)))
    except KashfError:
        return
    raise AssertionError("a sentence without a citation was built")
