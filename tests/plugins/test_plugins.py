"""Plugins: found in the folder beside the workbook, and named when something is wrong with one."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from meetlat.plugins.manager import load_plugins
from tests.surveys import survey

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
| pressure | work  | agreement |
"""

RESPONSES = """
| pride    | pressure |
|----------|----------|
| agree    | disagree |
| agree    | disagree |
| neutral  | disagree |
| disagree | neutral  |
| agree    | agree    |
"""

TOP_BOX = '''
"""Top box: the share of answers in the most favourable boxes."""
import polars as pl
from meetlat import Counts, hookimpl, metric

@metric(table="TopBox", formats={"top_box": "0%"})
def top_box(counts: Counts, boxes: int = 2) -> pl.DataFrame:
    """Share of answers in the most favourable boxes, after reverse coding."""
    hits = counts.with_columns(hit=pl.col("from_top") <= boxes)
    return hits.group_by(Counts.KEYS).agg(
        n=pl.col("n").sum(),
        top_box=pl.col("n").filter("hit").sum() / pl.col("n").sum(),
    )

@hookimpl
def register_metrics(register):
    register(top_box)
'''


def put(folder: Path, name: str, code: str) -> None:
    (folder / "plugins").mkdir(exist_ok=True)
    (folder / "plugins" / name).write_text(dedent(code), encoding="utf-8")


def test_a_file_in_the_folder_adds_a_metric(tmp_path):
    put(tmp_path, "top_box.py", TOP_BOX)
    metrics = """
        | metric     | on  | questions | parameters |
        |------------|-----|-----------|------------|
        | top_box    | yes |           | boxes=1    |
    """
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics)
    assert results.problems == []
    assert results["TopBox"].rows() == [
        ("pride", "pride", 5, 0.6),
        ("pressure", "pressure", 5, 0.2),
    ]


def test_a_metric_stands_beside_comparisons_of_its_own_only(tmp_path):
    put(tmp_path, "top_box.py", TOP_BOX)
    comparisons = """
        | comparison | subject          | value |
        |------------|------------------|-------|
        | Previous   | top_box:pride    | 0.5   |
        | Previous   | pressure         | 7     |
    """
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES, Comparisons=comparisons)
    assert results["TopBox"]["Previous"].to_list() == [0.5, None]
    assert results["QuestionScores"]["Previous"].to_list() == [None, 7.0]


def test_a_metric_never_sees_a_group_that_is_too_small(tmp_path):
    put(
        tmp_path,
        "spy.py",
        """
        import polars as pl
        from meetlat import Counts, hookimpl, metric

        @metric(table="Spy")
        def spy(counts):
            return counts.group_by(Counts.KEYS).agg(pl.col("n").sum())

        @hookimpl
        def register_metrics(register):
            register(spy)
        """,
    )
    answers = "| pride | pressure | team |\n|---|---|---|\n"
    answers += "| agree | agree | big |\n" * 5 + "| agree | agree | small |\n" * 4
    answers += "| agree | agree | |\n"  # enough together, so that no other team protects them
    segments = "| segment |\n|---|\n| team |\n"
    results = survey(tmp_path, Questions=QUESTIONS, Responses=answers, Segments=segments)
    groups = set(results.all_groups["Spy"]["group"])
    assert groups == {"", "big"}
    assert results.groups.sizes.select("group", "n", "withheld").rows() == [
        ("", 10, False),
        ("big", 5, False),
        ("small", None, True),
    ]


BROKEN = {
    "syntax": ("def f(:", "SyntaxError", "bad.py, line 1"),
    "import": ("import no_such_thing", "No module named 'no_such_thing'", "bad.py, line 1"),
    "raises": ("x = 1\n1 / 0", "ZeroDivisionError", "bad.py, line 2"),
    "exits": ("import sys\nsys.exit(3)", "SystemExit", "bad.py, line 2"),
    "signature": (
        "from meetlat import metric\n@metric(table='X')\ndef wrong(answer): ...",
        "has no default that would make it a parameter; did you mean answers?",
        "bad.py, line 2",
    ),
}


@pytest.mark.parametrize(("code", "words", "place"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_is_named_with_its_line_and_stops_nobody(tmp_path, code, words, place):
    put(tmp_path, "bad.py", code)
    put(tmp_path, "top_box.py", TOP_BOX)
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    (problem,) = results.problems
    assert problem.code == "plugin-broken"
    assert problem.value == "plugins/bad.py"
    assert words in problem.sentence()
    assert place in problem.sentence()
    assert {"TopBox", "ThemeScores", "QuestionScores", "Summary"} <= set(results)


FAILING = {
    "raises": ('raise ValueError("too few boxes")', "ValueError: too few boxes (bad.py, line 5)"),
    "no frame": ("return 3", "it gave int, not a Polars frame"),
    "no keys": ("return pl.DataFrame({'n': [1]})", "its table has no column segment"),
    "twice": (
        "return counts.select(Counts.KEYS)",
        "its table has two rows of the same segment, group, question",
    ),
    "not a number": (
        "return counts.group_by(Counts.KEYS).agg(x=pl.lit(0.0) / 0)",
        "its column x has a figure that is not a number",
    ),
    "leaves": ("import sys; sys.exit(3)", "SystemExit: 3 (bad.py, line 5)"),
    "a key that is no text": (
        "return counts.group_by(Counts.KEYS).agg(x=pl.len()).with_columns(segment=None)",
        "its column segment holds Null, not text",
    ),
    "no cell": (
        "return counts.group_by(Counts.KEYS).agg(x=pl.col('n'))",
        "its column x holds List(Int64), which no cell can",
    ),
    "capitals": (
        "return counts.group_by(Counts.KEYS).agg(x=pl.len(), X=pl.len())",
        "two columns of the table Bad differ only by their capitals",
    ),
    "another's table": (
        "return counts.group_by(Counts.KEYS).agg(x=pl.len())",
        "the table QuestionScores is another metric's already",
    ),
}


@pytest.mark.parametrize(("code", "words"), FAILING.values(), ids=FAILING)
def test_a_metric_that_breaks_its_promise_is_named_and_stops_nobody(tmp_path, code, words):
    table = "QuestionScores" if "another" in words else "Bad"
    put(
        tmp_path,
        "bad.py",
        f"""
        import polars as pl
        from meetlat import Counts, hookimpl, metric
        @metric(table="{table}")
        def bad(counts):
            {code}

        @hookimpl
        def register_metrics(register):
            register(bad)
        """.strip("\n"),
    )
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    (problem,) = results.problems
    assert problem.code == "metric-failed"
    assert words in problem.sentence()
    assert {"ThemeScores", "QuestionScores", "Summary"} <= set(results)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("Questions", "the table Questions is not for results"),
        ("problems", "the table problems is not for results"),
        ("questionscores", "the table questionscores is another metric's already"),
        ("My table", "'My table' is not a name that Excel takes for a table and its sheet"),
        ("AB12", "'AB12' is not a name that Excel takes for a table and its sheet"),
    ],
)
def test_a_metric_has_a_table_of_its_own(tmp_path, table, words):
    code = TOP_BOX.replace('table="TopBox"', f'table="{table}"')
    put(tmp_path, "top_box.py", code)
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    assert [p.code for p in results.problems] == ["metric-failed"]
    assert words in results.problems[0].sentence()


DERIVED = {
    "raises": ("yield from ()\n    1 / 0", "ZeroDivisionError: division by zero (bad.py, line 6)"),
    "nothing": ("return None", "'NoneType' object is not iterable"),
    "no table": ("return [3]", "it gave int, not a ResultTable"),
    "no columns": ("return [ResultTable('Y', pl.DataFrame())]", "the table Y has no columns"),
    "another's": (
        "return [ResultTable('Summary', pl.DataFrame({'a': [1]}))]",
        "the table Summary is another metric's already",
    ),
}


@pytest.mark.parametrize(("code", "words"), DERIVED.values(), ids=DERIVED)
def test_a_plugin_that_cannot_derive_its_tables_is_named(tmp_path, code, words):
    put(
        tmp_path,
        "bad.py",
        f"import polars as pl\nfrom meetlat import ResultTable, hookimpl\n@hookimpl\n"
        f"def result_tables(report):\n    {code}\n",
    )
    report = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    (problem,) = report.problems
    assert problem.code == "tables-failed"
    assert words in problem.sentence()
    assert {"ThemeScores", "QuestionScores", "Summary"} <= set(report)


def test_a_hook_that_asks_for_what_there_is_not_is_no_unknown_hook(tmp_path):
    put(
        tmp_path,
        "bad.py",
        "from meetlat import hookimpl\n@hookimpl\ndef register_metrics(metrics): ...\n",
    )
    (problem,) = load_plugins(tmp_path / "plugins").problems
    assert problem.code == "plugin-broken"
    assert "metrics" in problem.sentence()


def test_a_function_without_its_decorator_is_no_metric(tmp_path):
    put(tmp_path, "bad.py", TOP_BOX.replace("@metric", "# @metric"))
    (problem,) = load_plugins(tmp_path / "plugins").problems
    assert "is no metric; write @metric(...) above the function" in problem.sentence()


def test_a_column_may_be_called_as_those_used_on_the_way(tmp_path):
    code = TOP_BOX.replace("top_box=pl.col", "subject=pl.col").replace("n=pl", "label=pl")
    put(tmp_path, "top_box.py", code)
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    assert results["TopBox"].columns == ["question", "text", "label", "subject"]


def test_a_misspelt_hook_is_named_with_those_there_are(tmp_path):
    put(
        tmp_path,
        "bad.py",
        """
        from meetlat import hookimpl
        @hookimpl
        def register_metric(register): ...
        """,
    )
    (problem,) = load_plugins(tmp_path / "plugins").problems
    assert str(problem) == (
        'The plugin plugins/bad.py has a hook "register_metric" that does not exist (line 3).'
        " The hooks are: register_metrics, register_theme_rules, read_responses, check_catalogue,"
        " check_answers, result_tables."
    )


def test_two_metrics_of_one_name_are_refused_naming_both(tmp_path):
    put(
        tmp_path,
        "mine.py",
        TOP_BOX.replace("top_box(", "likert(").replace("r(top_box", "r(likert"),
    )
    (problem,) = load_plugins(tmp_path / "plugins").problems
    assert problem.sentence() == (
        'the metric "likert" is already registered by meetlat_likert;'
        " the one of plugins/mine.py, line 6, is left out."
    )


def test_a_plugin_that_spoils_its_input_spoils_it_for_nobody_else(tmp_path):
    put(
        tmp_path,
        "a_spoiler.py",
        """
        import polars as pl
        from meetlat import Counts, hookimpl, metric
        @metric(table="Spoiled")
        def a_spoiler(counts):
            counts.insert_column(0, pl.Series("x", [0] * len(counts)))
            counts.drop_in_place("n")
            return counts.group_by(Counts.KEYS).agg(k=pl.len())
        @hookimpl
        def register_metrics(register):
            register(a_spoiler)
        """,
    )
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    assert results.problems == []
    assert results["QuestionScores"]["score"].to_list() == [7.0, 3.0]


def test_a_metric_may_look_at_the_answers_of_each_group_that_may_be_shown(tmp_path):
    put(
        tmp_path,
        "together.py",
        """
        import polars as pl
        from meetlat import Answers, Counts, hookimpl, metric

        SEEN = []

        @metric(table="Together", keys=Counts.GROUP_KEYS)
        def together(answers: Answers, questions, themes):
            "How many people gave an answer to both, and how many groups were seen so far."
            SEEN.append((answers.columns, questions["question"].to_list(), themes.rows()))
            both = answers.drop_nulls().height
            return pl.DataFrame({"both": [both], "seen": [len(SEEN)]})

        @hookimpl
        def register_metrics(register):
            register(together)
        """,
    )
    answers = "| pride | pressure | team |\n|---|---|---|\n"
    answers += "| agree | neutral | big |\n" * 5 + "| agree | don't know | other |\n" * 5
    answers += "| agree | agree | small |\n" * 4
    answers += "| agree | agree | |\n"  # enough together, so that no other team protects them
    segments = "| segment |\n|---|\n| team |\n"

    results = survey(tmp_path, Questions=QUESTIONS, Responses=answers, Segments=segments)

    assert results.problems == []
    assert results["Together"].rows() == [(10, 1)]
    seen = sys.modules[next(n for n in sys.modules if n.endswith(".together"))].SEEN
    both = ["pride", "pressure"]
    assert seen == [(both, both, [("work", "Work")])], "only the group that the report shows"

    for _ in ("computed now", "and kept"):
        assert results.all_groups["Together"].rows() == [
            ("", "", 10, 2),
            ("team", "big", 5, 3),
            ("team", "other", 5, 4),
        ]
    columns = [columns for columns, _, _ in seen[1:]]
    assert columns == [both, both, ["pride"]], "nobody of the others scored pressure"
    assert all(columns == questions for columns, questions, _ in seen)


def test_a_metric_from_an_installed_package_waits_until_it_is_asked_for():
    from meetlat.plugins.metrics import Metric

    def quiet(counts):
        """Nothing."""

    installed = Metric(quiet, "Quiet").from_plugin("some_package")
    assert not installed.is_on
    assert installed.from_plugin("plugins/quiet.py", dropped=True).is_on
    assert Metric(quiet, "Quiet", on=True).is_on
