"""`meetlat new --from`: the export of every tool becomes a survey as a person would set it up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from tests.drafting import forms, limesurvey, panels
from tests.drafting.comparing import compare, counted

EXPORTS: list[Callable[[Path], Path]] = [
    *(forms.forms_nl, forms.forms_en, forms.google_en, forms.google_nl),
    *(limesurvey.limesurvey_nl, limesurvey.limesurvey_en),
    *(panels.qualtrics_en, panels.qualtrics_nl),
    *(panels.surveymonkey_en, panels.surveymonkey_nl, panels.spss_nl, panels.wide_en),
]

# The share of all facts that must be as a person sets them, without any that is wrong.
LEAST_RIGHT = 0.9


def started(export: Path, folder: Path, *options: str) -> str:
    """Run `meetlat new --from`, which fails if the report has an error; return its output."""
    ran = CliRunner().invoke(app, ["new", str(folder), "--from", str(export), *options])
    assert ran.exit_code == 0, ran.output
    return ran.output


@pytest.mark.parametrize("make", EXPORTS, ids=lambda make: make.__name__)
def test_draft_is_as_a_person_would_set_it_and_the_same_export_changes_nothing(tmp_path, make):
    export, workbook = make(tmp_path), tmp_path / "survey" / "survey.xlsx"
    output = started(export, tmp_path / "survey")
    before = workbook.read_bytes()
    ran = CliRunner().invoke(app, ["update", str(workbook), "--from", str(export)])
    assert (ran.exit_code, workbook.read_bytes()) == (0, before), ran.output
    assert "--all" not in ran.output
    facts = compare(workbook, make.__name__)
    found = counted(facts)
    print(f"{make.__name__}: {dict(found)}", output)
    assert not [fact for fact in facts if fact.verdict == "wrong"]
    assert found["right"] >= LEAST_RIGHT * sum(found.values()), facts
