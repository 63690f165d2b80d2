"""Method: sentences that explain how the figures of this report were computed.

Written only if the workbook has a table called `Method`. The page that `meetlat report --html`
writes ends with it.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

import polars as pl

from meetlat import Report, ResultTable, figure, hookimpl, in_every_language, words

TEXTS = "plugins.meetlat_method"

# The columns of the table `Weights`.
WEIGHTS = {
    **dict.fromkeys(("segment", "group"), pl.String()),
    **dict.fromkeys(("target", "achieved", "answered", "weight"), pl.Float64()),
}


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Method`, a row for each topic in the survey's language, and `Weights`."""
    texts = words(report.settings.language).under(TEXTS)
    found = list(sentences(report, texts))
    topics = [texts[f"topics.{topic}"] for topic, _ in found]
    frame = pl.DataFrame({"topic": topics, "text": [text for _, text in found]})
    yield ResultTable("Method", frame, optional=True, prose=True)
    yield weights(report)


def sentences(report: Report, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what applies to this survey: a topic and a text."""
    yield from report.once(of_scores)
    if report.weighting:
        yield "weights", " ".join(of_weights(report, texts))
    if "Enps" in report:
        yield "enps", texts["enps"]
    if "Distributions" in report:
        yield "shares", texts["shares"]
    yield "margins", " ".join(of_margins(report, texts))
    computed = {report.comparisons.organisation, *report.comparisons.waves}
    if names := [name for name in report.comparisons.names if name not in computed]:
        yield "comparisons", texts["comparisons"].format(listed=", ".join(names))
    for name, wave in report.comparisons.waves.items():
        facts = {
            "responses": wave.responses,
            "n": figure(wave.respondents, 0, report.settings.language),
        }
        parts = [texts["waves"].format(name=name, **facts)]
        parts += [texts["waves_unweighted"]] if report.weighting else []
        yield "comparisons", " ".join(parts)
    if "Differences" in report and len(report["Differences"]):
        yield "differences", " ".join(of_differences(report, texts))
    yield "rounding", texts["rounding"]
    yield "privacy", texts["privacy"].format(smallest=report.settings.smallest_group)
    if report.settings.withhold_unanimous:
        yield "privacy", texts["unanimous"]


def of_scores(report: Report) -> list[tuple[str, str]]:
    """How scores are made: the same for every group."""
    return list(_of_scores(report, words(report.settings.language).under(TEXTS)))


def _of_scores(report: Report, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    questions = report.questions
    yield "scores", texts["scores"]
    for scale in scored_scales(report, texts["unscored"]):
        yield "scales", scale
    reverse = questions.filter("reverse")["text"]
    text = texts["reverse"] if len(reverse) else texts["no_reverse"]
    yield "reverse", text.format(listed=quoted(reverse))
    ruled = report.catalogue.themes.drop_nulls("rule")
    rules = [f"{name} ({rule})" for name, rule in ruled[["name", "rule"]].iter_rows()]
    yield "themes", texts["rules" if rules else "themes"].format(listed=", ".join(rules))
    uncounted = questions.filter(pl.col("weight") == 0, pl.col("theme").is_not_null())["text"]
    if len(uncounted):
        yield "uncounted", texts["uncounted"].format(listed=quoted(uncounted))


def of_weights(report: Report, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield what answers are weighted by, how much the weights differ, and the precision lost."""
    weighting, language = report.weighting, report.settings.language
    if weighting is None:
        return
    names = report.catalogue.segment_names
    named = ", ".join(names.get(segment) or segment for segment in weighting.segments)
    on = "own_weights" if weighting.column else "weighted"
    yield texts[on].format(segments=named, column=weighting.column)
    facts = {name: number(getattr(weighting, name), language) for name in ("lowest", "highest")}
    yield texts["spread"].format(**facts)
    if not weighting.column:
        yield texts["most"].format(most=number(weighting.most, language))
    if report.effective_n is not None and report.design_effect is not None:
        worth = {
            "respondents": figure(report.turnout.respondents, 0, language),
            "effective": number(round(report.effective_n, 1), language),
            "design_effect": number(round(report.design_effect, 2), language),
        }
        yield texts["worth"].format(**worth)
    yield texts["weighted_groups"]


def weights(report: Report) -> ResultTable:
    """Derive `Weights`: how each group that is weighted on is represented; blank if withheld."""
    weighting = report.weighting
    frame = pl.DataFrame(schema=WEIGHTS) if weighting is None else weighting.margins
    return ResultTable(
        "Weights",
        frame,
        {"target": "0.0%", "achieved": "0.0%", "answered": "0.0%", "weight": "0.00"},
        headings={column: in_every_language(f"{TEXTS}.weights.{column}") for column in WEIGHTS},
        titles=in_every_language(f"{TEXTS}.titles.Weights"),
        optional=True,
    )


def of_margins(report: Report, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield what intervals are, and whether they are corrected for the number of people invited."""
    yield texts["margins"]
    if report.turnout.invited:
        invited = figure(report.turnout.invited, 0, report.settings.language)
        yield texts["margins_of_invited"].format(invited=invited)


# The text about the test, by the table of the figures.
TESTED = {
    "ThemeScores": "scored",
    "QuestionScores": "scored",
    "Enps": "net",
    "Distributions": "divided",
    "Favourable": "divided",
}

# What is read of the table `Differences`, and of the figures of comparisons.
SHOWN = ("table", "subject", "comparison", "p")
TYPED = ("subject", "comparison", "n", "sd")

# The tests that use a standard deviation; that of a share follows from the share.
WITH_SPREAD = ("scored", "net")


def of_differences(report: Report, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield how differences were tested and marked, and which figures were not tested."""
    shown = [*zip(*(report["Differences"][column].to_list() for column in SHOWN), strict=True)]
    tested = [(table, comparison) for table, _, comparison, p in shown if p is not None]
    kinds = list(dict.fromkeys(TESTED[table] for table, _ in tested))
    if kinds:
        tests = "; ".join(texts[kind] for kind in kinds)
        correction = texts[f"corrections.{report.settings.correction}"]
        yield texts["tested"].format(tests=tests, correction=correction)
    organisation = report.comparisons.organisation
    if organisation and organisation in {comparison for _, comparison in tested}:
        yield texts["outside"].format(whole=organisation)
    beside = {(subject, comparison) for _, subject, comparison, _ in shown}
    if names := with_figures(report, beside, lambda n, _: n is None):
        yield texts["untested"].format(listed=", ".join(names))
    spread = {(s, comparison) for table, s, comparison, _ in shown if TESTED[table] in WITH_SPREAD}
    if names := with_figures(report, spread, lambda n, sd: n is not None and sd is None):
        yield texts["borrowed"].format(listed=", ".join(names))
    part, language = report.settings.remarkable_difference, report.settings.language
    yield texts["noticed"].format(part=number(part, language), percent=number(10 * part, language))
    yield texts[report.settings.mark_differences]


def with_figures(
    report: Report,
    beside: Container[tuple[str, str]],
    condition: Callable[[float | None, float | None], bool],
) -> list[str]:
    """The comparisons with typed figures whose n and sd meet a condition.

    `beside` has the subjects and comparisons that are shown.
    """
    columns = (report.comparisons.figures[name].to_list() for name in TYPED)
    organisation = report.comparisons.organisation
    found = {
        comparison
        for subject, comparison, n, sd in zip(*columns, strict=True)
        if comparison != organisation and condition(n, sd) and (subject, comparison) in beside
    }
    return [name for name in report.comparisons.names if name in found]


def scored_scales(report: Report, unscored: str) -> Iterator[str]:
    """Yield each scale that scores a question, as its answers with their scores."""
    used = report.questions["scale"].unique()
    scales = report.catalogue.scales.filter(pl.col("scale").is_in(used.implode()))
    for (_,), answers in scales.group_by("scale", maintain_order=True):
        written = answers["label"].to_list()
        has_labels = written != [f"{score:g}" for score in answers["score"].drop_nulls()]
        if answers["score"].count() and has_labels:  # 0 to 10 needs no explanation
            pairs = answers[["label", "score"]].iter_rows()
            language = report.settings.language
            worth = {score: number(score, language) for score in answers["score"].drop_nulls()}
            yield (
                "; ".join(f"{label}: {worth.get(score, unscored)}" for label, score in pairs) + "."
            )


def number(value: float, language: str) -> str:
    """`7.5`, or `7,5` in Dutch."""
    return f"{value:.6g}".replace(".", words(language)["format.decimal"])


def quoted(texts: Iterable[str]) -> str:
    """`“…”, “…”`, without the full stops of the texts, because a sentence follows."""
    return ", ".join(f"“{text.rstrip('.')}”" for text in texts)
