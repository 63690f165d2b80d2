"""Method: how the figures were come by, in sentences for whoever doubts one of them.

Filled where the workbook has a table called `Method`; the page that `meetlat report --html` writes
ends with it.
"""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from meetlat import Results, ResultTable, hookimpl

Words = Mapping[str, Mapping[str, str]]

TOPICS: Words = {
    "nl": {
        "scores": "Scores",
        "scales": "Schalen",
        "reverse": "Omgekeerd gesteld",
        "themes": "Thema’s",
        "uncounted": "Niet meegeteld",
        "enps": "eNPS",
        "shares": "Aandelen",
        "comparisons": "Vergelijkingen",
        "rounding": "Afronding",
        "privacy": "Privacy",
    },
    "en": {
        "scores": "Scores",
        "scales": "Scales",
        "reverse": "Reverse-coded",
        "themes": "Themes",
        "uncounted": "Not counted",
        "enps": "eNPS",
        "shares": "Shares",
        "comparisons": "Comparisons",
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
        "rounding": "Er wordt één keer afgerond, bij het tonen, en een half gaat van nul af.",
        "privacy": "Groepen van minder dan {smallest} mensen worden niet getoond, en een vraag die"
        " in een groep door minder dan {smallest} mensen is beantwoord evenmin.",
        "unscored": "telt niet mee",
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
        "rounding": "Figures are rounded once, when shown, and a half goes away from zero.",
        "privacy": "Groups of fewer than {smallest} people are not shown, nor is a question that"
        " fewer than {smallest} people of a group answered.",
        "unscored": "does not count",
    },
}


@hookimpl
def result_tables(results: Results) -> Iterator[ResultTable]:
    """Derive `Method`: a row a topic, in the survey's language."""
    language = results.settings.language
    told = list(sentences(results, TEXTS[language]))
    topics = [TOPICS[language][topic] for topic, _ in told]
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
    if "Enps" in results:
        yield "enps", texts["enps"]
    if "Distributions" in results:
        yield "shares", texts["shares"]
    if names := results.comparison_names:
        yield "comparisons", texts["comparisons"].format(listed=", ".join(names))
    yield "rounding", texts["rounding"]
    yield "privacy", texts["privacy"].format(smallest=results.settings.smallest_group)


def scored_scales(results: Results, unscored: str) -> Iterator[str]:
    """Each scale that scores a question: its answers, and what each is worth."""
    used = results.questions["scale"].unique()
    scales = results.scales.filter(pl.col("scale").is_in(used.implode()))
    for (_,), answers in scales.group_by("scale", maintain_order=True):
        written = answers["label"].to_list()
        worded = written != [f"{score:g}" for score in answers["score"].drop_nulls()]
        if answers["score"].count() and worded:  # 0 to 10 needs no words
            pairs = answers.select("label", "score").iter_rows()
            yield ", ".join(f"{label}: {worth(score, unscored)}" for label, score in pairs) + "."


def worth(score: float | None, unscored: str) -> str:
    """`7.5`, or that it does not count."""
    return unscored if score is None else f"{score:g}"


def quoted(texts: Iterable[str]) -> str:
    """`“…”, “…”`."""
    return ", ".join(f"“{text}”" for text in texts)
