"""The files of a survey, and whether any of them was saved since the last recalculation."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from meetlat.plugins.trust import allowed_folder
from meetlat.reading.inputs import Inputs, named_responses, named_waves, read_tables
from meetlat.reading.own_folder import own_file
from meetlat.reading.settings import read_settings

Stamp = tuple[int, int]
Files = Mapping[Path, Stamp]

# The longest pause in seconds between attempts to read or write a workbook.
LONGEST_PAUSE = 10.0


@dataclass
class SurveyFiles:
    """A workbook, and the state of its files when it was last recalculated.

    Attributes:
        workbook: the survey's workbook.
        responses: the file with the responses; None if they are in the workbook.
        waves: the files with the responses of earlier waves.
        seen: the state of all files; a save by another program changes it, our own does not.
        printed: the last reason to wait that was printed, so that it is printed once.
        pause: seconds between attempts.
        next_try: the earliest time of the next attempt.
    """

    workbook: Path
    responses: Path | None = None
    waves: Sequence[Path] = ()
    seen: Files = field(default_factory=dict)
    printed: str = ""
    pause: float = 0.0
    next_try: float = 0.0

    def files(self) -> Files:
        """The current state of the workbook, all responses, the plugins and their permissions."""
        plugins = [*sorted((self.workbook.parent / "plugins").glob("*.py")), allowed_folder()]
        named = [self.workbook, *self.answers, *plugins]
        return {file: stamp for file in named if (stamp := stamp_of(file))}

    @property
    def answers(self) -> list[Path]:
        """The files with the responses of this survey and of earlier waves."""
        return [*([self.responses] if self.responses else []), *self.waves]

    def is_due(self) -> bool:
        """Whether a file was saved; not while a program is replacing the workbook."""
        now = self.files()
        return now != self.seen and self.workbook in now and time.monotonic() >= self.next_try

    def folders(self) -> set[Path]:
        """The folders of its files."""
        parents = {self.workbook.parent, self.workbook.parent / "plugins"}
        return parents | {file.parent for file in self.answers}

    def done(
        self, before: Files, responses: str, waves: Iterable[str] = (), *, written: bool
    ) -> None:
        """Store the state of the files after a run.

        Args:
            before: their state before the run.
            responses: the setting `responses`.
            waves: the files of earlier waves, as the workbook names them.
            written: whether the run wrote the workbook, so that its new state counts.
        """
        known = self.answers
        self.responses = responses_file(self.workbook, responses)
        self.waves = wave_files(self.workbook, waves)
        gone = set(known).difference(self.answers)
        before = {file: stamp for file, stamp in before.items() if file not in gone}
        new = [self.workbook] if written else []
        new += [file for file in self.answers if file not in known]
        self.seen = {**before, **{file: stamp for file in new if (stamp := stamp_of(file))}}
        self.printed, self.pause, self.next_try = "", 0.0, 0.0

    def put_off(self, why: str, *, longer: bool) -> bool:
        """Wait before the next attempt; return whether the reason is a new one.

        With `longer` each pause is longer than the one before.
        """
        new, self.printed = why != self.printed, why
        self.pause = min(LONGEST_PAUSE, max(1.0, self.pause * 1.5)) if longer else 1.0
        self.next_try = time.monotonic() + self.pause
        return new


def survey_files(workbook: Path) -> SurveyFiles | None:
    """The survey in a workbook; None if it has no table `Survey`.

    Raises:
        Exception: the workbook cannot be read.
    """
    from xlengines.xlsx import open_book

    book = open_book(workbook)
    try:
        tables = read_tables(book, ["Survey", "Comparisons"])
    finally:
        book.close()
    if not tables["Survey"]:
        return None
    responses = read_settings(tables["Survey"][0])[0].responses
    waves = [name for table in tables["Comparisons"] for name in named_waves(table)]
    return SurveyFiles(workbook, responses_file(workbook, responses), wave_files(workbook, waves))


def named_files(workbook: Path, inputs: Inputs) -> list[Path]:
    """The files with responses that the input tables name, as far as they may be read."""
    names = [name for table in inputs.tables["Survey"] for name in named_responses(table)]
    names += [name for table in inputs.tables["Comparisons"] for name in named_waves(table)]
    return wave_files(workbook, names)


def responses_file(workbook: Path, responses: str) -> Path | None:
    """The file with the responses; None if a table has them, or the file is elsewhere."""
    file = own_file(responses, workbook.parent) if responses else None
    return file.resolve() if file and file.suffix and file.parent.is_dir() else None


def wave_files(workbook: Path, waves: Iterable[str]) -> list[Path]:
    """The files with the responses of earlier waves, each once."""
    files = [responses_file(workbook, responses) for responses in waves]
    return list(dict.fromkeys(file for file in files if file))


def stamp_of(file: Path) -> Stamp | None:
    """When a file was last written, and its size; None if it does not exist."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
