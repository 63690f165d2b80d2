"""Exports of LimeSurvey.

manual.limesurvey.org, "Exporting results": headings are question codes or full texts, answers are
codes or full texts. `submitdate` is blank for a response that was never submitted. A row of an
array, or an option of a multiple choice, is a subquestion between brackets.
"""

from __future__ import annotations

import csv
from pathlib import Path

from tests.drafting.files import write_csv
from tests.drafting.people import AGREE_7_EN, AGREE_NL, SATISFIED_NL, People

ARRAYS_NL = {
    "Werkplezier": (
        *("Ik heb plezier in mijn werk.", "Mijn werk geeft mij energie."),
        "Ik ben trots.",
    ),
    "Leiding": ("Mijn leidinggevende luistert.", "Mijn leidinggevende geeft richting."),
}
UNSURE = "Weet niet / n.v.t."


def limesurvey_nl(folder: Path) -> Path:
    """Full texts in Dutch; 15 of the 95 responses were never submitted."""
    people = People(95, seed=5)
    places = ("Thuis", "Op kantoor", "Onderweg, of bij een klant")
    chosen = people.several(places)
    moments = [f"{t:%Y-%m-%d %H:%M:%S}" for t in people.times()]
    columns = {
        "Antwoord-ID": [str(i) for i in range(1, 96)],
        "Datum verzonden": [t if i % 6 else "" for i, t in enumerate(moments, start=1)],
        "Laatste pagina": ["4"] * 95,
        "Starttaal": ["nl"] * 95,
        "Seed": [str(1_000_000 + 7 * i) for i in range(95)],
        "In welke afdeling werkt u?": people.one(("Zorg", "Onderwijs", "Bedrijfsvoering")),
        **{
            f"{stem} [{text}]": people.likert(stem, AGREE_NL)
            for stem, texts in ARRAYS_NL.items()
            for text in texts
        },
        "Hoe tevreden bent u over uw werkplek?": people.likert("plek", SATISFIED_NL),
        "Zou u ons aanbevelen aan vrienden?": people.recommend(),
        **{
            f"Waar werkt u? [{place}]": ["Ja" if place in c else "Nee" for c in chosen]
            for place in places
        },
        "Waar werkt u? [Anders]": ["" if i % 20 else f"bij Piet {i}" for i in range(95)],
        "Heeft u een tweede baan?": people.one(("Ja", "Nee")),
        "Wat kan beter?": people.open(),
        "Totale tijd": [f"{300 + i * 1.5:.2f}" for i in range(95)],
    }
    for text in list(columns)[6:11]:
        columns[text] = [UNSURE if i % 19 == 3 else v for i, v in enumerate(columns[text])]
    for heading in list(columns)[11:]:  # who stopped halfway answered no more
        columns[heading] = [v if (i + 1) % 6 else "" for i, v in enumerate(columns[heading])]
    return write_csv(folder / "results-survey123456.csv", columns, quoting=csv.QUOTE_ALL)


def limesurvey_en(folder: Path) -> Path:
    """Codes as headings and full answers in English, with timings; nobody stopped halfway."""
    people = People(240, seed=6)
    chosen = people.several(("SQ001", "SQ002", "SQ003"))
    moments = [f"{t:%Y-%m-%d %H:%M:%S}" for t in people.times()]
    columns = {
        "id": [str(i) for i in range(1, 241)],
        "submitdate": moments,
        "lastpage": ["3"] * 240,
        "startlanguage": ["en"] * 240,
        "seed": [str(900_001 + 13 * i) for i in range(240)],
        "token": [f"t{i * 7919:08x}" for i in range(240)],
        "department": people.one(("Sales", "Service", "Staff")),
        **{
            f"{code}[SQ00{i}]": people.likert(code, AGREE_7_EN)
            for code in ("WORK", "TEAM")
            for i in (1, 2, 3)
        },
        "NPS": people.recommend(),
        **{
            f"HELP[{option}]": ["Yes" if option in own else "No" for own in chosen]
            for option in ("SQ001", "SQ002", "SQ003")
        },
        "HELP[other]": ["" if i % 9 else f"ask {i}" for i in range(240)],
        "HOME": people.one(("Never", "Sometimes a day", "Most days")),
        "REMARK": people.open(),
        "interviewtime": [f"{200 + i * 0.37:.2f}" for i in range(240)],
        "groupTime12": [f"{20 + i * 0.07:.2f}" for i in range(240)],
    }
    return write_csv(folder / "results-survey654321.csv", columns, quoting=csv.QUOTE_ALL)
