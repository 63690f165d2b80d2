"""The questions of an export: which columns each has, and its text, scale and metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meetlat.drafting.choices import in_natural_order, options_of, typed_answers
from meetlat.drafting.classification import Classified
from meetlat.drafting.draft_scale import Answer, DraftScale
from meetlat.drafting.export import Column, Kind
from meetlat.drafting.kinds import Verdict
from meetlat.drafting.names import short_name
from meetlat.drafting.option_columns import OptionColumns, option_columns
from meetlat.reading.scale import UNLISTED, answer_key

ENPS = "enps"

# A scale with so few options is called after them, because questions may share it.
FEW_OPTIONS = 3


@dataclass(frozen=True)
class AskedQuestion:
    """A question before it has a name, with its columns in the frame.

    `column` is what to write in that setting; blank if the column is found by its text.
    """

    names: Sequence[str]
    column: str
    text: str
    scale: DraftScale
    metric: str
    verdict: Verdict


def asked_questions(classified: Classified) -> list[AskedQuestion]:
    """All questions, in the order of the file."""
    asked, done = [], set()
    for column in classified.columns:
        verdict = classified.verdicts[column.name]
        part = classified.parts.get(column.name)
        if verdict.kind == Kind.OPTION and part and part.stem not in done:
            done.add(part.stem)
            options = option_columns(classified.blocks[part.stem], classified)
            asked += [_of_block(options, verdict)] if options else []
        elif verdict.kind in (Kind.LIKERT, Kind.ENPS, Kind.CHOICE):
            asked.append(_of_column(column, classified))
    return asked


def _of_block(options: OptionColumns, verdict: Verdict) -> AskedQuestion:
    scale = DraftScale(short_name(options.text), options.answers, "options")
    names = [column.name for column in options.columns]
    return AskedQuestion(names, options.pattern, options.text, scale, "distribution", verdict)


def _of_column(column: Column, classified: Classified) -> AskedQuestion:
    verdict, part = classified.verdicts[column.name], classified.parts.get(column.name)
    same = not part and answer_key(column.text) == answer_key(column.heading)
    heading, text = "" if same else column.heading, column.text
    if part and classified.items[answer_key(part.item)] == 1:
        text = part.item  # unless another grid has the same item, or code
    if "*" in heading:  # in the column of a question it stands for an option
        heading, text = "", column.heading
    metric = {Kind.ENPS: ENPS, Kind.LIKERT: "likert"}.get(verdict.kind, "distribution")
    scale = verdict.scale or _options(column)
    return AskedQuestion([column.name], heading, text, scale, metric, verdict)


def _options(column: Column) -> DraftScale:
    """The options of a choice, with their labels if the file has them."""
    if column.labels:
        answers = [Answer(answer, label) for answer, label in column.labels.items()]
    else:
        answers = [Answer(option) for option in in_natural_order(options_of(column) or ())]
    few = " ".join(answer.label or answer.answer for answer in answers)
    name = short_name(few if len(answers) <= FEW_OPTIONS else column.text) or "choice"
    described = column.labels and not column.described
    if described or not typed_answers([answer.answer for answer in answers], column):
        return DraftScale(name, answers, "choice")
    return DraftScale(name, [*answers, Answer(UNLISTED)], "typed", sure=False)
