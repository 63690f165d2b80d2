"""The slides of a story, each made from the tables that it needs; None if they are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from meetlat.formatting import plain_number, rounded
from meetlat.languages import words
from meetlat.reporting.figures import DECIMALS, Compared, Row, Shown
from meetlat.reporting.story import findings
from meetlat.reporting.story.content import (
    Actions,
    Asked,
    Card,
    Change,
    Changes,
    Choices,
    Content,
    Glance,
    Matrix,
    Method,
    Note,
    Part,
    Point,
    Questions,
    Ranking,
    Scored,
    Slide,
)
from meetlat.reporting.story.facts import Facts, beside
from meetlat.scoring.report import Report

# What fits on a slide.
MOST_THEMES, MOST_COMPARISONS = 24, 3
MOST_CHANGES, MOST_QUESTIONS = 5, 7
MOST_PANELS, MOST_ANSWERS = 4, 16

# The empty lines for what a team will do.
LINES = 3

SIDES = ("favourable", "neutral", "unfavourable")
ENPS_PARTS = ("detractors", "passives", "promoters")


def _slide(finding: str, subject: str, content: Content, legend: str = "") -> Slide:
    """A slide with the finding as its title, or else its subject."""
    return Slide(finding or subject, subject if finding else "", content, legend)


# At a glance


def glance(facts: Facts) -> Slide | None:
    """The response, the eNPS, the highest and the lowest theme; what is better and worse."""
    cards = [*_response(facts), *_enps(facts), *_extremes(facts)]
    if not cards:
        return None
    finding = findings.of_report(facts)
    subject = facts.text("subjects.glance")
    better = facts.text("better" if findings.has_risen(facts) else "good")
    content = Glance(
        cards,
        (better, findings.better(facts)),
        (facts.text("attention"), findings.attention(facts)),
        (facts.text("all_themes"), facts.themes),
        facts.scale[1],
    )
    about = f"{subject} · {_scores_on(facts)}" if facts.themes else subject
    return Slide(finding or subject, about if finding else _scores_on(facts), content)


def _scores_on(facts: Facts) -> str:
    """`scores from 0 to 10, higher is more favourable`."""
    low, high = (plain_number(end, 6, facts.language) for end in facts.scale)
    return facts.text("scores_on", low=low, high=high)


def _response(facts: Facts) -> Iterator[Card]:
    turnout = facts.report.turnout
    if turnout.respondents is None:
        return
    respondents = facts.number(turnout.respondents, 0).text
    row = next((r for r in facts.rows("Summary") if r["measure"] == "response"), None)
    if row is None or row["current"] is None or turnout.invited is None:
        texts = facts.text("cards.respondents"), respondents, facts.text("cards.took_part")
        yield Card(*texts)
        return
    known = [(name, row[name]) for name in facts.comparisons if row.get(name) is not None]
    notes = [_beside(facts, name, facts.share(value).text) for name, value in known]
    invited = facts.number(turnout.invited, 0).text
    caption = facts.text("cards.response_of", respondents=respondents, invited=invited)
    figure = facts.share(row["current"]).text
    yield Card(facts.text("cards.response"), figure, caption, notes[:MOST_COMPARISONS])


def _beside(facts: Facts, name: str, value: str) -> Note:
    return Note(facts.text("cards.beside", name=name, value=value))


def _enps(facts: Facts) -> Iterator[Card]:
    for row in [row for row in facts.rows("Enps") if row["enps"] is not None][:1]:
        scored = facts.scored("Enps", row, facts.text("enps"))
        parts = [Part(facts.text(part), facts.share(row[part])) for part in ENPS_PARTS]
        caption = " · ".join(f"{part.share.text} {part.name}" for part in parts)
        yield Card(scored.name, scored.score.text, caption, _notes(facts, scored), parts)


def _extremes(facts: Facts) -> Iterator[Card]:
    """The highest and the lowest theme; only one card if they are the same."""
    highest, lowest = facts.highest("ThemeScores"), facts.lowest("ThemeScores")
    if highest and highest == lowest:
        yield _theme_card(facts, "only", highest)
    elif highest:
        yield _theme_card(facts, "highest", highest)
        yield _theme_card(facts, "lowest", lowest)


def _theme_card(facts: Facts, heading: str, rows: Sequence[Row]) -> Card:
    """The themes that share a place; only of one theme with its comparisons."""
    found = [facts.themes_by_key[row["theme"]] for row in rows]
    notes = [] if found[1:] else _notes(facts, found[0])
    caption = facts.named([one.name for one in found])
    return Card(facts.text(f"cards.{heading}"), found[0].score.text, caption, notes)


def _notes(facts: Facts, scored: Scored) -> list[Note]:
    """The comparisons of a figure that have one, each with its difference and mark."""
    known = [one for one in scored.compared if one.difference.value is not None]
    return [_note(facts, one) for one in known[:MOST_COMPARISONS]]


def _note(facts: Facts, one: Compared) -> Note:
    name = facts.in_sentence(one.name)
    shown = {"difference": one.difference.text, "name": name, "value": one.shown.text}
    return Note(facts.text("cards.note", **shown), one.mark)


# Themes


def themes(facts: Facts, most_slides: int) -> Iterator[Slide]:
    """The themes from high to low, on as many slides as they need and may have."""
    rows, between = facts.themes, ""
    room = most_slides * MOST_THEMES
    if len(rows) > room:
        half, left_out = room // 2, len(rows) - room
        rows, between = [*rows[:half], *rows[half - room :]], facts.text("between", left_out)
    parts = _parts(rows)
    names = _compared_names(facts, rows)
    finding = findings.of_themes(facts)
    for number, part in enumerate(parts, start=1):
        counted = {"part": number, "parts": len(parts)}
        key = "subjects.themes_part" if len(parts) > 1 else "subjects.themes"
        subject = facts.text(key, **counted)
        content = Ranking(
            (facts.text("theme"), facts.text("score")),
            [(name, _difference_heading(facts, name)) for name in names],
            [_with_columns(facts, one, names) for one in part],
            facts.scale,
            between,
        )
        title = finding if number == 1 and finding else subject
        yield Slide(title, "" if title == subject else subject, content, _legend(facts, rows))


def _parts(rows: Sequence[Scored]) -> list[Sequence[Scored]]:
    """The rows in equal parts that fit on a slide each."""
    if not rows:
        return []
    number = -(-len(rows) // MOST_THEMES)
    size = -(-len(rows) // number)
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _compared_names(facts: Facts, rows: Sequence[Scored]) -> list[str]:
    """The comparisons with a figure; for a group, its parent comes after the organisation."""
    names = [name for name in facts.comparisons if any(beside(one, name) for one in rows)]
    parent = facts.parent
    names = names[: MOST_COMPARISONS - bool(parent)]
    if parent:
        names.insert(1 if facts.report.comparisons.organisation in names else 0, parent.name)
    return names


def _difference_heading(facts: Facts, name: str) -> str:
    parent = facts.parent
    return "" if parent and parent.name == name else facts.text("difference")


def _with_columns(facts: Facts, scored: Scored, names: Sequence[str]) -> Scored:
    """A theme with these comparisons, which may include the parent of the group."""
    parent = facts.parent
    own = {one.name: one for one in scored.compared}
    if parent:
        figure = facts.number(facts.scores_of_parent.get(scored.name))
        own[parent.name] = Compared(parent.name, figure, Shown(None, ""))
    return scored._replace(compared=[own[name] for name in names])


def _legend(facts: Facts, rows: Sequence[Scored]) -> str:
    """What a mark means, if there is one; and how many comparisons are not shown."""
    marks = [one for scored in rows for one in scored.compared if one.mark]
    known = [name for name in facts.comparisons if any(beside(one, name) for one in rows)]
    more = len(known) - len([name for name in _compared_names(facts, rows) if name in known])
    texts = [facts.text(f"marks.{facts.report.settings.mark_differences}")] if marks else []
    if untested := [name for name in known if not facts.is_tested(name)]:
        texts.append(facts.text("untested", names=facts.listed(untested)))
    texts += [facts.text("more_comparisons", more)] if more > 0 else []
    return " · ".join(texts)


# Changes


def changes(facts: Facts) -> Slide | None:
    """What differs most from the earlier survey, or else from the first comparison."""
    name = facts.main_comparison
    panels = [
        (facts.text(f"{subject}s"), found)
        for subject in ("theme", "question")
        if name and (found := _most_changed(facts, subject, name))
    ]
    if name is None or not panels:
        return None
    finding = findings.of_changes(facts, name)
    subject = facts.text("subjects.changes", comparison=name)
    headings = (name, facts.text("current"), facts.text("difference"))
    content = Changes(panels, headings)
    legend = _legend(facts, [*facts.themes, *facts.questions])
    names = [change.name for _, found in panels for change in found]
    legend = _with_reversal(facts, legend, names)
    return _slide(finding, subject, content, legend)


def _with_reversal(facts: Facts, legend: str, names: Iterable[str]) -> str:
    """The legend, with what `(reversed)` means if one of the names has it."""
    is_used = any(name.endswith(facts.text("reversed")) for name in names)
    return " · ".join(filter(None, [legend, facts.text("reversed_means") if is_used else ""]))


def _most_changed(facts: Facts, subject: str, comparison: str) -> list[Change]:
    """The largest rises and the largest falls, from the highest to the lowest."""
    risen, fallen = (
        facts.highlights(subject, kind, comparison)[:MOST_CHANGES] for kind in ("risen", "fallen")
    )
    by_key = facts.themes_by_key if subject == "theme" else facts.questions_by_key
    found = [by_key[row["subject"]] for row in (*risen, *reversed(fallen))]
    return [
        Change(one.name, one.score, compared)
        for one in found
        if (compared := beside(one, comparison))
    ]


# Questions


def questions(facts: Facts) -> Slide | None:
    """The questions with the highest and the lowest scores, with their favourable shares."""
    strongest, weakest = _of_highlights(facts, "highest"), _of_highlights(facts, "lowest")[::-1]
    if not strongest and not weakest:
        return None
    finding = findings.of_questions(facts, strongest, weakest)
    subject = facts.text("subjects.questions")
    with_shares = any(one.shares for one in (*strongest, *weakest))
    compared = [one.compared for one in (*strongest, *weakest) if one.compared]
    against = facts.text("against", comparison=compared[0].name) if compared else ""
    headings = (facts.text("score"), against)
    parts = ((facts.text("strongest"), strongest), (facts.text("weakest"), weakest))
    content = Questions(
        [part for part in parts if part[1]],
        [facts.text(side) for side in SIDES] if with_shares else [],
        headings,
        facts.scale[1],
    )
    has_mark = any(one.mark for one in compared)
    legend = facts.text(f"marks.{facts.report.settings.mark_differences}") if has_mark else ""
    legend = _with_reversal(facts, legend, [one.text for one in (*strongest, *weakest)])
    return _slide(finding, subject, content, legend)


def _of_highlights(facts: Facts, kind: str) -> list[Asked]:
    """The questions with the highest or the lowest scores, the most extreme first."""
    rows, shares = {row["question"]: row for row in facts.rows("QuestionScores")}, _shares(facts)
    found = facts.highlights("question", kind)[:MOST_QUESTIONS]
    return [_asked(facts, rows[row["subject"]], shares) for row in found]


def _asked(facts: Facts, row: Row, shares: Mapping[str, Sequence[Shown]]) -> Asked:
    """A question; it is compared with the organisation, or else with the first comparison."""
    scored = facts.scored("QuestionScores", row, facts.question(row))
    compared = next((one for n in facts.comparisons if (one := beside(scored, n))), None)
    name = next(iter(facts.comparisons), None)
    compared = compared if compared and compared.name == name else None
    return Asked(scored.name, scored.score, shares.get(row["question"], ()), compared)


def _shares(facts: Facts) -> dict[str, Sequence[Shown]]:
    rows = [row for row in facts.rows("Favourable") if row.get("favourable") is not None]
    return {row["question"]: [facts.share(row[side]) for side in SIDES] for row in rows}


# Priorities


def matrix(facts: Facts) -> Slide | None:
    """Score against importance: the correlation of each theme with the outcome of `Drivers`."""
    scores = {row["theme"]: row for row in facts.rows("ThemeScores") if row["score"] is not None}
    rows = [r for r in facts.rows("Drivers") if r["correlation"] is not None]
    rows = [row for row in rows if row["theme"] in scores]
    if len(rows) < 2:
        return None
    importance = sum(row["correlation"] for row in rows) / len(rows)
    score = sum(scores[row["theme"]]["score"] for row in rows) / len(rows)
    points = [_point(facts, row, scores[row["theme"]], (importance, score)) for row in rows]
    points.sort(key=lambda point: -(point.importance.value or 0.0))
    lines = {"score": facts.number(score).text, "importance": facts.number(importance, 2).text}
    keep, strong, low, first = (
        facts.text(f"matrix.{name}") for name in ("keep", "strong", "low", "first")
    )
    content = Matrix(
        points,
        (importance, score),
        (_around([p.importance for p in points]), _around([p.score for p in points])),
        (keep, strong, low, first),
        (facts.text("matrix.importance"), facts.text("score")),
        first,
        [
            facts.text("matrix.lines", **lines),
            facts.text("matrix.meaning", outcome=facts.report.once(_outcome)),
        ],
    )
    return Slide(findings.of_matrix(facts, points), facts.text("subjects.matrix"), content)


def _around(figures: Sequence[Shown]) -> tuple[float, float]:
    """The ends of an axis around figures, with a margin for labels."""
    values = [figure.value or 0.0 for figure in figures]
    low, high = min(values), max(values)
    margin = (high - low) * 0.12 or 0.1
    return low - margin, high + margin


def _point(facts: Facts, row: Row, scored: Row, cross: tuple[float, float]) -> Point:
    importance, score = facts.number(row["correlation"], 2), facts.number(scored["score"])
    matters = rounded(row["correlation"], 2) > max(0, rounded(cross[0], 2))
    is_low = rounded(scored["score"], DECIMALS) < rounded(cross[1], DECIMALS)
    return Point(scored["name"], importance, score, matters and is_low)


def _outcome(report: Report) -> str:
    """The name of the outcome of `Drivers`: a theme, a question, or the eNPS."""
    rows = report.catalogue.metrics.filter(metric="drivers")["parameters"].drop_nulls()
    found = re.search(r"outcome\s*=\s*([^;,\s]+)", rows[0]) if len(rows) else None
    name, texts = found[1] if found else "enps", words(report.settings.language).under("story")
    asked = dict(report.questions[["question", "text"]].iter_rows())
    known = {**asked, **report.catalogue.theme_names, "enps": texts["enps"]}
    return known.get(name) or texts["matrix.outcome"]


# Choices, method and actions


def choices(facts: Facts) -> Slide | None:
    """The answers to the questions about choices and topics, those chosen most first."""
    panels = [*_panels(facts)]
    if not panels:
        return None
    shown = panels[:MOST_PANELS]
    finding, subject = findings.of_choices(facts, *shown[0]), facts.text("subjects.choices")
    more = len(panels) - len(shown)
    legend = facts.text("more_choices", more) if more else ""
    return _slide(finding, subject, Choices(shown), legend)


def _panels(facts: Facts) -> Iterator[tuple[str, Sequence[Scored]]]:
    for _, answers in groupby(facts.rows("Distributions"), key=lambda row: row["question"]):
        rows = [row for row in answers if row["share"] is not None]
        if rows:
            rows.sort(key=lambda row: -row["share"])
            text = rows[0]["text"]
            shown = [Scored(row["answer"], facts.share(row["share"])) for row in rows]
            yield text, shown[:MOST_ANSWERS]


def method(facts: Facts) -> Slide | None:
    """How many took part, and how the figures were computed."""
    topics = [(row["topic"], row["text"]) for row in facts.rows("Method")]
    if not topics:
        return None
    finding, subject = findings.of_method(facts), facts.text("subjects.method")
    return _slide(finding, subject, Method(topics))


def actions(facts: Facts) -> Slide:
    """Empty lines for what a team will do, beside what needs attention."""
    columns = [facts.text(f"actions.{name}") for name in ("what", "who", "when")]
    points = findings.attention(facts)
    heading = facts.text("talk_about") if points else ""
    return Slide(facts.text("subjects.actions"), "", Actions(heading, points, columns, LINES))
