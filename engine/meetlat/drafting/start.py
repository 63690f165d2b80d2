"""Start a survey from an export: draft it, fill the workbooks, and recalculate them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile

from meetlat.drafting.draft import Draft, draft_survey
from meetlat.drafting.workbook import fill_workbook
from meetlat.languages import Language
from meetlat.plugins.manager import load_plugins
from meetlat.problems.problem import Place, Problem
from meetlat.reading.responses.locate import read_responses
from meetlat.recalculation import run

# Remarks that figures of the example were cleared; a second run no longer has them.
OF_EXAMPLE = ("column-emptied", "table-emptied", "table-of-before")


def draft_from(export: Path, language: Language | None) -> tuple[Draft | None, list[Problem]]:
    """A draft of the catalogue for an export; None if the file cannot be read."""
    plugins = load_plugins(export.parent / "plugins")
    responses, problems = read_responses(
        export.name, {}, export.parent, Place(), plugins.read_responses
    )
    return None if responses is None else draft_survey(responses, language), problems


def start_survey(
    folder: Path, workbooks: Sequence[str], draft: Draft, export: Path
) -> list[Problem]:
    """Fill the workbooks of a new survey folder, and recalculate them.

    The file with the answers is copied, so that the folder can be moved as a whole.

    Returns:
        The problems of the first workbook.
    """
    copyfile(export, folder / export.name)
    found = []
    for name in workbooks:
        fill_workbook(folder / name, draft, export.name)
        report = run(folder / name)
        if any(problem.code in OF_EXAMPLE for problem in report.problems):
            report = run(folder / name)
        found.append(report.problems)
    return found[0]
