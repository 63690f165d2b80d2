"""Exports of LimeSurvey, and what a person makes of them.

manual.limesurvey.org, "Exporting results": headings are question codes or full texts, answers are
codes or full texts. `submitdate` is blank for a response that was never submitted. A row of an
array, or an option of a multiple choice, is a subquestion between brackets.
"""

from __future__ import annotations

import csv
from pathlib import Path

from tests.drafting.forms import AGREEMENT_NL, TO_TEN
from tests.drafting.people import AGREE_NL, People, lines

ARRAYS_NL = {
    "Werkplezier": (
        "Ik heb plezier in mijn werk.",
        "Mijn werk geeft mij energie.",
        "Ik ben trots.",
    ),
    "Leiding": ("Mijn leidinggevende luistert.", "Mijn leidinggevende geeft richting."),
}
UNSURE = "Weet niet / n.v.t."
SATISFIED_NL = ("Zeer tevreden", "Tevreden", "Neutraal", "Ontevreden", "Zeer ontevreden")
AGREEMENT_UNSURE = " ".join(f"{AGREEMENT_NL}; {UNSURE}".split())

LIKERT_NL = "".join(
    lines("likert", [f"{stem} [{text}]" for text in texts], AGREEMENT_UNSURE, stem)
    for stem, texts in ARRAYS_NL.items()
)
LIMESURVEY_NL = f"""
| heading                | kind    | scale | theme |
|------------------------|---------|-------|-------|
| Antwoord-ID            | -       |       |       |
| Datum verzonden        | -       |       |       |
| Laatste pagina         | -       |       |       |
| Starttaal              | -       |       |       |
| Seed                   | -       |       |       |
| In welke afdeling werkt u? | segment |   |       |
{LIKERT_NL}| Hoe tevreden bent u over uw werkplek? | likert | Zeer tevreden=10; Tevreden=7.5; Neutraal=5; \
Ontevreden=2.5; Zeer ontevreden=0 | |
| Zou u ons aanbevelen aan vrienden? | enps | {TO_TEN} | |
| Waar werkt u? [*]      | distribution | Thuis; Op kantoor; Onderweg, of bij een klant; Anders | |
| Heeft u een tweede baan? | distribution | Ja; Nee |  |
| Wat kan beter?         | -       |       |       |
| Totale tijd            | -       |       |       |
"""


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
            f"{stem} [{text}]": people.likert(stem, (*AGREE_NL,))
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


def write_csv(
    file: Path,
    columns: dict[str, list[str]],
    separator: str = ",",
    encoding: str = "utf-8-sig",
    quoting: int = csv.QUOTE_MINIMAL,
    above: tuple[list[str], ...] = (),
) -> Path:
    """Write columns, below further rows of headings."""
    with file.open("w", encoding=encoding, newline="") as lines:
        writer = csv.writer(lines, delimiter=separator, quoting=quoting)
        writer.writerows([[*columns], *above, *zip(*columns.values(), strict=True)])
    return file
