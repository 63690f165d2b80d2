"""The sentences of a story: small rules that choose one, or none if none is certainly true.

A figure "rises" or "falls" only beside an earlier survey, and only if the table `Differences`
marks it. Superlatives hold for the figures as they are shown: two themes that both show 5.0 share
the last place. A rule returns a blank text if it finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from meetlat.formatting import rounded
from meetlat.reporting.figures import DECIMALS, extremes
from meetlat.reporting.story.content import DOWN, UP, Asked, Point, Run, Scored, Sentence
from meetlat.reporting.story.facts import Facts, beside
from meetlat.scoring.report import Report

# The most themes that a sentence names; if there are more, it only gives their number.
MOST_NAMED = 3

# The most sentences in a list.
MOST_SENTENCES = 5


def first(*rules: str) -> str:
    """The first text that is not blank; blank if all are."""
    return next(filter(None, rules), "")


# The superlatives


def lowest(scored: Sequence[Scored]) -> list[str]:
    """The names of those that show the lowest score; none if all show the same."""
    return _unless_all(extremes(scored, _score, min), scored)


def highest(scored: Sequence[Scored]) -> list[str]:
    """The names of those that show the highest score; none if all show the same."""
    return _unless_all(extremes(scored, _score, max), scored)


def _unless_all(found: Sequence[Scored], scored: Sequence[Scored]) -> list[str]:
    return [one.name for one in found] if len(found) < len(scored) else []


def _score(scored: Scored) -> float:
    return scored.score.value or 0.0


# Titles


def main_finding(report: Report) -> str:
    """What a report says first, as one sentence without a full stop; blank if nothing is certain.

    Of the whole organisation: which themes score lowest, and whether they improve. Of a group: how
    it differs from the organisation.
    """
    return of_report(Facts(report))


def of_report(facts: Facts) -> str:
    """The same, from facts that are known."""
    return of_group(facts) if facts.of_group else of_glance(facts)


def of_glance(facts: Facts) -> str:
    """Which themes score lowest, whether they did before, and whether they rose or fell."""
    names = lowest(facts.themes)
    if not names or len(names) > MOST_NAMED:
        return ""
    marks = {_mark(one, facts.earlier) for one in facts.themes if one.name in names}
    mark = marks.pop() if len(marks) == 1 else ""
    was = "remains" if _was_lowest(facts, names) else "is"
    now = {UP: "risen", DOWN: "fallen"}.get(mark, "unmarked")
    return facts.text(f"titles.lowest.{was}.{now}", len(names), names=facts.listed(names))


def _was_lowest(facts: Facts, names: Sequence[str]) -> bool:
    """Whether these were the lowest in the earlier survey too.

    That is unknown, and so not claimed, if the earlier survey lacks a figure of any theme.
    """
    then = {one.name: beside(one, facts.earlier) for one in facts.themes}
    known = {name: found.shown.value for name, found in then.items() if found}
    figures = [Scored(name, facts.number(value)) for name, value in known.items()]
    return len(known) == len(then) and set(lowest(figures)) == set(names)


def _mark(scored: Scored, comparison: str | None) -> str:
    found = beside(scored, comparison)
    return found.mark if found else ""


def of_group(facts: Facts) -> str:
    """How many themes of the group are marked above or below the organisation."""
    organisation, group = facts.report.comparisons.organisation, facts.name_of_group()
    above, below = marked(facts, organisation, UP), marked(facts, organisation, DOWN)
    if not above and not below:
        alike = facts.text(
            "titles.group.alike", group=group, organisation=facts.in_sentence(organisation)
        )
        return alike if facts.is_tested(organisation) else ""
    kind = "both" if above and below else "above" if above else "below"
    counted = {"above": len(above), "below": len(below)}
    n = len(below) if kind == "below" else len(above)
    key = f"titles.group.{kind}"
    return facts.text(key, n, group=group, organisation=facts.in_sentence(organisation), **counted)


def marked(facts: Facts, comparison: str | None, mark: str) -> list[Scored]:
    """The themes with this mark in a comparison, the largest difference first."""
    found = [one for one in facts.themes if _mark(one, comparison) == mark]
    return sorted(found, key=lambda one: -abs(_difference(one, comparison)))


def _difference(scored: Scored, comparison: str | None) -> float:
    found = beside(scored, comparison)
    return float(rounded(found.difference.value or 0.0, DECIMALS)) if found else 0.0


def of_themes(facts: Facts) -> str:
    """For a group, what differs most from the organisation; else how many are below the benchmark.

    If there is no such finding: the highest and the lowest theme.
    """
    if facts.of_group:
        differs = of_changes(facts, facts.report.comparisons.organisation)
        return first(differs, _highest_and_lowest(facts))
    return first(_below_benchmark(facts), _highest_and_lowest(facts))


def _below_benchmark(facts: Facts, least: float = 0.0) -> str:
    """How many of the themes with a benchmark are below it, as they are shown.

    Blank if they are a smaller part than `least`.
    """
    name = facts.benchmark
    known = [one for one in facts.themes if beside(one, name)]
    below = [one for one in known if _difference(one, name) < 0]
    if name is None or len(known) < 2 or len(below) < least * len(known):
        return ""
    if not below:
        return facts.text("titles.below.none", comparison=facts.in_sentence(name))
    kind = "all" if len(below) == len(known) else "some"
    counted = {"count": len(below), "all": len(known), "comparison": facts.in_sentence(name)}
    return facts.text(f"titles.below.{kind}", len(below), **counted)


def _highest_and_lowest(facts: Facts) -> str:
    top, bottom = highest(facts.themes), lowest(facts.themes)
    if len(top) != 1 or len(bottom) != 1:
        return ""
    return facts.text("titles.extremes", highest=top[0], lowest=bottom[0])


def of_changes(facts: Facts, comparison: str | None) -> str:
    """What rose most and what fell most, if it is marked.

    For a comparison that is not an earlier survey: what is furthest above and below it.
    """
    if comparison is None:
        return ""
    kind = "changes" if comparison == facts.earlier else "differs"
    up, down = marked(facts, comparison, UP), marked(facts, comparison, DOWN)
    is_tested = facts.is_tested(comparison)
    if not up and not down:
        return (
            facts.text(f"titles.{kind}.none", comparison=facts.in_sentence(comparison))
            if is_tested
            else ""
        )
    parts = [
        _most(facts, comparison, kind, way, found)
        for way, found in (("up", up), ("down", down))
        if found
    ]
    if len(parts) == 2:
        return facts.text("titles.both", first=parts[0], second=parts[1])
    if not is_tested:
        return parts[0]
    other = facts.text(
        f"titles.{kind}.{'no_down' if up else 'no_up'}", comparison=facts.in_sentence(comparison)
    )
    return facts.text("titles.but", first=parts[0], second=other)


def _most(facts: Facts, comparison: str, kind: str, way: str, found: Sequence[Scored]) -> str:
    """Which themes rose or fell most; or else only how many did.

    Themes are not named if one without a mark changed as much or more.
    """
    sign = 1 if way == "up" else -1
    changes = {one.name: sign * _difference(one, comparison) for one in facts.themes}
    most = [name for name, change in changes.items() if change == max(changes.values())]
    if len(most) < MOST_NAMED and set(most) <= {one.name for one in found}:
        names = facts.listed(most)
        return facts.text(
            f"titles.{kind}.{way}", len(most), names=names, comparison=facts.in_sentence(comparison)
        )
    return facts.text(
        f"titles.{kind}.many_{way}", len(found), comparison=facts.in_sentence(comparison)
    )


def of_questions(facts: Facts, strongest: Sequence[Asked], weakest: Sequence[Asked]) -> str:
    """The theme of most of the strongest questions, and that of most of the weakest."""
    themes = {facts.question(row): row["theme_name"] for row in facts.rows("QuestionScores")}
    strong, weak = (_common([themes.get(a.text) for a in part]) for part in (strongest, weakest))
    if strong and weak and strong != weak:
        return facts.text("titles.questions.both", strong=strong, weak=weak)
    if weak:
        return facts.text("titles.questions.weak", theme=weak)
    return facts.text("titles.questions.strong", theme=strong) if strong else ""


def _common(names: Sequence[str | None]) -> str:
    """The name that makes up more than half of a list; blank if there is none."""
    return next((n for n in names if n and names.count(n) * 2 > len(names)), "")


def of_matrix(facts: Facts, points: Sequence[Point]) -> str:
    """The themes that are important and score below average."""
    names = [point.name for point in points if point.first]
    if not names:
        return facts.text("titles.matrix.none")
    if len(names) > MOST_NAMED:
        return facts.text("titles.matrix.many", len(names))
    return facts.text("titles.matrix.named", len(names), names=facts.listed(names))


def of_groups(facts: Facts, differences: Mapping[str, Sequence[float]]) -> str:
    """The group with the most themes below the organisation, or else above it, if half or more are.

    `differences` has the differences from the organisation in the themes with a score, by group.
    """
    for kind, sign in (("below", -1), ("above", 1)):
        counts = {
            name: sum(rounded(d, DECIMALS) * sign > 0 for d in found)
            for name, found in differences.items()
        }
        most = max(counts.values(), default=0)
        names = [name for name, count in counts.items() if count == most]
        known = len(differences[names[0]]) if names else 0
        if len(counts) > 1 and len(names) == 1 and most * 2 >= known:
            counted = {"group": names[0], "count": most, "all": known}
            return facts.text(f"titles.groups.{kind}", **counted)
    return ""


def of_choices(facts: Facts, question: str, answers: Sequence[Scored]) -> str:
    """The most frequent answer to a question."""
    share = answers[0].score.text
    top = [one.name for one in answers if one.score.text == share]
    if len(top) > 1:
        return ""
    return facts.text("titles.choices", answer=top[0], share=share, question=question)


def of_method(facts: Facts) -> str:
    """How many people took part, and of how many if that is known."""
    turnout = facts.report.turnout
    n = turnout.respondents
    if n is None:
        return ""
    people = {"n": facts.number(n, 0).text}
    if not turnout.invited:
        return facts.text("titles.method.took_part", respondents=people["n"])
    share = facts.share(turnout.response).text
    invited = facts.number(turnout.invited, 0).text
    return facts.text("titles.method.of", respondents=people["n"], invited=invited, share=share)


# Sentences


def better(facts: Facts) -> list[Sentence]:
    """What rose or is above a comparison, and what is highest."""
    found = list(_marked_sentences(facts, UP))[: MOST_SENTENCES - 1]
    if (names := highest(facts.themes)) and len(names) <= MOST_NAMED:
        found.append(_of_extreme(facts, "highest", names))
    return found


def has_risen(facts: Facts) -> bool:
    """Whether a theme or the eNPS rose since the earlier survey, by its mark."""
    return any(_risen_or_fallen(facts, UP))


def attention(facts: Facts) -> list[Sentence]:
    """What fell or is below a comparison, and what is lowest."""
    found = list(_marked_sentences(facts, DOWN))[: MOST_SENTENCES - 3]
    if not facts.of_group and (below := _below_benchmark(facts, least=0.5)):
        found.append([Run(f"{below}.")])
    if (names := lowest(facts.themes)) and len(names) <= MOST_NAMED:
        found.append(_of_extreme(facts, "lowest", names))
    return [*found, *_most_unfavourable(facts)]


def _of_extreme(facts: Facts, kind: str, names: Sequence[str]) -> Sentence:
    strong = facts.listed(map(facts.strong, names))
    score = next(one.score.text for one in facts.themes if one.name == names[0])
    return facts.sentence(f"sentences.{kind}", len(names), names=strong, score=score)


def _most_unfavourable(facts: Facts) -> Iterator[Sentence]:
    """The question with the largest share of unfavourable answers, if that is a quarter or more."""
    rows = [row for row in facts.rows("Favourable") if row.get("unfavourable") is not None]
    if not rows:
        return
    row = max(rows, key=lambda row: row["unfavourable"])
    if row["unfavourable"] >= 0.25:
        share = facts.share(row["unfavourable"]).text
        text = f"{row['text'].rstrip('.')} {facts.reversal(row)}".strip()
        question = facts.strong(text)
        yield facts.sentence("sentences.unfavourable", question=question, share=share)


def _marked_sentences(facts: Facts, mark: str) -> Iterator[Sentence]:
    """The themes and the eNPS with a mark; those beside a benchmark share one sentence."""
    yield from _risen_or_fallen(facts, mark)
    if facts.benchmark and (together := marked(facts, facts.benchmark, mark)):
        names = facts.listed([facts.strong(one.name) for one in together[:MOST_NAMED]])
        more = len(together) - MOST_NAMED
        if more > 0:
            names = facts.text("and_more", names=names, n=more)
        key = "sentences.above" if mark == UP else "sentences.below"
        yield facts.sentence(
            key, len(together), names=names, comparison=facts.in_sentence(facts.benchmark)
        )


def _risen_or_fallen(facts: Facts, mark: str) -> Iterator[Sentence]:
    """The themes and the eNPS with a mark beside the earlier survey."""
    if not facts.earlier:
        return
    way = "up" if mark == UP else "down"
    for one in marked(facts, facts.earlier, mark)[:MOST_NAMED]:
        yield _change(facts, one, facts.earlier, way)
    for row in facts.rows("Enps")[:1]:
        enps = facts.scored("Enps", row, facts.text("enps"))
        found = beside(enps, facts.earlier)
        if found and found.mark == mark:
            yield _change(facts, enps, facts.earlier, way)


def _change(facts: Facts, scored: Scored, comparison: str, way: str) -> Sentence:
    found = beside(scored, comparison)
    earlier = found.shown.text if found else ""
    parts = {"name": facts.strong(scored.name), "earlier": earlier, "score": scored.score.text}
    return facts.sentence(f"sentences.{way}", **parts)
