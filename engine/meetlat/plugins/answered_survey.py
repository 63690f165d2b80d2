"""A survey with its answers, as the hook `check_answers` gets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.columns import is_of_respondents
from meetlat.reading.responses.combinations import counted_combinations
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
        coded: the answers as codes.
        identifiers: the columns of the responses that identify respondents, by a name such as
            `Response ID`, without those of questions and segments.
        name: the name of an earlier wave in Comparisons; blank for the current survey.
        waves: the earlier waves with responses. Groups have their current names.
    """

    catalogue: Catalogue
    responses: Responses
    coded: CodedAnswers
    identifiers: Sequence[str]
    name: str = ""
    waves: Sequence[AnsweredSurvey] = ()

    @property
    def single(self) -> Sequence[str]:
        """The questions to which everyone gave one answer at most."""
        return [*self._columns]

    @property
    def _columns(self) -> Mapping[str, str]:
        """The column of the coded answers of each of these."""
        return {item.question: item.column for item in self.coded.items if item.column}

    @cached_property
    def codes(self) -> pl.DataFrame:
        """The questions to which everyone gave one answer at most.

        A column per question with the position of the answer on its scale, from 0; null if there is
        no answer.
        """
        columns = {question: pl.col(column) for question, column in self._columns.items()}
        return self.coded.frame.select(column.alias(name) for name, column in columns.items())

    @cached_property
    def choices(self) -> Mapping[str, pl.DataFrame]:
        """The other questions: a frame per question, with a column per answer of its scale.

        It is true if the answer was chosen; null if the question was not answered.
        """
        scales = dict(self.catalogue.questions[["question", "scale"]].iter_rows())
        choices = {}
        for item in self.coded.items:
            if item.column is None:
                answers = self.catalogue.scale(scales[item.question])["answer"]
                chosen = zip(item.chosen, answers, strict=True)
                frame = self.coded.rows.select(item.columns)
                choices[item.question] = frame.select(c.alias(answer) for c, answer in chosen)
        return choices

    @cached_property
    def groups(self) -> pl.DataFrame:
        """A column per segment with the group of each respondent; null if there is none."""
        columns = [segment.column for segment in self.coded.segments.values()]
        renamed = dict(zip(columns, self.coded.segments, strict=True))
        return self.coded.rows.select(columns).rename(renamed)

    def parts(self) -> Iterator[pl.DataFrame]:
        """All codes, then choices, then groups of some respondents at a time, in order.

        Columns have the names 0, 1, 2, ... A survey of millions may be read from its file in parts,
        where `codes` would hold it in memory.
        """
        items = self.coded.items
        columns = [item.column for item in items if item.column]
        columns += [tick for item in items if not item.column for tick in item.ticks]
        columns += [segment.column for segment in self.coded.segments.values()]
        numbered = [pl.col(column).alias(str(n)) for n, column in enumerate(columns)]
        for batch in self.coded.rows.batches(list(dict.fromkeys(columns))):
            yield batch.select(numbered)

    def people(self, rows: pl.Series) -> pl.DataFrame:
        """The same columns of the respondents in these rows."""
        rows = rows.cast(pl.Int64)
        wanted, found, first = rows.unique().sort(), [], 0
        for part in self.parts():
            is_here = wanted.is_between(first, first + len(part), closed="left")
            found.append(part[wanted.filter(is_here) - first])
            first += len(part)
        return pl.concat(found)[wanted.search_sorted(rows)]

    def combinations(self, questions: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
        """The combinations of answers to some questions, and how many people gave each.

        They are rows of `codes`. There are far fewer of them than people, so a rule about a few
        questions is fast on a large survey.
        """
        columns = {self._columns[question]: question for question in questions}
        rows, people = counted_combinations(self.coded.rows, [*columns])
        return rows.rename(columns), pl.Series(people)


def answered_survey(
    catalogue: Catalogue,
    responses: Responses,
    coded: CodedAnswers,
    name: str = "",
    waves: Sequence[AnsweredSurvey] = (),
) -> AnsweredSurvey:
    """The survey with its answers by the names of questions and segments."""
    columns = responses.columns
    identifiers = [c for c in columns if is_of_respondents(c) and c not in coded.sources]
    return AnsweredSurvey(catalogue, responses, coded, identifiers, name, waves)
