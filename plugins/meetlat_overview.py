"""Overview: a summary of the survey, and the scores of every group side by side."""

from collections.abc import Iterator

import polars as pl

from meetlat import Group, Report, ResultTable, hookimpl, in_every_language, words

TEXTS = "plugins.meetlat_overview"

# Columns whose headings are in the language files, used when the tables are created.
SUMMARY = ("measure", "name", "current")
SEGMENTS = (
    *("segment", "segment_name", "group", "n", "invited", "response", "enps", "weighted"),
    "withheld",
)

# Measures whose names are there; an eNPS question is called eNPS, with its text if there are more.
MEASURES = ("respondents", "invited", "response", "effective", "design_effect")
FORMATS = {"response": "0%", "design_effect": "0.00"}
SEGMENT_FORMATS = {"n": "0", "invited": "0", "response": "0%", "enps": "+0;-0;0"}


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Summary`, `SegmentScores` and `GroupChoices`.

    Without segments, `SegmentScores` has the organisation only. It then gets no new sheet, but an
    existing sheet is written, so that it keeps no figures of deleted segments.
    """
    yield summary(report)
    yield report.once(segment_scores)
    yield report.once(group_choices)


def summary(report: Report) -> ResultTable:
    """The response and the eNPS of the group of the report, with their comparisons.

    `respondents` counts everyone of the group in the responses; `response` is their share of the
    people invited, if the setting `invited` or the table `Population` has that number. If the group
    is weighted, `effective` is the effective sample size, and `design_effect` is `respondents`
    divided by it.
    """
    turnout = report.turnout
    measures: dict[str, float | None] = {
        "respondents": turnout.respondents,
        "invited": turnout.invited,
        "response": turnout.response,
    }
    if report.effective_n is not None:
        measures |= {"effective": report.effective_n, "design_effect": report.design_effect}
    if "Enps" in report:
        enps = report["Enps"][["question", "enps"]].iter_rows()
        measures |= {question: figure for question, figure in enps if question not in measures}
    frame = pl.DataFrame(
        {
            "measure": list(measures),
            "name": [_measure_name(measure, report) for measure in measures],
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
        row_formats=[FORMATS.get(measure, "0") for measure in measures],
        every_comparison=True,  # the report sheets look up the comparisons here
    )


def _measure_name(measure: str, report: Report) -> str:
    """The name of a measure in the survey's language."""
    texts = words(report.settings.language).under(f"{TEXTS}.measures")
    if measure in MEASURES:
        return texts[measure]
    asked = dict(report["Enps"][["question", "text"]].iter_rows())
    return texts["enps"] if len(asked) == 1 else f"{texts['enps']}: {asked[measure]}"


def segment_scores(report: Report) -> ResultTable:
    """The data of a heat map: a row for each group and a column for each theme.

    The first row is the whole organisation; a suppressed group has no figures. With a table
    `Population`, `invited` and `response` follow `n`. If answers are weighted, `weighted` says for
    which groups. `withheld` says that a group is suppressed, or that some of its questions are.
    """
    names = map(report.catalogue.segment_names.get, report.groups.sizes["segment"])
    named = pl.Series("segment_name", names).cast(pl.String)
    frame = report.groups.sizes.select("segment", named, "group", "n", withheld=_withheld(report))
    if len(report.groups.invited.filter(pl.col("segment") != "")):
        frame = frame.hstack(_turnouts(report))
    if report.weighting:
        frame = frame.hstack([_weighted(report)])
    if "Enps" in report.all_groups:
        frame = frame.hstack([_enps(report)])
    themes = list(_theme_scores(report))
    varying = tuple(theme.name for theme in themes)
    everyone = pl.col("segment") == ""
    organisation = pl.lit(report.settings.organisation or "-")
    group = pl.when(everyone).then(organisation).otherwise("group")
    return ResultTable(
        "SegmentScores",
        frame.with_columns(group=group).hstack(themes),
        SEGMENT_FORMATS | dict.fromkeys(varying, "0.0"),
        varying=varying,
        headings={column: in_every_language(f"{TEXTS}.segments.{column}") for column in SEGMENTS},
        titles=in_every_language(f"{TEXTS}.titles.SegmentScores"),
        optional=len(report.groups.sizes) < 2,
    )


def _enps(report: Report) -> pl.Series:
    """The eNPS of every group; the first, if there are several questions about it."""
    keys = ["segment", "group"]
    found = report.all_groups["Enps"].unique(keys, keep="first", maintain_order=True)
    groups = report.groups.sizes.select(keys)
    return groups.join(found, on=keys, how="left", maintain_order="left")["enps"]


def _theme_scores(report: Report) -> Iterator[pl.Series]:
    """The scores of each theme in every group."""
    if "ThemeScores" not in report.all_groups:
        return
    keys = ["segment", "group"]
    groups = report.groups.sizes.select(keys).with_row_index("row")
    scores = report.all_groups["ThemeScores"].join(groups, on=keys)
    of_themes = scores.partition_by("theme", as_dict=True)
    for theme, name in report.catalogue.theme_names.items():
        column = pl.Series(name, [None] * len(groups), dtype=pl.Float64)
        own = of_themes.get((theme,))
        yield column if own is None else column.scatter(own["row"], own["score"])


def _withheld(report: Report) -> pl.Series:
    """For each group whether all of it is withheld, or some questions; blank if nothing is.

    No reason is given: it would reveal how many people there are, or what they answered.
    """
    texts = words(report.settings.language).under(f"{TEXTS}.withheld")
    partly = set(report.groups.hidden.select("segment", "group").unique().iter_rows())
    groups = report.groups.sizes[["segment", "group", "withheld"]].iter_rows()
    amounts = [
        "all" if none else "some" if (by, name) in partly else "" for by, name, none in groups
    ]
    return pl.Series("withheld", [texts.get(amount) for amount in amounts], dtype=pl.String)


def _weighted(report: Report) -> pl.Series:
    """For each group whether its figures are weighted; blank if they are withheld."""
    texts, weighting = words(report.settings.language).under("yes_no"), report.weighting
    groups = report.groups.sizes[["segment", "group", "withheld"]].iter_rows()
    amounts = [
        None if none else texts["yes" if weighting and weighting.is_of(Group(by, name)) else "no"]
        for by, name, none in groups
    ]
    return pl.Series("weighted", amounts, dtype=pl.String)


def _turnouts(report: Report) -> pl.DataFrame:
    """`invited` and `response` of every group; null if suppressed, because they show its size."""
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
    """The choices for the setting `group`: blank for everyone, and each group that may be shown.

    The drop-down list of the setting is made from this table, if the workbook has it.
    """
    shown = report.groups.sizes.filter(~pl.col("withheld"), pl.col("segment") != "")
    choices = shown.select(choice=pl.format("{}={}", "segment", "group"))
    everyone = pl.DataFrame({"choice": [None]}, schema=choices.schema)
    return ResultTable("GroupChoices", pl.concat([everyone, choices]), optional=True)
