"""Open answers are shown of enough people only, in no order of people, and keep their topics."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.counting.open_answers import in_order_of_content, is_answer, shown_open_answers
from meetlat.groups import Group
from meetlat.publishing.open_answers import publish_open_answers
from meetlat.recalculation import count
from tests.examples import few_examples
from tests.surveys import inputs, shown, workbook

SURVEY = """
| setting        | value     |
|----------------|-----------|
| language       | nl        |
| responses      | a.csv     |
| smallest_group | 5         |
"""
QUESTIONS = "| question | theme | scale |\n|--|--|--|\n| pride | work | agreement |\n"
SEGMENTS = """
| segment  | column   | parent   |
|----------|----------|----------|
| division | division |          |
| team     | team     | division |
"""
OPEN = "| column | text |\n|--|--|\n| why | Waarom? |\n"

# Who answered: division, team and what they wrote.
Person = tuple[str, str, str]


def survey(folder: Path, people: Sequence[Person], open_questions: str = OPEN) -> Path:
    lines = [f"agree;{division};{team};{why}" for division, team, why in people]
    text = "\n".join(["pride;division;team;why", *lines])
    (folder / "a.csv").write_text(text, encoding="utf-8")
    tables = {"Survey": SURVEY, "Questions": QUESTIONS, "Segments": SEGMENTS}
    return workbook(folder / "survey.xlsx", **tables, OpenQuestions=open_questions)


def people(division: str, team: str, n: int, wrote: int | None = None) -> list[Person]:
    """People of a team, of whom the first ones wrote something."""
    wrote = n if wrote is None else wrote
    return [(division, team, f"text {team} {i}" if i < wrote else "") for i in range(n)]


def answers_of(file: Path) -> list[str]:
    return [str(answer) for _, answer, _ in shown(file, "OpenAnswers")[1:] if answer]


def written_of(folder: Path, everyone: Sequence[Person], group: str = "") -> list[str] | None:
    """Return the answers that are shown of a group; None if they are not shown."""
    file = folder / "open.xlsx"
    done = publish_open_answers(survey(folder, everyone), file, group=group, force=True)
    assert not done.results.errors
    return answers_of(file) if done.shown else None


NORTH = people("North", "A", 12) + people("North", "B", 12)
SOUTH = people("South", "C", 12) + people("South", "D", 12)


def test_answers_are_shown_of_the_organisation_or_of_one_group(tmp_path):
    everyone = [*NORTH, *SOUTH]
    assert Counter(written_of(tmp_path, everyone) or []) == Counter(w for *_, w in everyone)
    north = written_of(tmp_path, everyone, "division=North") or []
    assert Counter(north) == Counter(w for _, _, w in NORTH)


@pytest.mark.parametrize(
    ("everyone", "group"),
    [
        ([*people("North", "A", 12, 4), *SOUTH], "team=A"),  # four of twelve wrote something
        ([*people("North", "A", 4), *NORTH[12:], *SOUTH], "team=A"),  # four people
        ([*NORTH, *people("South", "C", 12, 4)], "division=North"),  # four others wrote
        ([*NORTH[:12], *people("North", "B", 12, 1), *SOUTH], "team=A"),  # one other in North
        (people("North", "A", 4) + people("North", "B", 8, 0), ""),  # four in all
    ],
)
def test_answers_of_a_few_people_are_not_shown_nor_what_subtraction_leaves(
    everyone, group, tmp_path
):
    assert written_of(tmp_path, everyone, group) is None


def test_the_same_list_twice_leaves_nothing_to_subtract(tmp_path):
    everyone = [*NORTH, *people("South", "C", 12, 0)]
    assert len(written_of(tmp_path, everyone, "division=North") or []) == 24


TEAMS = (("North", "A"), ("North", "B"), ("North", "E"), ("South", "C"), ("South", "D"))
teams = st.dictionaries(
    st.sampled_from(TEAMS), st.tuples(st.integers(5, 12), st.integers(0, 12)), min_size=1
)


@few_examples
@given(teams)
def test_no_list_and_no_subtraction_of_lists_is_of_a_few_people(sizes):
    """Attack with the lists of a division, or of everyone, and of any of the groups in it."""
    everyone = [p for (d, t), (n, wrote) in sizes.items() for p in people(d, t, n, wrote)]
    rows = "".join(f"| agree | {d} | {t} | {why} |\n" for d, t, why in everyone)
    responses = "| pride | division | team | why |\n|--|--|--|--|\n" + rows
    counted = count(inputs(Questions=QUESTIONS, Segments=SEGMENTS, Responses=responses)).counted
    assert counted

    def shown_of(*group: str) -> Counter[str] | None:
        found = shown_open_answers(counted, "why", Group(*group))
        return None if found is None else Counter(found)

    divisions = {d: shown_of("division", d) for d, _ in sizes}
    own = {(d, t): shown_of("team", t) for d, t in sizes}
    lists = [shown_of("", ""), *divisions.values(), *own.values()]
    assert all(found is None or found.total() >= 5 for found in lists)
    for larger, parts in [
        (lists[0], list(divisions.values())),
        (lists[0], list(own.values())),
        *[(found, [own[key] for key in own if key[0] == d]) for d, found in divisions.items()],
    ]:
        known = [part for part in parts if part is not None]
        for size in range(1, len(known) + 1):
            for chosen in combinations(known, size):
                rest = (larger or Counter()) - sum(chosen, Counter())
                assert rest.total() == 0 or rest.total() >= 5


def test_lists_of_all_teams_but_a_small_one_do_not_leave_its_answers_over(tmp_path):
    everyone = [*NORTH, *people("South", "C", 12), *people("South", "D", 12, 3)]
    assert written_of(tmp_path, everyone, "team=A") is None
    assert written_of(tmp_path, everyone, "division=South") is not None


@given(st.lists(st.text("ab \n", max_size=3), max_size=12), st.randoms(use_true_random=False))
def test_the_order_depends_on_the_texts_only(answers, draw):
    mixed = draw.sample(answers, len(answers))
    assert in_order_of_content(mixed, "q") == in_order_of_content(answers, "q")
    assert Counter(in_order_of_content(answers, "q")) == Counter(answers)


def test_the_order_is_that_of_neither_the_file_nor_the_alphabet_nor_another_question():
    answers = [f"text {i:02}" for i in range(30)]
    one, other = in_order_of_content(answers, "one"), in_order_of_content(answers, "other")
    assert answers not in (one, other)
    assert one != other


def test_the_same_answers_give_the_same_bytes_whatever_the_order_of_people(tmp_path):
    everyone, file = [*NORTH, *SOUTH], tmp_path / "open.xlsx"
    publish_open_answers(survey(tmp_path, everyone), file)
    before = file.read_bytes()
    random.Random(3).shuffle(everyone)  # noqa: S311
    publish_open_answers(survey(tmp_path, everyone), file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "nothing", ["-", "...", "Nee", "n.v.t.", "NVT", "Don't know", "geen opmerkingen", "weet niet."]
)
def test_what_people_write_instead_of_an_answer_is_no_answer(nothing):
    assert not is_answer(nothing)
    assert is_answer(f"{nothing} boss")


def test_one_answer_among_twelve_dashes_is_not_shown(tmp_path):
    everyone = [("North", "A", "-")] * 12 + [("North", "A", "the boss shouts")]
    assert written_of(tmp_path, everyone) is None


def test_a_formula_and_a_long_text_are_texts(tmp_path):
    everyone = [*NORTH, ("North", "A", '=HYPERLINK("x")'), ("North", "A", "long " * 9_000)]
    written = written_of(tmp_path, everyone) or []
    assert '=HYPERLINK("x")' in written
    cells = load_workbook(tmp_path / "open.xlsx")["OpenAnswers"]["B"]
    assert "f" not in {cell.data_type for cell in cells}
    assert max(map(len, written)) == 32_000


def code(file: Path, topics: dict[str, str]) -> None:
    """Type topics beside answers, as HR does in Excel."""
    book = load_workbook(file)
    for row in book["OpenAnswers"].iter_rows(min_row=6):
        row[2].value = topics.get(row[1].value)
    book.save(file)


def test_topics_are_kept_by_the_text_of_the_answer_and_counted(tmp_path):
    file = tmp_path / "open.xlsx"
    publish_open_answers(survey(tmp_path, NORTH), file)
    topics = {"text A 1": "Salaris; rooster", "text B 2": "salaris", "text B 3": "Sfeer"}
    code(file, topics)
    publish_open_answers(survey(tmp_path, [*reversed(NORTH), *SOUTH]), file)
    rows = {answer: topic for _, answer, topic in shown(file, "OpenAnswers")[1:] if topic}
    assert rows == topics
    counts = [row[1:] for row in shown(file, "Topics")[1:]]
    assert [(topic.casefold(), n) for topic, n, _ in counts] == [
        ("salaris", 2),
        ("rooster", 1),
        ("sfeer", 1),
    ]
    assert counts[0][2] == pytest.approx(2 / 3)


def test_topics_are_not_lost_without_force(tmp_path):
    file = tmp_path / "open.xlsx"
    publish_open_answers(survey(tmp_path, [*NORTH, *SOUTH]), file)
    code(file, {"text C 1": "Salaris"})
    before = file.read_bytes()
    command = ["open-answers", tmp_path / "survey.xlsx", file, "--group", "division=North"]
    done = CliRunner().invoke(app, [*map(str, command)])
    assert (done.exit_code, file.read_bytes()) == (1, before)
    assert "1 topics in" in done.output
    assert CliRunner().invoke(app, [*map(str, command), "--force"]).exit_code == 0


def test_names_of_a_list_are_masked(tmp_path):
    everyone = [*NORTH, ("North", "A", "Piet (piet@x.nl, 0612345678) schreeuwt")]
    names = tmp_path / "names.txt"
    names.write_bytes("Piet\r\nRené\r\n".encode("cp1252"))
    file = tmp_path / "open.xlsx"
    command = ["open-answers", survey(tmp_path, everyone), file, "--names", names]
    done = CliRunner().invoke(app, [*map(str, command)])
    assert (done.exit_code, "Waarom?" in done.output) == (0, True)
    assert "[naam] ([e-mail], [telefoon]) schreeuwt" in answers_of(file)
    note = load_workbook(file)["OpenAnswers"]["A2"].value
    assert "Dat is geen anonimiteit" in note


@pytest.mark.parametrize(
    ("open_questions", "options", "message"),
    [
        ("| column |\n|--|\n| wy |\n", [], 'Did you mean "why"?'),
        ("| column |\n|--|\n| team |\n", [], '"team" is not an open question'),
        ("| column |\n|--|\n| pride |\n", [], '"pride" is not an open question'),
        ("| text |\n|--|\n| Why? |\n", [], "The workbook has no open questions."),
        (OPEN, ["--group", "team=a b"], 'There is no group "team=a b".'),
        (OPEN, ["--group", "North"], 'There is no group "North".'),
    ],
)
def test_mistakes_get_a_sentence_and_no_file(open_questions, options, message, tmp_path):
    file = tmp_path / "open.xlsx"
    command = ["open-answers", survey(tmp_path, NORTH, open_questions), file, *options]
    done = CliRunner().invoke(app, [*map(str, command)])
    assert done.exit_code == 1
    assert message in done.output
    assert not file.exists()


def test_the_survey_itself_and_other_workbooks_are_not_overwritten(tmp_path):
    book = survey(tmp_path, NORTH)
    other = workbook(tmp_path / "other.xlsx", Questions=QUESTIONS)
    for file, words in ((book, "is read for the report"), (other, "exists. Add --force")):
        before = file.read_bytes()
        done = CliRunner().invoke(app, ["open-answers", str(book), str(file)])
        assert (done.exit_code, words in done.output) == (1, True)
        assert file.read_bytes() == before
