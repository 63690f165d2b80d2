"""The formulas of the report. They name tables and columns, so they follow any change.

Only functions that every Excel since 2007 and LibreOffice know. A figure inside a text goes through
`FIXED` or a format without decimals: the format letters of `TEXT` differ from language to language.
In the brackets of a whole table or of its headings stands what both of them read in a file (`T[]`,
`T[[#Headers]]`). A text may be one that switches with the language of the survey (see `said`).
"""

from collections.abc import Callable, Iterable
from string import Formatter

from meetlat.languages import LANGUAGES, Language, words
from meetlat.reading.cells import yes_words
from meetlat_workbooks.said import by_language, quoted

NEW_LINE = "&CHAR(10)&"

COMPARISONS = ("comparison_1", "comparison_2", "comparison_3")
"""Names of the cells that say what the first comparisons are called; blank where there is none."""

ALL_COMPARISONS, MOST_NUMBERED = "comparison_names", 9
"""Name of the cells with all of them, in the engine's order, and how many those are."""

WHOLE, OF_WHOLE, GROUP = "comparison_whole", "comparisons_of_whole", "group_shown"
"""Names of cells: the comparison that is the organisation itself, those with figures of it beside
a group, and that group; all blank where the report is of everyone."""

FIRST_SHOWN = "comparison_1_shown"
"""Name of the cell with what people call the first comparison: the organisation's name is long."""

AGAINST = "against_first"
"""Name of the cell that says what a change is against; blank where there is nothing."""

FIRST_DAY, LAST_DAY = "fieldwork_first_day", "fieldwork_last_day"
"""Names of cells: the days of the fieldwork in words, each blank where nobody told it."""

LOWEST, HIGHEST = "score_lowest", "score_highest"
"""Names of the cells that say from where to where a score can run."""


def setting(name: str) -> str:
    """The value of a setting."""
    return "=" + _setting(name)


def day(name: str) -> str:
    """`10 March 2025`, a setting in the language of the survey; blank where there is none.

    Not by `TEXT`: its letters for day and year are others in a Dutch Excel.
    """
    date = _setting(name)
    told = by_language({language: _in_words(date, language) for language in LANGUAGES})
    return f'=IF({date}&""="","",IFERROR({told},{date}&""))'


def _in_words(date: str, language: Language) -> str:
    """A day in one language, as a part of a formula."""
    names = ",".join(map(quoted, words(language).several("format.months")))
    facts = {"day": f"DAY({date})", "year": f"YEAR({date})"}
    facts["month"] = f"CHOOSE(MONTH({date}),{names})"
    parts = Formatter().parse(words(language)["format.date_in_words"])
    both = ((quoted(text) if text else "", facts[name] if name else "") for text, name, *_ in parts)
    return "&".join(part for pair in both for part in pair if part)


def fieldwork(label: str, until: str) -> str:
    """`Fieldwork: 10 March 2025 to 23 March 2025`, as far as it is told."""
    between = f'IF(OR({FIRST_DAY}="",{LAST_DAY}=""),""," "&{quoted(until)}&" ")'
    told = f'{quoted(label)}&": "&{FIRST_DAY}&{between}&{LAST_DAY}'
    return f'=IF({FIRST_DAY}&{LAST_DAY}="","",{told})'


def language() -> str:
    """The language of the survey; Dutch unless told."""
    known = by_language({name: quoted(name) for name in LANGUAGES}, _setting("language"))
    return f"=IFERROR({known},{quoted(LANGUAGES[0])})"


def comparison(number: int) -> str:
    """What a comparison is called, in the order by which results number them; the first is 0.

    Columns of tables stand in HR's order, which may be another.
    """
    return last_run(f"comparison {number + 1}")


def first_shown(whole: str) -> str:
    """What people call the first comparison: the organisation by a word."""
    first = COMPARISONS[0]
    return f'=IF({first}="","",{_if_whole(quoted(whole), first)})'


def _if_whole(beside: str, otherwise: str) -> str:
    """One of two parts of a formula, where there is a first comparison: is it the organisation?"""
    return f"IF({COMPARISONS[0]}={WHOLE},{beside},{otherwise})"


def against(preposition: str, beside: str) -> str:
    """`against Previous`, or what is said of the organisation; blank where there is nothing."""
    first = COMPARISONS[0]
    named = f'{quoted(preposition)}&" "&{short(first, LONGEST_HEADING)}'
    return f'=IF({first}="","",{_if_whole(quoted(beside), named)})'


def change_against(words: str) -> str:
    """`Difference against Previous`: the heading of changes."""
    return f'=IF({AGAINST}="","",{quoted(words)}&" "&{AGAINST})'


def own_heading(header: str, whole: str) -> str:
    """What stands above a comparison: the header of its column; the organisation by a word."""
    called = f"IF({header}={WHOLE},{quoted(whole)},{short(header, LONGEST_HEADING)})"
    return f'=IF({header}="","",{called})'


LONGEST_HEADING = 30
"""Letters of a comparison's name above its figures."""


def short(text: str, most: int) -> str:
    """A part of a formula: a text, with an ellipsis for what there is no room for."""
    return f'IF(LEN({text})>{most},LEFT({text},{most - 1})&"…",{text}&"")'


def of_whole(words: str) -> str:
    """`Previous, Benchmark: of the whole organisation`; blank where no figures beside are."""
    return f'=IF({OF_WHOLE}="","",{OF_WHOLE}&": "&{quoted(words)})'


def more_comparisons(words: str) -> str:
    """That there are more comparisons than the page has room for; blank where there are none."""
    return f'=IF(INDEX({ALL_COMPARISONS},{len(COMPARISONS) + 1})="","",{quoted(words)})'


def higher_is_better(before: str, after: str) -> str:
    """What a higher figure means, said of the lowest theme: its name may read the other way."""
    name = best_theme("MIN").removeprefix("=")
    return f'=IF(COUNT(ThemeScores[score])=0,"",{quoted(before)}&{name}&{quoted(after)})'


def shown(label: str, everyone: str) -> str:
    """Whom the figures are of, since they were computed."""
    return f'={quoted(label)}&": "&IF({GROUP}="",{quoted(everyone)},{GROUP})'


def lowest_score() -> str:
    """The least that an answer of a theme can score; 0 where nothing is scored yet."""
    return f"=IFERROR({OFFSET}-SUMPRODUCT(MAX({_scored()}*({OFFSET}-Scales[score]))),0)*({_any()})"


def highest_score() -> str:
    """The most that an answer of a theme can score; 10 where nothing is scored yet."""
    most = f"SUMPRODUCT(MAX({_scored()}*(Scales[score]+{OFFSET})))-{OFFSET}"
    return f"=IFERROR(IF({_any()},{most},10),10)"


def ends_of_bars() -> str:
    """`0 10`: the least and the most that a score can be."""
    return f'={LOWEST}&" "&{HIGHEST}'


OFFSET = 1000
"""Added to a score, so that the one that is not counted is never the most."""


def _scored() -> str:
    """Of each answer: whether it has a score, on a scale of a question in a theme."""
    used = 'COUNTIFS(Questions[scale],Scales[scale],Questions[theme],"<>")>0'
    return f"({used})*ISNUMBER(Scales[score])"


def _any() -> str:
    return f"SUMPRODUCT({_scored()})>0"


def measure(name: str, otherwise: str) -> str:
    """A figure of `Summary`, or a text where there is none yet."""
    figure = _figure("current", name)
    return f'=IFERROR(IF({figure}="",{quoted(otherwise)},{figure}),{quoted(otherwise)})'


def people(of: str, noun: str) -> str:
    """How many answered of how many invited, or only how many where the latter is not known."""
    invited, respondents = _figure("current", "invited"), _figure("current", "respondents")
    among = f'IF({invited}="","",{quoted(of)}&" "&{invited}&" ")'
    counted = f'{respondents}&" "&{among}&{quoted(noun)}'
    return f'=IFERROR(IF({respondents}="","",{counted}),"")'


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


def enps_change(number: str, mark: str) -> str:
    """`+10 ▲ against Previous`; blank where there is no eNPS, or none to compare it with.

    Args:
        number: its format.
        mark: the part of the formula with the mark of the first eNPS question.
    """
    beside = _cell("Enps", "1", COMPARISONS[0])
    change = f'TEXT(ROUND(INDEX(Enps[enps],1)-{beside},0),"{number}")'
    told = f'{change}&IF({mark}="",""," "&{mark})&" "&{AGAINST}'
    return _asked(f'=IF({AGAINST}="","",IFERROR({told},""))')


def enps_part(part: str, noun: str) -> str:
    """`■ Promoters 18%`: the block is drawn in the colour of the ring."""
    share = f'TEXT(INDEX(Enps[{part}],1),"0%")'
    return f'IFERROR("■ "&{quoted(noun)}&" "&{share},"")'


def where_enps(formula: str, otherwise: str) -> str:
    """One of two parts of a formula: there is an eNPS, or there is none."""
    return f"=IF(COUNT(Enps[enps])=0,{otherwise},{formula})"


def no_enps() -> str:
    """Whether nobody was asked for an eNPS: a rule for the look of the card of it."""
    return f'={ENPS_SHOWN}=""'


ENPS_SHOWN = "enps_shown"
"""Name of a cell with the share of promoters; blank where nobody was asked."""


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


def change_heading(words: str, beside: str) -> str:
    """What the changes are called; blank where there is nothing to compare with.

    `beside` says it of the organisation.
    """
    return f'=IF({COMPARISONS[0]}="","",{_if_whole(quoted(beside), quoted(words))})'


def more_themes(shown: int, words: str) -> str:
    """That there are more themes than the page shows."""
    return f'=IF(ROWS(ThemeScores[theme])>{shown},{quoted(words)},"")'


def most_against(words: str) -> str:
    """`Top 3 against Previous`; of the organisation the heading of the list speaks already."""
    what = _if_whole('""', f'" "&{AGAINST}')
    return f'=IF({AGAINST}="","",{quoted(words)}&{what})'


TWO_LINES = {"theme": 50, "question": 90}
"""Letters of a name that go on the two lines there are for it on the first page."""


def highlight(which: tuple[str, str, int], none: str, mark: Callable[[str], str]) -> str:
    """`+0,3  Workload ▲`: a row of `Highlights` against the first comparison.

    Args:
        which: theme or question, risen or fallen, and the place among those.
        none: to say where there is none.
        mark: gives the part of the formula with the mark of a subject.
    """
    of, kind, place = which
    row = f'MATCH("{of} {kind} 1 {place}",Highlights[key],0)'
    change = f"INDEX(Highlights[change],{row})"
    sign = "+" if kind == "risen" else ""
    marked = mark(f"INDEX(Highlights[subject],{row})")
    name = short(f"INDEX(Highlights[name],{row})", TWO_LINES[of])
    shown = f'"{sign}"&FIXED({change},1)&"   "&{name}&" "&{marked}'
    found = f'IF(ABS({change})<0.05,"",{shown})'
    missing = f'IF({COMPARISONS[0]}="","",{quoted(none)})' if place == 1 else '""'
    return f"=IFERROR({found},{missing})"


def extreme_question(kind: str, place: int, turned: str) -> str:
    """`8,9  I know what is expected of me`: one of the questions that score highest or lowest.

    `turned` is said of one that is scored in reverse: its words would else tell the contrary.
    """
    row = f'MATCH("question {kind} 0 {place}",Highlights[key],0)'
    name = short(f"INDEX(Highlights[name],{row})", TWO_LINES["question"])
    said = if_turned(f"INDEX(Highlights[subject],{row})", turned)
    shown = f'FIXED(INDEX(Highlights[score],{row}),1)&"   "&{name}&{said}'
    return f'=IFERROR({shown},"")'


def if_turned(question: str, words: str) -> str:
    """Words behind a question that is scored in reverse, as a part of a formula.

    Args:
        question: a part of a formula: its code.
        words: to say.
    """
    told = f'LOWER(INDEX(Questions[reverse],MATCH({question},Questions[question],0))&"")'
    yes = ",".join(map(quoted, sorted(yes_words())))
    return f'IF(ISNUMBER(MATCH({told},{{{yes}}},0))," "&{quoted(words)},"")'


def last_run(item: str) -> str:
    """A row of `LastRun`; blank before the first run."""
    return f'=IFERROR(INDEX(LastRun[value],MATCH("{item}",LastRun[item],0))&"","")'


def count_of_problems(severities: Iterable[str]) -> str:
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
        called = FIRST_SHOWN if number == 0 else name
        lines.append(f'IF({name}="","",{start}{called}&" "&{figure})')
    return f'=IFERROR({"&".join(lines)},"")'
