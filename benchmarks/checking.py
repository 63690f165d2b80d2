"""Checking a million respondents x 79 questions against the catalogue: seconds and memory.

    uv run python benchmarks/checking.py [--respondents 1000000]

The example's answers are drawn anew, column by column, with faults planted in every column: slips,
other spellings, numbers beyond the scale, rows twice. Timed in processes of their own are reading
the answers, reading and coding them with every check, and what counting them takes after that.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"
ROUNDS = 3


def main() -> None:
    """Make sound and faulty answers, and measure each step in a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--respondents", type=int, default=1_000_000)
    parser.add_argument("--step", nargs=2, metavar=("STEP", "FILE"))
    options = parser.parse_args()
    if options.step:
        step, file = options.step
        writes = step in ("sound", "faulty")
        run = write_answers if writes else measured
        print(json.dumps(run(Path(file), options.respondents, step)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("sound", "faulty"):
            file = Path(folder) / f"{name}.parquet"
            # In a process of its own too, for the peak of a process is that of its parent at least.
            in_a_process(file, name, options.respondents)
            print(f"{name}: {options.respondents:,} respondents")
            show(file, options.respondents)


def show(file: Path, respondents: int) -> None:
    """The least of a few rounds of each step, and what checking is beside the two others."""
    best = {}
    for until in ("read", "code", "count"):
        rounds = [in_a_process(file, until, respondents) for _ in range(ROUNDS)]
        best[until] = min(rounds, key=lambda told: told["seconds"][until])
    told = best["count"]["seconds"]
    for step in ("read", "code", "count"):
        print(
            f"  {step:5} {told[step]:6.2f} s, peak of all until then {best[step]['peak']:,.0f} MB"
        )
    memory = best["code"]["peak"] / best["read"]["peak"]
    print(f"  code / read {told['code'] / told['read']:.2f} in time, {memory:.2f} in peak memory")
    print(f"  code / count {told['code'] / told['count']:.2f} in time")
    print(f"  {best['code']['problems']} problems: {best['code']['codes']}")


def in_a_process(file: Path, step: str, respondents: int) -> dict:
    """What one process tells of itself."""
    command = [sys.executable, __file__, "--step", step, str(file)]
    command += ["--respondents", str(respondents)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measured(file: Path, respondents: int, until: str) -> dict:
    """Read, code and count as a recalculation does, up to one of these."""
    from meetlat.catalogue import read_catalogue
    from meetlat.coding import code_responses
    from meetlat.counts import count_answers
    from meetlat.files import read_file
    from meetlat.recalculation import opened
    from meetlat.workbook import read_inputs

    with opened(EXAMPLE / "survey.xlsx", save=False) as book:
        inputs = read_inputs(book)
    catalogue, _ = read_catalogue(inputs.tables, inputs.names)
    seconds, problems = {}, []
    began = time.perf_counter()
    responses = read_file(file)
    seconds["read"] = time.perf_counter() - began
    if until != "read":
        began = time.perf_counter()
        coded, problems = code_responses(responses, catalogue)
        seconds["code"] = time.perf_counter() - began
    if until == "count":
        began = time.perf_counter()
        count_answers(coded, catalogue)
        seconds["count"] = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    codes = sorted({problem.code for problem in problems})
    return {"seconds": seconds, "peak": peak, "problems": len(problems), "codes": codes}


def write_answers(file: Path, respondents: int, kind: str) -> None:
    """Answers drawn from the example's, each column by itself; with faults if asked for."""
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
    (spoilt(frame) if kind == "faulty" else frame).write_parquet(file)


def spoilt(frame: pl.DataFrame) -> pl.DataFrame:
    """Slips in two of a hundred answers of every question, and a hundred rows twice."""
    row = pl.int_range(pl.len())
    text = [c for c in frame.columns if frame.schema[c] == pl.String and c != "respondent"]
    number = [c for c in frame.columns if c == "enps"]
    slips = [
        pl.when((row * 7 + k) % 97 == 0)
        .then(pl.format("slip {}", (row * 31 + k) % 40))
        .when((row * 5 + k) % 89 == 0)
        .then(pl.col(c).str.to_uppercase())
        .otherwise(pl.col(c))
        .alias(c)
        for k, c in enumerate(text)
        if c not in ("division", "department", "team", "age", "tenure")
    ]
    beyond = [pl.when(row % 101 == 0).then(99.0).otherwise(pl.col(c)).alias(c) for c in number]
    spoilt = frame.with_columns(*slips, *beyond)
    return pl.concat([spoilt, spoilt.head(100)])


if __name__ == "__main__":
    main()
