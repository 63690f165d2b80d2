"""Method: how the figures were come by, in sentences for whoever doubts one of them.

Filled where the workbook has a table called `Method`; the page that `meetlat report --html` writes
ends with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from meetlat import Results, ResultTable, hookimpl, words


@hookimpl
def result_tables(results: Results) -> Iterator[ResultTable]:
    """Derive `Method`: a row a topic, in the survey's language."""
    texts = words(results.settings.language).under("plugins.meetlat_method")
    told = list(sentences(results, texts))
    topics = [texts[f"topics.{topic}"] for topic, _ in told]
    frame = pl.DataFrame({"topic": topics, "text": [text for _, text in told]})
    yield ResultTable("Method", frame, optional=True, prose=True)


def sentences(results: Results, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What holds of this survey: the topic, and what there is to say of it."""
    questions = results.questions
    yield "scores", texts["scores"]
    for scale in scored_scales(results, texts["unscored"]):
        yield "scales", scale
    reverse = questions.filter("reverse")["text"]
    told = texts["reverse"] if len(reverse) else texts["no_reverse"]
    yield "reverse", told.format(listed=quoted(reverse))
    ruled = results.theme_texts.drop_nulls("rule")
    rules = [f"{name} ({rule})" for name, rule in ruled.select("name", "rule").iter_rows()]
    yield "themes", texts["rules" if rules else "themes"].format(listed=", ".join(rules))
    uncounted = questions.filter(pl.col("weight") == 0, pl.col("theme").is_not_null())["text"]
    if len(uncounted):
        yield "uncounted", texts["uncounted"].format(listed=quoted(uncounted))
    if results.weighting:
        yield "weights", " ".join(of_weights(results, texts))
    if "Enps" in results:
        yield "enps", texts["enps"]
    if "Distributions" in results:
        yield "shares", texts["shares"]
    computed = {results.whole, *results.waves}
    if names := [name for name in results.comparison_names if name not in computed]:
        yield "comparisons", texts["comparisons"].format(listed=", ".join(names))
    for name, wave in results.waves.items():
        facts = {"responses": wave.responses, "n": wave.respondents}
        told = [texts["waves"].format(name=name, **facts)]
        told += [texts["waves_unweighted"]] if results.weighting else []
        yield "comparisons", " ".join(told)
    if "Differences" in results and len(results["Differences"]):
        yield "differences", " ".join(of_differences(results, texts))
    yield "rounding", texts["rounding"]
    yield "privacy", texts["privacy"].format(smallest=results.settings.smallest_group)
    asked = results.settings.withhold_unanimous
    if asked != "no":
        yield "privacy", texts["unanimous" if asked == "yes" else "all_or_none"]


def of_weights(results: Results, texts: Mapping[str, str]) -> Iterator[str]:
    """On what answers are weighted, how much weights differ, and what that costs."""
    weighting, language = results.weighting, results.settings.language
    if weighting is None:
        return
    facts = ("lowest", "highest", "most")
    told = {name: number(getattr(weighting, name), language) for name in facts}
    named = (results.segments.get(segment) or segment for segment in weighting.segments)
    yield texts["weighted"].format(segments=", ".join(named))
    if told["lowest"] == told["highest"] and leaves_out(results, weighting.segments):
        yield texts["by_question"]
        return
    yield texts["spread"].format(**told)
    if results.effective is not None:
        worth = {
            "respondents": results.turnout.respondents,
            "effective": number(round(results.effective, 1), language),
        }
        yield texts["worth"].format(**worth)


def leaves_out(results: Results, segments: Sequence[str]) -> bool:
    """Whether anything of a group of these segments is withheld."""
    groups = results.groups.filter("withheld")["segment"]
    return not set(segments).isdisjoint([*groups, *results.hidden["segment"]])


TESTED = {
    "ThemeScores": "scored",
    "QuestionScores": "scored",
    "Enps": "net",
    "Distributions": "divided",
}
"""By the table of a figure, how a difference was tested."""


def of_differences(results: Results, texts: Mapping[str, str]) -> Iterator[str]:
    """How differences were tested and marked in this report, and what was taken for granted."""
    tested = results["Differences"].drop_nulls("p")
    kinds = list(
        dict.fromkeys(TESTED[table] for table in tested["table"].unique(maintain_order=True))
    )
    if kinds:
        finite = results.turnout.invited is not None
        names = ["net_of_some" if kind == "net" and finite else kind for kind in kinds]
        yield texts["tested"].format(tests="; ".join(texts[name] for name in names))
    if results.whole and len(tested.filter(comparison=results.whole)):
        yield texts["outside"].format(whole=results.whole)
    if fixed := taken_as_certain(results, tested):
        yield texts["fixed"].format(listed=", ".join(fixed))
    part, language = results.settings.remarkable_difference, results.settings.language
    yield texts["noticed"].format(part=number(part, language), percent=number(10 * part, language))
    yield texts[results.settings.mark_differences]


def taken_as_certain(results: Results, tested: pl.DataFrame) -> list[str]:
    """The comparisons with a figure that was tested and of which it is not known how sure it is."""
    unsure = results.comparisons.filter(
        pl.col("n").is_null() | (pl.col("sd").is_null() & pl.col("answer").is_null()),
        pl.col("subject").is_in(tested["subject"].unique().implode()),
        pl.col("comparison") != results.whole,
    )
    return [name for name in results.comparison_names if name in unsure["comparison"]]


def scored_scales(results: Results, unscored: str) -> Iterator[str]:
    """Each scale that scores a question: its answers, and what each is worth."""
    used = results.questions["scale"].unique()
    scales = results.scales.filter(pl.col("scale").is_in(used.implode()))
    for (_,), answers in scales.group_by("scale", maintain_order=True):
        written = answers["label"].to_list()
        worded = written != [f"{score:g}" for score in answers["score"].drop_nulls()]
        if answers["score"].count() and worded:  # 0 to 10 needs no words
            pairs = answers.select("label", "score").iter_rows()
            language = results.settings.language
            worth = {score: number(score, language) for score in answers["score"].drop_nulls()}
            yield (
                "; ".join(f"{label}: {worth.get(score, unscored)}" for label, score in pairs) + "."
            )


def number(value: float, language: str) -> str:
    """`7.5`, or `7,5` in Dutch."""
    return f"{value:.6g}".replace(".", words(language)["format.decimal"])


def quoted(texts: Iterable[str]) -> str:
    """`“…”, “…”`, as part of a sentence: a full stop of their own would come before its."""
    return ", ".join(f"“{text.rstrip('.')}”" for text in texts)
