"""Every fault that is planted in a sound survey is reported exactly once, with its cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetlat.languages import Language
from meetlat.problems.problem import Problem
from meetlat.problems.severities import (
    BUTTON,
    PLUGINS,
    REPORT,
    SEVERITIES,
    TRUST,
)
from meetlat.recalculation import check, recalculate
from tests.examples import few_examples
from tests.faults import (
    PLAUSIBILITY,
    Fault,
    batches,
    compatible,
    edited,
    parts,
    planted,
    planted_alone,
    sound,
    sound_sheets,
    written,
)
from tests.faults.catalogue import CATALOGUE
from tests.faults.responses import RESPONSES
from tests.faults.waves import WAVES
from tests.faults.weights import WEIGHTS
from tests.shipped_plugins.plausibility_faults import LINT
from tests.surveys import shown

DOCS = Path(__file__).parents[1] / "docs"
FAULTS = [*CATALOGUE, *RESPONSES, *WAVES, *WEIGHTS, *LINT]

ELSEWHERE = {
    "rule": "every rule of our schemas has words of its own; see test_catalogue",
    "more-not-on-scale": "it comes after ten others; see test_responses",
    "labels-disagree": "it takes a source with labels, such as SPSS; see tests/shipped_plugins",
    "wave-metric-failed": "it takes a metric that stops there; see test_waves",
    "responses-locked": "another program holds the file; see test_responses",
    "weights-drawn-in": "it takes two segments of very unequal response; see test_weights",
    "responses-big": "it takes a file of more than a sheet holds; see test_responses",
}
"""Codes that no cell of the sound survey and no small file gives, and where they are tried."""


def test_nothing_is_wrong_with_the_sound_survey(tmp_path):
    assert [str(problem) for problem in planted([], tmp_path)] == []


def test_nor_with_a_real_workbook_of_it(tmp_path):
    file = written(tmp_path / "survey.xlsx", sound_sheets())
    assert [str(problem) for problem in check(file)] == []


EXAMPLES = {fault.code: fault for fault in reversed(FAULTS)}
"""The first fault of each code, which `docs/problems.md` shows."""

TOGETHER = [fault for fault in FAULTS if not fault.apart and not fault.also and not fault.files]
BATCHES = batches(fault for fault in TOGETHER if fault is not EXAMPLES[fault.code])


@cache
def planted_in_batches() -> Mapping[int, list[Problem]]:
    """By `id` of the fault its problems, of those batches that give exactly what is expected."""
    found = {}
    for batch in BATCHES:
        with TemporaryDirectory(prefix="survey-") as folder:
            problems = planted(batch, Path(folder))
        if Counter((p.code, p.place) for p in problems) == Counter(expected(batch)):
            for fault in batch:
                found[id(fault)] = [p for p in problems if (p.code, p.place) == fault.expected]
    return found


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_gives_one_problem(fault: Fault):
    """Planted with others where that gives exactly their problems; else alone."""
    problems = planted_in_batches().get(id(fault)) or planted_alone(fault)
    assert_gives_its_problem(fault, problems)


@pytest.mark.nightly
@pytest.mark.parametrize("fault", [f for batch in BATCHES for f in batch], ids=str)
def test_a_fault_gives_one_problem_when_planted_alone(fault: Fault):
    assert_gives_its_problem(fault, planted_alone(fault))


def assert_gives_its_problem(fault: Fault, problems: list[Problem]) -> None:
    """One problem, at its place, with words in both languages."""
    assert [(p.code, p.place) for p in problems] == [fault.expected], [str(p) for p in problems]
    for language in ("en", "nl"):
        told = problems[0].render(language)
        assert not re.search(r"[{}]|None|\[\]", told)
        assert told.endswith((".", "?"))


def test_the_page_of_problems_is_current_and_holds_every_code():
    """Here, where each of its examples has been planted already."""
    spec = spec_from_file_location("problems_page", DOCS / "problems.py")
    assert spec
    assert spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    page = (DOCS / "problems.md").read_text(encoding="utf-8")
    assert page == made.page(), "run python docs/problems.py"
    assert [c for c in (*SEVERITIES, *PLAUSIBILITY) if f"## `{c}`" not in page] == []


def test_there_are_many_and_each_is_another():
    assert len(FAULTS) >= 120
    twice = [name for name, n in Counter((f.code, f.name) for f in FAULTS).items() if n > 1]
    assert twice == []


def test_every_code_that_checking_can_give_is_planted():
    others, tried = {*BUTTON, *PLUGINS, *REPORT, *TRUST, *ELSEWHERE}, {f.code for f in FAULTS}
    assert {*SEVERITIES, *PLAUSIBILITY} - others - tried == set()
    assert tried.intersection(ELSEWHERE) == set()


@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: f"{len(batch)} from {batch[0]}")
def test_a_batch_gives_exactly_the_problems_of_its_faults(batch: list[Fault], tmp_path: Path):
    problems = planted(batch, tmp_path)
    assert Counter((p.code, p.place) for p in problems) == Counter(expected(batch))
    assert is_in_order(problems)


@settings(few_examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(TOGETHER), min_size=2, max_size=30, unique_by=id))
def test_any_faults_together_give_exactly_their_own_problems(tmp_path, faults: list[Fault]):
    chosen = compatible(faults)
    problems = planted(chosen, tmp_path)
    assert Counter((p.code, p.place) for p in problems) == Counter(expected(chosen))
    assert is_in_order(problems)


def test_many_in_one_workbook_are_told_in_the_workbook(tmp_path):
    """At least twenty, some of which only a real workbook can hold, in both severities."""
    chosen = compatible(sorted(FAULTS, key=lambda f: not f.also))
    chosen = [f for f in chosen if not f.files][:40]
    problems, language, told = told_in_workbook(chosen, tmp_path)
    assert len(problems) >= 20
    assert {p.severity for p in problems} == {"error", "remark"}
    assert Counter((p.code, p.place) for p in problems) == Counter(expected(chosen))
    assert is_in_order(problems)
    assert told == [
        [p.severity_in(language), p.sheet, p.cell, p.value_in(language), *p.sentences(language)]
        for p in problems
    ]


def expected(faults: Iterable[Fault]) -> list[tuple[str, str]]:
    """The code and place of their problems."""
    return [fault.expected for fault in faults]


def is_in_order(problems: Iterable[Problem]) -> bool:
    """Errors before remarks; then by sheet as they stand in the workbook, row and column."""

    def key(problem: Problem) -> tuple:
        sheet, row, column = parts(problem.place) if problem.cell else ("", 0, 0)
        order = list(sound.TABLES).index(sheet) if sheet in sound.TABLES else -1
        return problem.severity == "remark", order, row, column

    return all(key(one) <= key(next_) for one, next_ in pairwise(problems))


def told_in_workbook(
    faults: list[Fault], folder: Path
) -> tuple[list[Problem], Language, list[list]]:
    """The problems of a real workbook, its language, and the rows of its sheet `Problems`."""
    file = written(folder / "survey.xlsx", edited(faults), faults)
    results = recalculate(file)
    assert dict(results) == {}, "nothing is recalculated where there are errors"
    return results.problems, results.settings.language, shown(file, "Problems")[1:]
