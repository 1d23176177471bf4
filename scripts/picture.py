"""The picture at the top of README: the page that `scripts/demo` writes, as Chromium shows it.

Run `python scripts/picture.py out/zhangjiang.html docs/picture.png` after `scripts/demo`; needs the extra dev and Chromium.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTH, HEIGHT = 1280, 720
# Pages are local; the browser must look nobody up.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"]
READY = "Boolean(window.kgReady)"


def picture(page_file: Path, out: Path) -> None:
    """Write a picture of an exported page to `out`, once the page has drawn its graph."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(page_file.resolve().as_uri())
        page.wait_for_function(READY)
        page.screenshot(path=out)
        browser.close()


if __name__ == "__main__":
    picture(Path(sys.argv[1]), Path(sys.argv[2]))
