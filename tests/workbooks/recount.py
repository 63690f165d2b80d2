"""Count the shipped responses with exact fractions, without Polars or Meetlat.

It shares only the published figures and the file of responses with the builder.
"""

import csv
from collections import Counter
from fractions import Fraction
from math import floor
from pathlib import Path

from python_calamine import CalamineWorkbook

HOME = Path(__file__).parents[2] / "workbooks" / "meetlat_workbooks"
AGREEMENT = {
    "Helemaal mee eens": Fraction(10),
    "Mee eens": Fraction(15, 2),
    "Niet mee eens, niet mee oneens": Fraction(5),
    "Mee oneens": Fraction(5, 2),
    "Helemaal mee oneens": Fraction(0),
}
DONT_KNOW = "Weet niet / n.v.t."


def published(name: str) -> list[dict[str, str]]:
    with (HOME / "published" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def responses() -> dict[str, list]:
    book = CalamineWorkbook.from_path(str(HOME / "provincie-utrecht" / "responses.xlsx"))
    header, *rows = book.get_sheet_by_name("Responses").to_python()
    columns = zip(*rows, strict=True)
    return {str(name): list(column) for name, column in zip(header, columns, strict=True)}


def printed(value: Fraction, decimals: int = 0) -> str:
    """The value rounded half away from zero, as in the report."""
    size = floor(abs(value) * 10**decimals + Fraction(1, 2))
    figure = Fraction(size if value >= 0 else -size, 10**decimals)
    return f"{float(figure):.{decimals}f}"


def scores(column: list, reverse: bool) -> dict[int, Fraction]:
    """The scored answers by row; a reverse-coded question is mirrored on 0 to 10."""
    answered = {i: AGREEMENT[answer] for i, answer in enumerate(column) if answer in AGREEMENT}
    return {i: 10 - score if reverse else score for i, score in answered.items()}


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def question_scores(answers: dict[str, list]) -> dict[str, Fraction]:
    return {
        row["question"]: mean(
            list(scores(answers[row["question"]], row["reverse"] == "yes").values())
        )
        for row in published("questions")
    }


def theme_scores(by_question: dict[str, Fraction]) -> dict[str, Fraction]:
    """Means of the unrounded scores of the questions with a weight."""
    return {
        theme["theme"]: mean(
            [
                by_question[row["question"]]
                for row in published("questions")
                if row["theme"] == theme["theme"] and row["weight"] == "1"
            ]
        )
        for theme in published("themes")
    }


def share(hits: int, base: int) -> Fraction:
    return Fraction(100 * hits, base)


def single(column: list) -> tuple[Counter, int]:
    """The number of each answer, and of respondents."""
    answered = [str(answer) for answer in column if answer != ""]
    return Counter(answered), len(answered)


def topics(column: list) -> tuple[Counter, int]:
    answered = [str(cell).split("; ") for cell in column if cell != ""]
    return Counter(topic for cell in answered for topic in cell), len(answered)


def multiple(columns: dict[str, list]) -> tuple[Counter, int]:
    """Ticks in one column for each answer; a row of zeros counts as a respondent."""
    rows = list(zip(*columns.values(), strict=True))
    answered = [row for row in rows if any(cell != "" for cell in row)]
    hits = {name: sum(row[i] == 1 for row in answered) for i, name in enumerate(columns)}
    return Counter(hits), len(answered)
