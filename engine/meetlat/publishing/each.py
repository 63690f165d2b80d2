"""A report of each group of a segment: the survey is read and counted once for all of them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import polars as pl

from meetlat.counting.survey_groups import SurveyGroups
from meetlat.disclosure import Reason
from meetlat.languages import words
from meetlat.problems.problem import Problem, in_order
from meetlat.problems.text import fold, listing, nearest
from meetlat.publishing.file_names import file_names
from meetlat.publishing.filling import choose, fill, refuse_answers, save_to_print
from meetlat.publishing.targets import Targets
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import Inputs, read_inputs
from meetlat.reading.settings import Settings
from meetlat.recalculation import Progress, Survey, count, opened
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.overwrite_guard import refuse_to_overwrite
from meetlat.scoring.report import Report
from xlengines.xlsx import Refused

T = TypeVar("T")

PRINTED_AT_ONCE = 20
"""Workbooks that LibreOffice prints between two starts, which take seconds."""


@dataclass
class Each:
    """The reports of the groups of one segment (see `each_group`).

    Attributes:
        workbook: of the survey.
        segment: of which each group has a report.
        inputs: what was read of the workbook.
        survey: the survey, counted once.
        problems: of the survey, and of the reports that were made; of one cell each is told once.
        made: how many reports were made.
        there: how many were there already, and asked to be left alone.
    """

    workbook: Path
    segment: str
    inputs: Inputs
    survey: Survey
    problems: list[Problem]
    made: int = 0
    there: int = 0
    _told: set[tuple[str, str, str]] = field(default_factory=set)

    @property
    def errors(self) -> list[Problem]:
        """The problems for which no report can be made."""
        return [p for p in self.problems if p.is_error]

    @property
    def settings(self) -> Settings:
        """The table `Survey`."""
        return self.survey.catalogue.settings

    @property
    def groups(self) -> pl.DataFrame:
        """The groups of the segment, as in `SurveyGroups.sizes`."""
        counted = self.survey.counted
        return (
            SurveyGroups().sizes
            if counted is None
            else counted.groups.sizes.filter(segment=self.segment)
        )

    def write(
        self,
        folders: Targets,
        *,
        force: bool = False,
        resume: bool = False,
        progress: Progress = lambda step: None,
    ) -> None:
        """Write a report of each group that may be shown, each file whole or not at all.

        Args:
            folders: where the files of each kind go; they are made where there are none.
            force: whether files that are there are replaced.
            resume: whether they are left as they are, and the others made.
            progress: told of each report as it begins.

        Raises:
            NotPublishedError: files are there already, or it stopped half-way.
            meetlat.reporting.overwrite_guard.NotOverwrittenError: a file is read for the report.
            xlengines.xlsx.Refused: the workbook cannot be written.
        """
        if self.errors:
            return
        files = self._files(folders)
        if folders.filled:
            refuse_answers(self.inputs, self.survey.catalogue)
        wanted = {group: own.missing() for group, own in files.items()} if resume else files
        wanted = {group: own for group, own in wanted.items() if [*own]}
        self.there = len(files) - len(wanted)
        there = [file for own in wanted.values() for file in own if file.exists()]
        if there and not force:
            raise NotPublishedError(
                f"Files are there already ({len(there)}), such as {there[0]}. Nothing was"
                " written. Add --force to make all of them anew, or --resume to make those"
                " that are not there yet."
            )
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        with self._stopped_plainly(len(wanted)):
            self._write(wanted, progress)

    def _files(self, folders: Targets) -> dict[str, Targets]:
        """The files of each group that is shown; none of them is one that is read."""
        names = file_names(self.groups["group"].to_list())
        shown = self.groups.filter(~pl.col("withheld"))["group"]
        files = {group: folders.of_report(names[group], self.workbook) for group in shown}
        targets = (file for own in files.values() for file in own)
        refuse_to_overwrite(targets, read=self._read_files(), force=True)
        return files

    def _read_files(self) -> list[Path | None]:
        counted = self.survey.counted
        waves = [wave.file for wave in counted.checked.waves] if counted else []
        return [self.workbook, counted.checked.file if counted else None, *waves]

    def _write(self, wanted: Mapping[str, Targets], progress: Progress) -> None:
        numbered = [(number, *report) for number, report in enumerate(wanted.items(), start=1)]
        for some in _parts(numbered, PRINTED_AT_ONCE):
            with TemporaryDirectory(prefix="meetlat") as folder:
                to_print: dict[Path, Path] = {}
                for number, group, files in some:
                    progress(f"{number} / {len(wanted)}: {group}")
                    copy = Path(folder) / f"{number}{self.workbook.suffix}"
                    self._write_one(group, files, copy)
                    if self.errors:
                        return
                    if files.pdf:
                        to_print[copy] = files.pdf
                    else:
                        self.made += 1
                self._print(to_print)

    def _print(self, copies: Mapping[Path, Path]) -> None:
        if copies:
            from meetlat.reporting.pdf import write_pdfs

            write_pdfs(copies, self.settings.language)
            self.made += len(copies)

    def _write_one(self, group: str, files: Targets, to_print: Path) -> None:
        chosen = f"{self.segment}={group}"
        report = self.survey.report(chosen)
        if files.filled or files.pdf:
            self._fill(chosen, report, files, to_print)
        self._take_in(report.problems)
        if files.html and not self.errors:
            from meetlat.reporting.page.write import write_page

            write_page(report, files.html, self.workbook.parent)

    def _fill(self, chosen: str, report: Report, files: Targets, to_print: Path) -> None:
        with opened(self.workbook, save=False) as book:
            choose(book, chosen)
            if not fill(book, report):
                return
            if files.filled:
                book.save(files.filled)
            if files.pdf:
                save_to_print(book, self.inputs, report, to_print)

    def _take_in(self, problems: Sequence[Problem]) -> None:
        for problem in problems:
            if (key := (problem.code, problem.sheet, problem.cell)) not in self._told:
                self._told.add(key)
                self.problems.append(problem)

    @contextmanager
    def _stopped_plainly(self, wanted: int) -> Generator[None]:
        """Whatever comes between, it is said how far it was."""
        try:
            yield
        except (KeyboardInterrupt, OSError, NotPublishedError, Refused) as fault:
            raise NotPublishedError(
                f"{_words(fault)} {self.made} of {wanted} reports were made, and are whole. The"
                " same command with --resume makes the others."
            ) from fault

    def summary(self) -> str:
        """What was made and what was left out, and why."""
        settings, withheld = self.settings, self.groups.filter("withheld")
        said = words(settings.language)
        lines = [said.text("each.made", self.made, segment=self.segment)]
        if self.there:
            lines.append(said.text("each.there", there=self.there))
        if len(withheld):
            facts = {"count": len(withheld), "all": len(self.groups)}
            lines.append(said.text("each.left_out", **facts))
        few = pl.col("because") == Reason.FEW
        for key, those in (("few", few), ("protects", ~few)):
            if len(groups := withheld.filter(those)["group"]):
                named = {"groups": listing(groups), "smallest": settings.smallest_group}
                lines.append(said.text(f"each.{key}", **named))
        return " ".join(lines)


def each_group(
    workbook: Path,
    segment: str,
    responses: Path | None = None,
    progress: Progress = lambda step: None,
) -> Each:
    """Read and count a survey, for a report of each group of a segment.

    Args:
        workbook: of the survey; it is left as it is.
        segment: as `Segments` calls it.
        responses: a file to use in place of the setting `responses`.
        progress: told of each step as it begins.

    Raises:
        NotPublishedError: there is no such segment.
        xlengines.xlsx.Refused: the workbook cannot be read.
    """
    with opened(workbook, save=False) as book:
        progress("read")
        choose(book, "")
        inputs = read_inputs(book)
        survey = count(inputs, responses, progress)
        sheets = [sheet.name for sheet in book.sheets]
    found = Each(workbook, segment, inputs, survey, [])
    found._take_in(in_order(survey.problems, sheets))
    if not found.errors:
        found.segment = _known(segment, survey.catalogue)
    return found


def _known(segment: str, catalogue: Catalogue) -> str:
    """The segment of that id, or else of that name, as the report calls it."""
    alone = catalogue.segments.filter(pl.col("name").is_unique())
    named = dict(alone.select("name", "segment").drop_nulls().iter_rows())
    ids = catalogue.segments["segment"].to_list()
    meant = {fold(name): own for name, own in named.items()} | {fold(own): own for own in ids}
    if found := meant.get(fold(segment)):
        return found
    said = words(catalogue.language)
    near = nearest(segment, [*ids, *named])
    advice = "near" if near else "known" if ids else "no_segments"
    told = said.text("each.no_segment", segment=segment)
    raise NotPublishedError(f"{told} {said.text(f'each.{advice}', near=near, known=listing(ids))}")


def _words(fault: BaseException) -> str:
    """What came between, as a sentence."""
    if isinstance(fault, KeyboardInterrupt):
        return "Stopped."
    if isinstance(fault, OSError):
        return f"{fault.filename or ''}: {fault.strerror or fault}.".removeprefix(": ")
    return f"{fault.args[0]} {getattr(fault, 'remedy', None) or ''}".rstrip()


def _parts(many: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for first in range(0, len(many), size):
        yield many[first : first + size]
