"""`meetlat new --from`: the export of every tool becomes a survey as a person would set it up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat.api import preview
from meetlat.cli.commands import app
from tests.drafting import forms, limesurvey
from tests.drafting.comparing import compare, counted

EXPORTS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "Microsoft Forms, Dutch": (forms.forms_nl, forms.FORMS_NL),
    "LimeSurvey, full texts, Dutch": (limesurvey.limesurvey_nl, limesurvey.LIMESURVEY_NL),
}

# The share of all facts that must be as a person sets them, without any that is wrong.
LEAST_RIGHT = 0.9


def started(export: Path, folder: Path, *options: str) -> str:
    """Run `meetlat new --from`; return what it printed."""
    ran = CliRunner().invoke(app, ["new", str(folder), "--from", str(export), *options])
    assert ran.exit_code == 0, ran.output
    return ran.output


@pytest.mark.parametrize("name", EXPORTS)
def test_draft_is_as_a_person_would_set_it_and_recalculates_without_error(tmp_path, name):
    make, expected = EXPORTS[name]
    output = started(make(tmp_path), tmp_path / "survey")
    workbook = tmp_path / "survey" / "survey.xlsx"
    report = preview(workbook)
    assert not report.errors, [str(p) for p in report.problems]
    facts = compare(workbook, expected)
    found = counted(facts)
    print(f"{name}: {dict(found)}", output)
    assert not [fact for fact in facts if fact.verdict == "wrong"]
    assert found["right"] >= LEAST_RIGHT * sum(found.values()), facts
