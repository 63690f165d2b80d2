"""The count cube: the one table every metric is computed from."""

import pandera.polars as pa
import polars as pl
from pandera.api.polars.model_config import BaseConfig


class AnswersSchema(pa.DataFrameModel):
    """Every answer to each question in each group.

    Every answer of the scale has its row, also one that nobody chose (`n` is 0). The whole
    organisation is a group like any other, with `segment` and `group` blank.
    """

    segment: str = pa.Field(description="blank: the whole organisation")
    group: str
    question: str
    base: pl.UInt32 = pa.Field(description="a number that rows of one group and question share")
    theme: str = pa.Field(nullable=True)
    weight: float = pa.Field(ge=0, description="of the question in its theme")
    answer: str
    label: str
    score: float = pa.Field(nullable=True, description="after reverse coding; null: not scored")
    from_top: int = pa.Field(nullable=True, ge=1, description="rank; 1 is the most favourable")
    from_bottom: int = pa.Field(nullable=True, ge=1, description="1 is the least favourable")

    class Config(BaseConfig):
        """One row an answer."""

        strict = True
        unique = ["segment", "group", "question", "answer"]


class CountsSchema(AnswersSchema):
    """How often each answer was given: one row per group, question and answer."""

    n: int = pa.Field(ge=0, description="how often this answer was given")
    answered: int = pa.Field(ge=0, description="how many in the group answered the question")


class WeightedCountsSchema(AnswersSchema):
    """The counts where respondents are weighted: sums of weights, which are 1 in the mean."""

    n: float = pa.Field(ge=0, description="the weight of who gave this answer")
    answered: float = pa.Field(ge=0, description="the weight of who answered the question")
    squares: float = pa.Field(ge=0, description="the sum of the squares of those in `n`")


class GroupsSchema(pa.DataFrameModel):
    """The groups of respondents and their sizes."""

    segment: str
    group: str
    n: int = pa.Field(ge=0, nullable=True, description="respondents; null: withheld")
    withheld: bool = pa.Field(description="nothing of it is shown")
    because: str = pa.Field(
        nullable=True,
        isin=["few", "protects"],
        description="it is too small, or others that are could be computed from it",
    )

    class Config(BaseConfig):
        """One row a group."""

        strict = True
        unique = ["segment", "group"]
