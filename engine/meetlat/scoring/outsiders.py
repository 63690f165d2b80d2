"""Everyone outside a group, as a survey of their own with the same disclosure rules.

A group is tested against them, because the organisation includes the group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from meetlat.counting.privacy.rule import Rule, fewest_scored
from meetlat.counting.respondents import Respondents
from meetlat.counting.shown_answers import ShownAnswers, shown_answers
from meetlat.counting.survey_groups import HIDDEN_SCHEMA
from meetlat.groups import GROUP_KEYS, QUESTION_KEYS, WHOLE, Group, rows_of_groups
from meetlat.reading.responses.coding import CodedAnswers, Item

# The columns of counts that are those of the organisation minus those of the group.
LESS = ("n", "answered")


def outsiders(answers: ShownAnswers, groups: Sequence[Group]) -> ShownAnswers:
    """The unweighted answers of everyone outside each of these groups, under its own name.

    They are those of the organisation minus those of the group. What is suppressed for the group is
    left out: it could be computed from the rest. So is what too few people outside it answered.
    """
    shown = _sizes(answers, groups)
    rest = _rest(answers, groups).join(
        shown.filter(~pl.col("withheld")), on=GROUP_KEYS, how="semi", maintain_order="left"
    )
    few = pl.concat([pl.DataFrame(schema=HIDDEN_SCHEMA), *_few(rest, answers)])
    hidden = pl.concat([rows_of_groups(answers.respondents.hidden, groups), few]).unique()
    return ShownAnswers(
        rest.join(few, on=QUESTION_KEYS, how="anti", maintain_order="left"),
        replace(answers.respondents, groups=shown, hidden=hidden),
        replace(answers.catalogue, segments=answers.catalogue.segments.clear()),
    )


def _sizes(answers: ShownAnswers, groups: Sequence[Group]) -> pl.DataFrame:
    """How many people are outside each group that is shown; withheld if that is too few."""
    sizes = answers.respondents.groups
    own = rows_of_groups(sizes, groups).filter(~pl.col("withheld"))
    n = WHOLE.rows_of(sizes)["n"][0] - pl.col("n")
    return own.with_columns(n=n, withheld=n < answers.catalogue.settings.smallest_group)


def _rest(answers: ShownAnswers, groups: Sequence[Group]) -> pl.DataFrame:
    """The counts of the organisation minus those of each group."""
    of_all = {f"\x00{name}": pl.col(name) for name in LESS}
    whole = answers.counts_of_groups([WHOLE]).select("question", "answer", **of_all)
    own = answers.counts_of_groups(groups)
    both = own.join(whole, on=["question", "answer"], maintain_order="left")
    left = {name: pl.col(every) - pl.col(name) for every, name in zip(of_all, LESS, strict=True)}
    return both.with_columns(**left).select(own.columns)


def _few(rest: pl.DataFrame, answers: ShownAnswers) -> Iterator[pl.DataFrame]:
    """The questions that too few people outside a group answered: `HIDDEN_SCHEMA`."""
    items = {item.question: item for item in answers.respondents.coded.items}
    for (question,), part in rest.partition_by("question", as_dict=True).items():
        groups = part[: len(part) // part["answer"].n_unique()]  # those of the first answer
        shown = _is_shown(part, len(groups), items[str(question)], answers)
        if not shown.all():
            yield groups[[*QUESTION_KEYS]].filter(~pl.Series(shown, dtype=pl.Boolean))


def _is_shown(
    part: pl.DataFrame, number: int, item: Item, answers: ShownAnswers
) -> npt.NDArray[np.bool_]:
    """Which sets of outsiders may be shown for one question.

    `part` has its counts: for each answer a row for each of the `number` sets.
    """
    settings = answers.catalogue.settings
    given = part["n"].to_numpy().reshape(-1, number).T
    scored = part["score"].is_not_null().gather_every(number).to_numpy()
    columns, fewest = [part["answered"].to_numpy()[:number, None]], [settings.smallest_group]
    if scored.any():
        columns.append(_scored_people(part[:number], given, scored, item, answers.respondents))
        fewest.append(fewest_scored(settings.smallest_group))
    opinions = np.flatnonzero(scored).tolist() if scored.sum() > 1 else []
    rule = Rule(fewest, settings.withhold_unanimous, opinions)
    amounts = np.concatenate([*columns, given], axis=1)
    return rule.is_enough(amounts) & ~rule.is_alike(amounts)


def _scored_people(
    groups: pl.DataFrame,
    given: npt.NDArray[np.int64],
    scored: npt.NDArray[np.bool_],
    item: Item,
    respondents: Respondents,
) -> npt.NDArray[np.int64]:
    """How many people outside each group gave a scored answer."""
    if item.column is not None:  # one answer each
        return given[:, scored].sum(axis=1, keepdims=True)
    chosen = (c for c, counts in zip(item.chosen, scored, strict=True) if counts)
    is_scored = pl.any_horizontal(chosen).fill_null(value=False)
    keys = groups.select(GROUP_KEYS).iter_rows()
    inside = [_number(respondents.of_group(Group(*key)), is_scored) for key in keys]
    return _number(respondents.coded, is_scored) - np.array(inside, np.int64)[:, None]


def _number(people: CodedAnswers, condition: pl.Expr) -> int:
    """How many of these people meet a condition."""
    return people.frame.filter(condition).height


def outside(answers: ShownAnswers, group: Group) -> ShownAnswers:
    """The answers of everyone outside a group, from the respondents themselves.

    Weights, and metrics over persons, need those.
    """
    coded = answers.respondents.coded
    others = pl.col(coded.segments[group.segment].column).cast(pl.String).ne_missing(group.name)
    people = replace(coded.with_frame(coded.frame.filter(others)), segments={})
    alone = replace(answers.catalogue, segments=answers.catalogue.segments.clear())
    nobody = answers.invited.clear()  # without segments nothing has to protect anything
    shown = shown_answers(people, alone, nobody)
    return _without(shown, group.rows_of(answers.respondents.hidden)["question"])


def _without(answers: ShownAnswers, questions: pl.Series) -> ShownAnswers:
    """The answers of everyone to all other questions."""
    if questions.is_empty():
        return answers
    others = ~pl.col("question").is_in(questions.implode())
    hidden = pl.DataFrame({"question": questions}).select(
        segment=pl.lit(WHOLE.segment), group=pl.lit(WHOLE.name), question="question"
    )
    return ShownAnswers(
        answers.counts.filter(others),
        replace(answers.respondents, hidden=hidden),
        answers.catalogue,
        people=None if answers.people is None else answers.people.filter(others),
        weighted_questions=answers.weighted_questions.filter(others),
    )
