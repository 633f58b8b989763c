"""Take the picture of the page that the README shows.

    python docs/images/take.py STORE          writes docs/images/page.png

The store is one that `kg build` wrote. Needs what the tests of the page need: Chromium and
playwright.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from kg.page import write_page
from kg.store import open_store

SIZE = {"width": 1280, "height": 800}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "page.html"
        with open_store(sys.argv[1], read_only=True) as store:
            write_page(store.world(), page_file)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE)
        page.goto(page_file.as_uri())
        page.wait_for_selector("html[data-ready]")
        page.screenshot(path=Path(__file__).parent / "page.png")
        browser.close()
