"""The plugins on the page about file types and rules work as the page says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from meetlat.recalculation import compute
from meetlat.scoring.results import Results
from tests.surveys import inputs

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "file-types-and-rules.md").read_text(encoding="utf-8")
READER, RULE, ANSWERS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)

SURVEY = "| setting | value |\n|---|---|\n| language | en |\n| responses | answers.jsonl |\n"
QUESTIONS = """
| question | text      | theme | scale     |
|----------|-----------|-------|-----------|
| pride    | {wording} | work  | agreement |
"""


def results(folder: Path, plugin: str, wording: str = "I am proud") -> Results:
    (folder / "plugins").mkdir()
    (folder / "plugins" / "mine.py").write_text(plugin, encoding="utf-8")
    line = '{"respondent": "%s", "pride": "agree"}\n'
    lines = [line % name for name in ("test", *range(12))]
    (folder / "answers.jsonl").write_text("".join(lines), encoding="utf-8")
    read = inputs(folder, Survey=SURVEY, Questions=QUESTIONS.format(wording=wording))
    return compute(replace(read, folder=folder)).results


def test_the_reader_on_the_page_reports_the_rows_it_leaves_out(tmp_path):
    found = results(tmp_path, READER)
    assert [str(p) for p in found.problems] == [
        "Survey!B3: 1 tests are left out. This is a rule of plugins/mine.py."
    ]
    assert found["QuestionScores"].select("n", "score").row(0) == (12, 10.0)


def test_the_rule_on_the_page_finds_a_question_that_is_too_long(tmp_path):
    long = "I am proud of all that we do here, for whom, when and why"
    found = results(tmp_path, READER + RULE.partition("\n\n")[2], long)
    assert "Questions!B2: this is more than twelve words. Shorten it." in map(str, found.problems)


def test_the_check_of_answers_finds_a_respondent_with_one_answer_everywhere(tmp_path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "mine.py").write_text(ANSWERS, encoding="utf-8")
    tables = {
        "Questions": "| question | scale |\n|--|--|\n"
        + "| pride | agreement |\n| trust | agreement |\n",
        "Responses": "| pride | trust |\n|--|--|\n"
        + "| agree | neutral |\n" * 5
        + "| neutral | neutral |\n" * 2,
    }
    (found,) = compute(inputs(tmp_path, **tables)).results.problems
    assert (found.code, found.place) == ("same-answers", "Responses!A7")
    assert str(found).startswith("Responses!A7: the same answer everywhere.")
