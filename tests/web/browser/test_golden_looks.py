"""How eight pages look, kept as pictures: a change of looks is seen before it is kept.

SEARCHKIT_UPDATE_GOLDEN=1 takes them anew. They are grey and of half the size: what has moved or
changed its shade is seen, how a system smooths its letters is not. Another browser, or other fonts
of the system, set the same page otherwise: there they are not compared.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

image = pytest.importorskip("PIL.Image")
chops = pytest.importorskip("PIL.ImageChops")
pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parent / "golden"
SHADES, PIXELS = 32, 120
"""A pixel differs by more than so many shades; so many pixels may."""
FONTS = """() => {
    const pen = document.createElement('canvas').getContext('2d');
    const widths = ['system-ui', 'sans-serif', 'serif', 'monospace'].map(font => {
        pen.font = `100px ${font}`;
        return pen.measureText('The harbour of Oster, 1996').width.toFixed(1);
    });
    return [navigator.userAgent, ...widths].join(' ') + '\\n';
}"""
"""What the browser is, and how wide it sets some words in the fonts that pages name."""
VIEWS = {
    "front": ("/", 1280, "light"),
    "results": ("/search?q=harbour&minister=Orla+Brannigan", 1280, "light"),
    "results-dark": ("/search?q=harbour&minister=Orla+Brannigan", 1280, "dark"),
    "results-phone": ("/search?q=harbour", 375, "light"),
    "statement": ("/statements/vm/901.md?q=lighthouse&at=1", 1280, "light"),
    "corrected": ("/search?q=harbuor", 1280, "light"),
    "dates": ("/search?q=harbour&since=2008&until=2007", 1280, "light"),
    "named": ("/named/minister?name=Orla+Brannigan", 1280, "light"),
}


@pytest.mark.parametrize("view", VIEWS)
def test_it_looks_as_it_did(open_page: Any, view: str) -> None:
    address, width, scheme = VIEWS[view]
    page = open_page(address, width=width, height=800, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    page.reload()  # A font that was late the first time is there now.
    page.evaluate("document.fonts.ready")
    # How long an answer took, and when the index was made, are other texts each time.
    page.locator("footer, .holds").evaluate_all(
        "all => all.forEach(one => { one.style.visibility = 'hidden'; })"
    )
    taken = image.open(io.BytesIO(page.screenshot())).convert("L")
    small = taken.resize((taken.width // 2, taken.height // 2))
    seen = small.point([shade & 0xF0 for shade in range(256)])  # Small files.
    path, fonts = GOLDEN / f"{view}.png", GOLDEN / "fonts.txt"
    here = page.evaluate(FONTS)
    if os.environ.get("SEARCHKIT_UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        seen.save(path, optimize=True)
        fonts.write_text(here, encoding="utf-8")
        return
    if here != fonts.read_text(encoding="utf-8"):
        pytest.skip("the browser, or a font of this system, is not that of the pictures")
    kept = image.open(path).convert("L")
    assert kept.size == seen.size
    histogram = chops.difference(kept, seen).histogram()
    assert sum(histogram[SHADES:]) <= PIXELS
