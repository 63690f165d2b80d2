"""A real browser without a window: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

WIDTHS = (360, 820, 1280)
"""Pixels: a phone, a tablet, a desk."""


@contextmanager
def opened(page: Path, width: int = 1280) -> Iterator:
    """The page in a browser window of a width, with scripts and the network switched off."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": width, "height": 900}, offline=True, java_script_enabled=True
        )
        tab = context.new_page()
        tab.goto(page.as_uri())
        yield tab
        browser.close()
