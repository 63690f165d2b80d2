"""Show on the terminal the results on one screen, and all problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from meetlat.formatting import figure, percentage, signed
from meetlat.languages import Language, words
from meetlat.problems.problem import Problem
from meetlat.scoring.report import Report

# Characters of a full bar.
WIDTH = 15

# The most characters of a line in a file or a pipe, where nothing may be cut off.
WIDEST = 1000


def show_results(console: Console, report: Report) -> None:
    """Show response, eNPS and the themes as bars, each with its comparisons."""
    settings = report.settings
    heading = " · ".join(p for p in (settings.title, settings.organisation, settings.group) if p)
    if not console.is_terminal:
        console.width = WIDEST
    console.print(Text(heading, style="bold"))
    console.print(Group(*_headlines(report)))
    if "ThemeScores" in report:
        console.print(_themes(report))


def show_problems(console: Console, problems: Sequence[Problem], language: Language) -> None:
    """Show every problem by sheet: its cell, what is wrong, and below that what to do."""
    for (severity, sheet), found in groupby(problems, key=lambda p: (p.severity, p.sheet)):
        several = list(found)
        style = "bold red" if severity == "error" else "yellow"
        word = several[0].severity_in(language)
        console.print(Text.assemble((word, style), f"  {sheet}" if sheet else ""))
        for problem in several:
            sentence = f"{problem.place}: {problem.sentence(language)}"
            sentence = sentence if problem.place else problem.sentences(language)[0]
            for line, indent in ((sentence, 2), (problem.remedy(language), 4)):
                _print_indented(console, line, indent)


def _print_indented(console: Console, line: str, indent: int) -> None:
    """Wrap a line on a screen; keep it whole in a file or a pipe, so that no path is cut in two."""
    if console.is_terminal:
        console.print(Padding(Text(line), (0, 0, 0, indent), expand=False))
    else:
        console.print(Text(" " * indent + line), soft_wrap=True)


def count_line(problems: Sequence[Problem], language: Language) -> str:
    """`2 errors and 1 remark`."""
    said = words(language)
    errors = sum(problem.is_error for problem in problems)
    counted = {
        f"{severity}s": said.text(f"severity.counted.{severity}", n)
        for severity, n in (("error", errors), ("remark", len(problems) - errors))
        if n
    }
    if len(counted) < 2:
        return "".join(counted.values())
    return said.text("severity.counted.both", **counted)


def _headlines(report: Report) -> Iterator[Text]:
    language = report.settings.language
    said, turnout = words(language), report.turnout
    answered = {"respondents": figure(turnout.respondents, 0, language)}
    if turnout.response is None:
        line = said.text("terminal.answered", **answered)
    else:
        answered["invited"] = figure(turnout.invited, 0, language)
        answered["share"] = percentage(turnout.response, language)
        line = said.text("terminal.answered_of", **answered)
    compared = _compared(report, "Summary", "response", share=True)
    yield Text(f"{said['terminal.response']:<9} {line}{compared}")
    for row in report["Enps"].iter_rows(named=True) if "Enps" in report else ():
        shares = {part: percentage(row[part], language) for part in _ENPS}
        parts = said.text("terminal.enps_shares", **shares)
        line = f"{said['terminal.enps']:<9} {signed(row['enps'], 0, language)} ({parts})"
        yield Text(line + _compared(report, "Enps", row["question"], share=False))


_ENPS = ("promoters", "passives", "detractors")


def _compared(report: Report, table: str, subject: str, *, share: bool) -> str:
    """`; Benchmark 63%` for each comparison that has a figure."""
    if table not in report:  # the plugin that makes it may have failed
        return ""
    language, frame = report.settings.language, report[table]
    rows = [row for row in frame.iter_rows(named=True) if subject in row.values()]
    given = {name: rows[0][name] for name in report.comparisons.names} if rows else {}
    shown = {
        name: percentage(value, language) if share else signed(value, 0, language)
        for name, value in given.items()
        if value is not None
    }
    return "".join(f"; {name} {value}" for name, value in shown.items())


def _themes(report: Report) -> Table:
    language = report.settings.language
    said = words(language)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(said["terminal.theme"], no_wrap=True)
    table.add_column("")
    table.add_column(said["terminal.score"], justify="right", style="bold")
    for name in report.comparisons.names:
        table.add_column(name, justify="right", style="dim")
    for row in report["ThemeScores"].iter_rows(named=True):
        others = (figure(row[name], 1, language) for name in report.comparisons.names)
        score = figure(row["score"], 1, language)
        table.add_row(row["name"], bar(row["score"]), score, *others)
    return table


def bar(score: float | None, highest: float = 10) -> Text:
    """A bar of up to `WIDTH` characters, precise to an eighth of a character."""
    eighths = round(max(0.0, min(1.0, (score or 0) / highest)) * WIDTH * 8)
    full, rest = divmod(eighths, 8)
    filled = "█" * full + ("▏▎▍▌▋▊▉"[rest - 1] if rest else "")
    return Text.assemble((filled, "cyan"), ("·" * (WIDTH - len(filled)), "dim"))
