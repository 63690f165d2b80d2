"""The count cube, from which metrics are computed, and the groups in it."""

import pandera.polars as pa
import polars as pl
from pandera.api.base.types import StrictType
from pandera.api.polars.model_config import BaseConfig


class AnswersSchema(pa.DataFrameModel):
    """Every answer to each question in each group.

    Every answer of the scale has a row, even if its `n` is 0. The whole organisation is the group
    with a blank `segment` and `group`.
    """

    segment: str = pa.Field(description="blank: the whole organisation")
    group: str
    question: str
    base: pl.UInt32 = pa.Field(description="a number for each combination of group and question")
    theme: str = pa.Field(nullable=True)
    weight: float = pa.Field(ge=0, description="of the question in its theme")
    answer: str
    label: str
    score: float = pa.Field(nullable=True, description="after reverse coding; null: not scored")
    from_top: int = pa.Field(nullable=True, ge=1, description="rank; 1 is the most favourable")
    from_bottom: int = pa.Field(nullable=True, ge=1, description="1 is the least favourable")

    class Config(BaseConfig):
        """One row per answer."""

        strict: StrictType = True
        unique: str | list[str] | None = ["segment", "group", "question", "answer"]


class CountsSchema(AnswersSchema):
    """How often each answer was given: one row per group, question and answer."""

    n: int = pa.Field(ge=0, description="how often this answer was given")
    answered: int = pa.Field(ge=0, description="people in the group who answered the question")


class WeightedCountsSchema(AnswersSchema):
    """The counts of weighted respondents: sums of weights, whose mean is 1."""

    n: float = pa.Field(ge=0, description="total weight of the people who gave this answer")
    answered: float = pa.Field(ge=0, description="total weight of the people who answered")
    squares: float = pa.Field(ge=0, description="sum of the squared weights behind `n`")


class GroupsSchema(pa.DataFrameModel):
    """The groups of respondents and their sizes."""

    segment: str
    group: str
    n: int = pa.Field(ge=0, nullable=True, description="respondents; null if withheld")
    withheld: bool = pa.Field(description="whether no figures are shown")

    class Config(BaseConfig):
        """One row per group."""

        strict: StrictType = True
        unique: str | list[str] | None = ["segment", "group"]
