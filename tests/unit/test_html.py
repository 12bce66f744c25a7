from __future__ import annotations

import ast
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kashf
from kashf.html import Markup, document, label, lines, strict, tag, words


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: Markup) -> Reader:
    reader = Reader()
    reader.feed(markup.html)
    reader.close()
    return reader


# html.parser turns line ends and illegal characters into others, as browsers do.
plain = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))


@given(plain)
def test_text_stays_text(text: str) -> None:
    reader = read(tag("p", text, title=text))
    assert reader.tags == [("p", [("title", text)])]
    assert reader.text == text


@given(st.text(st.characters(exclude_categories=())))
def test_the_helpers_for_foreign_texts_make_the_elements_they_mean(text: str) -> None:
    for markup in (words(text), strict(text), lines(text)[0]):
        found = {name for name, _ in read(markup).tags}
        assert found <= {"bdi", "span", "br"}
        markup.html.encode()
    label(text).encode()


def test_long_texts_are_clipped() -> None:
    assert len(words("x" * 1000).html) < 200
    assert len(strict("\u202e" * 1000).html) < 40_000
    assert lines("x\n" * 1000)[1]
    assert lines("short") == (Markup('<span dir="auto" class="line">short</span>'), False)


def test_every_foreign_text_has_its_own_direction() -> None:
    assert words("مرحبا").html.startswith('<bdi dir="auto">')
    assert strict("مرحبا").html.startswith('<bdi dir="auto"')
    assert lines("مرحبا\nhello")[0].html.count('dir="auto"') == 2


def test_tooltips_are_isolated() -> None:
    assert label("a\u202eb") == "\u2068a[U+202E]b\u2069"


@pytest.mark.parametrize("name", ["script", "iframe", "img", "link", "a b", "p>", ""])
def test_elements_that_run_or_fetch_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        tag(name)


@pytest.mark.parametrize(
    "attributes",
    [
        {"onclick": "x"},
        {"src": "data:"},
        {"href": "https://a.example"},
        {"href": "javascript:x"},
        {"style": "color:red"},
        {"a b": "c"},
    ],
)
def test_attributes_that_run_or_fetch_are_refused(attributes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no place"):
        tag("a", **attributes)  # type: ignore[arg-type]


def test_attributes_that_are_not_there() -> None:
    assert tag("p", None, [], hidden=True, class_=None, title=False).html == "<p hidden></p>"
    assert tag("meta", charset="utf-8").html == '<meta charset="utf-8">'


def test_a_style_sheet_can_not_close_itself() -> None:
    with pytest.raises(ValueError, match="style sheet"):
        document([], [], "</style>")


def test_markup_is_made_in_one_place() -> None:
    folder = Path(kashf.__file__).parent
    for path in folder.rglob("*.py"):
        if path == folder / "html.py":
            continue
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Markup"
        ]
        assert not calls, f"{path.name} makes Markup; use tag()"
