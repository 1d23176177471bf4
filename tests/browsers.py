"""Headless Chromium for the tests, and where they leave screenshots."""

import os
import shutil
from pathlib import Path

import pytest

ARTIFACTS = Path(__file__).resolve().parent.parent / "artifacts"
# Chromium must look nobody up: pages are local, and a test that reaches outside would not be one of this project.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def chromium() -> str:
    """Return Chromium's path, or an empty string."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


def screenshot(page, name: str) -> Path:
    """Keep a picture of the page under artifacts/."""
    ARTIFACTS.mkdir(exist_ok=True)
    file = ARTIFACTS / name
    page.screenshot(path=file)
    return file


def opened(page, file, fragment=""):
    """Open a page and wait until it is drawn."""
    page.goto(file.as_uri() + fragment)
    ready(page)


def ready(page):
    """Wait until the page is drawn. Its content policy forbids what wait_for_function does where the first look fails."""
    for _ in range(400):
        if page.evaluate("window.kgReady || 0"):
            return
        page.wait_for_timeout(50)
    pytest.fail("the page was not ready")


def visible(page):
    """Return how many nodes are shown."""
    return page.evaluate("kg.visible()")
