"""Reading 100,000 respondents x 88 columns from an .xlsx file: processor time and memory.

    uv run --group benchmarks python benchmarks/xlsx_responses.py [--rounds 1]

The answers of the example are repeated, with six columns beside them: a number, a date, and open
answers that are all different. XlsxWriter writes them as Excel does, with shared texts. Meetlat,
openpyxl in its read-only mode, and calamine alone (which Meetlat reads with) each read the file in
their own process, in turns. The cells of Meetlat and openpyxl are compared first. The output has
the median of the processor time and of the peak memory, without imports, and the ratios to openpyxl
within a round.
"""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import xlsxwriter
from processes import alone, arguments, peak_memory
from python_calamine import CalamineWorkbook

from meetlat.reading.responses.locate import read_file

EXAMPLE = Path(__file__).resolve().parents[1] / "workbooks/meetlat_workbooks/provincie-utrecht"
ADDED = ["number", "date", *(f"open_{n}" for n in range(1, 5))]


def main() -> None:
    """Write the file and measure each way, or measure one way in this process."""
    asked = arguments(WAYS, 100_000, rounds=1)
    if asked.way:
        print(*measured(asked.way, asked.file))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "responses.xlsx"
        write(file, asked.respondents)
        size = file.stat().st_size / 2**20
        print(f"{compared(file):,} cells are the same in openpyxl ({size:.0f} MiB)")
        show([{way: alone(__file__, way, file) for way in WAYS} for _ in range(asked.rounds)])


def write(file: Path, respondents: int) -> None:
    """Write the answers, with columns that no question of the catalogue needs."""
    with CalamineWorkbook.from_path(EXAMPLE / "responses.xlsx") as book:
        header, *rows = book.get_sheet_by_index(0).to_python()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet("Responses")
        sheet.write_row(0, 0, [*header, *ADDED])
        for number in range(respondents):
            when = dt.datetime(2026, 1, 1) + dt.timedelta(minutes=number)
            texts = [f"Answer {number} in my own words, to open question {n}" for n in range(4)]
            sheet.write_row(number + 1, 0, [*rows[number % len(rows)], number / 8, when, *texts])


def compared(file: Path) -> int:
    """How many filled cells the file has; stops if Meetlat and openpyxl do not agree on them."""
    responses = read_file(file)
    filled = 0
    others = with_openpyxl(file)
    next(others)
    for own, other in zip(responses.rows.frame.iter_rows(), others, strict=True):
        found = [as_text(value) for value in own]
        if found != [as_text(value) for value in other]:
            raise SystemExit(f"Meetlat: {own}\nopenpyxl: {other}")
        filled += sum(map(bool, found))
    return filled


def as_text(value: object) -> str:
    """A cell as text; a date at midnight is a date, and 1.0 is 1."""
    if isinstance(value, dt.datetime):
        value = value.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).removesuffix(" 00:00:00")


def with_openpyxl(file: Path) -> Iterator[tuple[object, ...]]:
    """The rows as openpyxl reads them when it reads only."""
    book = openpyxl.load_workbook(file, read_only=True)
    yield from book.worksheets[0].iter_rows(values_only=True)


def with_calamine(file: Path) -> list[list[object]]:
    """The rows as calamine gives them."""
    with CalamineWorkbook.from_path(file) as book:
        return book.get_sheet_by_index(0).to_python()


WAYS = {
    "openpyxl": lambda file: [*with_openpyxl(file)],
    "meetlat": lambda file: read_file(file).rows.frame,
    "calamine": with_calamine,
}


def measured(way: str, file: Path) -> tuple[float, float]:
    """Seconds of processors, and the peak memory in MiB (Linux only)."""
    began = time.process_time()
    read = WAYS[way](file)
    seconds = time.process_time() - began
    if not len(read):
        raise SystemExit("nothing was read")
    return seconds, peak_memory()


def show(rounds: list[dict[str, list[float]]]) -> None:
    """Print the medians of each way, and of the ratios to openpyxl."""
    for way in WAYS:
        seconds, memory = (
            statistics.median(each) for each in zip(*(r[way] for r in rounds), strict=True)
        )
        ratio = statistics.median(r[way][0] / r["openpyxl"][0] for r in rounds)
        print(f"{way:9} {seconds:7.1f} s of processors ({ratio:.2f}), {memory:6.0f} MiB")


if __name__ == "__main__":
    main()
