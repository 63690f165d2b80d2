"""Draw the pictures of the README from the shipped example: `python docs/pictures.py`.

LibreOffice turns the workbook into pages and Poppler a page into a picture; Chromium shows the
HTML page as on a screen.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from meetlat.publishing import publish

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"

PAGES = {"report": "Medewerkersonderzoek", "questions": "De vragen per thema"}
PAGES |= {"spreads": "Hoe de antwoorden verdeeld zijn"}
PAGES |= {"distributions": "Verdelingen en onderwerpen", "groups": "Thema’s per groep"}
"""Pictures, and a line by which their page is known."""

COLOURS = 64
SCREEN = (1000, 1250)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Draw every picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        survey = shutil.copytree(EXAMPLE, folder / "survey") / "survey.xlsx"
        pdf, html = folder / "report.pdf", folder / "report.html"
        publish(survey, pdf=pdf, html=html)
        texts = texts_of(pdf)
        for picture, line in PAGES.items():
            number = next(i for i, text in enumerate(texts, 1) if line in text)
            draw(pdf, number, HERE / "pictures" / picture)
        show(html, HERE / "pictures" / "page.png")


def texts_of(pdf: Path) -> list[str]:
    """The text of each page."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode().split("\f")


def draw(pdf: Path, number: int, picture: Path) -> None:
    """One page as a PNG of few colours, for it lives in the repository."""
    page = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", "-png", "-r", "90", *page, str(pdf), str(picture)], check=True)
    reduce(picture.with_suffix(".png"))


def show(html: Path, picture: Path) -> None:
    """The beginning of a page as a browser shows it."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        print("no Chromium: the picture of the HTML page stays as it is", file=sys.stderr)
        return
    size = "{},{}".format(*SCREEN)
    command = [browser, "--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={size}"]
    command += [f"--screenshot={picture}", html.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    reduce(picture)


def reduce(picture: Path) -> None:
    """Fewer colours, where ImageMagick is there to do it."""
    if convert := shutil.which("convert"):
        command = [convert, str(picture), "-strip", "+dither", "-colors", str(COLOURS)]
        subprocess.run([*command, f"PNG8:{picture}"], check=True)


if __name__ == "__main__":
    main()
