"""The page: one HTML file that opens offline, fetches nothing and runs nothing."""

from __future__ import annotations

from importlib import resources

from kashf.dossier._appendix import appendix
from kashf.dossier._inline import chrome
from kashf.dossier._sections import Sections
from kashf.dossier.built import Built
from kashf.dossier.citations import iso
from kashf.dossier.words import DIRECTION, word
from kashf.html import Child, document, head, label, tag

__all__ = ["page", "style"]


def style() -> str:
    """The style sheet of the page."""
    return resources.files("kashf.dossier").joinpath("dossier.css").read_text(encoding="utf-8")


def page(built: Built) -> str:
    """The whole dossier as HTML, in the direction of its first language."""
    css = style()
    made = head(
        label(built.title.text, 300),
        css,
        tag("meta", name="generator", content=f"Kashf {built.version}"),
        tag("meta", name="dcterms.created", content=iso(built.created)),
    )
    first = built.languages[0]
    return document(made, _body(built), css, lang=first, direction=DIRECTION[first])


def _body(built: Built) -> Child:
    made = Sections(built)
    sections = {
        "about": made.about(),
        "findings": made.findings(),
        "statements": made.statements(),
        "sums": made.sums(),
        "timeline": made.timeline(),
        "people": made.people(),
        "evidence": made.evidence(),
        "runs": made.runs(),
        "methods": made.notes("methods", built.methods),
        "questions": made.notes("questions", built.questions),
        "redactions": made.redactions(),
        "sources": appendix(built, made.inline),
    }
    shown = {key: section for key, section in sections.items() if section is not None}
    links = [tag("li", tag("a", chrome(key, built.languages), href=f"#{key}")) for key in shown]
    return [
        tag(
            "header",
            tag(
                "p",
                tag("span", "Kashf", class_="brand"),
                chrome("dossier", built.languages),
                class_="kicker",
            ),
            tag("h1", made.inline.bdi(built.title, length=1000)),
            tag(
                "p",
                chrome("created", built.languages),
                ": ",
                tag("bdi", iso(built.created), dir="ltr"),
                class_="small register",
            ),
        ),
        tag("nav", tag("ul", links), aria_label=word("contents", built.languages[0])),
        tag("main", list(shown.values())),
        tag(
            "footer",
            [
                tag("p", word("footer", language), lang=language, dir=DIRECTION[language])
                for language in built.languages
            ],
        ),
    ]
