"""Faults in the responses of an earlier wave, and in the tables that refer to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from meetlat.reading.cells import text
from tests.faults import Fault, sound
from tests.surveys import rows

Row = list[str]

NAMED = {
    "Comparisons!G1": "responses",
    "Comparisons!A13": "Before",
    "Comparisons!G13": "before.csv",
}
# Empties Comparisons, so that the earlier wave is the only comparison.
OTHERS = {f"Comparisons!{column}{row}": None for column in "ABCDEF" for row in range(2, 13)}


def before(change: Callable[[Row, list[Row]], object] = lambda heading, people: None) -> str:
    """Return the responses of the sound survey as a file of an earlier wave, after a change."""
    heading, *people = [[text(cell) or "" for cell in row] for row in rows(sound.RESPONSES)]
    change(heading, people)
    return "\n".join("\t".join(row) for row in [heading, *people])


def planted(
    name: str,
    code: str,
    place: str,
    cells: Mapping[str, Any] | None = None,
    content: str | None = None,
) -> Fault:
    """Return a fault in a survey with an earlier wave."""
    raw = (before() if content is None else content).encode()
    also = {"Comparisons!A13": "Before"} if code == "responses-missing" else {}
    files = {"befor.csv" if also else "before.csv": raw}
    return Fault(name, code, place, {**NAMED, **(cells or {})}, files=files, apart=True)


def renamed(old: str, new: str) -> Callable[[Row, list[Row]], object]:
    """Rename a heading."""

    def change(heading: Row, people: list[Row]) -> None:
        heading[heading.index(old)] = new

    return change


def answered(
    column: str, value: str, times: int, which: str | None = None
) -> Callable[[Row, list[Row]], object]:
    """Replace the value of the first rows, or of the first rows with the value `which`."""

    def change(heading: Row, people: list[Row]) -> None:
        place = heading.index(column)
        found = [row for row in people if which in (None, row[place])]
        for row in found[:times]:
            row[place] = value

    return change


def reversed_answers(column: str) -> Callable[[Row, list[Row]], object]:
    """Turn agree into disagree and the reverse."""
    scale = ["strongly agree", "agree", "neutral", "disagree", "strongly disagree"]
    other = dict(zip(scale, reversed(scale), strict=True))

    def change(heading: Row, people: list[Row]) -> None:
        place = heading.index(column)
        for row in people:
            row[place] = other.get(row[place], row[place])

    return change


def twice(heading: Row, people: list[Row]) -> None:
    """Number the respondents, and add the first twenty again."""
    heading.append("respondent")
    for number, row in enumerate(people, start=1):
        row.append(str(number))
    people += [list(row) for row in people[:20]]


def without_the_last(heading: Row, people: list[Row]) -> None:
    """Leave out the last three respondents."""
    del people[-3:]


NONE_OF_HARBOUR = answered("unit", "Market", 40, "Harbour")
FEW_OF_HARBOUR = answered("unit", "Market", 7, "Harbour")
COLUMN_BEFORE = {"Questions!I1": "column::Before"}

WAVES = [
    planted("a missing file of a wave", "responses-missing", "Comparisons!G13"),
    planted(
        "a column that had another name in the earlier wave",
        "wave-column-missing",
        "Questions!B4",
        content=before(renamed("pressure", "pressures")),
    ),
    planted(
        "a slip in the name of a column of the earlier wave",
        "wave-column-missing",
        "Questions!I4",
        {**COLUMN_BEFORE, "Questions!I4": "presure"},
    ),
    planted(
        "a segment that the earlier wave did not have",
        "wave-column-missing",
        "Segments!B4",
        content=before(renamed("age", "years of service")),
    ),
    planted(
        "a file of another survey",
        "wave-other-responses",
        "before.csv!A1",
        content="colour,taste,price\n" + "red,sweet,low\n" * 12,
    ),
    planted(
        "answers that are not on the scale",
        "not-on-scale",
        "before.csv!D2",
        content=before(answered("work_1", "rather", 2)),
    ),
    planted(
        "too many answers that are not on the scale",
        "too-often-not-on-scale",
        "before.csv!D2",
        content=before(answered("work_1", "rather", 40)),
    ),
    planted(
        "people who occur twice",
        "respondents-doubled",
        "before.csv!R42",
        content=before(twice),
    ),
    planted(
        "a column without answers",
        "wave-column-empty",
        "Questions!B2",
        content=before(answered("work_1", "", 40)),
    ),
    planted(
        "answers that were reversed in the earlier wave",
        "wave-against-theme",
        "Questions!G4",
        content=before(reversed_answers("pressure")),
    ),
    planted(
        "a question that is coded wrongly in both waves",
        "not-reversed",
        "Questions!G4",
        {"Questions!G4": "no"},
    ),
    planted(
        "a question that was not asked in the earlier wave",
        "wave-theme-incomplete",
        "Questions!I4",
        {**COLUMN_BEFORE, "Questions!I4": "-"},
    ),
    planted(
        "two files for a wave",
        "wave-twice",
        "Comparisons!G14",
        {
            "Comparisons!A14": "Before",
            "Comparisons!B14": "team",
            "Comparisons!D14": 6,
            "Comparisons!G14": "after.csv",
        },
    ),
    planted(
        "the responses of the current wave",
        "wave-same",
        "Comparisons!G13",
        {"Comparisons!G13": "Responses"},
    ),
    planted(
        "a number of respondents beside a file",
        "wave-row-more",
        "Comparisons!E13",
        {"Comparisons!E13": 40},
    ),
    planted(
        "columns of a wave that does not exist",
        "wave-unknown",
        "Questions!I1",
        {"Questions!I1": "column::Befor"},
    ),
    planted(
        "a group that the earlier wave did not have",
        "wave-without-group",
        "Comparisons!G13",
        {**OTHERS, "Survey!B10": "unit=Harbour"},
        before(NONE_OF_HARBOUR),
    ),
    planted(
        "a group that was too small in the earlier wave",
        "wave-withheld",
        "Comparisons!G13",
        {**OTHERS, "Survey!B10": "unit=Harbour"},
        before(FEW_OF_HARBOUR),
    ),
    planted(
        "the same survey without its last three respondents",
        "wave-few-apart",
        "Comparisons!G13",
        content=before(without_the_last),
    ),
    planted(
        "groups that are reported together in the earlier wave too",
        "wave-merged",
        "Comparisons!G13",
        {"Population!D1": "merge", "Population!D8": "under 55", "Population!D9": "under 55"},
    ),
    planted(
        "a typed figure that differs from the responses",
        "wave-typed-otherwise",
        "Comparisons!D14",
        {"Comparisons!A14": "Before", "Comparisons!B14": "team", "Comparisons!D14": 1.2},
    ),
]
