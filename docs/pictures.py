"""Draw the pictures of the README from the shipped example: `python docs/pictures.py`.

LibreOffice turns the workbook into pages, Poppler a page into a picture.
"""

import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "workbooks" / "meetlat_workbooks" / "provincie-utrecht" / "survey.xlsx"
PAGES = {"report": 1, "distributions": 2}

DUTCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>nl-NL</value></prop>
</item>
</oor:items>
"""


def main() -> None:
    """Draw every page that the README shows."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = pages(EXAMPLE, Path(folder))
        for name, number in PAGES.items():
            draw(pdf, number, HERE / "pictures" / name)


def pages(workbook: Path, folder: Path) -> Path:
    """The workbook as a PDF, with Dutch decimal commas."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(DUTCH, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{workbook.stem}.pdf"


def draw(pdf: Path, number: int, picture: Path) -> None:
    """One page as a PNG."""
    page = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", "-png", "-r", "90", *page, str(pdf), str(picture)], check=True)


if __name__ == "__main__":
    main()
