"""What `Differences` says of a figure, for formulas and looks on other sheets.

Two names stand for its columns, for looks cannot name a column of a table. A mark says what the
setting `mark_differences` asks for; the sentence says which that is.
"""

from collections.abc import Mapping

from meetlat_workbooks.formulas import ALL_COMPARISONS, COMPARISONS, quoted, setting

KEYS, MARKS = "difference_keys", "difference_marks"
"""Names of the columns `key` and `mark` of `Differences`."""

UP, DOWN = "▲", "▼"
"""What a difference is marked with, by the plugin that finds it."""

NAMED = {
    KEYS: ("Differences", "key"),
    MARKS: ("Differences", "mark"),
}
"""What the names stand for: a column of a table."""

ASKED = ("significant", "remarkable", "either", "both")


def mark(table: str, subject: str, number: int = 1) -> str:
    """The mark of a subject of a table beside a comparison, as a part of a formula.

    Args:
        table: of the figure.
        subject: a part of a formula, such as a cell with a code.
        number: of the comparison, from 1.
    """
    key = f'"{table} "&{subject}&" {number}"'
    return f'IFERROR(INDEX({MARKS},MATCH({key},{KEYS},0))&"","")'


def of_enps() -> str:
    """The mark of the first eNPS question beside the first comparison, as a part of a formula."""
    return mark("Enps", "INDEX(Enps[question],1)")


def has_sign(cell: str, sign: str) -> str:
    """Whether a text has this mark in it: a rule for its look."""
    return f'=ISNUMBER(SEARCH("{sign}",{cell}))'


def is_marked(subject: str, comparison: str, sign: str) -> str:
    """Whether a figure has this mark: a rule for its look.

    Args:
        subject: a part of a formula: the table, a blank and the code.
        comparison: a part of a formula: its name. Columns stand in any order.
        sign: the mark.
    """
    number = f"MATCH({comparison},{ALL_COMPARISONS},0)"
    found = f'INDEX({MARKS},MATCH({subject}&" "&{number},{KEYS},0))'
    return f'=IFERROR({found}="{sign}",FALSE)'


def of_chapter(kind: str, theme: str, question: str) -> str:
    """The subject of a row of `Chapters`: a theme, or a question."""
    return f'IF({kind}="theme","ThemeScores "&{theme},"QuestionScores "&{question})'


def sentence(say: Mapping[str, str]) -> str:
    """What a mark means in this survey; blank where there is nothing to compare with."""
    asked = f'IFERROR({setting("mark_differences").removeprefix("=")}&"","")'
    words = quoted(say["mark_both"])
    for choice in ASKED[:-1]:
        words = f'IF({asked}="{choice}",{quoted(say[f"mark_{choice}"])},{words})'
    return f'=IF({COMPARISONS[0]}="","",{words})'
