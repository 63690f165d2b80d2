"""Write every result table to a file, for example for Power BI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import polars as pl
from polars import selectors as cs

from meetlat.reporting.overwrite_guard import refuse_to_overwrite
from meetlat.scoring.results import Results

# A spreadsheet reads a text as a formula if it begins with one of these, even in quotation marks.
FORMULA = r"^[=+\-@\t\r]"


def without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before every text that a spreadsheet would read as a formula.

    A heading may be such a text too: the name of a theme.
    """
    texts = frame.select(cs.string() | cs.categorical() | cs.enum()).columns
    safe = frame.with_columns(
        pl.col(name).cast(pl.String).str.replace(FORMULA, "'$0") for name in texts
    )
    return safe.rename(lambda name: re.sub(FORMULA, r"'\g<0>", name))


def _csv(frame: pl.DataFrame, file: Path) -> None:
    # Excel shows accented letters correctly only after a byte-order mark.
    frame.write_csv(file, include_bom=True)


WRITERS: Mapping[str, Callable[[pl.DataFrame, Path], None]] = {
    "csv": _csv,
    "parquet": lambda frame, file: frame.write_parquet(file),
    "json": lambda frame, file: frame.write_json(file),
}


# The file with the weight of each respondent. On Windows a file `weights` would be the file of the
# table `Weights`, because capitals make no difference there.
RESPONDENT_WEIGHTS = "respondent_weights"


def export_results(
    results: Results,
    folder: Path,
    format: str,  # noqa: A002
    *,
    read: Iterable[Path | None] = (),
    force: bool = False,
    weights: pl.DataFrame | None = None,
    formulas: bool = False,
) -> list[Path]:
    """Write each result table to `folder`, and return the files.

    A comparison without a figure is blank in a file, as it is a number there and not a report.

    Args:
        results: to write.
        folder: created if it does not exist.
        format: the kind of file, which is also the ending of their names.
        read: the files that the results were made from, which are never overwritten.
        force: whether other files that exist may be replaced.
        weights: the weight of each respondent, to write as another file.
        formulas: whether a text in a CSV file may begin as a formula does.

    Raises:
        NotOverwrittenError: a file may not be replaced; nothing is written.
    """
    files = {folder / f"{name}.{format}": table.frame for name, table in results.tables.items()}
    if weights is not None:
        files[folder / f"{RESPONDENT_WEIGHTS}.{format}"] = weights
    refuse_to_overwrite(files, read=read, force=force)
    folder.mkdir(parents=True, exist_ok=True)
    for file, frame in files.items():
        safe = frame if formulas or format != "csv" else without_formulas(frame)
        WRITERS[format](safe, file)
    return list(files)
