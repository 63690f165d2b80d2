"""Check Comparisons: known subjects and answers, each typed once, and shares between 0 and 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from meetlat.checking.catalogue.references import gone_metrics, unknown_names
from meetlat.checking.catalogue.rows import KEYS, LostNames, lost_names, named_rows, unique_names
from meetlat.checking.catalogue.scales import may_be_lost, unscored_scales
from meetlat.plugins.metrics import Counts, Metric
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest, often
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.references import MEASURES
from meetlat.reading.typed_figures import with_answer_codes

Metrics = Mapping[str, Metric]
TABLE = "Comparisons"

# The tables that name subjects; the other subjects are measures.
SUBJECT_TABLES = ("Questions", "Themes")


def check_subjects(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A figure is about a question, a theme or a measure."""
    if not all(catalogue.has_column(table, KEYS[table]) for table in SUBJECT_TABLES):
        return
    if catalogue.questions.is_empty():
        return
    plain = [*unique_names(catalogue, "Questions"), *unique_names(catalogue, "Themes"), *MEASURES]
    of_metrics = [m.subject(key) for m in metrics.values() for key in plain]
    known = list(dict.fromkeys([*plain, *of_metrics]))
    questions, themes = (lost_names(catalogue, table) for table in SUBJECT_TABLES)
    lost = LostNames(questions.blanks + themes.blanks, [*questions.repeated, *themes.repeated])
    gone = gone_metrics(catalogue, metrics)
    subjects = catalogue.comparisons["subject"].drop_nulls()
    of_gone_metrics = (subject for subject in subjects if subject.partition(":")[0] in gone)
    reported = {*catalogue.questions["theme"].drop_nulls(), *of_gone_metrics}
    yield from unknown_names(catalogue, TABLE, "subject", known, "unknown-subject", lost, reported)


def check_blank_subjects(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A figure has a subject; a row that only names responses needs none."""
    if not catalogue.has_column(TABLE, "subject"):
        return
    for row, line in enumerate(catalogue.comparisons.iter_rows(named=True)):
        is_figure = line["responses"] is None or line["value"] is not None
        if is_figure and catalogue.written(TABLE, row, "subject") is None:
            yield catalogue.problem_at(TABLE, row, "subject", "blank", "", column="subject")


def check_ambiguous_subjects(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A subject is only one of these: a question, a theme or a measure."""
    places: list[Mapping[str, object]] = [
        {
            line[KEYS[table]]: catalogue.place(table, row, KEYS[table])
            for row, line in named_rows(catalogue, table)
        }
        for table in SUBJECT_TABLES
    ]
    places.append(dict.fromkeys(MEASURES, "Summary"))
    names = catalogue.comparisons["subject"].to_list()
    for subject in dict.fromkeys(names):
        meanings = [known[subject] for known in places if subject in known]
        if len(meanings) > 1:
            facts = {"first": meanings[0], "second": meanings[1]}
            row = names.index(subject)
            yield catalogue.problem_at(TABLE, row, "subject", "ambiguous-subject", subject, **facts)


def check_answers(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The answer of a figure is on the scale of its question; an unknown one is reported once."""
    asked = {line["question"]: line["scale"] for _, line in named_rows(catalogue, "Questions")}
    scales = {scale: catalogue.scale(scale) for scale in unique_names(catalogue, "Scales")}
    has_answers, reported = _has_answers(catalogue, metrics), set()
    figures = catalogue.comparisons[["subject", "answer"]].iter_rows()
    for row, (subject, answer) in enumerate(figures):
        scale = asked.get(subject)
        if answer is None or scale not in scales or (scale, answer) in reported:
            continue
        if has_answers(subject or "") is False:
            continue
        known = scales[scale]["label"].drop_nulls().to_list()
        if answer in known or answer in set(scales[scale]["answer"]):
            continue
        reported.add((scale, answer))
        if not may_be_lost(catalogue, scale, answer):
            facts = {"scale": scale, "known": listing(known), "suggestion": nearest(answer, known)}
            yield catalogue.problem_at(TABLE, row, "answer", "unknown-answer", answer, **facts)


def check_blank_answers(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A figure names an answer if, and only if, its metric has one figure per answer.

    Otherwise no row of the result would show the figure. Each subject is reported once.
    """
    if not catalogue.has_column(TABLE, "value"):
        return
    asked = {line["question"]: line for _, line in named_rows(catalogue, "Questions")}
    unscored, has_answers = unscored_scales(catalogue), _has_answers(catalogue, metrics)
    rows_by_problem: dict[tuple[str, str], list[int]] = {}
    for row, line in enumerate(catalogue.comparisons.iter_rows(named=True)):
        subject, has_answer = line["subject"], catalogue.written(TABLE, row, "answer") is not None
        if subject is None or line["value"] is None:
            continue
        scale = asked.get(subject, {}).get("scale")
        if has_answer and scale in unscored:  # the metric does not score this question
            continue
        if has_answers(subject) not in (None, has_answer):
            code = "answer-idle" if has_answer else "answer-blank"
            rows_by_problem.setdefault((code, subject), []).append(row)
    for (code, subject), rows in rows_by_problem.items():
        scale = asked.get(subject.rpartition(":")[2], {}).get("scale") or ""
        facts = {
            "subject": subject,
            "times": often(len(rows)),
            "known": listing(catalogue.scale(scale)["label"].drop_nulls()) or "-",
        }
        shown = subject if code == "answer-blank" else catalogue.written(TABLE, rows[0], "answer")
        yield catalogue.problem_at(TABLE, rows[0], "answer", code, shown, **facts)


def _has_answers(catalogue: Catalogue, metrics: Metrics) -> Callable[[str], bool | None]:
    """A function that returns whether a subject has a figure per answer; None if unknown."""
    asked: dict[str, set[str]] = {}
    for question, metric in catalogue.questions[["question", "metric"]].iter_rows():
        asked.setdefault(question, set()).add(metric)
    without_answers = {*unique_names(catalogue, "Themes"), *MEASURES}
    per_answer = {name: tuple(m.keys) == Counts.ANSWER_KEYS for name, m in metrics.items()}

    def has_answers(subject: str) -> bool | None:
        name, colon, _ = subject.partition(":")
        if colon and name in metrics:
            return per_answer[name]
        if subject not in asked:
            return False if subject in without_answers else None
        kinds = {per_answer[name] for name, m in metrics.items() if m.named in asked[subject]}
        return kinds.pop() if len(kinds) == 1 else None

    return has_answers


def check_repeated_answers(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """No two figures are about the same answer, one by its name and one by its label."""
    typed = catalogue.comparisons
    keys = ["comparison", "group", "subject", "answer"]
    coded = with_answer_codes(typed, catalogue.questions, catalogue.scales).select(keys).rows()
    seen: dict[tuple, int] = {}
    for row, (key, answer) in enumerate(zip(coded, typed["answer"], strict=True)):
        first = seen.setdefault(key, row)
        if first < row and answer is not None and typed["answer"][first] != answer:
            facts = {"answer": key[3], "first": catalogue.place(TABLE, first, "answer")}
            yield catalogue.problem_at(TABLE, row, "answer", "comparison-twice", answer, **facts)


def check_shares(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A share lies between 0 and 1; the wrong shares of one subject are one problem."""
    wrong: dict[tuple[str, str | None, str], list[int]] = {}
    columns = ("comparison", "group", "subject", "answer", "value")
    rows = catalogue.comparisons.select(columns).iter_rows()
    for row, (comparison, group, subject, answer, value) in enumerate(rows):
        is_share = answer is not None or subject == "response"
        if is_share and value is not None and not 0 <= value <= 1:
            wrong.setdefault((comparison, group, subject), []).append(row)
    for same_subject in wrong.values():
        value = catalogue.comparisons["value"][same_subject[0]]
        code = "share-as-percentage" if 1 < value <= 100 else "no-share"
        facts = {"times": often(len(same_subject)), "number": value / 100}
        yield catalogue.problem_at(TABLE, same_subject[0], "value", code, value, **facts)
