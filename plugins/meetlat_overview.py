"""The survey at a glance: a summary for the board, and the scores of every group side by side."""

from collections.abc import Iterator

import polars as pl

from meetlat import Results, ResultTable, hookimpl


@hookimpl
def result_tables(results: Results) -> Iterator[ResultTable]:
    """Derive `Summary` and `SegmentScores`.

    Without segments the latter is of the organisation only: no sheet is made for that, and one that
    is there keeps no figures of segments that were deleted.
    """
    yield summary(results)
    yield segment_scores(results)


def summary(results: Results) -> ResultTable:
    """Response and eNPS, each beside its comparisons.

    `respondents` counts everyone in the responses; `response` is their share of those invited.
    """
    invited, respondents = results.settings.invited, results.respondents
    measures = {
        "respondents": float(respondents),
        "invited": None if invited is None else float(invited),
        "response": respondents / invited if invited else None,
    }
    if "Enps" in results:
        enps = results["Enps"].select("question", "enps").iter_rows()
        measures |= {question: figure for question, figure in enps if question not in measures}
    frame = pl.DataFrame(
        {"measure": list(measures), "current": list(measures.values())},
        schema={"measure": pl.String, "current": pl.Float64},
    )
    frame = results.beside(frame, "measure")
    return ResultTable("Summary", frame, comparisons=results.comparison_names)


def segment_scores(results: Results) -> ResultTable:
    """A row a group, a column a theme: what a heat map is made of.

    The first row is the whole organisation; a group too small to show has no figures.
    """
    keys = ["segment", "group"]
    frame = results.groups.select(*keys, "n")
    formats = {"n": "0"}
    varying = ()
    if "Enps" in results.everywhere:
        enps = results.everywhere["Enps"].unique(keys, keep="first", maintain_order=True)
        enps = enps.select(*keys, "enps")
        frame = frame.join(enps, on=keys, how="left", maintain_order="left")
        formats["enps"] = "0"
    if "ThemeScores" in results.everywhere:
        scores = results.everywhere["ThemeScores"]
        for theme, name in results.themes.items():
            column = scores.filter(theme=theme).select(*keys, pl.col("score").alias(name))
            frame = frame.join(column, on=keys, how="left", maintain_order="left")
            varying = (*varying, name)
        formats |= dict.fromkeys(varying, "0.0")
    everyone = pl.col("segment") == ""
    organisation = pl.lit(results.settings.organisation or "-")
    group = pl.when(everyone).then(organisation).otherwise("group")
    return ResultTable(
        "SegmentScores",
        frame.with_columns(group=group),
        formats,
        varying=varying,
        optional=len(results.groups) < 2,
    )
