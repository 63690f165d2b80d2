"""The cost of 5,000 teams relative to one total, for a million respondents.

    uv run python benchmarks/teams.py

The survey is the example with only the segment `team`, and without segments. Counting and scoring
(all metrics) are timed, each in its own process, in turn; and then the same with the theme rule
`respondents` in all themes, which is computed over persons. The output has the medians, and the
median of the ratios within a round: of wall-clock time, and of processor time, which is more
reliable if the machine does other work.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import million

from meetlat.opening import opened
from meetlat.reading.inputs import Inputs, InputTable, read_inputs
from meetlat.recalculation import compute

TEAM = ["team", "team", "Team", None]
ROUNDS = 5


def main() -> None:
    """Time the rounds, or one run of a round (in its own process)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--one", nargs=3, metavar=("ANSWERS", "SEGMENTS", "RULE"))
    asked = parser.parse_args()
    if asked.one:
        print(*seconds(*asked.one))
        return
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.parquet"
        million.write_answers(answers)
        for rule in ("questions", "respondents"):
            rounds = in_turn(answers, rule, asked.rounds)
            for number, clock in enumerate(("clock", "processors")):
                show(f"rule {rule}, {clock}", [[way[number] for way in pair] for pair in rounds])


def show(what: str, rounds: Sequence[Sequence[float]]) -> None:
    """Print the seconds without and with teams, and their ratio, from those of each round."""
    total, teams = (statistics.median(way) for way in zip(*rounds, strict=True))
    ratios = [teams / total for total, teams in rounds]
    print(f"{what}: total {total:.2f} s, {million.TEAMS:,} teams {teams:.2f} s")
    print(f"  ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def in_turn(answers: Path, rule: str, rounds: int) -> list[list[list[float]]]:
    """For each round, without and with teams: wall-clock and processor seconds."""
    found = []
    for _ in range(rounds):
        commands = [
            [sys.executable, __file__, "--one", str(answers), way, rule] for way in ("none", "team")
        ]
        ran = [subprocess.run(c, check=True, capture_output=True, text=True) for c in commands]
        found.append([list(map(float, one.stdout.split())) for one in ran])
    return found


def seconds(answers: str, segments: str, rule: str) -> tuple[float, float]:
    """The wall-clock and processor seconds of counting and scoring."""
    began = (0.0, 0.0)

    def now() -> tuple[float, float]:
        return time.perf_counter(), time.process_time()

    def start(step: str) -> None:
        nonlocal began
        if step == "count":
            began = now()

    with opened(million.EXAMPLE / "survey.xlsx", save=False) as book:
        inputs = read_inputs(book)
    found = compute(changed(inputs, segments, rule), answers, start)
    clock, processors = now()
    if faults := found.results.errors:
        raise SystemExit("\n".join(map(str, faults)))
    return clock - began[0], processors - began[1]


def changed(inputs: Inputs, segments: str, rule: str) -> Inputs:
    """The example with other segments, and the same rule in all themes."""
    (table,), (themes,) = inputs.tables["Segments"], inputs.tables["Themes"]
    names = ("segment", "column", "name", "parent")
    row = filled(table, dict(zip(names, TEAM, strict=True)))
    kept = [row] if segments == "team" else []
    table = replace(table, values=kept, row_numbers=table.row_numbers[: len(kept)])
    rows = [filled(themes, {"rule": rule}, given) for given in themes.values]
    tables = {**inputs.tables, "Segments": [table], "Themes": [replace(themes, values=rows)]}
    return replace(inputs, tables={**tables, "Population": []})


def filled(table: InputTable, values: dict, row: Sequence | None = None) -> list:
    """A row of a table with these values, by column."""
    new = list(row or [None] * len(table.header))
    for column, value in values.items():
        position = table.position(column)
        if position is None:
            position = table.position(f"{column}::nl")
        if position is not None:
            new[position] = value
        elif value is not None:
            raise SystemExit(f"{table.name} has no column {column}")
    return new


if __name__ == "__main__":
    main()
