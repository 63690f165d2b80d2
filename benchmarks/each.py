"""A report of each of hundreds of teams: the cost of each, beside a report alone and other writers.

    uv run python benchmarks/each.py
    uv run python benchmarks/each.py --teams 5000 --respondents 150000 --reports 200

Teams lie in departments, and departments in divisions. People of the example are drawn again and
again, with a fifth of their answers taken from others, so that answers hang together. What is
derived for all reports is derived with the first one, which is timed by itself. In the same run
XlsxWriter writes the same cells, without formats, and Jinja2 fills the same page with data that is
ready. Figures are processor time, of which a busy machine takes more: compare the ratios.
"""

import argparse
import io
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import million
import numpy as np
import polars as pl
import xlsxwriter
from python_calamine import CalamineWorkbook

from meetlat.publishing import Each, Targets, each_group, publish
from meetlat.publishing.own_units import for_readers
from meetlat.reporting.page import cells, content
from meetlat.reporting.page.style import style_of

T = TypeVar("T")

KINDS = {"html": "html", "workbook": "filled", "slides": "pptx"}


def main() -> None:
    """Make the survey, count it once, and write the reports."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--teams", type=int, default=300)
    parser.add_argument("--respondents", type=int, default=12_000)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=["html", "workbook"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        survey, answers = Path(folder) / "survey.xlsx", Path(folder) / "answers.parquet"
        shutil.copy(million.EXAMPLE / "survey.xlsx", survey)
        write_answers(answers, asked.teams, asked.respondents)
        reports, seconds = timed(lambda: each_group(survey, "team", answers))
        if reports.errors:
            raise SystemExit("\n".join(map(str, reports.errors)))
        print(f"{seconds:8.2f} s   reading and counting {len(reports.groups)} teams, once")
        group = reports.groups.filter(~pl.col("withheld"))["group"][0]
        for kind in asked.kinds:
            own = Path(folder) / kind
            once, each = time_each(reports, own, KINDS[kind], asked.reports)
            file = Path(folder) / f"alone{ENDINGS[kind]}"
            alone = time_alone(survey, answers, file, KINDS[kind], group)
            peer = PEERS[kind](reports, file, group)
            print(f"{once:8.2f} s   the first report, {kind}, with what is derived for all")
            print(f"{1000 * each:8.1f} ms  a report, {kind}: {each / alone:.3f} of one by itself")
            if peer:
                print(f"{1000 * peer:8.1f} ms  {PEER_NAMES[kind]}; a report is {each / peer:.1f} x")


def write_answers(file: Path, teams: int, respondents: int) -> None:
    """Draw people of the example, and spread each team over several."""
    dice, people = np.random.default_rng(1), million.responses()
    rows = people[dice.integers(0, len(people), respondents)]
    parts = teams // people["team"].n_unique() + 1
    number = pl.Series(dice.integers(0, parts, respondents))
    units = rows.select(million.UNITS).with_columns(team=pl.format("{} {}", "team", number))
    answers = rows.select(mixed(column, dice) for column in rows.drop(million.UNITS))
    respondent = pl.int_range(1, pl.len() + 1)
    answers.with_columns(*units, respondent=respondent).write_parquet(file)


def mixed(column: pl.Series, dice: np.random.Generator) -> pl.Series:
    """A column in which a fifth of the answers are those of other people."""
    other = column.gather(dice.integers(0, len(column), len(column)))
    return other.zip_with(pl.Series(dice.random(len(column)) < 0.2), column)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What a function returns, and the seconds of processor time that it took."""
    began = time.process_time()
    return work(), time.process_time() - began


ENDINGS = {"html": ".html", "workbook": ".xlsx", "slides": ".pptx"}


def time_each(reports: Each, folder: Path, kind: str, most: int) -> tuple[float, float]:
    """The seconds of the first report, and of each of the next `most` reports."""
    folder.mkdir()
    first, *rest = [*reports._files(Targets(**{kind: folder})).items()][: most + 1]
    _, once = timed(lambda: reports.write_these(dict([first]), lambda group: None))
    _, seconds = timed(lambda: reports.write_these(dict(rest), lambda group: None))
    return once, seconds / len(rest)


def time_alone(survey: Path, answers: Path, file: Path, kind: str, group: str) -> float:
    """The seconds of a single report, with reading and counting."""
    results, seconds = timed(
        lambda: publish(survey, Targets(**{kind: file}), answers, group=f"team={group}")
    )
    if results.errors or not file.exists():
        raise SystemExit("the single report was not made")
    return seconds


def bare_page(reports: Each, file: Path, group: str) -> float:
    """The seconds that Jinja2 takes to fill the page with data that is ready."""
    report = for_readers(reports.survey.report(f"team={group}"))
    data = content.page_content(report, style_of(report.settings, file.parent))
    return min(timed(lambda: cells.page_template().render(data))[1] for _ in range(10))


def bare_workbook(reports: Each, file: Path, group: str) -> float:
    """The seconds that XlsxWriter takes to write the cells of a filled workbook."""
    with CalamineWorkbook.from_path(str(file)) as book:
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]

    def write_cells() -> None:
        with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as made:
            for rows in sheets:
                sheet = made.add_worksheet()
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)

    return min(timed(write_cells)[1] for _ in range(5))


PEERS = {"html": bare_page, "workbook": bare_workbook, "slides": lambda *_: 0.0}
PEER_NAMES = {"html": "Jinja2 alone", "workbook": "XlsxWriter, the same cells"}


if __name__ == "__main__":
    main()
