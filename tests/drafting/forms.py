"""Exports of Microsoft Forms and Google Forms, and what a person makes of them.

Microsoft Forms (support.microsoft.com, "Check and share your form results"): a workbook with one
row for each response, after the columns ID, Start time, Completion time, Email and Name. Several
answers are joined by `;`, with one at the end. Headings hold non-breaking spaces, and a number
follows a repeated heading. A Likert question has one column for each statement.

Google Forms (support.google.com/docs, "View & manage form responses"): a .csv that starts with the
column Timestamp. Checkboxes are joined by `, `, and a grid has a column `Question [row]`.
"""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.drafting.people import AGREE_NL, People, lines

STATEMENTS_NL = {
    "plezier": (
        "Ik heb plezier in mijn werk.",
        "Mijn werk geeft mij energie.",
        "Ik ben trots op mijn werk.",
        "Ik ga met plezier naar mijn werk.",
        "Mijn werk is zinvol.",
    ),
    "collega": (
        "Mijn collega’s helpen mij als dat nodig is.",
        "In mijn team durven we alles te bespreken.",
        "Ik kan op mijn collega’s rekenen.",
        "Mijn team maakt goede afspraken.",
        "Collega’s luisteren naar mij.",
    ),
    "tijd": (
        "Ik heb genoeg tijd voor mijn taken.",
        "Ik heb vaak te veel te doen.",
        "Mijn werkdruk is goed.",
        "Na mijn werkdag heb ik energie over.",
        "Ik kan mijn taken goed plannen.",
    ),
}
AGREEMENT_NL = """
Helemaal mee eens=10; Mee eens=7.5; Niet mee eens, niet mee oneens=5; Mee oneens=2.5;
Helemaal mee oneens=0
"""
TO_TEN = "; ".join(f"{i}={i}" for i in range(11))
PLEASANT_NL = ("Minder overleg", "Rustige werkplek", "Betere systemen", "Meer afwisseling")

FORMS_NL = f"""
| heading                           | kind         | scale |
|-----------------------------------|--------------|-------|
| Id                                | -            |       |
| Begintijd                         | -            |       |
| Tijd van voltooien                | -            |       |
| E-mail                            | -            |       |
| Naam                              | -            |       |
| Wat is je afdeling?               | segment      |       |
| Leeftijd                          | segment      |       |
| Hoe waarschijnlijk is het dat je ons als werkgever aanbeveelt? | enps | {TO_TEN} |
{lines("likert", (t for own in STATEMENTS_NL.values() for t in own), AGREEMENT_NL)}| Hoeveel dagen per week werk je thuis? | distribution | 1 of 2 dagen; 3 dagen of meer; Nooit |
| Wat zou je werk prettiger maken?  | distribution | {"; ".join(sorted(PLEASANT_NL))} |
| Wat wil je nog kwijt?             | -            |       |
"""


def forms_nl(folder: Path) -> Path:
    """Microsoft Forms in Dutch: 18 questions, two background facts, one open question."""
    people = People(120, seed=11)
    times = people.times()
    columns = {
        "Id": list(range(1, people.n + 1)),
        "Begintijd": times,
        "Tijd van voltooien": times,
        "E-mail": people.mail(),
        "Naam": people.names(),
        "Wat is je\xa0afdeling?": people.one(("Techniek", "Advies", "Staf", "Dienstverlening")),
        "Leeftijd": people.one(("Jonger dan 35", "35 tot 50", "50 of ouder")),
        "Hoe waarschijnlijk is het dat je ons als werkgever\xa0aanbeveelt?": list(
            map(int, people.recommend())
        ),
        **{
            text.replace("mijn ", "mijn\xa0"): people.likert(
                theme, AGREE_NL, reverse="te veel" in text
            )
            for theme, texts in STATEMENTS_NL.items()
            for text in texts
        },
        "Hoeveel dagen per week werk je thuis?": people.one(
            ("Nooit", "1 of 2 dagen", "3 dagen of meer")
        ),
        "Wat zou je werk prettiger maken?": [
            "".join(f"{o};" for o in chosen) for chosen in people.several(PLEASANT_NL)
        ],
        "Wat wil je nog kwijt?": people.open(),
    }
    return _workbook(folder / "Medewerkersonderzoek 2026(1-120).xlsx", columns)


def _workbook(file: Path, columns: dict[str, list]) -> Path:
    with xlsxwriter.Workbook(file, {"default_date_format": "d-m-yyyy hh:mm"}) as book:
        sheet = book.add_worksheet("Sheet1")
        for position, (heading, values) in enumerate(columns.items()):
            sheet.write(0, position, heading)
            for row, value in enumerate(values, start=1):
                if value != "":
                    sheet.write(row, position, value)
    return file
