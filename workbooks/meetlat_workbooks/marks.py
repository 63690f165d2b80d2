"""The marks of `Differences`, for conditional formats on other sheets.

Two defined names refer to its columns, because conditional formats cannot refer to a column of a
table. The setting `mark_differences` chooses what is marked; a sentence on the sheet explains it.
"""

from meetlat_workbooks.references import ALL_COMPARISONS

# The defined names of the columns `key` and `mark` of `Differences`.
KEYS, MARKS = "difference_keys", "difference_marks"

# The marks, as in the plugin `meetlat_differences`.
UP, DOWN = "▲", "▼"

# The table and the column of each defined name.
NAMED = {
    KEYS: ("Differences", "key"),
    MARKS: ("Differences", "mark"),
}


def has_sign(cell: str, sign: str) -> str:
    """Whether a text contains a mark: a rule for its format."""
    return f'=ISNUMBER(SEARCH("{sign}",{cell}))'


def is_marked(subject: str, comparison: str, sign: str) -> str:
    """Whether a figure has a mark: a rule for its format.

    Args:
        subject: a part of a formula: the table, a space and the code.
        comparison: a part of a formula: the name of the comparison, whose column may be anywhere.
        sign: the mark.
    """
    number = f"MATCH({comparison},{ALL_COMPARISONS},0)"
    found = f'INDEX({MARKS},MATCH({subject}&" "&{number},{KEYS},0))'
    return f'=IFERROR({found}="{sign}",FALSE)'


def of_chapter(kind: str, theme: str, question: str) -> str:
    """A part of a formula: the subject of a row of `Chapters`, a theme or a question."""
    return f'IF({kind}="theme","ThemeScores "&{theme},"QuestionScores "&{question})'
