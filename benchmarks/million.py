"""A million respondents in 5,000 teams, on the example's catalogue: seconds and memory.

    uv run python benchmarks/million.py

The answers of the example are repeated in many teams, in a Parquet file of labels. Everything
except writing the report is timed, in one process, without imports.
"""

import shutil
import tempfile
import time
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

from meetlat.api import preview

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"
RESPONDENTS, TEAMS = 1_000_000, 5_000
UNITS = ["division", "department", "team"]


def main() -> None:
    """Write the answers, and print when each step starts."""
    with tempfile.TemporaryDirectory() as folder:
        survey = shutil.copy(EXAMPLE / "survey.xlsx", folder)
        answers = Path(folder) / "answers.parquet"
        write_answers(answers)
        began = time.perf_counter()

        def show(step: str) -> None:
            print(f"{time.perf_counter() - began:6.2f} s  {step}")

        results = preview(survey, answers, show)
        groups = results.groups
        show(f"done: {groups.respondents:,} respondents, {len(groups.sizes):,} groups")


def write_answers(file: Path) -> None:
    """Write the answers of the example repeatedly, in as many teams as a large organisation has.

    Each column is shuffled separately, because repeated rows would be a problem; except that
    departments lie in divisions, and teams in departments.
    """
    frame = responses()
    copies = pl.concat([frame] * (RESPONDENTS // len(frame) + 1)).head(RESPONDENTS)
    units = copies.select(UNITS)
    copies = copies.select(c.shuffle(seed=seed) for seed, c in enumerate(copies))
    parts = TEAMS // units["team"].n_unique() + 1
    number = pl.int_range(pl.len()).shuffle(seed=1) % parts
    teams = units.with_columns(team=pl.format("{} {}", "team", number))
    respondent = pl.int_range(1, pl.len() + 1)
    copies.with_columns(*teams, respondent=respondent).write_parquet(file)


def responses() -> pl.DataFrame:
    """The answers of the example."""
    sheet = CalamineWorkbook.from_path(str(EXAMPLE / "responses.xlsx")).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    columns = zip(header, zip(*rows, strict=True), strict=True)
    return pl.DataFrame({n: pl.Series([v if v != "" else None for v in c]) for n, c in columns})


if __name__ == "__main__":
    main()
