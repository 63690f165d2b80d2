"""Plugins in the folder beside the workbook: their tables, and messages if one is wrong."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest

from meetlat.plugins import manager
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


def test_a_file_in_the_folder_plugins_adds_a_metric(tmp_path):
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


def test_a_metric_is_compared_only_with_figures_of_that_metric(tmp_path):
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


def test_a_metric_never_gets_a_group_that_is_too_small(tmp_path):
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
    # Five people are withheld together, so no other team is withheld to protect them.
    answers += "| agree | agree | |\n"
    segments = "| segment |\n|---|\n| team |\n"
    results = survey(tmp_path, Questions=QUESTIONS, Responses=answers, Segments=segments)
    groups = set(results.all_groups["Spy"]["group"])
    assert groups == {"", "big"}
    assert results.groups.sizes.select("group", "n", "withheld").rows() == [
        ("", 10, False),
        ("big", 5, False),
        ("small", None, True),
    ]


BAD_SIGNATURE = """
from meetlat import metric
@metric(table='X')
def wrong(answer): ...
"""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("\n\nimport sys; sys.exit(3)", "SystemExit: 3"),
        (BAD_SIGNATURE, "has no default that would make it a parameter; did you mean answers?"),
    ],
    ids=["exits", "signature"],
)
def test_a_plugin_that_cannot_be_loaded_does_not_stop_another_plugin(tmp_path, code, words):
    put(tmp_path, "bad.py", code)
    put(tmp_path, "top_box.py", TOP_BOX)
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    (problem,) = results.problems
    assert problem.code == "plugin-broken"
    assert problem.value == "plugins/bad.py"
    assert words in problem.sentence()
    assert "bad.py, line 3" in problem.sentence()
    assert {"TopBox", "ThemeScores", "QuestionScores", "Summary"} <= set(results)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("Questions", "the table Questions is not for results"),
        ("problems", "the table problems is not for results"),
        ("QuestionScores", "the table QuestionScores is another metric's already"),
        ("questionscores", "the table questionscores is another metric's already"),
        ("My table", "'My table' is not a name that Excel takes for a table and its sheet"),
        ("AB12", "'AB12' is not a name that Excel takes for a table and its sheet"),
    ],
)
def test_the_table_of_a_metric_needs_a_valid_name_that_is_not_taken(tmp_path, table, words):
    code = TOP_BOX.replace('table="TopBox"', f'table="{table}"')
    put(tmp_path, "top_box.py", code)
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    is_taken = "already" in words  # by a metric that may be switched off
    assert [p.code for p in results.problems] == ["metric-failed" if is_taken else "plugin-broken"]
    assert words in results.problems[0].sentence()


FORMER = TOP_BOX.replace('table="TopBox"', 'table="TopBox", former={"boxes": [1, 3]}')


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("", []),
        ("boxes=2", []),  # the present default
        ("boxes=4", []),
        ("boxes=1", ["parameter-former-default"]),
        ("boxes=3", ["parameter-former-default"]),
    ],
)
def test_a_stored_value_that_was_the_default_is_mentioned(tmp_path, written, codes):
    put(tmp_path, "top_box.py", FORMER)
    metrics = f"| metric | on | parameters |\n|--|--|--|\n| top_box | yes | {written} |\n"
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics)
    assert [p.code for p in results.problems] == codes
    assert "TopBox" in results
    if codes:
        usual = "was the usual value of the metric top_box. Now it is 2."
        assert f"{written} {usual}" in results.problems[0].sentence()


def test_a_blank_parameter_follows_a_default_that_changes_in_the_code(tmp_path):
    tables = {"Questions": QUESTIONS, "Responses": RESPONSES}
    tables["Metrics"] = "| metric | on | parameters |\n|--|--|--|\n| top_box | yes | |\n"
    shares = []
    for boxes in (1, 2):
        put(tmp_path, "top_box.py", TOP_BOX.replace("boxes: int = 2", f"boxes: int = {boxes}"))
        shares.append(survey(tmp_path, **tables)["TopBox"]["top_box"].to_list())
    assert shares[0] != shares[1]


def test_a_column_may_have_a_name_that_the_engine_uses_internally(tmp_path):
    code = TOP_BOX.replace("top_box=pl.col", "subject=pl.col").replace("n=pl", "label=pl")
    put(tmp_path, "top_box.py", code)
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    assert results["TopBox"].columns == ["question", "text", "label", "subject"]


def test_a_misspelt_hook_is_reported_with_the_existing_hooks(tmp_path):
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


def test_a_second_metric_of_the_same_name_is_left_out_with_a_message(tmp_path):
    put(
        tmp_path,
        "mine.py",
        TOP_BOX.replace("top_box(", "likert(").replace("r(top_box", "r(likert"),
    )
    (problem,) = load_plugins(tmp_path / "plugins").problems
    assert problem.sentence() == (
        'the metric "likert" is already registered by meetlat_likert; that of plugins/mine.py, '
        "line 6, is not used."
    )


def test_a_metric_over_persons_gets_the_answers_of_each_group_that_may_be_shown(tmp_path):
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
            return pl.DataFrame({"n": [both], "seen": [len(SEEN)]})

        @hookimpl
        def register_metrics(register):
            register(together)
        """,
    )
    answers = "| pride | pressure | team |\n|---|---|---|\n"
    answers += "| agree | neutral | big |\n" * 5 + "| agree | don't know | other |\n" * 5
    answers += "| agree | agree | small |\n" * 4
    # Five people are withheld together, so no other team is withheld to protect them.
    answers += "| agree | agree | |\n"
    segments = "| segment |\n|---|\n| team |\n"

    results = survey(tmp_path, Questions=QUESTIONS, Responses=answers, Segments=segments)

    assert results.problems == []
    assert results["Together"].rows() == [(10, 1)]
    seen = sys.modules[next(n for n in sys.modules if n.endswith(".together"))].SEEN
    both = ["pride", "pressure"]
    assert seen == [(both, both, [("work", "Work")])], "only the group that the report shows"

    for _ in ("computed", "cached"):
        assert results.all_groups["Together"].rows() == [
            ("", "", 10, 2),
            ("team", "big", 5, 3),
            ("team", "other", 5, 4),
        ]
    columns = [columns for columns, _, _ in seen[1:]]
    assert columns == [both, both, ["pride"]], "nobody in the team other scored pressure"
    assert all(columns == questions for columns, questions, _ in seen)


def test_a_metric_from_an_installed_package_is_off_until_it_is_turned_on():
    from meetlat.plugins.metrics import Metric

    def quiet(counts):
        """Nothing."""

    installed = Metric(quiet, "Quiet").from_plugin("some_package")
    assert not installed.is_on
    assert installed.from_plugin("plugins/quiet.py", dropped=True).is_on
    assert Metric(quiet, "Quiet", on=True).is_on


class Installed:
    """An entry point of an installed plugin, which counts how often its hook runs."""

    value = "some_package"

    def __init__(self, prints: str = ""):
        self.prints, self.times = prints, 0

    def load(self) -> ModuleType:
        from meetlat import hookimpl, metric

        @metric(table="Quiet")
        def quiet(counts):
            """Nothing."""

        @hookimpl
        def register_metrics(register):
            self.times += 1
            print(self.prints, end="")
            register(quiet)

        module = ModuleType(self.value)
        module.register_metrics = register_metrics
        return module


@pytest.mark.parametrize(("prints", "times"), [("", 1), ("hello", 2)])
def test_an_installed_plugin_that_loads_silently_registers_once_in_a_process(
    monkeypatch, prints, times
):
    """One that prints is loaded again, so that each recalculation has the remark about it."""
    entry = Installed(prints)
    monkeypatch.setattr(manager, "_REMEMBERED", {})
    monkeypatch.setattr(manager, "installed_plugins", lambda: [entry])
    first, second = load_plugins(), load_plugins()
    assert entry.times == times
    assert [*first.metrics] == [*second.metrics] == ["quiet"]
    assert first.hooks() == second.hooks() == {"some_package": ["register_metrics"]}
    assert len([*first.printed()]) == len([*second.printed()]) == times - 1


def test_an_installed_plugin_does_not_replace_a_metric_that_is_there(monkeypatch):
    monkeypatch.setattr(manager, "_REMEMBERED", {})
    entry = Installed()
    monkeypatch.setattr(manager, "installed_plugins", lambda: [entry])
    load_plugins()
    plugins = manager.Plugins()
    plugins.add(entry.load(), "mine")
    plugins.load_installed()
    assert plugins.metrics["quiet"].plugin == "mine"
    assert [p.code for p in plugins.problems] == ["metric-twice"]


def test_an_installed_plugin_that_is_reloaded_registers_its_new_metrics(monkeypatch, tmp_path):
    """An analyst edits a package in a notebook and calls `importlib.reload`."""
    code = """
        from meetlat import hookimpl, metric

        @metric(table="{0}")
        def {0}(counts):
            return counts

        @hookimpl
        def register_metrics(register):
            register({0})
    """
    file = tmp_path / "edited_in_a_notebook.py"
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(manager, "_REMEMBERED", {})
    entry = EntryPoint("edited", file.stem, manager.GROUP)
    monkeypatch.setattr(manager, "installed_plugins", lambda: [entry])
    file.write_text(dedent(code.format("First")), encoding="utf-8")
    assert [*load_plugins().metrics] == ["First"]
    file.write_text(dedent(code.format("Second")), encoding="utf-8")
    importlib.reload(sys.modules[file.stem])
    assert [*load_plugins().metrics] == ["Second"]
    monkeypatch.delitem(sys.modules, file.stem)
