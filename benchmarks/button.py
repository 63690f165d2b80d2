"""A click on the button, compared with `meetlat recalculate`, on the example.

    uv run --group benchmarks python benchmarks/button.py

- `recalculate`: the command, from its start to the report in a file;
- `click`: the command of the button, on a workbook that is open in LibreOffice without a window. It
  includes the time to read from and write to LibreOffice.

The output has ratios of processor times within the same round, so that changes in the speed of the
machine cancel out; the time of LibreOffice counts too. The figures that both write are compared
first. It runs on Linux only, which tells how much time a process has used.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.button.arguments import CONNECTION

if TYPE_CHECKING:
    import xlwings as xw

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"


def main() -> None:
    """Compare the figures, time the rounds, print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        survey = shutil.copytree(EXAMPLE, Path(folder) / "survey") / "survey.xlsx"
        output = survey.with_name("filled.xlsx")
        command = [sys.executable, "-m", "meetlat.cli", "recalculate", str(survey)]
        recalculate = [*command, "--output", str(output), "--force"]
        run(recalculate)
        with click(survey, scores(output)) as (clicked, office):
            pairs = [(run(recalculate, office), run(clicked, office)) for _ in range(rounds)]
    ratios = [slow / quick for quick, slow in pairs]
    for name, seconds in zip(("recalculate", "click"), zip(*pairs, strict=True), strict=True):
        print(f"{name:12} median {statistics.median(seconds):.2f} s, least {min(seconds):.2f} s")
    ratio = statistics.median(ratios)
    print(f"click / recalculate: {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


@contextmanager
def click(survey: Path, expected: list[float]) -> Iterator[tuple[list[str], int]]:
    """The command of the button, on a workbook that is open in LibreOffice; and its session."""
    from xlengines.calc import connect
    from xlengines.calc.connection import file_url, find_desktop, properties

    address = f"pipe,name=meetlat-benchmark-{os.getpid()}"
    os.environ[CONNECTION] = address
    profile = (survey.parents[1] / "profile").as_uri()
    office = subprocess.Popen(
        [*HEADLESS, f"-env:UserInstallation={profile}", f"--accept={address};urp;"],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        desktop = find_desktop(address, patience=60)
        hidden = properties(Hidden=True)
        document = desktop.loadComponentFromURL(file_url(survey), "_blank", 0, hidden)
        command = [sys.executable, "-P", "-m", "meetlat.button", f"--document={survey}"]
        column = score_column(connect(address, str(survey)))
        column.value = [[None]] * len(column.value)
        run(command)
        print(agreed(expected, column.options(ndim=1).value))
        yield command, office.pid
        document.close(True)
        with suppress(Exception):  # the connection may close before the answer
            desktop.terminate()
    finally:
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()


HEADLESS = ["soffice", "--headless", "--norestore", "--nologo"]


def run(command: list[str], office: int = 0) -> float:
    """The seconds of processor time of a complete process, and meanwhile of LibreOffice."""
    began = processor_time(office)
    subprocess.run(command, check=True, capture_output=True)
    return processor_time(office) - began


def processor_time(session: int) -> float:
    """The seconds of processor time of finished children, and of the processes of a session."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                ticks += int(fields[11]) + int(fields[12])
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def scores(file: Path) -> list[float]:
    """The theme scores of a report."""
    from xlengines.xlsx import open_book

    book = open_book(file)
    try:
        return score_column(book).options(ndim=1).value
    finally:
        book.close()


def score_column(book: xw.Book) -> xw.Range:
    """The cells of the column `score` of `ThemeScores`."""
    tables = {table.name: table for sheet in book.sheets for table in sheet.tables}
    table = tables["ThemeScores"]
    return table.data_body_range.columns[table.header_row_range.value.index("score")]


def agreed(expected: list[float], found: list[float]) -> str:
    """The number of equal figures; stop if one differs."""
    pairs = list(zip(expected, found, strict=True))
    if not pairs or any(b is None or abs(a - b) > 1e-9 for a, b in pairs):
        sys.exit(f"{pairs} differ")
    return f"{len(pairs)} theme scores equal to those of the command"


if __name__ == "__main__":
    main()
