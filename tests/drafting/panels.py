"""Exports of Qualtrics, SurveyMonkey and SPSS, and one wide file of an agency.

Qualtrics (qualtrics.com/support, "Understanding your dataset"; importQualtrics of the R package
kutils): three rows of headings: names, texts of the questions, and `{"ImportId": ...}`. Answers are
labels or recode values. A text beside an option has the name `Q5_4_TEXT`.

SurveyMonkey (help.surveymonkey.com, "Export results: individual responses"): two rows of headings.
The question stands above its first column; options, or the rows of a grid, in the second row.

SPSS: value labels, user-missing values and variable labels, written with pyreadstat.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyreadstat

from tests.drafting.files import write_csv, write_xlsx
from tests.drafting.people import (
    AGREE_EN,
    AGREE_NL,
    SATISFIED_EN,
    SATISFIED_NL,
    People,
)

AGREE_6_EN = (
    *("Strongly agree", "Agree", "Slightly agree"),
    *("Slightly disagree", "Disagree", "Strongly disagree"),
)
AGREE_4_NL = ("Helemaal eens", "Eens", "Oneens", "Helemaal oneens")


def qualtrics_en(folder: Path) -> Path:
    """Choice text in English, six points, and a multiple choice with a text beside it."""
    people = People(150, seed=21)
    moments = [f"{t:%Y-%m-%d %H:%M:%S}" for t in people.times()]
    help_ = ("More training", "Flexible hours", "A better chair, or desk", "Other:")
    chosen = people.several(help_, 0.3)
    nps = people.recommend()
    added = {
        "StartDate": ("Start Date", moments),
        "EndDate": ("End Date", moments),
        "Status": ("Response Type", ["IP Address"] * 150),
        "IPAddress": ("IP Address", [f"10.0.{i % 7}.{i % 250}" for i in range(150)]),
        "Progress": ("Progress", ["100"] * 150),
        "Duration (in seconds)": ("Duration (in seconds)", [str(90 + i) for i in range(150)]),
        "Finished": ("Finished", ["True"] * 150),
        "RecordedDate": ("Recorded Date", moments),
        "ResponseId": ("Response ID", [f"R_{i * 104729:011x}" for i in range(150)]),
        "RecipientLastName": ("Recipient Last Name", people.names()),
        "RecipientFirstName": ("Recipient First Name", people.names()),
        "RecipientEmail": ("Recipient Email", people.mail()),
        "ExternalReference": ("External Data Reference", [""] * 150),
        "LocationLatitude": ("Location Latitude", [f"5{i % 9}.1" for i in range(150)]),
        "LocationLongitude": ("Location Longitude", [f"4.{i % 9}" for i in range(150)]),
        "DistributionChannel": ("Distribution Channel", ["email"] * 150),
        "UserLanguage": ("User Language", ["EN"] * 150),
    }
    grids = {
        "Q2": (
            *("Your role", "I know what is expected of me.", "I can use my strengths."),
            "I get feedback that helps me.",
        ),
        "Q3": ("Leadership", "Leaders keep their word.", "Leaders listen."),
    }
    asked = {
        "Q1": (
            "What is your department?",
            people.one(("North", "South", "Head office")),
        ),
        **{
            f"{name}_{i}": (f"{stem} - {item}", people.likert(name, AGREE_6_EN))
            for name, (stem, *items) in grids.items()
            for i, item in enumerate(items, start=1)
        },
        "Q4_NPS_GROUP": (
            "How likely are you to recommend Acme as an employer? - Group",
            ["Promoter" if int(v) > 8 else "Detractor" if int(v) < 7 else "Passive" for v in nps],
        ),
        "Q4": ("How likely are you to recommend Acme as an employer?", nps),
        **{
            f"Q5_{i}": (
                f"What would help you? - Selected Choice - {option}",
                [option if option in own else "" for own in chosen],
            )
            for i, option in enumerate(help_, start=1)
        },
        "Q5_4_TEXT": (
            "What would help you? - Other: - Text",
            [f"tell {i} Anna" if "Other:" in own else "" for i, own in enumerate(chosen)],
        ),
        "Q6": ("Do you manage people?", people.one(("Yes", "No"), (0.2, 0.8))),
        "Q7": ("What else would you like to say?", people.open()),
    }
    return _qualtrics(folder / "Employee+Survey_March.csv", {**added, **asked})


def qualtrics_nl(folder: Path) -> Path:
    """Numeric values in Dutch, as a workbook: the labels of the answers are not in the file."""
    people = People(90, seed=22)
    grids = {
        "Q10": (
            "Werkplezier",
            "Ik werk met plezier.",
            "Mijn werk is afwisselend.",
            "Ik leer veel.",
        ),
        "Q11": ("Werkdruk", "Ik kan het werk aan.", "Ik heb invloed op mijn planning."),
    }
    columns = {
        "StartDate": ("Begindatum", [f"{t:%Y-%m-%d %H:%M:%S}" for t in people.times()]),
        "Finished": ("Voltooid", ["1"] * 90),
        "ResponseId": ("Antwoord-id", [f"R_{i * 7919:011x}" for i in range(90)]),
        "RecipientEmail": ("E-mailadres ontvanger", people.mail()),
        "afdeling": ("afdeling", people.one(("Ruimte", "Samenleving", "Bedrijf"))),
        **{
            f"{name}_{i}": (f"{stem} - {item}", people.likert(name, "54321"))
            for name, (stem, *items) in grids.items()
            for i, item in enumerate(items, start=1)
        },
        "Q12": ("Zou u de gemeente aanbevelen als werkgever?", people.recommend()),
        "leeftijd": ("leeftijd", people.numbers(range(19, 67))),
    }
    return _qualtrics(folder / "Gemeente_maart.xlsx", columns)


def _qualtrics(file: Path, columns: dict[str, tuple[str, list]]) -> Path:
    ids = [f'{{"ImportId":"QID{i}"}}' for i in range(len(columns))]
    headings = [[*columns], [text for text, _ in columns.values()], ids]
    values = {name: answers for name, (_, answers) in columns.items()}
    if file.suffix == ".csv":
        return write_csv(file, values, encoding="utf-8", headings=headings)
    return write_xlsx(file, values, headings)


def surveymonkey_en(folder: Path) -> Path:
    """A workbook in English, with merged headings above grids and options."""
    people = People(77, seed=31)
    benefits = ("Bicycle plan", "Gym, pool or yoga", "Study leave")
    chosen = people.several(benefits)
    satisfied = "How satisfied are you with the following?"
    uses = "Which benefits do you use? Select all that apply."
    columns = [
        *_added(people, "Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"),
        ("Email Address", "", people.mail()),
        ("First Name", "", people.names()),
        ("Last Name", "", people.names()),
        ("Custom Data 1", "", [""] * 77),
        ("Which office do you work in?", "Response", people.one(("Leeds", "York", "Home"))),
        (satisfied, "Your workplace", people.likert("place", SATISFIED_EN)),
        ("", "Your workload", people.likert("place", SATISFIED_EN)),
        ("", "Your growth", people.likert("place", SATISFIED_EN)),
        ("Do you agree?", "I trust my manager.", people.likert("boss", AGREE_EN)),
        ("", "My manager trusts me.", people.likert("boss", AGREE_EN)),
        (
            "How likely is it that you would recommend this company to a friend or colleague?",
            "",
            people.recommend(),
        ),
        *(
            ("" if i else uses, option, [option if option in own else "" for own in chosen])
            for i, option in enumerate(benefits)
        ),
        ("", "Other (please specify)", [f"mine {i}" if i % 19 == 0 else "" for i in range(77)]),
        (
            "Do you plan to stay for another year?",
            "Response",
            people.one(("Yes", "No", "Not sure yet"), (0.6, 0.2, 0.2)),
        ),
        ("What should we change?", "Open-Ended Response", people.open()),
    ]
    return _surveymonkey(folder / "Employee Engagement.xlsx", columns)


def surveymonkey_nl(folder: Path) -> Path:
    """A text file in Dutch: one grid of four points, and an eNPS."""
    people = People(210, seed=32)
    items = ("Ik word eerlijk beloond.", "Mijn beloning is duidelijk.")
    more = ("Ik kan doorgroeien.", "Ik krijg scholing.")
    grid = "In hoeverre bent u het eens met deze stellingen?"
    columns = [
        *_added(people, "Respondent-ID", "Collector-ID", "Begindatum", "Einddatum", "IP-adres"),
        ("E-mailadres", "", people.mail()),
        ("Wat is uw functie?", "Antwoord", people.one(("Docent", "Ondersteuner", "Leiding"))),
        *(
            ("" if i else grid, item, people.likert("loon" if i < 2 else "groei", AGREE_4_NL))
            for i, item in enumerate((*items, *more))
        ),
        ("Hoe waarschijnlijk is het dat u ons aanbeveelt?", "", people.recommend()),
        ("Wat wilt u nog zeggen?", "Open antwoord", people.open()),
    ]
    return _surveymonkey(folder / "Onderzoek.csv", columns)


def _added(people: People, *names: str) -> list[tuple[str, str, list]]:
    moments = [f"{t:%m/%d/%Y %H:%M:%S}" for t in people.times()]
    ids = [str(118_000_000_000 + 977 * i) for i in range(people.n)]
    collectors = ["430112233"] * people.n
    addresses = [f"192.168.{i % 9}.{i % 250}" for i in range(people.n)]
    values = (ids, collectors, moments, moments, addresses)
    return [(name, "", own) for name, own in zip(names, values, strict=True)]


def _surveymonkey(file: Path, columns: list[tuple[str, str, list]]) -> Path:
    headings = [[question for question, _, _ in columns], [option for _, option, _ in columns]]
    values = {i: own for i, (_, _, own) in enumerate(columns)}
    write = write_csv if file.suffix == ".csv" else write_xlsx
    return write(file, values, headings=headings)


def spss_nl(folder: Path) -> Path:
    """A file of SPSS in Dutch: codes with labels, a user-missing value, weights."""
    people = People(180, seed=41)
    codes = {answer: 5 - i for i, answer in enumerate(AGREE_NL)}
    agree = {code: answer for answer, code in codes.items()} | {8: "Weet niet / n.v.t."}
    satisfied = {5 - i: answer for i, answer in enumerate(SATISFIED_NL)}
    reasons = ("Salaris", "Collega's", "Inhoud van het werk")
    chosen = people.several(reasons)
    items = {
        "wp1": "Ik heb plezier in mijn werk",
        "wp2": "Mijn werk geeft energie",
        "wp3": "Ik ga graag naar mijn werk",
        "lg1": "Mijn leidinggevende luistert",
        "lg2": "Mijn leidinggevende steunt mij",
        "lg3": "Mijn leidinggevende is eerlijk",
    }
    frame = pl.DataFrame(
        {
            "respnr": range(1, 181),
            "weging": [0.6 + (i % 9) / 10 for i in range(180)],
            "afd": people.numbers((1, 2, 3)),
            "lft": people.numbers((1, 2, 3, 4)),
            **{
                name: [
                    99 if i % 37 == 5 else 8 if i % 23 == 3 else codes.get(answer)
                    for i, answer in enumerate(people.likert(name[:2], AGREE_NL))
                ]
                for name in items
            },
            "tev": [
                {v: k for k, v in satisfied.items()}.get(a)
                for a in people.likert("wp", SATISFIED_NL)
            ],
            "nps": list(map(int, people.recommend())),
            **{
                f"reden_{i}": [int(reason in own) for own in chosen]
                for i, reason in enumerate(reasons, start=1)
            },
            "contract": people.numbers((1, 2)),
            "verloop": people.numbers((1, 2, 3)),
            "opm": people.open(),
        },
        strict=False,
    )
    labels = {
        "afd": {1: "Zorg", 2: "Onderwijs", 3: "Staf"},
        "lft": {1: "jonger dan 30", 2: "30-44", 3: "45-59", 4: "60 of ouder"},
        **dict.fromkeys(items, agree),
        "tev": satisfied,
        "nps": {0: "zeer onwaarschijnlijk", 10: "zeer waarschijnlijk"},
        **{f"reden_{i}": {0: "Nee", 1: "Ja"} for i in (1, 2, 3)},
        "contract": {1: "Vast", 2: "Tijdelijk"},
        "verloop": {1: "Blijven", 2: "Intern iets anders", 3: "Vertrekken"},
    }
    texts = {
        "afd": "Afdeling",
        "lft": "Leeftijd",
        **items,
        "tev": "Hoe tevreden bent u alles bij elkaar genomen?",
        "nps": "In hoeverre zou u ons aanbevelen als werkgever?",
        **{f"reden_{i}": f"Waarom werkt u hier? - {r}" for i, r in enumerate(reasons, start=1)},
        "contract": "Contract",
        "verloop": "Wat wilt u het komende jaar?",
    }
    file = folder / "mto2026.sav"
    pyreadstat.write_sav(
        frame,
        file,
        column_labels=texts,
        variable_value_labels=labels,
        missing_ranges={name: [99] for name in items},
    )
    return file


def wide_en(folder: Path) -> Path:
    """1,200 rows and 200 columns of an agency: `;`, decimal commas, two scales."""
    people = People(1200, seed=51)
    columns = {
        "Respondent": [str(i) for i in range(1200)],
        "Completed on": [f"{t:%d-%m-%Y}" for t in people.times()],
        "Duration": [f"{60 + i * 0.25:.2f}".replace(".", ",") for i in range(1200)],
        "Score": [f"{i * 0.0137:.3f}".replace(".", ",") for i in range(1200)],
        "Region": people.one(("North", "East", "South", "West")),
        "Job level": people.one(("Junior", "Senior", "Lead")),
        "Would you recommend working here?": people.recommend(),
        **{
            f"Topic {topic} - Statement {item} of topic {topic}": people.likert(
                str(topic), "7654321" if topic > 9 else AGREE_EN
            )
            for topic in range(1, 19)
            for item in range(1, 11)
        },
        **{f"Comment {k}": people.open() for k in range(1, 14)},
    }
    return write_csv(folder / "wide.csv", columns, ";", "utf-8-sig")
