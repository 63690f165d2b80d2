"""A report of each group of a segment, for which the survey is read and counted only once."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count as count_from
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import polars as pl

from meetlat.counting.survey_groups import SurveyGroups
from meetlat.groups import Group
from meetlat.languages import Language, words
from meetlat.opening import opened
from meetlat.problems.problem import Problem, in_order
from meetlat.problems.text import fold, listing, nearest
from meetlat.publishing.copies import Copies
from meetlat.publishing.faults import sentence
from meetlat.publishing.file_names import file_names
from meetlat.publishing.filling import (
    choose_group,
    emptied,
    refuse_answer_sheets,
    save_copy,
    save_for_print,
)
from meetlat.publishing.garbage import rare_collections
from meetlat.publishing.index_page import NAME as INDEX
from meetlat.publishing.index_page import made_from_of, write_index
from meetlat.publishing.own_units import for_readers, most_rows, with_tables_of
from meetlat.publishing.targets import Contents, ShowContents, Targets
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import Inputs, read_inputs
from meetlat.reading.settings import Settings
from meetlat.recalculation import Progress, count
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.overwrite_guard import refuse_to_overwrite
from meetlat.scoring.report import Report
from meetlat.survey import Survey
from xlengines.xlsx import Refused, remembering

T = TypeVar("T")

# How many workbooks LibreOffice prints each time it is started, because starting takes seconds.
BATCH = 20

# How many reports are derived together: a multiple of BATCH.
TOGETHER = 400


@dataclass
class Each:
    """The reports of the groups of one segment (see `each_group`).

    Attributes:
        workbook: the workbook of the survey.
        segment: the segment.
        responses: a file that is used instead of the setting `responses`.
        inputs: the input tables.
        survey: the survey, counted once.
        problems: the problems of the survey and of the reports made so far. A problem that several
            reports have in the same cell is listed once.
        made: how many reports the last `write` made.
        there: how many reports existed already and were left as they were.
        template: the presentation whose layouts and colours slides use.
    """

    workbook: Path
    segment: str
    responses: Path | None
    inputs: Inputs
    survey: Survey
    problems: list[Problem]
    made: int = 0
    there: int = 0
    template: Path | None = None
    _listed: set[tuple[str, str, str]] = field(default_factory=set)
    _copies: Copies | None = None
    _show_contents: ShowContents = lambda file, contents: None

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop all reports."""
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
        jobs: int = 1,
        progress: Progress = lambda step: None,
        show_contents: ShowContents = lambda file, contents: None,
    ) -> None:
        """Write a report of each group that may be shown; each file is complete or not written.

        Args:
            folders: the folders for each kind of file, created if they do not exist.
            force: whether to replace files that exist.
            resume: whether to leave files that exist and make only the others. If the first folder
                has an index that says what the files were made from, files from before are made
                again, and those of another catalogue or other responses are refused.
            jobs: how many processes write at once. Each reads and counts the survey itself, so that
                takes as much memory again. A script that asks for several must start its own work
                under `if __name__ == "__main__"`, as Python requires.
            progress: called with the number and the group of each report as it starts.
            show_contents: called with each PDF and each file of slides, and what it holds.

        Raises:
            NotPublishedError: files exist already, or writing stopped half-way.
            meetlat.reporting.overwrite_guard.NotOverwrittenError: a file is read for the report.
            xlengines.xlsx.Refused: the workbook cannot be written.
        """
        if self.errors:
            return
        self._show_contents = show_contents
        files = self._files(folders)
        if folders.filled:
            refuse_answer_sheets(self.inputs, self.survey.catalogue)
        index = next(folder / INDEX for folder in folders)
        known = made_from_of(index) if resume else None
        since = self._since(index) if known else 0
        to_make = {group: own.missing(since) for group, own in files.items()} if resume else files
        to_make = {group: own for group, own in to_make.items() if [*own]}
        self.there, self.made = len(files) - len(to_make), 0
        existing = [file for own in to_make.values() for file in own if file.exists()]
        if existing and not (force or resume):
            raise NotPublishedError.of("command.files_exist", count=len(existing), file=existing[0])
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        if not known:
            write_index(index, files, self._title, "" if self.there else self._input, self.language)
        with self._add_progress_to_errors(len(to_make)):
            if jobs > 1 and len(to_make) > 1:
                from meetlat.publishing.processes import write_in_processes

                write_in_processes(self, each_group, to_make, jobs, progress)
            else:
                self.write_these(to_make, _numbered(progress, len(to_make)))

    @property
    def language(self) -> Language:
        """The language of the survey."""
        return self.settings.language

    @property
    def _title(self) -> str:
        """The title of the index: the organisation and the segment."""
        name = self.survey.catalogue.segment_names.get(self.segment) or self.segment
        return " – ".join(filter(None, [self.settings.organisation, name]))

    @property
    def _input(self) -> str:
        """What the reports are made from."""
        return " ".join(self.survey.fingerprints)

    def _since(self, index: Path) -> int:
        """When the reports of an index were begun.

        Raises:
            NotPublishedError: they were made from another catalogue or from other responses.
        """
        if made_from_of(index) != self._input:
            raise NotPublishedError.of("each.other_input", file=index)
        return index.stat().st_mtime_ns

    def _files(self, folders: Targets) -> dict[str, Targets]:
        """The files of each group that is shown, after checking that none of them is also read."""
        names = file_names(self.groups["group"].to_list(), [Path(INDEX).stem])
        files = {group: folders.of_report(names[group], self.workbook) for group in self._shown}
        targets = (file for own in files.values() for file in own)
        refuse_to_overwrite(targets, read=self._read_files(), force=True)
        return files

    @cached_property
    def _whole(self) -> Report:
        """The report of everyone."""
        return self.survey.report("")

    @property
    def _shown(self) -> Sequence[str]:
        """The groups that are shown."""
        return self.groups.filter(~pl.col("withheld"))["group"].to_list()

    def _read_files(self) -> list[Path | None]:
        counted = self.survey.counted
        waves = [wave.file for wave in counted.checked.waves] if counted else []
        return [self.workbook, counted.checked.file if counted else None, *waves]

    def write_these(self, to_make: Mapping[str, Targets], progress: Progress) -> None:
        """Write the reports of these groups, and call `progress` with each group as it starts."""
        with remembering(), rare_collections(), self._closing_copies():
            for together in _batches([*to_make.items()], TOGETHER):
                self.survey.prepare(f"{self.segment}={group}" for group, _ in together)
                for batch in _batches(together, BATCH):
                    self._write_batch(batch, progress)
                    if self.errors:
                        return

    def _write_batch(self, batch: Sequence[tuple[str, Targets]], progress: Progress) -> None:
        """Write some reports, and print them together."""
        with TemporaryDirectory(prefix="meetlat") as folder:
            to_print: dict[Path, Path] = {}
            slides: dict[Path, Path] = {}
            for number, (group, files) in enumerate(batch, start=1):
                progress(group)
                copy = Path(folder) / f"{number}{self.workbook.suffix}"
                self._write_one(group, files, copy)
                if self.errors:
                    return
                if files.pdf:
                    to_print[copy] = files.pdf
                if files.board:
                    slides[copy.with_suffix(".pptx")] = files.board
                if not (files.pdf or files.board):
                    self.made += 1
            self._print(to_print)
            self._print(slides)
            self.made += sum(bool(files.pdf or files.board) for _, files in batch)

    def _print(self, copies: Mapping[Path, Path]) -> None:
        if copies:
            from meetlat.reporting.pdf import write_pdfs

            write_pdfs(copies, self.settings.language)

    def _write_one(self, group: str, files: Targets, to_print: Path) -> None:
        chosen = f"{self.segment}={group}"
        report = for_readers(self.survey.report(chosen))
        if files.filled or files.pdf:
            self._fill(chosen, with_tables_of(self._whole, report), files, to_print)
        self.add_problems(report.problems)
        if files.html and not self.errors:
            from meetlat.reporting.page.write import write_page

            write_page(report, files.html, self.workbook.parent)
        if files.have_slides and not self.errors:
            from meetlat.publishing.slides import show_slides, write_slides_to_print

            folder, slides = self.workbook.parent, to_print.with_suffix(".pptx")
            titles = write_slides_to_print(report, files, folder, self.template, slides)
            show_slides(titles, files, self._show_contents)

    def _fill(self, chosen: str, report: Report, files: Targets, to_print: Path) -> None:
        if self._copies is None:
            shown = (Group(self.segment, name) for name in self._shown)
            data = emptied(self.workbook, most_rows(report, shown))
            self._copies = Copies(self.workbook, data)
        book = self._copies.fill(chosen, report)
        if book and files.filled:
            save_copy(book, files.filled)
        if book and files.pdf:
            try:
                contents = save_for_print(book, self.inputs, report, to_print)
            finally:
                self._copies.close(book)  # it shows no other sheets any more
            self._show_contents(files.pdf, contents)

    @contextmanager
    def _closing_copies(self) -> Generator[None]:
        try:
            yield
        finally:
            if self._copies:
                self._copies.close()

    def show_in(self, contents: list[tuple[Path, Contents]]) -> None:
        """Add what each file holds to a list from now on."""
        self._show_contents = lambda file, held: contents.append((file, held))

    def show_contents(self, file: Path, contents: Contents) -> None:
        """Tell what a file holds that another process wrote."""
        self._show_contents(file, contents)

    def add_problems(self, problems: Sequence[Problem]) -> None:
        """Add the problems that are not listed yet."""
        for problem in problems:
            if (key := (problem.code, problem.sheet, problem.cell)) not in self._listed:
                self._listed.add(key)
                self.problems.append(problem)

    @contextmanager
    def _add_progress_to_errors(self, reports: int) -> Generator[None]:
        """If anything stops the run, add to the message how many reports are complete."""
        try:
            yield
        except (KeyboardInterrupt, OSError, NotPublishedError, Refused) as fault:
            raise NotPublishedError(
                f"{sentence(fault)} {self.made} of {reports} reports are complete. Run the same"
                " command with --resume to make the others."
            ) from fault

    def summary(self) -> str:
        """Sentences that say how many reports were made, and which groups were left out and why."""
        settings, withheld = self.settings, self.groups.filter("withheld")
        texts = words(settings.language)
        lines = [texts.text("each.made", self.made, segment=self.segment)]
        if self.there:
            lines.append(texts.text("each.there", there=self.there))
        if len(withheld):
            groups = listing(withheld["group"])
            counted = {"count": len(withheld), "all": len(self.groups)}
            lines.append(texts.text("each.left_out", **counted, groups=groups))
        return " ".join(lines)


def each_group(
    workbook: Path,
    segment: str,
    responses: Path | None = None,
    progress: Progress = lambda step: None,
) -> Each:
    """Read and count a survey, for a report of each group of a segment.

    Args:
        workbook: the workbook of the survey, which does not change.
        segment: the id or the name of the segment in `Segments`.
        responses: a file to use instead of the setting `responses`.
        progress: called with the name of each step as it starts.

    Raises:
        NotPublishedError: there is no such segment.
        xlengines.xlsx.Refused: the workbook cannot be read.
    """
    with opened(workbook, save=False) as book:
        progress("read")
        choose_group(book, "")
        inputs = read_inputs(book)
        survey = count(inputs, responses, progress)
        sheets = [sheet.name for sheet in book.sheets]
    reports = Each(workbook, segment, responses, inputs, survey, [])
    reports.add_problems(in_order(survey.problems, sheets))
    if not reports.errors:
        reports.segment = _segment_id(segment, survey.catalogue)
    return reports


def _segment_id(segment: str, catalogue: Catalogue) -> str:
    """The id of the segment that has this id, or else this name."""
    unique = catalogue.segments.filter(pl.col("name").is_unique())
    by_name = dict(unique.select("name", "segment").drop_nulls().iter_rows())
    ids = catalogue.segments["segment"].to_list()
    folded = {fold(name): own for name, own in by_name.items()} | {fold(own): own for own in ids}
    if found := folded.get(fold(segment)):
        return found
    texts = words(catalogue.language)
    near = nearest(segment, [*ids, *by_name])
    advice = "near" if near else "known" if ids else "no_segments"
    problem = texts.text("each.no_segment", segment=segment)
    remedy = texts.text(f"each.{advice}", near=near, known=listing(ids))
    raise NotPublishedError(f"{problem} {remedy}")


def _numbered(progress: Progress, reports: int) -> Progress:
    """Show the number of each report before its group."""
    numbers = count_from(1)
    return lambda group: progress(f"{next(numbers)} / {reports}: {group}")


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
