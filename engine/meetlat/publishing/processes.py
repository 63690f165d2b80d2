"""Write the reports of many groups in several processes at once."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from math import ceil
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import Empty
from typing import Protocol

from meetlat.problems.problem import Problem
from meetlat.publishing.faults import sentence
from meetlat.publishing.targets import Contents, Targets
from meetlat.recalculation import Progress
from meetlat.reporting.errors import NotPublishedError
from meetlat.survey import Survey
from xlengines.xlsx import Refused

# How many reports a process gets at once, and how often the progress is looked at, in seconds.
MOST, OFTEN = 400, 0.1


class Reports(Protocol):
    """The reports of the groups of a segment (see `meetlat.publishing.Each`)."""

    workbook: Path
    segment: str
    responses: Path | None
    survey: Survey
    problems: list[Problem]
    made: int
    template: Path | None

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop all reports."""
        ...

    def write_these(self, to_make: Mapping[str, Targets], progress: Progress) -> None:
        """Write the reports of these groups."""

    def add_problems(self, problems: Sequence[Problem]) -> None:
        """Add the problems that are not listed yet."""

    def show_in(self, contents: list[tuple[Path, Contents]]) -> None:
        """Add what each file holds to a list from now on."""

    def show_contents(self, file: Path, contents: Contents) -> None:
        """Tell what a file holds that another process wrote."""


# Reads and counts a survey: the workbook, the segment and the responses.
Read = Callable[[Path, str, Path | None], Reports]


@dataclass(frozen=True)
class _Order:
    """What a process needs to read the same survey."""

    read: Read
    workbook: Path
    segment: str
    responses: Path | None
    template: Path | None
    fingerprints: Sequence[str]


@dataclass
class _Made:
    """What a process did: how many reports it made, what they hold, and what stopped it."""

    made: int = 0
    problems: list[Problem] = field(default_factory=list)
    contents: list[tuple[Path, Contents]] = field(default_factory=list)
    fault: str = ""


def write_in_processes(
    reports: Reports, read: Read, to_make: Mapping[str, Targets], jobs: int, progress: Progress
) -> None:
    """Write reports in several processes, which each read and count the survey.

    They start afresh (`spawn`), as on Windows. All stop after the report that they are writing if
    one of them fails, or at Ctrl+C.

    Args:
        reports: gets the number of reports that were made, and their problems.
        read: a function of a module that reads and counts a survey.
        to_make: the files of each group.
        jobs: how many processes.
        progress: called with the number and the group of each report as it starts.

    Raises:
        NotPublishedError: a file cannot be written, or a process ended.
    """
    context = multiprocessing.get_context("spawn")
    started, stop = context.Queue(), context.Event()
    order = _Order(
        read,
        reports.workbook,
        reports.segment,
        reports.responses,
        reports.template,
        reports.survey.fingerprints,
    )
    items = [*to_make.items()]
    size = min(MOST, ceil(len(items) / jobs))
    parts = [dict(items[first : first + size]) for first in range(0, len(items), size)]
    workers = min(jobs, len(parts))
    with ProcessPoolExecutor(workers, context, _start, (order, started, stop)) as pool:
        waiting = {pool.submit(_make, part) for part in parts}
        try:
            _wait(waiting, reports, _Shown(started, len(items), progress))
        except BrokenProcessPool as fault:
            raise NotPublishedError.of("each.process_ended") from fault
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)
            reports.made += sum(map(_made_by, waiting))  # that nobody waited for any more


def _made_by(part: Future[_Made]) -> int:
    """How many reports a part that ended has made."""
    has_result = part.done() and not part.cancelled() and part.exception() is None
    return part.result().made if has_result else 0


class _Shown:
    """Shows the reports that processes start."""

    def __init__(self, started: Queue[str], reports: int, progress: Progress) -> None:
        self.started, self.reports, self.progress = started, reports, progress
        self.number = 0

    def show(self) -> None:
        """Show what was started since the last call."""
        while True:
            try:
                group = self.started.get_nowait()
            except Empty:
                return
            self.number += 1
            self.progress(f"{self.number} / {self.reports}: {group}")


def _wait(waiting: set[Future[_Made]], reports: Reports, shown: _Shown) -> None:
    """Take parts that are ready and add up what they made, until all are or one has stopped."""
    while waiting:
        done, _ = wait(waiting, timeout=OFTEN)
        shown.show()
        for each in done:
            waiting.remove(each)
            result = each.result()
            reports.made += result.made
            reports.add_problems(result.problems)
            for file, contents in result.contents:
                reports.show_contents(file, contents)
            if result.fault:
                raise NotPublishedError(result.fault)
            if reports.errors:
                return


# In each process: the survey, or why it could not be read; and how to tell what happens.
_reports: Reports | None = None
_fault = ""
_started: Queue[str] | None = None
_stop: Event | None = None


def _start(order: _Order, started: Queue[str], stop: Event) -> None:
    """Read and count the survey in a new process."""
    global _reports, _fault, _started, _stop
    _started, _stop = started, stop
    try:
        _reports = order.read(order.workbook, order.segment, order.responses)
        if _reports.survey.fingerprints != order.fingerprints:
            raise NotPublishedError.of("each.changed_meanwhile")
        _reports.template = order.template
    except (KeyboardInterrupt, OSError, NotPublishedError, Refused) as fault:
        _fault = sentence(fault)


def _make(to_make: Mapping[str, Targets]) -> _Made:
    """Write some reports in a process."""
    reports = _reports
    if reports is None or _fault:
        return _Made(fault=_fault)
    made, known = _Made(), len(reports.problems)
    reports.made = 0
    try:
        reports.show_in(made.contents)
        reports.write_these(to_make, _tell)
    except (KeyboardInterrupt, OSError, NotPublishedError, Refused) as fault:
        made.fault = sentence(fault)
    made.made, made.problems = reports.made, reports.problems[known:]
    return made


def _tell(group: str) -> None:
    """Tell that a report starts, or stop."""
    if _stop is not None and _stop.is_set():
        raise KeyboardInterrupt
    if _started is not None:
        _started.put(group)
