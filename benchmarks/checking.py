"""Checking a million respondents x 79 questions against the catalogue: seconds and memory.

    uv run python benchmarks/checking.py [--respondents 1000000] [--rounds 3]

The answers are sampled from the example, column by column, and then damaged: one wrong spelling for
each question in 1 % and in 10 % of the cells, ten times as many spellings, or a tenth of the rows
twice. Each kind is read, coded with every check, and counted, in its own process. The memory of a
step is its peak above the memory in use when it started (Linux only). The output has the medians of
the rounds, and of the ratios to the correct answers within a round.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"


class Faults(NamedTuple):
    """Wrong cells per 1,000, wrong spellings per question, and repeated rows per 100."""

    wrong: int = 0
    ways: int = 1
    twice: int = 0


KINDS = {
    "sound": Faults(),
    "1% of the cells, 1 spelling": Faults(10, 1),
    "10% of the cells, 1 spelling": Faults(100, 1),
    "1% of the cells, 10 spellings": Faults(10, 10),
    "10% of the cells, 10 spellings": Faults(100, 10),
    "10% of the cells, 1,000 spellings": Faults(100, 1_000),
    "10% of the cells, 10,000 spellings": Faults(100, 10_000),
    "10% of the rows twice": Faults(twice=10),
}
STEPS = ("read", "code", "count")


def main() -> None:
    """Write the answers of each kind, and measure them in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--respondents", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", choices=KINDS)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("file", type=Path, nargs="?")
    options = parser.parse_args()
    if options.write:
        write_answers(options.file, options.respondents, KINDS[options.write])
    elif options.measure:
        print(json.dumps(measured(options.file)))
    else:
        compare(options.respondents, options.rounds)


def compare(respondents: int, rounds: int) -> None:
    """Measure all kinds in every round, so that changes in the speed of the machine cancel out."""
    with tempfile.TemporaryDirectory() as folder:
        files = {kind: Path(folder) / f"{n}.parquet" for n, kind in enumerate(KINDS)}
        for kind, file in files.items():
            alone("--write", kind, "--respondents", str(respondents), str(file))
        measured_rounds = [
            {kind: json.loads(alone("--measure", str(file))) for kind, file in files.items()}
            for _ in range(rounds)
        ]
    print(f"{respondents:,} respondents, {rounds} rounds")
    for kind in KINDS:
        show(kind, [(each[kind], each["sound"]) for each in measured_rounds])


def show(kind: str, rounds: list[tuple[dict, dict]]) -> None:
    """Print one kind of answers, with its ratio to the correct ones."""
    print(f"{kind}: {rounds[0][0]['problems']} problems ({rounds[0][0]['codes']})")
    for step in STEPS:
        seconds = statistics.median(own[step]["seconds"] for own, _ in rounds)
        memory = statistics.median(own[step]["memory"] for own, _ in rounds)
        longer = statistics.median(own[step]["seconds"] / s[step]["seconds"] for own, s in rounds)
        more = statistics.median(own[step]["memory"] / s[step]["memory"] for own, s in rounds)
        ratios = "" if kind == "sound" else f"; x {longer:.2f} and x {more:.2f} of sound"
        print(f"  {step:5} {seconds:6.2f} s, {memory:6,.0f} MB{ratios}")
    ratio = statistics.median(o["code"]["seconds"] / o["count"]["seconds"] for o, _ in rounds)
    print(f"  code / count {ratio:.2f} in time")


def alone(*arguments: str) -> str:
    """Run this script in its own process, and return what it prints."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def measured(file: Path) -> dict:
    """Read, code and count as a recalculation does."""
    from meetlat.counting.counts import count_answers
    from meetlat.opening import opened
    from meetlat.reading.catalogue import read_catalogue
    from meetlat.reading.inputs import read_inputs
    from meetlat.reading.responses.coding import code_responses
    from meetlat.reading.responses.locate import read_file

    with opened(EXAMPLE / "survey.xlsx", save=False) as book:
        inputs = read_inputs(book)
    catalogue, _ = read_catalogue(inputs.tables, inputs.names)
    found: dict[str, Any] = {}
    responses = step(found, "read", lambda: read_file(file))
    coded, problems = step(found, "code", lambda: code_responses(responses, catalogue))
    step(found, "count", lambda: count_answers(coded, catalogue).frame())
    codes = ", ".join(sorted({problem.code for problem in problems}))
    return {**found, "problems": len(problems), "codes": codes}


def step(found: dict, name: str, run: Callable[[], Any]) -> Any:
    """Run a step, and add its time and its peak memory to `found`."""
    Path("/proc/self/clear_refs").write_text("5")  # resets the peak
    memory, began = megabytes("VmRSS"), time.perf_counter()
    result = run()
    seconds = time.perf_counter() - began
    found[name] = {"seconds": seconds, "memory": megabytes("VmHWM") - memory}
    return result


def megabytes(name: str) -> float:
    """A figure of the memory of this process, from Linux."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def write_answers(file: Path, respondents: int, faults: Faults) -> None:
    """Write answers sampled from the example, column by column, with faults if given."""
    sheet = CalamineWorkbook.from_path(str(EXAMPLE / "responses.xlsx")).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    columns = zip(header, zip(*rows, strict=True), strict=True)
    frame = pl.DataFrame(
        {
            name: pl.Series([v if v != "" else None for v in values]).sample(
                respondents, with_replacement=True, seed=number
            )
            for number, (name, values) in enumerate(columns)
        }
    )
    frame = frame.with_columns(respondent=pl.format("R{}", pl.int_range(pl.len())))
    damaged(frame, faults).write_parquet(file)


def damaged(frame: pl.DataFrame, faults: Faults) -> pl.DataFrame:
    """The frame with wrong answers to every question answered in words, and repeated rows."""
    aside = ("respondent", "division", "department", "team", "age", "tenure")
    words = [c for c in frame.columns if frame.schema[c] == pl.String and c not in aside]
    row = pl.int_range(pl.len())
    slips = []
    for number, column in enumerate(words):
        place = row * 7919 + number * 104_729
        slip = pl.format("slip {} of {}", place // 1000 % faults.ways, pl.lit(column))
        wrong = place % 1000 < faults.wrong
        slips.append(pl.when(wrong).then(slip).otherwise(column).alias(column))
    twice = len(frame) * faults.twice // 100
    frame = frame.with_columns(slips)
    return pl.concat([frame.head(len(frame) - twice), frame.head(twice)])


if __name__ == "__main__":
    main()
