"""What is odd in the survey itself: the figures are right, and HR should look at it.

All are planted apart: such a remark is made when no error is left.
"""

from tests.faults import Fault

GRADES = {
    f"Scales!{letter}{28 + grade}": value
    for grade in range(11)
    for letter, value in {"A": "grade", "B": float(grade), "D": float(grade)}.items()
}
"""A scale with the same answers as that of eNPS."""

PILOT = {
    f"Responses!{letter}{row}": None for row in range(20, 42) for letter in "ABCDEFGHIJKLMNOPQ"
}
"""Eighteen people are left."""

LINT = [
    Fault(
        "a negative question that is not marked as one",
        "not-reversed",
        "Questions!G4",
        {"Questions!G4": "no"},
        apart=True,
    ),
    Fault(
        "a positive question that is marked as a negative one",
        "reversed-wrongly",
        "Questions!G3",
        {"Questions!G3": "yes"},
        apart=True,
    ),
    Fault(
        "one of two questions reversed",
        "against-each-other",
        "Questions!G9",
        {"Questions!G9": "yes"},
        apart=True,
    ),
    Fault(
        "an earlier figure of a theme above what its questions give",
        "theme-too-high",
        "Comparisons!D5",
        {"Comparisons!D5": 6.2},
        apart=True,
    ),
    Fault(
        "an earlier figure of a theme below what its questions give",
        "theme-too-low",
        "Comparisons!D5",
        {"Comparisons!D5": 5.5},
        apart=True,
    ),
    Fault(
        "earlier shares that make more than a hundred",
        "shares-not-whole",
        "Comparisons!D9",
        {"Comparisons!D10": 0.3},
        apart=True,
    ),
    Fault(
        "earlier shares that make less than a hundred",
        "shares-not-whole",
        "Comparisons!D9",
        {"Comparisons!D10": 0.1},
        apart=True,
    ),
    Fault(
        "a score without its decimal point",
        "figure-off-scale",
        "Comparisons!D2",
        {"Comparisons!D2": 64.0},
        apart=True,
    ),
    Fault(
        "a theme's score without its decimal point",
        "figure-off-scale",
        "Comparisons!D11",
        {"Comparisons!D11": 67.0},
        apart=True,
    ),
    Fault(
        "an eNPS that is shown as a percentage",
        "enps-as-share",
        "Comparisons!D7",
        {"Comparisons!D7": 0.12},
        apart=True,
    ),
    Fault(
        "an eNPS that there cannot be",
        "figure-off-scale",
        "Comparisons!D7",
        {"Comparisons!D7": 112.0},
        apart=True,
    ),
    Fault(
        "eNPS on a scale of which 10 is worth 11",
        "enps-scale",
        "Questions!F10",
        {"Scales!D18": 11.0},
        apart=True,
    ),
    Fault(
        "eNPS on a scale of which 0 has no score",
        "enps-scale",
        "Questions!F10",
        {"Scales!D8": None},
        apart=True,
    ),
    Fault(
        "an eNPS question that is marked as a negative one",
        "enps-reversed",
        "Questions!G10",
        {"Questions!G10": "yes"},
        apart=True,
    ),
    Fault(
        "a question without scores that is marked as a negative one",
        "reverse-idle",
        "Questions!G11",
        {"Questions!G11": "yes"},
        apart=True,
    ),
    Fault(
        "a description that was copied from the theme above",
        "descriptions-alike",
        "Themes!C3",
        {"Themes!C3": "What the work asks and gives"},
        apart=True,
    ),
    Fault(
        "the eNPS question scored too, on a scale of its own",
        "column-on-two-scales",
        "Questions!B14",
        {
            "Questions!A14": "grade",
            "Questions!B14": "recommend",
            "Questions!C14": "What grade do you give us",
            "Questions!E14": "likert",
            "Questions!F14": "grade",
            **GRADES,
        },
        apart=True,
    ),
    Fault(
        "a pilot, in which one question of a theme is marked as a negative one",
        "only-reversed",
        "Questions!G4",
        PILOT,
        apart=True,
    ),
    Fault(
        "a pilot, in which one question of a theme is not marked as a negative one",
        "only-unreversed",
        "Questions!G3",
        {**PILOT, "Questions!G2": "yes"},
        apart=True,
    ),
]
