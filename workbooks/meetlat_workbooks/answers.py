"""All the synthetic answers of a survey, as a survey tool would export them."""

from fractions import Fraction
from random import Random

from meetlat_workbooks.aims import Aims
from meetlat_workbooks.choices import Chosen, draw_choice, draw_enps
from meetlat_workbooks.content import Content, Row, is_multiple
from meetlat_workbooks.draw import Steps, draw_theme
from meetlat_workbooks.latent import draw_latent
from meetlat_workbooks.people import Gaps, draw_gaps, draw_people

Cell = str | int | None
Columns = dict[str, list[Cell]]


def draw_answers(content: Content, aims: Aims) -> Columns:
    """The columns of the responses: the respondents, then one or more columns for each question."""
    rng = Random(content.survey["synthetic"]["seed"])  # noqa: S311 - invented answers, no secrets
    people = draw_people(content, rng)
    gaps = draw_gaps(content, len(people), rng)
    latent = draw_latent(content, people, rng)
    scored: dict[str, Steps] = {}
    for theme in content.themes:
        scored |= draw_theme(content, aims, theme, gaps, latent, rng)
    columns: Columns = {name: [who[name] for who in people] for name in people[0]}
    for question in content.questions:
        match question["metric"] or "likert":
            case "likert":
                columns |= _labels(content, question, scored[question["question"]], gaps)
            case "enps":
                steps = draw_enps(content, aims, question, gaps, latent, rng)
                columns[question["question"]] = [steps.get(i) for i in range(gaps.size)]
            case _:
                chosen = draw_choice(content, aims, question, gaps, latent, rng)
                columns |= _choice_columns(content, question, chosen, gaps.size)
    return columns


def _labels(content: Content, question: Row, steps: Steps, gaps: Gaps) -> Columns:
    """Steps as the answers that were given; those to a reverse-coded question are mirrored."""
    scale = [row for row in content.scale(question["scale"]) if row["score"]]
    scale.sort(key=lambda row: Fraction(row["score"]), reverse=question["reverse"] == "yes")
    name = question["question"]
    given: dict[int, Cell] = {i: scale[step]["answer"] for i, step in steps.items()}
    given |= dict.fromkeys(gaps.dont_know[name], content.survey["synthetic"]["dont_know"])
    return {name: [given.get(i) for i in range(gaps.size)]}


def _choice_columns(content: Content, question: Row, chosen: Chosen, size: int) -> Columns:
    """One column of `a; b`, or a column of 1 and 0 for each answer."""
    if not is_multiple(question):
        joined = {i: "; ".join(given) for i, given in chosen.items()}
        return {question["question"]: [joined.get(i) for i in range(size)]}
    return {
        question["column"].replace("*", row["answer"]): [
            int(row["answer"] in chosen[i]) if i in chosen else None for i in range(size)
        ]
        for row in content.scale(question["scale"])
    }
