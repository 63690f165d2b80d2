"""Write every result table to a file, for example for Power BI."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import polars as pl

from meetlat.reporting.overwrite_guard import refuse_to_lose, remember
from meetlat.scoring.results import Results


def _csv(frame: pl.DataFrame, file: Path) -> None:
    # Excel shows accented letters correctly only after a byte-order mark.
    frame.write_csv(file, include_bom=True)


WRITERS: Mapping[str, Callable[[pl.DataFrame, Path], None]] = {
    "csv": _csv,
    "parquet": lambda frame, file: frame.write_parquet(file),
    "json": lambda frame, file: frame.write_json(file),
}


def export_results(
    results: Results,
    folder: Path,
    format: str,  # noqa: A002
    *,
    inputs: Iterable[Path | None] = (),
    force: bool = False,
) -> list[Path]:
    """Write each result table to `folder`, unrounded, and give the files back.

    A comparison without a figure is blank in a file, as it is a number there and not a report.

    Args:
        results: to write.
        folder: made where it is not there.
        format: of the files, and what their names end in.
        inputs: files that were read; they are never written over.
        force: whether files may be replaced that Meetlat did not write.

    Raises:
        NotOverwrittenError: a file that is there would be lost; then nothing is written.
    """
    files = {folder / f"{name}.{format}": table.frame for name, table in results.tables.items()}
    used = list(inputs)
    for file in files:
        refuse_to_lose(file, inputs=used, force=force)
    folder.mkdir(parents=True, exist_ok=True)
    for file, frame in files.items():
        WRITERS[format](frame, file)
        remember(file)
    return list(files)
