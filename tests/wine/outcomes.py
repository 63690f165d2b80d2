"""What came of the tests of each folder, and the page that says so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.wine.record import BEGAN, WAITED

# Parts of names of tests that cannot pass here although they and Meetlat are right, and why.
FAULTS_OF_WINE: Mapping[str, str] = {
    "[other capitals]": "Wine 8 does not change the capitals of the name of a file",
}


@dataclass(frozen=True)
class Outcome:
    """What came of one test."""

    test: str
    outcome: str
    said: str

    @property
    def reason(self) -> str:
        """Why it did not pass."""
        for name, reason in FAULTS_OF_WINE.items():
            if self.outcome in ("failed", BEGAN) and name in self.test:
                return reason
        if self.outcome in (BEGAN, WAITED):
            return "Python ended, or the time was up"
        lines = [line[2:] for line in self.said.splitlines() if line.startswith("E ")]
        return (lines or self.said.splitlines() or ["it did not say"])[0].strip()

    @property
    def is_unexpected(self) -> bool:
        """Whether it must be looked at."""
        failed = self.outcome not in ("passed", "skipped")
        return failed and self.reason not in FAULTS_OF_WINE.values()


@dataclass(frozen=True)
class Folder:
    """The tests of one folder."""

    name: str
    outcomes: list[Outcome]

    def __str__(self) -> str:
        counts = Counter(outcome.outcome for outcome in self.outcomes)
        kinds = [counts["passed"], counts["failed"], counts["skipped"]]
        numbers = " | ".join(map(str, [*kinds, counts.total() - sum(kinds)]))
        return f"| `{self.name}` | {numbers} |"


def read_outcomes(file: Path) -> list[Outcome]:
    """The last outcome of each test; what fails after a test that passed is a failure too."""
    last: dict[str, Outcome] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        outcome = Outcome(*json.loads(line))
        if outcome.test not in last or last[outcome.test].outcome != "failed":
            last[outcome.test] = outcome
    return list(last.values())


def tables(folders: Iterable[Folder]) -> str:
    """A row for each folder, and a row for each reason why tests did not pass."""
    lines = ["| folder | passed | failed | skipped | not run |", "|---|---|---|---|---|"]
    lines += map(str, folders)
    lines += ["", "## What does not run", "", "| why | tests | for example |", "|---|---|---|"]
    return "\n".join([*lines, *reasons(o for folder in folders for o in folder.outcomes)]) + "\n"


def reasons(outcomes: Iterable[Outcome]) -> list[str]:
    """A row for each reason, with the number of tests."""
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.outcome != "passed":
            found.setdefault(outcome.reason, []).append(outcome.test)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return [f"| {plain(why)} | {len(tests)} | `{tests[0]}` |" for why, tests in ordered]


def plain(text: str) -> str:
    """A text that fits in a cell of a table."""
    return " ".join(text.split())[:160].replace("|", "\\|").replace("<", "&lt;")
