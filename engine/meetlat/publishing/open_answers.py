"""Write the open answers of the organisation, or of one group, to a workbook of their own.

They never stand in the survey's workbook, so no copy for a board or a manager contains them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from meetlat.counting.open_answers import shown_open_answers
from meetlat.counting.survey import CountedSurvey
from meetlat.groups import WHOLE, Group, parse_group
from meetlat.languages import Language, words
from meetlat.opening import opened
from meetlat.problems.text import listing, nearest
from meetlat.reading.cells import text
from meetlat.reading.inputs import InputTable, read_inputs, read_tables
from meetlat.reading.responses.columns import is_of_respondents
from meetlat.reading.scale import answer_key
from meetlat.recalculation import Progress, count
from meetlat.reporting.atomic_write import write_atomically
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.masking import Mask
from meetlat.reporting.open_answers import (
    KnownTopics,
    OpenAnswer,
    key_of,
    open_answers_workbook,
    read_topics,
    reported_topics,
)
from meetlat.reporting.overwrite_guard import NotOverwrittenError, refuse_to_overwrite
from meetlat.reporting.workbook.topics_table import write_topics
from meetlat.scoring.results import Results

TABLE = "OpenQuestions"


@dataclass(frozen=True)
class OpenAnswersFile:
    """What was written.

    Attributes:
        results: the settings and problems of the survey; with errors nothing was written.
        shown: the texts of the questions whose answers are in the file.
        not_shown: those of the others.
        topics: how many topics the workbook of the survey has, if they were written to it.
    """

    results: Results
    shown: Sequence[str] = field(default_factory=list)
    not_shown: Sequence[str] = field(default_factory=list)
    topics: int = 0


@dataclass(frozen=True)
class OpenQuestion:
    """A row of the table `OpenQuestions`: the text of a question, and its column."""

    text: str
    column: str


def publish_open_answers(
    workbook: Path,
    file: Path,
    responses: Path | None = None,
    *,
    group: str = "",
    names: Sequence[str] = (),
    force: bool = False,
    in_report: bool = False,
    progress: Progress = lambda step: None,
) -> OpenAnswersFile:
    """Write the open answers that may be shown; topics in an earlier file are kept.

    Args:
        workbook: the workbook of the survey, with a table `OpenQuestions`.
        file: the workbook to write.
        responses: a file to use instead of the setting `responses`.
        group: the group to show; blank for the whole organisation.
        names: the names to mask.
        force: whether to replace a file that exists, without the topics of answers that are gone.
        in_report: whether to write the topics that may be named to the workbook of the survey too.
        progress: called with the name of each step as it starts.

    Raises:
        NotPublishedError: there are no open questions, or the file may not be written.
        xlengines.xlsx.Refused: the workbook cannot be read.
    """
    if in_report and group:
        raise NotPublishedError.of("open_answers.whole_only")
    with opened(workbook, save=False) as book:
        progress("read")
        inputs = read_inputs(book)
        tables = read_tables(book, [TABLE])[TABLE]
    survey = count(inputs, responses, progress)
    results = Results(survey.catalogue.settings, survey.problems, {})
    counted, language = survey.counted, survey.catalogue.language
    if counted is None:
        return OpenAnswersFile(results)
    waves = [wave.file for wave in counted.checked.waves]
    refuse_to_overwrite([file], read=[workbook, counted.checked.file, *waves], force=True)
    topics = _known_topics(file, force=force)
    questions, chosen = _questions(tables, counted), _group(group, counted)
    mask = Mask(names, words(language).under("open_answers.masks"))
    given = {q.text: shown_open_answers(counted, q.column, chosen) for q in questions}
    answers = [
        OpenAnswer(question, masked, topics.get(key_of(question, masked)))
        for question, own in given.items()
        for masked in map(mask, own or [])
    ]
    _keep_topics(topics, answers, file, force=force)
    write_atomically(file, open_answers_workbook(answers, _about(chosen, language), language))
    shown = [question for question, own in given.items() if own is not None]
    hidden = [question for question in given if question not in shown]
    if not in_report:
        return OpenAnswersFile(results, shown, hidden)
    other = words(language)["open_answers.other_topics"]
    named = reported_topics(answers, survey.catalogue.settings.smallest_group, other)
    with opened(workbook) as book:
        write_topics(book, named, language)
    return OpenAnswersFile(results, shown, hidden, len(named))


def _known_topics(file: Path, *, force: bool) -> KnownTopics:
    """The topics in the file, if it is an earlier one; any other file needs `force`."""
    if not file.exists():
        return {}
    topics = read_topics(file)
    if topics is None and not force:
        raise NotOverwrittenError.of("command.exists", file=file)
    return topics or {}


def _keep_topics(
    topics: KnownTopics, answers: Sequence[OpenAnswer], file: Path, *, force: bool
) -> None:
    """Refuse to lose topics that HR typed, such as by writing another group to the same file."""
    gone = topics.keys() - {key_of(answer.question, answer.answer) for answer in answers}
    if gone and not force:
        raise NotPublishedError.of("open_answers.topics_lost", count=len(gone), file=file)


def _about(group: Group, language: Language) -> str:
    said = words(language)
    return str(group) if group != WHOLE else said["open_answers.everyone"]


def _group(written: str, survey: CountedSurvey) -> Group:
    """The group that is asked for; an unknown one is an error."""
    segments = survey.checked.coded.segments
    group = parse_group(written, segments)
    if group == WHOLE:
        return group
    if group.segment in segments and group.name in segments[group.segment].groups:
        return group
    known = [f"{name}={own}" for name, each in segments.items() for own in each.groups]
    near = nearest(written, known) or listing(known, 1) or "-"
    raise NotPublishedError.of("open_answers.no_group", group=written, near=near)


def _questions(tables: Sequence[InputTable], survey: CountedSurvey) -> list[OpenQuestion]:
    """The open questions, each with its column of the responses.

    Raises:
        NotPublishedError: there are none, or a column is missing or not that of an open question.
    """
    if not tables or tables[0].position("column") is None:
        raise NotPublishedError.of("open_answers.no_questions")
    table, language = tables[0], survey.catalogue.language
    column, label = table.position("column") or 0, table.position("text", language)
    questions: list[OpenQuestion] = []
    for row in table.values:
        if written := text(row[column]):
            own = (text(row[label]) if label is not None else None) or written
            # Two questions with one text differ by their headings.
            is_taken = any(question.text == own for question in questions)
            name = f"{own} ({written})" if is_taken else own
            questions.append(OpenQuestion(name, _column(written, survey)))
    if not questions:
        raise NotPublishedError.of("open_answers.no_questions")
    return questions


def _column(written: str, survey: CountedSurvey) -> str:
    """The column of the responses with this heading; none that identifies people."""
    checked = survey.checked
    columns = zip(checked.responses.headings, checked.responses.columns, strict=True)
    by_key = {answer_key(heading): column for heading, column in columns if heading}
    column = by_key.get(answer_key(written))
    if column is None:
        near = nearest(written, checked.responses.headings) or "-"
        raise NotPublishedError.of("open_answers.no_column", column=written, near=near)
    if column in checked.coded.sources or is_of_respondents(column):
        raise NotPublishedError.of("open_answers.not_open", column=written)
    return column
