"""The cost of twenty metrics relative to three, on the example's catalogue and 100,000 respondents.

    uv run python benchmarks/twenty_metrics.py

`recalculate` of the real workbook is timed (reading, checking, counting, scoring, writing), in one
process, without imports, with three metrics and with twenty in turn. The three are `likert`,
`themes` and `enps`. The twenty are all shipped metrics and simple ones in a folder `plugins`: the
share of one rank of the answers, each in its own table.
"""

import os
import shutil
import statistics
import tempfile
import time
import warnings
from pathlib import Path

import million
from openpyxl import load_workbook

from meetlat.api import recalculate
from meetlat.plugins.manager import load_plugins

RESPONDENTS, ROUNDS, THREE = 100_000, 5, {"likert", "themes", "enps"}

PLUGIN = '''
import polars as pl
from meetlat import Counts, hookimpl, metric


@metric(table="Rank{rank}")
def rank_{rank}(counts: Counts) -> pl.DataFrame:
    """The share of answers of rank {rank}."""
    n = pl.col("n")
    hits = n.filter(pl.col("from_top") == {rank}).sum()
    grouped = counts.drop_nulls("score").group_by(Counts.KEYS)
    return grouped.agg(n=n.sum(), share=pl.when(n.sum() > 0).then(hits / n.sum()))


@hookimpl
def register_metrics(register):
    register(rank_{rank})
'''


def main() -> None:
    """Make two workbooks that differ in the table `Metrics`, and time them in turn."""
    os.environ["MEETLAT_PLUGINS"] = "allow"
    million.RESPONDENTS, million.TEAMS = RESPONDENTS, 20
    shipped = list(load_plugins().metrics)
    simple = [f"rank_{rank}" for rank in range(1, 21 - len(shipped))]
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.parquet"
        million.write_answers(answers)
        ways = {
            "three": survey(Path(folder) / "three", simple, shipped, THREE),
            "twenty": survey(Path(folder) / "twenty", simple, shipped, {*shipped, *simple}),
        }
        times = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way, file in ways.items():
                began = time.perf_counter()
                results = recalculate(file, answers, output=file.with_stem("out"))
                times[way].append(time.perf_counter() - began)
                if faults := [p for p in results.problems if p.is_error or "failed" in p.code]:
                    raise SystemExit("\n".join(map(str, faults)))
    for way, seconds in times.items():
        print(f"{way:6} median {statistics.median(seconds):.2f} s")
    ratios = [b / a for a, b in zip(times["three"], times["twenty"], strict=True)]
    print(f"twenty / three: {statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})")


def survey(folder: Path, simple: list[str], shipped: list[str], on: set[str]) -> Path:
    """The example with the simple metrics as plugins, and the metrics `on` switched on."""
    (folder / "plugins").mkdir(parents=True)
    for name in simple:
        code = PLUGIN.format(rank=name.removeprefix("rank_"))
        (folder / "plugins" / f"{name}.py").write_text(code, encoding="utf-8")
    file = Path(shutil.copy(million.EXAMPLE / "survey.xlsx", folder))
    warnings.simplefilter("ignore")  # openpyxl loses formats, which do not matter here
    book = load_workbook(file)
    sheet, place = next((s, s.tables["Metrics"]) for s in book if "Metrics" in s.tables)
    start, end = place.ref.split(":")
    top, left = sheet[start].row, sheet[start].column
    headings = [cell.value for cell in sheet[top][left - 1 : sheet[end].column]]
    for number, name in enumerate([*shipped, *simple], start=1):
        for offset, heading in enumerate(headings):
            value = {"metric": name, "on": "yes" if name in on else "no"}.get(heading)
            sheet.cell(top + number, left + offset).value = value
    last = max(top + len(shipped) + len(simple), sheet[end].row)
    place.ref = f"{start}:{sheet[end].column_letter}{last}"
    book.save(file)
    return file


if __name__ == "__main__":
    main()
