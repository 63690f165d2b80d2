"""Bad plugins are reported with file and line, and do not change the figures of other plugins."""

from __future__ import annotations

import builtins
import os
import re
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest

from meetlat.log import log_file
from meetlat.plugins.parameters import MetricError
from meetlat.problems.problem import Problem
from tests.surveys import survey
from xlengines.calc.connection import load_uno
from xlengines.shared.errors import Refused

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
| pressure | work  | agreement |
"""

RESPONSES = """
| pride    | pressure | team  |
|----------|----------|-------|
| agree    | disagree | North |
| agree    | disagree | North |
| neutral  | disagree | North |
| disagree | neutral  | North |
| agree    | agree    | North |
| neutral  | agree    | North |
| agree    | disagree | South |
| agree    | disagree | South |
| neutral  | disagree | South |
| disagree | neutral  | South |
| agree    | agree    | South |
| neutral  | agree    | South |
"""

SEGMENTS = """
| segment |
|---------|
| team    |
"""


@dataclass(frozen=True)
class Bad:
    """A bad plugin and its problem: the code, words of the message, and the line in the plugin."""

    name: str
    code: str
    plugin: str
    words: str
    line: int


HEADER = """\
import sys, time
import polars as pl
from meetlat import Answers, Counts, ResultTable, hookimpl, metric

KEYS = Counts.KEYS
"""


def whole(name: str, code: str, words: str, line: int, plugin: str) -> Bad:
    """A complete plugin."""
    return Bad(name, code, dedent(plugin).lstrip("\n"), words, line)


def body(
    name: str,
    words: str,
    inside: str,
    *,
    line: int = 9,
    arguments: str = "counts",
    declared: str = 'table="Bad"',
) -> Bad:
    """A metric with a bad body, which starts on line 9 of the file."""
    lines = "\n".join(f"    {line}" for line in dedent(inside).strip().splitlines())
    plugin = (
        f"{HEADER}\n@metric({declared})\ndef bad({arguments}):\n{lines}\n\n"
        "@hookimpl\ndef register_metrics(register):\n    register(bad)\n"
    )
    return Bad(name, "metric-failed", plugin, words, line)


def hook(name: str, code: str, words: str, line: int, inside: str) -> Bad:
    """A plugin with a bad hook, which starts on line 6 of the file."""
    return Bad(name, code, HEADER + dedent(inside).lstrip("\n"), words, line)


BAD = [
    # Plugins that cannot be loaded.
    whole("no such module", "plugin-broken", "No module named 'no_such'", 1, "import no_such"),
    whole("syntax", "plugin-broken", "SyntaxError: ", 2, "x = 1\ndef f(:"),
    whole("indentation", "plugin-broken", "IndentationError: ", 2, "def f():\nreturn 1"),
    whole("null bytes", "plugin-broken", "null bytes", 1, "x = 1\0"),
    whole("not in UTF-8", "plugin-broken", "SyntaxError: ", 1, "# -*- coding: nothing -*-"),
    whole("raises", "plugin-broken", "ZeroDivisionError", 2, "x = 1\n1 / 0"),
    whole("exits", "plugin-broken", "SystemExit: 3", 2, "import sys\nsys.exit(3)"),
    whole("interrupts", "plugin-broken", "KeyboardInterrupt", 1, "raise KeyboardInterrupt"),
    whole("asks for input", "plugin-broken", "EOFError", 1, "name = input()"),
    whole("endless", "plugin-overdue", "longer than", 2, "x = 1\nwhile True: pass"),
    whole(
        "an exception that raises",
        "plugin-broken",
        "Odd",
        4,
        """
        class Odd(Exception):
            def __str__(self):
                raise ValueError
        raise Odd
        """,
    ),
    # Plugins with wrong hooks.
    hook(
        "wrong hook",
        "hook-unknown",
        '"register_metric" that does not exist',
        6,
        "@hookimpl\ndef register_metric(register): ...\n",
    ),
    hook(
        "wrong argument",
        "plugin-broken",
        "metrics",
        6,
        "@hookimpl\ndef register_metrics(metrics): ...\n",
    ),
    hook(
        "a hook that is not marked",
        "hook-unmarked",
        '"register_metrics" that is not marked as a hook',
        8,
        """
        @metric(table='Bad')
        def bad(counts): ...
        def register_metrics(register):
            register(bad)
        """.replace("\n        ", "\n"),
    ),
    hook(
        "a metric that is not registered",
        "metric-unregistered",
        '"bad" that is not registered',
        6,
        "@metric(table='Bad')\ndef bad(counts): ...\n",
    ),
    hook(
        "a table with a bad name",
        "plugin-broken",
        "'My table' is not a name that Excel takes for a table and its sheet",
        10,
        """
        @metric(table='My table')
        def bad(counts): ...
        @hookimpl
        def register_metrics(register):
            register(bad)
        """.replace("\n        ", "\n"),
    ),
    hook(
        "former defaults of no parameter",
        "plugin-broken",
        "former names size, which is no parameter of bad",
        6,
        "@metric(table='Bad', former={'size': [1]})\ndef bad(counts, boxes: int = 2): ...\n",
    ),
    hook(
        "no metric",
        "plugin-broken",
        "is no metric; write @metric(...) above the function",
        8,
        "@hookimpl\ndef register_metrics(register):\n    register(len)\n",
    ),
    hook(
        "a duplicate",
        "metric-twice",
        'the metric "likert" is already registered by meetlat_likert',
        6,
        """
        @metric(table="Mine")
        def likert(counts): ...

        @hookimpl
        def register_metrics(register):
            register(likert)
        """,
    ),
    # Metrics with a wrong declaration.
    hook(
        "a wrong annotation",
        "plugin-broken",
        "the parameter boxes of bad is int, and its default is 'two'",
        6,
        "@metric(table='Bad')\ndef bad(counts, boxes: int = 'two'): ...\n",
    ),
    hook(
        "an unknown annotation",
        "plugin-broken",
        "name 'Integer' is not defined",
        7,
        """
        @metric(table='Bad')
        def bad(counts, boxes: Integer = 2): ...
        """,
    ),
    hook(
        "an unknown argument",
        "plugin-broken",
        "the argument count of bad is none of counts, answers, groups, questions",
        6,
        "@metric(table='Bad')\ndef bad(count): ...\n",
    ),
    hook(
        "unknown keys",
        "plugin-broken",
        "keys must be Counts.KEYS",
        6,
        "@metric(table='Bad', keys=['question'])\ndef bad(counts): ...\n",
    ),
    hook(
        "an unknown language",
        "plugin-broken",
        "'de' is no language of Meetlat: nl, en",
        6,
        "@metric(table='Bad', titles={'de': 'Schlecht'})\ndef bad(counts): ...\n",
    ),
    # Metrics that fail.
    body("raises itself", "ValueError: too few boxes", 'raise ValueError("too few boxes")'),
    body("exits itself", "SystemExit: 3", "x = 1\nsys.exit(3)", line=10),
    body("no such column", "ColumnNotFoundError", "return counts.select('boxes')"),
    body("a panic in Polars", "PanicException", "raise pl.exceptions.PanicException('boo')"),
    body("too deep", "RecursionError", "def deeper(): return deeper()\ndeeper()"),
    body("a very long message", "ValueError: aaa", "raise ValueError('a' * 10_000_000)"),
    # Metrics that return an invalid table.
    body("nothing", "it gave nothing; end it with return", "pass", line=7),
    body("a number", "it gave int, not a Polars frame", "return 3", line=7),
    body(
        "text for a number",
        "its column n holds text, but 0% is for numbers",
        "return counts.group_by(KEYS).agg(n=pl.lit('12%'))",
        declared='table="Bad", formats={"n": "0%"}',
        line=7,
    ),
    body("lazy", "LazyFrame, not a Polars frame; end it with", "return counts.lazy()", line=7),
    body(
        "no keys",
        "no column segment; did you group by Counts.KEYS?",
        "return pl.DataFrame({'n': [1]})",
        line=7,
    ),
    body("only keys", "no column beside", "return counts.select(KEYS).unique()", line=7),
    body(
        "a key twice",
        "two rows of the same segment, group, question",
        "return pl.concat([counts.select(*KEYS, 'n')] * 2)",
        line=7,
    ),
    body(
        "an invented question",
        "a row of question 'joy', which it was not given",
        "return counts.group_by(KEYS).agg(n=pl.len()).with_columns(question=pl.lit('joy')).head(1)",
        line=7,
    ),
    body(
        "an invented group",
        "a row of segment 'team', group 'West', which it was not given",
        "return pl.DataFrame({'segment': ['team'], 'group': ['West'], 'question': ['pride'],"
        " 'n': [1]})",
        line=7,
    ),
    body(
        "a key that is a number",
        "its column question holds Int32, not text",
        "return counts.group_by(KEYS).agg(n=pl.len()).with_columns(question=1)",
        line=7,
    ),
    body(
        "a key without a type",
        "its column segment holds Null, not text",
        "return counts.group_by(KEYS).agg(x=pl.len()).with_columns(segment=None)",
        line=7,
    ),
    body(
        "columns that differ only by capitals",
        "two columns of the table Bad differ only by their capitals",
        "return counts.group_by(KEYS).agg(x=pl.len(), X=pl.len())",
        line=7,
    ),
    body(
        "a blank key",
        "its column question has a blank",
        "return counts.group_by(KEYS).agg(n=pl.len())"
        ".with_columns(question=pl.lit(None, pl.String))",
        line=7,
    ),
    body(
        "NaN",
        "its column x has a figure that is not a number",
        "return counts.group_by(KEYS).agg(x=pl.lit(0.0) / 0)",
        line=7,
    ),
    body(
        "infinite",
        "its column x has a figure that is not a number",
        "return counts.group_by(KEYS).agg(x=pl.lit(1.0) / 0)",
        line=7,
    ),
    body(
        "a column of lists",
        "its column x holds List(Int64), which no cell can",
        "return counts.group_by(KEYS).agg(x='n')",
        line=7,
    ),
    body(
        "a column of objects",
        "its column x holds Object, which no cell can",
        "f = counts.group_by(KEYS).agg(n=pl.len())\n"
        "return f.with_columns(pl.Series('x', [object()] * len(f), dtype=pl.Object))",
        line=7,
    ),
    body(
        "a column without a name",
        "'' is no name for a column",
        "return counts.group_by(KEYS).agg(pl.len().alias(''))",
        line=7,
    ),
    body(
        "the engine's own column",
        "its column text is one that the engine adds itself",
        "return counts.group_by(KEYS).agg(text=pl.lit('x'))",
        line=7,
    ),
    body(
        "far too wide",
        "its table has 2000 columns; 250 is the most",
        "return counts.group_by(KEYS).agg(pl.len().alias(f'x{i}') for i in range(2000))",
        line=7,
    ),
    body(
        "far too long",
        "two rows of the same",
        "return pl.select(segment=pl.repeat('', 5_000_000), group=pl.repeat('', 5_000_000),"
        " question=pl.repeat('pride', 5_000_000), n=pl.repeat(1, 5_000_000))",
        line=7,
    ),
    body(
        "groups of its own",
        "the engine adds the column group itself",
        "return pl.DataFrame({'group': ['x'], 'question': ['pride'], 'n': [1]})",
        arguments="answers",
        line=7,
    ),
    body(
        "segments of its own",
        "the engine adds the column segment itself",
        "return pl.DataFrame({'segment': ['x'], 'question': ['pride'], 'n': [1]})",
        arguments="answers, groups",
        line=7,
    ),
    body(
        "no group beside groups",
        "its table has no column group",
        "return pl.DataFrame({'question': ['pride'], 'n': [1]})",
        arguments="answers, groups",
        line=7,
    ),
    body(
        "no number of people",
        "a metric over persons needs a column n",
        "return pl.DataFrame({'question': ['pride'], 'people': [6], 'mean': [5.0]})",
        arguments="answers",
        line=7,
    ),
    body(
        "a number of people that is no whole number",
        "its column n holds Float64",
        "return pl.DataFrame({'question': ['pride'], 'n': [6.0], 'mean': [5.0]})",
        arguments="answers",
        line=7,
    ),
    # Plugins that derive invalid tables from the results.
    hook(
        "derives nothing",
        "tables-failed",
        "it returned nothing; write yield before each ResultTable",
        6,
        "@hookimpl\ndef result_tables(report): ...\n",
    ),
    hook(
        "derives one table without yield",
        "tables-failed",
        "it returned one ResultTable; write yield before each ResultTable",
        6,
        "@hookimpl\ndef result_tables(report):\n    return ResultTable('X', pl.DataFrame())\n",
    ),
    hook(
        "derives from a misspelt table",
        "tables-failed",
        "there is no table ThemeScore; did you mean ThemeScores?",
        8,
        "@hookimpl\ndef result_tables(report):\n    yield report['ThemeScore']\n",
    ),
    hook(
        "derives a number",
        "tables-failed",
        "it gave int, not a ResultTable",
        6,
        "@hookimpl\ndef result_tables(report):\n    return [3]\n",
    ),
    hook(
        "derives a table without columns",
        "tables-failed",
        "the table Y has no columns",
        6,
        "@hookimpl\ndef result_tables(report):\n    return [ResultTable('Y', pl.DataFrame())]\n",
    ),
    hook(
        "another's table",
        "tables-failed",
        "the table Summary is another metric's already",
        6,
        """
        @hookimpl
        def result_tables(report):
            yield ResultTable("Summary", pl.DataFrame({"measure": ["x"], "current": [1.0]}))
        """,
    ),
    # Plugins with rules for the catalogue that fail.
    hook(
        "rules that raise",
        "rules-failed",
        "ZeroDivisionError",
        8,
        "@hookimpl\ndef check_catalogue(catalogue):\n    return [1 / 0]\n",
    ),
    hook(
        "rules that return a number",
        "rules-failed",
        "it gave int, not a Finding",
        6,
        "@hookimpl\ndef check_catalogue(catalogue):\n    return [3]\n",
    ),
    hook(
        "a check of the answers that raises",
        "rules-failed",
        "ZeroDivisionError",
        8,
        "@hookimpl\ndef check_answers(survey):\n    return [1 / 0]\n",
    ),
]


@pytest.fixture(autouse=True)
def own_log(monkeypatch, tmp_path):
    """Use a log of its own for each test."""
    for variable in ("XDG_STATE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "state"))


@pytest.fixture
def impatient(monkeypatch):
    """Set a time limit of a second. Only for plugins that hang: a busy machine may be slow."""
    monkeypatch.setenv("MEETLAT_TIME_LIMIT", "1")


def recalculated(folder: Path, **plugins: str):
    (folder / "plugins").mkdir(parents=True, exist_ok=True)
    for name, code in plugins.items():
        (folder / "plugins" / f"{name}.py").write_text(code, encoding="utf-8", newline="\n")
    tables = {"Questions": QUESTIONS, "Responses": RESPONSES, "Segments": SEGMENTS}
    return survey(folder, **tables)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The figures without any plugin in the folder."""
    return recalculated(tmp_path_factory.mktemp("sound"))


def same(results, sound) -> bool:
    """Whether all tables without plugins are there, and equal, except the time in LastRun."""
    everywhere = {t: f for t, f in results.all_groups.items() if t in sound.all_groups}
    tables = all(results[table].equals(sound[table]) for table in sound if table != "LastRun")
    return tables and all(f.equals(sound.all_groups[t]) for t, f in everywhere.items())


def numbered(bad: Bad) -> Bad:
    """The same plugin and table with a number in their names, so that several can run together."""
    name = f"bad{BAD.index(bad)}"
    plugin, words = (text.replace("bad", name) for text in (bad.plugin, bad.words))
    table = f"Bad_{BAD.index(bad)}"  # without the underscore it is the name of a cell
    plugin, words = (text.replace("Bad", table) for text in (plugin, words))
    return replace(bad, name=name, plugin=plugin, words=words)


# The endless one takes too long to run with others.
TOGETHER = [bad for bad in BAD if bad.code != "plugin-overdue"]
ALONE = [bad for bad in BAD if bad.code == "plugin-overdue"]
EACH = [*ALONE, *(pytest.param(bad, marks=pytest.mark.nightly) for bad in TOGETHER)]


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    """The results with all bad plugins in one folder."""
    plugins = {bad.name: bad.plugin for bad in map(numbered, TOGETHER)}
    return recalculated(tmp_path_factory.mktemp("together"), **plugins)


def test_all_bad_plugins_together_do_not_change_the_figures(together, sound):
    assert len(together.problems) == len(TOGETHER)
    assert same(together, sound)


@pytest.mark.parametrize("bad", TOGETHER, ids=lambda bad: bad.name)
def test_a_bad_plugin_among_others_is_reported_with_file_and_line(bad, together):
    own = numbered(bad)
    named = re.compile(rf"{own.name}\b")
    (problem,) = (p for p in together.problems if named.search(f"{p.sentence('en')} {p.value}"))
    assert_reported(own, problem)


@pytest.mark.parametrize("bad", EACH, ids=lambda bad: bad.name)
def test_a_bad_plugin_is_reported_with_file_and_line_and_stops_no_other(
    bad, tmp_path, sound, request
):
    if bad in ALONE:
        request.getfixturevalue("impatient")
    results = recalculated(tmp_path, bad=bad.plugin)
    (problem,) = results.problems
    assert_reported(bad, problem)
    assert "bad" in f"{problem.sentence('en')} {problem.value}"
    assert same(results, sound)


def assert_reported(bad: Bad, problem: Problem) -> None:
    """The problem has the words and the line of the plugin, in both languages."""
    assert problem.code == bad.code
    assert bad.words in problem.sentence("en")
    if "reason" in problem.facts and bad.code != "plugin-overdue":
        assert bad.words in problem.sentence("nl"), "the words of the exception, in any language"
    assert f"line {bad.line}" in problem.sentence("en")
    assert f"regel {bad.line}" in problem.sentence("nl")
    assert len(problem.sentence()) < 1_000


@pytest.fixture
def bridged(monkeypatch):
    """Load LibreOffice's bridge to Python, which replaces the import function."""
    monkeypatch.setattr(builtins, "__import__", builtins.__import__)  # restored after the test
    try:
        uno = load_uno()
    except Refused as refused:
        pytest.skip(str(refused))
    monkeypatch.setattr(builtins, "__import__", uno._uno_import)


@pytest.mark.usefixtures("bridged")
@pytest.mark.parametrize("code", ["import math\n1 / 0\n", "import math\nimport no_such\n"])
def test_with_libreoffices_import_hook_the_failing_line_is_still_that_of_the_plugin(code, tmp_path):
    (problem,) = recalculated(tmp_path, bad=code).problems
    assert "bad.py, line 2" in problem.sentence("en")


def good(inside: str, *, arguments: str = "counts", table: str = "Fine") -> str:
    """A metric that does something it should not, and then returns a valid table."""
    lines = "\n".join(f"    {line}" for line in dedent(inside).strip().splitlines())
    return (
        f'{HEADER}\nimport os\n@metric(table="{table}")\ndef fine({arguments}):\n{lines}\n'
        f"    return {TABLES[arguments]}\n\n"
        "@hookimpl\ndef register_metrics(register):\n    register(fine)\n"
    )


TABLES = {
    "counts": "pl.DataFrame(counts).group_by(KEYS).agg(n=pl.col('n').sum())"
    " if 'n' in counts.columns else pl.DataFrame(schema={**dict.fromkeys(KEYS, pl.String),"
    " 'n': pl.Int64})",
    "answers, questions, themes": "pl.DataFrame({'question': ['pride'], 'n': [1]})",
}


GOOD = good("pass", table="Good").replace("fine", "good")


def test_a_metric_of_another_file_need_not_be_registered_again(tmp_path):
    results = recalculated(tmp_path, a_table=f"{HEADER}\nfrom .good import good", good=GOOD)
    assert results.problems == []


@pytest.mark.parametrize(
    "mischief",
    [
        "counts.drop_in_place('n')",
        "counts.insert_column(0, pl.Series('x', [0] * len(counts)))",
        "counts[0, 'n'] = 1_000_000",
        "counts['n'].set(pl.Series([True] * len(counts)), 7) if hasattr(pl.Series, 'set') else 0",
        "counts.extend(pl.DataFrame(counts))",
    ],
)
def test_a_metric_that_changes_its_counts_does_not_change_those_of_others(
    mischief, tmp_path, sound
):
    results = recalculated(
        tmp_path, a_spoiler=good(f"try:\n    {mischief}\nexcept Exception: pass")
    )
    assert not results.problems
    assert same(results, sound)


def test_a_metric_that_changes_answers_questions_or_themes_does_not_change_those_of_others(
    tmp_path, sound
):
    inside = """
    for frame in (answers, questions, themes):
        for column in frame.columns:
            frame.drop_in_place(column)
    """
    arguments = "answers, questions, themes"
    second = good("assert answers.width == questions.height == 2", arguments=arguments)
    results = recalculated(
        tmp_path,
        a=good(inside, arguments=arguments),
        b=second.replace("fine", "second").replace("Fine", "Second"),
    )
    assert not results.problems
    assert {"Fine", "Second"} <= set(results)
    assert same(results, sound)


def test_a_plugin_that_changes_the_results_does_not_change_those_of_others(tmp_path, sound):
    spoiler = """
    from meetlat import hookimpl
    @hookimpl(tryfirst=True)
    def result_tables(report):
        report["ThemeScores"].drop_in_place("score")
        report.all_groups["ThemeScores"].drop_in_place("score")
        report.tables.clear()
        report.problems.append("nonsense")
        report.catalogue.theme_names.clear()
        return []
    """
    results = recalculated(tmp_path, bad=dedent(spoiler))
    assert not results.problems
    assert same(results, sound)


def test_process_state_that_a_plugin_changes_is_restored(tmp_path, sound):
    before = Path.cwd(), dict(os.environ), list(sys.path)
    inside = "os.chdir('..'); os.environ['MEETLAT_X'] = '1'; sys.path.insert(0, 'x')"
    results = recalculated(tmp_path, fine=good(inside), bad=f"import os, sys\n{inside}\n")
    assert not results.problems
    assert (Path.cwd(), dict(os.environ), sys.path) == before
    assert same(results, sound)


def test_output_of_a_plugin_gives_one_remark_and_is_kept_in_the_log(tmp_path, sound, capfd):
    loud = good("print('looking at', len(counts))\nprint('oops', file=sys.stderr)\n")
    results = recalculated(tmp_path, loud=f"print('hello')\n{loud}")

    (problem,) = results.problems
    assert (problem.code, problem.value) == ("plugin-printed", "plugins/loud.py")
    assert '"hello looking at 24 oops"' in problem.sentence("en")
    assert '"hello looking at 24 oops"' in problem.sentence("nl")
    assert "hello\nlooking at 24\noops" in log_file().read_text(encoding="utf-8")
    assert capfd.readouterr() == ("", "")
    assert same(results, sound)


def test_very_long_output_of_a_plugin_is_cut_short_in_the_log(tmp_path, sound, capfd):
    inside = "for _ in range(300):\n    print('a' * 1_000_000)"
    results = recalculated(tmp_path, loud=good(inside))
    (problem,) = results.problems
    assert problem.code == "plugin-printed"
    assert len(problem.sentence()) < 400
    assert log_file().stat().st_size < 5_000
    assert capfd.readouterr() == ("", "")
    assert same(results, sound)


@pytest.mark.parametrize(
    "inside",
    [
        "while True: pass",
        "while True:\n    try:\n        time.sleep(0.01)\n    except Exception: pass",
        "import itertools\nfor _ in itertools.count(): pass",
        "while True: print('still here')",
    ],
    ids=["loop", "takes exceptions", "counts", "prints"],
)
@pytest.mark.usefixtures("impatient")
def test_a_metric_that_hangs_is_stopped_and_reported(inside, tmp_path, sound):
    results = recalculated(tmp_path, bad=good(inside), good=GOOD)
    problem = results.problems[0]
    assert "Good" in results
    assert problem.code == "plugin-overdue"
    assert "fine took longer than 1 seconds" in problem.sentence()
    assert "bad.py, line" in problem.sentence()
    assert "MEETLAT_TIME_LIMIT" in problem.remedy("nl")
    assert same(results, sound)


@pytest.mark.usefixtures("impatient")
def test_a_metric_that_cannot_be_stopped_is_abandoned_without_output(
    tmp_path, sound, monkeypatch, capfd
):
    monkeypatch.setattr("meetlat.plugins.supervision.GRACE", 0.2)
    before = threading.active_count()
    results = recalculated(tmp_path, bad=good("time.sleep(2)\nprint('too late')"))
    assert [p.code for p in results.problems] == ["plugin-overdue"]
    assert same(results, sound)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and threading.active_count() > before:
            thread.join(3)
    assert capfd.readouterr().out == ""


def test_a_failing_metric_does_not_stop_another_metric_of_the_same_file(tmp_path, sound):
    code = good("raise ValueError('no')").replace("fine", "first").replace("Fine", "First")
    second = good("pass").partition("@metric")
    code = code.replace("@hookimpl", "@metric" + second[2].partition("@hookimpl")[0] + "@hookimpl")
    results = recalculated(tmp_path, two=f"{code}    register(fine)\n")
    assert [p.value for p in results.problems] == ["first"]
    assert "Fine" in results
    assert same(results, sound)


def test_a_metric_that_fails_for_one_group_gives_no_table_at_all(tmp_path):
    inside = "if len(answers) > 5: raise ValueError('too many')"
    results = recalculated(tmp_path, bad=good(inside, arguments="answers, questions, themes"))
    assert [p.code for p in results.problems] == ["metric-failed"]
    assert "Fine" not in results
    assert "Fine" not in results.all_groups


def test_tables_of_two_groups_with_other_columns_are_an_error(tmp_path):
    code = good("pass", arguments="answers, questions, themes")
    code = code.replace("'n': [1]", "'n': [9], f'own{len(answers)}': [1]")
    results = recalculated(tmp_path, bad=code)
    assert not results.problems, "the report shows only one group"
    with pytest.raises(MetricError, match="fine for all groups: its tables of two groups have"):
        results.all_groups["Fine"]


def test_the_survey_without_bad_plugins_has_no_problems_and_right_scores(sound):
    assert not sound.problems
    assert sound["ThemeScores"]["score"].to_list() == [pytest.approx((20 / 3 + 25 / 6) / 2)]
    assert isinstance(sound.all_groups["ThemeScores"], pl.DataFrame)
