"""The main job, in five steps: read, check, count, score, report."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.checking.plausibility import lint_answers, lint_catalogue, lint_waves
from meetlat.checking.rules import (
    check_comparisons,
    check_group,
    check_nesting,
    check_population,
    check_rules,
    check_theme_rules,
    check_turnout,
    check_typed_groups,
    check_unanimous,
    check_weights,
    told_once,
)
from meetlat.counting.weights import weigh
from meetlat.plugins.manager import Plugins, load_plugins
from meetlat.plugins.trust import MayRun, nobody
from meetlat.problems.problem import Problem, in_order
from meetlat.reading.catalogue import Catalogue, read_catalogue
from meetlat.reading.inputs import Inputs, named_responses, read_inputs
from meetlat.reading.population import invited
from meetlat.reading.responses.coding import code_responses
from meetlat.reading.responses.locate import read_ahead, read_responses
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.waves import read_waves
from meetlat.reading.wave_columns import earlier_waves, invited_then
from meetlat.reporting.workbook.logo import check_logo
from meetlat.scoring.results import Results
from meetlat.scoring.run import what_may_be_shown
from meetlat.survey import Computed, Counted, Material

if TYPE_CHECKING:
    import xlwings as xw

    Workbook = str | PathLike[str] | xw.Book

Progress = Callable[[str], None]
"""Is told which step begins: `read`, `check`, `count`, `score`, `report`."""


def recalculate(
    workbook: Workbook,
    responses: str | PathLike[str] | None = None,
    *,
    output: str | PathLike[str] | None = None,
    may_run: MayRun = nobody,
    progress: Progress = lambda step: None,
) -> Results:
    """Check a workbook, score its survey and write the results into its report sheets.

    Args:
        workbook: a file, which is replaced in one step or not at all; or an open `xlwings.Book`,
            which is written to and left unsaved.
        responses: a file to use in place of the setting `responses`.
        output: write there instead, and leave the workbook as it was; a file there is replaced.
        may_run: asked whether plugins beside the workbook may run that nobody allowed yet, with
            the problem that is otherwise told (see `meetlat.plugins.trust`); a yes is remembered.
        progress: told of each step as it begins.

    Returns:
        The result tables. Where the workbook has errors there are none, `problems` says why, and
        nothing but the table `Problems` is written.

    Raises:
        xlengines.xlsx.Refused: the file cannot be read, or not be written without loss.
    """
    with opened(workbook, output) as book:
        progress("read")
        computed = compute(read_inputs(book), responses, progress, may_run)

        progress("report")
        from meetlat.reporting.workbook.write import write_report

        write_report(book, computed.results, computed.catalogue, computed.plugins.metrics)
    return computed.results


def check(workbook: Workbook, responses: str | PathLike[str] | None = None) -> list[Problem]:
    """The problems of a workbook and its responses; nothing is written.

    Errors first, and then by sheet, row and column.
    """
    return look(workbook, responses).problems


def look(
    workbook: Workbook,
    responses: str | PathLike[str] | None = None,
    progress: Progress = lambda step: None,
) -> Results:
    """What `recalculate` would give, with nothing written."""
    with opened(workbook, save=False) as book:
        progress("read")
        results = compute(read_inputs(book), responses, progress).results
        results.problems = in_order(results.problems, [sheet.name for sheet in book.sheets])
        return results


def compute(
    inputs: Inputs,
    responses: str | PathLike[str] | None = None,
    progress: Progress = lambda step: None,
    may_run: MayRun = nobody,
    plugins: Plugins | None = None,
) -> Computed:
    """All steps between reading and reporting: what the report would show.

    `plugins` are those installed and those of the folder `plugins`, unless they are given.
    """
    survey = count(inputs, responses, progress, may_run, plugins)
    progress("score")
    return survey.of_group(survey.catalogue.settings.group)


def count(
    inputs: Inputs,
    responses: str | PathLike[str] | None = None,
    progress: Progress = lambda step: None,
    may_run: MayRun = nobody,
    plugins: Plugins | None = None,
) -> Counted:
    """The steps that are the same for a report of any group: check, and count (see `compute`)."""
    progress("check")
    read = read_ahead(awaited_file(inputs, responses))
    plugins = plugins or load_plugins(inputs.folder / "plugins", may_run)
    catalogue, problems = read_catalogue(inputs.tables, inputs.names)
    problems += of_loaded_plugins(check_rules(catalogue, plugins.metrics), plugins)
    problems += of_loaded_plugins(check_theme_rules(catalogue, plugins.theme_rules), plugins)
    problems = told_once(problems, catalogue)
    problems += [*plugins.problems, *check_logo(catalogue, inputs.folder)]
    if not any(problem.is_error for problem in problems):
        problems += plugins.check(catalogue)
    results = Results(catalogue.settings, problems, waves=earlier_waves(catalogue))

    given, problems = find_responses(inputs, catalogue, responses, plugins, read)
    coded, more = code_responses(given, catalogue) if given else (None, [])
    problems += more
    if given and coded:
        problems += check_population(catalogue, coded)
        problems += check_weights(catalogue, coded)
        problems += check_nesting(catalogue, coded, given)
    waves, more = read_waves(
        inputs, catalogue, plugins.read_responses, check_nesting, coded, problems
    )
    results.problems = told_once([*results.problems, *problems, *more], catalogue)
    if given is None or coded is None:
        return Counted(results, catalogue, plugins)
    results.problems += check_group(catalogue, coded.segments)
    results.problems += check_comparisons(catalogue, coded.segments)
    if results.errors:
        return Counted(results, catalogue, plugins)

    progress("count")
    weighed, results.weighting, problems = weigh(coded, catalogue)
    results.problems += problems
    to_score = what_may_be_shown(weighed, catalogue)
    results.groups = to_score.respondents.groups
    if results.weighting:
        coded_so = to_score.respondents.coded
        results.weighting = results.weighting.of(coded_so, to_score.shown_groups)
        results.problems += results.weighting.remarks(catalogue, drawn_in=to_score.drawn_in)
    results.hidden = to_score.respondents.hidden
    results.invited = invited(catalogue, {s: own.groups for s, own in coded.segments.items()})
    to_score.invited = results.invited
    results.problems += check_turnout(catalogue, results.groups)
    results.problems += check_typed_groups(catalogue, results.groups)
    results.problems += check_unanimous(catalogue, results.hidden)
    found = [*lint_catalogue(catalogue), *lint_answers(catalogue, coded)]
    results.problems += [*found, *lint_waves(catalogue, waves, found)]
    earlier = {wave.comparison: what_may_be_shown(wave.coded, wave.catalogue) for wave in waves}
    for name, then in earlier.items():
        then.invited = invited_then(catalogue, name)
        results.waves[name] = replace(results.waves[name], groups=then.respondents.groups)
    file = responses_file(inputs, catalogue, responses)
    material = Material(given, file, coded, to_score, waves, earlier, plugins)
    return Counted(results, catalogue, plugins, material)


def of_loaded_plugins(found: Iterable[Problem], plugins: Plugins) -> list[Problem]:
    """Without metrics that are unknown only because a plugin was left out, which is told."""
    unknown = ("unknown-metric", "metric-gone", "unknown-subject", "unknown-theme-rule")
    names = plugins.left_out
    return [
        p for p in found if p.code not in unknown or str(p.value).partition(":")[0] not in names
    ]


@contextmanager
def opened(
    workbook: Workbook, output: str | PathLike[str] | None = None, *, save: bool = True
) -> Generator[xw.Book]:
    """An open book as it is; a file opened without Excel, saved at the end and closed."""
    if not isinstance(workbook, (str, PathLike)):
        yield workbook
        return
    from xlengines.xlsx import open_book

    book = open_book(Path(workbook))
    try:
        yield book
        if save:
            book.save(output)
    finally:
        book.close()


def responses_file(
    inputs: Inputs, catalogue: Catalogue, named: str | PathLike[str] | None
) -> Path | None:
    """The file with the responses; None where they are a table of the workbook."""
    if named is not None:
        return Path(named)
    wanted = catalogue.settings.responses
    return None if inputs.tables.get(wanted) else inputs.folder / wanted


def awaited_file(inputs: Inputs, named: str | PathLike[str] | None) -> Path | None:
    """The file that will be asked for, before the settings have been checked."""
    if named is not None:
        return Path(named).resolve()
    names = [name for survey in inputs.tables.get("Survey", ()) for name in named_responses(survey)]
    files = [inputs.folder / name for name in names if not inputs.tables.get(name)]
    return files[0] if len(files) == 1 else None


def find_responses(
    inputs: Inputs,
    catalogue: Catalogue,
    named: str | PathLike[str] | None,
    plugins: Plugins,
    read: Callable[[Path], Responses] | None = None,
) -> tuple[Responses | None, list[Problem]]:
    """The responses of the setting, or of the file named in its place."""
    if named is not None:  # a path of the user's own, from where they stand
        file, nowhere = str(Path(named).resolve()), Problem("blank")
        return read_responses(file, {}, inputs.folder, nowhere, plugins.read_responses, (), read)
    if not catalogue.settings.responses:
        return None, []
    place = catalogue.setting_place("responses")
    wanted = catalogue.settings.responses
    ask, names = plugins.read_responses, inputs.names
    return read_responses(wanted, inputs.tables, inputs.folder, place, ask, names, read)
