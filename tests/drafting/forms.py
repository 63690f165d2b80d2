"""Exports of Microsoft Forms and Google Forms.

Microsoft Forms (support.microsoft.com, "Check and share your form results"): a workbook with one
row for each response, after the columns ID, Start time, Completion time, Email and Name. Several
answers are joined by `;`, with one at the end. Headings hold non-breaking spaces, and a number
follows a repeated heading. A Likert question has one column for each statement.

Google Forms (support.google.com/docs, "View & manage form responses"): a .csv that starts with the
column Timestamp. Checkboxes are joined by `, `, and a grid has a column `Question [row]`.
"""

from __future__ import annotations

from pathlib import Path

from tests.drafting.files import write_csv, write_xlsx
from tests.drafting.people import AGREE_EN, AGREE_NL, OFTEN_EN, OFTEN_NL, SATISFIED_EN, People

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


def forms_nl(folder: Path) -> Path:
    """Microsoft Forms in Dutch: 18 questions, two background facts, one open question."""
    people = People(120, seed=11)
    columns = {
        **_before(people, ("Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam")),
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
        "Wat zou je werk prettiger maken?": _joined(
            people, ("Minder overleg", "Rustige werkplek", "Betere systemen", "Meer afwisseling")
        ),
        "Wat wil je nog kwijt?": people.open(),
    }
    return write_xlsx(folder / "Medewerkersonderzoek 2026(1-120).xlsx", columns)


def forms_en(folder: Path) -> Path:
    """Microsoft Forms in English: a stem before a point, and a heading that occurs twice."""
    people = People(64, seed=12)
    not_asked = [i % 13 == 0 for i in range(64)]
    columns = {
        **_before(people, ("ID", "Start time", "Completion time", "Email", "Name")),
        "Last modified time": [""] * 64,
        "Which department do you work in?": people.one(("Sales", "Operations", "Finance & IT")),
        **{
            f"How satisfied are you with:.{item}": [
                "N/A" if skipped else answer
                for answer, skipped in zip(
                    people.likert("place", SATISFIED_EN), not_asked, strict=True
                )
            ]
            for item in ("The office", "Your manager", "Your pay")
        },
        **{
            f"My work.{item}": people.likert("work", AGREE_EN)
            for item in ("I enjoy my work", "My work gives me energy", "I am proud of what I do")
        },
        "Why?": people.open(),
        "Overall, how would you rate working here?": people.numbers((5, 6, 7, 8, 9)),
        "How likely are you to recommend us as a place to work?": list(
            map(int, people.recommend())
        ),
        "Did you have a performance review this year?": people.one(("Yes", "No"), (0.7, 0.3)),
        "Why?2": people.open(),
        "What would help you most? (choose up to two)": _joined(
            people, ("Fewer meetings", "Training", "Better tools", "Nothing")
        ),
    }
    return write_xlsx(folder / "Employee survey(1-64).xlsx", columns)


def google_en(folder: Path) -> Path:
    """Google Forms in English: two grids, two linear scales, and options that hold commas."""
    people = People(5000, seed=13)
    values = ("My colleagues", "Pay, bonus and benefits", "Flexible hours", "Interesting work")
    columns = {
        "Timestamp": [f"{t:%Y/%m/%d %I:%M:%S %p} GMT+1" for t in people.times()],
        "Email Address": people.mail(),
        "Department": people.one(("Care", "Education", "Support")),
        "How long have you worked here?": people.one(
            ("Less than 1 year", "1 to 5 years", "More than 5 years")
        ),
        **{
            f"Please rate your team [{item}]": people.likert("team", AGREE_EN)
            for item in ("We help each other", "We speak openly", "We keep our promises")
        },
        **{
            f"How often do you feel this? [{item}]": people.likert(
                "energy", OFTEN_EN, reverse=item == "Under pressure"
            )
            for item in ("Full of energy", "Under pressure")
        },
        "I know what is expected of me": people.likert("role", "54321"),
        "My opinion counts here": people.likert("role", "54321"),
        "On a scale of 0 to 10, would you recommend us to a friend?": people.recommend(),
        "What do you value most here?": [", ".join(own) for own in people.several(values)],
        "Do you work from home?": people.one(("Never", "1-2 days a week", "3 or more days a week")),
        "Anything else?": people.open(),
    }
    return write_csv(folder / "Employee survey.csv", columns, encoding="utf-8")


def google_nl(folder: Path) -> Path:
    """Google Forms in Dutch, saved by Excel: `;`, Windows-1252, blank columns, a heading twice."""
    people = People(85, seed=14)
    names = (
        *("Tijdstempel", "Team", "Geslacht", "Ik kan mijn werk op tijd afmaken"),
        *("Ik moet extra hard werken", "Ik werk onder tijdsdruk"),
        *("Welk rapportcijfer geef je je leidinggevende?", "Welk rapportcijfer geef je je team?"),
        "Zou je ons aanraden als werkgever (0 = zeker niet, 10 = zeker wel)?",
        "Heb je het afgelopen jaar een gesprek over je loopbaan gehad?",
        *("Toelichting", "Toelichting", "Wat vind je het belangrijkst?", "", ""),
    )
    columns = (
        [f"{t:%d-%m-%Y %H:%M:%S}" for t in people.times()],
        people.one(("Noord", "Zuid", "Hoofdkantoor")),
        people.one(("Vrouw", "Man", "Zeg ik liever niet"), (0.5, 0.45, 0.05)),
        people.likert("druk", OFTEN_NL),
        people.likert("druk", OFTEN_NL, reverse=True),
        people.likert("druk", OFTEN_NL, reverse=True),
        people.numbers((4, 5, 6, 7, 8, 9)),
        people.numbers((5, 6, 7, 8, 9, 10)),
        people.recommend(),
        people.one(("Ja", "Nee")),
        people.open(),
        people.open(),
        people.one(("Salaris", "Ontwikkeling", "Balans werk en privé", "Sfeer")),
        *([""] * 85, [""] * 85),
    )
    file = folder / "Onderzoek (reacties).csv"
    return write_csv(file, dict(enumerate(columns)), ";", "cp1252", headings=[list(names)])


def _before(people: People, names: tuple[str, ...]) -> dict[str, list]:
    """The columns that Microsoft Forms adds."""
    times = people.times()
    columns = (list(range(1, people.n + 1)), times, times, people.mail(), people.names())
    return dict(zip(names, columns, strict=True))


def _joined(people: People, options: tuple[str, ...]) -> list[str]:
    """Several answers in a cell, as Microsoft Forms writes them."""
    return ["".join(f"{option};" for option in own) for own in people.several(options)]
