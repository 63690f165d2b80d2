"""Write 20,000 cells into one sheet of a workbook: the headless engine against openpyxl.

Run it as `python benchmarks/splice.py [rows]`. Both open the same file, write the same values into
the same sheet, and save; each in its own process, best of five, in turn. The workbook has a second,
larger sheet that does not change, like a survey workbook.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

COLUMNS, ROUNDS = 20, 5

PREPARE = """
import sys, time
path, out, rows, columns = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
block = [[r * columns + c + 0.5 if c % 2 else f"text {r}" for c in range(columns)]
         for r in range(rows)]
"""
MEASURE = """
import json, resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": time.perf_counter() - start, "peak": peak}))
"""
WRITERS = {
    "headless": """
from xlengines.xlsx import open_book
start = time.perf_counter()
book = open_book(path)
book.sheets["Report"]["A1"].value = block
book.save(out)
""",
    "openpyxl": """
import openpyxl
start = time.perf_counter()
book = openpyxl.load_workbook(path)
sheet = book["Report"]
for r, row in enumerate(block, 1):
    for c, value in enumerate(row, 1):
        sheet.cell(r, c).value = value
book.save(out)
""",
}


def build(path: Path, rows: int) -> None:
    """Write a workbook with a half filled sheet to write to, and one that does not change."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    report, data = book.add_worksheet("Report"), book.add_worksheet("Responses")
    look = book.add_format({"num_format": "0.0"})
    for r in range(rows // 2):
        for c in range(COLUMNS):
            report.write(r, c, r * c, look)
    for r in range(rows):
        data.write_row(r, 0, [f"answer {(r * c) % 5}" for c in range(4 * COLUMNS)])
    book.close()


def run(writer: str, path: Path, out: Path, rows: int) -> dict[str, float]:
    """Run one cold process; return the time and memory of the work, without imports."""
    code = PREPARE + WRITERS[writer] + MEASURE
    command = [sys.executable, "-c", code, str(path), str(out), str(rows), str(COLUMNS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    best: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "survey.xlsx")
        build(path, rows)
        for _ in range(ROUNDS):
            for writer in WRITERS:
                took = run(writer, path, Path(folder, f"{writer}.xlsx"), rows)
                known = best.setdefault(writer, took)
                best[writer] = {key: min(known[key], took[key]) for key in took}
    print(f"{rows * COLUMNS:,} cells into one sheet")
    for writer, took in best.items():
        seconds, peak = took["seconds"], took["peak"]
        ratio = seconds / best["openpyxl"]["seconds"]
        print(f"{writer:>9}  {seconds:6.3f} s  {ratio:5.2f} x openpyxl  {peak:4.0f} MB")


if __name__ == "__main__":
    main()
