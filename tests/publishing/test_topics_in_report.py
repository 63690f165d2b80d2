"""Topics of open answers in the workbook: of the whole organisation, and none of a few people."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from typer.testing import CliRunner

from meetlat.api import recalculate
from meetlat.cli.commands import app
from meetlat.opening import opened
from meetlat.publishing.open_answers import publish_open_answers
from meetlat.publishing.printed_sheets import internal_sheets
from meetlat.reading.inputs import read_inputs
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.open_answers import FEWEST, OpenAnswer, reported_topics
from tests.audit import findings
from tests.publishing.test_open_answers import NORTH, SOUTH, survey
from tests.surveys import shown

TABLE = "OpenOnderwerpen"


def coded(folder: Path, topics: dict[str, int]) -> Path:
    """A survey of 48 people, whose answers have these topics, each so many times."""
    file, workbook = folder / "open.xlsx", survey(folder, [*NORTH, *SOUTH])
    publish_open_answers(workbook, file)
    book = load_workbook(file)
    sheet = book["OpenAnswers"]
    given_topics = [topic for topic, n in topics.items() for _ in range(n)]
    for row, topic in enumerate(given_topics, start=6):
        sheet.cell(row, 3).value = topic
    book.save(file)
    return workbook


def reported(folder: Path, topics: dict[str, int]) -> list[list[object]]:
    workbook = coded(folder, topics)
    done = publish_open_answers(workbook, folder / "open.xlsx", in_report=True)
    rows = shown(workbook, TABLE)[1:]
    assert done.topics == len(rows)
    return rows


def test_topics_are_shares_of_the_answers_that_have_one(tmp_path):
    rows = reported(tmp_path, {"loon": 20, "rust": 10, "loon; rust": 10})
    assert rows == [["Waarom?", "loon", 30, 0.75], ["Waarom?", "rust", 20, 0.5]]


def test_topics_of_few_people_count_together_or_not_at_all(tmp_path):
    rows = reported(tmp_path, {"loon": 20, "pesten": 2, "parkeren": 4, "Jansen": 1})
    assert [row[1:3] for row in rows] == [["loon", 20], ["Andere onderwerpen", 7]]
    (tmp_path / "few").mkdir()
    rows = reported(tmp_path / "few", {"loon": 20, "pesten": 2, "Jansen": 1})
    assert [row[1:3] for row in rows] == [["loon", 20]]


def test_question_with_few_coded_answers_has_no_topics(tmp_path):
    workbook = coded(tmp_path, {"loon": 4})
    done = publish_open_answers(workbook, tmp_path / "open.xlsx", in_report=True)
    assert done.topics == 0
    assert TABLE not in load_workbook(workbook).sheetnames


def test_topics_of_one_group_are_refused(tmp_path):
    workbook = coded(tmp_path, {"loon": 20})
    with pytest.raises(NotPublishedError, match="whole organisation"):
        publish_open_answers(
            workbook, tmp_path / "north.xlsx", group="division=North", in_report=True
        )
    assert not (tmp_path / "north.xlsx").exists()


def test_sheet_is_replaced_survives_a_recalculation_and_is_printed(tmp_path):
    workbook = coded(tmp_path, {"loon": 20, "rust": 10})
    for _ in range(2):
        publish_open_answers(workbook, tmp_path / "open.xlsx", in_report=True)
        assert not recalculate(workbook).errors
    assert len(shown(workbook, TABLE)) == 3
    assert findings(workbook) == []
    with opened(workbook, save=False) as book:
        assert TABLE not in internal_sheets(book, read_inputs(book), {})


def test_topics_that_are_no_longer_named_are_removed(tmp_path):
    workbook = coded(tmp_path, {"loon": 20, "rust": 10})
    publish_open_answers(workbook, tmp_path / "open.xlsx", in_report=True)
    book = load_workbook(tmp_path / "open.xlsx")
    for row in range(6, 60):
        book["OpenAnswers"].cell(row, 3).value = None
    book.save(tmp_path / "open.xlsx")
    publish_open_answers(workbook, tmp_path / "open.xlsx", in_report=True)
    assert "loon" not in str(shown(workbook, TABLE))


def test_command_says_how_many_topics_the_workbook_has(tmp_path):
    workbook = coded(tmp_path, {"loon": 20, "rust": 10})
    arguments = ["open-answers", str(workbook), str(tmp_path / "open.xlsx"), "--report"]
    ran = CliRunner().invoke(app, arguments)
    assert ran.exit_code == 0, ran.output
    assert "2 onderwerpen" in ran.output


TOPICS = st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=3), max_size=60)


@given(TOPICS, st.integers(5, 12))
def test_no_row_is_of_fewer_than_five_people_and_every_share_is_of_enough(topics, smallest):
    answers = [OpenAnswer("q", f"text {i}", "; ".join(own)) for i, own in enumerate(topics)]
    rows = reported_topics(answers, smallest, "other")
    n_coded = sum(bool(own) for own in topics)
    assert not rows or n_coded >= smallest
    for _, topic, n, share in rows:
        assert n >= FEWEST
        assert share == n / n_coded
        if topic != "other":
            assert n == sum(topic in own for own in topics)
