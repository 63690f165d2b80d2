"""Start a survey from an export, a structure file or both: draft it, and fill the workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile

from meetlat.drafting.draft import draft_structure, draft_survey
from meetlat.drafting.draft_tables import Draft
from meetlat.drafting.export import read_columns
from meetlat.drafting.structures.columns import matched
from meetlat.drafting.structures.files import is_structure, read_structure
from meetlat.drafting.structures.structure import Structure
from meetlat.drafting.workbook import fill_workbook
from meetlat.languages import Language, words
from meetlat.plugins.manager import load_plugins
from meetlat.problems.problem import Place, Problem
from meetlat.reading.responses.locate import read_responses
from meetlat.recalculation import Copies
from meetlat.reporting.errors import NotPublishedError

# Remarks that figures of the example were cleared; a second run no longer has them.
OF_EXAMPLE = ("column-emptied", "table-emptied", "table-of-before")


def draft_from(
    file: Path, language: Language | None, structure: Path | None = None
) -> tuple[Draft | None, list[Problem]]:
    """A draft of the catalogue for an export, a structure file, or an export with its structure.

    Returns:
        The draft, or None if the answers cannot be read, and the problems found.

    Raises:
        NotPublishedError: the structure cannot be read, or is that of another survey.
    """
    if structure is None and is_structure(file):
        return draft_structure(_structure(file, language), language), []
    known = _structure(structure, language) if structure else None
    plugins = load_plugins(file.parent / "plugins")
    responses, problems = read_responses(
        file.name, {}, file.parent, Place(), plugins.read_responses
    )
    if responses is None:
        return None, problems
    if known and structure and not matched(read_columns(responses), known):
        raise NotPublishedError.of("drafting.other_structure", file=structure, answers=file)
    return draft_survey(responses, language, known), problems


def _structure(file: Path, language: Language | None) -> Structure:
    if structure := read_structure(file, language):
        return structure
    raise NotPublishedError.of("drafting.bad_structure", file=file)


def start_survey(
    folder: Path, workbooks: Sequence[str], draft: Draft, export: Path
) -> list[Problem]:
    """Fill the workbooks of a new survey folder, and recalculate them.

    The file with the answers is copied, so that the folder can be moved as a whole.

    Returns:
        The problems of the first workbook.
    """
    copyfile(export, folder / export.name)
    found, copies = [], Copies()
    for name in workbooks:
        fill_workbook(folder / name, draft, export.name)
        problems = copies.run(folder / name)
        if any(problem.code in OF_EXAMPLE for problem in problems):
            problems = copies.run(folder / name)
        found.append(problems)
    return found[0]


def start_without_answers(folder: Path, workbooks: Sequence[str], draft: Draft) -> list[Problem]:
    """Fill the workbooks of a new survey folder, and check them.

    Returns:
        The problems of the first workbook, apart from that its file with answers is not there.
    """
    answers = words(draft.language)["drafting.answers_file"]
    found, copies = [], Copies()
    for name in workbooks:
        fill_workbook(folder / name, draft, answers)
        found.append(copies.run(folder / name))
    return [problem for problem in found[0] if problem.code != "responses-missing"]
