"""The two pictures of the page in the README, taken again:

    pip install -e ".[browser]" && python docs/screenshots.py

Lives here: serving the seeds, and taking pictures with chromium (`/usr/bin/chromium` or
`$SEARCHKIT_CHROMIUM`). Titles and texts are in the page's own serif, all else in the letters that
this machine has.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import searchkit

PROJECT = Path(__file__).resolve().parent.parent
IMAGES = PROJECT / "docs" / "images"
CHROMIUM = os.environ.get("SEARCHKIT_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
SERVE = "from searchkit.cli.main import main; main()"
STATEMENT = "seeds/2018/2018-05-14-north-korea-nuclear-monitoring.md"
PICTURES = {
    "results.png": ("/search?q=north+korea", 1180, 800, "light"),
    "statement.png": (f"/statements/{STATEMENT}?q=north+korea&at=2", 1180, 640, "dark"),
}
MAX_BYTES = 150_000


def main() -> None:
    """Serve the seeds, take the pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        searchkit.build(PROJECT / "seeds", folder)
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--index", folder, "--port", "0"],
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            found = re.search(r"http://\S+(?=/ )", server.stderr.readline())
            take(found[0])
        finally:
            server.terminate()
            server.communicate(timeout=30)


def take(address: str) -> None:
    """Take both pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, (path, width, height, scheme) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.goto(address + path)
            page.reload()  # A font that was late the first time is there now.
            page.evaluate("document.fonts.ready")
            taken = Image.open(io.BytesIO(page.screenshot()))
            # A page has few colours; a palette of them takes a third of the bytes.
            taken.convert("RGB").quantize(128).save(IMAGES / name, optimize=True)
            size = (IMAGES / name).stat().st_size
            assert size < MAX_BYTES, f"{name} has {size:,} bytes"
            print(f"docs/images/{name}: {size:,} bytes")
        browser.close()


if __name__ == "__main__":
    main()
