"""Find questions with a scale that does not suit their metric or reverse coding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from meetlat import Catalogue, Finding, Number
from meetlat_plausibility.rounding_intervals import decimals_of
from meetlat_plausibility.texts import finding
from meetlat_plausibility.theme_members import Range, theme_members

# The shipped rules of themes, the default first; all of them take means of scores.
MEANS = ("questions", "pooled", "respondents")

# The ends of two ranges nearly agree if they are at most this far apart, as a part of the range.
NEARLY = 0.1

# The scores of the scale for eNPS.
ENPS = [float(score) for score in range(11)]


def check_enps_questions(catalogue: Catalogue) -> Iterator[Finding]:
    """A scale other than 0 to 10 for eNPS is an error; reverse coding gives a remark."""
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        if question["metric"] != "enps":
            continue
        scores = catalogue.scale(question["scale"])["score"].drop_nulls().sort()
        if scores.to_list() != ENPS:
            facts = {"value": question["scale"]}
            yield finding("enps-scale", "Questions", row, "scale", facts, error=True)
        if question["reverse"]:
            facts = {"value": question["question"]}
            yield finding("enps-reversed", "Questions", row, "reverse", facts)


def check_theme_scales(catalogue: Catalogue) -> Iterator[Finding]:
    """Report themes whose questions have scores of different ranges: their mean is meaningless.

    It is an error, or a remark if the ranges nearly agree, such as grades from 1 to 10 and answers
    from 0 to 10. A rule of a plugin may convert scores, so only the shipped rules are checked.
    """
    scales = catalogue.questions["scale"]
    rules = dict(catalogue.themes[["theme", "rule"]].iter_rows())
    for theme, members in theme_members(catalogue).items():
        if (rules[theme] or MEANS[0]).partition(";")[0].strip() not in MEANS:
            continue
        rows = {m.row: m.range for m in members if m.range[0] < m.range[1]}
        times = Counter(rows.values()).most_common()
        if len(times) < 2:
            continue
        usual = times[0][0]
        row = max((row for row in rows if rows[row] != usual), key=lambda r: _apart(rows[r], usual))
        code = "theme-mixes-scales" if _apart(rows[row], usual) > NEARLY else "theme-ends-differ"
        facts = {"theme": theme, "value": scales[row]}
        facts |= {"other": next(scales[r] for r in rows if rows[r] == usual)}
        facts |= dict(zip(("low", "high"), map(_shown, rows[row]), strict=True))
        facts |= dict(zip(("other_low", "other_high"), map(_shown, usual), strict=True))
        is_error = code == "theme-mixes-scales"
        yield finding(code, "Questions", row, "scale", facts, error=is_error)


def _apart(one: Range, other: Range) -> float:
    """How far the ends of two ranges are apart, as a part of the wider one."""
    wider = max(one[1] - one[0], other[1] - other[0])
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) / wider


def _shown(score: float) -> Number:
    return Number(score, decimals_of(score))


def check_reverse_coding(catalogue: Catalogue) -> Iterator[Finding]:
    """Remarks on reverse-coded questions with a scale without scores."""
    scored = set(catalogue.scales.drop_nulls("score")["scale"])
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        if question["reverse"] and question["scale"] not in scored:
            facts = {"value": question["question"], "scale": question["scale"]}
            yield finding("reverse-idle", "Questions", row, "reverse", facts)


def check_shared_columns(catalogue: Catalogue) -> Iterator[Finding]:
    """Remarks on columns of the responses that two metrics read with different scales.

    With one scale, such as for a score and a distribution, it may be meant. Two questions with the
    same metric are an error, which Meetlat reports itself.
    """
    first: dict[str, dict] = {}
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        other = first.setdefault(question["column"].strip().casefold(), question)
        if other["metric"] != question["metric"] and other["scale"] != question["scale"]:
            facts = {
                "value": question["column"],
                "question": question["question"],
                "scale": question["scale"],
                "other": other["question"],
                "other_scale": other["scale"],
            }
            yield finding("column-on-two-scales", "Questions", row, "column", facts)
