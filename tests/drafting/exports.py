"""The exports and structures that surveys are set up from, and how well a draft of them must do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from meetlat.cli.commands import app
from tests.drafting import forms, limesurvey, panels, structure_files
from tests.drafting.comparing import Fact, counted

Make = Callable[[Path], Path]

EXPORTS: list[Make] = [
    *(forms.forms_nl, forms.forms_en, forms.google_en, forms.google_nl),
    *(limesurvey.limesurvey_nl, limesurvey.limesurvey_en),
    *(panels.qualtrics_en, panels.qualtrics_nl),
    *(panels.surveymonkey_en, panels.surveymonkey_nl, panels.spss_nl, panels.wide_en),
]
STRUCTURES: list[Make] = [
    *(structure_files.lss_en, structure_files.lss_nl, structure_files.qsf_nl),
    *(structure_files.qsf_en, structure_files.xlsform_nl),
]

# The share of all facts that must be as a person sets them, without any that is wrong.
LEAST_RIGHT = 0.9


def name_of(value: object) -> str:
    return getattr(value, "__name__", "")


def language_of(make: Make) -> list[str]:
    """The language of a form in two languages, which the user must choose."""
    return ["--language", "nl"] if make is structure_files.xlsform_nl else []


def started(export: Path, folder: Path, *options: str) -> str:
    """Run `meetlat new --from`, which fails if the report has an error; return its output."""
    ran = CliRunner().invoke(app, ["new", str(folder), "--from", str(export), *options])
    assert ran.exit_code == 0, ran.output
    return ran.output


def as_expected(facts: list[Fact]) -> None:
    """No fact is wrong, and nearly all are as a person would set them."""
    found = counted(facts)
    print(dict(found))
    assert not [fact for fact in facts if fact.verdict == "wrong"]
    assert found["right"] >= LEAST_RIGHT * sum(found.values()), facts
