"""The survey at a glance: a summary for the board, and the scores of every group side by side."""

from collections.abc import Iterator

import polars as pl

from meetlat import Report, ResultTable, hookimpl, in_every_language, words

TEXTS = "plugins.meetlat_overview"

# Columns that have a heading in the files of languages, used when the tables are created.
SUMMARY = ("measure", "name", "current")
SEGMENTS = ("segment", "segment_name", "group", "n", "invited", "response", "enps", "withheld")

# Measures that have a name there; an eNPS question is called eNPS, or by its text.
MEASURES = ("respondents", "invited", "response", "effective")

# Why a group has no figures, or fewer than the others.
REASONS = ("few", "protects", "some", "some_or_alike")


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Summary`, `SegmentScores` and `GroupChoices`.

    Without segments the latter is of the organisation only: no sheet is made for that, and one that
    is there keeps no figures of segments that were deleted.
    """
    yield summary(report)
    yield segment_scores(report)
    yield group_choices(report)


def summary(report: Report) -> ResultTable:
    """Response and eNPS of the group that is shown, each beside its comparisons.

    `respondents` counts everyone of it in the responses; `response` is their share of those
    invited, where the setting `invited` or the table `Population` says how many those were. Where
    answers are weighted, `effective` is how many people of equal weight would tell as much.
    """
    turnout = report.turnout
    measures: dict[str, float | None] = {
        "respondents": turnout.respondents,
        "invited": turnout.invited,
        "response": turnout.response,
    }
    if report.weighting:
        measures["effective"] = report.effective_n
    if "Enps" in report:
        enps = report["Enps"].select("question", "enps").iter_rows()
        measures |= {question: figure for question, figure in enps if question not in measures}
    frame = pl.DataFrame(
        {
            "measure": list(measures),
            "name": [_called(measure, report) for measure in measures],
            "current": list(measures.values()),
        },
        schema={"measure": pl.String, "name": pl.String, "current": pl.Float64},
    )
    frame = report.comparisons.beside(frame, "measure", table="Enps")
    return ResultTable(
        "Summary",
        frame,
        comparisons=report.comparisons.names,
        headings={column: in_every_language(f"{TEXTS}.summary.{column}") for column in SUMMARY},
        titles=in_every_language(f"{TEXTS}.titles.Summary"),
        row_formats=["0%" if measure == "response" else "0" for measure in measures],
        every_comparison=True,  # the report finds there which comparisons there are
    )


def _called(measure: str, report: Report) -> str:
    """What people call a measure, in the survey's language."""
    texts = words(report.settings.language).under(f"{TEXTS}.measures")
    if measure in MEASURES:
        return texts[measure]
    asked = dict(report["Enps"].select("question", "text").iter_rows())
    return texts["enps"] if len(asked) == 1 else f"{texts['enps']}: {asked[measure]}"


def segment_scores(report: Report) -> ResultTable:
    """A row a group, a column a theme: what a heat map is made of.

    The first row is the whole organisation; a group too small to show has no figures. Where
    `Population` is there, `invited` and `response` follow `n`. `withheld` says why a group has no
    figures, or that some questions of it are left out.
    """
    keys = ["segment", "group"]
    called = pl.Series(
        "segment_name", map(report.catalogue.segment_names.get, report.groups.sizes["segment"])
    )
    called = called.cast(pl.String)
    frame = report.groups.sizes.select("segment", called, "group", "n", withheld=_reasons(report))
    formats = {"n": "0"}
    if len(report.groups.invited.filter(pl.col("segment") != "")):
        frame = frame.hstack(_turnouts(report))
        formats |= {"invited": "0", "response": "0%"}
    varying = ()
    if "Enps" in report.all_groups:
        enps = report.all_groups["Enps"].unique(keys, keep="first", maintain_order=True)
        enps = enps.select(*keys, "enps")
        frame = frame.join(enps, on=keys, how="left", maintain_order="left")
        formats["enps"] = "0"
    if "ThemeScores" in report.all_groups:
        scores = report.all_groups["ThemeScores"].select(*keys, "theme", "score").rows()
        known = {(segment, group, theme): score for segment, group, theme, score in scores}
        groups = report.groups.sizes.select(keys).rows()
        for theme, name in report.catalogue.theme_names.items():
            own = [known.get((*group, theme)) for group in groups]
            frame = frame.hstack([pl.Series(name, own, dtype=pl.Float64)])
            varying = (*varying, name)
        formats |= dict.fromkeys(varying, "0.0")
    everyone = pl.col("segment") == ""
    organisation = pl.lit(report.settings.organisation or "-")
    group = pl.when(everyone).then(organisation).otherwise("group")
    return ResultTable(
        "SegmentScores",
        frame.with_columns(group=group),
        formats,
        varying=varying,
        headings={column: in_every_language(f"{TEXTS}.segments.{column}") for column in SEGMENTS},
        titles=in_every_language(f"{TEXTS}.titles.SegmentScores"),
        optional=len(report.groups.sizes) < 2,
    )


def _reasons(report: Report) -> pl.Series:
    """Why each group is withheld, in words; blank where nothing of it is."""
    smallest = report.settings.smallest_group
    texts = words(report.settings.language).under(f"{TEXTS}.withheld")
    told = {code: texts[code].format(smallest=smallest) for code in REASONS}
    partly = set(report.groups.hidden.select("segment", "group").unique().iter_rows())
    groups = report.groups.sizes.select("segment", "group", "because").iter_rows()
    unanimity = report.settings.withhold_unanimous
    some = "some_or_alike" if unanimity else "some"  # which of the two would disclose answers
    codes = [why or (some if (by, name) in partly else "") for by, name, why in groups]
    return pl.Series("withheld", [told.get(code) for code in codes], dtype=pl.String)


def _turnouts(report: Report) -> pl.DataFrame:
    """Of every group; a response would tell the size of a group that is withheld."""
    keys = ["segment", "group"]
    asked = report.groups.sizes.join(
        report.groups.invited, on=keys, how="left", maintain_order="left"
    )
    shown = ~pl.col("withheld") | (pl.col("segment") == "")
    invited = pl.when(shown).then("invited")
    return asked.select(
        invited=invited,
        response=pl.when(pl.col("invited") > 0).then(pl.col("n") / invited),
    )


def group_choices(report: Report) -> ResultTable:
    """What may stand in the setting `group`: blank for everyone, and each group that can be shown.

    A workbook with a table of this name has its drop-down list from it.
    """
    shown = report.groups.sizes.filter(~pl.col("withheld"), pl.col("segment") != "")
    choices = shown.select(choice=pl.format("{}={}", "segment", "group"))
    everyone = pl.DataFrame({"choice": [None]}, schema=choices.schema)
    return ResultTable("GroupChoices", pl.concat([everyone, choices]), optional=True)
