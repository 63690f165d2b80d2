"""Method: how the figures were come by, in sentences for whoever doubts one of them.

Filled where the workbook has a table called `Method`; the page that `meetlat report --html` writes
ends with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from meetlat import Report, ResultTable, hookimpl

Words = Mapping[str, Mapping[str, str]]

TOPICS: Words = {
    "nl": {
        "scores": "Scores",
        "scales": "Schalen",
        "reverse": "Omgekeerd gesteld",
        "themes": "Thema’s",
        "uncounted": "Niet meegeteld",
        "weights": "Weging",
        "enps": "eNPS",
        "shares": "Aandelen",
        "comparisons": "Vergelijkingen",
        "differences": "Verschillen",
        "rounding": "Afronding",
        "privacy": "Privacy",
    },
    "en": {
        "scores": "Scores",
        "scales": "Scales",
        "reverse": "Reverse-coded",
        "themes": "Themes",
        "uncounted": "Not counted",
        "weights": "Weights",
        "enps": "eNPS",
        "shares": "Shares",
        "comparisons": "Comparisons",
        "differences": "Differences",
        "rounding": "Rounding",
        "privacy": "Privacy",
    },
}

TEXTS: Words = {
    "nl": {
        "scores": "Een vraagscore is het gemiddelde van de gegeven antwoorden op de schaal van die"
        " vraag. Een antwoord zonder score (zoals “weet niet”) en een leeg antwoord tellen niet"
        " mee.",
        "reverse": "Deze vragen zijn gespiegeld binnen hun schaal, zodat hoger altijd gunstiger"
        " is: {listed}.",
        "no_reverse": "Geen enkele vraag is omgekeerd gesteld.",
        "themes": "Een themascore is het gewogen gemiddelde van de onafgeronde scores van de"
        " vragen.",
        "rules": "Een themascore is het gewogen gemiddelde van de onafgeronde scores van de"
        " vragen, behalve waar een andere regel geldt: {listed}.",
        "uncounted": "Deze vragen worden getoond en tellen niet mee in hun thema: {listed}.",
        "enps": "De eNPS is het aandeel promotors (9–10) min het aandeel criticasters (0–6), en"
        " loopt van -100 tot 100. De marge is het 95%-betrouwbaarheidsinterval.",
        "shares": "Aandelen zijn van wie die vraag beantwoordde. Waar meer antwoorden mochten, kan"
        " de som boven de 100% uitkomen.",
        "comparisons": "Deze cijfers zijn overgenomen zoals HR ze opgaf: {listed}.",
        "waves": "{name} is berekend uit de eigen antwoorden van dat onderzoek ({responses}, {n}"
        " respondenten), met de schalen, gewichten, omgekeerde vragen en regels van nu. Een thema"
        " met een vraag die toen niet gesteld is, heeft er geen score van.",
        "waves_unweighted": " De antwoorden van toen zijn niet gewogen.",
        "rounding": "Er wordt één keer afgerond, bij het tonen, en een half gaat van nul af.",
        "privacy": "Groepen van minder dan {smallest} mensen worden niet getoond, en een vraag die"
        " in een groep door minder dan {smallest} mensen is beantwoord evenmin. Zou dat uit de"
        " getoonde groepen te berekenen zijn, dan wordt nog een groep weggelaten. Is van een groep"
        " een vraag weggelaten, dan is haar themascore die van de overige vragen.",
        "unanimous": "Een vraag waarop in een groep iedereen hetzelfde antwoordde, wordt van die"
        " groep niet getoond.",
        "unscored": "telt niet mee",
        "weighted": "De antwoorden zijn gewogen, zodat elke groep van {segments} meetelt naar haar"
        " aandeel in de uitgenodigden; bij n staat hoeveel mensen het zijn, en bij een antwoord"
        " hoeveel van hen het aandeel uitmaakt.",
        "by question": "Gewogen wordt alleen op groepen waarvan de vraag getoond mag worden. Omdat"
        " van te veel groepen een vraag is weggelaten, heeft elke vraag eigen gewichten, of geen.",
        "spread": "De gewichten lopen van {lowest} tot {highest}, gemiddeld 1 (hoogstens {most}).",
        "worth": "De antwoorden van deze {respondents} mensen zeggen zo evenveel als die van"
        " {effective} mensen die even zwaar tellen; marges en toetsen gaan daarvan uit.",
        "tested": "Of een verschil meer dan toeval is, is getoetst: {tests}, per tabel en"
        " vergelijking gecorrigeerd volgens Holm, op 5%.",
        "scored": "scores met de t-toets (die van Welch waar van beide cijfers aantal en spreiding"
        " bekend zijn)",
        "net": "de eNPS met zijn standaardfout",
        "net of some": "de eNPS met zijn standaardfout, die rekent met hoeveel mensen er zijn"
        " uitgenodigd",
        "divided": "aandelen met de toets voor proporties (exact bij weinig antwoorden)",
        "outside": "De groep is getoetst tegen iedereen daarbuiten, want zij telt zelf mee in het"
        " cijfer van {whole}.",
        "fixed": "Waar van het andere cijfer niet bekend is hoe zeker het is (n en sd), is het"
        " voor zeker genomen: {listed}.",
        "noticed": "Groot genoeg om op te vallen is {part} op een schaal van 0 tot 10, en op een"
        " andere hetzelfde deel van het bereik ({percent}%).",
        "significant": "▲ of ▼ staat bij wat meer is dan toeval.",
        "remarkable": "▲ of ▼ staat bij wat groot genoeg is om op te vallen.",
        "both": "▲ of ▼ staat bij wat meer is dan toeval en groot genoeg om op te vallen.",
        "either": "▲ of ▼ staat bij wat meer is dan toeval of groot genoeg om op te vallen.",
    },
    "en": {
        "scores": "A question's score is the mean of the answers given, on the scale of that"
        " question. An answer without a score (such as “don't know”) and a blank do not count.",
        "reverse": "These questions are mirrored inside their scale, so that higher is always more"
        " favourable: {listed}.",
        "no_reverse": "No question is reverse-coded.",
        "themes": "A theme's score is the weighted mean of the unrounded scores of its questions.",
        "rules": "A theme's score is the weighted mean of the unrounded scores of its questions,"
        " except where another rule holds: {listed}.",
        "uncounted": "These questions are shown, and do not count in their theme: {listed}.",
        "enps": "eNPS is the share of promoters (9–10) minus the share of detractors (0–6), and"
        " runs from -100 to 100. The margin is the 95% confidence interval.",
        "shares": "Shares are of those who answered that question. Where several answers were"
        " allowed they may sum to more than 100%.",
        "comparisons": "These figures are taken over as HR gave them: {listed}.",
        "waves": "{name} is computed from that survey's own responses ({responses}, {n}"
        " respondents), by the scales, weights, reverse coding and rules of now. A theme with a"
        " question that was not asked then has no score of it.",
        "waves_unweighted": " The responses of then are not weighted.",
        "rounding": "Figures are rounded once, when shown, and a half goes away from zero.",
        "privacy": "Groups of fewer than {smallest} people are not shown, nor is a question that"
        " fewer than {smallest} people of a group answered. Where that could be computed from the"
        " groups that are shown, another group is left out. Where a question of a group is left"
        " out, its score of that theme is that of the other questions.",
        "unanimous": "A question to which everyone in a group gave the same answer is not shown of"
        " that group.",
        "unscored": "does not count",
        "weighted": "Answers are weighted, so that every group of {segments} counts for its share"
        " of those invited; n is how many people there are, and of an answer how many of them its"
        " share comes to.",
        "by question": "Only groups of which a question may be shown are weighted on. As questions"
        " are left out of too many groups, each question has weights of its own, or none.",
        "spread": "Weights run from {lowest} to {highest}, with a mean of 1 (at most {most}).",
        "worth": "The answers of these {respondents} people tell as much as those of {effective}"
        " people of equal weight; margins and tests go by that.",
        "tested": "Whether a difference is more than chance was tested: {tests}, adjusted by Holm's"
        " method per table and comparison, at 5%.",
        "scored": "scores by the t-test (Welch's where number and spread of both figures are"
        " known)",
        "net": "eNPS by its standard error",
        "net of some": "eNPS by its standard error, which takes account of how many people were"
        " invited",
        "divided": "shares by the test of proportions (exact where answers are few)",
        "outside": "The group was tested against everyone outside it, for it counts in the figure"
        " of {whole} itself.",
        "fixed": "Where it is not known how sure the other figure is (n and sd), it was taken as"
        " certain: {listed}.",
        "noticed": "Large enough to notice is {part} on a scale of 0 to 10, and on another the same"
        " part of the range ({percent}%).",
        "significant": "▲ or ▼ stands by what is more than chance.",
        "remarkable": "▲ or ▼ stands by what is large enough to notice.",
        "both": "▲ or ▼ stands by what is more than chance and large enough to notice.",
        "either": "▲ or ▼ stands by what is more than chance or large enough to notice.",
    },
}


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Method`: a row a topic, in the survey's language."""
    language = report.settings.language
    told = list(sentences(report, TEXTS[language]))
    topics = [TOPICS[language][topic] for topic, _ in told]
    frame = pl.DataFrame({"topic": topics, "text": [text for _, text in told]})
    yield ResultTable("Method", frame, optional=True, prose=True)


def sentences(report: Report, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What holds of this survey: the topic, and what there is to say of it."""
    questions = report.questions
    yield "scores", texts["scores"]
    for scale in scored_scales(report, texts["unscored"]):
        yield "scales", scale
    reverse = questions.filter("reverse")["text"]
    told = texts["reverse"] if len(reverse) else texts["no_reverse"]
    yield "reverse", told.format(listed=quoted(reverse))
    ruled = report.catalogue.themes.drop_nulls("rule")
    rules = [f"{name} ({rule})" for name, rule in ruled.select("name", "rule").iter_rows()]
    yield "themes", texts["rules" if rules else "themes"].format(listed=", ".join(rules))
    uncounted = questions.filter(pl.col("weight") == 0, pl.col("theme").is_not_null())["text"]
    if len(uncounted):
        yield "uncounted", texts["uncounted"].format(listed=quoted(uncounted))
    if report.weighting:
        yield "weights", " ".join(of_weights(report, texts))
    if "Enps" in report:
        yield "enps", texts["enps"]
    if "Distributions" in report:
        yield "shares", texts["shares"]
    computed = {report.comparisons.organisation, *report.comparisons.waves}
    if names := [name for name in report.comparisons.names if name not in computed]:
        yield "comparisons", texts["comparisons"].format(listed=", ".join(names))
    for name, wave in report.comparisons.waves.items():
        facts = {"responses": wave.responses, "n": wave.respondents}
        unweighted = texts["waves_unweighted"] if report.weighting else ""
        yield "comparisons", texts["waves"].format(name=name, **facts) + unweighted
    if "Differences" in report and len(report["Differences"]):
        yield "differences", " ".join(of_differences(report, texts))
    yield "rounding", texts["rounding"]
    yield "privacy", texts["privacy"].format(smallest=report.settings.smallest_group)
    if report.settings.withhold_unanimous:
        yield "privacy", texts["unanimous"]


def of_weights(report: Report, texts: Mapping[str, str]) -> Iterator[str]:
    """On what answers are weighted, how much weights differ, and what that costs."""
    weighting, language = report.weighting, report.settings.language
    if weighting is None:
        return
    facts = ("lowest", "highest", "most")
    told = {name: number(getattr(weighting, name), language) for name in facts}
    named = (
        report.catalogue.segment_names.get(segment) or segment for segment in weighting.segments
    )
    yield texts["weighted"].format(segments=", ".join(named))
    if told["lowest"] == told["highest"] and leaves_out(report, weighting.segments):
        yield texts["by question"]
        return
    yield texts["spread"].format(**told)
    if report.effective_n is not None:
        worth = {
            "respondents": report.turnout.respondents,
            "effective": number(round(report.effective_n, 1), language),
        }
        yield texts["worth"].format(**worth)


def leaves_out(report: Report, segments: Sequence[str]) -> bool:
    """Whether anything of a group of these segments is withheld."""
    groups = report.groups.sizes.filter("withheld")["segment"]
    return not set(segments).isdisjoint([*groups, *report.groups.hidden["segment"]])


TESTED = {
    "ThemeScores": "scored",
    "QuestionScores": "scored",
    "Enps": "net",
    "Distributions": "divided",
}
"""By the table of a figure, how a difference was tested."""


def of_differences(report: Report, texts: Mapping[str, str]) -> Iterator[str]:
    """How differences were tested and marked in this report, and what was taken for granted."""
    tested = report["Differences"].drop_nulls("p")
    kinds = list(
        dict.fromkeys(TESTED[table] for table in tested["table"].unique(maintain_order=True))
    )
    if kinds:
        finite = report.turnout.invited is not None
        names = ["net of some" if kind == "net" and finite else kind for kind in kinds]
        yield texts["tested"].format(tests="; ".join(texts[name] for name in names))
    if report.comparisons.organisation and len(
        tested.filter(comparison=report.comparisons.organisation)
    ):
        yield texts["outside"].format(whole=report.comparisons.organisation)
    if fixed := taken_as_certain(report, tested):
        yield texts["fixed"].format(listed=", ".join(fixed))
    part, language = report.settings.remarkable_difference, report.settings.language
    yield texts["noticed"].format(part=number(part, language), percent=number(10 * part, language))
    yield texts[report.settings.mark_differences]


def taken_as_certain(report: Report, tested: pl.DataFrame) -> list[str]:
    """The comparisons with a figure that was tested and of which it is not known how sure it is."""
    unsure = report.comparisons.figures.filter(
        pl.col("n").is_null() | (pl.col("sd").is_null() & pl.col("answer").is_null()),
        pl.col("subject").is_in(tested["subject"].unique().implode()),
        pl.col("comparison") != report.comparisons.organisation,
    )
    return [name for name in report.comparisons.names if name in unsure["comparison"]]


def scored_scales(report: Report, unscored: str) -> Iterator[str]:
    """Each scale that scores a question: its answers, and what each is worth."""
    used = report.questions["scale"].unique()
    scales = report.catalogue.scales.filter(pl.col("scale").is_in(used.implode()))
    for (_,), answers in scales.group_by("scale", maintain_order=True):
        written = answers["label"].to_list()
        worded = written != [f"{score:g}" for score in answers["score"].drop_nulls()]
        if answers["score"].count() and worded:  # 0 to 10 needs no words
            pairs = answers.select("label", "score").iter_rows()
            language = report.settings.language
            worth = {score: number(score, language) for score in answers["score"].drop_nulls()}
            yield (
                "; ".join(f"{label}: {worth.get(score, unscored)}" for label, score in pairs) + "."
            )


def number(value: float, language: str) -> str:
    """`7.5`, or `7,5` in Dutch."""
    written = f"{value:.6g}"
    return written.replace(".", ",") if language == "nl" else written


def quoted(texts: Iterable[str]) -> str:
    """`“…”, “…”`, as part of a sentence: a full stop of their own would come before its."""
    return ", ".join(f"“{text.rstrip('.')}”" for text in texts)
