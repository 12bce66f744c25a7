from __future__ import annotations

import builtins
import re
from pathlib import Path
from typing import Any

import pytest

from dossier_case import case
from kashf.dossier import build, write
from kashf.dossier.page import page
from kashf.dossier.pdf import pdf
from kashf.errors import UsageError


def text_of(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    texts = []
    for number in range(len(document)):
        one = document[number]
        layer = one.get_textpage()
        texts.append(layer.get_text_range())
        layer.close()
        one.close()
    document.close()
    return "\n".join(texts)


def test_the_pdf_says_what_the_page_says() -> None:
    pytest.importorskip("weasyprint")
    content = pdf(page(build(case())))
    text = text_of(content)
    assert "The harbour story" in text
    assert "We pay 5,000 dollars to Harbour Voice for the story" in " ".join(text.split())
    assert "قندات" in text  # shaped, and still to be found and copied
    assert content == pdf(page(build(case())))


def test_nothing_is_fetched(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    secret = tmp_path / "secret.css"
    secret.write_text("body::after { content: 'fetched' }")
    html = f'<!doctype html><link rel="stylesheet" href="{secret.as_uri()}"><p>here</p>'
    assert text_of(pdf(html)).strip().startswith("here")
    assert "fetched" not in text_of(pdf(html))


def test_letters_that_no_font_has_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("weasyprint")
    from kashf.dossier import pdf as module

    assert pdf("<p>\ue000</p>")  # no letter of the dossier's languages
    monkeypatch.setattr(module, "_LATIN", re.compile("\ue000"))
    with pytest.raises(UsageError, match="No font"):
        pdf("<p>\ue000</p>")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ImportError("no module"), "pip install"),
        (OSError("cannot load library 'libpango-1.0-0'"), "apt install libpango"),
    ],
)
def test_without_weasyprint_or_pango_the_rest_works(
    error: Exception, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise error
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    built = build(case())
    with pytest.raises(UsageError) as caught:
        write(built, tmp_path / "out")
    assert message in str(caught.value)
    assert not (tmp_path / "out").exists()
    assert len(write(built, tmp_path / "out", pdf=False)) == 3
