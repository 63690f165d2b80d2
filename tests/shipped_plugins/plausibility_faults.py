"""Faults that make a survey implausible: the figures are computed, and HR gets a remark.

Each is planted alone, as these remarks are made only if there are no errors.
"""

from tests.faults import Fault

# A scale with the same answers as the scale of eNPS.
GRADES = {
    f"Scales!{letter}{28 + grade}": value
    for grade in range(11)
    for letter, value in {"A": "grade", "B": float(grade), "D": float(grade)}.items()
}

AGREEMENT = ("strongly agree", "agree", "neutral", "disagree", "strongly disagree")


def scale(name: str, *scores: float) -> dict[str, object]:
    """Return the cells of a scale with the answers of the scale agreement and these scores."""
    rows: dict[int, tuple[str, float | None]] = dict(
        enumerate(zip(AGREEMENT, scores, strict=True), 28)
    )
    rows[33] = ("don't know", None)
    return {
        f"Scales!{letter}{row}": value
        for row, (answer, score) in rows.items()
        for letter, value in {"A": name, "B": answer, "D": score}.items()
    }


# Empties rows of responses, so that eighteen people are left.
PILOT = {
    f"Responses!{letter}{row}": None for row in range(20, 42) for letter in "ABCDEFGHIJKLMNOPQ"
}

LINT = [
    Fault(
        "an export of LimeSurvey pasted into the workbook, with rows that were not submitted",
        "never-submitted",
        "Responses!R5",
        {
            "Responses!R1": "submitdate",
            **{f"Responses!R{row}": f"2026-09-0{row % 7 + 1} 10:{row}" for row in range(2, 42)},
        }
        | {f"Responses!R{row}": None for row in (5, 9, 30)},
        apart=True,
    ),
    Fault(
        "the same with the text of that column as its heading",
        "never-submitted",
        "Responses!R5",
        {
            "Responses!R1": "Date submitted",
            **{f"Responses!R{row}": f"2026-09-0{row % 7 + 1} 10:{row}" for row in range(2, 42)},
        }
        | {"Responses!R5": None},
        apart=True,
    ),
    Fault(
        "a negative question that is not reverse-coded",
        "not-reversed",
        "Questions!G4",
        {"Questions!G4": "no"},
        apart=True,
    ),
    Fault(
        "a positive question that is reverse-coded",
        "reversed-wrongly",
        "Questions!G3",
        {"Questions!G3": "yes"},
        apart=True,
    ),
    Fault(
        "one of the two questions of a theme reverse-coded",
        "against-each-other",
        "Questions!G9",
        {"Questions!G9": "yes"},
        apart=True,
    ),
    Fault(
        "an earlier theme score above the scores of its questions",
        "theme-too-high",
        "Comparisons!D5",
        {"Comparisons!D5": 6.2},
        apart=True,
    ),
    Fault(
        "an earlier theme score below the scores of its questions",
        "theme-too-low",
        "Comparisons!D5",
        {"Comparisons!D5": 5.5},
        apart=True,
    ),
    Fault(
        "earlier shares that add up to more than 100 %",
        "shares-not-whole",
        "Comparisons!D9",
        {"Comparisons!D10": 0.3},
        apart=True,
    ),
    Fault(
        "earlier shares that add up to less than 100 %",
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
        "a theme score without its decimal point",
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
        "a score typed in a cell that shows a percentage",
        "score-as-share",
        "Comparisons!D2",
        {"Comparisons!D2": 0.064},
        apart=True,
    ),
    Fault(
        "a theme score typed in a cell that shows a percentage",
        "score-as-share",
        "Comparisons!D11",
        {"Comparisons!D11": 0.067},
        apart=True,
    ),
    Fault(
        "an eNPS above 100",
        "figure-off-scale",
        "Comparisons!D7",
        {"Comparisons!D7": 112.0},
        apart=True,
    ),
    Fault(
        "an eNPS scale on which the answer 10 scores 11",
        "enps-scale",
        "Questions!F10",
        {"Scales!D18": 11.0},
        apart=True,
    ),
    Fault(
        "an eNPS scale on which the answer 0 has no score",
        "enps-scale",
        "Questions!F10",
        {"Scales!D8": None},
        apart=True,
    ),
    Fault(
        "a question with scores to 100 in a theme with scores to 10",
        "theme-mixes-scales",
        "Questions!F7",
        {"Questions!F7": "hundred", **scale("hundred", 100.0, 75.0, 50.0, 25.0, 0.0)},
        apart=True,
    ),
    Fault(
        "a question with scores 1 to 5 in a theme with scores to 10",
        "theme-mixes-scales",
        "Questions!F9",
        {"Questions!F9": "points", **scale("points", 5.0, 4.0, 3.0, 2.0, 1.0)},
        apart=True,
    ),
    Fault(
        "a question with scores 1 to 10 in a theme with scores from 0",
        "theme-ends-differ",
        "Questions!F3",
        {"Questions!F3": "grade", **scale("grade", 10.0, 8.0, 6.0, 3.0, 1.0)},
        apart=True,
    ),
    Fault(
        "an eNPS question that is reverse-coded",
        "enps-reversed",
        "Questions!G10",
        {"Questions!G10": "yes"},
        apart=True,
    ),
    Fault(
        "a question without scores that is reverse-coded",
        "reverse-idle",
        "Questions!G11",
        {"Questions!G11": "yes"},
        apart=True,
    ),
    Fault(
        "a description copied from the theme above",
        "descriptions-alike",
        "Themes!C3",
        {"Themes!C3": "What the work asks and gives"},
        apart=True,
    ),
    Fault(
        "the column of the eNPS question used by a second question with another scale",
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
        "a pilot with one reverse-coded question in a theme",
        "only-reversed",
        "Questions!G4",
        PILOT,
        apart=True,
    ),
    Fault(
        "a pilot with one question of a theme that is not reverse-coded",
        "only-unreversed",
        "Questions!G3",
        {**PILOT, "Questions!G2": "yes"},
        apart=True,
    ),
]
