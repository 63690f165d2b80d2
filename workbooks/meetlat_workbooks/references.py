"""Formulas that only refer to a cell of a result table, whose values the engine writes too.

The engine computes nothing but such references (see `xlengines.shared.plain_formulas`), so
the sheets show their figures in every program, also in one that never calculates.
"""

from collections.abc import Iterable

from meetlat.languages import LANGUAGES
from meetlat_workbooks.multilingual import by_language

# Defined names of cells and columns of result tables, for conditional formats, which cannot refer
# to a table: the lowest and the highest possible score.
LOWEST, HIGHEST = "score_lowest", "score_highest"

# The difference that is one shade of the heat map.
SHADE = "heat_step"

# The names of all comparisons, in the engine's order.
ALL_COMPARISONS = "comparison_names"

# The share of promoters; blank without an eNPS.
ENPS_SHOWN = "enps_shown"


def text(table: str, column: str, row: int | str = 1) -> str:
    """A text of a result table; blank if it is blank there, or the table has no such row."""
    return f'=IFERROR(INDEX({table}[{column}],{row})&"","")'


def figure(table: str, column: str, row: int | str = 1, otherwise: str = "") -> str:
    """A figure of a result table, or a text if it is missing."""
    cell = f"INDEX({table}[{column}],{row})"
    return f'=IFERROR(IF({cell}="","{otherwise}",{cell}),"{otherwise}")'


def headline(column: str) -> str:
    """A text that the sheets show once."""
    return text("Headline", column)


def heading_of(header: str) -> str:
    """The heading of a column of a comparison; another column has its own header as heading.

    Args:
        header: the cell with the header of the column.
    """
    row = f"MATCH({header},Beside[comparison],0)"
    return f'=IFERROR(INDEX(Beside[heading],{row})&"",{header}&"")'


def survey_language() -> str:
    """The language of the survey; Dutch by default."""
    setting = 'INDEX(Survey[value],MATCH("language",Survey[setting],0))'
    known = by_language({name: f'"{name}"' for name in LANGUAGES}, setting)
    return f'=IFERROR({known},"{LANGUAGES[0]}")'


def last_run(item: str) -> str:
    """A row of `LastRun`; blank before the first run."""
    return f'=IFERROR(INDEX(LastRun[value],MATCH("{item}",LastRun[item],0))&"","")'


def count_of_problems(severities: Iterable[str]) -> str:
    """The number of errors (or remarks) on the sheet `Problems`, in any language."""
    counts = "+".join(f'COUNTIF(Problems[severity],"{word}")' for word in severities)
    return f"=IFERROR({counts},0)"
