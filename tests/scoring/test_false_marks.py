"""How often a survey without any change gets a mark: as often as the tests promise."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "false_marks.py"
SURVEYS = 500


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("false_marks", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.nightly
def test_one_survey_in_twenty_without_any_change_gets_a_mark(benchmark, tmp_path):
    """Typed figures with and without `sd`, questions and themes; the surveys are always the same.

    R finds the same differences.
    """
    found = benchmark.false_marks(tmp_path, SURVEYS)
    assert len(found) == 4
    for about, share in found.items():
        assert share == pytest.approx(0.05, abs=0.02), about
    by_r = benchmark.of_r(tmp_path)
    assert not by_r or found == pytest.approx(by_r)


def test_more_changed_themes_are_found_by_benjamini_hochberg_than_by_holm(benchmark):
    """Of a group of 40, beside everyone else; without a correction chance marks many."""
    marked = dict.fromkeys(benchmark.CORRECTIONS, 0)
    for ps, _ in benchmark.tested(200, (40, 200), benchmark.CHANGED):
        for name, correct in benchmark.CORRECTIONS.items():
            marked[name] += benchmark.significant(correct, ps)[: benchmark.CHANGED].sum()
    assert marked["none"] > marked["bh"] > marked["holm"] > 0


def test_a_correction_for_the_people_invited_would_mark_surveys_without_any_change(benchmark):
    plain, corrected = zip(*benchmark.finite(40, anew=True), strict=True)
    assert sum(plain) <= 5
    assert sum(corrected) >= 25
