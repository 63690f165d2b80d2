"""A function that an author declares to be something of ours, and what it says of itself."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property
from types import FunctionType
from typing import Any, ClassVar, Self

import polars as pl

from meetlat.languages import LANGUAGES, Language, words
from meetlat.plugins.parameters import MetricError, Parameter, parameters_of

Texts = Mapping[str, str]
"""A text by language: `{"nl": "Gunstig"}`."""

ARGUMENTS = (
    *("counts", "answers", "groups"),
    *("questions", "themes", "theme_scores", "invited", "person_weights"),
)
"""What the engine gives to a function that asks for it by name; all else is a parameter."""

LONGEST_HEADING = 255
"""Characters that Excel takes for the name of a column, and for a number format."""


@dataclass(frozen=True)
class Declared:
    """A function from answers to a table, and all that the engine knows of it.

    The arguments the function asks for decide what it gets:

    - `counts`: a `Counts` frame of all groups at once (of the one group, beside `answers`);
    - `answers`: an `Answers` frame of one group; the function is called for the one that the
      report shows, or one after the other where all are wanted (rules for themes);
    - `groups`: a Series that tells, beside `answers`, in which group each respondent is. Then
      `answers` has the people of all groups of a segment, group after group, its own table has a
      column `group`, and thousands of groups take one call in place of thousands;
    - `person_weights`: beside `answers`, a series with the weight of each of its people, 1 in the
      mean of everyone; all 1 where the survey is not weighted;
    - `questions`: a frame of the questions it is computed for: `question`, `text`, `theme`,
      `metric`, `scale`, `reverse`, `weight`, `lowest`, `highest` (scores of the scale);
    - `themes`: a frame of `theme` and `name`, in the order of the report;
    - `invited`: a frame of `segment`, `group` and `invited` (people), of groups that may be shown
      and of which that is known;
    - `theme_scores`: a frame of `segment`, `group`, `theme`, `questions`, `n` and `score`, each
      theme scored by the rule that `Themes` names.

    Attributes:
        function: the author's own.
        keys: columns that name a row.
        titles: the title by language. Those of what comes with Meetlat stand in the files of
            `meetlat.languages`.
        descriptions: what it is, by language; in English the docstring.
        plugin: where it came from (a file or a package), for blame.
        dropped: whether that is a file in the folder of plugins.
    """

    # The part of those files that has words for it.
    part: ClassVar[str]

    function: FunctionType
    _: KW_ONLY
    keys: Sequence[str]
    titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    plugin: str = ""
    dropped: bool = False

    @property
    def name(self) -> str:
        """The function's name; what the workbook calls it."""
        return self.function.__name__

    @property
    def title(self) -> str:
        """The first line of the docstring."""
        return self.title_in("en")

    def title_in(self, language: Language) -> str:
        """The title in a language; the first line of the docstring where there is none."""
        title = self.titles.get(language) or words(language).get(f"{self.part}.{self.name}.title")
        return title or self.description_in("en").splitlines()[0]

    def description_in(self, language: Language) -> str:
        """What it is, in a language; the docstring where nobody wrote that."""
        return self.descriptions.get(language) or inspect.getdoc(self.function) or self.name

    @cached_property
    def asks(self) -> frozenset[str]:
        """Those of `ARGUMENTS` that the function asks for."""
        return frozenset(inspect.signature(self.function).parameters).intersection(ARGUMENTS)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """What may be filled in in the workbook, by name."""
        return parameters_of(self.function, ARGUMENTS)

    def from_plugin(self, plugin: str, *, dropped: bool = False) -> Self:
        """The same, knowing where it came from."""
        return replace(self, plugin=plugin, dropped=dropped)

    def __call__(self, *arguments: Any, **parameters: Any) -> pl.DataFrame:
        """Call the function as it stands, such as from a test or a notebook."""
        return self.function(*arguments, **parameters)

    def check(self, *kinds: str) -> None:
        """Everything said of it makes sense.

        Args:
            kinds: the arguments of which it must ask for one at least.

        Raises:
            MetricError: something does not.
        """
        _ = self.parameters  # each must be one
        if not self.asks.intersection(kinds):
            raise MetricError(f"{self.name} asks for none of {', '.join(kinds)}")
        if "groups" in self.asks and "answers" not in self.asks:
            raise MetricError(f"{self.name} asks for groups, which are those of answers")
        for texts in (self.titles, self.descriptions):
            check_languages(texts)


def is_heading(name: object) -> bool:
    """Whether a column of a table can be called so."""
    if not isinstance(name, str) or len(name) > LONGEST_HEADING:
        return False
    return bool(name.strip()) and name.isprintable()


def check_languages(texts: Texts) -> None:
    """Each text is in a language there is.

    Raises:
        MetricError: one is not, or is no text.
    """
    if not isinstance(texts, Mapping):
        raise MetricError(f'{texts!r} must say its language: {{"nl": {texts!r}}}')
    for language, text in texts.items():
        if language not in LANGUAGES:
            raise MetricError(f"{language!r} is no language of Meetlat: {', '.join(LANGUAGES)}")
        if not isinstance(text, str):
            raise MetricError(f"{text!r} is no text")
