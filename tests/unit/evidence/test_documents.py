from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from evidence_files import ARABIC, ENGLISH, docx, pdf
from kashf.errors import InputError
from kashf.evidence.texts import Text, read_text


def read(folder: Path, name: str, data: bytes | str) -> Text:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_text(path)


def paragraphs(text: Text) -> list[str]:
    return [text.text[part.start : part.end] for part in text.parts]


HIDDEN = [
    "<p hidden>SECRET</p>",
    "<p style='display: none'>SECRET</p>",
    "<p style='DISPLAY:/**/none'>SECRET</p>",
    "<div style='visibility:hidden'><p>SECRET</p></div>",
    "<p style='font-size:0'>SECRET</p>",
    "<p style='opacity:0.0;color:red'>SECRET</p>",
    "<p style='position:absolute;left:-9999px'>SECRET</p>",
    "<p style='height:0;overflow:hidden'>SECRET</p>",
    "<p class='a gone'>SECRET</p>",
    "<p id=gone>SECRET</p>",
    "<span class=gone>SECRET</span>",
    "<noscript>SECRET</noscript>",
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_text_of_a_page_stays_out_and_is_noted(hidden: str, tmp_path: Path) -> None:
    style = "<style>.gone, #gone { display:none } p.seen { display:block }</style>"
    text = read(tmp_path, "a.html", f"<html><head>{style}</head><body><p>Seen</p>{hidden}</body>")
    assert paragraphs(text) == ["Seen"]
    assert any("hidden" in note and "SECRET" in note for note in text.notes)


@pytest.mark.parametrize(
    "seen",
    ["<p style='opacity:0.5'>Seen</p>", "<p style='height:0'>Seen</p>", "<p class=other>Seen</p>",
     "<p style='font-size:0.9em'>Seen</p>", "<p style='margin:0;text-indent:-20px'>Seen</p>"],
)  # fmt: skip
def test_what_is_not_hidden_stays(seen: str, tmp_path: Path) -> None:
    text = read(tmp_path, "a.html", f"<html><body>{seen}</body></html>")
    assert paragraphs(text) == ["Seen"] and text.notes == ()


def test_styles_that_are_not_followed_are_stated(tmp_path: Path) -> None:
    page = "<html><style>div > p:nth-child(2) {display:none}</style><body><p>a<p>b</body></html>"
    text = read(tmp_path, "a.html", page)
    assert any("1 rules of style" in note for note in text.notes)


def test_main_text_of_a_page(tmp_path: Path) -> None:
    body = " ".join(["word"] * 30)
    page = (
        "<html><head><title>T</title></head><body><header>Site</header><article>"
        f"<h2>Head</h2><p>{body}</p><pre>two\n  lines</pre><aside>ad</aside><script>x()</script>"
        "</article><p>Also read this</p><footer>(c)</footer></body></html>"
    )
    text = read(tmp_path, "a.html", page)
    assert paragraphs(text) == ["T", "Head", body, "two\nlines"]
    assert any("'article'" in note for note in text.notes)
    assert any("aside (1)" in note for note in text.notes)


def test_a_page_of_elements_nested_without_end_is_refused(tmp_path: Path) -> None:
    text = read(tmp_path, "a.html", "<html><body>" + "<div>" * 4_000 + "deep")
    assert paragraphs(text) == ["deep"]
    with pytest.raises(InputError, match="lie in each other"):
        read(tmp_path, "a.html", "<html><body>" + "<div>" * 100_000 + "deep")


def test_hidden_elements_in_each_other_are_read_once(tmp_path: Path) -> None:
    text = read(tmp_path, "a.html", "<html><body><p>a</p><p>a</p>" + "<div hidden>x" * 4_000)
    assert paragraphs(text) == ["a", "a"]
    assert any("4,000 characters in 1 places" in note for note in text.notes)


def test_arabic_page_in_windows_1256(tmp_path: Path) -> None:
    page = f"<html><head><meta charset='windows-1256'></head><body><p>{ARABIC}</p></body></html>"
    text = read(tmp_path, "a.html", page.encode("cp1256"))
    assert paragraphs(text) == [ARABIC] and text.encoding == "cp1256"


def test_word_takes_each_paragraph_once_and_in_order(tmp_path: Path) -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>One </w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRET</w:t></w:r><w:r><w:rPr>"
        '<w:color w:val="ffffff"/></w:rPr><w:t>white</w:t></w:r></w:p>'
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {space}><w:footnote w:type="separator"><w:p><w:r><w:t>--</w:t></w:r></w:p>'
        "</w:footnote><w:footnote><w:p><w:r><w:t>A note</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    text = read(tmp_path, "a.docx", docx(body, word__footnotes=notes, word__comments="<w/>"))
    assert paragraphs(text) == ["One \ttwo\nthree", "white", "new", "In a box", "Cell", "A note"]
    said = "\n".join(text.notes)
    assert "hidden and left out: SECRET" in said and "deleted in tracked changes" in said
    assert "white letters" in said and "comments" in said


def test_a_word_document_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    bomb = docx("<w:p><w:r><w:t>" + "a" * (70 << 20) + "</w:t></w:r></w:p>")
    assert len(bomb) < 1 << 20
    with pytest.raises(InputError, match="unpacks to more than 64 MiB"):
        read(tmp_path, "a.docx", bomb)


def test_a_word_document_with_entities_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "word/document.xml",
            '<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/hostname">]><w>&f;</w>',
        )
    with pytest.raises(InputError, match="document type"):
        read(tmp_path, "a.docx", out.getvalue())


def test_pages_without_text_are_said(tmp_path: Path) -> None:
    text = read(tmp_path, "a.pdf", pdf([["One"], [], [], ["Four"], []]))
    assert [text.address(p.start, p.end) for p in text.parts] == ["p. 1 ¶1", "p. 4 ¶1"]
    assert any("Pages 2–3, 5 of 5 without text" in note for note in text.notes)


def test_paragraphs_of_a_page(tmp_path: Path) -> None:
    text = read(tmp_path, "a.pdf", pdf([["One\nmore", "Two\nmore\nand more", "Three"]]))
    assert paragraphs(text) == ["One\nmore", "Two\nmore\nand more", "Three"]


def test_text_of_a_pdf_that_is_not_drawn_is_noted(tmp_path: Path) -> None:
    text = read(tmp_path, "a.pdf", pdf([["One"]], mode=3))
    assert any("not drawn" in note for note in text.notes)


def test_a_message(tmp_path: Path) -> None:
    message = (
        "From: =?windows-1256?B?" + "0dTH" + "?= <r@example.org>\nTo: a@example.org\n"
        "Subject: Hello\nDate: Mon, 3 Jun 2024 10:00:00 +0200\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        "Content-Type: multipart/alternative; boundary=c\n\n--c\n"
        "Content-Type: text/plain; charset=windows-1256\nContent-Transfer-Encoding: 8bit\n\n"
    ).encode() + ARABIC.encode("cp1256") + (
        b"\n\n--c\nContent-Type: text/html\n\n<p>other</p>\n--c--\n--b\n"
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        b'Content-Disposition: attachment; filename="plan.pdf"\n\nAAAA\n--b--\n'
    )  # fmt: skip
    text = read(tmp_path, "a.eml", message)
    assert paragraphs(text)[0].split("\n") == [
        "From: رشا <r@example.org>", "To: a@example.org", "Date: Mon, 03 Jun 2024 10:00:00 +0200",
        "Subject: Hello",
    ]  # fmt: skip
    assert paragraphs(text)[1] == ARABIC
    said = "\n".join(text.notes)
    assert "plan.pdf (application/pdf, 3 bytes)" in said and "also has its body as HTML" in said


def test_a_message_in_html_only(tmp_path: Path) -> None:
    message = (
        "From: a@example.org\nTo: b@example.org\nSubject: x\nContent-Type: text/html\n\n"
        f"<p>{ENGLISH}</p><p style='display:none'>SECRET</p>"
    )
    text = read(tmp_path, "a.eml", message)
    assert paragraphs(text)[1:] == [ENGLISH]
    assert any("SECRET" in note for note in text.notes)
