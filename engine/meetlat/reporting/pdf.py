"""Print a workbook or slides to a PDF with LibreOffice.

LibreOffice follows the workbook's own page setup. It runs with a separate profile, so that it does
not disturb a LibreOffice that the user has open.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from meetlat.languages import Language, words
from meetlat.reporting.atomic_write import write_atomically
from meetlat.reporting.errors import NotPublishedError

# The time limit for one workbook. One with thousands of groups takes LibreOffice a minute.
MOST_SECONDS = 300

# Settings of the profile: its locale, that all formulas are recalculated when a file is opened, and
# that no picture or other workbook is fetched from elsewhere: a link may lead to any computer.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
</item>
</oor:items>
"""


# How LibreOffice converts each kind of file. Only slides are tagged for screen readers.
CONVERSIONS = {
    ".pptx": 'pdf:impress_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}',
}


def write_pdf(workbook: Path, file: Path, language: Language) -> None:
    """Print a workbook, or slides, to a PDF, which is replaced in one step.

    The language is that of decimal signs and dates.

    Raises:
        NotPublishedError: LibreOffice is not installed, failed or took too long.
    """
    write_pdfs({workbook: file}, language)


def write_pdfs(files: Mapping[Path, Path], language: Language) -> None:
    """Print several files of one kind with different names, starting LibreOffice only once."""
    with TemporaryDirectory(prefix="meetlat") as folder:
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        settings = SETTINGS.format(locale=words(language)["format.locale"])
        (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        command = [str(libreoffice()), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        kind = next(iter(files)).suffix.lower()
        command += ["--convert-to", CONVERSIONS.get(kind, "pdf"), "--outdir", folder]
        command += [str(workbook.resolve()) for workbook in files]
        limit = MOST_SECONDS * len(files)
        try:
            done = subprocess.run(command, capture_output=True, timeout=limit, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as fault:
            raise NotPublishedError(
                f"LibreOffice was not ready within {limit} seconds; close it and try again."
            ) from fault
        for workbook, file in files.items():
            made = Path(folder) / f"{workbook.stem}.pdf"
            if not made.exists():
                lines = done.stderr.decode(errors="replace").strip().splitlines()
                reason = lines[-1] if lines else f"it ended with code {done.returncode}"
                raise NotPublishedError(f"LibreOffice made no PDF: {reason}.")
            write_atomically(file, made.read_bytes())


def libreoffice() -> Path:
    """The program LibreOffice, from the search path or its usual folders.

    Raises:
        NotPublishedError: it was not found.
    """
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    for usual in _usual_places():
        if usual.is_file():
            return usual
    raise NotPublishedError(
        "A PDF needs LibreOffice, which was not found. Install it, or print the workbook from"
        " Excel (File, Export); the HTML page needs no LibreOffice."
    )


def _usual_places() -> list[Path]:
    if sys.platform == "darwin":
        return [Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")]
    if sys.platform == "win32":
        folders = (os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)"))
        return [Path(f) / "LibreOffice" / "program" / "soffice.com" for f in folders if f]
    return []
