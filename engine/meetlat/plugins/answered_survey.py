"""A survey with its answers, as the hook `check_answers` gets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from polars import selectors as cs

from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers, combinations
from meetlat.reading.responses.columns import is_of_respondents
from meetlat.reading.responses.responses import Responses


@dataclass(frozen=True)
class AnsweredSurvey:
    """The catalogue of a survey without errors, its answers, and its earlier waves.

    Every frame of answers has one row per respondent, in the order of `responses.frame`.

    Attributes:
        catalogue: the input tables. For an earlier wave they have the same rows, with the columns
            of that wave; a question or segment that was not asked in it has no name (null).
        responses: the responses as given: `frame`, `source` (the name of the file or sheet) and
            `row_numbers` (the row of each respondent in it).
        codes: the questions to which everyone gave one answer at most: a column per question with
            the position of the answer on its scale, from 0; null if there is no answer.
        choices: the other questions: a frame per question, with a column per answer of its scale
            that is true if the answer was chosen; null if the question was not answered.
        groups: a column per segment with the group of each respondent; null if there is none.
        identifiers: the columns of the responses that identify respondents, by a name such as
            `Response ID`, without those of questions and segments.
        name: the name of an earlier wave in Comparisons; blank for the current survey.
        waves: the earlier waves with responses. Groups have their current names.
    """

    catalogue: Catalogue
    responses: Responses
    codes: pl.DataFrame
    choices: Mapping[str, pl.DataFrame]
    groups: pl.DataFrame
    identifiers: Sequence[str]
    name: str = ""
    waves: Sequence[AnsweredSurvey] = ()

    def combinations(self, questions: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
        """The combinations of answers to some questions, and how many people gave each.

        They are rows of `codes`. There are far fewer of them than people, so a rule about a few
        questions is fast on a large survey.
        """
        rows, combination = combinations(self.codes.select(cs.by_name(*questions)))
        return rows, pl.Series(np.bincount(combination, minlength=len(rows)))


def answered_survey(
    catalogue: Catalogue,
    responses: Responses,
    coded: CodedAnswers,
    name: str = "",
    waves: Sequence[AnsweredSurvey] = (),
) -> AnsweredSurvey:
    """The survey with its answers by the names of questions and segments."""
    scales = dict(catalogue.questions.select("question", "scale").iter_rows())
    choices = {}
    for item in coded.items:
        if item.column is None:
            answers = catalogue.scale(scales[item.question])["answer"]
            chosen = zip(item.chosen, answers, strict=True)
            choices[item.question] = coded.frame.select(c.alias(answer) for c, answer in chosen)
    codes = {item.question: pl.col(item.column) for item in coded.items if item.column}
    groups = {segment: pl.col(each.column) for segment, each in coded.segments.items()}
    columns = responses.frame.columns
    return AnsweredSurvey(
        catalogue,
        responses,
        codes=coded.frame.select(column.alias(question) for question, column in codes.items()),
        choices=choices,
        groups=coded.frame.select(column.alias(segment) for segment, column in groups.items()),
        identifiers=[c for c in columns if is_of_respondents(c) and c not in coded.sources],
        name=name,
        waves=waves,
    )
