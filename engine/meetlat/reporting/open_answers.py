"""The workbook with open answers: their texts, the topics that HR gives them, and a count."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from meetlat.languages import Language, words
from meetlat.reading.cells import text
from meetlat.reading.scale import answer_key
from meetlat.reporting.drawing.same_bytes import without_moments
from meetlat.reporting.errors import NotPublishedError

ANSWERS, TOPICS = "OpenAnswers", "Topics"

# The most characters in a cell of Excel, and the row of the headings.
LONGEST, TOP = 32_000, 4

# The fewest people who gave a topic that a report names.
FEWEST = 5

# The topics by question and answer, as `answer_key` writes both.
KnownTopics = Mapping[tuple[str, str], str]


class OpenAnswer(NamedTuple):
    """An answer that may be shown, and the topics that HR gave it (`a; b`)."""

    question: str
    answer: str
    topic: str | None


def read_topics(file: Path) -> KnownTopics | None:
    """The topics in an earlier workbook; None if it has no table `OpenAnswers`."""
    from python_calamine import CalamineWorkbook

    try:
        table = CalamineWorkbook.from_path(str(file), load_tables=True).get_table_by_name(ANSWERS)
    except Exception:  # any other file, whatever is in it
        return None
    names = {name: position for position, name in enumerate(table.columns)}
    if not {"question", "answer", "topic"} <= names.keys():
        return None
    topics: dict[tuple[str, str], str] = {}
    for row in table.to_python():
        question, answer, topic = (text(row[names[n]]) for n in ("question", "answer", "topic"))
        if question and answer and topic:
            topics.setdefault(key_of(question, answer), topic)
    return topics


def key_of(question: str, answer: str) -> tuple[str, str]:
    """The key by which the topics of an answer are kept: its text, not who gave it."""
    return question, answer_key(answer[:LONGEST])


def topic_counts(answers: Sequence[OpenAnswer]) -> list[tuple[str, str, int, float]]:
    """How often each topic was given: question, topic, number and share of the coded answers.

    An answer may have several topics, each counted once.
    """
    rows = []
    for question in dict.fromkeys(answer.question for answer in answers):
        coded = [_topics(a.topic) for a in answers if a.question == question and a.topic]
        spellings: dict[str, str] = {}
        for topic in (topic for own in coded for topic in own.values()):
            spellings.setdefault(answer_key(topic), topic)
        times = Counter(key for own in coded for key in own)
        ranked = sorted(times.items(), key=lambda item: (-item[1], item[0]))
        rows += [(question, spellings[key], n, n / len(coded)) for key, n in ranked]
    return rows


def reported_topics(
    answers: Sequence[OpenAnswer], smallest: int, other: str
) -> list[tuple[str, str, int, float]]:
    """The topics that a report may name, of questions with at least `smallest` coded answers.

    A topic of a few people would point to who wrote about it. Such topics count together as
    `other`, and not at all if they are still of a few people.
    """
    rows = []
    for question in dict.fromkeys(answer.question for answer in answers):
        coded = [_topics(a.topic) for a in answers if a.question == question and a.topic]
        if len(coded) < smallest:
            continue
        counted = topic_counts([a for a in answers if a.question == question])
        named = [row for row in counted if row[2] >= FEWEST]
        kept = {answer_key(topic) for _, topic, _, _ in named}
        rest = sum(not own.keys() <= kept for own in coded)
        rows += named
        if rest >= FEWEST:
            rows.append((question, other, rest, rest / len(coded)))
    return rows


def _topics(written: str) -> dict[str, str]:
    """The topics of one answer, by their key."""
    return {answer_key(t): t.strip() for t in reversed(written.split(";")) if answer_key(t)}


def open_answers_workbook(answers: Sequence[OpenAnswer], about: str, language: Language) -> bytes:
    """The workbook, the same bytes for the same answers; `about` says whose they are.

    Raises:
        NotPublishedError: XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as fault:
        raise NotPublishedError.of("open_answers.needs", package=fault.name) from fault
    said, written = words(language), io.BytesIO()
    typed = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(written, {"in_memory": True, **typed}) as book:
        notes = {ANSWERS: said["open_answers.note"], TOPICS: said["open_answers.topics_note"]}
        rows: dict[str, Sequence[Sequence[Any]]] = {
            ANSWERS: [(a.question, a.answer[:LONGEST], a.topic or "") for a in answers],
            TOPICS: topic_counts(answers),
        }
        columns: dict[str, Sequence[str]] = {
            ANSWERS: ("question", "answer", "topic"),
            TOPICS: ("question", "topic", "n", "share"),
        }
        for name in (ANSWERS, TOPICS):
            _write_sheet(book, name, [about, notes[name]], columns[name], rows[name])
    return without_moments(written.getvalue())


def _write_sheet(
    book: Any, name: str, notes: Sequence[str], columns: Sequence[str], rows: Sequence[Any]
) -> None:
    """A sheet with notes above a table."""
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    share = book.add_format({"num_format": "0%"})
    sheet.write(0, 0, notes[0], bold)
    sheet.write(1, 0, notes[1])
    for position, column in enumerate(columns):
        width = 80 if column == "answer" else 24
        formats = {"answer": wrapped, "share": share}
        sheet.set_column(position, position, width, formats.get(column))
    for number, row in enumerate(rows, start=TOP + 1):
        sheet.write_row(number, 0, row)
    last = TOP + max(1, len(rows))
    headings = [{"header": column} for column in columns]
    place = (TOP, 0, last, len(columns) - 1)
    sheet.add_table(*place, {"name": name, "columns": headings})
    sheet.freeze_panes(TOP + 1, 0)
