"""What 5,000 teams cost beside one total, of a million respondents: the ratio.

    uv run python benchmarks/teams.py

The survey is the example's, with no segment but `team`, and with none at all. Timed are counting
and scoring (all its metrics), each in a process of its own, in turn; then the theme rule
`respondents` in all themes, which looks at persons. Printed are the medians, and the median of the
ratios within a round.
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

from meetlat.recalculation import compute, opened
from meetlat.workbook import Inputs, InputTable, read_inputs

TEAM = ["team", "team", "Team", None]
ROUNDS = 5


def main() -> None:
    """Time the rounds, or (in a process of its own) one way of one round."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--one", nargs=3, metavar=("ANSWERS", "SEGMENTS", "RULE"))
    asked = parser.parse_args()
    if asked.one:
        print(seconds(*asked.one))
        return
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.parquet"
        million.write_answers(answers)
        for rule in ("questions", "respondents"):
            ratios, times = in_turn(answers, rule, asked.rounds)
            total, teams = (statistics.median(times[way]) for way in ("none", "team"))
            low, high = min(ratios), max(ratios)
            print(f"rule {rule}: total {total:.2f} s, {million.TEAMS:,} teams {teams:.2f} s")
            print(f"  ratio {statistics.median(ratios):.2f} ({low:.2f} to {high:.2f})")


def in_turn(
    answers: Path, rule: str, rounds: int
) -> tuple[Sequence[float], dict[str, list[float]]]:
    """The ratio of each round, and the seconds of each way."""
    times: dict[str, list[float]] = {"none": [], "team": []}
    for _ in range(rounds):
        for way, found in times.items():
            command = [sys.executable, __file__, "--one", str(answers), way, rule]
            ran = subprocess.run(command, check=True, capture_output=True, text=True)
            found.append(float(ran.stdout))
    ratios = [teams / total for total, teams in zip(times["none"], times["team"], strict=True)]
    return ratios, times


def seconds(answers: str, segments: str, rule: str) -> float:
    """Of counting and scoring: what lies between the checks and the report."""
    began = 0.0

    def tell(step: str) -> None:
        nonlocal began
        if step == "count":
            began = time.perf_counter()

    with opened(million.EXAMPLE / "survey.xlsx", save=False) as book:
        inputs = read_inputs(book)
    found = compute(changed(inputs, segments, rule), answers, tell)
    taken = time.perf_counter() - began
    if faults := found.results.errors:
        raise SystemExit("\n".join(map(str, faults)))
    return taken


def changed(inputs: Inputs, segments: str, rule: str) -> Inputs:
    """The example with another table of segments, and this rule in all themes."""
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
