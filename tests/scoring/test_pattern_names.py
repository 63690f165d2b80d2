"""Names that Polars would take for patterns, such as `^x$`, change nothing but the names."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from meetlat import Report
from tests.surveys import problems, survey

# The other question, theme, segment and comparison have the names that the patterns stand for.
PLAIN = {"pattern": "a", "theme": "b", "segment": "c", "compared": "d"}
PATTERNS = {"pattern": "^x$", "theme": "^y$", "segment": "^z$", "compared": "^w$"}

KEYS = ("segment", "group", "question", "theme", "answer")

PLUGIN = """
import polars as pl
from meetlat import Answers, Counts, hookimpl, metric

@metric(table="Sums", keys=Counts.GROUP_KEYS)
def sums(answers: Answers):
    "The mean of the sums of all answers."
    own = answers.sum_horizontal()
    return pl.DataFrame({"n": [len(own)], "mean": [own.mean()], "questions": [answers.width]})

@hookimpl
def register_metrics(register):
    register(sums)
"""


def scored(folder: Path, names: dict[str, str], rule: str, group: str) -> Report:
    """Forty people in two teams; few people of team B answered the question with the pattern."""
    (folder / "plugins").mkdir(exist_ok=True)
    (folder / "plugins" / "sums.py").write_text(PLUGIN, encoding="utf-8")
    pattern, theme, segment, compared = names.values()
    draw = np.random.default_rng(1)
    people = []
    for number in range(80):
        team = "AB"[number % 2]
        answers = draw.integers(1, 6, 4).tolist()
        if team == "B" and number > 8:
            answers[0] = ""
        people.append(f"| {' | '.join(map(str, answers))} | {team} | {'NS'[number % 4 // 2]} |\n")
    return survey(
        folder,
        Survey="| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        f"| smallest_group | 10 |\n| group | {group.format(segment)} |\n",
        Questions="| question | theme | scale | metric | column |\n|---|---|---|---|---|\n"
        f"| {pattern} | {theme} | five | | {pattern} |\n| x | {theme} | five | | x |\n"
        "| z | y | five | | z |\n| q | | ten | enps | q |\n",
        Scales="| scale | answer | score |\n|---|---|---|\n"
        + "".join(f"| five | {n} | {n} |\n" for n in range(1, 6))
        + "".join(f"| ten | {n} | {n} |\n" for n in range(11)),
        Themes=f"| theme | name | rule |\n|---|---|---|\n| {theme} | {theme} | {rule} |\n"
        f"| y | y | {rule} |\n",
        Segments=f"| segment | column |\n|---|---|\n| {segment} | {segment} |\n| z | s |\n",
        Metrics="| metric | on |\n|---|---|\n"
        + "".join(f"| {m} | yes |\n" for m in ("drivers", "reliability", "favourable", "sums")),
        Comparisons="| comparison | subject | value |\n|---|---|---|\n"
        f"| {compared} | {pattern} | 3 |\n| w | x | 4 |\n",
        Responses=f"| {pattern} | x | z | q | {segment} | s |\n|---|---|---|---|---|---|\n"
        + "".join(people),
    )


@pytest.mark.parametrize("rule", ["", "pooled", "respondents"])
@pytest.mark.parametrize("group", ["", "{}=B"])
def test_a_name_that_is_a_pattern_gives_the_figures_of_any_other_name(tmp_path, rule, group):
    plain, patterns = (scored(tmp_path, names, rule, group) for names in (PLAIN, PATTERNS))
    assert [p.code for p in patterns.problems] == [p.code for p in plain.problems]
    assert patterns.all_groups.keys() == plain.all_groups.keys() > {"Reliability", "Drivers"}
    assert dict(plain.all_groups["Sums"].select("group", "questions").iter_rows())["B"] == 3
    new = {PLAIN[kind]: PATTERNS[kind] for kind in PLAIN}
    for name, table in plain.all_groups.items():
        keys = [key for key in KEYS if key in table.columns]
        expected = table.with_columns(pl.col(keys).replace(new))
        found = patterns.all_groups[name]
        assert_frame_equal(found.sort(keys), expected.sort(keys))
    for name in plain.results:
        assert patterns[name].height == plain[name].height


def problems_of(answer: str, weight: str, team: str) -> list[str]:
    """Problems of answers, weights and groups in columns with these names."""
    people = ["agree | 1 | Purchase department"] * 60
    people += ["agree | | Purchase departmnt", "agre | 0 | Purchase department"]
    return problems(
        Survey="| setting | value |\n|---|---|\n| responses | Responses |\n| language | en |\n"
        f"| weights | {weight} |\n",
        Questions="| question | theme | scale | column |\n|---|---|---|---|\n"
        f"| pride | work | agreement | {answer} |\n",
        Segments=f"| segment | column |\n|---|---|\n| team | {team} |\n",
        Responses=f"| {answer} | {weight} | {team} |\n|---|---|---|\n"
        + "".join(f"| {row} |\n" for row in people),
    )


def test_columns_with_names_that_are_patterns_give_the_problems_of_others():
    plain, patterns = (problems_of(*names) for names in (("aa", "bb", "cc"), ("^a$", "^b$", "^c$")))
    assert len(plain) > 3
    for old, new in (("aa", "^a$"), ("bb", "^b$"), ("cc", "^c$")):
        plain = [re.sub(rf"\b{old}\b", lambda found, new=new: new, each) for each in plain]
    assert patterns == plain
