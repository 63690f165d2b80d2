"""Debian's Chromium without a window, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

# Widths of windows, in pixels.
PHONE, TABLET, DESK = 360, 820, 1280


@contextmanager
def started() -> Iterator[Browser]:
    """Start the browser, which takes a second."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"]
        with playwright.chromium.launch(executable_path=CHROMIUM, args=arguments) as browser:
            yield browser


@contextmanager
def opened(browser: Browser, page: Path, width: int = DESK) -> Iterator[Page]:
    """Open the page in a window of this width, without a network.

    It is the same window each time, and a page that is open already stays so: opening either takes
    as long as the rest of most tests. A test leaves a page as it found it. Scripts are on because
    axe-core is a script; the page itself has none.
    """
    if not browser.contexts:
        browser.new_context(offline=True).new_page()
    (tab,) = browser.contexts[0].pages
    tab.set_viewport_size({"width": width, "height": 900})
    if tab.url != page.as_uri():
        tab.goto(page.as_uri())
    yield tab
