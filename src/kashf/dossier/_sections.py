"""The sections of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kashf.dossier._inline import Inline, chrome
from kashf.dossier._veiled import Veiled
from kashf.dossier.built import Built, Cited, ItemView, Line, ReviewView, StatementView
from kashf.dossier.citations import iso
from kashf.dossier.model import Language
from kashf.dossier.words import ABOUT, CREDIBILITY, DIRECTION, RELIABILITY, word
from kashf.html import Child, Markup, tag

__all__ = ["Sections"]


class Sections:
    """Each method is a section, or None where there is nothing to show."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.languages = built.languages
        self.inline = Inline({view.number: view.reason for view in built.redactions})

    def _section(self, key: str, *content: Child, class_: str | None = None) -> Markup:
        return tag(
            "section",
            tag("h2", chrome(key, self.languages), id=key),
            content,
            aria_labelledby=key,
            class_=class_,
        )

    def _table(self, heads: Sequence[str], rows: Iterable[Markup], class_: str) -> Markup:
        head = tag("tr", [tag("th", chrome(key, self.languages), scope="col") for key in heads])
        return tag(
            "div", tag("table", tag("thead", head), tag("tbody", list(rows))),
            class_=f"scroll {class_}",
        )  # fmt: skip

    def _cell(self, text: Veiled | None) -> Markup:
        return tag("td", self.inline.bdi(text) if text is not None and text.text else "–")

    def _cited(self, cited: Cited | None) -> Markup:
        return tag("td", self.inline.quoted(cited) if cited is not None else "–")

    def about(self) -> Markup:
        """What this is and is not."""
        paragraphs = [
            tag(
                "div",
                [tag("p", text) for text in ABOUT[language]],
                lang=language,
                dir=DIRECTION[language],
            )
            for language in self.languages
        ]
        notes = [key for key in ("invented", "pseudonyms") if getattr(self.built, key)]
        return self._section(
            "about",
            [tag("p", tag("b", chrome(key, self.languages)), class_="notice") for key in notes],
            tag("div", paragraphs, class_="columns"),
        )

    def evidence(self) -> Markup:
        """The evidence register."""
        return self._section(
            "evidence", [self._item(view) for view in self.built.items], class_="register"
        )

    def _item(self, view: ItemView) -> Markup:
        derived: Child = None
        if view.derived_from is not None:
            derived = tag("a", f"E{view.derived_from}", href=f"#E{view.derived_from}")
        facts: list[tuple[str, Child]] = [
            ("type", self.inline.bdi(view.media_type)),
            ("size", f"{view.size:,}"),
            ("hash", tag("code", view.sha256, dir="ltr")),
            ("added", tag("bdi", iso(view.added), dir="ltr")),
            ("derived_from", derived),
            *(
                (key, self.inline.bdi(text, length=2000) if text is not None else None)
                for key, text in (
                    ("source", view.source), ("collected_by", view.collected_by),
                    ("method", view.method), ("note", view.note),
                )
            ),
        ]  # fmt: skip
        rows = [
            tag("div", tag("dt", chrome(key, self.languages)), tag("dd", value))
            for key, value in facts
            if value is not None
        ]
        events = [
            tag(
                "li",
                tag("bdi", iso(event.when), dir="ltr"),
                " ",
                self.inline.bdi(event.what),
                [" – ", self.inline.bdi(event.who)] if event.who else None,
                [" (", self.inline.bdi(event.tool), ")"] if event.tool else None,
            )
            for event in view.custody
        ]
        return tag(
            "article",
            tag(
                "h3",
                tag("span", f"E{view.number}", class_="number"),
                " ",
                self.inline.bdi(view.name),
            ),
            tag("p", tag("b", chrome("partly_redacted", self.languages)), class_="notice")
            if view.redacted
            else None,
            tag("dl", rows, class_="facts"),
            [tag("h4", chrome("custody", self.languages)), tag("ul", events)] if events else None,
            id=f"E{view.number}",
            class_="card",
        )

    def people(self) -> Markup | None:
        """People and roles."""
        if not self.built.people:
            return None
        cards = []
        for view in self.built.people:
            aliases = [self.inline.bdi(alias) for alias in view.aliases if alias != view.name]
            cards.append(
                tag(
                    "article",
                    tag("h3", self.inline.bdi(view.name)),
                    tag("p", chrome(view.kind, self.languages), class_="small"),
                    tag("p", chrome("aliases", self.languages), ": ", _joined(aliases))
                    if aliases
                    else None,
                    self._list("roles", view.roles),
                    self._list("mentioned", view.mentions),
                    id=f"P{view.number}",
                    class_="card person",
                )
            )
        return self._section("people", cards)

    def _list(self, key: str, cited: Sequence[Cited]) -> Child:
        if not cited:
            return None
        items = [tag("li", self.inline.quoted(one)) for one in cited]
        return [tag("p", chrome(key, self.languages), ":", class_="small"), tag("ul", items)]

    def statements(self) -> Markup | None:
        """Statements, each as a sentence in every language."""
        if not self.built.statements:
            return None
        return self._section(
            "statements", [self._statement(view) for view in self.built.statements]
        )

    def _statement(self, view: StatementView) -> Markup:
        return tag(
            "article",
            tag("p", f"S{view.number}", class_="number"),
            [self.inline.line(line) for line in view.lines],
            [self._review(view.review, language) for language in self.languages],
            id=f"S{view.number}",
            class_="card statement",
        )

    def _review(self, review: ReviewView, language: Language) -> Markup:
        index = 1 if language == "ar" else 0
        semicolon = "؛ " if index else "; "
        grades: list[Child] = []
        if review.reliability is not None:
            meaning = RELIABILITY[review.reliability][index]
            grades += [semicolon, word("reliability", language), " ", tag("b", review.reliability)]
            grades += [" (", meaning, ")"]
        if review.credibility is not None:
            meaning = CREDIBILITY[review.credibility][index]
            grades += [
                semicolon,
                word("credibility", language),
                " ",
                tag("b", str(review.credibility)),
            ]
            grades += [" (", meaning, ")"]
        return tag(
            "p",
            word("accepted", language),
            " ",
            _joined([self.inline.bdi(name) for name in review.by]),
            "، " if index else ", ",
            tag("bdi", iso(review.when), dir="ltr"),
            grades,
            lang=language,
            dir=DIRECTION[language],
            class_="small review",
        )

    def sums(self) -> Markup | None:
        """Sums of money, beside the words of the source."""
        if not self.built.sums:
            return None
        rows = [
            tag(
                "tr",
                tag("td", tag("a", f"S{view.statement}", href=f"#S{view.statement}")),
                tag(
                    "td",
                    tag(
                        "a",
                        tag(
                            "bdi",
                            self.inline.text(view.amount),
                            [" ", self.inline.text(view.currency)]
                            if view.currency and not view.currency.barred
                            else None,
                            dir="ltr",
                        ),
                        href=f"#{view.words.ref.anchor}",
                        class_="figure",
                    ),
                    class_="num",
                ),
                self._cited(view.words),
                self._cited(view.payer),
                self._cited(view.payee),
                self._cited(view.purpose),
            )
            for view in self.built.sums
        ]
        heads = ("statement", "amount", "words", "payer", "payee", "purpose")
        return self._section("sums", self._table(heads, rows, "sums"))

    def timeline(self) -> Markup | None:
        """What happened when, by which source."""
        if not self.built.timeline:
            return None
        rows = [
            tag(
                "li",
                tag(
                    "p",
                    tag(
                        "a",
                        tag("bdi", self.inline.text(view.when), dir="ltr"),
                        href=f"#{view.ref.anchor}",
                        class_="figure when",
                    ),
                    [" ", self.inline.quoted(Cited(view.ref.quote, view.ref), cite=False)]
                    if view.ref.quote is not None
                    else None,
                    " ",
                    self.inline.cite(view.ref),
                ),
                [self.inline.line(line) for line in view.lines],
            )
            for view in self.built.timeline
        ]
        return self._section("timeline", tag("ol", rows, class_="moments"))

    def findings(self) -> Markup | None:
        """Measured sentences."""
        if not self.built.findings:
            return None
        cards = [
            tag("article", [self.inline.line(line) for line in lines], id=f"F{n}", class_="card")
            for n, lines in enumerate(self.built.findings, start=1)
        ]
        return self._section("findings", cards)

    def runs(self) -> Markup | None:
        """Runs with what they were made from, their settings and their figures."""
        if not self.built.runs:
            return None
        cards = []
        for view in self.built.runs:
            settings = [
                tag(
                    "tr",
                    tag("th", tag("code", self.inline.text(key.key)), scope="row"),
                    self._cell(key.value),
                )
                for key in view.settings
            ]
            figures = [
                tag(
                    "tr",
                    tag("th", tag("code", self.inline.text(key.key)), scope="row"),
                    self._cell(key.value),
                    id=key.anchor,
                )
                for key in view.figures
            ]
            facts: list[tuple[str, Child]] = [
                ("inputs", _joined([self.inline.cite(ref) for ref in view.inputs])),
                ("created", self.inline.bdi(view.created) if view.created else "–"),
                ("version", self.inline.bdi(view.version) if view.version else "–"),
            ]
            cards.append(
                tag(
                    "article",
                    tag(
                        "h3",
                        tag("span", f"R{view.number}", class_="number"),
                        " ",
                        self.inline.bdi(view.name),
                    ),
                    tag(
                        "dl",
                        [
                            tag("div", tag("dt", chrome(key, self.languages)), tag("dd", value))
                            for key, value in facts
                        ],
                        class_="facts",
                    ),
                    tag(
                        "div",
                        self._table(("setting", "value"), settings, "keys") if settings else None,
                        self._table(("figure", "value"), figures, "keys") if figures else None,
                        class_="columns",
                    ),
                    id=f"R{view.number}",
                    class_="card run",
                )
            )
        return self._section("runs", cards, class_="register")

    def notes(self, key: str, lines: Sequence[Line]) -> Markup | None:
        """Method notes or open questions."""
        if not lines:
            return None
        return self._section(
            key, tag("ul", [self.inline.line(line, element="li") for line in lines])
        )

    def redactions(self) -> Markup | None:
        """Why something is hidden, and by whom."""
        if not self.built.redactions:
            return None
        rows = [
            tag(
                "tr",
                tag("td", tag("a", f"E{view.item}", href=f"#E{view.item}")),
                self._cell(view.reason),
                self._cell(view.approver),
                tag("td", tag("bdi", iso(view.when), dir="ltr")),
            )
            for view in self.built.redactions
        ]
        return self._section(
            "redactions",
            self._table(("item", "reason", "approver", "when"), rows, "log"),
            class_="register",
        )


def _joined(parts: Sequence[Markup]) -> list[Child]:
    return [[", " if number else None, part] for number, part in enumerate(parts)]
