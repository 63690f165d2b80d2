"""A cold click: complete processes, from start to report, on the example survey.

    uv run --group benchmarks python benchmarks/click.py

Meetlat is compared with the same job by hand in pandas, and with the minimum in plain Python, also
if that imports Polars. Each has its own environment, because other libraries import pandas if it is
installed. Their figures are compared first, to be sure that they do the same work. The output has
ratios of processor times within the same round, so that changes in the speed of the machine cancel
out.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).parent
EXAMPLE = ROOT / "workbooks" / "meetlat_workbooks" / "provincie-utrecht"
PACKAGES = {
    "meetlat": ["-e", str(ROOT)],
    "pandas": ["pandas", "openpyxl", "python-calamine"],
    "floor": ["python-calamine", "xlsxwriter"],
    "floor_with_polars": ["python-calamine", "xlsxwriter", "polars"],
}
# Imports Polars, and then runs the script that its first argument names.
WITH_POLARS = """
import polars, runpy, sys
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def main() -> None:
    """Set up, compare the figures, time the rounds, print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        commands = {name: command(name, Path(folder)) for name in PACKAGES}
        for each in commands.values():
            run(each)
        print(f"figures compared: {compare(Path(folder))}")
        times = {name: [] for name in commands}
        for _ in range(rounds):
            for name, each in commands.items():
                times[name].append(run(each))
    for name, seconds in times.items():
        print(f"{name:18} median {statistics.median(seconds):.2f} s, least {min(seconds):.2f} s")
    for name in ("pandas", "floor", "floor_with_polars"):
        ratios = [a / b for a, b in zip(times["meetlat"], times[name], strict=True)]
        low, high = min(ratios), max(ratios)
        print(f"meetlat / {name}: {statistics.median(ratios):.2f} ({low:.2f} to {high:.2f})")


def command(name: str, folder: Path) -> list[str]:
    """The command to time, in a new environment with only what it needs."""
    home = folder / name
    subprocess.run(["uv", "venv", "-q", "--python", sys.executable, home], check=True)
    python = next(
        p for p in (home / "bin" / "python", home / "Scripts" / "python.exe") if p.exists()
    )
    install = ["uv", "pip", "install", "-q", "--python", python, *PACKAGES[name]]
    subprocess.run(install, check=True, cwd=ROOT)
    report = str(folder / f"{name}.xlsx")
    if name == "meetlat":
        args = [
            "-m",
            "meetlat.cli",
            "recalculate",
            str(EXAMPLE / "survey.xlsx"),
            "--output",
            report,
            "--force",
        ]
    else:
        script = "by_hand_pandas.py" if name == "pandas" else "floor.py"
        args = [str(HERE / script), str(EXAMPLE / "survey.xlsx"), report]
        args = ["-c", WITH_POLARS, *args] if name == "floor_with_polars" else args
    return [str(python), *args]


def run(command: list[str]) -> float:
    """The seconds of processor time of a complete process."""
    began = children()
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # libraries must not be compiled again at each start
    subprocess.run(command, check=True, env=env, capture_output=True)
    return children() - began


def children() -> float:
    """The seconds of processor time of all processes that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compare(folder: Path) -> str:
    """The number of figures on which the three agree; stop if one differs."""
    from python_calamine import CalamineWorkbook

    def cells(file: str, sheet: str) -> list[list]:
        return CalamineWorkbook.from_path(folder / file).get_sheet_by_name(sheet).to_python()

    def scores(rows: list[list], key: str, value: str) -> dict[str, float]:
        top = next(i for i, row in enumerate(rows) if key in row and value in row)
        k, v = rows[top].index(key), rows[top].index(value)
        return {row[k]: row[v] for row in rows[top + 1 :] if isinstance(row[v], float)}

    agreed = 0
    for sheet, key in (("ThemeScores", "theme"), ("QuestionScores", "question")):
        ours = scores(sheet_with(folder / "meetlat.xlsx", sheet), key, "score")
        hand = scores(cells("pandas.xlsx", f"{sheet} by hand"), key, "score")
        floor = {row[0]: row[1] for row in cells("floor.xlsx", sheet)}
        for name, value in ours.items():
            if max(abs(value - hand[name]), abs(value - floor[name])) > 1e-9:
                sys.exit(f"{sheet} {name}: {value}, {hand[name]} and {floor[name]} differ")
            agreed += 1
    return f"{agreed} equal to 1e-9"


def sheet_with(file: Path, table: str) -> list[list]:
    """The rows of the sheet with a table."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(file, load_tables=True)
    return book.get_sheet_by_name(book.get_table_by_name(table).sheet).to_python()


if __name__ == "__main__":
    main()
