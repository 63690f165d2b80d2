"""Wrong declarations of metrics, sources, tables and findings give a message, not a traceback."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from math import inf, nan
from pickle import dumps, loads

import polars as pl
import pytest

from meetlat import Finding, ResultTable, Source, metric
from meetlat.plugins.failure import describe_failure
from meetlat.plugins.parameters import MetricError
from meetlat.plugins.result_table import check_table
from meetlat.plugins.sources import as_source
from meetlat.plugins.supervision import CapturedOutput, StoppedError, run_guarded
from tests.plugins.test_bad_plugins import QUESTIONS, RESPONSES
from tests.surveys import survey

DECLARATION = """
import polars as pl
from meetlat import Counts, hookimpl, metric
@metric(table="Share", {declared})
def share(counts):
    return counts.group_by(Counts.KEYS).agg(n=pl.len(), share=pl.lit(0.5))
@hookimpl
def register_metrics(register):
    register(share)
"""


def problem_of(folder, plugin: str, **tables: str):
    (folder / "plugins").mkdir()
    (folder / "plugins" / "mine.py").write_text(plugin, encoding="utf-8")
    found = survey(folder, Questions=QUESTIONS, Responses=RESPONSES, **tables).results
    (problem,) = [p for p in found.problems if "mine" in f"{p.value} {p.facts}"]
    assert found.tables, "the other results are there"
    return problem


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ('formats={"share": 3}', "'3' is no number format for the column share"),
        ('formats={"share": "[[bad"}', "is no number format for the column share"),
        ('formats="0%"', "formats is '0%'"),
        ("named=3", "named is 3; write a text between quotation marks"),
        ('without="enps"', 'write ("enps",)'),
        ('on="yes"', "on is 'yes'; write True or False"),
        ("fewest=True", "fewest is True; write a number of people"),
        ("fewest=30", "share has fewest, so it must ask for answers or person_means"),
        ('columns={"share": {"nl": ""}}', "'' is no heading for the column share"),
        ('formats={"shar": "0%"}', "but its table has no such column; did you mean share?"),
        ('main="nothing"', "main names nothing, but its table has no such column"),
        ('columns={"share": {"nl": "n"}}', 'two columns of the table Share are called "n"'),
    ],
)
def test_a_wrong_argument_of_the_metric_decorator_gives_a_message(tmp_path, declared, words):
    sentence = problem_of(tmp_path, DECLARATION.format(declared=declared)).sentence()
    assert words in sentence
    assert "mine.py, line 4" in sentence
    assert "MetricError" not in sentence


@pytest.mark.parametrize(
    "written", ["0%", "0.00", "#,##0;[Red]-#,##0", '0 "van 10"', r"0\[", "[>=1]0;General"]
)
def test_number_formats_that_excel_knows_are_accepted(written):
    assert metric(table="Share", formats={"share": written})(lambda counts: counts)


@pytest.mark.parametrize(
    ("name", "frame", "words"),
    [
        (3, None, "3 is no name for a table"),
        ("Best", None, "the table Best holds NoneType, not a Polars frame"),
    ],
)
def test_a_result_table_without_a_name_or_a_frame_is_refused(name, frame, words):
    with pytest.raises(MetricError, match=words):
        check_table(ResultTable(name, frame), ())


def test_a_result_table_longer_than_a_sheet_is_refused():
    frame = pl.select(x=pl.repeat(1, 1_048_576))
    with pytest.raises(MetricError, match="1048576 rows and 1 columns, more than a sheet"):
        check_table(ResultTable("Best", frame), ())


@pytest.mark.parametrize("figures", [[1e308, 1e308, None], [None, None], [-1e308, -1e308]])
def test_figures_are_accepted_even_if_their_sum_is_too_large(figures):
    check_table(ResultTable("Best", pl.DataFrame({"x": figures}, {"x": pl.Float64})), ())


@pytest.mark.parametrize("figures", [[1.0, inf], [inf, -inf], [1.0, nan, None]])
def test_a_figure_that_is_not_finite_is_refused(figures):
    with pytest.raises(MetricError, match="its column x has a figure that is not a number"):
        check_table(ResultTable("Best", pl.DataFrame({"x": figures}, {"x": pl.Float64})), ())


CHANGES = """
from dataclasses import asdict, replace
from meetlat import hookimpl

@hookimpl
def result_tables(report):
    table = report.tables["QuestionScores"]
    table.formats["score"] = "0.00"
    table.headings["score"] = {"en": "Mark"}
    table.comparisons.append("n")
    table.frame.drop_in_place("text")
    assert asdict(table)["formats"]["score"] == "0.00"
    yield replace(table, name="Mine", comparisons=())
"""


def test_a_plugin_can_change_its_copy_of_a_table_and_not_the_report(tmp_path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "mine.py").write_text(CHANGES, encoding="utf-8")
    tables = {"Questions": QUESTIONS, "Responses": RESPONSES}
    changed, other = survey(tmp_path, **tables), survey(**tables)
    assert changed.tables["Mine"].formats["score"] == "0.00"
    assert changed.tables["Mine"].heading("score", "en") == "Mark"
    one, two = (asdict(report.tables["QuestionScores"]) for report in (changed, other))
    assert one.pop("frame").equals(two.pop("frame"))
    assert one == two


def test_a_result_table_can_be_copied_and_sent_to_another_process():
    table = survey(Questions=QUESTIONS, Responses=RESPONSES).tables["QuestionScores"]
    for copied in (deepcopy(table), loads(dumps(table))):  # noqa: S301 (ours)
        assert copied.frame.equals(table.frame)
        assert (copied.formats, copied.headings) == (table.formats, table.headings)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"labels": 3}, "its labels is 3"),
        ({"labels": {"pride": 3}}, "its labels of pride are 3"),
        ({"rows": "x"}, "its rows has 'x'"),
        ({"aside": 3}, "its aside is 3"),
        ({"findings": ["x"]}, "its findings has str, not a Finding"),
    ],
)
def test_a_wrong_field_of_a_source_gives_a_message(fields, words):
    with pytest.raises(TypeError, match=words):
        as_source(Source(pl.DataFrame({"pride": ["agree"]}), **fields))


FINDING = """
from meetlat import Finding, hookimpl
@hookimpl
def check_catalogue(catalogue):
    return [Finding("no.", table="Questions", row=0, column={column!r})]
"""


def test_a_finding_with_a_misspelt_column_suggests_the_closest_name(tmp_path):
    sentence = problem_of(tmp_path, FINDING.format(column="thme")).sentence()
    assert "the table Questions has no column thme; did you mean theme?" in sentence


def test_a_finding_may_name_an_optional_column_that_the_table_lacks(tmp_path):
    assert problem_of(tmp_path, FINDING.format(column="weight")).code == "own-remark"


def test_a_finding_without_a_text_is_refused():
    with pytest.raises(TypeError, match="3 is no text"):
        Finding(3).problem("mine")  # type: ignore[arg-type]


RULE = """
from meetlat import hookimpl
def middle(answers): ...
@hookimpl
def register_theme_rules(register):
    register(middle)
"""


def test_a_theme_rule_that_cannot_be_registered_gives_one_problem(tmp_path):
    themes = "| theme | name | rule |\n|---|---|---|\n| work | Work | middle |\n"
    assert problem_of(tmp_path, RULE, Themes=themes).code == "plugin-broken"


def test_a_hook_with_a_wrong_argument_is_reported_with_the_right_arguments(tmp_path):
    plugin = "from meetlat import hookimpl\n@hookimpl\ndef read_responses(path): ...\n"
    sentence = problem_of(tmp_path, plugin).sentence()
    assert "read_responses asks for path; what it can ask for is file" in sentence


def test_the_line_of_a_syntax_error_is_given_once(tmp_path):
    sentence = problem_of(tmp_path, "x = 1\nf(:\n").sentence()
    assert sentence.count("line 2") == 1


def test_exceeding_the_time_limit_is_described_in_words():
    with pytest.raises(StoppedError) as stopped:
        run_guarded(lambda: [0 for _ in iter(int, 1)], CapturedOutput(), limit=0.1)
    assert describe_failure(stopped.value).message == "it took longer than 0.1 seconds"
