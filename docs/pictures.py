"""Draw the pictures of the documentation from the shipped example: `python docs/pictures.py`.

LibreOffice prints the workbook to a PDF, Poppler converts a page to a picture, and Chromium takes a
screenshot of the HTML page. The pictures of the first survey show what its tutorial makes. Xvfb
shows the window of `meetlat window`.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from meetlat.publishing import Targets, publish  # noqa: E402
from meetlat.reporting.pdf import write_pdf  # noqa: E402
from tests.screen import Screen  # noqa: E402
from xlengines.xlsx import open_book  # noqa: E402

EXAMPLE = HERE.parent / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"

# The pictures, with a line of text by which their page is found.
PAGES = {"report": "Medewerkersonderzoek", "questions": "De vragen per thema"}
PAGES |= {"distributions": "Verdelingen en onderwerpen", "groups": "Thema’s per groep"}

# The pages of the board's PDF, with their numbers.
SLIDES = {"slide-glance": 1, "slide-themes": 2, "slide-questions": 4, "slide-priorities": 5}
SLIDES |= {"slide-groups": 6}

# The tutorials, with their export, language, the beginning of the names of their pictures, and the
# title of the sheet of what to confirm.
TUTORIALS = {
    "eerste-onderzoek": ("antwoorden.xlsx", "nl", "eerste", "Te bevestigen"),
    "first-survey": ("answers.xlsx", "en", "first", "To confirm"),
}
SHEETS = {"nl": ("tebevestigen", "rapport", "dia"), "en": ("toconfirm", "report", "slide")}

COLOURS = 160
# White around a picture that is cut out of a page.
EDGE = 12
# The pictures of the HTML page, with the size of the window.
SCREENS = {"page": (1280, 1600), "page-phone": (390, 1600)}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Draw every picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        survey = shutil.copytree(EXAMPLE, folder / "survey") / "survey.xlsx"
        pdf, html = folder / "report.pdf", folder / "report.html"
        board = folder / "board.pdf"
        publish(survey, Targets(pdf=pdf, html=html, board=board))
        texts = texts_of(pdf)
        for picture, line in PAGES.items():
            number = next(i for i, text in enumerate(texts, 1) if line in text)
            draw(pdf, number, HERE / "pictures" / picture)
        for picture, size in SCREENS.items():
            screenshot(html, size, HERE / "pictures" / f"{picture}.png")
        for picture, number in SLIDES.items():
            draw(board, number, HERE / "pictures" / picture)
        for page in TUTORIALS:
            draw_tutorial(page, folder)
        draw_window(survey, HERE / "pictures" / "window.png")


def draw_tutorial(page: str, folder: Path) -> None:
    """Draw the sheet to confirm as it is at first, the first page of the report, and a slide."""
    export, language, start, title = TUTORIALS[page]
    confirm, report, slide = (HERE / "pictures" / f"{start}-{name}" for name in SHEETS[language])
    workbook, pdf = folder / page / "survey.xlsx", folder / f"{page}.pdf"
    meetlat("new", folder / page, "--from", HERE / "examples" / export)
    write_pdf(workbook, pdf, language)
    draw(pdf, next(i for i, t in enumerate(texts_of(pdf), 1) if title in t[:40]), confirm, cut=True)
    type_in(workbook, (HERE / f"{page}.md").read_text(encoding="utf-8"))
    meetlat("recalculate", workbook)
    board, sheets = folder / f"{page}-board.pdf", folder / f"{page}-sheets.pdf"
    publish(workbook, Targets(pdf=sheets, board=board))
    draw(sheets, 1, report, cut=True)
    draw(board, 1, slide)


def meetlat(*arguments: object) -> None:
    """Run a command of Meetlat."""
    subprocess.run([sys.executable, "-m", "meetlat", *map(str, arguments)], check=True)


def type_in(workbook: Path, page: str) -> None:
    """Type what the tables of a tutorial say: a sheet, a cell and a value."""
    book = open_book(workbook)
    for sheet, cell, value in re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.*?) \|", page, re.MULTILINE):
        book.sheets[sheet][cell].value = float(value) if value.isdigit() else value
    book.save()
    book.close()


def draw_window(survey: Path, picture: Path) -> None:
    """Draw the window in Dutch, after it recalculated a survey."""
    if not (shutil.which("Xvfb") and shutil.which("import")):
        print("no Xvfb or ImageMagick: the window is not drawn again", file=sys.stderr)
        return
    import tkinter as tk

    from meetlat.cli.window_frame import COLOURS, Window

    with Screen() as screen:
        window = Window(tk.Tk(screen.name), survey, "nl")
        window.recalculate()
        while str(window.sentence.cget("foreground")) != COLOURS["done"]:
            window.root.update()
        window.file.configure(text=f"Onderzoek/{EXAMPLE.name}/survey.xlsx")
        window.root.update()
        screen.picture(picture)
        window.close()
        for watching in window.watched:
            watching.join()
    with Image.open(picture) as opened:
        empty = Image.new(opened.mode, opened.size)
        opened.crop(ImageChops.difference(opened, empty).getbbox()).save(picture)
    reduce(picture)


def texts_of(pdf: Path) -> list[str]:
    """The text of each page."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode().split("\f")


def draw(pdf: Path, number: int, picture: Path, *, cut: bool = False) -> None:
    """Draw one page as a PNG with few colours, because it is kept in the repository.

    With `cut`, only what is on it, without the number of the page.
    """
    page = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", "-png", "-r", "90", *page, str(pdf), str(picture)], check=True)
    if cut:
        cut_out(picture.with_suffix(".png"))
    reduce(picture.with_suffix(".png"))


def cut_out(picture: Path) -> None:
    """Leave out the white around what is on a page."""
    with Image.open(picture) as opened:
        page = opened.convert("RGB")
    above = page.crop((0, 0, page.width, int(page.height * 0.92)))
    left, top, right, bottom = ImageChops.invert(above).getbbox() or (0, 0, *page.size)
    page.crop((left - EDGE, top - EDGE, right + EDGE, bottom + EDGE)).save(picture)


def screenshot(html: Path, size: tuple[int, int], picture: Path) -> None:
    """Take a screenshot of the top of a page."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        print("no Chromium: the picture of the HTML page is not drawn again", file=sys.stderr)
        return
    window = "--window-size={},{}".format(*size)
    command = [browser, "--headless", "--no-sandbox", "--hide-scrollbars", window]
    command += [f"--screenshot={picture}", html.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    reduce(picture)


def reduce(picture: Path) -> None:
    """Reduce the colours of a picture."""
    with Image.open(picture) as opened:
        few = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


if __name__ == "__main__":
    main()
