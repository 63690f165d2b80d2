"""What authors say wrongly of a metric, a source, a table or a finding: told, and no traceback."""

from __future__ import annotations

import pytest

from meetlat import Finding, ResultTable, Source, metric
from meetlat.plugins.failure import describe_failure
from meetlat.plugins.parameters import MetricError
from meetlat.plugins.result_table import check_table
from meetlat.plugins.sources import as_source
from meetlat.plugins.supervision import CapturedOutput, StoppedError, run_guarded
from tests.plugins.test_bad_plugins import QUESTIONS, RESPONSES
from tests.surveys import survey

SAYS = """
import polars as pl
from meetlat import Counts, hookimpl, metric
@metric(table="Share", {said})
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
    assert found.tables, "the rest is recalculated"
    return problem


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('formats={"share": 3}', "'3' is no number format for the column share"),
        ('formats={"share": "[[bad"}', "is no number format for the column share"),
        ('formats="0%"', "formats is '0%'"),
        ("named=3", "named is 3; write a text between quotation marks"),
        ('on="yes"', "on is 'yes'; write True or False"),
        ('columns={"share": {"nl": ""}}', "'' is no heading for the column share"),
        ('formats={"shar": "0%"}', "but its table has no such column; did you mean share?"),
        ('main="nothing"', "main names nothing, but its table has no such column"),
        ('columns={"share": {"nl": "n"}}', 'two columns of the table Share are called "n"'),
    ],
)
def test_what_is_said_wrongly_of_a_metric_is_told(tmp_path, said, words):
    sentence = problem_of(tmp_path, SAYS.format(said=said)).sentence()
    assert words in sentence
    assert "mine.py, line 4" in sentence
    assert "MetricError" not in sentence


@pytest.mark.parametrize(
    "written", ["0%", "0.00", "#,##0;[Red]-#,##0", '0 "van 10"', r"0\[", "[>=1]0;General"]
)
def test_number_formats_that_excel_reads_are_taken(written):
    assert metric(table="Share", formats={"share": written})(lambda counts: counts)


@pytest.mark.parametrize(
    ("name", "frame", "words"),
    [
        (3, None, "3 is no name for a table"),
        ("Best", None, "the table Best holds NoneType, not a Polars frame"),
    ],
)
def test_a_table_that_is_none_is_refused(name, frame, words):
    with pytest.raises(MetricError, match=words):
        check_table(ResultTable(name, frame), ())


def test_a_table_longer_than_a_sheet_is_refused():
    import polars as pl

    frame = pl.select(x=pl.repeat(1, 1_048_576))
    with pytest.raises(MetricError, match="1048576 rows and 1 columns, more than a sheet"):
        check_table(ResultTable("Best", frame), ())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"labels": 3}, "its labels is 3"),
        ({"labels": {"pride": 3}}, "its labels of pride are 3"),
        ({"rows": "x"}, "its rows has 'x'"),
        ({"aside": 3}, "its aside is 3"),
        ({"findings": ["x"]}, "its findings has str, not a Finding"),
    ],
)
def test_what_is_said_wrongly_of_a_source_is_told(said, words):
    import polars as pl

    with pytest.raises(TypeError, match=words):
        as_source(Source(pl.DataFrame({"pride": ["agree"]}), **said))


FINDS = """
from meetlat import Finding, hookimpl
@hookimpl
def check_catalogue(catalogue):
    return [Finding("no.", table="Questions", row=0, column={column!r})]
"""


def test_a_misspelt_column_of_a_finding_is_told(tmp_path):
    sentence = problem_of(tmp_path, FINDS.format(column="thme")).sentence()
    assert "the table Questions has no column thme; did you mean theme?" in sentence


def test_a_finding_may_be_of_a_column_that_hr_left_out(tmp_path):
    assert problem_of(tmp_path, FINDS.format(column="weight")).code == "own-remark"


def test_a_finding_without_words_is_told():
    with pytest.raises(TypeError, match="3 is no text"):
        Finding(3).problem("mine")  # type: ignore[arg-type]


RULE = """
from meetlat import hookimpl
def middle(answers): ...
@hookimpl
def register_theme_rules(register):
    register(middle)
"""


def test_a_theme_whose_rule_was_left_out_has_no_score_and_one_remark(tmp_path):
    themes = "| theme | name | rule |\n|---|---|---|\n| work | Work | middle |\n"
    assert problem_of(tmp_path, RULE, Themes=themes).code == "plugin-broken"


def test_a_hook_that_asks_for_what_it_does_not_get_is_told_what_it_gets(tmp_path):
    plugin = "from meetlat import hookimpl\n@hookimpl\ndef read_responses(path): ...\n"
    sentence = problem_of(tmp_path, plugin).sentence()
    assert "read_responses asks for path; what it can ask for is file" in sentence


def test_the_place_of_wrong_syntax_is_told_once(tmp_path):
    sentence = problem_of(tmp_path, "x = 1\nf(:\n").sentence()
    assert sentence.count("line 2") == 1


def test_a_source_that_takes_too_long_has_words():
    with pytest.raises(StoppedError) as stopped:
        run_guarded(lambda: [0 for _ in iter(int, 1)], CapturedOutput(), limit=0.1)
    assert describe_failure(stopped.value).message == "it took longer than 0.1 seconds"
