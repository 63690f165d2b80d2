"""A million respondents in 5,000 teams, on the example's catalogue: seconds and memory.

    uv run --extra big python benchmarks/million.py [--respondents 1000000] [--rounds 3]

The answers of the example are repeated in many teams, in a Parquet file of labels. Beside Meetlat
(everything except writing the report) there are two others, each in its own process, in turn:
reading the file whole with Polars, and counting it by hand with NumPy from the same labels. The
figures of Meetlat and those by hand are compared first. The output has the median of the processor
time and of the peak memory, without imports, and the ratios within a round.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from processes import alone, arguments, peak_memory
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"
RESPONDENTS, TEAMS = 1_000_000, 5_000
UNITS = ["division", "department", "team"]
SEGMENTS = [*UNITS, "age", "tenure"]

# Written at a time, so that many respondents fit in memory.
PART = 1_000_000


def main() -> None:
    """Write the answers and measure each way, or measure one way in this process."""
    asked = arguments(WAYS, RESPONDENTS, rounds=3)
    if asked.way:
        print(*measured(asked.way, asked.file))
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(EXAMPLE / "survey.xlsx", folder)
        file = Path(folder) / "answers.parquet"
        write_answers(file, asked.respondents)
        if asked.respondents <= RESPONDENTS:
            print(f"{compared(file):,} counts are the same by hand")
        show([{way: alone(__file__, way, file) for way in WAYS} for _ in range(asked.rounds)])


def show(rounds: Sequence[dict[str, list[float]]]) -> None:
    """Print the medians of each way, and of the ratios to Meetlat."""
    for way in WAYS:
        clock, cpu, memory = (
            statistics.median(f) for f in zip(*(r[way] for r in rounds), strict=True)
        )
        print(f"{way:8} {clock:7.2f} s, {cpu:7.2f} s of processors, {memory:7.0f} MiB")
    for way in list(WAYS)[1:]:
        for number, what in enumerate(("time", "processors", "memory")):
            ratios = [r["meetlat"][number] / r[way][number] for r in rounds]
            low, high = min(ratios), max(ratios)
            print(f"{what:10} / {way}: {statistics.median(ratios):.2f} ({low:.2f} to {high:.2f})")


def measured(way: str, file: Path) -> tuple[float, float, float]:
    """Seconds by the clock and of processors, and the peak memory in MiB."""
    import meetlat.api  # noqa: F401 (every way has the same imports)

    clock, cpu = time.perf_counter(), time.process_time()
    WAYS[way](file)
    return time.perf_counter() - clock, time.process_time() - cpu, peak_memory()


def with_meetlat(file: Path) -> None:
    """Everything except writing the report; prints when each step starts."""
    from meetlat.api import preview

    began = time.perf_counter()
    preview(
        file.parent / "survey.xlsx",
        file,
        lambda step: print(f"{time.perf_counter() - began:6.2f} s  {step}", file=sys.stderr),
    )


def read_whole(file: Path) -> pl.DataFrame:
    """The file in memory."""
    return pl.read_parquet(file)


def by_hand(file: Path) -> list[Counted]:
    """The counts of each question with labels, in every group, as an analyst may write it."""
    frame = pl.read_parquet(file)
    groups = {s: numbers(frame[s]) for s in SEGMENTS}
    found = []
    for question in labels_of(frame):
        code, answers = numbers(frame[question])
        width = len(answers) + 1
        for segment, (group, names) in groups.items():
            cells = np.bincount(group * width + code, minlength=(len(names) + 1) * width)
            counts = cells.reshape(-1, width)[:-1, :-1]
            found.append(Counted(segment, question, names, answers, counts))
    return found


class Counted(NamedTuple):
    """How often each answer to a question was given in each group of a segment."""

    segment: str
    question: str
    groups: list[str]
    answers: list[str]
    counts: np.ndarray

    def frame(self) -> pl.DataFrame:
        """A row for each group and answer."""
        size = len(self.answers)
        return pl.DataFrame(
            {
                "segment": self.segment,
                "group": np.repeat(self.groups, size).tolist(),
                "question": self.question,
                "answer": self.answers * len(self.groups),
                "by_hand": self.counts.ravel(),
            }
        )


def labels_of(frame: pl.DataFrame) -> list[str]:
    """The questions that are answered with one label."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    several = frame.select(pl.col(texts).str.contains(";", literal=True).any()).row(0, named=True)
    return [name for name in texts if name not in SEGMENTS and not several[name]]


def numbers(labels: pl.Series) -> tuple[np.ndarray, list[str]]:
    """The number of each label, and the labels in order; a blank has the number after the last."""
    names = labels.drop_nulls().unique().sort()
    coded = labels.replace_strict(names, np.arange(len(names)), default=len(names))
    return coded.to_numpy(), names.to_list()


def compared(file: Path) -> int:
    """The number of counts that are the same by hand; another one stops the run."""
    from meetlat.opening import opened
    from meetlat.reading.inputs import read_inputs
    from meetlat.recalculation import count

    with opened(file.parent / "survey.xlsx", save=False) as book:
        counted = count(read_inputs(book), file).counted
    if counted is None:
        sys.exit("the survey has errors")
    shown = counted.answers.counts.filter(pl.col("n") > 0)
    hand = pl.concat(each.frame() for each in by_hand(file))
    both = shown.join(hand, on=["segment", "group", "question", "answer"])
    if both.filter(pl.col("n") != pl.col("by_hand")).height:
        sys.exit("the figures are not the same")
    return both.height


def write_answers(file: Path, respondents: int | None = None) -> None:
    """Write the answers of the example repeatedly, in as many teams as a large organisation has.

    Each column is shuffled separately, because repeated rows would be a problem; except that
    departments lie in divisions, and teams in departments.
    """
    left, parts = respondents or RESPONDENTS, []
    while left > 0:
        part = file.with_suffix(f".{len(parts)}")
        answers(min(left, PART), len(parts)).write_parquet(part)
        left -= PART
        parts.append(part)
    if len(parts) == 1:
        parts[0].replace(file)
        return
    pl.concat(pl.scan_parquet(part) for part in parts).sink_parquet(file)
    for part in parts:
        part.unlink()


def answers(respondents: int, part: int) -> pl.DataFrame:
    """The answers of one part of the respondents."""
    frame = responses()
    copies = pl.concat([frame] * (respondents // len(frame) + 1)).head(respondents)
    units = copies.select(UNITS)
    first = part * frame.width
    copies = copies.select(c.shuffle(seed=seed) for seed, c in enumerate(copies, first))
    parts = TEAMS // units["team"].n_unique() + 1
    number = pl.int_range(pl.len()).shuffle(seed=1) % parts
    teams = units.with_columns(team=pl.format("{} {}", "team", number))
    respondent = pl.int_range(1, pl.len() + 1) + part * PART
    return copies.with_columns(*teams, respondent=respondent)


def responses() -> pl.DataFrame:
    """The answers of the example."""
    sheet = CalamineWorkbook.from_path(str(EXAMPLE / "responses.xlsx")).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    columns = zip(header, zip(*rows, strict=True), strict=True)
    return pl.DataFrame({n: pl.Series([v if v != "" else None for v in c]) for n, c in columns})


WAYS = {"meetlat": with_meetlat, "whole": read_whole, "by hand": by_hand}


if __name__ == "__main__":
    main()
