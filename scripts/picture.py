"""Draws docs/pictures/dossier.png from the dossier of the demonstration; needs chromium and Pillow.

    python scripts/picture.py demo-run/case/dossier/dossier.html

The page is shown as it is, with most of its sections left out.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "dossier.png"
WIDTH, HEIGHT = 1000, 2400
SHOWN = """
nav, #about ~ :not(.notice), section:not(:has(#about, #F1, #S12, #E2-p12)) { display: none }
.card:not(#F1, #S12, :has(#E2-p12)) { display: none }
[id^="E2-p"]:not(#E2-p11, #E2-p12, #E2-p13) { display: none }
"""


def _main(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    # The page allows its own style alone: the copy for the picture needs one more.
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    html = html.replace("</head>", f"<style>{SHOWN}</style></head>")
    with tempfile.TemporaryDirectory() as folder:
        copy, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        copy.write_text(html, encoding="utf-8")
        subprocess.run(  # noqa: S603
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",  # noqa: S607
             f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={shot}", copy.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        image = Image.open(shot).convert("RGB")
    ground = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))

    box = ImageChops.difference(image, ground).getbbox()
    assert box is not None
    image.crop((0, 0, WIDTH, box[3] + 24)).quantize(64).save(OUT, optimize=True)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
