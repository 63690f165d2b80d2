"""What may be wrong in the responses, and between them and the catalogue."""

from tests.faults import Fault

RESPONSES = [
    Fault(
        "a slip in an answer",
        "not-on-scale",
        "Responses!D3",
        {"Responses!D3": "agre"},
    ),
    Fault(
        "a file that is not there",
        "responses-missing",
        "Survey!B8",
        {"Survey!B8": "answers.csv"},
        apart=True,
    ),
]
