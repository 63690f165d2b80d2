"""The scored answers of each person."""

from meetlat.plugins.manager import load_plugins
from meetlat.reading.responses.coding import code_responses
from meetlat.reading.responses.locate import find_responses
from meetlat.reading.responses.scored import answer_table, scored_answers
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
