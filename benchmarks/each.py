"""A report of each of hundreds of teams: seconds per report, compared with a single report.

    uv run python benchmarks/each.py
    uv run python benchmarks/each.py --teams 5000 --respondents 100000 --reports 50 --kinds html

The answers of the example are repeated in many teams. Each kind of file is timed separately, in one
process, without imports, for the first reports. PDFs are optional, because LibreOffice takes most
of their time.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import million

from meetlat.publishing import Each, Targets, each_group, publish

KINDS = {"html": "html", "workbook": "filled", "pdf": "pdf"}


def main() -> None:
    """Make the survey, count it once, and write the reports."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--teams", type=int, default=300)
    parser.add_argument("--respondents", type=int, default=20_000)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=["html", "workbook"])
    asked = parser.parse_args()
    million.RESPONDENTS, million.TEAMS = asked.respondents, asked.teams
    with tempfile.TemporaryDirectory() as folder:
        survey, answers = Path(folder) / "survey.xlsx", Path(folder) / "answers.parquet"
        shutil.copy(million.EXAMPLE / "survey.xlsx", survey)
        million.write_answers(answers)
        began = time.perf_counter()
        reports = each_group(survey, "team", answers)
        if reports.errors:
            raise SystemExit("\n".join(map(str, reports.errors)))
        print(f"{time.perf_counter() - began:7.2f} s  reading and counting, once")
        for kind in asked.kinds:
            each = time_each(reports, Path(folder) / kind, KINDS[kind], asked.reports)
            alone = time_alone(survey, answers, Path(folder) / f"alone{survey.suffix}", KINDS[kind])
            print(f"{each:7.2f} s  a report, {kind}; {alone:.2f} s by itself")


def time_each(reports: Each, folder: Path, kind: str, most: int) -> float:
    """The seconds per report, of the first `most` reports."""
    names = reports.groups["group"].to_list()[most:]
    folder.mkdir()
    for name in names:  # as if they existed already
        (folder / name).with_suffix(".xlsx" if kind == "filled" else f".{kind}").touch()
    reports.made, began = 0, time.perf_counter()
    reports.write(Targets(**{kind: folder}), resume=True)
    return (time.perf_counter() - began) / max(reports.made, 1)


def time_alone(survey: Path, answers: Path, file: Path, kind: str) -> float:
    """The seconds of a single report, with reading and counting."""
    began = time.perf_counter()
    publish(survey, answers, group="team=team 0", **{kind: file})
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
