"""What a reader sees: the sheets as LibreOffice computes and prints them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from meetlat.messages import Language
from meetlat.publishing.faults import NotPublishedError
from meetlat.publishing.pdf import LOCALES, SETTINGS, libreoffice, write_pdf

FAULTY = re.compile(r"#{3,}|#(?:REF|N/A|NAME|VALUE|DIV/0|NUM)|Err:\d+")


def pages(workbook: Path, language: Language = "nl") -> list[str]:
    """The text of each printed page, laid out as on paper; everything is computed anew."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    file = workbook.with_suffix(".pdf")
    try:
        write_pdf(workbook, file, language)
    except NotPublishedError as reason:
        pytest.skip(str(reason))
    command = ["pdftotext", "-layout", str(file), "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return done.stdout.decode().split("\f")[:-1]


def computed(workbook: Path, language: Language = "nl") -> Path:
    """The workbook as LibreOffice saves it, with every formula and every chart computed anew."""
    try:
        office = libreoffice()
    except NotPublishedError as reason:
        pytest.skip(str(reason))
    folder = workbook.parent / "computed"
    (folder / "profile" / "user").mkdir(parents=True, exist_ok=True)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.write_text(SETTINGS.format(locale=LOCALES[language]), encoding="utf-8")
    profile = (folder / "profile").as_uri()
    command = [str(office), f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / workbook.name


def page(found: list[str], title: str) -> str:
    """The first page that has this in one of its first lines."""
    return next(text for text in found if title in "\n".join(text.strip().splitlines()[:3]))


def faulty(found: list[str]) -> list[str]:
    """Lines with a formula that failed, or a figure too wide for its column."""
    return [line for text in found for line in text.splitlines() if FAULTY.search(line)]
