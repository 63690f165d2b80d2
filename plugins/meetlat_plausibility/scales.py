"""Find questions with a scale that does not suit their metric or reverse coding."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat import Catalogue, Finding
from meetlat_plausibility.texts import finding

# The scores of the scale for eNPS.
ENPS = [float(score) for score in range(11)]


def check_enps_questions(catalogue: Catalogue) -> Iterator[Finding]:
    """Remarks on eNPS questions with another scale than 0 to 10, or with reverse coding."""
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        if question["metric"] != "enps":
            continue
        scores = catalogue.scale(question["scale"])["score"].drop_nulls().sort()
        if scores.to_list() != ENPS:
            facts = {"value": question["scale"]}
            yield finding("enps-scale", "Questions", row, "scale", facts)
        if question["reverse"]:
            facts = {"value": question["question"]}
            yield finding("enps-reversed", "Questions", row, "reverse", facts)


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
