"""Every result table as a file, for Power BI and the like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from meetlat.results import Results


def _csv(frame: pl.DataFrame, file: Path) -> None:
    # With a byte-order mark, for without it Excel takes the accents for something else.
    frame.write_csv(file, include_bom=True)


WRITERS: Mapping[str, Callable[[pl.DataFrame, Path], None]] = {
    "csv": _csv,
    "parquet": lambda frame, file: frame.write_parquet(file),
    "json": lambda frame, file: frame.write_json(file),
}


def export_results(results: Results, folder: Path, format: str) -> list[Path]:  # noqa: A002
    """Write each result table to `folder`, unrounded, and give the files back.

    A comparison without a figure is blank in a file, as it is a number there and not a report.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, table in results.tables.items():
        files.append(folder / f"{name}.{format}")
        WRITERS[format](table.frame, files[-1])
    return files
