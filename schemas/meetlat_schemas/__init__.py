"""The Pandera schemas of every table Meetlat reads or makes.

Three families, a module each: ``inputs`` (what HR writes in the workbook), ``counting`` (how
often each answer was given) and ``results`` (what the report sheets show). The names of tables
and columns are a promise to other people's workbooks and plugins.
"""

from meetlat_schemas.counting import CountsSchema, GroupsSchema, WeightedCountsSchema
from meetlat_schemas.inputs import (
    INPUT_TABLES,
    ComparisonsSchema,
    MetricsSchema,
    PopulationSchema,
    QuestionsSchema,
    ScalesSchema,
    SegmentsSchema,
    SettingsSchema,
    ThemesSchema,
)
from meetlat_schemas.results import (
    RESULT_TABLES,
    DistributionsSchema,
    EnpsSchema,
    ProblemsSchema,
    QuestionScoresSchema,
    SegmentScoresSchema,
    SummarySchema,
    ThemeScoresSchema,
)

__all__ = [
    "INPUT_TABLES",
    "RESULT_TABLES",
    "ComparisonsSchema",
    "CountsSchema",
    "DistributionsSchema",
    "EnpsSchema",
    "GroupsSchema",
    "MetricsSchema",
    "PopulationSchema",
    "ProblemsSchema",
    "QuestionScoresSchema",
    "QuestionsSchema",
    "ScalesSchema",
    "SegmentScoresSchema",
    "SegmentsSchema",
    "SettingsSchema",
    "SummarySchema",
    "ThemeScoresSchema",
    "ThemesSchema",
    "WeightedCountsSchema",
]
