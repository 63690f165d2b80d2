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

from meetlat.api import check, recalculate
from meetlat.languages import Language
from meetlat.problems.problem import Problem
from meetlat.problems.severities import (
    BUTTON,
    PLUGINS,
    REPORT,
    SEVERITIES,
    TRUST,
)
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

# Codes that no fault in a cell or a small file can give, and where they are tested instead.
ELSEWHERE = {
    "table-not-made": "it takes an earlier recalculation; see test_tables_of_another_group",
    "run-few-apart": "it takes an earlier recalculation; see tests/checking/test_previous_run",
    "group-misspelt": "needs a survey without Population; see tests/checking/test_misspelt_groups",
    "rule": "every rule of our schemas has its own message; see test_catalogue",
    "more-not-on-scale": "needs ten other problems; see test_responses",
    "labels-disagree": "needs a source with labels, such as SPSS; see tests/shipped_plugins",
    "wave-metric-failed": "needs a metric that fails on a wave; see test_waves",
    "responses-locked": "needs another program that holds the file; see test_responses",
    "responses-spread": "needs a file with a cell far from the others; see test_responses",
    "parameter-former-default": "needs a metric whose default changed; see test_plugins",
    "responses-changed": "needs a program that writes the file; see test_parquet_batches",
    "responses-no-room": "needs a full disk; see test_parquet_batches",
    "responses-stopped": "needs a script; see tests/reading/test_arrow_streams",
    "responses-whole": "needs a very large file; see test_parquet_batches",
    "responses-big": "needs a file that is larger than a sheet; see test_responses",
}


def test_the_sound_survey_has_no_problems(tmp_path):
    assert [str(problem) for problem in planted([], tmp_path)] == []


def test_a_real_workbook_of_the_sound_survey_has_no_problems(tmp_path):
    file = written(tmp_path / "survey.xlsx", sound_sheets())
    assert [str(problem) for problem in check(file)] == []


# The first fault of each code, which `docs/problems.md` shows.
EXAMPLES = {fault.code: fault for fault in reversed(FAULTS)}

TOGETHER = [fault for fault in FAULTS if not fault.apart and not fault.also and not fault.files]
# Examples are in batches of their own, so that no suggestion in them is of another fault.
BATCHES = [
    *batches(fault for fault in TOGETHER if fault is not EXAMPLES[fault.code]),
    *batches(fault for fault in TOGETHER if fault is EXAMPLES[fault.code]),
]


@cache
def problems_of_batch(number: int) -> list[Problem]:
    with TemporaryDirectory(prefix="survey-") as folder:
        return planted(BATCHES[number], Path(folder))


@cache
def planted_in_batches() -> Mapping[int, list[Problem]]:
    """Return the problem of each fault by its `id`, for the batches that give what is expected."""
    found = {}
    for number, batch in enumerate(BATCHES):
        problems = problems_of_batch(number)
        if Counter((p.code, p.place) for p in problems) == Counter(expected(batch)):
            for fault in batch:
                found[id(fault)] = [p for p in problems if (p.code, p.place) == fault.expected]
    return found


def planted_quickly(fault: Fault) -> list[Problem]:
    """Return the problem of a fault: in a batch, if the batch gives what is expected, or alone."""
    return planted_in_batches().get(id(fault)) or planted_alone(fault)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_gives_exactly_its_problem(fault: Fault):
    assert_gives_its_problem(fault, planted_quickly(fault))


@pytest.mark.nightly
@pytest.mark.parametrize("fault", [f for batch in BATCHES for f in batch], ids=str)
def test_a_fault_planted_alone_gives_exactly_its_problem(fault: Fault):
    assert_gives_its_problem(fault, planted_alone(fault))


def assert_gives_its_problem(fault: Fault, problems: list[Problem]) -> None:
    """The fault gives one problem, at its place, with a message in both languages."""
    assert [(p.code, p.place) for p in problems] == [fault.expected], [str(p) for p in problems]
    for language in ("en", "nl"):
        message = problems[0].render(language)
        assert not re.search(r"[{}]|None|\[\]", message)
        assert message.endswith((".", "?"))


def test_the_problems_page_is_up_to_date_and_has_every_code():
    """Stands in this module because the page is made from the faults planted here."""
    spec = spec_from_file_location("problems_page", DOCS / "problems.py")
    assert spec
    assert spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    page = (DOCS / "problems.md").read_text(encoding="utf-8")
    assert page == made.page(planted_quickly), "run python docs/problems.py"
    assert [c for c in (*SEVERITIES, *PLAUSIBILITY) if f"## `{c}`" not in page] == []


def test_there_are_at_least_120_faults_without_duplicates():
    assert len(FAULTS) >= 120
    twice = [name for name, n in Counter((f.code, f.name) for f in FAULTS).items() if n > 1]
    assert twice == []


def test_every_code_that_checking_can_give_is_planted():
    others = {*BUTTON, *PLUGINS, *REPORT, *TRUST, *ELSEWHERE}
    planted_codes = {fault.code for fault in FAULTS}
    assert {*SEVERITIES, *PLAUSIBILITY} - others - planted_codes == set()
    assert planted_codes.intersection(ELSEWHERE) == set()


@pytest.mark.parametrize("number", range(len(BATCHES)))
def test_a_batch_gives_exactly_the_problems_of_its_faults(number: int):
    problems = problems_of_batch(number)
    assert Counter((p.code, p.place) for p in problems) == Counter(expected(BATCHES[number]))
    assert is_in_order(problems)


@settings(few_examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(TOGETHER), min_size=2, max_size=30, unique_by=id))
def test_random_faults_together_give_exactly_their_problems(tmp_path, faults: list[Fault]):
    chosen = compatible(faults)
    problems = planted(chosen, tmp_path)
    assert Counter((p.code, p.place) for p in problems) == Counter(expected(chosen))
    assert is_in_order(problems)


def test_the_problems_sheet_lists_all_faults_of_a_workbook_in_order(tmp_path):
    """Twenty faults or more, of both severities; some are possible in real workbooks only."""
    chosen = compatible(sorted(FAULTS, key=lambda f: not f.also))
    chosen = [f for f in chosen if not f.files][:40]
    problems, language, listed = problems_in_workbook(chosen, tmp_path)
    assert len(problems) >= 20
    assert {p.severity for p in problems} == {"error", "remark"}
    assert Counter((p.code, p.place) for p in problems) == Counter(expected(chosen))
    assert is_in_order(problems)
    assert listed == [
        [p.severity_in(language), p.sheet, p.cell, p.value_in(language), *p.sentences(language)]
        for p in problems
    ]


def expected(faults: Iterable[Fault]) -> list[tuple[str, str]]:
    """Return the code and place of the problem of each fault."""
    return [fault.expected for fault in faults]


def is_in_order(problems: Iterable[Problem]) -> bool:
    """Whether errors come before remarks, then by sheet, row and column."""

    def key(problem: Problem) -> tuple:
        sheet, row, column = parts(problem.place) if problem.cell else ("", 0, 0)
        order = list(sound.TABLES).index(sheet) if sheet in sound.TABLES else -1
        return problem.severity == "remark", order, row, column

    return all(key(one) <= key(next_) for one, next_ in pairwise(problems))


def problems_in_workbook(
    faults: list[Fault], folder: Path
) -> tuple[list[Problem], Language, list[list]]:
    """Return the problems of a workbook, its language, and the rows of its sheet Problems."""
    file = written(folder / "survey.xlsx", edited(faults), faults)
    results = recalculate(file)
    assert dict(results) == {}, "nothing is recalculated if there are errors"
    return results.problems, results.settings.language, shown(file, "Problems")[1:]
