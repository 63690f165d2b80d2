"""The formulas of the report. They name tables and columns, so they follow any change.

Only functions that every Excel since 2007 and LibreOffice know. A figure inside a text goes through
`FIXED` or a format without decimals: the format letters of `TEXT` differ from language to language.
In the brackets of a whole table or of its headings stands what both of them read in a file (`T[]`,
`T[[#Headers]]`). A text may be one that switches with the language of the survey (see `said`).
"""

from collections.abc import Callable, Mapping, Sequence

from meetlat_workbooks.said import quoted

ENPS = "enps"
ENPS_NAME = "eNPS"
NEW_LINE = "&CHAR(10)&"

COMPARISONS = ("comparison_1", "comparison_2", "comparison_3")
"""Names of the cells that say what the first comparisons are called; blank where there is none."""

LOWEST, HIGHEST = "score_lowest", "score_highest"
"""Names of the cells that say from where to where a score can run."""

FIRST_COMPARISON = 3
"""The column of `Summary` in which they begin."""


def setting(name: str) -> str:
    """The value of a setting."""
    return "=" + _setting(name)


def setting_or(name: str, otherwise: str) -> str:
    """The value of a setting, or a text where it is blank."""
    value = _setting(name)
    return f'=IF({value}="",{quoted(otherwise)},{value})'


def dash_before(name: str, dash: bool) -> str:
    """A date; the second of two that belong together may be blank."""
    value = _setting(name)
    return f'=IF({value}="","",{value})' if dash else f"={value}"


def language() -> str:
    """The language of the survey; Dutch unless told."""
    return f'=IFERROR(IF({_setting("language")}="en","en","nl"),"nl")'


def comparison(number: int) -> str:
    """What a column of `Summary` is called, while it is a comparison of this survey."""
    heading = f"INDEX(Summary[[#Headers]],1,{FIRST_COMPARISON + number})"
    listed = f"COUNTIF(Comparisons[comparison],{heading})"
    return f'=IFERROR(IF({listed}=0,"",{heading}&""),"")'


def lowest_score() -> str:
    """The least that an answer of a theme can score; 0 where nothing is scored yet."""
    return f"=IFERROR({OFFSET}-SUMPRODUCT(MAX({_scored()}*({OFFSET}-Scales[score]))),0)*({_any()})"


def highest_score() -> str:
    """The most that an answer of a theme can score; 10 where nothing is scored yet."""
    most = f"SUMPRODUCT(MAX({_scored()}*(Scales[score]+{OFFSET})))-{OFFSET}"
    return f"=IFERROR(IF({_any()},{most},10),10)"


OFFSET = 1000
"""Added to a score, so that the one that is not counted is never the most."""


def _scored() -> str:
    """Of each answer: whether it has a score, on a scale of a question in a theme."""
    used = 'COUNTIFS(Questions[scale],Scales[scale],Questions[theme],"<>")>0'
    return f"({used})*ISNUMBER(Scales[score])"


def _any() -> str:
    return f"SUMPRODUCT({_scored()})>0"


def filled(number: int, cells: Sequence[str]) -> str:
    """The first, second, ... of cells that are not blank; a blank where there are fewer."""
    return f"={_filled(number, cells)}"


def _filled(number: int, cells: Sequence[str]) -> str:
    if number >= len(cells):
        return '""'
    first, *others = cells
    found = first if number == 0 else _filled(number - 1, others)
    return f'IF({first}<>"",{found},{_filled(number, others)})'


def measure(name: str, otherwise: str) -> str:
    """A figure of `Summary`, or a text where there is none yet."""
    return f"=IFERROR({_figure('current', name)},{quoted(otherwise)})"


def measure_beside(name: str, comparison: str) -> str:
    """A comparison of a figure of `Summary`; blank where there is none."""
    figure = _cell("Summary", f"MATCH({quoted(name)},Summary[measure],0)", comparison)
    return f'=IF({comparison}="","",IFERROR({figure},""))'


def measure_name(cell: str, names: Mapping[str, str]) -> str:
    """What people call the measure in a cell; what is no measure of ours is an eNPS question."""
    formula = f'IF({cell}="","",{quoted(names[ENPS])})'
    for measure, name in names.items():
        if measure != ENPS:
            formula = f"IF({cell}={quoted(measure)},{quoted(name)},{formula})"
    return f"={formula}"


def people(of: str, noun: str) -> str:
    """How many answered of how many invited."""
    invited, respondents = _figure("current", "invited"), _figure("current", "respondents")
    counted = f'{respondents}&" "&{quoted(of)}&" "&{invited}&" "&{quoted(noun)}'
    return f'=IFERROR({counted},"")'


def compared_measure(name: str, number: str) -> str:
    """The comparisons of a figure of `Summary`, below each other."""
    row = f"MATCH({quoted(name)},Summary[measure],0)"
    return _compared("Summary", row, f'TEXT({{figure}},"{number}")')


def enps(otherwise: str) -> str:
    """The eNPS, or a text where there is none yet; of several questions the first."""
    return f"=IF(COUNT(Enps[enps])=0,{quoted(otherwise)},INDEX(Enps[enps],1))"


def compared_enps(number: str) -> str:
    """The comparisons of the eNPS, below each other."""
    return _asked(_compared("Enps", "1", f'TEXT({{figure}},"{number}")'))


def enps_groups(names: Mapping[str, str]) -> str:
    """The promoters and detractors, below each other."""
    shares = [
        f'TEXT(INDEX(Enps[{group}],1),"0%")&" "&{quoted(names[group])}'
        for group in ("promoters", "detractors")
    ]
    return _asked(f'=IFERROR({NEW_LINE.join(shares)},"")')


def where_enps(formula: str, otherwise: str) -> str:
    """One of two parts of a formula: there is an eNPS, or there is none."""
    return f"=IF(COUNT(Enps[enps])=0,{otherwise},{formula})"


def no_enps() -> str:
    """Whether nobody was asked for an eNPS: a rule for the look of the card of it."""
    return f'={ENPS_SHOWN}=""'


ENPS_SHOWN = "enps_heading"
"""Name of the cell with the heading of the eNPS; blank where there is none."""


def in_themes(over: str, themes: str) -> str:
    """`in 17 themes`, as a part of a formula."""
    return f'{quoted(over)}&" "&COUNT(ThemeScores[score])&" "&{quoted(themes)}'


def _asked(formula: str) -> str:
    """A formula on the eNPS, blank where there is none."""
    return f'=IF(COUNT(Enps[enps])=0,"",{formula.removeprefix("=")})'


def theme_score(which: str, otherwise: str) -> str:
    """The highest (`MAX`) or lowest (`MIN`) theme score, or a text where there is none yet."""
    empty, score = quoted(otherwise), f"{which}(ThemeScores[score])"
    return f"=IF(COUNT(ThemeScores[score])=0,{empty},{score})"


def best_theme(which: str) -> str:
    """The name of the theme with the highest or lowest score."""
    return f'=IFERROR(INDEX(ThemeScores[name],{_best(which)}),"")'


def compared_theme(which: str) -> str:
    """The comparisons of that theme, below each other."""
    return _compared("ThemeScores", _best(which), "IFERROR(FIXED({figure},1),{figure})")


def theme(column: str, place: int) -> str:
    """A figure or name of the theme at a place; blank where there are fewer themes."""
    cell = f"INDEX(ThemeScores[{column}],{place})"
    return f'=IF({place}>ROWS(ThemeScores[theme]),"",IF({cell}="","",{cell}))'


def theme_beside(comparison: str, place: int) -> str:
    """A comparison of the theme at a place; blank where there is no such comparison or theme."""
    cell = _cell("ThemeScores", str(place), comparison)
    none = f'OR({comparison}="",{place}>ROWS(ThemeScores[theme]))'
    return f'=IF({none},"",IFERROR(IF({cell}="","",{cell}),""))'


def theme_change(comparison: str, place: int) -> str:
    """How far the theme at a place is from a comparison; blank where either has no figure."""
    score = f"INDEX(ThemeScores[score],{place})"
    change = f"{score}-{_cell('ThemeScores', str(place), comparison)}"
    return f'=IFERROR(ROUND({change},1),"")'


def change_heading(words: str) -> str:
    """What the changes are called; blank where there is nothing to compare with."""
    return f'=IF({COMPARISONS[0]}="","",{quoted(words)})'


def more_themes(shown: int, words: str) -> str:
    """That there are more themes than the page shows."""
    return f'=IF(ROWS(ThemeScores[theme])>{shown},{quoted(words)},"")'


def against(words: str, preposition: str) -> str:
    """`Largest rises against Previous`."""
    first = COMPARISONS[0]
    return f'=IF({first}="","",{quoted(words)}&" "&{quoted(preposition)}&" "&{first})'


def highlight(kind: str, place: int, none: str, mark: Callable[[str], str]) -> str:
    """`+0,3  Workload ▲`: a theme of `Highlights` against the first comparison.

    Args:
        kind: risen or fallen.
        place: among those of that kind.
        none: to say where there is none.
        mark: gives the part of the formula with the mark of a subject.
    """
    row = f'MATCH("theme {kind} 1 {place}",Highlights[key],0)'
    change = f"INDEX(Highlights[change],{row})"
    sign = "+" if kind == "risen" else ""
    marked = mark(f"INDEX(Highlights[subject],{row})")
    shown = f'"{sign}"&FIXED({change},1)&"  "&INDEX(Highlights[name],{row})&" "&{marked}'
    found = f'IF(ABS({change})<0.05,"",{shown})'
    missing = f'IF({COMPARISONS[0]}="","",{quoted(none)})' if place == 1 else '""'
    return f"=IFERROR({found},{missing})"


def last_run(item: str) -> str:
    """A row of `LastRun`; blank before the first run."""
    return f'=IFERROR(INDEX(LastRun[value],MATCH("{item}",LastRun[item],0))&"","")'


def count_of_problems(severities: tuple[str, ...]) -> str:
    """How many errors (or remarks) the sheet `Problems` holds, in whatever language."""
    parts = [f"COUNTIF(Problems[severity],{quoted(word)})" for word in severities]
    return "=" + "+".join(parts)


def _setting(name: str) -> str:
    return f"INDEX(Survey[value],MATCH({quoted(name)},Survey[setting],0))"


def _figure(column: str, name: str) -> str:
    return f"INDEX(Summary[{column}],MATCH({quoted(name)},Summary[measure],0))"


def _best(which: str) -> str:
    return f"MATCH({which}(ThemeScores[score]),ThemeScores[score],0)"


def _cell(table: str, row: str, comparison: str) -> str:
    """A comparison's figure in a row of a table."""
    return f"INDEX({table}[],{row},MATCH({comparison},{table}[[#Headers]],0))"


def _compared(table: str, row: str, shown: str) -> str:
    """Each comparison's name and figure on a line of its own; a dash stays a dash."""
    lines = []
    for number, name in enumerate(COMPARISONS):
        figure = shown.format(figure=_cell(table, row, name))
        start = "" if number == 0 else "CHAR(10)&"
        lines.append(f'IF({name}="","",{start}{name}&" "&{figure})')
    return f'=IFERROR({"&".join(lines)},"")'
