"""A million respondents in 5,000 teams, on the example's catalogue: seconds and memory.

    uv run python benchmarks/million.py

The example's answers are repeated, with teams of their own, in a Parquet file of labels; timed is
everything but writing the report, in one process, imports left out.
"""

import shutil
import tempfile
import time
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

from meetlat.recalculation import preview

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"
RESPONDENTS, TEAMS = 1_000_000, 5_000


def main() -> None:
    """Make the answers, then let every step tell when it begins."""
    with tempfile.TemporaryDirectory() as folder:
        survey = shutil.copy(EXAMPLE / "survey.xlsx", folder)
        answers = Path(folder) / "answers.parquet"
        write_answers(answers)
        began = time.perf_counter()

        def tell(step: str) -> None:
            print(f"{time.perf_counter() - began:6.2f} s  {step}")

        results = preview(survey, answers, tell)
        groups = results.groups
        tell(f"done: {groups.respondents:,} respondents, {len(groups.sizes):,} groups")


def write_answers(file: Path) -> None:
    """The example's answers over and over, in as many teams as a large organisation has.

    Each column is shuffled by itself, for rows that repeat others are told to be pasted twice.
    """
    frame = responses()
    copies = pl.concat([frame] * (RESPONDENTS // len(frame) + 1)).head(RESPONDENTS)
    copies = copies.select(c.shuffle(seed=seed) for seed, c in enumerate(copies))
    number = pl.int_range(pl.len()) % TEAMS
    own = {"respondent": pl.int_range(1, pl.len() + 1), "team": pl.format("team {}", number)}
    copies.with_columns(**own).write_parquet(file)


def responses() -> pl.DataFrame:
    """The example's answers as they stand in its file."""
    sheet = CalamineWorkbook.from_path(str(EXAMPLE / "responses.xlsx")).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    columns = zip(header, zip(*rows, strict=True), strict=True)
    return pl.DataFrame({n: pl.Series([v if v != "" else None for v in c]) for n, c in columns})


if __name__ == "__main__":
    main()
