"""How time and memory grow with questions, themes and groups: none faster than the survey.

    uv run python benchmarks/growth.py

Each survey is checked, counted and scored in a process of its own. The output has its processor
time and its peak memory, and the ratio of the time to that of the smallest survey of its kind. A
ratio that is larger than the ratio of the sizes means growth that is worse than linear.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from meetlat.recalculation import compute
from meetlat.testing import inputs

# By kind: questions, themes, people and groups of each survey.
SURVEYS = {
    "questions, all in one theme": [(n, 1, 60, 3) for n in (100, 300, 1000)],
    "questions, ten in a theme": [(n, n // 10, 60, 3) for n in (300, 1000, 3000)],
    "themes of three questions": [(3 * n, n, 60, 3) for n in (100, 300, 1000)],
    "groups": [(20, 4, 100_000, n) for n in (100, 1000, 10_000)],
}


def main() -> None:
    """Measure every survey in a process of its own, or one survey in this process."""
    if len(sys.argv) > 1:
        print(*measured(*map(int, sys.argv[1:])))
        return
    for kind, sizes in SURVEYS.items():
        print(kind)
        least = 0.0
        for size in sizes:
            command = [sys.executable, __file__, *map(str, size)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, memory = map(float, done.stdout.split())
            least = least or seconds
            print(
                f"  {shown(size)}: {seconds:.2f} s, {memory:.0f} MiB, ratio {seconds / least:.1f}"
            )


def shown(size: Sequence[int]) -> str:
    """A size in words."""
    questions, themes, people, groups = size
    return f"{questions:,} questions, {themes:,} themes, {people:,} people, {groups:,} groups"


def measured(questions: int, themes: int, people: int, groups: int) -> tuple[float, float]:
    """The processor seconds and the peak memory in MiB of a survey, after a small one."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.parquet"
        answers(5, 30, 3).write_parquet(file)
        compute(inputs(**tables(5, 1)), file)
        answers(questions, people, groups).write_parquet(file)
        asked = inputs(**tables(questions, themes))
        began = time.process_time()
        report = compute(asked, file)
        seconds = time.process_time() - began
    if report.errors:
        sys.exit(str(report.errors[0]))
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tables(questions: int, themes: int) -> dict[str, str]:
    """The input tables: teams in departments, and questions in themes in turn."""
    asked = [f"| q{i} | Statement {i} | t{i % themes} | agreement |" for i in range(questions)]
    named = [f"| t{i} | Theme {i} |" for i in range(themes)]
    segments = ["| department | Department | |", "| team | Team | department |"]
    return {
        "Themes": "\n".join(["| theme | name |", "|---|---|", *named]),
        "Questions": "\n".join(
            ["| question | text | theme | scale |", "|---|---|---|---|", *asked]
        ),
        "Segments": "\n".join(["| segment | name | parent |", "|---|---|---|", *segments]),
    }


def answers(questions: int, people: int, groups: int) -> pl.DataFrame:
    """Answers that hang together: each person agrees with some part of what is asked."""
    draw = np.random.default_rng(people + groups)
    labels = np.array(["agree", "neutral", "disagree"])
    mood = draw.normal(size=(people, 1))
    levels = np.digitize(mood + draw.normal(size=(people, questions)), [-0.8, 0.8])
    team = draw.integers(groups, size=people)
    frame = pl.DataFrame({f"q{i}": labels[levels[:, i]] for i in range(questions)})
    department, number = pl.Series(team // 10).cast(pl.String), pl.Series(team).cast(pl.String)
    return frame.with_columns(department="d" + department, team="team " + number)


if __name__ == "__main__":
    main()
