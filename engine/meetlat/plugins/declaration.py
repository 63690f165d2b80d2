"""Functions that plugin authors declare as metrics or theme rules, and their descriptions."""

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

# A text by language: `{"nl": "Gunstig"}`.
Texts = Mapping[str, str]

# The arguments that the engine passes by name; all other arguments are parameters.
ARGUMENTS = (
    *("counts", "answers", "groups"),
    *("questions", "themes", "theme_scores", "invited", "person_weights", "person_means"),
)

# What a function cannot ask for if it is called with some of the groups.
NOT_BY_GROUP = ("answers", "person_means", "theme_scores")

# Characters that Excel allows in the name of a table column, and in a number format.
LONGEST_HEADING = 255


@dataclass(frozen=True)
class Declared:
    """A function that turns answers into a table, with its description.

    The names of the function's arguments decide what the engine passes to it:

    - `counts`: a `Counts` frame with all groups. If the function also takes `answers`, it has only
      the groups of those respondents.
    - `answers`: an `Answers` frame with the respondents of one group. The function is called for
      the group of the report, and once per group where all groups are needed (theme rules).
    - `groups`: a String Series with the group of each respondent in `answers`. The function is
      then called once per segment instead of once per group: `answers` holds the respondents of
      all groups, sorted by group, and the returned table has a column `group`.
    - `person_means`: in place of `answers`, and with `groups`: a function that returns each
      respondent's own scores. `person_means({"energy": {"e1": 1, "e2": 2}})` yields frames with a
      Float64 column `energy`: the mean of the scores of `e1` and `e2` that the respondent
      answered, weighted 1 and 2, and null without any. Each frame has some respondents, in the
      order of `groups`, so that the answers of a million are never in memory together.
    - `person_weights`: a Float64 Series with the weight of each respondent in `answers`. The mean
      over all respondents is 1; in a group that is not weighted every weight is 1.
    - `questions`: a frame of the questions that the function is computed for: `question`, `text`,
      `theme`, `metric`, `scale`, `reverse`, `weight`, `lowest` and `highest` (the scores at the
      ends of the scale), and `counts_in_theme` (whether it has a theme, scores, and a weight above
      0). A theme rule gets only questions that count in their themes.
    - `themes`: a frame of `theme` and `name`, in the order of the report.
    - `invited`: a frame of `segment`, `group` and `invited` (how many people were invited), for
      the groups that may be shown and whose number is known.
    - `theme_scores`: a frame of `segment`, `group`, `theme`, `questions`, `n` and `score`: each
      theme scored by the rule that the table `Themes` names.

    Attributes:
        function: the plugin's function.
        keys: the columns that identify a row.
        titles: the title by language. For the plugins that come with Meetlat it is in the files of
            `meetlat.languages`.
        descriptions: the description by language; the English one defaults to the docstring.
        plugin: the file or package that the function came from, for error messages.
        dropped: whether that is a file in a folder of plugins.
        by_group: whether the rows of a group follow from the counts of that group alone. The
            function may then be called several times, with some of the groups in `counts`.
        fewest: for a function that takes `answers` or `person_means`: how many people a row must
            rest on, if that is more than the smallest group. It also holds for what remains if rows
            of groups are subtracted. Figures about how answers go together need 30.
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
    by_group: bool = False
    fewest: int = 0

    @property
    def name(self) -> str:
        """The name of the function, which is also its name in the workbook."""
        return self.function.__name__

    @property
    def title(self) -> str:
        """The title in English."""
        return self.title_in("en")

    def title_in(self, language: Language) -> str:
        """The title in a language; defaults to the first line of the docstring."""
        title = self.titles.get(language) or words(language).get(f"{self.part}.{self.name}.title")
        return title or self.description_in("en").splitlines()[0]

    def description_in(self, language: Language) -> str:
        """The description in a language; defaults to the docstring."""
        return self.descriptions.get(language) or inspect.getdoc(self.function) or self.name

    @cached_property
    def asks(self) -> frozenset[str]:
        """The arguments from `ARGUMENTS` that the function takes."""
        return frozenset(inspect.signature(self.function).parameters).intersection(ARGUMENTS)

    @property
    def is_over_persons(self) -> bool:
        """Whether the function gets the answers of respondents."""
        return not self.asks.isdisjoint(("answers", "person_means"))

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters that can be set in the workbook, by name."""
        return parameters_of(self.function, ARGUMENTS)

    def from_plugin(self, plugin: str, *, dropped: bool = False) -> Self:
        """A copy that records the file or package it came from."""
        return replace(self, plugin=plugin, dropped=dropped)

    def __call__(self, *arguments: Any, **parameters: Any) -> pl.DataFrame:
        """Call the function directly, for example from a test or a notebook."""
        return self.function(*arguments, **parameters)

    def check(self, *kinds: str) -> None:
        """Check the declaration.

        Args:
            kinds: the function must take at least one of these arguments.

        Raises:
            MetricError: an argument, parameter, title or description is not valid.
        """
        _ = self.parameters  # raises an error if one is not valid
        if not self.asks.intersection(kinds):
            raise MetricError(f"{self.name} asks for none of {', '.join(kinds)}")
        if "groups" in self.asks and not self.is_over_persons:
            raise MetricError(f"{self.name} asks for groups, which are those of answers")
        if "person_means" in self.asks and "groups" not in self.asks:
            raise MetricError(f"{self.name} asks for person_means, which come with groups")
        if self.by_group and ("counts" not in self.asks or self.asks.intersection(NOT_BY_GROUP)):
            needs = f"so it must ask for counts, and not {', '.join(NOT_BY_GROUP)}"
            raise MetricError(f"{self.name} has by_group, {needs}")
        if self.fewest and not self.is_over_persons:
            raise MetricError(f"{self.name} has fewest, so it must ask for answers or person_means")
        for texts in (self.titles, self.descriptions):
            check_languages(texts)


def is_heading(name: object) -> bool:
    """Whether this can be the heading of a column in an Excel table."""
    if not isinstance(name, str) or len(name) > LONGEST_HEADING:
        return False
    return bool(name.strip()) and name.isprintable()


def check_languages(texts: Texts) -> None:
    """Check that each text is a string in a language that Meetlat supports.

    Raises:
        MetricError: one is not.
    """
    if not isinstance(texts, Mapping):
        raise MetricError(f'{texts!r} must say its language: {{"nl": {texts!r}}}')
    for language, text in texts.items():
        if language not in LANGUAGES:
            raise MetricError(f"{language!r} is no language of Meetlat: {', '.join(LANGUAGES)}")
        if not isinstance(text, str):
            raise MetricError(f"{text!r} is no text")
