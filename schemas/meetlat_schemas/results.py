"""The tables of the report sheets, for the group of the report.

Further columns are comparisons (each with numbers or nulls) or, in `SegmentScores`, themes. Shares
are fractions from 0 to 1, and eNPS is a number from -100 to 100.
"""

from collections.abc import Mapping

import pandera.polars as pa
from pandera.api.base.types import StrictType
from pandera.api.polars.model_config import BaseConfig


class ResultSchema(pa.DataFrameModel):
    """The base of all result tables; comparisons are extra columns after the fixed ones."""

    class Config(BaseConfig):
        """Comparisons are extra columns."""

        strict: StrictType = False


class SummarySchema(ResultSchema):
    """The survey in a few figures."""

    measure: str = pa.Field(unique=True)
    name: str = pa.Field(description="its name in the survey's language")
    current: float = pa.Field(nullable=True)


class ThemeScoresSchema(ResultSchema):
    """The score of each theme; `n` is the largest number of answers to one of its questions."""

    theme: str = pa.Field(unique=True)
    name: str
    questions: int = pa.Field(nullable=True, ge=0, description="questions that count in the score")
    n: int = pa.Field(nullable=True, ge=0)
    score: float = pa.Field(nullable=True)
    low: float = pa.Field(nullable=True, description="of its 95 % confidence interval")
    high: float = pa.Field(nullable=True)


class QuestionScoresSchema(ResultSchema):
    """The score of each question: the mean of its scored answers, after reverse coding."""

    question: str = pa.Field(unique=True)
    text: str
    theme: str = pa.Field(nullable=True)
    theme_name: str = pa.Field(nullable=True, description="in the survey's language")
    n: int = pa.Field(nullable=True, ge=0, description="scored answers")
    score: float = pa.Field(nullable=True)
    low: float = pa.Field(nullable=True, description="of its 95 % confidence interval")
    high: float = pa.Field(nullable=True)


class EnpsSchema(ResultSchema):
    """Employee Net Promoter Score with its 95 % confidence interval."""

    question: str = pa.Field(unique=True)
    text: str
    n: int = pa.Field(nullable=True, ge=0)
    promoters: float = pa.Field(nullable=True, in_range={"min_value": 0, "max_value": 1})
    passives: float = pa.Field(nullable=True, in_range={"min_value": 0, "max_value": 1})
    detractors: float = pa.Field(nullable=True, in_range={"min_value": 0, "max_value": 1})
    enps: float = pa.Field(nullable=True, in_range={"min_value": -100, "max_value": 100})
    low: float = pa.Field(nullable=True, in_range={"min_value": -100, "max_value": 100})
    high: float = pa.Field(nullable=True, in_range={"min_value": -100, "max_value": 100})


class DistributionsSchema(ResultSchema):
    """The distribution of answers; shares are of the people who answered the question."""

    question: str
    text: str
    answer: str = pa.Field(description="its label")
    n: int = pa.Field(nullable=True, ge=0, description="people who gave this answer")
    share: float = pa.Field(nullable=True, in_range={"min_value": 0, "max_value": 1})
    low: float = pa.Field(nullable=True, in_range={"min_value": 0, "max_value": 1})
    high: float = pa.Field(nullable=True, in_range={"min_value": 0, "max_value": 1})


class SegmentScoresSchema(ResultSchema):
    """The heat map: one row per group, one column per theme."""

    segment: str = pa.Field(nullable=True)
    segment_name: str = pa.Field(nullable=True, description="in the survey's language")
    group: str
    n: int = pa.Field(ge=0, nullable=True, description="respondents; null if withheld")
    withheld: str = pa.Field(nullable=True, description="why figures are missing")


class ProblemsSchema(ResultSchema):
    """What is wrong or remarkable, where it is, and how to fix it."""

    severity: str = pa.Field(description="in the survey's language")
    sheet: str = pa.Field(nullable=True)
    cell: str = pa.Field(nullable=True)
    value: str = pa.Field(nullable=True)
    problem: str
    remedy: str


RESULT_TABLES: Mapping[str, type[ResultSchema]] = {
    "Summary": SummarySchema,
    "ThemeScores": ThemeScoresSchema,
    "QuestionScores": QuestionScoresSchema,
    "Enps": EnpsSchema,
    "Distributions": DistributionsSchema,
    "SegmentScores": SegmentScoresSchema,
    "Problems": ProblemsSchema,
}
