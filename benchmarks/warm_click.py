"""A cold and a warm click, compared with a cold `meetlat recalculate`, on the example.

    uv run python benchmarks/warm_click.py

- `recalculate`: the command, from its start to the report in a file;
- `file, warm`: the same file in a warm process: the cost of Meetlat itself in a warm click;
- `click, cold` and `click, warm`: the command of the button, on a workbook that is open in
  LibreOffice without a window. Both include the time to read from and write to LibreOffice.

The output has ratios within the same round, so that changes in the speed of the machine cancel out.
The figures that each of them writes are compared first.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.button import client

if TYPE_CHECKING:
    import xlwings as xw

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"
GOAL = 0.25
HAND_OVER = "import sys; from meetlat.button.client import hand_over; hand_over(sys.argv[1:])"


def main() -> None:
    """Start the processes, compare the figures, time the rounds, print the ratios."""
    if "--resident" in sys.argv:
        serve_files()
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        survey = shutil.copytree(EXAMPLE, Path(folder) / "survey") / "survey.xlsx"
        with by_file(survey) as files, by_button(survey) as buttons:
            ways = files | buttons
            times: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(rounds):
                for name, (command, environment) in ways.items():
                    times[name].append(run(command, environment))
    show(times)


# A command and its environment.
Way = tuple[list[str], dict[str, str]]


@contextmanager
def by_file(survey: Path) -> Iterator[dict[str, Way]]:
    """The command, and a warm process that does the same."""
    environment = home(survey.parents[1] / "files")
    cold, hot = survey.with_name("cold.xlsx"), survey.with_name("warm.xlsx")
    command = [sys.executable, "-m", "meetlat.cli", "recalculate", str(survey)]
    ways = {
        "recalculate": ([*command, "--output", str(cold), "--force"], environment),
        "file, warm": ([sys.executable, "-c", HAND_OVER, str(survey), str(hot)], environment),
    }
    resident = subprocess.Popen([sys.executable, __file__, "--resident"], env=environment)
    try:
        until(lambda: run(*ways["file, warm"]) and hot.exists())
        run(*ways["recalculate"])
        print(f"file, warm: {agreed(scores(cold), scores(hot))}")
        yield ways
    finally:
        resident.kill()
        resident.wait()


def serve_files() -> None:
    """Run as the warm process."""
    from meetlat.api import recalculate
    from meetlat.button.server import preload, serve

    def job(arguments: list[str]) -> int:
        survey, output = arguments
        return len(recalculate(survey, output=output).errors)

    serve(job, preload)


@contextmanager
def by_button(survey: Path) -> Iterator[dict[str, Way]]:
    """The command of the button, on a workbook open in LibreOffice, if that is installed."""
    if not shutil.which("soffice"):
        print("LibreOffice is not installed: the button is not measured")
        yield {}
        return
    from xlengines.calc import connect
    from xlengines.calc.connection import file_url, find_desktop, properties

    environment = home(survey.parents[1] / "button")
    address = f"pipe,name=meetlat-warm-click-{os.getpid()}"
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
        button = [sys.executable, "-P", "-m", "meetlat.button", f"--connection={address}"]
        button.append(f"--document={survey}")
        ways = {
            "click, cold": (button, {**environment, client.SWITCH: "0"}),
            "click, warm": (button, environment),
        }
        expected = scores(survey.with_name("cold.xlsx"))
        for name, way in ways.items():
            column = score_column(connect(address, str(survey)))
            column.value = [[None]] * len(column.value)
            run(*way)
            shown = column.options(ndim=1).value
            print(f"{name}: {agreed(expected, shown)}")
        wait_for_warm(environment)
        yield ways
        document.close(True)
        with suppress(Exception):  # the connection may close before the answer
            desktop.terminate()
    finally:
        subprocess.run(END, env=environment, check=False, stdout=subprocess.DEVNULL)
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()


HEADLESS = ["soffice", "--headless", "--norestore", "--nologo"]
END = [sys.executable, "-m", "meetlat.button.server", "--end"]


def home(folder: Path) -> dict[str, str]:
    """An environment with a warm process of its own, separate from the user's."""
    folder.mkdir()
    places = dict.fromkeys(("XDG_RUNTIME_DIR", "LOCALAPPDATA"), str(folder))
    if sys.platform == "darwin":
        places["HOME"] = str(folder)
    environment = {k: v for k, v in os.environ.items() if k != client.SWITCH}
    return {**environment, **places, "PYTHONIOENCODING": "utf-8"}


def wait_for_warm(environment: dict[str, str]) -> None:
    """Wait until the process that the first click started has loaded everything."""
    probe = "from meetlat.button.client import hand_over; hand_over(['--check'])"
    command = [sys.executable, "-c", probe]

    def answers() -> bool:
        done = subprocess.run(command, env=environment, check=False, capture_output=True)
        return done.returncode == 0

    until(answers)


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is true, and exit if it takes too long."""
    end = time.monotonic() + seconds
    while True:
        with suppress(subprocess.CalledProcessError):
            if true():
                return
        if time.monotonic() > end:
            sys.exit("the warm process did not start")
        time.sleep(0.1)


def run(command: list[str], environment: dict[str, str]) -> float:
    """The wall-clock seconds of a complete process."""
    began = time.perf_counter()
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return time.perf_counter() - began


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


def show(times: dict[str, list[float]]) -> None:
    """Print the medians, and the ratios to the command."""
    for name, seconds in times.items():
        print(f"{name:12} median {statistics.median(seconds):.2f} s, least {min(seconds):.2f} s")
    for name, seconds in list(times.items())[1:]:
        ratios = [a / b for a, b in zip(seconds, times["recalculate"], strict=True)]
        ratio = statistics.median(ratios)
        goal = f", goal {GOAL}" if name.endswith("warm") else ""
        print(f"{name} / recalculate: {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f}{goal})")


if __name__ == "__main__":
    main()
