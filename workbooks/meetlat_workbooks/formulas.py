"""The formulas of the first sheet. They name tables and columns, so they follow any change.

Only functions that every Excel since 2007 and LibreOffice know. A figure inside a text goes through
`FIXED` or a format without decimals: the format letters of `TEXT` differ from language to language.
"""

from collections.abc import Sequence

ENPS = "enps"
NEW_LINE = "&CHAR(10)&"


def setting(name: str) -> str:
    """The value of a setting."""
    return "=" + _find("Survey", "value", "setting", f'"{name}"')


def setting_or(name: str, otherwise: str) -> str:
    """The value of a setting, or a text where it is blank."""
    value = setting(name)[1:]
    return f'=IF({value}="","{otherwise}",{value})'


def measure(name: str, otherwise: str) -> str:
    """A figure of `Summary`, or a text where there is none yet."""
    return f'=IFERROR({_figure("current", name)},"{otherwise}")'


def measure_name(cell: str, names: dict[str, str]) -> str:
    """What people call the measure in a cell; what is no measure of ours is an eNPS question."""
    formula = f'IF({cell}="","",{_quoted(names[ENPS])})'
    for measure, name in names.items():
        if measure != ENPS:
            formula = f"IF({cell}={_quoted(measure)},{_quoted(name)},{formula})"
    return f"={formula}"


def people(of: str, noun: str) -> str:
    """How many answered of how many invited."""
    invited, respondents = _figure("current", "invited"), _figure("current", "respondents")
    return f'=IFERROR({respondents}&" {of} "&{invited}&" {noun}","")'


def compared_measure(name: str, comparisons: Sequence[str], number: str) -> str:
    """The comparisons of a figure of `Summary`, below each other."""
    return _lines([_named(c, _figure(c, name), number) for c in comparisons])


def enps(otherwise: str) -> str:
    """The eNPS, or a text where there is none yet; of several questions the first."""
    return f'=IF(COUNT(Enps[enps])=0,"{otherwise}",INDEX(Enps[enps],1))'


def compared_enps(comparisons: Sequence[str], number: str) -> str:
    """The comparisons of the eNPS, below each other."""
    return _lines([_named(c, f"INDEX(Enps[{_escaped(c)}],1)", number) for c in comparisons])


def enps_groups(names: dict[str, str]) -> str:
    """The promoters and detractors, below each other."""
    shares = [
        f'TEXT(INDEX(Enps[{group}],1),"0%")&" {names[group]}"'
        for group in ("promoters", "detractors")
    ]
    return _lines(shares)


def theme_score(which: str, otherwise: str) -> str:
    """The highest (`MAX`) or lowest (`MIN`) theme score, or a text where there is none yet."""
    return f'=IF(COUNT(ThemeScores[score])=0,"{otherwise}",{which}(ThemeScores[score]))'


def best_theme(which: str) -> str:
    """The name of the theme with the highest or lowest score."""
    return f'=IFERROR({_of_theme("name", which)},"")'


def compared_theme(which: str, comparisons: Sequence[str]) -> str:
    """The comparisons of that theme, below each other."""
    parts = []
    for name in comparisons:
        figure = _of_theme(name, which)
        parts.append(f'{_quoted(name)}&" "&IFERROR(FIXED({figure},1),{figure})')
    return _lines(parts)


def _named(comparison: str, figure: str, number: str) -> str:
    """A comparison's name and its figure; a dash stays a dash."""
    return f'{_quoted(comparison)}&" "&TEXT({figure},"{number}")'


def _of_theme(column: str, which: str) -> str:
    score = f"{which}(ThemeScores[score])"
    return f"INDEX(ThemeScores[{_escaped(column)}],MATCH({score},ThemeScores[score],0))"


def _figure(column: str, name: str) -> str:
    return _find("Summary", column, "measure", _quoted(name))


def _find(table: str, column: str, key: str, wanted: str) -> str:
    return f"INDEX({table}[{_escaped(column)}],MATCH({wanted},{table}[{key}],0))"


def _lines(parts: Sequence[str]) -> str:
    return f'=IFERROR({NEW_LINE.join(parts)},"")' if parts else ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _escaped(column: str) -> str:
    """A column's name inside brackets: Excel wants an apostrophe before its own signs."""
    return "".join(f"'{c}" if c in "[]#'@" else c for c in column)
