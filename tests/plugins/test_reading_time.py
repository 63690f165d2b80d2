"""A plugin is not charged for the time in which answers are read from a large file."""

from __future__ import annotations

import time

import pytest

from meetlat.plugins.supervision import CapturedOutput, StoppedError, run_guarded
from meetlat.reading.responses.rows import READING


def work(reading: float) -> str:
    """Take half a second in short steps, of which this share is spent reading."""
    for _ in range(10):
        time.sleep(0.05)
        READING.seconds += 0.05 * reading
    return "done"


def test_time_spent_reading_does_not_count():
    assert run_guarded(lambda: work(1.0), CapturedOutput(), 0.4) == "done"


def test_all_other_time_counts():
    with pytest.raises(StoppedError, match="longer than"):
        run_guarded(lambda: work(0.0), CapturedOutput(), 0.2)
