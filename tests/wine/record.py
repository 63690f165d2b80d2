"""A plugin of pytest that writes what came of each test at once, so that a crash loses nothing.

It runs on Windows. Each line is a test, what came of it, and what it said.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

# The environment variable that names the file.
FILE = "OUTCOMES"

# A test that has no other outcome.
WAITED, BEGAN = "not reached", "not over"


def pytest_collection_finish(session: pytest.Session) -> None:
    """These tests are to be run."""
    for item in session.items:
        write(item.nodeid, WAITED)


def pytest_runtest_logstart(nodeid: str) -> None:
    """A test that gets no other outcome hung, or ended Python."""
    write(nodeid, BEGAN)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test is over, or what it needs failed."""
    if report.outcome != "passed" or report.when == "call":
        write(report.nodeid, report.outcome, reason(report))


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A file cannot be imported, or is skipped as a whole."""
    if report.outcome != "passed":
        write(report.nodeid, report.outcome, reason(report))


def reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test is skipped, or the traceback."""
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return report.longreprtext


def write(test: str, outcome: str, said: str = "") -> None:
    """Add a line to the file."""
    with Path(os.environ[FILE]).open("a", encoding="utf-8") as file:
        file.write(json.dumps([test, outcome, said]) + "\n")
