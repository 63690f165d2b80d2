"""Comparisons: with something there is, once, and shares as shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from meetlat.checking.catalogue.references import gone_metrics, unknown
from meetlat.checking.catalogue.rows import KEYS, Lost, ids, lost, named_rows
from meetlat.checking.catalogue.scales import may_be_lost, unscored
from meetlat.plugins.metrics import Counts, Metric
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.typed_figures import MEASURES, with_answer_codes

Metrics = Mapping[str, Metric]
TABLE = "Comparisons"
# The tables in which subjects have their names, besides the measures.
HOMES = ("Questions", "Themes")


def subjects(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A comparison is about a question, a theme or a measure."""
    if not all(catalogue.has_column(home, KEYS[home]) for home in HOMES):
        return
    if catalogue.questions.is_empty():
        return
    plain = [*ids(catalogue, "Questions"), *ids(catalogue, "Themes"), *MEASURES]
    known = dict.fromkeys(plain)
    known |= dict.fromkeys(m.subject(key) for m in metrics.values() for key in plain)
    questions, themes = (lost(catalogue, home) for home in HOMES)
    missing = Lost(questions.blanks + themes.blanks, [*questions.doubled, *themes.doubled])
    gone = gone_metrics(catalogue, metrics)
    named = catalogue.comparisons["subject"].drop_nulls()
    of_gone = (subject for subject in named if subject.partition(":")[0] in gone)
    told = {*catalogue.questions["theme"].drop_nulls(), *of_gone}
    yield from unknown(catalogue, TABLE, "subject", list(known), "unknown-subject", missing, told)


def subjects_named(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A figure is about something; only a row with responses of its own needs no subject."""
    if not catalogue.has_column(TABLE, "subject"):
        return
    for row, line in enumerate(catalogue.comparisons.iter_rows(named=True)):
        is_figure = line["responses"] is None or line["value"] is not None
        if is_figure and catalogue.written(TABLE, row, "subject") is None:
            yield catalogue.problem_at(TABLE, row, "subject", "blank", "", column="subject")


def subjects_apart(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """What a comparison is about is a question, a theme or a measure: not either of two."""
    places: list[Mapping[str, object]] = [
        {
            line[KEYS[home]]: catalogue.place(home, row, KEYS[home])
            for row, line in named_rows(catalogue, home)
        }
        for home in HOMES
    ]
    places.append(dict.fromkeys(MEASURES, "Summary"))
    names = catalogue.comparisons["subject"].to_list()
    for subject in dict.fromkeys(names):
        found = [known[subject] for known in places if subject in known]
        if len(found) > 1:
            facts = {"first": found[0], "second": found[1]}
            row = names.index(subject)
            yield catalogue.problem_at(TABLE, row, "subject", "ambiguous-subject", subject, **facts)


def answers(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The answer that a figure is about is one of its question's scale; told once."""
    asked = {line["question"]: line["scale"] for _, line in named_rows(catalogue, "Questions")}
    labels = {scale: catalogue.scale(scale) for scale in ids(catalogue, "Scales")}
    has_answers, told = _has_answers(catalogue, metrics), set()
    for row, (subject, answer) in _rows(catalogue):
        scale = asked.get(subject)
        if answer is None or scale not in labels or (scale, answer) in told:
            continue
        if has_answers(subject or "") is False:
            continue
        known = labels[scale]["label"].drop_nulls().to_list()
        if answer in known or answer in set(labels[scale]["answer"]):
            continue
        told.add((scale, answer))
        if not may_be_lost(catalogue, scale, answer):
            facts = {"scale": scale, "known": listing(known), "suggestion": nearest(answer, known)}
            yield catalogue.problem_at(TABLE, row, "answer", "unknown-answer", answer, **facts)


def answers_named(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A figure says of which answer it is where there is one for each, and only there; told once.

    It is not used otherwise, for no row of a result is called so.
    """
    if not catalogue.has_column(TABLE, "value"):
        return
    asked = {line["question"]: line for _, line in named_rows(catalogue, "Questions")}
    choices, has_answers = unscored(catalogue), _has_answers(catalogue, metrics)
    found: dict[tuple[str, str], list[int]] = {}
    for row, line in enumerate(catalogue.comparisons.iter_rows(named=True)):
        subject, has_answer = line["subject"], catalogue.written(TABLE, row, "answer") is not None
        if subject is None or line["value"] is None:
            continue
        scale = asked.get(subject, {}).get("scale")
        if has_answer and scale in choices:  # it is no question of that metric
            continue
        if has_answers(subject) not in (None, has_answer):
            code = "answer-idle" if has_answer else "answer-blank"
            found.setdefault((code, subject), []).append(row)
    for (code, subject), rows in found.items():
        scale = asked.get(subject.rpartition(":")[2], {}).get("scale") or ""
        facts = {
            "subject": subject,
            "times": f" ({len(rows)}x)" if len(rows) > 1 else "",
            "known": listing(catalogue.scale(scale)["label"].drop_nulls()) or "-",
        }
        shown = subject if code == "answer-blank" else catalogue.written(TABLE, rows[0], "answer")
        yield catalogue.problem_at(TABLE, rows[0], "answer", code, shown, **facts)


def _has_answers(catalogue: Catalogue, metrics: Metrics) -> Callable[[str], bool | None]:
    """Tells whether what is compared has a figure for each answer; None where it is not known."""
    asked: dict[str, set[str]] = {}
    for question, metric in catalogue.questions.select("question", "metric").iter_rows():
        asked.setdefault(question, set()).add(metric)
    without = {*ids(catalogue, "Themes"), *MEASURES}
    kinds = {name: tuple(metric.keys) == Counts.ANSWER_KEYS for name, metric in metrics.items()}

    def has_answers(subject: str) -> bool | None:
        name, colon, _ = subject.partition(":")
        if colon and name in metrics:
            return kinds[name]
        if subject not in asked:
            return False if subject in without else None
        found = {kinds[name] for name, m in metrics.items() if m.named in asked[subject]}
        return found.pop() if len(found) == 1 else None

    return has_answers


def compared_once(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """An answer is compared by its code or by its label, not by both."""
    given = catalogue.comparisons
    keys = ["comparison", "group", "subject", "answer"]
    named = with_answer_codes(given, catalogue.questions, catalogue.scales).select(keys).rows()
    seen: dict[tuple, int] = {}
    for row, (key, answer) in enumerate(zip(named, given["answer"], strict=True)):
        first = seen.setdefault(key, row)
        if first < row and answer is not None and given["answer"][first] != answer:
            facts = {"answer": key[3], "first": catalogue.place(TABLE, first, "answer")}
            yield catalogue.problem_at(TABLE, row, "answer", "comparison-twice", answer, **facts)


def shares(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A share lies between 0 and 1; those of one subject are typed in one way, and told once."""
    seen: dict[tuple[str, str | None, str], list[int]] = {}
    columns = ("comparison", "group", "subject", "answer", "value")
    rows = catalogue.comparisons.select(columns).iter_rows()
    for row, (comparison, group, subject, answer, value) in enumerate(rows):
        is_share = answer is not None or subject == "response"
        if is_share and value is not None and not 0 <= value <= 1:
            seen.setdefault((comparison, group, subject), []).append(row)
    for found in seen.values():
        value = catalogue.comparisons["value"][found[0]]
        code = "share-as-percentage" if 1 < value <= 100 else "no-share"
        facts = {"times": f" ({len(found)}x)" if len(found) > 1 else "", "number": value / 100}
        yield catalogue.problem_at(TABLE, found[0], "value", code, value, **facts)


def _rows(catalogue: Catalogue) -> Iterator[tuple[int, tuple[str | None, str | None]]]:
    yield from enumerate(catalogue.comparisons.select("subject", "answer").iter_rows())
