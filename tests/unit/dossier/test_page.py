from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from dossier_case import ITEMS, case, document, passage, sentence
from kashf.dossier import build
from kashf.dossier.model import Exhibit, Finding, Passage, Quote
from kashf.dossier.page import page, style
from kashf.dossier.words import ABOUT, WORDS


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    html = page(build(case()))
    assert not re.search(r"<(script|img|link|iframe|object)|https?://|url\(", html)
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    assert f"default-src &#x27;none&#x27;; style-src &#x27;sha256-{digest}&#x27;" in html
    assert html == page(build(case()))


@pytest.mark.parametrize("languages", [("ar",), ("en",), ("ar", "en"), ("en", "ar")])
def test_the_first_language_leads(languages: tuple[str, ...]) -> None:
    html = page(build(case(languages=languages)))
    lead = "rtl" if languages[0] == "ar" else "ltr"
    assert html.startswith(f'<!doctype html>\n<html lang="{languages[0]}" dir="{lead}">')
    for language, index in (("en", 0), ("ar", 1)):
        assert (WORDS["evidence"][index] in html) == (language in languages)
        assert (ABOUT[language][0] in html) == (language in languages)  # type: ignore[index]


def test_a_citation_jumps_to_the_marked_passage() -> None:
    html = page(build(case()))
    found = passage(3, "We pay 5,000 dollars to Harbour Voice for the story")
    anchor = f"E3-{found.start}-{found.end}"
    assert f'href="#{anchor}" class="cite"' in html
    assert f'<span id="{anchor}" class="at">' in html  # other passages begin or end inside of it
    alone = passage(3, "Belor Kandat")
    assert f'<mark id="E3-{alone.start}-{alone.end}">Belor Kandat</mark>' in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_of_a_long_text_only_the_surroundings_are_shown() -> None:
    text = document("\n".join(f"paragraph of row {'x' * (n % 7)}" for n in range(5000)))
    start = text.parts[2500].start
    cited = Passage(9, start, start + 9, "paragraph")
    exhibit = Exhibit(replace(ITEMS[0], number=9, sha256="0" * 64), text)
    base = case()
    built = build(
        replace(
            base,
            exhibits=(*base.exhibits, exhibit),
            findings=(Finding((sentence("en", Quote(cited)),)),),
        )
    )
    html = page(built)
    assert 'id="E9-p2501"' in html and 'id="E9-p2504"' in html
    assert 'id="E9-p2600"' not in html
    assert html.count(WORDS["left_out"][0]) == 2
    assert len(html) < 100_000


def test_a_name_of_a_million_letters_is_clipped() -> None:
    base = case()
    first = base.exhibits[0]
    huge = replace(first.item, name="n" * 1_000_000, note="x " * 1_000_000)  # type: ignore[type-var]
    html = page(build(replace(base, exhibits=(replace(first, item=huge), *base.exhibits[1:]))))
    assert len(html) < 200_000


def test_an_almost_empty_dossier() -> None:
    built = build(
        case(exhibits=(), people=(), statements=(), timeline=(), runs=(), findings=(), methods=(),
             questions=())
    )  # fmt: skip
    html = page(built)
    assert 'id="statements"' not in html and 'id="evidence"' in html
