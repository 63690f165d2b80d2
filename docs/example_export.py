"""Make the exports of the first survey: `python docs/example_export.py`.

They are files as Microsoft Forms exports them, in Dutch and in English, with the same 120 invented
people. The tutorials start from them, and a test makes them again.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

FOLDER = Path(__file__).parent / "examples"

# How many people of each department, and of each gender, answered.
DEPARTMENTS = (44, 37, 27, 12)
GENDERS = (61, 48, 11)

# Each statement has a theme and a mean; a negative mean is that of a statement worded negatively.
STATEMENTS = (
    *(("work", 0.9), ("work", 0.5), ("work", 0.7), ("work", 0.3)),
    *(("team", 1.0), ("team", 0.6), ("team", 0.8), ("team", 0.4)),
    *(("pressure", -0.1), ("pressure", -0.2), ("pressure", 0.1), ("pressure", 0.0)),
)
NEGATIVE = 9

TEXTS: dict[str, dict[str, Any]] = {
    "antwoorden.xlsx": {
        "tool": ("Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam"),
        "department": "Op welke afdeling werk je?",
        "departments": ("Beheer", "Advies", "Klant en communicatie", "Staf"),
        "gender": "Wat is je geslacht?",
        "genders": ("Vrouw", "Man", "Zeg ik liever niet"),
        "recommend": "Hoe waarschijnlijk is het dat je ons aanbeveelt als werkgever?",
        "answers": (
            *("Helemaal mee oneens", "Mee oneens", "Niet mee eens, niet mee oneens"),
            *("Mee eens", "Helemaal mee eens"),
        ),
        "statements": (
            *("Ik heb plezier in mijn werk.", "Mijn werk geeft mij energie."),
            *("Ik ben trots op wat wij doen.", "Ik kan mij hier ontwikkelen."),
            *("Mijn collega’s helpen mij als dat nodig is.", "Wij durven alles te bespreken."),
            *("Ik kan op mijn collega’s rekenen.", "Wij maken duidelijke afspraken."),
            *("Ik heb genoeg tijd voor mijn taken.", "Ik heb vaak te veel te doen."),
            *("Ik kan mijn werk goed plannen.", "Na een werkdag heb ik energie over."),
        ),
        "choice": "Wat zou je werk prettiger maken?",
        "choices": ("Minder overleg", "Een rustige werkplek", "Betere systemen"),
        "open": "Wat wil je nog kwijt?",
        "remark": "De koffie is koud.",
    },
    "answers.xlsx": {
        "tool": ("ID", "Start time", "Completion time", "Email", "Name"),
        "department": "Which department do you work in?",
        "departments": ("Operations", "Advice", "Customers and communication", "Staff"),
        "gender": "What is your gender?",
        "genders": ("Woman", "Man", "I would rather not say"),
        "recommend": "How likely are you to recommend us as an employer?",
        "answers": (
            *("Strongly disagree", "Disagree", "Neither agree nor disagree"),
            *("Agree", "Strongly agree"),
        ),
        "statements": (
            *("I enjoy my work.", "My work gives me energy."),
            *("I am proud of what we do.", "I can develop myself here."),
            *("My colleagues help me when I need it.", "We dare to discuss anything."),
            *("I can rely on my colleagues.", "We make clear agreements."),
            *("I have enough time for my tasks.", "I often have too much to do."),
            *("I can plan my work well.", "I have energy left after a working day."),
        ),
        "choice": "What would make your work better?",
        "choices": ("Fewer meetings", "A quiet workplace", "Better systems"),
        "open": "Is there anything else?",
        "remark": "The coffee is cold.",
    },
}


def main(folder: Path = FOLDER) -> None:
    """Write both files."""
    for name, texts in TEXTS.items():
        write(folder / name, list(columns(texts)))


def columns(texts: dict[str, Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield the heading and the answers of each column, in the order of the form."""
    dice = random.Random(2026)  # noqa: S311  (invented people)
    people = sum(DEPARTMENTS)
    start = dt.datetime(2026, 3, 2, 9)
    times = [start + i * dt.timedelta(hours=2) for i in range(people)]
    tool = (range(1, people + 1), times, times, ["anonymous"] * people, [""] * people)
    yield from zip(texts["tool"], tool, strict=True)
    yield texts["department"], dealt(dice, texts["departments"], DEPARTMENTS)
    yield texts["gender"], dealt(dice, texts["genders"], GENDERS)
    moods = {theme: [dice.gauss(0, 1) for _ in range(people)] for theme, _ in STATEMENTS}
    work = moods["work"]
    yield texts["recommend"], [between(7.4 + mood + dice.gauss(0, 1), 10) for mood in work]
    for number, (text, (theme, mean)) in enumerate(
        zip(texts["statements"], STATEMENTS, strict=True)
    ):
        sign = -1 if number == NEGATIVE else 1
        scores = [between(2 + mean + sign * m + dice.gauss(0, 0.6), 4) for m in moods[theme]]
        yield text, ["" if dice.random() < 0.02 else texts["answers"][score] for score in scores]
    several = [[c for c in texts["choices"] if dice.random() < 0.4] for _ in range(people)]
    yield texts["choice"], ["".join(f"{choice};" for choice in own) for own in several]
    yield texts["open"], [texts["remark"] if i % 9 == 0 else "" for i in range(people)]


def dealt(dice: random.Random, names: Sequence[str], numbers: Sequence[int]) -> list[str]:
    """Each name as often as its number, in random order."""
    people = [name for name, number in zip(names, numbers, strict=True) for _ in range(number)]
    dice.shuffle(people)
    return people


def between(value: float, highest: int) -> int:
    """The nearest whole number from 0 to the highest."""
    return max(0, min(highest, round(value)))


def write(file: Path, columns: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """Write the columns to a workbook, which is the same, byte for byte, each time."""
    with xlsxwriter.Workbook(file, {"default_date_format": "d-m-yyyy hh:mm"}) as book:
        book.set_properties({"created": dt.datetime(2026, 3, 13)})
        sheet = book.add_worksheet("Sheet1")
        for position, (heading, values) in enumerate(columns):
            sheet.write_column(0, position, [heading, *(v if v != "" else None for v in values)])


if __name__ == "__main__":
    main()
