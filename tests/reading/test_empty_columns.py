"""Columns that hold nothing give a sentence, whatever else the catalogue asks of them."""

from __future__ import annotations

import pytest

from tests.surveys import survey

QUESTIONS = """
| question | theme | scale     | metric       | column |
|----------|-------|-----------|--------------|--------|
| pride    | work  | agreement |              | pride  |
| why      |       | reasons   | distribution | why_*  |
"""
SCALES = """
| scale     | answer | score |
|-----------|--------|-------|
| agreement | agree  | 1     |
| agreement | never  | 0     |
| reasons   | pay    |       |
| reasons   | boss   |       |
"""
WEIGHTS = """
| setting        | value     |
|----------------|-----------|
| language       | en        |
| responses      | Responses |
| smallest_group | 5         |
| weights        | weight    |
"""


@pytest.mark.parametrize("tick", ["", "no"])
def test_a_box_with_an_unknown_answer_is_named_if_nobody_ticked_any(tick):
    responses = "| pride | why_pay | why_luck |\n|---|---|---|\n" + f"| agree | | {tick} |\n" * 12
    found = survey(Questions=QUESTIONS, Scales=SCALES, Responses=responses)
    assert ("not-on-scale", "luck") in [(p.code, p.value) for p in found.problems]


def test_an_empty_segment_beside_typed_weights_is_named():
    found = survey(
        Survey=WEIGHTS,
        Questions=QUESTIONS,
        Scales=SCALES,
        Segments="| segment |\n|---|\n| team |\n",
        Responses="| pride | why_pay | team | weight |\n|---|---|---|---|\n"
        + "| agree | yes | | 1 |\n" * 12,
    )
    assert "segment-empty" in [p.code for p in found.problems]
    assert found["ThemeScores"]["score"].to_list() == [1]
