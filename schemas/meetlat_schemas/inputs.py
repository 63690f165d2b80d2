"""The tables that the user writes: one Pandera model per table.

The type of a field says what its cells hold (text, a number, yes or no, a date), and ``nullable``
says whether a cell may be blank. ``metadata={"required": True}`` marks a column that must exist.
``metadata={"translated": True}`` marks texts that can have a column per language, such as
``text::nl``.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandera.polars as pa
from pandera.api.base.types import StrictType
from pandera.api.polars.model_config import BaseConfig

REQUIRED = {"required": True}
TRANSLATED = {"translated": True}


def _id(*, unique: bool = False) -> Any:  # pandera's Field is typed as Any too
    """A name that other cells use to refer to this row; never blank."""
    return pa.Field(unique=unique, metadata=REQUIRED)


def _optional(**rules: Any) -> Any:
    return pa.Field(nullable=True, **rules)


class InputSchema(pa.DataFrameModel):
    """The base of all input tables; columns that the user added are ignored."""

    class Config(BaseConfig):
        """Extra columns belong to the user."""

        strict: StrictType = False


class SettingsSchema(InputSchema):
    """The table `Survey`, transposed: one row with a column per setting."""

    title: str = _optional()
    organisation: str = _optional()
    language: str = _optional()
    fieldwork_start: dt.date = _optional()
    fieldwork_end: dt.date = _optional()
    invited: int = _optional(ge=1)
    responses: str = pa.Field(metadata=REQUIRED)
    smallest_group: int = _optional(ge=5)
    withhold_unanimous: bool = _optional()
    group: str = _optional()
    accent: str = _optional()
    logo: str = _optional()
    remarkable_difference: float = _optional(ge=0)
    mark_differences: str = _optional(isin=["significant", "remarkable", "both", "either"])
    correction: str = _optional(isin=["holm", "bh"])
    weights: str = _optional()
    largest_weight: float = _optional(ge=1)


class ThemesSchema(InputSchema):
    """Themes, in the order of the report."""

    theme: str = _id(unique=True)
    name: str = _optional(metadata=TRANSLATED)
    description: str = _optional(metadata=TRANSLATED)
    note: str = _optional(metadata=TRANSLATED)
    rule: str = _optional()


class QuestionsSchema(InputSchema):
    """Questions, in the order of the report; blank `weight` is 1, blank `metric` is likert."""

    question: str = _id(unique=True)
    column: str = _optional()
    text: str = _optional(metadata=TRANSLATED)
    theme: str = _optional()
    metric: str = _optional()
    scale: str = pa.Field(metadata=REQUIRED)
    reverse: bool = _optional()
    weight: float = _optional(ge=0)


class ScalesSchema(InputSchema):
    """The answers of every scale, in order; an answer with a blank `score` is not scored."""

    scale: str = _id()
    answer: str = _id()
    label: str = _optional(metadata=TRANSLATED)
    score: float = _optional(metadata=REQUIRED)

    class Config(InputSchema.Config):
        """An answer occurs once in its scale."""

        unique: str | list[str] | None = ["scale", "answer"]


class ComparisonsSchema(InputSchema):
    """Figures to compare with, such as a benchmark or an earlier wave.

    A figure is about a `group`, or about the whole organisation if that is blank. A row without a
    `subject` names the `responses` of an earlier wave, whose figures are then computed.
    """

    comparison: str = _id()
    group: str = _optional()
    subject: str = _optional(metadata=REQUIRED)
    answer: str = _optional()
    value: float = _optional(metadata=REQUIRED)
    n: float = _optional(ge=0)
    sd: float = _optional(ge=0)
    responses: str = _optional()

    class Config(InputSchema.Config):
        """One figure per group and subject, or per answer to a subject."""

        unique: str | list[str] | None = ["comparison", "group", "subject", "answer"]


class SegmentsSchema(InputSchema):
    """The ways to divide respondents into groups, such as division and age."""

    segment: str = _id(unique=True)
    column: str = _optional()
    name: str = _optional(metadata=TRANSLATED)
    parent: str = _optional()


class PopulationSchema(InputSchema):
    """How many people were invited in each group, in the order of the report.

    Groups of a segment with the same `merge` are reported together, under that name. `invited` is
    blank for all groups of a segment if it is not known.
    """

    segment: str = _id()
    group: str = _id()
    invited: int = _optional(ge=0, metadata=REQUIRED)
    merge: str = _optional()

    class Config(InputSchema.Config):
        """A group occurs once in its segment."""

        unique: str | list[str] | None = ["segment", "group"]


class MetricsSchema(InputSchema):
    """Which metrics are on; a blank `questions` means all questions that fit."""

    metric: str = _id(unique=True)
    on: bool = _optional()
    questions: str = _optional()
    parameters: str = _optional()


# The input tables by name, without `Survey`, which is read with `SettingsSchema`.
INPUT_TABLES: Mapping[str, type[InputSchema]] = {
    "Themes": ThemesSchema,
    "Questions": QuestionsSchema,
    "Scales": ScalesSchema,
    "Comparisons": ComparisonsSchema,
    "Segments": SegmentsSchema,
    "Population": PopulationSchema,
    "Metrics": MetricsSchema,
}
