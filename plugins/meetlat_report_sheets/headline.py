"""The table `Headline`: one row, with a column for each text or figure that a sheet shows once."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from meetlat import ResultTable, day_in_words, words
from meetlat_report_sheets.theme_rows import MOST_ROWS
from meetlat_report_sheets.writer import LONGEST_HEADING, MOST_SHOWN, Writer, short

TEXTS = (
    *("title", "organisation", "fieldwork", "group", "shown"),
    *("of_whole", "more_comparisons", "response_people", "response_beside", "enps_name"),
    *("promoters_text", "passives_text", "detractors_text", "enps_change", "enps_beside"),
    *("highest_theme", "highest_beside", "lowest_theme", "lowest_beside"),
    *("themes_risen", "themes_fallen", "questions_risen", "questions_fallen", "most_against"),
    *("higher", "marks", "notes", "range", "change", "more_themes"),
)
FIGURES = (
    *("response", "response_rest", "enps", "promoters", "passives", "detractors"),
    *("highest_score", "lowest_score", "score_lowest", "score_highest"),
)

Row = Mapping[str, Any]

# The parts of the eNPS.
PARTS = ("promoters", "passives", "detractors")

# The table that has every theme and every comparison, whatever their number.
EVERYTHING = "Chapters"


def headline(writer: Writer) -> ResultTable:
    """Derive `Headline`."""
    cells: dict[str, Any] = {}
    for part in (survey, comparisons, response, enps, extremes, changes, themes):
        cells |= part(writer)
    schema = dict.fromkeys(TEXTS, pl.String()) | dict.fromkeys(FIGURES, pl.Float64())
    frame = pl.DataFrame([{name: cells.get(name) for name in schema}], schema=schema)
    return ResultTable("Headline", frame, optional=True)


def survey(writer: Writer) -> Iterator[tuple[str, str]]:
    """Yield the survey and the group that the report shows."""
    settings, texts, (segment, name) = writer.report.settings, writer.texts, writer.report.group
    yield "title", settings.title
    yield "organisation", settings.organisation
    if period := _period(writer):
        yield "fieldwork", texts["fieldwork"].format(period=period)
    group = name or texts["everyone"]
    names = writer.report.catalogue.segment_names
    yield "group", f"{names[segment]}: {group}" if segment else group
    yield "shown", texts["shown"].format(group=group)


def _period(writer: Writer) -> str:
    """`10 March 2025 to 23 March 2025`, with the days that are filled in."""
    settings = writer.report.settings
    days = [day for day in (settings.fieldwork_start, settings.fieldwork_end) if day]
    texts = [day_in_words(day, writer.language) for day in days]
    if len(texts) < 2:
        return "".join(texts)
    return writer.texts["period"].format(first=texts[0], last=texts[1])


def comparisons(writer: Writer) -> Iterator[tuple[str, str]]:
    """Yield the texts about the comparisons: where the others are, and what marks mean."""
    beside, texts = writer.report.comparisons, writer.texts
    notes = []
    if beside.of_organisation:
        notes = [texts["of_whole"].format(names=", ".join(beside.of_organisation))]
        yield "of_whole", notes[0]
    if len(writer.comparisons) > MOST_SHOWN:
        yield "more_comparisons", _on_sheet(writer, "more_comparisons")
    if writer.main_comparison:
        yield "change", texts["change"].format(against=writer.against)
    if marks := writer.marks:
        yield "marks", marks
        notes.insert(0, marks)
    yield "notes", "  ".join(notes)


def _on_sheet(writer: Writer, text: str) -> str:
    return writer.texts[text].format(sheet=writer.sheet(EVERYTHING))


def response(writer: Writer) -> Iterator[tuple[str, str | float]]:
    """Yield the response, and how many people answered."""
    measures = {row["measure"]: row for row in writer.rows("Summary")}
    row = measures.get("response", {})
    if (share := row.get("current")) is not None:
        yield "response", share
        yield "response_rest", 1 - share
    yield "response_beside", _beside(writer, "Summary", row)
    counts = {name: measures.get(name, {}).get("current") for name in ("respondents", "invited")}
    if counts["respondents"] is not None:
        text = writer.texts["people" if counts["invited"] is None else "people_of"]
        shown = {name: writer.number(count, 0).text for name, count in counts.items()}
        yield "response_people", text.format(**shown)


def _beside(writer: Writer, table: str, row: Row) -> str:
    """The comparisons of a figure, one on each line."""
    found = ((name, row.get(name)) for name in writer.shown)
    known = ((name, writer.main(table, v).text) for name, v in found if v is not None)
    return "\n".join(f"{writer.heading(name)} {text}" for name, text in known)


def enps(writer: Writer) -> Iterator[tuple[str, str | float]]:
    """Yield the first eNPS question; the number of questions if there is none."""
    row = next((row for row in writer.rows("Enps") if row["enps"] is not None), None)
    if row is None:
        scored = [row for row in writer.rows("QuestionScores") if row["score"] is not None]
        yield "enps_name", writer.texts["asked"]
        yield "enps", len(scored)
        themes = [row for row in writer.rows("ThemeScores") if row["score"] is not None]
        yield "promoters_text", writer.texts["in_themes"].format(count=len(themes))
        return
    names = words(writer.language).under("workbook.headings")
    yield "enps_name", writer.texts["enps"]
    yield "enps", row["enps"]
    for part in PARTS:
        yield part, row[part]
        # The block has the colour of the ring.
        yield f"{part}_text", f"■ {names[part]} {writer.share(row[part]).text}"
    yield "enps_beside", _beside(writer, "Enps", row)
    change = writer.compared("Enps", row, writer.main_comparison or "")
    if change.difference.value is not None:
        parts = (change.difference.text, change.mark, writer.against)
        yield "enps_change", " ".join(filter(None, parts))


def extremes(writer: Writer) -> Iterator[tuple[str, str | float]]:
    """Yield the highest and the lowest theme, and what a higher score means for the lowest.

    The name of a theme, such as "Workload", may suggest the opposite. Themes that share a place
    are named together, without comparisons.
    """
    found = {"highest": writer.highest("ThemeScores"), "lowest": writer.lowest("ThemeScores")}
    for kind, rows in found.items():
        if rows:
            yield f"{kind}_score", rows[0]["score"]
            yield f"{kind}_theme", writer.named([row["name"] for row in rows])
            yield f"{kind}_beside", "" if rows[1:] else _beside(writer, "ThemeScores", rows[0])
    if found["lowest"]:
        theme = min(found["lowest"], key=lambda row: row["score"])["name"]
        yield "higher", writer.texts["higher"].format(theme=theme)


def changes(writer: Writer) -> Iterator[tuple[str, str]]:
    """Yield the headings of the largest changes, or of what is furthest from the comparison."""
    main = writer.main_comparison
    if not main:
        return
    for subject in ("theme", "question"):
        for kind in ("risen", "fallen"):
            heading = f"{subject}_{kind}" if writer.earlier else f"{kind}_beside"
            comparison = short(writer.in_sentence(main), LONGEST_HEADING)
            text = writer.texts[f"heading_{heading}"].format(comparison=comparison)
            yield f"{subject}s_{kind}", text
    most = writer.texts["most"]
    yield "most_against", f"{most} {writer.against}" if writer.earlier else most


def themes(writer: Writer) -> Iterator[tuple[str, str | float]]:
    """Yield the ends of the bars, and where to find the themes that do not fit on the page."""
    low, high = writer.scale
    yield "score_lowest", low
    yield "score_highest", high
    yield "range", f"{_plain(writer, low)} {_plain(writer, high)}"
    if len(writer.rows("ThemeScores")) > MOST_ROWS:
        yield "more_themes", _on_sheet(writer, "more_themes")


def _plain(writer: Writer, value: float) -> str:
    return writer.number(value, 0 if value == int(value) else 1).text
