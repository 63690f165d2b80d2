"""The starter with another catalogue in its tables and other answers."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from meetlat_workbooks.content import HOME
from tests.xlengines.office import shared_office
from xlengines.xlsx import open_book

Rows = Sequence[Mapping[str, Any]]


def starter(folder: Path, workbook: str = "survey.xlsx") -> Path:
    """A copy of the starter, in its own folder."""
    shutil.copytree(HOME / "starter", folder, dirs_exist_ok=True)
    return folder / workbook


HOSTS = ("headless", "libreoffice")


@contextmanager
def opened(workbook: Path, host: str) -> Iterator[xw.Book]:
    """Open the workbook without an application or in LibreOffice, and save it at the end."""
    if host == "headless":
        book = open_book(workbook)
        yield book
        book.save()
        return
    register = pytest.importorskip("xlengines.calc").register
    application = xw.App(impl=register().impl.apps.connect(shared_office(), 5))
    book = application.books.open(str(workbook))
    try:
        yield book
        book.save()
    finally:
        book.close()


def table(book: xw.Book, name: str) -> xw.main.Table:
    """An Excel table of a workbook."""
    return next(t for sheet in book.sheets for t in sheet.tables if t.name == name)


def rows(book: xw.Book, name: str) -> list[dict[str, Any]]:
    """The rows of a table, by their headers."""
    header, *body = table(book, name).range.value
    return [dict(zip(header, row, strict=True)) for row in body]


def replace_rows(book: xw.Book, name: str, new: Rows) -> None:
    """Replace the rows of a table, and resize it."""
    found = table(book, name)
    header = found.header_row_range.value
    found.data_body_range.clear_contents()
    top, left = found.range.row, found.range.column
    bottom, right = top + max(1, len(new)), left + len(header) - 1
    found.resize(found.parent.range((top, left), (bottom, right)))
    if new:
        cells = found.parent.range((top + 1, left), (bottom, right))
        cells.value = [[row.get(h) for h in header] for row in new]


def change_setting(book: xw.Book, setting: str, value: Any) -> None:
    """Set a setting to a value."""
    body = table(book, "Survey").data_body_range
    row = [each["setting"] for each in rows(book, "Survey")].index(setting)
    body[row, 1].value = value


def lengthened(text: str, letters: int) -> str:
    """The text, lengthened to this number of letters and ending in "eind"."""
    longer = f"{text} " + "met woorden erbij zodat zij langer wordt dan gewoonlijk " * 6
    return f"{longer[: letters - 5].rstrip()} eind"


def lengthen_texts(workbook: Path) -> None:
    """Make titles, names, questions, answers and groups long."""
    book = open_book(workbook)
    change_setting(book, "title", "Medewerkersonderzoek welzijn, samenwerking en ontwikkeling 2026")
    change_setting(
        book, "organisation", "Gemeenschappelijke Regeling Omgevingsdienst Noordzeekanaal"
    )
    replace_rows(book, "Themes", [
        row | {"name::nl": lengthened(row["name::nl"], 40),
               "description::nl": lengthened(row["description::nl"], 300)}
        for row in rows(book, "Themes")
    ])  # fmt: skip
    replace_rows(book, "Questions", [
        row | {"text::nl": lengthened(row["text::nl"], 200)} for row in rows(book, "Questions")
    ])  # fmt: skip
    replace_rows(book, "Scales", [
        row | ({} if row["score"] is not None else {"label::nl": lengthened(row["answer"], 70)})
        for row in rows(book, "Scales")
    ])  # fmt: skip
    replace_rows(book, "Comparisons", [
        row | {"comparison": "Vorig onderzoek onder alle medewerkers"}
        for row in rows(book, "Comparisons")
    ])  # fmt: skip
    book.save()
    responses = workbook.with_name("responses.csv")
    answers = responses.read_text(encoding="utf-8-sig")
    for group in ("Advies", "Dienstverlening", "Techniek"):
        answers = answers.replace(group, lengthened(group, 60))
    responses.write_text(answers, encoding="utf-8-sig", newline="")


def enlarge(workbook: Path, comparisons: Sequence[str] = ("Vorig onderzoek",)) -> None:
    """Replace the catalogue by 40 themes, 250 questions and these comparisons."""
    book = open_book(workbook)
    themes = [f"thema_{i:02}" for i in range(1, 41)]
    replace_rows(book, "Themes", [
        {"theme": t, "name::nl": f"Onderwerp nummer {i} van het onderzoek",
         "name::en": f"Topic number {i} of the survey",
         "description::nl": f"Waar onderwerp {i} over gaat, in een zin die de lezer op weg helpt."}
        for i, t in enumerate(themes, 1)
    ])  # fmt: skip
    codes = [f"q{i:03}" for i in range(1, 250)]
    likert = [
        {"question": q, "text::nl": f"Dit is stelling {i} over mijn werk en hoe ik het ervaar.",
         "text::en": f"This is statement {i} on my work and how I find it.",
         "theme": themes[i % 40], "scale": "agreement"}
        for i, q in enumerate(codes)
    ]  # fmt: skip
    enps = [row for row in rows(book, "Questions") if row["metric"] == "enps"]
    replace_rows(book, "Questions", [*enps, *likert])
    replace_rows(book, "Comparisons", [
        {"comparison": name, "subject": subject, "value": value, "n": 300}
        for j, name in enumerate(comparisons)
        for subject, value in [("response", 0.6 + j / 50), ("enps", 10 * j - 45),
                               *((t, 5.5 + i / 20 + j / 10) for i, t in enumerate(themes))]
    ])  # fmt: skip
    book.save()
    _answers(workbook.with_name("responses.csv"), codes)


def _answers(file: Path, codes: Sequence[str]) -> None:
    """Write answers to the new questions after the old columns of the file."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        people = list(csv.DictReader(lines))
    scale = [row["answer"] for row in _scale()]
    kept = [{k: p[k] for k in ("respondent", "enps", "department", "tenure")} for p in people]
    for i, person in enumerate(kept):
        person |= {q: scale[(i * 7 + j * 3 + i * j // 5) % 5] for j, q in enumerate(codes)}
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)


def _scale() -> Iterator[dict[str, str]]:
    with (HOME / "content" / "starter" / "scales.csv").open(encoding="utf-8", newline="") as lines:
        yield from (r for r in csv.DictReader(lines) if r["scale"] == "agreement" and r["score"])
