"""The scored answers of each person."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from meetlat.counting import respondents as module
from meetlat.groups import WHOLE
from meetlat.plugins.manager import load_plugins
from meetlat.reading.responses.coding import code_responses
from meetlat.reading.responses.locate import find_responses
from meetlat.reading.responses.scored import answer_table, scored_answers
from tests.counting.test_crossings import counted_survey, people
from tests.shipped_plugins.person_means import person_means
from tests.surveys import AGREEMENT, inputs, survey

QUESTIONS = """
| question | theme | scale     | reverse | metric       |
|----------|-------|-----------|---------|--------------|
| calm     | work  | agreement |         |              |
| rushed   | work  | agreement | yes     |              |
| fruit    |       | fruit     |         | distribution |
"""

SCALES = f"{AGREEMENT}| fruit | apple | |\n| fruit | pear | |\n"

RESPONSES = """
| calm       | rushed  | fruit       |
|------------|---------|-------------|
| agree      | agree   | apple       |
| don't know | neutral | apple; pear |
|            | disagree | pear       |
"""


def test_scores_of_persons_are_reverse_coded_and_unscored_answers_are_left_out():
    tables = {"Questions": QUESTIONS, "Scales": SCALES, "Responses": RESPONSES}
    catalogue = survey(**tables).catalogue
    responses, _ = find_responses(inputs(**tables), catalogue, None, load_plugins().read_responses)
    coded, _ = code_responses(responses, catalogue)
    scores = scored_answers(coded, answer_table(catalogue))
    assert scores.to_dict(as_series=False) == {
        "calm": [10.0, None, None],
        "rushed": [0.0, 5.0, 10.0],
    }


@pytest.mark.parametrize("part", [7, 50, 2**16])
def test_means_of_each_person_are_those_of_the_scored_answers_that_may_be_shown(monkeypatch, part):
    """With blanks, answers without a score, and questions that are suppressed in some groups."""
    monkeypatch.setattr(module, "PART", part)
    respondents = counted_survey(people(seed=3)).answers.respondents
    assert set(respondents.hidden["question"]) == {"q1", "q2", "chosen"}
    wanted = {"both": {"q1": 1.0, "q2": 2.5}, "one": {"q2": 3.0}, "same": {"q2": 1, "q1": 1}}
    wanted |= {"difference": {"q1": 1, "q2": -1}, "nothing": {"q1": 0}}  # no weight, no mean
    for own in respondents.shown_segments(["q1", "q2"]):
        found = pl.concat(own.means(wanted))
        expected = pl.concat(person_means(own.scores)(wanted))
        assert_frame_equal(found, expected, check_exact=True)
        assert 0 < found["both"].null_count() < len(found)


def test_means_of_a_question_without_answers_are_refused_with_its_name():
    (own,) = counted_survey(people(seed=3)).answers.respondents.shown_segments(["q1"], WHOLE)
    with pytest.raises(ValueError, match="no scored answers to q7"):
        next(own.means({"theme": {"q1": 1, "q7": 1}}))
