"""The formulas of the report. They refer to tables and columns by name, so they follow any change.

They use only functions of Excel 2007 and later and LibreOffice. A figure in a text is written with
`FIXED` or a format without decimals, because the format letters of `TEXT` depend on the language.
References to a whole table or its headings have the form that both programs read in a file (`T[]`,
`T[[#Headers]]`). A text may depend on the language of the survey (see `multilingual`).
"""

from collections.abc import Callable, Iterable
from string import Formatter

from meetlat.languages import LANGUAGES, Language, words
from meetlat.reading.cells import yes_words
from meetlat_workbooks.multilingual import by_language, quoted

NEW_LINE = "&CHAR(10)&"

# Defined names of cells, for these formulas.
# The names of the first comparisons; blank if there are fewer.
COMPARISONS = ("comparison_1", "comparison_2", "comparison_3")

# The cells with the names of all comparisons, in the engine's order, and the number of cells.
ALL_COMPARISONS, MOST_NUMBERED = "comparison_names", 9

# The comparison that is the organisation itself, those with figures of the organisation beside a
# group, and that group; all blank if the report is about everyone.
WHOLE, OF_WHOLE, GROUP = "comparison_whole", "comparisons_of_whole", "group_shown"

# The heading of the first comparison; a short word for the organisation, whose name is long.
FIRST_SHOWN = "comparison_1_shown"

# What changes are compared with, in words; blank if there is nothing.
AGAINST = "against_first"

# The first and last day of the fieldwork in words; blank if unknown.
FIRST_DAY, LAST_DAY = "fieldwork_first_day", "fieldwork_last_day"

# The lowest and the highest possible score.
LOWEST, HIGHEST = "score_lowest", "score_highest"


def setting(name: str) -> str:
    """The value of a setting."""
    return "=" + _setting(name)


def day(name: str) -> str:
    """`10 March 2025`: a setting in the language of the survey; blank if it is.

    Without `TEXT`, whose letters for day and year are different in a Dutch Excel.
    """
    date = _setting(name)
    written = by_language({language: _in_words(date, language) for language in LANGUAGES})
    return f'=IF({date}&""="","",IFERROR({written},{date}&""))'


def _in_words(date: str, language: Language) -> str:
    """A day in one language, as a part of a formula."""
    names = ",".join(map(quoted, words(language).several("format.months")))
    facts = {"day": f"DAY({date})", "year": f"YEAR({date})"}
    facts["month"] = f"CHOOSE(MONTH({date}),{names})"
    parts = Formatter().parse(words(language)["format.date_in_words"])
    both = ((quoted(text) if text else "", facts[name] if name else "") for text, name, *_ in parts)
    return "&".join(part for pair in both for part in pair if part)


def fieldwork(label: str, until: str) -> str:
    """`Fieldwork: 10 March 2025 to 23 March 2025`, with the days that are filled in."""
    between = f'IF(OR({FIRST_DAY}="",{LAST_DAY}=""),""," "&{quoted(until)}&" ")'
    period = f'{quoted(label)}&": "&{FIRST_DAY}&{between}&{LAST_DAY}'
    return f'=IF({FIRST_DAY}&{LAST_DAY}="","",{period})'


def language() -> str:
    """The language of the survey; Dutch by default."""
    known = by_language({name: quoted(name) for name in LANGUAGES}, _setting("language"))
    return f"=IFERROR({known},{quoted(LANGUAGES[0])})"


def comparison(number: int) -> str:
    """The name of a comparison, in the order of the results; the first is 0.

    The columns of a table may be in another order, chosen by HR.
    """
    return last_run(f"comparison {number + 1}")


def first_shown(whole: str) -> str:
    """The heading of the first comparison, with a word for the organisation."""
    first = COMPARISONS[0]
    return f'=IF({first}="","",{_if_whole(quoted(whole), first)})'


def _if_whole(beside: str, otherwise: str) -> str:
    """A part of a formula: `beside` if the first comparison is the organisation."""
    return f"IF({COMPARISONS[0]}={WHOLE},{beside},{otherwise})"


def against(preposition: str, beside: str) -> str:
    """`against Previous`, or another text for the organisation; blank without comparisons."""
    first = COMPARISONS[0]
    named = f'{quoted(preposition)}&" "&{short(first, LONGEST_HEADING)}'
    return f'=IF({first}="","",{_if_whole(quoted(beside), named)})'


def change_against(words: str) -> str:
    """`Difference against Previous`: the heading of changes."""
    return f'=IF({AGAINST}="","",{quoted(words)}&" "&{AGAINST})'


def own_heading(header: str, whole: str) -> str:
    """The heading of a comparison: the header of its column, or a word for the organisation."""
    name = f"IF({header}={WHOLE},{quoted(whole)},{short(header, LONGEST_HEADING)})"
    return f'=IF({header}="","",{name})'


# The most characters of a comparison's name above its figures.
LONGEST_HEADING = 30


def short(text: str, most: int) -> str:
    """A part of a formula: a text, shortened with an ellipsis to `most` characters."""
    return f'IF(LEN({text})>{most},LEFT({text},{most - 1})&"…",{text}&"")'


def of_whole(words: str) -> str:
    """`Previous, Benchmark: of the whole organisation`; blank if no comparison is."""
    return f'=IF({OF_WHOLE}="","",{OF_WHOLE}&": "&{quoted(words)})'


def more_comparisons(words: str) -> str:
    """A text if there are more comparisons than fit on the page."""
    return f'=IF(INDEX({ALL_COMPARISONS},{len(COMPARISONS) + 1})="","",{quoted(words)})'


def higher_is_better(before: str, after: str) -> str:
    """What a higher score means, for the lowest theme, whose name may suggest the opposite."""
    name = best_theme("MIN").removeprefix("=")
    return f'=IF(COUNT(ThemeScores[score])=0,"",{quoted(before)}&{name}&{quoted(after)})'


def shown(label: str, everyone: str) -> str:
    """The group of the last run."""
    return f'={quoted(label)}&": "&IF({GROUP}="",{quoted(everyone)},{GROUP})'


def lowest_score() -> str:
    """The lowest possible score of an answer in a theme; 0 without scores."""
    return f"=IFERROR({OFFSET}-SUMPRODUCT(MAX({_scored()}*({OFFSET}-Scales[score]))),0)*({_any()})"


def highest_score() -> str:
    """The highest possible score of an answer in a theme; 10 without scores."""
    most = f"SUMPRODUCT(MAX({_scored()}*(Scales[score]+{OFFSET})))-{OFFSET}"
    return f"=IFERROR(IF({_any()},{most},10),10)"


def ends_of_bars() -> str:
    """`0 10`: the lowest and the highest possible score."""
    return f'={LOWEST}&" "&{HIGHEST}'


# Added to scores, so that a score that does not count, which becomes 0, is never the highest.
OFFSET = 1000


def _scored() -> str:
    """Whether each answer has a score, and its scale is that of a question in a theme."""
    used = 'COUNTIFS(Questions[scale],Scales[scale],Questions[theme],"<>")>0'
    return f"({used})*ISNUMBER(Scales[score])"


def _any() -> str:
    return f"SUMPRODUCT({_scored()})>0"


def measure(name: str, otherwise: str) -> str:
    """A figure of `Summary`, or a text if it is missing."""
    figure = _figure("current", name)
    return f'=IFERROR(IF({figure}="",{quoted(otherwise)},{figure}),{quoted(otherwise)})'


def people(of: str, noun: str) -> str:
    """The number of people who answered, and of those invited if that is known."""
    invited, respondents = _figure("current", "invited"), _figure("current", "respondents")
    among = f'IF({invited}="","",{quoted(of)}&" "&{invited}&" ")'
    counted = f'{respondents}&" "&{among}&{quoted(noun)}'
    return f'=IFERROR(IF({respondents}="","",{counted}),"")'


def compared_measure(name: str, number: str) -> str:
    """The comparisons of a figure of `Summary`, one on each line."""
    row = f"MATCH({quoted(name)},Summary[measure],0)"
    return _compared("Summary", row, f'TEXT({{figure}},"{number}")')


def enps(otherwise: str) -> str:
    """The eNPS of the first eNPS question, or a text if there is none."""
    return f"=IF(COUNT(Enps[enps])=0,{quoted(otherwise)},INDEX(Enps[enps],1))"


def compared_enps(number: str) -> str:
    """The comparisons of the eNPS, one on each line."""
    return _if_enps(_compared("Enps", "1", f'TEXT({{figure}},"{number}")'))


def enps_change(number: str, mark: str) -> str:
    """`+10 ▲ against Previous`; blank without an eNPS or a comparison.

    Args:
        number: the number format.
        mark: the part of the formula with the mark of the first eNPS question.
    """
    beside = _cell("Enps", "1", COMPARISONS[0])
    change = f'TEXT(ROUND(INDEX(Enps[enps],1)-{beside},0),"{number}")'
    text = f'{change}&IF({mark}="",""," "&{mark})&" "&{AGAINST}'
    return _if_enps(f'=IF({AGAINST}="","",IFERROR({text},""))')


def enps_part(part: str, noun: str) -> str:
    """`■ Promoters 18%`: the block has the colour of the ring."""
    share = f'TEXT(INDEX(Enps[{part}],1),"0%")'
    return f'IFERROR("■ "&{quoted(noun)}&" "&{share},"")'


def where_enps(formula: str, otherwise: str) -> str:
    """One of two parts of a formula, depending on whether there is an eNPS."""
    return f"=IF(COUNT(Enps[enps])=0,{otherwise},{formula})"


def no_enps() -> str:
    """Whether there is no eNPS: a rule for the format of its panel."""
    return f'={ENPS_SHOWN}=""'


# The defined name of a cell with the share of promoters; blank without an eNPS.
ENPS_SHOWN = "enps_shown"


def in_themes(over: str, themes: str) -> str:
    """`in 17 themes`, as a part of a formula."""
    return f'{quoted(over)}&" "&COUNT(ThemeScores[score])&" "&{quoted(themes)}'


def _if_enps(formula: str) -> str:
    """A formula about the eNPS; blank if there is none."""
    return f'=IF(COUNT(Enps[enps])=0,"",{formula.removeprefix("=")})'


def theme_score(which: str, otherwise: str) -> str:
    """The highest (`MAX`) or lowest (`MIN`) theme score, or a text if there are none."""
    empty, score = quoted(otherwise), f"{which}(ThemeScores[score])"
    return f"=IF(COUNT(ThemeScores[score])=0,{empty},{score})"


def best_theme(which: str) -> str:
    """The name of the theme with the highest or lowest score."""
    return f'=IFERROR(INDEX(ThemeScores[name],{_best(which)}),"")'


def compared_theme(which: str) -> str:
    """The comparisons of that theme, one on each line."""
    return _compared("ThemeScores", _best(which), "IFERROR(FIXED({figure},1),{figure})")


def theme(column: str, place: int) -> str:
    """A figure or name of the theme at a place; blank if there are fewer themes."""
    cell = f"INDEX(ThemeScores[{column}],{place})"
    return f'=IF({place}>ROWS(ThemeScores[theme]),"",IF({cell}="","",{cell}))'


def theme_beside(comparison: str, place: int) -> str:
    """A comparison of the theme at a place; blank if either does not exist."""
    cell = _cell("ThemeScores", str(place), comparison)
    none = f'OR({comparison}="",{place}>ROWS(ThemeScores[theme]))'
    return f'=IF({none},"",IFERROR(IF({cell}="","",{cell}),""))'


def theme_change(comparison: str, place: int) -> str:
    """The difference of the theme at a place from a comparison; blank if a figure is missing."""
    score = f"INDEX(ThemeScores[score],{place})"
    change = f"{score}-{_cell('ThemeScores', str(place), comparison)}"
    return f'=IFERROR(ROUND({change},1),"")'


def change_heading(words: str, beside: str) -> str:
    """The heading of the changes; blank without comparisons.

    `beside` is the heading if the first comparison is the organisation.
    """
    return f'=IF({COMPARISONS[0]}="","",{_if_whole(quoted(beside), quoted(words))})'


def more_themes(shown: int, words: str) -> str:
    """A text if there are more themes than the page shows."""
    return f'=IF(ROWS(ThemeScores[theme])>{shown},{quoted(words)},"")'


def most_against(words: str) -> str:
    """`Top 3 against Previous`; without a name for the organisation, which the heading has."""
    what = _if_whole('""', f'" "&{AGAINST}')
    return f'=IF({AGAINST}="","",{quoted(words)}&{what})'


# The most characters of a name that fit on its two lines on the first page.
TWO_LINES = {"theme": 50, "question": 90}


def highlight(which: tuple[str, str, int], none: str, mark: Callable[[str], str]) -> str:
    """`+0,3  Workload ▲`: a row of `Highlights` against the first comparison.

    Args:
        which: `theme` or `question`, `risen` or `fallen`, and the place among those.
        none: the text if there is none.
        mark: returns the part of the formula with the mark of a subject.
    """
    subject, kind, place = which
    row = f'MATCH("{subject} {kind} 1 {place}",Highlights[key],0)'
    change = f"INDEX(Highlights[change],{row})"
    sign = "+" if kind == "risen" else ""
    marked = mark(f"INDEX(Highlights[subject],{row})")
    name = short(f"INDEX(Highlights[name],{row})", TWO_LINES[subject])
    shown = f'"{sign}"&FIXED({change},1)&"   "&{name}&" "&{marked}'
    found = f'IF(ABS({change})<0.05,"",{shown})'
    missing = f'IF({COMPARISONS[0]}="","",{quoted(none)})' if place == 1 else '""'
    return f"=IFERROR({found},{missing})"


def extreme_question(kind: str, place: int, turned: str) -> str:
    """`8,9  I know what is expected of me`: one of the questions with the highest or lowest score.

    `turned` is added if it is reverse-coded, because its text would otherwise mean the opposite.
    """
    row = f'MATCH("question {kind} 0 {place}",Highlights[key],0)'
    name = short(f"INDEX(Highlights[name],{row})", TWO_LINES["question"])
    added = if_turned(f"INDEX(Highlights[subject],{row})", turned)
    shown = f'FIXED(INDEX(Highlights[score],{row}),1)&"   "&{name}&{added}'
    return f'=IFERROR({shown},"")'


def if_turned(question: str, words: str) -> str:
    """A part of a formula: a text after a reverse-coded question.

    Args:
        question: a part of a formula: the code of the question.
        words: the text.
    """
    reverse = f'LOWER(INDEX(Questions[reverse],MATCH({question},Questions[question],0))&"")'
    yes = ",".join(map(quoted, sorted(yes_words())))
    return f'IF(ISNUMBER(MATCH({reverse},{{{yes}}},0))," "&{quoted(words)},"")'


def last_run(item: str) -> str:
    """A row of `LastRun`; blank before the first run."""
    return f'=IFERROR(INDEX(LastRun[value],MATCH("{item}",LastRun[item],0))&"","")'


def count_of_problems(severities: Iterable[str]) -> str:
    """The number of errors (or remarks) on the sheet `Problems`, in any language."""
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
    """The name and figure of each comparison, one on each line; a dash stays a dash."""
    lines = []
    for number, name in enumerate(COMPARISONS):
        figure = shown.format(figure=_cell(table, row, name))
        start = "" if number == 0 else "CHAR(10)&"
        heading = FIRST_SHOWN if number == 0 else name
        lines.append(f'IF({name}="","",{start}{heading}&" "&{figure})')
    return f'=IFERROR({"&".join(lines)},"")'
