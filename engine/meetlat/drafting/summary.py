"""What was found in an export, and what it changes in a workbook, for the console."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from meetlat.drafting.draft_tables import Draft
from meetlat.drafting.update import Update
from meetlat.languages import words
from meetlat.problems.text import listing

# Columns of one kind that a line names.
MOST = 4


def summary(draft: Draft, copy: Path | None) -> Iterator[str]:
    """A line for what was found, one for each kind of column that is not used, and what to do.

    `copy` is the copy of the file with answers, if there is one.
    """
    text = words(draft.language)
    metrics = [row["metric"] or "likert" for row in draft.tables.get("Questions", ())]
    yield text.text(
        "drafting.found",
        scored=metrics.count("likert"),
        enps=metrics.count("enps"),
        choices=metrics.count("distribution"),
        themes=len(draft.tables.get("Themes", ())),
        segments=len(draft.tables.get("Segments", ())),
        scales=len({row["scale"] for row in draft.tables.get("Scales", ())}),
    )
    for kind, columns in draft.left_out.items():
        what, shown = text[f"drafting.kinds.{kind}"], listing(columns, MOST)
        yield text.text("drafting.left_out", what=what, n=len(columns), columns=shown)
    if draft.notes:
        sheet = text["drafting.table"]
        yield text.text("drafting.confirm", len(draft.notes), sheet=sheet)
    if copy:
        yield text.text("drafting.copied", file=copy)


def update_summary(update: Update, *, dry_run: bool) -> Iterator[str]:
    """Every remark below its reason, what else was found, and what was written."""
    text = words(update.language)
    reason = attrgetter("reason")
    for own, remarks in groupby(sorted(update.remarks, key=reason), key=reason):
        yield own
        yield from (f"  {r.sheet}!{r.cell}: {r.value}" for r in remarks)
    if update.left_out:
        columns = listing(update.left_out, MOST)
        yield text.text("drafting.left_out_before", n=len(update.left_out), columns=columns)
    if update.file:
        yield text.text("drafting.other_file", file=update.file)
    if not update.remarks and not update.file:
        yield text["drafting.unchanged"]
    elif dry_run:
        yield text["drafting.dry_run"]
    elif update.remarks:
        yield text.text("drafting.confirm", len(update.remarks), sheet=text["drafting.table"])
