"""The Pandera schemas of all tables that Meetlat reads or makes.

The modules are ``inputs`` (tables that the user writes in the workbook), ``counting`` (how often
each answer was given) and ``results`` (tables in the report sheets). Names of tables and columns do
not change, because workbooks and plugins of users depend on them.
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
