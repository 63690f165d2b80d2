"""What may be wrong in the catalogue."""

from tests.faults import Fault

CATALOGUE = [
    Fault(
        "a slip in the name of a theme",
        "unknown-theme",
        "Questions!D5",
        {"Questions!D5": "taem"},
    ),
    Fault(
        "a weight below nought",
        "too-low",
        "Questions!H6",
        {"Questions!H6": -1.0},
    ),
    Fault(
        "a question twice, in a row below the others",
        "duplicate",
        "Questions!A14",
        {"Questions!A14": "work_1", "Questions!F14": "agreement"},
    ),
    Fault(
        "no sheet Themes, and one that is nearly called so",
        "table-missing",
        renamed={"Themes": "Thems"},
        apart=True,
    ),
]
