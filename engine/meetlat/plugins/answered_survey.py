"""A survey with its answers, as a plugin gets it that checks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.scored import answer_table, scored_answers
from meetlat.reading.responses.tool_columns import is_of_respondents


@dataclass(frozen=True)
class AnsweredSurvey:
    """The catalogue of a survey without errors, its answers, and those of its earlier waves.

    Every frame of answers has one row per respondent, in the order of `responses.frame`: row 3 is
    the same person in all of them.

    Attributes:
        catalogue: the input tables. For an earlier wave it has the same rows, with the columns of
            the wave; a question or segment that was not asked in it has no name (null).
        responses: the responses as given: `frame`, with a column for each column of the source;
            `headings`, the headings of those columns; `source`, the name of the file or sheet; and
            `row_numbers`, the row of each respondent in it.
        waves: the earlier waves with responses of their own, in the order of Comparisons. Their
            groups have the names of the current survey.
        name: the name of an earlier wave in Comparisons; blank for the current survey.
    """

    catalogue: Catalogue
    responses: Responses
    _coded: CodedAnswers
    waves: Sequence[AnsweredSurvey] = ()
    name: str = ""

    @property
    def codes(self) -> pl.DataFrame:
        """The answers to questions with one answer: a UInt16 column per question, by its name.

        0 is the first answer of the scale, 1 the second, and so on; null is no answer.
        """
        columns = {item.question: item.column for item in self._coded.items if item.column}
        return self._coded.frame.select(pl.col(c).alias(name) for name, c in columns.items())

    @property
    def choices(self) -> Mapping[str, pl.DataFrame]:
        """The answers to questions with several answers, by question.

        Each is a frame with a Boolean column per answer of the scale: true if it was chosen, false
        or null if not.
        """
        scales = dict(self.catalogue.questions.select("question", "scale").iter_rows())
        return {
            item.question: self._coded.frame.select(
                chosen.alias(answer)
                for answer, chosen in zip(
                    self.catalogue.scale(scales[item.question])["answer"], item.chosen, strict=True
                )
            )
            for item in self._coded.items
            if item.column is None
        }

    @property
    def groups(self) -> pl.DataFrame:
        """The group of each respondent: an Enum column per segment, by its name; null is none."""
        segments = self._coded.segments.items()
        return self._coded.frame.select(pl.col(s.column).alias(name) for name, s in segments)

    @property
    def identifiers(self) -> Sequence[str]:
        """The columns of the responses that identify respondents, by a name such as `Response ID`.

        Questions and segments are left out.
        """
        columns = self.responses.frame.columns
        return [c for c in columns if is_of_respondents(c) and c not in self._coded.sources]

    def scores(self, questions: Iterable[str] | None = None) -> pl.DataFrame:
        """The scored answers to these questions, or to all: a Float64 column per question.

        Scores are after reverse coding, and computed at each call: 8 bytes each. Where there are
        many respondents, ask for a few questions at a time. Questions with several answers, and
        those whose scale has no scores, are left out; null is no answer, or one without a score.
        """
        wanted = None if questions is None else set(questions)
        items = [i for i in self._coded.items if wanted is None or i.question in wanted]
        return scored_answers(replace(self._coded, items=items), self._answers)

    @cached_property
    def _answers(self) -> pl.DataFrame:
        return answer_table(self.catalogue)
