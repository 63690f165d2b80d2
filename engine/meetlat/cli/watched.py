"""A survey that is watched: what it is made of, and whether any of that was saved since."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from meetlat.plugins.trust import allowed
from meetlat.reading.inputs import named_waves, read_tables
from meetlat.reading.settings import read_settings

Stamp = tuple[int, int]
Files = Mapping[Path, Stamp]

LONGEST_PAUSE = 10.0
"""Seconds between tries at a workbook that cannot be read or written, after some tries."""


@dataclass
class Survey:
    """A workbook, and what was known of its files when it was last recalculated.

    Attributes:
        waves: files with the responses of earlier waves.
        seen: its files as they were; another program's save makes them differ, ours does not.
        told: what was last said about why it has to wait, so that it is said once.
        pause: seconds between tries; the next one is not before `next_try`.
    """

    workbook: Path
    responses: Path | None = None
    waves: Sequence[Path] = ()
    seen: Files = field(default_factory=dict)
    told: str = ""
    pause: float = 0.0
    next_try: float = 0.0

    def files(self) -> Files:
        """The workbook, all responses, the plugins and what is allowed, each as it is now."""
        plugins = [*sorted((self.workbook.parent / "plugins").glob("*.py")), allowed()]
        named = [self.workbook, *self.answers, *plugins]
        return {file: stamp for file in named if (stamp := stamp_of(file))}

    @property
    def answers(self) -> list[Path]:
        """The files with responses, of now and of earlier waves."""
        return [*([self.responses] if self.responses else []), *self.waves]

    def is_due(self) -> bool:
        """Whether something was saved; not while a program replaces the workbook."""
        now = self.files()
        return now != self.seen and self.workbook in now and time.monotonic() >= self.next_try

    def folders(self) -> set[Path]:
        """Where its files are."""
        parents = {self.workbook.parent, self.workbook.parent / "plugins"}
        return parents | {file.parent for file in self.answers}

    def done(
        self, before: Files, responses: str, waves: Iterable[str] = (), *, written: bool
    ) -> None:
        """Remember what a run was made of, and the workbook as it is now if we wrote it.

        It may name other files of responses by now: what those are like is no news.
        """
        known = self.answers
        self.responses = responses_file(self.workbook, responses)
        self.waves = wave_files(self.workbook, waves)
        gone = set(known).difference(self.answers)
        before = {file: stamp for file, stamp in before.items() if file not in gone}
        new = [self.workbook] if written else []
        new += [file for file in self.answers if file not in known]
        self.seen = {**before, **{file: stamp for file in new if (stamp := stamp_of(file))}}
        self.told, self.pause, self.next_try = "", 0.0, 0.0

    def put_off(self, why: str, *, longer: bool) -> bool:
        """Try again later, each time later if asked for; whether the reason is a new one."""
        new, self.told = why != self.told, why
        self.pause = min(LONGEST_PAUSE, max(1.0, self.pause * 1.5)) if longer else 1.0
        self.next_try = time.monotonic() + self.pause
        return new


def read_survey(workbook: Path) -> Survey | None:
    """The survey in a workbook; None where it has no table `Survey`, like one of responses.

    Raises:
        Exception: it cannot be read.
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
    return Survey(workbook, responses_file(workbook, responses), wave_files(workbook, waves))


def responses_file(workbook: Path, responses: str) -> Path | None:
    """The file of responses; None where they are in the workbook itself."""
    file = (workbook.parent / responses).resolve()
    return file if responses and file.suffix and file.parent.is_dir() else None


def wave_files(workbook: Path, waves: Iterable[str]) -> list[Path]:
    """The files of earlier waves, each once."""
    files = [responses_file(workbook, responses) for responses in waves]
    return list(dict.fromkeys(file for file in files if file))


def stamp_of(file: Path) -> Stamp | None:
    """When a file was last written, and its size; None where it is not there."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
